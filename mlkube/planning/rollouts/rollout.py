"""What happens to pods and traffic when templates change: plans of all workloads, or of one."""

from __future__ import annotations

from mlkube.errors import MlkubeError, Place
from mlkube.planning.pod_sets import pod_sets
from mlkube.planning.rollouts.checking import Assumptions
from mlkube.planning.rollouts.checks import findings_of
from mlkube.planning.rollouts.drain import budgets_of
from mlkube.planning.rollouts.plan import RolloutPlan, is_replaced
from mlkube.planning.rollouts.pod_index import PodIndex
from mlkube.planning.rollouts.traffic import Traffic
from mlkube.planning.rollouts.traffic_checks import traffic_findings
from mlkube.planning.rollouts.versions import switches

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from typing import TypeAlias

    from mlkube.core.json import JsonObject
    from mlkube.core.resource import Resource
    from mlkube.planning.rollouts.finding import RolloutFinding
    from mlkube.planning.rollouts.traffic import Rule
    from mlkube.planning.rollouts.versions import Switch

    Locate: TypeAlias = Callable[[Resource, str], Place]

ENDPOINT_SECONDS = 5


class RolloutReport:
    """The plans of workloads, the switches and splits between versions, and what is wrong with these.

    `endpoint_seconds` and `request_seconds` are what was assumed. `findings` are those of traffic; each
    plan has its own.
    """

    __slots__ = ("endpoint_seconds", "findings", "plans", "request_seconds", "splits", "switches")

    def __init__(
        self,
        plans: Sequence[RolloutPlan],
        found: Sequence[Switch],
        splits: Sequence[Rule],
        findings: Sequence[RolloutFinding],
        assumed: Assumptions,
    ) -> None:
        self.plans = tuple(plans)
        self.switches = tuple(found)
        self.splits = tuple(splits)
        self.findings = tuple(findings)
        self.endpoint_seconds = assumed.endpoint_seconds
        self.request_seconds = assumed.request_seconds

    def __iter__(self) -> Iterator[RolloutPlan]:
        return iter(self.plans)

    def __len__(self) -> int:
        return len(self.plans)

    def every_finding(self) -> list[RolloutFinding]:
        """Return the findings of all workloads and of traffic."""
        return [*(finding for plan in self.plans for finding in plan.findings), *self.findings]

    def to_json(self) -> JsonObject:
        """Return it as plain data."""
        every = self.every_finding()
        return {
            "assumed": {"endpointSeconds": self.endpoint_seconds, "requestSeconds": self.request_seconds},
            "workloads": [plan.to_json() for plan in self.plans],
            "switches": [switch.to_json() for switch in self.switches],
            "splits": [
                {
                    "route": str(rule.route),
                    "namespace": rule.namespace,
                    "field": rule.field,
                    "matches": [*rule.matches],
                    "shares": [
                        {"service": share.service, "weight": share.weight, "total": share.total}
                        for share in rule.shares
                    ],
                }
                for rule in self.splits
            ],
            "findings": [finding.to_json() for finding in self.findings],
            "summary": {
                severity: sum(finding.severity == severity for finding in every)
                for severity in ("error", "warning", "note")
            },
        }


def rollout(
    resources: Iterable[Resource],
    name: str | None = None,
    *,
    endpoint_seconds: int = ENDPOINT_SECONDS,
    request_seconds: int | None = None,
    locate: Locate | None = None,
) -> RolloutReport:
    """Return what a change of their templates does to the pods of workloads, and to the requests for them.

    `name` takes the workload of that name, or those whose name goes on after it with a dash. No object says
    how long others go on sending to a pod that ends (`endpoint_seconds`) and how long a request takes
    (`request_seconds`, by default as far as routes and known servers tell). `locate` returns the place of a
    field of an object, in the server's spelling.

    Raises:
        MlkubeError: there is no such workload.

    """
    every = list(resources)
    sets = pod_sets(every)
    claims = {(each.namespace, each.name): each for each in every if each.kind == "PersistentVolumeClaim"}
    assumed = Assumptions(endpoint_seconds, request_seconds, claims)
    pods = PodIndex(sets)
    traffic, budgets = Traffic(every, pods), budgets_of(every, pods)
    plans = [RolloutPlan(each, traffic, budgets.get(each, ())) for each in sets if is_replaced(each)]
    found = list(switches(traffic, pods))
    if name is not None:
        plans, found = _named(plans, found, name)
    for plan in plans:
        plan.findings = list(findings_of(plan, assumed))
    rules = _splits(traffic, plans)
    wrong = [
        each for each in traffic_findings(traffic, found) if name is None or _is_about(each, plans, found)
    ]
    report = RolloutReport(plans, found, rules, wrong, assumed)
    for finding in report.every_finding():
        file = finding.owner.sources[0].file if finding.owner.sources else ""
        finding.place = locate(finding.owner, finding.field) if locate else Place(file)
    return report


def _named(
    plans: Sequence[RolloutPlan], found: Sequence[Switch], name: str
) -> tuple[list[RolloutPlan], list[Switch]]:
    chosen = [plan for plan in plans if plan.pods.name == name or plan.pods.name.startswith(f"{name}-")]
    if not chosen:
        known = ", ".join(dict.fromkeys(str(plan.pods.owner) for plan in plans)) or "none"
        raise MlkubeError(f'no workload "{name}" among the objects', hint=f"there are: {known}")
    doors = {door for plan in chosen for door in plan.services}
    return chosen, [switch for switch in found if switch.door in doors]


def _splits(traffic: Traffic, plans: Sequence[RolloutPlan]) -> list[Rule]:
    """Return the rules of routes that send to several Services, of those that lead to one of the plans."""
    services: dict[str, set[str]] = {}
    for rule in traffic.rules:
        services.setdefault(_route(rule), set()).update(share.service for share in rule.shares)
    wanted = {_route(rule) for plan in plans for _, rule, _ in plan.routes}
    several = {route for route, names in services.items() if len(names) > 1 and route in wanted}
    return [rule for rule in traffic.rules if _route(rule) in several and rule.route.kind != "Ingress"]


def _route(rule: Rule) -> str:
    return f"{rule.namespace}/{rule.route}"


def _is_about(finding: RolloutFinding, plans: Sequence[RolloutPlan], found: Sequence[Switch]) -> bool:
    owners = [switch.door.service for switch in found]
    owners += [rule.route for plan in plans for _, rule, _ in plan.routes]
    return any(finding.owner is owner for owner in owners)
