"""What is wrong with the rollout of one workload: small checks, each with its reason."""

from __future__ import annotations

from mlkube.planning.body import at, items
from mlkube.planning.pod_set import ON_DELETE
from mlkube.planning.rollouts.checking import at_pods, number_of, strategy_field
from mlkube.planning.rollouts.finding import ERROR, NOTE, WARNING, RolloutFinding
from mlkube.planning.rollouts.room_checks import check_devices, check_nodes, check_volumes
from mlkube.planning.rollouts.span import clock

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from mlkube.planning.rollouts.checking import Assumptions
    from mlkube.planning.rollouts.plan import RolloutPlan
    from mlkube.planning.rollouts.pod_times import ContainerTimes

    Found = Iterator[RolloutFinding]

_TF_SERVING_TIMEOUT = "--rest_api_timeout_in_ms="


def findings_of(plan: RolloutPlan, assumed: Assumptions) -> Found:
    """Yield what is wrong, errors first."""
    found = [finding for check in _CHECKS for finding in check(plan, assumed)]
    order = (ERROR, WARNING, NOTE)
    yield from sorted(found, key=lambda finding: order.index(finding.severity))


def _check_hook(plan: RolloutPlan, assumed: Assumptions) -> Found:
    """Yield hooks that are too short: a pod must go on serving until nobody sends to it any more."""
    wanted = assumed.endpoint_seconds
    if not plan.services or not plan.times.grace or plan.pods.per_node:
        return
    for container in _serving(plan):
        slept = container.pre_stop
        if slept is None or slept >= wanted:
            continue
        field = f"{container.field}.lifecycle.preStop"
        begin = f"preStop sleeps {clock(slept)}" if container.has_hook else "there is no preStop hook"
        said = f"{begin}: requests may still arrive for {clock(wanted - slept)} after SIGTERM"
        yield at_pods(plan, WARNING, field, said, f"sleep for {wanted} s or more")


def _check_grace(plan: RolloutPlan, assumed: Assumptions) -> Found:
    """Yield grace periods that are too short: what the hook leaves must do for the longest request.

    A hook that lasts until the last request has ended needs no more than itself.
    """
    grace, longest = plan.times.grace, _longest_request(plan, assumed)
    for container in plan.times.containers:
        slept = container.pre_stop
        if not slept or not grace:
            continue
        if slept >= grace:
            said = f"preStop takes all of the {grace} s: SIGKILL follows SIGTERM after 2 s"
            hint = "let it be longer than preStop and the longest request together"
            yield at_pods(plan, ERROR, "terminationGracePeriodSeconds", said, hint)
        elif longest is not None and slept + longest > grace and slept < assumed.endpoint_seconds + longest:
            said = f"a request may take {clock(longest)}, but {clock(grace - slept)} are left after preStop"
            yield at_pods(
                plan, WARNING, "terminationGracePeriodSeconds", said, f"{slept + longest} s or more"
            )


def _check_liveness(plan: RolloutPlan, _assumed: Assumptions) -> Found:
    """Yield liveness probes that no startup probe holds back: they restart whatever takes long to load."""
    for container in plan.times.containers:
        liveness, readiness = container.liveness, container.readiness
        if liveness is None or container.startup is not None:
            continue
        field = f"{container.field}.livenessProbe"
        if readiness is not None and liveness.budget <= readiness.delay:
            kills, begins = clock(liveness.budget), clock(readiness.delay)
            said = f"it restarts the container after {kills}, before the readiness probe begins at {begins}"
            yield at_pods(plan, ERROR, field, said, "add a startupProbe")
        else:
            said = f"it restarts a container that takes longer than {clock(liveness.budget)} to answer"
            severity = NOTE if plan.pods.per_node else WARNING  # agents of nodes load no models
            hint = "add a startupProbe that lasts as long as loading may take"
            yield at_pods(plan, severity, field, said, hint)


def _check_readiness(plan: RolloutPlan, _assumed: Assumptions) -> Found:
    """Yield pods without a readiness probe: they get requests before they can answer."""
    probed = any(each.readiness is not None for each in plan.times.containers)
    if plan.services and not probed and not plan.pods.spec.get("readinessGates") and plan.times.containers:
        said = "no readiness probe: requests reach a pod as soon as its containers run"
        yield at_pods(plan, WARNING, "containers", said, "add a readinessProbe")


def _check_deadline(plan: RolloutPlan, _assumed: Assumptions) -> Found:
    """Yield a deadline that is shorter than a start: it fails rollouts that go well."""
    if plan.deadline is None:
        return
    needed = plan.times.start.seconds + plan.min_ready
    frees = plan.courses and all(not course.extra_pods for course in plan.courses)
    if frees and plan.courses[0].devices:  # the new pod waits for the old one's devices first
        needed += plan.times.stop.seconds
    if plan.deadline < needed:
        said = (
            f"{clock(plan.deadline)} without progress count as failed, but a pod may take {clock(needed)} "
            "until it counts as available"
        )
        hint = f"progressDeadlineSeconds: {needed + 1} or more"
        field = "spec.progressDeadlineSeconds"
        yield RolloutFinding(ERROR, plan.pods.owner, field, said, hint)


def _check_capacity(plan: RolloutPlan, _assumed: Assumptions) -> Found:
    """Yield a course on which no pod is ready for a while: nobody answers then."""
    for course in plan.courses:
        if plan.services and course.steps and not course.least_ready and not plan.pods.per_node:
            said = f"at {number_of(course.replicas)} none is ready for a while: {course.span}"
            surges = plan.pods.kind in {"Deployment", "InferenceService"}
            hint = "start new pods first (maxSurge 1, maxUnavailable 0)" if surges else "run more than one"
            yield RolloutFinding(WARNING, plan.pods.owner, strategy_field(plan), said, hint)
            return


def _check_budgets(plan: RolloutPlan, _assumed: Assumptions) -> Found:
    """Yield budgets that block drains, or are missing: a drain would take all pods at once."""
    drain, pods = plan.drain, plan.pods
    if drain.spared or not pods.maximum:
        return
    if len(drain.budgets) > 1:
        names = ", ".join(each.name for each in drain.budgets)
        said = f"several budgets are for its pods ({names}): the server refuses each eviction"
        owner = drain.budgets[1].resource
        yield RolloutFinding(ERROR, owner, "spec.selector", said, "let one budget be for each pod")
        return
    blocked = [size for size, allowed in drain.allowed.items() if not allowed]
    if blocked:
        budget = drain.budgets[0]
        said = f"no eviction is allowed at {number_of(blocked[0])}: a drain never ends"
        field = "spec.maxUnavailable" if "maxUnavailable" in budget.body else "spec.minAvailable"
        yield RolloutFinding(ERROR, budget.resource, field, said, "let one pod be missing, or run more")
    elif not drain.budgets and plan.services and pods.minimum > 1:
        said = "no PodDisruptionBudget: a drain may end all pods of a node at once"
        yield at_pods(plan, NOTE, "", said, "maxUnavailable: 1 takes them one by one")


def _check_settings(plan: RolloutPlan, _assumed: Assumptions) -> Found:
    """Yield fields that make a rollout go another way than it looks."""
    owner, spec = plan.pods.owner, at(plan.pods.owner.body, "spec")
    if spec.get("paused") is True:
        said = "paused: a change of the template replaces nothing"
        yield RolloutFinding(WARNING, owner, "spec.paused", said, "kubectl rollout resume")
    if plan.pods.rollout.strategy == ON_DELETE:
        said = "OnDelete: a change replaces a pod only when somebody deletes it"
        yield RolloutFinding(NOTE, owner, "spec.updateStrategy.type", said)
    rolling = at(spec, "updateStrategy", "rollingUpdate")
    if plan.pods.kind == "StatefulSet" and rolling.get("maxUnavailable", 1) != 1:
        said = "off by default up to Kubernetes 1.36: there pods are replaced one at a time"
        field = "spec.updateStrategy.rollingUpdate.maxUnavailable"
        yield RolloutFinding(NOTE, owner, field, said, "the feature gate is MaxUnavailableStatefulSet")
    partition = rolling.get("partition")
    if isinstance(partition, int) and partition >= max(1, plan.pods.maximum):
        said = f"partition {partition}: no pod has an ordinal that high, so a change replaces nothing"
        yield RolloutFinding(NOTE, owner, "spec.updateStrategy.rollingUpdate.partition", said)


_CHECKS: tuple[Callable[[RolloutPlan, Assumptions], Found], ...] = (
    _check_hook,
    _check_grace,
    _check_liveness,
    _check_readiness,
    check_volumes,
    check_devices,
    check_nodes,
    _check_deadline,
    _check_capacity,
    _check_budgets,
    _check_settings,
)


def _serving(plan: RolloutPlan) -> Iterable[ContainerTimes]:
    """Return the containers that have ports; all of them where none has."""
    bodies = items(plan.pods.spec.get("containers"))
    pairs = list(zip(plan.times.containers, bodies, strict=True))
    return [times for times, body in pairs if body.get("ports")] or plan.times.containers


def _longest_request(plan: RolloutPlan, assumed: Assumptions) -> int | None:
    """Return how long a request may take: as told, else by routes and known flags of servers."""
    if assumed.request_seconds is not None:
        return assumed.request_seconds
    known = [rule.seconds for _, rule, _ in plan.routes if rule.seconds]
    for container in items(plan.pods.spec.get("containers")):
        words = container.get("args")
        for word in words if isinstance(words, list) else ():
            digits = str(word).removeprefix(_TF_SERVING_TIMEOUT)
            if digits != str(word) and digits.isdecimal():
                known.append(-(-int(digits) // 1000))
    timeout = at(plan.pods.owner.body, "spec", plan.pods.role).get("timeout") if plan.pods.role else None
    if isinstance(timeout, int):
        known.append(timeout)
    return max(known, default=None)
