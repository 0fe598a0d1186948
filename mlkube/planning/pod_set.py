"""Pods that are alike: what makes them, their template, how many there are, how a rollout replaces them."""

from __future__ import annotations

from mlkube.planning.body import at, items, text

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from mlkube.core.json import JsonObject
    from mlkube.core.resource import Resource

SERVICE, JOB, SCHEDULED_JOB, NODE_AGENT = "service", "job", "scheduled job", "node agent"

ROLLING, RECREATE, ON_DELETE = "RollingUpdate", "Recreate", "OnDelete"
BLUE_GREEN, CANARY, REPLACED = "blueGreen", "canary", "replaced"
FULL_SET = "100%"


class Rollout:
    """How a change of the template replaces pods.

    `strategy` is RollingUpdate, Recreate, OnDelete, blueGreen or canary; `replaced` for a scheduled run that
    ends the one before it; empty where nothing replaces pods. `max_surge` and `max_unavailable` are numbers
    or percentages of units. A unit is a pod, or a group of `pods_per_unit`.
    """

    __slots__ = ("max_surge", "max_unavailable", "pods_per_unit", "strategy", "unavailable_rounds_up")

    def __init__(
        self,
        strategy: str = "",
        *,
        max_surge: object = 0,
        max_unavailable: object = 0,
        unavailable_rounds_up: bool = False,
        pods_per_unit: int = 1,
    ) -> None:
        self.strategy = strategy
        self.max_surge = max_surge
        self.max_unavailable = max_unavailable
        self.unavailable_rounds_up = unavailable_rounds_up
        self.pods_per_unit = pods_per_unit

    def surge(self, pods: int) -> int:
        """Return how many pods there are beyond `pods` while they are replaced.

        Percentages round up. There are never more new pods than `pods`, however large the surge is.

        Source: k8s.io/kubernetes, pkg/controller/deployment/util (ResolveFenceposts, NewRSNewReplicas).
        """
        units = self._units(pods)
        return min(_scaled(self.max_surge, units, up=True), units) * self.pods_per_unit

    def least_surge(self, pods: int) -> int:
        """Return how many pods beyond `pods` have to find room before a rollout can go on.

        None where some of `pods` may be missing; one, or one group, where none may; a second full set where
        that is what the strategy brings up before it changes anything.
        """
        if self.strategy == REPLACED or self.unavailable(pods):
            return 0
        if self.strategy in {BLUE_GREEN, CANARY} and self.max_surge == FULL_SET:
            return self.surge(pods)
        return min(self.surge(pods), self.pods_per_unit)

    def unavailable(self, pods: int) -> int:
        """Return how many of `pods` may be missing while they are replaced.

        Percentages round down, of a DaemonSet up. Where neither surge nor unavailability is left, it is one:
        a rollout would never move.

        Source: as `surge`; pkg/controller/daemon/util (UnavailableCount).
        """
        if self.strategy in {RECREATE, REPLACED}:
            return pods
        units = self._units(pods)
        missing = _scaled(self.max_unavailable, units, up=self.unavailable_rounds_up)
        moves = self.strategy == ROLLING and units and not missing
        if moves and not _scaled(self.max_surge, units, up=True):
            missing = 1
        return min(missing, units) * self.pods_per_unit

    def _units(self, pods: int) -> int:
        return pods // self.pods_per_unit if self.pods_per_unit > 1 else pods

    def __repr__(self) -> str:
        return f"Rollout({self.strategy!r}, {self.max_surge!r}, {self.max_unavailable!r})"


def _scaled(value: object, of: int, *, up: bool) -> int:
    """Return a number, or a percentage of `of`; 0 for what is neither."""
    if isinstance(value, bool):
        return 0
    if isinstance(value, int):
        return max(value, 0)
    if not isinstance(value, str):
        return 0
    digits = value.removesuffix("%")
    if not (digits.isascii() and digits.isdigit()):
        return 0
    if digits == value:
        return int(value)
    hundredths = of * int(digits)
    return -(-hundredths // 100) if up else hundredths // 100


class Vertical:
    """A VerticalPodAutoscaler that changes requests; `policies` are those of containers, by name or `*`."""

    __slots__ = ("name", "policies")

    def __init__(self, name: str, policies: Sequence[JsonObject]) -> None:
        self.name = name
        self.policies = {text(each.get("containerName"), "*"): each for each in policies}

    def policy(self, container: str) -> JsonObject:
        """Return the policy of a container, that of `*` where it has none of its own; empty for neither."""
        return self.policies.get(container) or self.policies.get("*") or {}


class PodSet:
    """Pods that one object makes from one template.

    `owner` is the object. `role` tells its templates apart: worker, driver, the name of a replicated job;
    empty where there is one. `template` has `metadata` and `spec` of the pods, and stands at `path` of the
    body; an empty path says that an operator makes it of other fields.

    `minimum` and `maximum` are pods while nothing is rolled out: an autoscaler's bounds, or twice the number
    that is written. A suspended job, and one between two scheduled runs, has a minimum of none. With
    `per_node` they count the pods of one node.

    `rollout` says how a change replaces pods. `duration` is service, job, scheduled job or node agent.
    `scaled_by` names the autoscaler, `vertical` is the one that changes requests. `claim_templates` are
    volumeClaimTemplates, one claim for each pod. `assumed` are sentences on what the object does not say.
    """

    __slots__ = (
        "assumed",
        "claim_templates",
        "duration",
        "maximum",
        "minimum",
        "owner",
        "path",
        "per_node",
        "role",
        "rollout",
        "scaled_by",
        "template",
        "vertical",
    )

    def __init__(  # noqa: PLR0913  a value and its fields
        self,
        owner: Resource,
        template: JsonObject,
        *,
        pods: int = 1,
        minimum: int | None = None,
        role: str = "",
        path: str = "spec.template",
        rollout: Rollout | None = None,
        duration: str = SERVICE,
        per_node: bool = False,
        claim_templates: Sequence[JsonObject] = (),
        assumed: Sequence[str] = (),
    ) -> None:
        self.owner = owner
        self.template = template
        self.minimum = pods if minimum is None else minimum
        self.maximum = pods
        self.role = role
        self.path = path
        self.rollout = rollout or Rollout()
        self.duration = duration
        self.per_node = per_node
        self.scaled_by = ""
        self.vertical: Vertical | None = None
        self.claim_templates = tuple(claim_templates)
        self.assumed = tuple(assumed)

    @property
    def kind(self) -> str:
        """The kind of the owner."""
        return self.owner.kind

    @property
    def name(self) -> str:
        """The name of the owner."""
        return self.owner.name

    @property
    def namespace(self) -> str:
        """The namespace of the owner, empty where it has none written."""
        return self.owner.namespace

    @property
    def spec(self) -> JsonObject:
        """The spec of the pods."""
        return at(self.template, "spec")

    @property
    def labels(self) -> JsonObject:
        """The labels of the pods."""
        return at(self.template, "metadata", "labels")

    @property
    def containers(self) -> list[JsonObject]:
        """The containers of the pods, without init containers."""
        return items(self.spec.get("containers"))

    @property
    def surge(self) -> int:
        """How many pods there are beyond the maximum while it is rolled out."""
        return self.rollout.surge(self.maximum)

    def __str__(self) -> str:
        """Return `Deployment/web`, or `PyTorchJob/train worker` for an owner with several templates."""
        return f"{self.owner} {self.role}" if self.role else str(self.owner)

    def __repr__(self) -> str:
        return f"<PodSet {self}: {self.minimum} to {self.maximum}>"
