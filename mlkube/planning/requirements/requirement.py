"""A requirement: one thing that a cluster must have, and the fields of objects that need it."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from mlkube.core.json import JsonObject
    from mlkube.errors import Place
    from mlkube.planning.requirements.checked import CheckedRequirements
    from mlkube.planning.requirements.systems import System

# Requirements that are no kind of object, in the spelling of kinds.
KUBERNETES = "KubernetesVersion"
GATE = "FeatureGate"
DEFINITION = "CustomResourceDefinition"
METRICS = "APIService"
NODE = "Node"
DEVICE = "ExtendedResource"
PROVISIONER = "Provisioner"
TRAFFIC_PLUGIN = "TrafficRouterPlugin"
LOAD_BALANCER = "LoadBalancer"
POLICIES = "NetworkPolicyEnforcement"

# Kind and heading, in the order in which they are listed.
HEADINGS = {
    KUBERNETES: "Kubernetes version",
    GATE: "Feature gates",
    DEFINITION: "Custom resources",
    METRICS: "Metrics APIs",
    "Namespace": "Namespaces",
    "StorageClass": "Storage classes",
    "VolumeAttributesClass": "Volume attributes classes",
    PROVISIONER: "Storage provisioners",
    "CSIDriver": "CSI drivers",
    "RuntimeClass": "Runtime classes",
    "PriorityClass": "Priority classes",
    "IngressClass": "Ingress classes",
    "GatewayClass": "Gateway classes",
    "Gateway": "Gateways",
    TRAFFIC_PLUGIN: "Traffic router plugins of Argo Rollouts",
    LOAD_BALANCER: "Load balancers",
    POLICIES: "Network policies",
    NODE: "Nodes",
    DEVICE: "Extended resources",
    "DeviceClass": "Device classes",
    "LocalQueue": "Local queues",
    "ClusterQueue": "Cluster queues",
    "ResourceFlavor": "Resource flavors",
    "WorkloadPriorityClass": "Workload priority classes",
    "ClusterTrainingRuntime": "Cluster training runtimes",
    "TrainingRuntime": "Training runtimes",
    "ClusterServingRuntime": "Cluster serving runtimes",
    "ServingRuntime": "Serving runtimes",
    "ServiceAccount": "Service accounts",
    "Secret": "Secrets",
    "ConfigMap": "Config maps",
    "PersistentVolume": "Persistent volumes",
    "PersistentVolumeClaim": "Persistent volume claims",
}


def _minor(row: Requirement) -> int:
    """Return the minor version of a bound of Kubernetes', so that the one that decides stands first."""
    return int(row.version.rpartition(".")[2]) if row.kind == KUBERNETES else 0


class Need:
    """A field of an object that needs something; `field` is empty where the object as a whole does."""

    __slots__ = ("field", "namespace", "object", "place")

    def __init__(self, owner: str, namespace: str, field: str, place: Place) -> None:
        self.object = owner
        self.namespace = namespace
        self.field = field
        self.place = place

    def to_json(self) -> JsonObject:
        """Return it as plain data."""
        return {
            "object": self.object,
            "namespace": self.namespace,
            "field": self.field,
            "file": self.place.file,
            "line": self.place.line,
            "column": self.place.column,
        }

    def __str__(self) -> str:
        return f"{self.object} {self.field}" if self.field else self.object

    def __repr__(self) -> str:
        return f"<Need of {self}>"


class Requirement:
    """One thing that a cluster must have.

    `kind` is that of an object, or one of the constants of this module. `group` is the API group of the
    kind. `name` is empty where any object of the kind will do that `text` describes. `version` is that of
    an API, or a bound of Kubernetes' (`>=1.30`). `by` is the system that brings it, None for what
    Kubernetes or the owner of the cluster brings. `of_kind` is the kind that a definition defines. `amount`
    is what one pod takes of an extended resource. `terms` are those of which a node must fulfil one,
    `tolerations` what its taints may be.
    """

    __slots__ = (
        "amount",
        "by",
        "group",
        "kind",
        "name",
        "namespace",
        "needs",
        "of_kind",
        "terms",
        "text",
        "tolerations",
        "version",
    )

    def __init__(  # noqa: PLR0913  a value and its fields
        self,
        kind: str,
        name: str = "",
        *,
        namespace: str = "",
        group: str = "",
        version: str = "",
        text: str = "",
        by: System | None = None,
        of_kind: str = "",
        amount: int = 0,
        terms: tuple[JsonObject, ...] = (),
        tolerations: tuple[JsonObject, ...] = (),
    ) -> None:
        self.kind = kind
        self.name = name
        self.namespace = namespace
        self.group = group
        self.version = version
        self.text = text
        self.by = by
        self.of_kind = of_kind
        self.amount = amount
        self.terms = terms
        self.tolerations = tolerations
        self.needs: list[Need] = []

    @property
    def key(self) -> tuple[str, str, str, str, str]:
        """What tells it from others: equal keys are one requirement."""
        return self.kind, self.group, self.namespace, self.name or self.text, self.version

    def __str__(self) -> str:
        """Return the line that people read: what it is, and who brings it."""
        if self.kind == KUBERNETES:
            bound = self.version.lstrip("<>=")
            which = f"older than {bound}" if self.version.startswith("<") else f"{bound} or newer"
            return f"{which}: {self.text}"
        shown = f"{self.namespace}/{self.name}" if self.namespace else self.name or self.text
        if self.version:
            shown += f" {self.version}"
        if self.amount > 1:
            shown += f" ({self.amount} in one pod)"
        said = [each for each in (str(self.by or ""), self.text if self.name else "") if each]
        return f"{shown}: {', '.join(said)}" if said else shown

    def __repr__(self) -> str:
        return f"<Requirement {self.kind} {self}>"

    def to_json(self) -> JsonObject:
        """Return it as plain data; fields that say nothing are left out."""
        row: JsonObject = {"kind": self.kind, "name": self.name}
        for field, value in (
            ("group", self.group),
            ("namespace", self.namespace),
            ("version", self.version),
            ("text", self.text),
        ):
            if value:
                row[field] = value
        if self.by is not None:
            row["system"] = {"name": self.by.name, "version": self.by.version}
        if self.amount:
            row["amountOfOnePod"] = self.amount
        if self.kind == NODE:
            row["nodeSelectorTerms"] = [*self.terms]
            row["tolerations"] = [*self.tolerations]
        row["neededBy"] = [need.to_json() for need in self.needs]
        return row


class Requirements:
    """All requirements of a render, in the order of `HEADINGS`, of one kind by name."""

    __slots__ = ("_rows",)

    def __init__(self, rows: Iterable[Requirement]) -> None:
        order = {kind: number for number, kind in enumerate(HEADINGS)}
        self._rows = tuple(
            sorted(rows, key=lambda row: (order.get(row.kind, len(order)), -_minor(row), row.key))
        )

    def __iter__(self) -> Iterator[Requirement]:
        return iter(self._rows)

    def __len__(self) -> int:
        return len(self._rows)

    def __getitem__(self, index: int) -> Requirement:
        return self._rows[index]

    def __repr__(self) -> str:
        return f"<Requirements: {len(self._rows)}>"

    def to_json(self) -> JsonObject:
        """Return them as plain data."""
        return {"requirements": [row.to_json() for row in self._rows]}

    def check(self, *texts: str | bytes | tuple[str, bytes]) -> CheckedRequirements:
        """Hold them against what kubectl says of a cluster: each is met, missing or unknown.

        Each text is output of `kubectl api-resources`, `kubectl get ... -o yaml` (or json) or
        `kubectl version`, or several of them one after the other. A pair has
        the name that errors give it.

        Raises:
            MlkubeError: a text is none of these.

        """
        from mlkube.planning.requirements.checked import hold  # noqa: PLC0415  a list alone is held against nothing

        return hold(self, texts)
