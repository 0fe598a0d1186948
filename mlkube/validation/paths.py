"""From the server's spelling of a field back to the steps that lead to it in an object."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from mlkube.core.json import Json


def steps_to(path: str, body: Json) -> tuple[str | int, ...]:
    """Return the steps of a path as far as the object has them: keys of mappings, indices of lists.

    A key may hold dots, in brackets or not: the longest key that fits is taken.
    """
    steps: list[str | int] = []
    rest = path
    while rest:
        if isinstance(body, list):
            index, end, after = rest[1:].partition("]") if rest[0] == "[" else ("", "", "")
            if not end or not index.isdecimal() or int(index) >= len(body):
                break
            steps.append(int(index))
            body, rest = body[int(index)], after
        elif isinstance(body, dict):
            found = _key(rest.removeprefix("."), body)
            if found is None:
                break
            key, rest = found
            steps.append(key)
            body = body[key]
        else:
            break
    return tuple(steps)


def _key(rest: str, body: dict[str, Json]) -> tuple[str, str] | None:
    """Return the longest key that the path goes on with, and what follows it."""
    best: tuple[str, str] | None = None
    for key in body:
        if not isinstance(key, str) or (best is not None and len(key) <= len(best[0])):
            continue
        if rest.startswith(f"[{key}]"):
            best = key, rest[len(key) + 2 :]
        elif key and rest.startswith(key) and rest[len(key) : len(key) + 1] in {"", ".", "["}:
            best = key, rest[len(key) :]
    return best
