"""Writes descriptions as Python source: one variable a workload, laid out as formatters lay it out."""

from __future__ import annotations

import keyword

from mlkube.workloads.spec import Spec

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from mlkube.core.json import JsonObject

_INDENT = "    "


def python_source(values: Sequence[Spec | JsonObject]) -> str:
    """Return a file that defines workloads and objects, each under a name made of its own."""
    taken: set[str] = {"resources"}
    imports: set[str] = set()
    for value in values:
        _collect(value, imports)
        taken |= imports
    parts = [f"{_variable(value, taken)} = {_literal(value, '')}\n" for value in values]
    head = ""
    if imports:
        names = "".join(f"{_INDENT}{name},\n" for name in sorted(imports))
        one_line = f"from mlkube import {', '.join(sorted(imports))}\n"
        head = one_line if len(one_line) <= 89 else f"from mlkube import (\n{names})\n"  # noqa: PLR2004  as formatters
    return head + ("\n" if head and parts else "") + "\n".join(parts)


def _collect(value: object, imports: set[str]) -> None:
    if isinstance(value, Spec):
        imports.add(type(value).__name__)
        for field in value.given():
            _collect(getattr(value, field.name), imports)
    elif isinstance(value, list | tuple):
        for each in value:
            _collect(each, imports)
    elif isinstance(value, dict):
        for each in value.values():
            _collect(each, imports)


def _variable(value: Spec | JsonObject, taken: set[str]) -> str:
    """Return a free name for a value: that of the object, as Python may spell it."""
    metadata = value.get("metadata") if isinstance(value, dict) else None
    name = str(metadata.get("name") or "") if isinstance(metadata, dict) else str(getattr(value, "name", ""))
    kind = _spelt(str(value.get("kind") or "")) if isinstance(value, dict) else ""
    spelt = _spelt(name)
    wanted = f"{spelt}_{kind}".strip("_") if kind else spelt
    if not wanted or wanted[0].isdigit() or keyword.iskeyword(wanted):
        wanted = f"workload_{wanted}".rstrip("_")
    chosen, number = wanted, 1
    while chosen in taken:
        number += 1
        chosen = f"{wanted}_{number}"
    taken.add(chosen)
    return chosen


def _spelt(name: str) -> str:
    return "".join(char if char.isalnum() and char.isascii() else "_" for char in name.lower()).strip("_")


def _literal(value: object, indent: str) -> str:
    deeper = indent + _INDENT
    if isinstance(value, Spec):
        lines = [
            f"{deeper}{field.name}={_literal(getattr(value, field.name), deeper)},\n"
            for field in value.given()
        ]
        name = type(value).__name__
        return f"{name}(\n{''.join(lines)}{indent})" if lines else f"{name}()"
    if isinstance(value, list | tuple):
        lines = [f"{deeper}{_literal(each, deeper)},\n" for each in value]
        return f"[\n{''.join(lines)}{indent}]" if lines else "[]"
    if isinstance(value, dict):
        lines = [f"{deeper}{_text(key)}: {_literal(each, deeper)},\n" for key, each in value.items()]
        return f"{{\n{''.join(lines)}{indent}}}" if lines else "{}"
    if isinstance(value, str):
        return _text(value)
    if isinstance(value, bool) or value is None:
        return repr(value)
    return _number(value) if isinstance(value, float) else repr(int(str(value)))


def _number(value: float) -> str:
    """Return a float as formatters spell it; the infinite and NaN have no literal."""
    spelt = repr(float(value)).replace("e+", "e")
    return spelt if spelt[-1].isdigit() else f'float("{spelt}")'


def _text(text: str) -> str:
    """Return a string literal in the quotes that formatters prefer: double ones, unless single need less."""
    literal = repr(str(text))
    if literal[0] == "'" and text.count('"') <= text.count("'"):
        inner = literal[1:-1].replace("\\'", "'").replace('"', '\\"')
        return f'"{inner}"'
    return literal
