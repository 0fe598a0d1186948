"""What `quota` found, as values; amounts are in billionths inside, in units in what is printed."""

from __future__ import annotations

import json

from mlkube.planning.amounts import number, unit
from mlkube.planning.quota.finding import ERROR
from mlkube.planning.quota.totals import asked_for

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from mlkube.core.json import JsonObject
    from mlkube.planning.amounts import Amounts
    from mlkube.planning.quota.demand import Demand
    from mlkube.planning.quota.finding import QuotaFinding
    from mlkube.planning.quota.node_plan import NodePlan
    from mlkube.planning.quota.queues import HeldQueue
    from mlkube.planning.quota.resource_quotas import HeldQuota
    from mlkube.planning.quota.totals import Asked


class NamespaceDemand:
    """What is asked of one namespace: its pod sets, its other objects, and the sums of both.

    `asked` holds the sums by the keys of a ResourceQuota: `requests.cpu` in cores, `requests.memory` and
    `requests.storage` in bytes, `requests.nvidia.com/gpu`, `pods`, `count/deployments.apps` in pieces.
    """

    __slots__ = ("asked", "demands", "name", "objects")

    def __init__(self, name: str, demands: Sequence[Demand], objects: Amounts) -> None:
        self.name = name
        self.demands = tuple(demands)
        self.objects = objects
        self.asked: Mapping[str, Asked] = asked_for(demands, objects)

    def to_json(self) -> JsonObject:
        """Return it as plain data."""
        return {
            "namespace": self.name,
            "asked": [_asked(key, each) for key, each in self.asked.items()],
            "pods": [_pods(each) for each in self.demands],
        }


class QuotaReport:
    """Whether a render has room.

    `namespaces` say what is asked, `quotas` and `queues` hold it against ResourceQuotas and ClusterQueues,
    `plan` against nodes (None where none were given). `findings` are what does not fit, errors first.
    `assumed` are sentences on what the objects do not say.
    """

    __slots__ = ("assumed", "findings", "namespaces", "plan", "queues", "quotas")

    def __init__(
        self,
        namespaces: Sequence[NamespaceDemand],
        quotas: Sequence[HeldQuota],
        queues: Sequence[HeldQueue],
        plan: NodePlan | None,
        findings: Sequence[QuotaFinding],
        assumed: Sequence[str] = (),
    ) -> None:
        self.namespaces = tuple(namespaces)
        self.quotas = tuple(quotas)
        self.queues = tuple(queues)
        self.plan = plan
        self.assumed = tuple(assumed)
        self.findings = tuple(sorted(findings, key=lambda each: each.severity != ERROR))

    @property
    def fits(self) -> bool:
        """Whether everything fits; what only waits, or goes on more slowly, fits."""
        return not any(each.severity == ERROR for each in self.findings)

    def to_json(self) -> JsonObject:
        """Return it as plain data: docs/quota-report.schema.json describes it."""
        return {
            "fits": self.fits,
            "namespaces": [each.to_json() for each in self.namespaces],
            "quotas": [each.to_json() for each in self.quotas],
            "queues": [each.to_json() for each in self.queues],
            "nodes": None if self.plan is None else self.plan.to_json(),
            "findings": [each.to_json() for each in self.findings],
            "assumed": [*self.assumed],
        }

    def to_json_text(self) -> str:
        """Return `to_json` as text, indented."""
        return json.dumps(self.to_json(), indent=2) + "\n"

    def to_text(self) -> str:
        """Return the report as people read it."""
        from mlkube.planning.quota.text import report_text  # noqa: PLC0415  programs read JSON

        return report_text(self)


def _asked(key: str, asked: Asked) -> JsonObject:
    return {
        "resource": key,
        "unit": unit(key),
        "minimum": number(asked.minimum),
        "maximum": number(asked.maximum),
        "rollout": number(asked.rollout),
        "rolloutOf": "" if asked.rollout_of is None else str(asked.rollout_of),
        "allRollouts": number(asked.all_rollouts),
    }


def _pods(demand: Demand) -> JsonObject:
    pods = demand.pods
    return {
        "object": str(pods.owner),
        "role": pods.role,
        "duration": pods.duration,
        "minimum": demand.minimum,
        "maximum": demand.maximum,
        "surge": demand.surge,
        "strategy": pods.rollout.strategy,
        "perNode": pods.per_node,
        "scaledBy": pods.scaled_by,
        "grownBy": "" if pods.vertical is None else pods.vertical.name,
        "requests": _amounts(demand.size.requests),
        "limits": _amounts(demand.size.limits),
        "grownRequests": _amounts(demand.grown.requests),
        "devices": {**demand.devices},
        "assumed": [*pods.assumed],
    }


def _amounts(amounts: Amounts) -> JsonObject:
    return {name: number(value) for name, value in sorted(amounts.items())}
