"""Which operation of a JSON patch wrote a field."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from mlkube.core.json import Json
    from mlkube.errors import Place
    from mlkube.overlay.merge.patch_text import JsonPatch

    Path = tuple[str | int, ...]


def place_of_operation(patch: JsonPatch) -> Callable[[Path], Place | None]:
    """Return what finds the last operation that wrote a field, or something that holds it."""
    pointers = [_tokens(operation) for operation in patch.operations]

    def place(path: Path) -> Place | None:
        wanted = [str(step) for step in path]
        for index in range(len(pointers) - 1, -1, -1):
            tokens = pointers[index]
            if tokens is not None and len(tokens) <= len(wanted) and _leads_to(tokens, wanted):
                return patch.at((index,))
        return None

    return place


def _leads_to(tokens: Sequence[str], wanted: Sequence[str]) -> bool:
    return all(token in (step, "-") for token, step in zip(tokens, wanted, strict=False))


def _tokens(operation: Json) -> list[str] | None:
    """Return the steps of an operation's path, None where it writes nothing."""
    if not isinstance(operation, dict) or operation.get("op") in ("test", "remove"):
        return None
    pointer = operation.get("path")
    if not isinstance(pointer, str):
        return None
    return [step.replace("~1", "/").replace("~0", "~") for step in pointer.split("/")[1:]]
