"""Where pods may run, by what they say: node selectors and affinity, tolerations, label selectors.

Source: k8s.io/component-helpers, scheduling/corev1/nodeaffinity; k8s.io/api/core/v1, toleration.go.
"""

from __future__ import annotations

from mlkube.planning.body import at, items, text

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from mlkube.core.json import JsonObject

_REQUIRED = "requiredDuringSchedulingIgnoredDuringExecution"
_KEEPS_AWAY = frozenset(("NoSchedule", "NoExecute"))


class Taint:
    """A taint of a node; `effect` is NoSchedule, NoExecute or PreferNoSchedule."""

    __slots__ = ("effect", "key", "value")

    def __init__(self, key: str, value: str, effect: str) -> None:
        self.key = key
        self.value = value
        self.effect = effect

    @property
    def keeps_away(self) -> bool:
        """Whether pods that do not tolerate it are kept off the node."""
        return self.effect in _KEEPS_AWAY

    def __str__(self) -> str:
        """Return `nvidia.com/gpu=present:NoSchedule`, as kubectl writes it."""
        return f"{self.key}={self.value}:{self.effect}" if self.value else f"{self.key}:{self.effect}"


def read_taints(value: object) -> list[Taint]:
    """Return the taints of a list, as a Node or a ResourceFlavor has it."""
    return [
        Taint(text(each.get("key")), text(each.get("value")), text(each.get("effect")))
        for each in items(value)
    ]


def untolerated(taints: Iterable[Taint], tolerations: Sequence[JsonObject]) -> Taint | None:
    """Return the first taint that keeps pods with these tolerations away, None where they may come."""
    return next(
        (
            taint
            for taint in taints
            if taint.keeps_away and not any(_tolerates(each, taint) for each in tolerations)
        ),
        None,
    )


def _tolerates(toleration: JsonObject, taint: Taint) -> bool:
    """Tell whether a toleration matches a taint; what it leaves out, key or effect, matches every one."""
    effect, key = text(toleration.get("effect")), text(toleration.get("key"))
    operator = text(toleration.get("operator"), "Equal")
    if (effect and effect != taint.effect) or (key and key != taint.key):
        return False
    if operator == "Exists":
        return True
    value = text(toleration.get("value"))
    if operator in {"Gt", "Lt"}:
        return bool(key) and _compares(operator, taint.value, [value])
    return bool(key) and value == taint.value


def mismatch(pod: JsonObject, labels: Mapping[str, str]) -> str:
    """Return why a node with these labels is none for a pod, empty where it is one.

    It looks at `nodeSelector` and at the required node affinity: one of its terms has to match.
    """
    for key, value in at(pod, "nodeSelector").items():
        if labels.get(key) != value:
            return f"nodeSelector wants {key}={value}, {_what_it_is(key, labels)}"
    affinity = at(pod, "affinity", "nodeAffinity", _REQUIRED)
    terms = items(affinity.get("nodeSelectorTerms"))
    if not terms:
        return ""
    complaints = [_term_mismatch(term, labels) for term in terms]
    if not all(complaints):
        return ""
    more = f" (and {len(complaints) - 1} more terms do not match)" if len(complaints) > 1 else ""
    return f"node affinity wants {complaints[0]}{more}"


def _term_mismatch(term: JsonObject, labels: Mapping[str, str]) -> str:
    """Return the first expression that labels do not match; a term that says nothing matches no node."""
    expressions = items(term.get("matchExpressions"))
    if not expressions:
        fields = items(term.get("matchFields"))
        return "" if fields else "nothing, which no node matches"  # names of nodes are not known
    for expression in expressions:
        if not holds(expression, labels):
            key = text(expression.get("key"))
            return f"{_written(expression)}, {_what_it_is(key, labels)}"
    return ""


def _written(expression: JsonObject) -> str:
    values = expression.get("values")
    listed = f" [{', '.join(map(str, values))}]" if isinstance(values, list) and values else ""
    return f"{expression.get('key')} {expression.get('operator')}{listed}"


def _what_it_is(key: str, labels: Mapping[str, str]) -> str:
    return f"it is {labels[key]}" if key in labels else "there is no such label"


def selects(selector: JsonObject, labels: Mapping[str, object]) -> bool:
    """Tell whether a LabelSelector matches labels; an empty one matches everything."""
    if any(labels.get(key) != value for key, value in at(selector, "matchLabels").items()):
        return False
    return all(holds(each, labels) for each in items(selector.get("matchExpressions")))


def holds(expression: JsonObject, labels: Mapping[str, object]) -> bool:
    """Tell whether labels match an expression of a node selector or a label selector."""
    key, operator = text(expression.get("key")), text(expression.get("operator"))
    listed = expression.get("values")
    values = [str(each) for each in listed] if isinstance(listed, list) else []
    if operator == "Exists":
        return key in labels
    if operator == "DoesNotExist":
        return key not in labels
    if operator == "NotIn":
        return labels.get(key) not in values
    if operator == "In":
        return labels.get(key) in values
    return key in labels and _compares(operator, str(labels[key]), values)


def _compares(operator: str, written: str, values: Sequence[str]) -> bool:
    """Tell whether a whole number is beyond the one value: Gt or Lt."""
    if len(values) != 1 or not (_is_number(written) and _is_number(values[0])):
        return False
    left, right = int(written), int(values[0])
    return left > right if operator == "Gt" else operator == "Lt" and left < right


def _is_number(written: str) -> bool:
    digits = written.removeprefix("-")
    return digits.isascii() and digits.isdigit()
