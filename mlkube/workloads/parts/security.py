"""Security: the restricted Pod Security Standard by default, loosened field by field."""

from __future__ import annotations

from mlkube.workloads.faults import Fault
from mlkube.workloads.parts.resources import quantity
from mlkube.workloads.spec import Spec, field

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from typing import Literal

    from mlkube.core.json import JsonObject
    from mlkube.core.quantity import Quantity
    from mlkube.workloads.faults import Path


_ID = 1000


class Security(Spec):
    """Under which user and with which rights the containers run.

    The defaults pass the restricted Pod Security Standard.
    Source: kubernetes.io/docs/concepts/security/pod-security-standards.
    """

    run_as_non_root: bool = field(default=True, doc="Whether the kubelet refuses to run an image as root.")
    run_as_user: int = field(
        default=_ID, doc="User of the processes. Images that name none would run as root.", minimum=0
    )
    run_as_group: int = field(default=_ID, doc="Group of the processes.", minimum=0)
    fs_group: int = field(
        default=_ID, doc="Group that owns mounted volumes, so that the processes can read them.", minimum=0
    )
    ids_of_the_cluster: bool = field(
        default=False,
        doc="Whether the cluster chooses user and groups, as OpenShift does, which refuses those of others.",
    )
    read_only_root: bool = field(
        default=True, doc="Whether the image's file system is read-only; /tmp is a volume of its own."
    )
    tmp_size: Quantity = field(default="1Gi", doc="Size at most of the volume at /tmp.", unit="bytes")
    add_capabilities: Sequence[str] = field(
        default=(), doc="Capabilities to add, such as IPC_LOCK for RDMA; all others are dropped."
    )
    seccomp: Literal["RuntimeDefault", "Unconfined"] = field(
        default="RuntimeDefault", doc="Seccomp profile of the pod."
    )

    def faults(self, path: Path) -> Iterator[Fault]:
        """Yield root where root is refused, ids that nobody sets, and the kernel's names of capabilities."""
        if self.run_as_user == 0 and self.run_as_non_root:
            yield Fault(
                (*path, "runAsUser"),
                "0 is root, and runAsNonRoot keeps root from starting",
                "choose another user, or set runAsNonRoot: false",
                other=(*path, "runAsNonRoot"),
            )
        for key, value in (
            ("runAsUser", self.run_as_user),
            ("runAsGroup", self.run_as_group),
            ("fsGroup", self.fs_group),
        ):
            if self.ids_of_the_cluster and value != _ID:
                reason = f"the cluster chooses it, not {value}"
                yield Fault((*path, key), reason, "leave one out", other=(*path, "idsOfTheCluster"))
        for at, name in enumerate(self.add_capabilities):
            if name.startswith("CAP_"):
                hint = f"write {name.removeprefix('CAP_')}"
                yield Fault((*path, "addCapabilities", at), "Kubernetes leaves out CAP_", hint)

    def tmp_volume(self, name: str) -> JsonObject:
        """Return a volume for what a container with a read-only root file system writes."""
        return {"name": name, "emptyDir": {"sizeLimit": quantity(self.tmp_size)}}

    def of_pod(self) -> JsonObject:
        """Return `securityContext` of a pod."""
        context: JsonObject = {"runAsNonRoot": self.run_as_non_root, "seccompProfile": {"type": self.seccomp}}
        if not self.ids_of_the_cluster:
            context["runAsUser"] = self.run_as_user
            context["runAsGroup"] = self.run_as_group
            context["fsGroup"] = self.fs_group
        context["fsGroupChangePolicy"] = "OnRootMismatch"  # else every start walks the whole volume
        return context

    def of_container(self) -> JsonObject:
        """Return `securityContext` of a container."""
        capabilities: JsonObject = {"drop": ["ALL"]}
        if self.add_capabilities:
            capabilities["add"] = [*self.add_capabilities]
        return {
            "allowPrivilegeEscalation": False,
            "readOnlyRootFilesystem": self.read_only_root,
            "capabilities": capabilities,
        }
