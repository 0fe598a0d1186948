"""What keeps a further pod from starting while pods are replaced: volumes, devices, nodes."""

from __future__ import annotations

from mlkube.planning.body import at, items, text
from mlkube.planning.rollouts.checking import at_pods, strategy_field
from mlkube.planning.rollouts.finding import ERROR, WARNING, RolloutFinding

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from mlkube.planning.rollouts.checking import Assumptions
    from mlkube.planning.rollouts.plan import RolloutPlan

    Found = Iterator[RolloutFinding]

_SHARED = frozenset(("ReadOnlyMany", "ReadWriteMany"))


def check_volumes(plan: RolloutPlan, assumed: Assumptions) -> Found:
    """Yield volumes that mount on one node, or in one pod: they keep a further pod from starting."""
    surges = any(course.extra_pods for course in plan.courses)
    if not surges or plan.pods.claim_templates or plan.pods.per_node:
        return
    waits = all(course.least_ready == course.replicas for course in plan.courses)
    for number, volume in enumerate(items(plan.pods.spec.get("volumes"))):
        name = text(at(volume, "persistentVolumeClaim").get("claimName"))
        claim = assumed.claims.get((plan.pods.namespace, name))
        modes = at(claim.body, "spec").get("accessModes") if claim is not None else None
        if not isinstance(modes, list) or _SHARED & {str(mode) for mode in modes}:
            continue
        once = "in one pod" if "ReadWriteOncePod" in modes else "on one node"
        how_long = "for ever" if waits else "until an old one has ended"
        said = (
            f"claim {name} mounts {once} ({', '.join(map(str, modes))}): a new pod elsewhere waits {how_long}"
        )
        field = f"volumes[{number}].persistentVolumeClaim"
        hint = "replace pods without a surge (maxSurge 0, or Recreate), or share the volume"
        yield at_pods(plan, ERROR if waits else WARNING, field, said, hint)


def check_devices(plan: RolloutPlan, _assumed: Assumptions) -> Found:
    """Yield devices that a surge needs beyond those in use: there may be none."""
    most = max(plan.courses, key=lambda course: course.extra_pods, default=None)
    for name, amount in (most.extra_devices if most is not None else {}).items():
        waits = all(course.least_ready == course.replicas for course in plan.courses)
        end = "without them it waits for ever" if waits else "without them it is slower"
        said = f"it needs {amount} more {name} while it lasts; {end}"
        hint = "keep them spare, or replace pods without a surge (maxSurge 0, maxUnavailable 1)"
        yield RolloutFinding(WARNING, plan.pods.owner, strategy_field(plan), said, hint)


def check_nodes(plan: RolloutPlan, _assumed: Assumptions) -> Found:
    """Yield what keeps pods apart: then a surge needs further nodes."""
    surges = any(course.extra_pods for course in plan.courses)
    if not surges:
        return
    for number, container in enumerate(items(plan.pods.spec.get("containers"))):
        taken = [port["hostPort"] for port in items(container.get("ports")) if port.get("hostPort")]
        if taken:
            field = f"containers[{number}].ports"
            if plan.pods.per_node:
                said = (
                    f"host port {taken[0]} is taken on the node: the new pod never starts beside the old one"
                )
                yield at_pods(plan, ERROR, field, said, "let maxSurge be 0")
            else:
                said = f"host port {taken[0]}: each further pod needs a node without the old ones"
                yield at_pods(plan, WARNING, field, said)
    if plan.drain.most_on_node == 1 and not plan.pods.per_node:
        said = "pods keep off each other's nodes: each further pod needs a node of its own"
        yield at_pods(
            plan, WARNING, "affinity.podAntiAffinity", said, "let maxSurge be 0, or keep a node spare"
        )
