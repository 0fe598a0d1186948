"""The courses of rollouts of Kubernetes' own kinds: one pod after the other, all at once, node by node.

Sources: kubernetes, pkg/controller/deployment (rolling.go, recreate.go, util/deployment_util.go),
pkg/controller/statefulset/stateful_set_control.go, pkg/controller/daemon/update.go.
"""

from __future__ import annotations

from mlkube.planning.rollouts.span import Span, clock
from mlkube.planning.rollouts.step import Course, Step

TYPE_CHECKING = False
if TYPE_CHECKING:
    from mlkube.planning.rollouts.pod_times import PodTimes


class Pace:
    """How pods are replaced: `surge` beyond their number, `missing` of it, `min_ready` seconds on trial."""

    __slots__ = ("devices", "min_ready", "missing", "surge", "times")

    def __init__(
        self, times: PodTimes, surge: int, missing: int, min_ready: int, devices: dict[str, int]
    ) -> None:
        self.times = times
        self.surge = surge
        self.missing = missing
        self.min_ready = min_ready
        self.devices = devices


def rolling(replicas: int, pace: Pace) -> Course:
    """Return the course of a RollingUpdate: rounds of surge and missing pods together.

    The Deployment's controller keeps replicas + maxSurge pods at most and replicas - maxUnavailable
    available at least; ending pods count in neither. In the slowest course each round waits for the room of
    pods that end.
    """
    surge, missing = pace.surge, pace.missing
    together = surge + missing
    if not replicas or not together:
        return Course(replicas, ())
    ready, pods = replicas - missing, replicas + surge
    steps = []
    if missing:
        steps.append(_end(missing, pace, ready, pods if surge else replicas))
    new = min(replicas, together)
    place = "in its place" if new == 1 else "in their place"
    where = place if not surge else "beside the old" if not missing else f"beside the old and {place}"
    steps.append(Step(f"{_pods(new, 'new')} {_verb(new, 'start')} {where}", pace.times.startup, ready, pods))
    steps += _ready(new, pace, ready, pods)
    if surge:
        steps.append(_end(min(replicas, surge), pace, ready, pods))
    rounds = -(-replicas // together)
    # The next pods are made when old ones begin to end; in the first round only the missing ones have.
    ending = new if rounds > 1 else missing if missing < replicas else 0
    return Course(replicas, steps, rounds=rounds, ending=ending, devices=pace.devices)


def recreate(replicas: int, pace: Pace) -> Course:
    """Return the course of Recreate: new pods are made when the last old one is gone."""
    if not replicas:
        return Course(0, ())
    steps = [
        _end(replicas, pace, 0, replicas),
        Step(f"{_pods(replicas, 'new')} {_verb(replicas, 'start')}", pace.times.startup, 0, replicas),
        *_ready(replicas, pace, 0, replicas),
    ]
    return Course(replicas, steps, devices=pace.devices)


def ordered(replicas: int, pace: Pace, partition: int) -> Course:
    """Return the course of a StatefulSet: from the highest ordinal down to `partition`, names kept."""
    replaced = max(0, replicas - partition)
    if not replaced:
        return Course(replicas, ())
    together = min(max(1, pace.missing), replaced)
    ready = replicas - together
    which = "the old pod" if together == 1 else f"the {together} old pods"
    new = "the new pod" if together == 1 else f"the {together} new pods"
    steps = [
        Step(
            f"{which} with the highest ordinal {_verb(together, 'end')}: {_ending(pace.times)}",
            pace.times.stop,
            ready,
            replicas,
        ),
        Step(f"{new} of the same name {_verb(together, 'start')}", pace.times.startup, ready, replicas),
        *_ready(together, pace, ready, replicas),
    ]
    return Course(replicas, steps, rounds=-(-replaced // together), devices=pace.devices)


def on_a_node(pace: Pace) -> Course:
    """Return the course of a DaemonSet on one node; `maxSurge` starts the new pod before the old one ends."""
    if pace.surge:
        steps = [
            Step("the new pod starts beside the old", pace.times.startup, 1, 2),
            *_ready(1, pace, 1, 2),
            _end(1, pace, 1, 2),
        ]
    else:
        steps = [
            _end(1, pace, 0, 1),
            Step("the new pod starts", pace.times.startup, 0, 1),
            *_ready(1, pace, 0, 1),
        ]
    return Course(1, steps, devices=pace.devices)


def _end(number: int, pace: Pace, ready: int, pods: int) -> Step:
    text = f"{_pods(number, 'old')} {_verb(number, 'end')}: {_ending(pace.times)}"
    return Step(text, pace.times.stop, ready, pods)


def _ending(times: PodTimes) -> str:
    """Return what happens to a pod that ends, in order."""
    if not times.grace:
        return "endpoint removed, SIGKILL at once"
    hook = ""
    if times.pre_stop is None:
        hook = "preStop runs, "
    elif times.pre_stop >= times.grace:
        hook = f"preStop is cut off after {clock(times.grace)}, "
    elif times.pre_stop:
        hook = f"preStop sleeps {clock(times.pre_stop)}, "
    return f"endpoint removed, {hook}SIGTERM, SIGKILL {clock(times.stop.seconds)} after the beginning"


def _ready(number: int, pace: Pace, ready: int, pods: int) -> list[Step]:
    """Return the steps from started containers to a pod that counts."""
    its = "its endpoint is" if number == 1 else "their endpoints are"
    steps = [Step(f"{its} added once ready", Span(pace.times.readiness), ready, pods)]
    if pace.min_ready:
        text = f"{'it' if number == 1 else 'they'} must stay ready for minReadySeconds"
        steps.append(Step(text, Span(pace.min_ready), ready, pods))
    return steps


def _pods(number: int, which: str) -> str:
    return f"{number} {which} pod{'' if number == 1 else 's'}"


def _verb(number: int, verb: str) -> str:
    return f"{verb}s" if number == 1 else verb
