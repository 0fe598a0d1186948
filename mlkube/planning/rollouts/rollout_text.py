"""The report of rollouts as lines for people: each workload with its courses, traffic, drain and findings."""

from __future__ import annotations

from mlkube.errors import finding_text
from mlkube.planning.rollouts.checking import number_of
from mlkube.planning.rollouts.revisions import shares_of_canaries

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from mlkube.planning.rollouts.finding import RolloutFinding
    from mlkube.planning.rollouts.plan import RolloutPlan
    from mlkube.planning.rollouts.rollout import RolloutReport
    from mlkube.planning.rollouts.step import Course
    from mlkube.planning.rollouts.traffic import Door, Rule
    from mlkube.planning.rollouts.versions import Switch, Version


def report_lines(report: RolloutReport) -> Iterator[str]:
    """Yield the lines of a report; findings of traffic and a count of all stand at the end."""
    for plan in report.plans:
        yield from _plan_lines(plan)
    for switch in report.switches:
        yield from _switch_lines(switch)
    yield from _split_lines(report)
    yield from _finding_lines(report.findings, "")
    if not report.plans:
        yield "no workload among the objects is rolled out"
        return
    request = (
        "" if report.request_seconds is None else f"; a request takes {report.request_seconds} s at most"
    )
    yield f"assumed: an ending pod gets no requests after {report.endpoint_seconds} s{request}"
    yield "not counted: scheduling, pulling images, attaching volumes"
    yield f"{_number(len(report.plans), 'workload')}: {_counts(report)}"


def _counts(report: RolloutReport) -> str:
    every = report.every_finding()
    severities = ("error", "warning", "note")
    return ", ".join(_number(sum(each.severity == name for each in every), name) for name in severities)


def _number(number: int, what: str) -> str:
    return f"{number} {what}{'' if number == 1 else 's'}"


def _plan_lines(plan: RolloutPlan) -> Iterator[str]:
    pods = plan.pods
    where = f" in {pods.namespace}" if pods.namespace else ""
    size = str(pods.minimum) if pods.minimum == pods.maximum else f"{pods.minimum} to {pods.maximum}"
    count = "one on each node" if pods.per_node else f"{size} pod{'' if pods.maximum == 1 else 's'}"
    scaled = f" ({pods.scaled_by})" if pods.scaled_by and pods.scaled_by != str(pods.owner) else ""
    yield f"{pods}{where}: {plan.strategy}; {count}{scaled}"
    times = plan.times
    yield f"  one pod: {times.start} until it is ready, {times.stop} to end"
    for course in plan.courses:
        yield from _course_lines(course, per_node=pods.per_node)
    for door in plan.services:
        yield f"  {door} ({', '.join(door.ports) or 'no ports'}) {_sends(door, plan)}"
    for door, rule, share in plan.routes:
        part = "" if share.weight == share.total else f"{share} of "
        yield f"  {rule.route}: {part}{' or '.join(rule.matches) or 'every request'} to {door}"
    for canary in shares_of_canaries(pods):
        yield f"  {canary['percent']} % of requests to the canary, {canary['rest']} % to the rest"
    yield from _drain_lines(plan)
    for each in pods.assumed:
        yield f"  assumed: {each}"
    yield from _finding_lines(plan.findings, "  ")


def _sends(door: Door, plan: RolloutPlan) -> str:
    """Return which pods a Service sends to; over those of several workloads connections are spread."""
    which = plan.service_roles.get(door.name)
    if which is not None:
        return f"sends to the {which} pods, by the controller's label"
    others = [each for each in door.sets if each is not plan.pods]
    if not others:
        return "sends to them"
    total = sum(each.minimum for each in door.sets)
    names = ", ".join(str(each) for each in others)
    return f"sends to them and to {names}: about {plan.pods.minimum} of {total} connections"


def _course_lines(course: Course, *, per_node: bool) -> Iterator[str]:
    at = "on a node" if per_node else f"at {number_of(course.replicas)}"
    if not course.steps:
        yield f"  {at}: nothing is replaced"
        return
    devices = "".join(f", {amount} {name}" for name, amount in course.extra_devices.items())
    extra = f" ({course.extra_pods} more than before{devices})" if course.extra_pods else ""
    ending = f" and up to {course.ending} ending" if course.ending else ""
    ready = f"{course.least_ready} ready ({course.percent} %)"
    yield f"  {at}: at least {ready}, at most {number_of(course.most_pods)}{extra}{ending}; {course.span}"
    for number, step in enumerate(course.steps, start=1):
        time = "" if step.span.is_bounded and not step.span.seconds else f" ({step.span})"
        yield f"    {number}. {step.text}{time}"
    if course.rounds > 1:
        yield f"    {course.rounds} rounds of these steps"


def _drain_lines(plan: RolloutPlan) -> Iterator[str]:
    drain, pods = plan.drain, plan.pods
    if drain.spared:
        yield "  a drain leaves them where they are"
        return
    for budget in drain.budgets:
        yield f"  PodDisruptionBudget/{budget.name} ({budget.rule()})"
    for size in dict.fromkeys((pods.minimum, pods.maximum)):
        if not size:
            continue
        missing = drain.missing(size)
        if drain.budgets and not missing:
            yield f"  a drain at {number_of(size)}: no eviction is allowed, it never ends"
        elif drain.budgets:
            wait = plan.times.stop + plan.times.start
            following = "" if missing >= size else f"; the next when others are ready, {wait}"
            yield f"  a drain at {number_of(size)}: {missing} at a time{following}"
        else:
            yield f"  a drain at {number_of(size)}: up to {missing} at once, no budget"


def _switch_lines(switch: Switch) -> Iterator[str]:
    active = switch.active[0].value if switch.active else str(switch.door.selector[switch.label])
    yield f"{switch.door}: all requests to version {active}"
    for each in switch.active:
        yield f"  {active}: {_version_pods(each)}"
    for each in switch.others:
        shown = [f"Service/{name}" for name, value in switch.previews if value == each.value]
        preview = f", seen at {', '.join(shown)}" if shown else ""
        yield f"  {each.value}: {_version_pods(each)}{preview}"
    other = switch.others[0].value
    yield f"  spec.selector[{switch.label}]: {other} moves all new connections there at once;"
    yield f"  the pods of {active} go on running with the connections that are open, and {active} moves back"


def _version_pods(version: Version) -> str:
    pods = version.pods
    size = str(pods.minimum) if pods.minimum == pods.maximum else f"{pods.minimum} to {pods.maximum}"
    return f"{pods.owner}, {size} pod{'' if pods.maximum == 1 else 's'}"


def _split_lines(report: RolloutReport) -> Iterator[str]:
    """Yield the rules of each route that sends to several Services."""
    pods = {
        (door.namespace, door.name): sum(each.minimum for each in door.sets)
        for plan in report.plans
        for door in plan.services
    }
    last = None
    for rule in report.splits:  # those of one route follow each other
        if rule.route is not last:
            yield str(rule.route)
            last = rule.route
        yield from _rule_lines(rule, pods)


def _rule_lines(rule: Rule, pods: dict[tuple[str, str], int]) -> Iterator[str]:
    yield f"  {' or '.join(rule.matches) or 'every request'}"
    for share in rule.shares:
        if share.weight == share.total:
            yield f"    all to Service/{share.service}"
            continue
        percent = float(100 * share.fraction)
        behind = pods.get((rule.namespace, share.service), 0)
        each = (
            f", {percent / behind:.3g} % for each of {number_of(behind)}" if behind and share.weight else ""
        )
        yield f"    {share} ({percent:.3g} %) to Service/{share.service}{each}"


def _finding_lines(findings: Iterable[RolloutFinding], indent: str) -> Iterator[str]:
    for finding in findings:
        place = finding.place
        if place is None:
            continue
        where = place.within(resource=str(finding.owner), field=finding.field)
        for line in finding_text(where, finding.severity, finding.text, hint=finding.hint).split("\n"):
            yield f"{indent}{line}"
