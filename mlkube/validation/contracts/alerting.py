"""Who is told of alerts, and the rules that raise them: ML-055 to 057."""

from __future__ import annotations

from mlkube.core.suggest import suggest
from mlkube.validation.contracts.judged import items, mapping
from mlkube.validation.contracts.names import check_reference

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

    from mlkube.validation.contracts.judged import Party
    from mlkube.validation.contracts.objects import Objects


def check(party: Party, objects: Objects) -> None:
    """Check an AlertmanagerConfig or a PrometheusRule."""
    if party.kind == "AlertmanagerConfig":
        for name, path in _secrets(party.spec.get("receivers"), "spec.receivers"):
            check_reference(party, "Secret", name, f"{path}.name", objects, rule="ML-055")
        names = [str(each.get("name")) for each in items(party.spec.get("receivers"))]
        _check_route(party, mapping(party.spec.get("route")), "spec.route", names, objects)
    elif party.kind == "PrometheusRule":
        for at, group in enumerate(items(party.spec.get("groups"))):
            for index, rule in enumerate(items(group.get("rules"))):
                _check_rule(party, rule, f"spec.groups[{at}].rules[{index}]", objects)


def _secrets(value: object, path: str) -> Iterator[tuple[str, str]]:
    """Yield names of Secrets below a value, and where they stand: a key of a Secret is a name and a key."""
    if isinstance(value, list):
        for at, each in enumerate(value):
            yield from _secrets(each, f"{path}[{at}]")
    elif isinstance(value, dict):
        if isinstance(value.get("name"), str) and isinstance(value.get("key"), str):
            if not value.get("optional"):
                yield value["name"], path
            return
        for key, each in value.items():
            if key != "configMap":
                yield from _secrets(each, f"{path}.{key}")


def _check_route(
    party: Party, route: dict[str, Any], path: str, receivers: list[str], objects: Objects
) -> None:
    """Check ML-056: receivers of routes are there."""
    name = route.get("receiver")
    if isinstance(name, str) and name not in receivers:
        near = suggest(name, receivers)
        text = f"there is no receiver {name} in this object"
        hint = f'did you mean "{near}"?' if near else f"it has {', '.join(receivers) or 'none'}"
        objects.error("ML-056", party, f"{path}.receiver", text, hint=hint)
    for at, child in enumerate(items(route.get("routes"))):
        _check_route(party, child, f"{path}.routes[{at}]", receivers, objects)


def _check_rule(party: Party, rule: dict[str, Any], path: str, objects: Objects) -> None:
    """Check ML-057: a rule is an alert or a recording.

    Source: github.com/prometheus/prometheus, model/rulefmt/rulefmt.go, Rule.Validate.
    """
    if bool(rule.get("alert")) == bool(rule.get("record")):
        objects.error("ML-057", party, path, "a rule is an alert or a recording, one of both")
    elif rule.get("record"):
        for key in ("for", "keep_firing_for", "annotations"):
            if rule.get(key):
                objects.error("ML-057", party, f"{path}.{key}", "only an alert has it")
