"""The Workspace kind: the namespace of a team, and what its parts demand of each other."""

from __future__ import annotations

from mlkube.core.quantity import nanos
from mlkube.workloads.faults import Fault
from mlkube.workloads.spec import LABEL_VALUE, Spec, field
from mlkube.workloads.workload import Workload
from mlkube.workloads.workspace.access import DefaultAccount, JobAccount, PeopleAccess
from mlkube.workloads.workspace.limits import NamespaceLimits
from mlkube.workloads.workspace.network import NetworkAccess
from mlkube.workloads.workspace.queue import NamespaceQueue
from mlkube.workloads.workspace.quota import NamespaceQuota

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from typing import Literal

    from mlkube.core.quantity import Quantity
    from mlkube.k8s import core_v1
    from mlkube.workloads.faults import Path
    from mlkube.workloads.objects import Context, Objects

_LEAST_PRIORITY, _MOST_PRIORITY = -(2**31), 10**9
_VERSION = r"latest|v1\.[0-9]+"
_VERSION_HINT = "write it as v1.36, or latest"


class PodSecurity(Spec):
    """What pods the namespace takes, by the Pod Security Standards.

    Source: kubernetes.io/docs/concepts/security/pod-security-admission.
    """

    enforce: Literal["restricted", "baseline", "privileged"] = field(
        default="restricted",
        doc="Pods that do less than this are refused; what mlkube builds for models and jobs keeps "
        "restricted by default.",
    )
    enforce_version: str = field(
        default="latest",
        doc="Version of Kubernetes whose standards count.",
        pattern=_VERSION,
        hint=_VERSION_HINT,
    )
    audit: Literal["restricted", "baseline", "privileged"] = field(
        default="restricted", doc="Pods that do less are noted in the audit log."
    )
    audit_version: str = field(
        default="latest", doc="As enforceVersion.", pattern=_VERSION, hint=_VERSION_HINT
    )
    warn: Literal["restricted", "baseline", "privileged"] = field(
        default="restricted", doc="Whoever makes pods that do less is warned."
    )
    warn_version: str = field(
        default="latest", doc="As enforceVersion.", pattern=_VERSION, hint=_VERSION_HINT
    )


class PodPriority(Spec):
    """A PriorityClass: which pods the scheduler places first, and whether others make room for them.

    The class is of the whole cluster, so the namespace stands in front of its name. Neither value nor
    preemption policy can be changed once it exists.
    Source: kubernetes.io/docs/concepts/scheduling-eviction/pod-priority-preemption.
    """

    name: str = field(
        doc="Name of the class; the namespace stands in front of it.",
        pattern=r"[a-z0-9]([-a-z0-9]*[a-z0-9])?",
    )
    value: int = field(
        doc="Pods with a greater one go first; pods without a class have 0.",
        minimum=_LEAST_PRIORITY,
        maximum=_MOST_PRIORITY,
    )
    preemption_policy: Literal["Never", "PreemptLowerPriority"] = field(
        default="Never",
        doc="Whether pods of lower priority are ended to make room, those of other teams included. "
        "Kubernetes' own default is PreemptLowerPriority.",
    )
    description: str = field(default="", doc="What the class is for.")


class Workspace(Workload):
    """The namespace of a team: security, quota, network, rights, accounts and a queue for jobs.

    The namespace is called like the workspace, unless metadata.namespace or `namespace:` of a kustomization
    says otherwise. Objects outside of namespaces have the namespace in front of their names.
    """

    platform: Literal["aws", "azure", "gcp", "bare-metal"] | None = field(
        default=None,
        doc="Where it runs: EKS, AKS, GKE, or machines of your own. It decides on how identities are worded.",
    )
    create_namespace: bool = field(
        default=True, doc="Whether the Namespace is built; not where somebody else makes it."
    )
    namespace_labels: Mapping[str, str] = field(
        default={}, doc="Further labels of the Namespace.", pattern=LABEL_VALUE
    )
    namespace_annotations: Mapping[str, str] = field(default={}, doc="Further annotations of the Namespace.")
    pod_security: PodSecurity = field(default=PodSecurity(), doc="What pods the namespace takes.")
    quota: NamespaceQuota | None = field(default=None, doc="What the namespace may use in all.")
    limits: NamespaceLimits | None = field(
        default=None,
        doc="What single containers, pods and claims get and may have. Built unasked where the quota counts "
        "CPU or memory.",
    )
    priority_classes: Sequence[PodPriority] = field(
        default=(), doc="PriorityClasses of the team's pods.", keys=("name",)
    )
    network: NetworkAccess = field(default=NetworkAccess(), doc="What passes into the pods and out of them.")
    access: PeopleAccess = field(default=PeopleAccess(), doc="Who may do what.")
    accounts: Sequence[JobAccount] = field(
        default=(), doc="ServiceAccounts for workloads of this namespace.", keys=("name",)
    )
    default_account: DefaultAccount | None = field(default=None, doc="The account of pods that name none.")
    image_pull_secrets: Sequence[core_v1.LocalObjectReference] = field(
        default=(),
        doc="Secrets with the registry's credentials, for the accounts that are built here. The Secrets are "
        "made elsewhere.",
        keys=("name",),
    )
    queue: NamespaceQueue | None = field(default=None, doc="A queue for jobs, by Kueue.")

    def objects(self, context: Context) -> Objects:
        """Return the Namespace and what else the fields ask for."""
        from mlkube.workloads.workspace.builder import build  # noqa: PLC0415  describing needs no builder

        return build(self, context)

    def faults(self) -> Iterator[Fault]:
        """Yield what contradicts."""
        yield from self._made_elsewhere()
        if self.quota is not None:
            yield from self.quota.faults(("spec", "quota"))
            yield from self._refused_without_amounts(self.quota)
        if self.limits is not None:
            yield from self.limits.faults(("spec", "limits"))
        yield from self.network.faults(("spec", "network"))
        yield from self.access.faults(("spec", "access"))
        for at, account in enumerate(self.accounts):
            yield from account.faults(("spec", "accounts", at), self.platform)
        yield from self._shut_in()
        if self.image_pull_secrets and not self.accounts and self.default_account is None:
            hint = "set accounts, or defaultAccount: {}"
            yield Fault(("spec", "imagePullSecrets"), "no account is built here to have them", hint)
        if self.queue is not None:
            yield from self.queue.faults(("spec", "queue"))
            yield from self._admitted_but_refused()

    @property
    def effective_limits(self) -> NamespaceLimits | None:
        """What containers get and may have: also where nobody asks, but the quota needs it."""
        if self.limits is not None or self.quota is None:
            return self.limits
        parts = (self.quota, *self.quota.priority_classes)
        counts = any(part.cpu is not None or part.memory is not None for part in parts)
        return NamespaceLimits() if counts else None

    def _made_elsewhere(self) -> Iterator[Fault]:
        """Yield what is said of a Namespace that is not built: nothing would ever write it."""
        if self.create_namespace:
            return
        for name in ("namespace_labels", "namespace_annotations", "pod_security"):
            described = type(self).spec_fields[name]
            if getattr(self, name) != described.default:
                path: Path = ("spec", described.key)
                hint = "set it where the Namespace is made"
                yield Fault(path, "no Namespace is built", hint, other=("spec", "createNamespace"))

    def _refused_without_amounts(self, quota: NamespaceQuota) -> Iterator[Fault]:
        """Yield a quota of what containers say nothing of and get nothing of: their pods are refused.

        A Job then creates no pod at all, and says so in its events alone.
        Source: kubernetes.io/docs/concepts/policy/resource-quotas, Requests compared to Limits.
        """
        limits = self.effective_limits or NamespaceLimits()
        container = limits.container
        requests = {*container.default_request, *container.default, *container.max, *container.min}
        limited = {*container.default, *container.max}
        for at, part in enumerate((quota, *quota.priority_classes)):
            own: Path = ("spec", "quota", *(("priorityClasses", at - 1) if at else ()))
            for key, resource, amount, known, field_name in (
                ("cpu", "cpu", part.cpu, requests, "defaultRequest"),
                ("memory", "memory", part.memory, requests, "defaultRequest"),
                ("cpuLimit", "cpu", part.cpu_limit, limited, "default"),
                ("memoryLimit", "memory", part.memory_limit, limited, "default"),
            ):
                if amount is None or resource in known:
                    continue
                word = "request" if field_name == "defaultRequest" else "limit"
                reason = (
                    f"pods with a container that has no {word} of {resource} are refused, and none gets one"
                )
                hint = f"set limits.container.{field_name}.{resource}"
                yield Fault((*own, key), reason, hint)

    def _shut_in(self) -> Iterator[Fault]:
        """Yield accounts for what their pods cannot reach: nothing lets them out of the namespace."""
        if self.network.deny != "all" or self.network.egress:
            return
        for at, account in enumerate(self.accounts):
            other: Path = ("spec", "network")
            if account.rules:
                reason = (
                    "pods that call the API server with these rights do not reach it: all traffic is denied"
                )
                hint = "name its addresses and port in network.egress"
                yield Fault(("spec", "accounts", at, "rules"), reason, hint, other=other)
            if account.identity is not None:
                reason = "pods do not reach the cloud that knows this identity: all traffic is denied"
                hint = "name the addresses of its services in network.egress"
                yield Fault(("spec", "accounts", at, "identity"), reason, hint, other=other)

    def _admitted_but_refused(self) -> Iterator[Fault]:
        """Yield a quota below what the queue admits: Kueue would start jobs whose pods are then refused."""
        own = self.queue.cluster_queue if self.queue is not None else None
        if self.quota is None or own is None or own.namespace_selector is not None:
            return
        amounts: list[tuple[Path, str, Quantity]] = [
            ((key,), name, amount) for key, name, amount in self.quota.compute()
        ]
        amounts += [(("accelerators", name), name, count) for name, count in self.quota.accelerators.items()]
        for path, name, amount in amounts:
            nominal = own.quotas_of(name)
            if (nanos(amount) or 0) < sum(nanos(each) or 0 for each in nominal):
                sums = " + ".join(str(each) for each in nominal)
                reason = (
                    f"{amount} is less than the queue admits, {sums}: pods of admitted jobs would be refused"
                )
                hint = "raise it, or lower nominalQuota"
                other: Path = ("spec", "queue", "clusterQueue", "flavors")
                yield Fault(("spec", "quota", *path), reason, hint, other=other)
