"""Hints for what adds and removes nodes: the Cluster Autoscaler, and Karpenter."""

from __future__ import annotations

from mlkube.workloads.faults import Fault, Refusal
from mlkube.workloads.spec import Spec, field

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from mlkube.core.json import JsonObject
    from mlkube.workloads.faults import Path

SAFE_TO_EVICT = "cluster-autoscaler.kubernetes.io/safe-to-evict"
LOCAL_VOLUMES = "cluster-autoscaler.kubernetes.io/safe-to-evict-local-volumes"
DO_NOT_DISRUPT = "karpenter.sh/do-not-disrupt"
_KEYS = (SAFE_TO_EVICT, LOCAL_VOLUMES, DO_NOT_DISRUPT)


class ClusterAutoscaler(Spec):
    """Whether the pods may move when nodes are given back.

    An empty one keeps pods in place whose end loses work (training, Spark's driver), and lets all others go:
    without a hint, a pod with an emptyDir keeps its node for ever.

    Source: github.com/kubernetes/autoscaler, cluster-autoscaler/FAQ.md and utils/drain/drain.go;
    karpenter.sh/docs/concepts/disruption.
    """

    safe_to_evict: bool | None = field(
        default=None,
        doc="Whether a pod may be evicted to empty its node; false holds for Karpenter too. By default false "
        "for pods whose end loses work; for others their emptyDir volumes are named as no reason to stay.",
    )
    safe_to_evict_local_volumes: Sequence[str] = field(
        default=(), doc="The emptyDir and hostPath volumes that may be lost; all emptyDir ones without it."
    )

    def faults(self, path: Path, annotations: Mapping[str, str]) -> Iterator[Fault]:
        """Yield what two fields say; `annotations` are the pods' own."""
        if self.safe_to_evict is not None and self.safe_to_evict_local_volumes:
            reason = f"safeToEvict: {str(self.safe_to_evict).lower()} holds for the whole pod"
            where = (*path, "safeToEvictLocalVolumes")
            yield Fault(where, reason, "leave one out", other=(*path, "safeToEvict"))
        for key in _KEYS:
            if key in annotations:
                reason = "clusterAutoscaler says it"
                yield Fault(("spec", "podAnnotations", key), reason, "leave one out", other=path)

    def annotations(self, volumes: Sequence[JsonObject], *, loses_work: bool) -> JsonObject:
        """Return annotations of pods with these volumes.

        Raises:
            Refusal: a local volume is named that the pods do not have.

        """
        local = [str(each["name"]) for each in volumes if "emptyDir" in each or "hostPath" in each]
        for at, name in enumerate(self.safe_to_evict_local_volumes):
            if name not in local:
                path = ("spec", "clusterAutoscaler", "safeToEvictLocalVolumes", at)
                hint = f"they have {', '.join(local)}" if local else "leave it out"
                raise Refusal([Fault(path, f'the pods have no local volume "{name}"', hint)])
        if self.safe_to_evict is None and not loses_work:
            scratch = [str(each["name"]) for each in volumes if "emptyDir" in each]
            named = [*self.safe_to_evict_local_volumes] or scratch
            return {LOCAL_VOLUMES: ",".join(named)} if named else {}
        if self.safe_to_evict:
            return {SAFE_TO_EVICT: "true"}
        return {SAFE_TO_EVICT: "false", DO_NOT_DISRUPT: "true"}
