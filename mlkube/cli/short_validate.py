"""Reads the plain forms of `validate` without click, as `short_road` does for `build` and `render`."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any

_VALUES = {
    "-o": "output",
    "--output": "output",
    "--kubernetes-version": "kubernetes_version",
    "--crds": "crds",
    "--project": "project",
    "--skip-rule": "skip_rule",
    "--skip-kind": "skip_kind",
    "--skip-file": "skip_file",
}
_SWITCHES = {
    "--ignore-missing-schemas": "ignore_missing_schemas",
    "--together": "together",
    "--affected": "affected",
}
_REPEATABLE = ("crds", "skip_rule", "skip_kind", "skip_file")
_OUTPUTS = ("text", "json", "junit", "sarif", "github")


def read_validate(arguments: Sequence[str]) -> dict[str, Any] | None:
    """Return what is asked for, None where the arguments need click's attention."""
    if not arguments or arguments[0] != "validate":
        return None
    asked: dict[str, Any] = {
        "inputs": (),
        "output": "text",
        "kubernetes_version": None,
        "project": None,
        "python": None,
        "schema": None,
        **dict.fromkeys(_SWITCHES.values(), False),
        **dict.fromkeys(_REPEATABLE, ()),
    }
    rest = list(reversed(arguments[1:]))
    while rest:
        argument = rest.pop()
        if argument == "-" or not argument.startswith("-"):
            asked["inputs"] = (*asked["inputs"], argument)
            continue
        name, equals, value = argument.partition("=")
        if name in _SWITCHES and not equals:
            asked[_SWITCHES[name]] = True
            continue
        slot = _VALUES.get(name)
        if slot is None or (equals and not name.startswith("--")):
            return None
        value = value if equals else rest.pop() if rest else ""
        if not value or (value.startswith("-") and value != "-"):
            return None
        asked[slot] = (*asked[slot], value) if slot in _REPEATABLE else value
    return asked if asked["output"] in _OUTPUTS else None
