"""What keeps pods apart: required anti-affinity, and topology spread that is not to be broken.

Source: k8s.io/api/core/v1 (PodAffinityTerm, TopologySpreadConstraint).
"""

from __future__ import annotations

from mlkube.planning.body import at, count, items, text
from mlkube.planning.placement import selects

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from mlkube.core.json import JsonObject
    from mlkube.planning.quota.demand import Demand

HOSTNAME = "kubernetes.io/hostname"
_REQUIRED = "requiredDuringSchedulingIgnoredDuringExecution"
_REVISION = "pod-template-hash"


class Spread:
    """A topology spread constraint with DoNotSchedule; `per_revision` where each revision is spread alone."""

    __slots__ = ("key", "max_skew", "min_domains", "per_revision")

    def __init__(self, constraint: JsonObject) -> None:
        self.key = text(constraint.get("topologyKey"))
        self.max_skew = max(1, count(constraint.get("maxSkew"), 1))
        self.min_domains = count(constraint.get("minDomains"), 1)
        self.per_revision = _is_per_revision(constraint)


class Apart:
    """Of one pod set: the sets whose pods it does not share a domain with, by topology key, and its spreads.

    `others` holds numbers of pod sets; its own number says that no two of its pods share a domain. With
    `own_per_revision` this holds for pods of one revision.
    """

    __slots__ = ("others", "own_per_revision", "spreads")

    def __init__(self) -> None:
        self.others: dict[str, set[int]] = {}
        self.own_per_revision = False
        self.spreads: list[Spread] = []


def keep_apart(demands: Sequence[Demand]) -> list[Apart]:
    """Return what keeps the pods of each set apart; anti-affinity holds both ways."""
    result = [Apart() for _ in demands]
    index = _Index(demands)
    for number, demand in enumerate(demands):
        spec = demand.pods.spec
        result[number].spreads = [
            Spread(each)
            for each in items(spec.get("topologySpreadConstraints"))
            if each.get("whenUnsatisfiable") == "DoNotSchedule"
            and selects(at(each, "labelSelector"), demand.pods.labels)
        ]
        for term in items(at(spec, "affinity", "podAntiAffinity").get(_REQUIRED)):
            key = text(term.get("topologyKey"))
            for other in index.selected(term, demand.namespace):
                result[number].others.setdefault(key, set()).add(other)
                result[other].others.setdefault(key, set()).add(number)
                if other == number:
                    result[number].own_per_revision = _is_per_revision(term)
    return result


class _Index:
    """Pod sets by namespace and by each of their labels, so that a selector looks at few of them."""

    def __init__(self, demands: Sequence[Demand]) -> None:
        self._demands = demands
        self._all: dict[str, list[int]] = {}
        self._labelled: dict[tuple[str, str, str], list[int]] = {}
        for number, demand in enumerate(demands):
            self._all.setdefault(demand.namespace, []).append(number)
            for key, value in demand.pods.labels.items():
                self._labelled.setdefault((demand.namespace, key, str(value)), []).append(number)

    def selected(self, term: JsonObject, own: str) -> list[int]:
        """Return the pod sets that a term is about; a selector of namespaces counts as all of them."""
        selector = at(term, "labelSelector")
        named = term.get("namespaces")
        names = [str(each) for each in named] if isinstance(named, list) and named else [own]
        if "namespaceSelector" in term:
            names = list(self._all)
        wanted = [(key, str(value)) for key, value in at(selector, "matchLabels").items()]
        found = []
        for name in names:
            groups = [self._labelled.get((name, *each), []) for each in wanted]
            few = min(groups, key=len, default=self._all.get(name, []))
            found += [each for each in few if selects(selector, self._demands[each].pods.labels)]
        return found


def _is_per_revision(rule: JsonObject) -> bool:
    keys = rule.get("matchLabelKeys")
    return isinstance(keys, list) and _REVISION in keys
