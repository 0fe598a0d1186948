"""The scopes of a ResourceQuota: which pods it counts.

Source: k8s.io/kubernetes, pkg/quota/v1/evaluator/core/pods.go (podMatchesScopeFunc).
"""

from __future__ import annotations

from mlkube.planning.body import at, items, text

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from mlkube.core.json import JsonObject
    from mlkube.core.resource import Resource
    from mlkube.planning.quota.demand import Demand


class Scope:
    """One scope with its operator (Exists, DoesNotExist, In, NotIn) and values."""

    __slots__ = ("name", "operator", "values")

    def __init__(self, name: str, operator: str = "Exists", values: Sequence[str] = ()) -> None:
        self.name = name
        self.operator = operator
        self.values = values

    def holds(self, demand: Demand) -> bool:
        """Tell whether pods are in the scope."""
        spec = demand.pods.spec
        if self.name in {"Terminating", "NotTerminating"}:
            return ("activeDeadlineSeconds" in spec) == (self.name == "Terminating")
        if self.name in {"BestEffort", "NotBestEffort"}:
            return _is_best_effort(demand) == (self.name == "BestEffort")
        if self.name == "PriorityClass":
            return self._selects(demand.priority)
        return self.name == "CrossNamespacePodAffinity" and _reaches_out(spec)

    def _selects(self, priority: str) -> bool:
        matches = {
            "Exists": bool(priority),
            "DoesNotExist": not priority,
            "In": priority in self.values,
            "NotIn": priority not in self.values,
        }
        return matches.get(self.operator, False)


def scopes_of(quota: Resource) -> list[Scope]:
    """Return the scopes of a quota: all of them have to hold."""
    spec = at(quota.body, "spec")
    names = spec.get("scopes")
    found = [Scope(str(name)) for name in names] if isinstance(names, list) else []
    for each in items(at(spec, "scopeSelector").get("matchExpressions")):
        values = each.get("values")
        listed = [str(value) for value in values] if isinstance(values, list) else []
        found.append(Scope(text(each.get("scopeName")), text(each.get("operator"), "Exists"), listed))
    return found


def _is_best_effort(demand: Demand) -> bool:
    size = demand.size
    return not any(
        amounts.get(name)
        for each in (*size.containers, *size.init_containers, size.level)
        for amounts in (each.requests, each.limits)
        for name in ("cpu", "memory")
    )


def _reaches_out(spec: JsonObject) -> bool:
    """Tell whether pods choose their place by pods of other namespaces."""
    for kind in ("podAffinity", "podAntiAffinity"):
        affinity = at(spec, "affinity", kind)
        preferred = items(affinity.get("preferredDuringSchedulingIgnoredDuringExecution"))
        terms = items(affinity.get("requiredDuringSchedulingIgnoredDuringExecution"))
        terms += [at(each, "podAffinityTerm") for each in preferred]
        if any(each.get("namespaces") or each.get("namespaceSelector") is not None for each in terms):
            return True
    return False
