"""Rules for a rollout: its fields, its versions and the workload around it, one function a rule."""

from __future__ import annotations

from mlkube.workloads.faults import Fault
from mlkube.workloads.serving.editions import editions_of
from mlkube.workloads.serving.rolling import is_zero, mounted_once, rolling_update
from mlkube.workloads.serving.version import VERSION_LABEL

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from mlkube.workloads.faults import Path
    from mlkube.workloads.serving.workload import ServingWorkload

_PATH: Path = ("spec", "rollout")
_STRATEGY = (*_PATH, "strategy")
_TWO = 2


def rollout_faults(workload: ServingWorkload) -> Iterator[Fault]:
    """Yield what contradicts in the rollout."""
    for rule in _RULES:
        yield from rule(workload)
    if workload.rollout.side_by_side:
        for rule in _RULES_OF_VERSIONS:
            yield from rule(workload)
    if workload.rollout.engine == "argo":
        from mlkube.workloads.serving.argo_rules import argo_faults  # noqa: PLC0415  few use it

        yield from argo_faults(workload)


def _fields_of_other_strategies(workload: ServingWorkload) -> Iterator[Fault]:
    """Yield fields that the strategy does not read: whoever wrote them expects something of them."""
    rollout = workload.rollout
    canary, blue_green = rollout.strategy == "canary", rollout.strategy == "blueGreen"
    several = rollout.strategy in {"blueGreen", "canary", "abTest"}
    rows: tuple[tuple[str, object, bool, str], ...] = (
        ("versions", rollout.versions, several, "blueGreen, canary or abTest"),
        ("active", rollout.active, several, "blueGreen, canary or abTest"),
        ("weight", rollout.weight, canary, "canary"),
        ("by", rollout.by != "route", canary, "canary"),
        ("previewReplicas", rollout.preview_replicas is not None, blue_green, "blueGreen"),
        ("maxSurge", rollout.max_surge is not None, rollout.strategy != "recreate", "rolling"),
        ("maxUnavailable", rollout.max_unavailable is not None, rollout.strategy != "recreate", "rolling"),
    )
    for key, given, read, wanted in rows:
        if given and not read:
            reason = f"{rollout.strategy} does not read it"
            hint = f"use strategy: {wanted}, or leave it out"
            yield Fault((*_PATH, key), reason, hint, other=_STRATEGY)
    if rollout.engine != "argo":
        for field in rollout.argo.given():
            hint = "set engine: argo, or leave it out"
            reason = "only Argo Rollouts reads it"
            yield Fault((*_PATH, "argo", field.key), reason, hint, other=(*_PATH, "engine"))


def _matches_of_other_strategies(workload: ServingWorkload) -> Iterator[Fault]:
    """Yield requests of a version that only an A/B test tells apart."""
    rollout = workload.rollout
    for at, version in enumerate(rollout.versions):
        if version.matches and rollout.strategy != "abTest":
            path = (*_PATH, "versions", at, "matches")
            hint = "use strategy: abTest, or leave it out"
            yield Fault(path, f"{rollout.strategy} does not read it", hint, other=_STRATEGY)


def _pods_that_never_change(workload: ServingWorkload) -> Iterator[Fault]:
    """Yield a rolling update that may neither add nor remove a pod: the server refuses it."""
    rollout = workload.rollout
    if rollout.strategy == "recreate":
        return
    update = rolling_update(workload)
    if rollout.max_unavailable is not None and all(is_zero(str(each)) for each in update.values()):
        reason = f"is 0, and so is maxSurge{'' if rollout.max_surge is not None else ' by default'}"
        hint = "allow one pod more or one less"
        yield Fault((*_PATH, "maxUnavailable"), reason, hint, other=(*_PATH, "maxSurge"))


def _surge_without_its_volume(workload: ServingWorkload) -> Iterator[Fault]:
    """Yield pods beyond the wanted number that never mount their volume: the rollout hangs."""
    rollout = workload.rollout
    if rollout.max_surge is None or is_zero(rollout.max_surge) or rollout.strategy == "recreate":
        return
    for path in mounted_once(workload):
        reason = "the new pod waits for a volume that the old one holds, and the old one for the new one"
        hint = "set maxSurge: 0, or strategy: recreate"
        yield Fault((*_PATH, "maxSurge"), reason, hint, other=path)


def _deadline_before_ready(workload: ServingWorkload) -> Iterator[Fault]:
    """Yield a rollout that has failed before a pod can be available: the server refuses it."""
    rollout = workload.rollout
    deadline, ready = rollout.progress_deadline_seconds, rollout.min_ready_seconds
    if deadline is not None and ready is not None and deadline <= ready:
        yield Fault(
            (*_PATH, "progressDeadlineSeconds"),
            f"{deadline} is not more than minReadySeconds, {ready}",
            other=(*_PATH, "minReadySeconds"),
        )


def _number_of_versions(workload: ServingWorkload) -> Iterator[Fault]:
    """Yield a strategy with too few or too many versions."""
    rollout = workload.rollout
    count = len(rollout.versions)
    path = (*_PATH, "versions")
    if rollout.strategy == "abTest":
        if count < _TWO:
            yield Fault(path, f"abTest compares at least two versions, not {count}", other=_STRATEGY)
    elif count != _TWO:
        reason = f"{rollout.strategy} has an old and a new version, not {count}"
        yield Fault(path, reason, "list two", other=_STRATEGY)


def _active_is_no_version(workload: ServingWorkload) -> Iterator[Fault]:
    """Yield an active version that does not exist: the Service would select no pod."""
    rollout = workload.rollout
    names = [version.name for version in rollout.versions]
    if rollout.active is not None and rollout.active not in names:
        known = ", ".join(names) or "none"
        yield Fault((*_PATH, "active"), f'there is no version "{rollout.active}"', f"known are {known}")


def _own_version_label(workload: ServingWorkload) -> Iterator[Fault]:
    """Yield a label of pods in place of the one that tells versions apart."""
    if VERSION_LABEL in workload.pod_labels:
        reason = "the rollout tells the pods of its versions apart by this label"
        yield Fault(("spec", "podLabels", VERSION_LABEL), reason, "leave it out")


def _volumes_of_two_versions(workload: ServingWorkload) -> Iterator[Fault]:
    """Yield a volume that mounts once, and that pods of every version want."""
    wanted: set[Path] = set()
    for edition in editions_of(workload):
        for path in map(edition.written, mounted_once(edition.workload)):
            if path in wanted:
                reason = "one node mounts it, but pods of several versions want it"
                hint = "use ReadOnlyMany or ReadWriteMany, or strategy: recreate"
                yield Fault(path, reason, hint, other=_STRATEGY)
            wanted.add(path)


def _requests_that_nothing_splits(workload: ServingWorkload) -> Iterator[Fault]:
    """Yield a split without anything that looks at requests: a Service balances connections among pods."""
    rollout, ingress = workload.rollout, workload.ingress
    if not rollout.splits_requests or workload.on_kserve:
        return
    if ingress is None and workload.route is None:
        what = "headers and cookies" if rollout.strategy == "abTest" else "a share of the requests"
        hint = "give route" + ("" if rollout.strategy == "abTest" else ", or set by: replicas")
        reason = f"a Service knows nothing of {what}; that takes a route"
        yield Fault(_STRATEGY, reason, hint)
    if ingress is not None and not ingress.splits:
        reason = "an Ingress knows no weights and no headers; they are its controller's own"
        hint = "use route alone, or controller: alb for a class of the AWS Load Balancer Controller"
        yield Fault(("spec", "ingress"), reason, hint, other=_STRATEGY)


def _requests_that_no_load_balancer_tells_apart(workload: ServingWorkload) -> Iterator[Fault]:
    """Yield what the AWS Load Balancer Controller cannot compare, and paths that its actions leave out."""
    rollout, ingress = workload.rollout, workload.ingress
    if not rollout.splits_requests or ingress is None or not ingress.splits:
        return
    hint = "use route"
    if any(path.port == "grpc" for host in ingress.rules() for path in host.paths):
        reason = "the load balancer splits requests to REST"
        yield Fault(("spec", "ingress"), f"{reason}, not to gRPC", hint, other=_STRATEGY)
    for at, version in enumerate(rollout.versions):
        for number, match in enumerate(version.matches):
            path = (*_PATH, "versions", at, "matches", number)
            if match.cookie is not None:
                yield Fault((*path, "cookie"), "the load balancer compares headers, not cookies", hint)
            for index, header in enumerate(match.headers):
                if header.type != "Exact":
                    reason = "the load balancer knows no regular expressions"
                    yield Fault((*path, "headers", index, "type"), reason, hint)


def _requests_of_a_version(workload: ServingWorkload) -> Iterator[Fault]:
    """Yield versions of an A/B test that get no request, or whose requests go to another one."""
    rollout = workload.rollout
    if rollout.strategy != "abTest":
        return
    taken: dict[object, Path] = {}
    for at, version in enumerate(rollout.versions):
        path = (*_PATH, "versions", at)
        if version.name == rollout.active_version:
            if version.matches:
                reason = "the active version gets whatever matches no other"
                yield Fault((*path, "matches"), reason, "leave it out, or make another version active")
            continue
        if not version.matches:
            yield Fault(path, "no request goes to it", "give matches: headers or a cookie")
        for number, match in enumerate(version.matches):
            place = (*path, "matches", number)
            yield from match.faults(place)
            if match in taken:
                reason = "these requests go to another version already"
                yield Fault(place, reason, "match something else", other=taken[match])
            taken.setdefault(match, place)


def _shares_by_replicas(workload: ServingWorkload) -> Iterator[Fault]:
    """Yield a share that no number of pods is, and owners of replicas beside the share."""
    rollout = workload.rollout
    if rollout.by != "replicas" or rollout.strategy != "canary":
        return
    by = (*_PATH, "by")
    if workload.scaled:
        reason = "an autoscaler changes the numbers of pods that make the share"
        yield Fault(("spec", "autoscaling"), reason, "split by: route", other=by)
    for at, version in enumerate(rollout.versions):
        if version.replicas is not None:
            path = (*_PATH, "versions", at, "replicas")
            yield Fault(path, "weight divides the workload's replicas", "leave it out", other=by)
    exact = workload.replicas * rollout.weight
    if exact % 100:
        few, part = workload.replicas, exact // 100
        near = " and ".join(f"{100 * each / few:.3g} %" for each in (part, part + 1))
        reason = f"{rollout.weight} % of {few} pods are no whole pods; the nearest are {near}"
        yield Fault((*_PATH, "weight"), reason, "change replicas or weight, or split by: route", other=by)


_RULES = (
    _fields_of_other_strategies,
    _matches_of_other_strategies,
    _pods_that_never_change,
    _surge_without_its_volume,
    _deadline_before_ready,
)
_RULES_OF_VERSIONS = (
    _number_of_versions,
    _active_is_no_version,
    _own_version_label,
    _volumes_of_two_versions,
    _requests_that_nothing_splits,
    _requests_that_no_load_balancer_tells_apart,
    _requests_of_a_version,
    _shares_by_replicas,
)
