"""Node selectors: what a pod demands of labels, as terms of which one must hold, and whether a node has it.

A term is a NodeSelectorTerm with `matchExpressions` alone; every demand of a pod is written into each of
its terms. Source: kubernetes.io, Assigning Pods to Nodes; k8s.io/component-helpers,
scheduling/corev1/nodeaffinity.
"""

from __future__ import annotations

from mlkube.planning.body import at, items, text
from mlkube.planning.placement import holds, read_taints, untolerated

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from mlkube.core.json import Json, JsonObject

_REQUIRED = "requiredDuringSchedulingIgnoredDuringExecution"
_HOSTNAME = "kubernetes.io/hostname"  # every node has it, with a value of its own
_NAME_FIELD = "metadata.name"


def terms_of_pod(spec: JsonObject) -> tuple[JsonObject, ...]:
    """Return the terms that a node must fulfil one of; none where any node will do.

    Hard spread constraints and hard affinity between pods ask for the label of their topology.
    """
    common: list[Json] = [
        {"key": key, "operator": "In", "values": [value]} for key, value in at(spec, "nodeSelector").items()
    ]
    common += [{"key": key, "operator": "Exists"} for key in _topologies(spec)]
    affinity = items(at(spec, "affinity", "nodeAffinity", _REQUIRED).get("nodeSelectorTerms"))
    terms = [[*common, *_expressions(term)] for term in affinity] or [common]
    return tuple({"matchExpressions": each} for each in terms if each)


def terms_of_selector(selector: JsonObject) -> tuple[JsonObject, ...]:
    """Return the terms of a NodeSelector."""
    terms = (_expressions(term) for term in items(selector.get("nodeSelectorTerms")))
    return tuple({"matchExpressions": each} for each in terms if each)


def _expressions(term: JsonObject) -> list[Json]:
    fields = [{**each, "key": _NAME_FIELD} for each in items(term.get("matchFields"))]
    return [*items(term.get("matchExpressions")), *fields]


def _topologies(spec: JsonObject) -> list[str]:
    """Return the labels that nodes must have for hard constraints on where pods stand to each other."""
    found = [
        text(each.get("topologyKey"))
        for each in items(spec.get("topologySpreadConstraints"))
        if each.get("whenUnsatisfiable", "DoNotSchedule") == "DoNotSchedule"
    ]
    found += [
        text(each.get("topologyKey")) for each in items(at(spec, "affinity", "podAffinity").get(_REQUIRED))
    ]
    return [key for key in dict.fromkeys(found) if key and key != _HOSTNAME]


def terms_text(terms: Iterable[JsonObject], tolerations: Iterable[JsonObject]) -> str:
    """Return terms as `kubectl get nodes -l` takes them, and the taints that are tolerated."""
    shown = " or ".join(_term_text(term) for term in terms)
    taints = ", ".join(dict.fromkeys(taint_text(each) for each in tolerations))
    return f"{shown or 'any node'}{f' (tolerates {taints})' if taints else ''}"


def _term_text(term: JsonObject) -> str:
    return ",".join(_expression_text(each) for each in items(term.get("matchExpressions")))


def _expression_text(expression: JsonObject) -> str:
    key, operator = text(expression.get("key")), text(expression.get("operator"))
    values = _values(expression)
    if operator == "In":
        return f"{key}={values[0]}" if len(values) == 1 else f"{key} in ({','.join(values)})"
    if operator == "NotIn":
        return f"{key}!={values[0]}" if len(values) == 1 else f"{key} notin ({','.join(values)})"
    if operator == "Exists":
        return key
    if operator == "DoesNotExist":
        return f"!{key}"
    return f"{key} {'>' if operator == 'Gt' else '<'} {''.join(values)}"


def taint_text(taint: JsonObject) -> str:
    """Return a taint, or the taints that a toleration is for, as `kubectl taint` takes them."""
    key, value, effect = (text(taint.get(field)) for field in ("key", "value", "effect"))
    return f"{key or 'every taint'}{f'={value}' if value else ''}{f':{effect}' if effect else ''}"


def _values(expression: JsonObject) -> list[str]:
    values = expression.get("values")
    return [str(each) for each in values] if isinstance(values, list) else []


def fulfils(labels: Mapping[str, Json], name: str, terms: Iterable[JsonObject]) -> bool:
    """Tell whether a node with these labels fulfils one of the terms, or there is none."""
    every = list(terms)
    known = {**{key: str(value) for key, value in labels.items()}, _NAME_FIELD: name}
    return not every or any(
        all(holds(each, known) for each in items(term.get("matchExpressions"))) for term in every
    )


def keeps_off(taints: Iterable[JsonObject], tolerations: Iterable[JsonObject]) -> list[JsonObject]:
    """Return the taints of a node that keep a pod with these tolerations off it."""
    known = list(tolerations)
    return [taint for taint in taints if untolerated(read_taints([taint]), known) is not None]


def tolerates_all(tolerations: Iterable[JsonObject]) -> bool:
    """Tell whether tolerations let a pod on every node, as those of node agents do."""
    return any(
        each.get("operator") == "Exists" and not each.get("key") and not each.get("effect")
        for each in tolerations
    )
