"""ResourceQuotas: which pods each of them counts, and what does not fit into its `hard`."""

from __future__ import annotations

from mlkube.planning.amounts import number, read_amounts, shown, unit
from mlkube.planning.body import at
from mlkube.planning.pod_set import REPLACED
from mlkube.planning.quota.cluster import namespace_of
from mlkube.planning.quota.finding import (
    ALL_ROLLOUTS,
    ERROR,
    MAXIMUM,
    MINIMUM,
    ROLLOUT,
    WARNING,
    Excess,
    QuotaFinding,
    file_of,
)
from mlkube.planning.quota.quota_scopes import scopes_of
from mlkube.planning.quota.totals import asked_for

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from mlkube.core.json import JsonObject
    from mlkube.core.resource import Resource
    from mlkube.planning.pod_requests import PodSize
    from mlkube.planning.quota.demand import Demand
    from mlkube.planning.quota.totals import Asked

# Keys that mean the same as another one.
_ALIASES = {
    "cpu": "requests.cpu",
    "ephemeral-storage": "requests.ephemeral-storage",
    "memory": "requests.memory",
    "resourceclaims": "count/resourceclaims.resource.k8s.io",
}
# Where a quota bounds one of these, each container has to say it.
_DEMANDED = {
    "limits.cpu": ("limits", "cpu"),
    "limits.memory": ("limits", "memory"),
    "requests.cpu": ("requests", "cpu"),
    "requests.memory": ("requests", "memory"),
}
_SITUATIONS = (MINIMUM, MAXIMUM, ROLLOUT, ALL_ROLLOUTS)


class HeldKey:
    """One key of a quota: what it allows, what is used of it by others, and what is asked for; billionths."""

    __slots__ = ("asked", "hard", "key", "used")

    def __init__(self, key: str, hard: int, used: int, asked: Asked) -> None:
        self.key = key
        self.hard = hard
        self.used = used
        self.asked = asked

    @property
    def first_excess(self) -> str:
        """The first situation that does not fit, empty where all do."""
        left = self.hard - self.used
        return next((each for each in _SITUATIONS if self.asked.in_situation(each) > left), "")

    def to_json(self) -> JsonObject:
        """Return it as plain data, in units."""
        return {
            "key": self.key,
            "unit": unit(self.key),
            "hard": number(self.hard),
            "used": number(self.used),
            "asked": {each: number(self.asked.in_situation(each)) for each in _SITUATIONS},
            "fits": not self.first_excess,
        }


class HeldQuota:
    """A ResourceQuota with each of its keys that the render asks something of."""

    __slots__ = ("keys", "resource")

    def __init__(self, resource: Resource, keys: Sequence[HeldKey]) -> None:
        self.resource = resource
        self.keys = keys

    def to_json(self) -> JsonObject:
        """Return it as plain data."""
        return {
            "object": str(self.resource),
            "namespace": namespace_of(self.resource),
            "keys": [each.to_json() for each in self.keys],
        }


def hold(
    quota: Resource, demands: Sequence[Demand], objects: Mapping[str, int], *, applied: bool
) -> tuple[HeldQuota, list[QuotaFinding]]:
    """Hold the pods and objects of a namespace against one of its quotas.

    `applied` says that the render is in the cluster: its minimum is part of what is used.
    """
    scopes = scopes_of(quota)
    counted = [each for each in demands if all(scope.holds(each) for scope in scopes)]
    asked = asked_for(counted, {} if scopes else objects)
    used = read_amounts(at(quota.body, "status", "used"))
    keys = []
    for name, hard in read_amounts(at(quota.body, "spec", "hard")).items():
        amounts = asked.get(_canonical(name))
        if amounts is None:
            continue
        taken = used.get(name, 0)
        if applied:
            taken = max(0, taken - amounts.minimum)
        keys.append(HeldKey(name, hard, taken, amounts))
    held = HeldQuota(quota, keys)
    findings = [finding for key in keys for finding in _excess(quota, key)]
    findings += _unsaid(quota, counted)
    return held, findings


def _canonical(key: str) -> str:
    if key.startswith("hugepages-"):
        return f"requests.{key}"
    return _ALIASES.get(key, key)


def _excess(quota: Resource, key: HeldKey) -> Iterator[QuotaFinding]:
    """Yield the first situation in which a key does not hold what is asked for.

    Where a rollout cannot even begin, it is an error. One that gets a part of its surge, or none that it
    needs, goes on more slowly: that is a warning, and so are all rollouts at once.
    """
    situation = key.first_excess
    if not situation:
        return
    severity, asked, more = ERROR, key.asked.in_situation(situation), ""
    stuck, rolled, most = key.asked.to_go_on_of, key.asked.rollout_of, key.asked.most_of
    if situation in {MINIMUM, MAXIMUM}:
        when = f"at {situation}"
        hint = "" if most is None else f"ask for less: {most} asks for most of it"
    elif key.asked.to_go_on > key.hard - key.used:
        situation, asked, more = ROLLOUT, key.asked.to_go_on, "; it gets stuck"
        when, hint = f"to roll {stuck} out at maximum", "let it replace pods without surge"
    elif situation == ALL_ROLLOUTS:
        severity = WARNING
        when, hint = "to roll everything out at once at maximum", "change one after the other"
    elif rolled is not None and rolled.pods.rollout.strategy == REPLACED:
        severity, more = WARNING, "; the new run waits until the old one is gone"
        when, hint = f"when a run of {rolled} replaces the one before", "set concurrencyPolicy: Forbid"
    else:
        severity, more = WARNING, "; it gets less surge, and goes on more slowly"
        when, hint = f"to roll {rolled} out at maximum", "lower its maxSurge"
    allowed = f"{shown(key.key, key.hard)} allowed"
    if key.used:
        allowed += f", {shown(key.key, key.used)} of it used"
    excess = Excess(key.key, situation, asked, key.hard - key.used)
    raised = f"raise it to {shown(key.key, asked + key.used)}"
    yield QuotaFinding(
        severity,
        str(quota),
        f"{shown(key.key, asked)} asked {when}, {allowed}: {shown(key.key, excess.excess)} too much{more}",
        namespace=namespace_of(quota),
        file=file_of(quota),
        field=f"spec.hard[{key.key}]",
        hint=f"{raised}, or {hint}" if hint else raised,
        excess=excess,
    )


def _unsaid(quota: Resource, demands: Sequence[Demand]) -> Iterator[QuotaFinding]:
    """Yield pods that a quota refuses because a container does not say what the quota bounds.

    Source: k8s.io/kubernetes, pkg/quota/v1/evaluator/core/pods.go (Constraints).
    """
    for key in dict.fromkeys(_canonical(key) for key in at(quota.body, "spec", "hard")):
        side, name = _DEMANDED.get(key, ("", ""))
        for demand in demands if side else ():
            silent = _silent(demand.size, side, name) if demand.maximum else []
            if not silent:
                continue
            has = f"container {silent[0]} has" if len(silent) == 1 else f"containers {', '.join(silent)} have"
            yield QuotaFinding(
                ERROR,
                str(demand),
                f"its pods are refused: {quota} bounds {key}, and {has} no {side[:-1]} of {name}",
                namespace=demand.namespace,
                file=file_of(demand.pods.owner),
                hint=f"set resources.{side}.{name}, or give a default by a LimitRange",
            )


def _silent(size: PodSize, side: str, name: str) -> list[str]:
    """Return the containers that do not say a request or limit, where the pod as a whole does not either."""
    if name in getattr(size.level, side):
        return []
    return [
        each.name for each in (*size.containers, *size.init_containers) if name not in getattr(each, side)
    ]
