"""The sets of pods of a render, found by namespace and labels."""

from __future__ import annotations

from mlkube.planning.body import at, items, text

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from mlkube.core.json import Json, JsonObject
    from mlkube.planning.pod_set import PodSet


class PodIndex:
    """Sets of pods, indexed once by each of their labels."""

    __slots__ = ("_by_label", "_in_namespace")

    def __init__(self, sets: Iterable[PodSet]) -> None:
        self._by_label: dict[tuple[str, str, str], list[PodSet]] = {}
        self._in_namespace: dict[str, list[PodSet]] = {}
        for pods in sets:
            self._in_namespace.setdefault(pods.namespace, []).append(pods)
            for key, value in pods.labels.items():
                self._by_label.setdefault((pods.namespace, key, text(value)), []).append(pods)

    def selected(self, labels: Mapping[str, Json], namespace: str) -> Sequence[PodSet]:
        """Return the sets of a namespace whose pods have all of these labels; none for no labels."""
        groups = [self._by_label.get((namespace, key, text(value)), []) for key, value in labels.items()]
        if not groups:
            return ()
        return [each for each in min(groups, key=len) if _has(each.labels, labels)]

    def matching(self, selector: JsonObject, namespace: str) -> Sequence[PodSet]:
        """Return the sets of a namespace that a LabelSelector takes; an empty one takes all (policy/v1)."""
        labels = at(selector, "matchLabels")
        every = self.selected(labels, namespace) if labels else self._in_namespace.get(namespace, ())
        return [each for each in every if matches(selector, each.labels)]


def matches(selector: JsonObject, labels: JsonObject) -> bool:
    """Tell whether a LabelSelector takes these labels."""
    expressions = items(selector.get("matchExpressions"))
    return _has(labels, at(selector, "matchLabels")) and all(_holds(each, labels) for each in expressions)


def _has(labels: Mapping[str, Json], wanted: Mapping[str, Json]) -> bool:
    return all(labels.get(key) == value for key, value in wanted.items())


def _holds(expression: JsonObject, labels: JsonObject) -> bool:
    value, values = labels.get(text(expression.get("key"))), expression.get("values")
    known = values if isinstance(values, list) else []
    holds = {
        "In": value is not None and value in known,
        "NotIn": value is None or value not in known,
        "Exists": value is not None,
        "DoesNotExist": value is None,
    }
    return holds.get(text(expression.get("operator")), False)
