"""The courses of Argo Rollouts: blue-green with one switch, a canary by its steps.

Sources: argoproj.github.io/argo-rollouts/features (bluegreen, canary, traffic-management); argo-rollouts,
utils/defaults/defaults.go, utils/replicaset/canary.go.
"""

from __future__ import annotations

from mlkube.planning.body import at, count, items, text
from mlkube.planning.rollouts.courses import Pace, rolling
from mlkube.planning.rollouts.span import Span, clock
from mlkube.planning.rollouts.step import Course, Step

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from mlkube.core.json import Json, JsonObject

_SCALE_DOWN_DELAY = 30
_ALL = 100
_UNITS = {"s": 1, "m": 60, "h": 3600}


def blue_green(replicas: int, pace: Pace, strategy: JsonObject) -> Course:
    """Return the course of `blueGreen`: a second set of pods, one switch of traffic, the end of the first."""
    if not replicas:
        return Course(0, ())
    preview = count(strategy.get("previewReplicaCount"), replicas)
    times, steps = pace.times, []
    started = times.start + Span(pace.min_ready)
    service = text(strategy.get("previewService"))
    to = f"; Service/{service} sends to {'it' if preview == 1 else 'them'}" if service else ""
    steps.append(Step(f"{_getting_ready(preview)}{to}", started, replicas, replicas + preview))
    if "prePromotionAnalysis" in strategy:
        steps.append(_analysis(at(strategy, "prePromotionAnalysis"), replicas, replicas + preview))
    if strategy.get("autoPromotionEnabled") is False:
        seconds = count(strategy.get("autoPromotionSeconds"), 0)
        wait = "waits to be promoted"
        span = Span(seconds) if seconds else Span(waits=1)
        said = f"{wait}, for {clock(seconds)} at most" if seconds else wait
        steps.append(Step(said, span, replicas, replicas + preview))
    if preview < replicas:
        more = _getting_ready(replicas - preview, "more new")
        steps.append(Step(more, started, replicas, 2 * replicas))
    active = text(strategy.get("activeService"))
    steps.append(Step(f"Service/{active} switches to the new pods at once", Span(), replicas, 2 * replicas))
    if "postPromotionAnalysis" in strategy:
        steps.append(_analysis(at(strategy, "postPromotionAnalysis"), replicas, 2 * replicas))
    delay = count(strategy.get("scaleDownDelaySeconds"), _SCALE_DOWN_DELAY)
    steps.append(
        Step("the old pods stay, for whoever still sends to them", Span(delay), replicas, 2 * replicas)
    )
    steps.append(Step("the old pods end", times.stop, replicas, 2 * replicas))
    return Course(replicas, steps, devices=pace.devices)


def _getting_ready(number: int, which: str = "new") -> str:
    if number == 1:
        return f"1 {which} pod starts and gets ready"
    return f"{number} {which} pods start and get ready"


def canary(replicas: int, pace: Pace, strategy: JsonObject) -> Course:
    """Return the course of `canary`: its steps, then the rest; a rolling update where it has no steps."""
    plan = items(strategy.get("steps"))
    routed = bool(at(strategy, "trafficRouting"))
    if not replicas:
        return Course(0, ())
    if not plan and not routed:
        return rolling(replicas, pace)
    steps = list(
        _steps(plan, replicas, pace, routed=routed, shrinks=strategy.get("dynamicStableScale") is True)
    )
    end = _ends(replicas, pace, strategy, routed=routed)
    return Course(replicas, (*steps, *end), devices=pace.devices)


def _steps(
    plan: list[JsonObject], replicas: int, pace: Pace, *, routed: bool, shrinks: bool
) -> Iterator[Step]:
    """Yield one step for each of the plan.

    With a traffic router the canary has its share of pods, rounded up, beside all stable ones (fewer of them
    with `dynamicStableScale`); without one, pods are the share, as near as whole pods come.
    """
    ready = replicas if routed else replicas - pace.missing
    pods, weight, fixed = replicas, 0, False
    for step in plan:
        if "setWeight" in step:
            weight = min(_ALL, count(step.get("setWeight"), 0))
            new = _new_pods(replicas, weight, routed=routed)
            if routed and not fixed:
                pods = new + (replicas - replicas * weight // _ALL if shrinks else replicas)
            elif not routed:
                pods = replicas + pace.surge
            said = (
                f"{weight} % of requests to the new version"
                if routed
                else f"about {weight} % of pods are new"
            )
            yield Step(
                f"{said}: {new} of {replicas} pods", pace.times.start + Span(pace.min_ready), ready, pods
            )
        elif "setCanaryScale" in step:
            scale = at(step, "setCanaryScale")
            fixed = "matchTrafficWeight" not in scale
            new = _scaled(replicas, scale, weight)
            pods = replicas + new
            yield Step(
                f"the new version has {new} pods", pace.times.start + Span(pace.min_ready), ready, pods
            )
        elif "pause" in step:
            yield _pause(at(step, "pause").get("duration"), ready, pods)
        elif "analysis" in step:
            yield _analysis(at(step, "analysis"), ready, pods)
        else:
            yield Step(f"{next(iter(step), 'a step')} as written", Span(), ready, pods)


def _ends(replicas: int, pace: Pace, strategy: JsonObject, *, routed: bool) -> Iterator[Step]:
    started = pace.times.start + Span(pace.min_ready)
    if not routed:
        ready, pods = replicas - pace.missing, replicas + pace.surge
        yield Step("the other pods are replaced", started + pace.times.stop, ready, pods)
        return
    yield Step("all requests to the new version: it has all its pods", started, replicas, 2 * replicas)
    delay = count(strategy.get("scaleDownDelaySeconds"), _SCALE_DOWN_DELAY)
    yield Step("the old pods stay, for whoever still sends to them", Span(delay), replicas, 2 * replicas)
    yield Step("the old pods end", pace.times.stop, replicas, 2 * replicas)


def _new_pods(replicas: int, weight: int, *, routed: bool) -> int:
    share = replicas * weight
    if routed:
        return -(-share // _ALL)
    nearest = (share + _ALL // 2) // _ALL
    return min(replicas, max(1 if weight else 0, nearest))


def _scaled(replicas: int, scale: JsonObject, weight: int) -> int:
    if "replicas" in scale:
        return count(scale.get("replicas"), 0)
    return _new_pods(replicas, count(scale.get("weight"), weight), routed=True)


def _pause(duration: Json, ready: int, pods: int) -> Step:
    seconds = _seconds(duration)
    if seconds is None:
        return Step("waits to be promoted", Span(waits=1), ready, pods)
    return Step("waits", Span(seconds), ready, pods)


def _seconds(duration: Json) -> int | None:
    """Return a duration of Argo's (`30`, `10m`) in seconds, None for none."""
    if isinstance(duration, int):
        return duration
    written = text(duration)
    if written.isdecimal():
        return int(written)
    unit = _UNITS.get(written[-1:])
    return int(written[:-1]) * unit if unit and written[:-1].isdecimal() else None


def _analysis(analysis: JsonObject, ready: int, pods: int) -> Step:
    names = [text(each.get("templateName")) for each in items(analysis.get("templates"))]
    shown = ", ".join(each for each in names if each)
    return Step(f"the analysis {shown} must succeed".replace("  ", " "), Span(waits=1), ready, pods)
