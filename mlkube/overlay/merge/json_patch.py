"""JSON patches (RFC 6902) as kustomize applies them: through JSON, with the liberties of its Go library."""

from __future__ import annotations

from mlkube.overlay.merge.merging import same
from mlkube.yamlio import WrittenFloat, WrittenInt, scalar_text

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from typing import Any

    from mlkube.core.json import Json, JsonObject

_LARGEST_EXACT = 2**53
_FIRST_EXPONENT = 10**6
"""From here on Go writes a float as `1e+06`, and every number of a patched object is one for a while."""
_PLAIN_EXPONENTS = range(-4, 6)


class JsonPatchError(Exception):
    """An operation that cannot be applied; `index` counts from 0, `path` is the operation's own."""

    def __init__(self, reason: str, index: int, path: str, hint: str = "") -> None:
        super().__init__(reason)
        self.reason = reason
        self.index = index
        self.path = path
        self.hint = hint


def apply_json_patch(
    body: JsonObject, operations: Sequence[Json], unchanged: JsonObject | None = None
) -> JsonObject:
    """Return the body with the operations applied, in their order.

    Where that is what it was before, the very object `unchanged` is returned, or else the body.

    As in kustomize, an index below 0 counts from the end, `replace` adds a key that is missing, `copy` of a
    missing key gives null, what stands before the first slash of a path does not matter, integers beyond
    2^53 lose digits, and the values of `metadata.annotations` end up as texts.

    Raises:
        JsonPatchError: an operation that is none, or whose path leads nowhere, or a test that fails.

    Source: gopkg.in/evanphx/json-patch.v4, kustomize's api/filters/patchjson6902.

    """
    document = _Document(normal(body))
    for index, operation in enumerate(operations):
        try:
            document.apply(operation)
        except _Refusal as refusal:
            path = operation.get("path") if isinstance(operation, dict) else ""
            text = path if isinstance(path, str) else ""
            raise JsonPatchError(refusal.reason, index, text, refusal.hint) from None
    result = document.root
    if not isinstance(result, dict):
        raise JsonPatchError("the patch makes the object a list", len(operations) - 1, "")
    result = _with_text_annotations(result)
    before = body if unchanged is None else unchanged
    return before if same(result, before) else result


def normal(value: Any) -> Any:  # noqa: ANN401 (any JSON)
    """Return the value as it is after kustomize wrote it as JSON and read it back.

    Source: Go reads each JSON number as a float64 and writes it in its shortest form.
    """
    if value.__class__ is str or value is None or value.__class__ is bool:
        return value
    if isinstance(value, dict):
        changed = {key: new for key, old in value.items() if (new := normal(old)) is not old}
        return {**value, **changed} if changed else value
    if isinstance(value, list):
        items = [normal(item) for item in value]
        return items if any(new is not old for new, old in zip(items, value, strict=True)) else value
    if isinstance(value, int):
        return _normal_integer(value)
    if isinstance(value, float):
        return _normal_float(float(value))
    return str(value)


def _normal_integer(value: int) -> int | float:
    if abs(value) < _FIRST_EXPONENT:
        return value if value.__class__ is int else int(value)
    if abs(value) > _LARGEST_EXACT:
        return _normal_float(float(value))
    written = WrittenInt(value)
    written.text = _go_float(float(value))
    return written


def _normal_float(value: float) -> float:
    written = WrittenFloat(value)
    written.text = _go_float(value)
    return written if written.text != scalar_text(value) else value


def _go_float(value: float) -> str:
    """Return what Go's `strconv.FormatFloat(value, 'g', -1, 64)` gives: `1e+06`, `1.5`, `1e-05`."""
    digits = float.__repr__(value).lstrip("-").partition("e")[0].replace(".", "").strip("0") or "0"
    mantissa, _, exponent = f"{value:.{len(digits) - 1}e}".partition("e")
    power = int(exponent)
    if power in _PLAIN_EXPONENTS:
        return f"{value:.{max(len(digits) - 1 - power, 0)}f}"
    return f"{mantissa}e{'-' if power < 0 else '+'}{abs(power):02d}"


class _Refusal(Exception):  # noqa: N818 (never leaves the module)
    """Why an operation cannot be applied; the caller knows which one it is."""

    def __init__(self, reason: str, hint: str = "") -> None:
        super().__init__(reason)
        self.reason = reason
        self.hint = hint


class _Document:
    """The object while it is patched; copies a container the first time it changes it.

    `owned` holds the containers that this run made, by identity, and keeps them alive.
    """

    __slots__ = ("owned", "root")

    def __init__(self, root: Any) -> None:  # noqa: ANN401 (any JSON)
        self.root: Any = root
        self.owned: dict[int, Any] = {}

    def apply(self, operation: Json) -> None:
        """Apply one operation.

        Raises:
            _Refusal: it cannot be applied.

        """
        if not isinstance(operation, dict):
            raise _Refusal("an operation must be a mapping with op and path")
        kind = operation.get("op")
        method = _OPERATIONS.get(kind) if isinstance(kind, str) else None
        if method is None:
            shown = "no `op`" if kind is None else f"unknown operation `{kind}`"
            raise _Refusal(shown, "write add, remove, replace, move, copy or test")
        method(self, operation)

    def add(self, operation: JsonObject) -> None:
        """Put the value at the path; into a list before the index, or behind the last for `-`."""
        self._put(_path(operation, "path"), normal(operation.get("value")))

    def remove(self, operation: JsonObject) -> None:
        """Take away what is at the path."""
        self._take(_path(operation, "path"))

    def replace(self, operation: JsonObject) -> None:
        """Put the value in place of what is at the path; the whole object for an empty path."""
        path = _path(operation, "path")
        value = normal(operation.get("value"))
        if not path:
            if not isinstance(value, dict | list):
                raise _Refusal("only a mapping can replace the whole object")
            self.root = value
            return
        holder, key = self._holder(path)
        if isinstance(holder, dict):
            holder[key] = value
        else:
            holder[_index(holder, key)] = value

    def move(self, operation: JsonObject) -> None:
        """Take what is at `from` and put it at the path."""
        self._put(_path(operation, "path"), self._take(_path(operation, "from")))

    def copy(self, operation: JsonObject) -> None:
        """Put what is at `from` at the path as well; null for a key that is missing."""
        path = _path(operation, "path")
        self._put(path, self._get(_path(operation, "from")))
        self.owned.clear()  # the value may now stand in two places

    def test(self, operation: JsonObject) -> None:
        """Refuse the patch unless the path holds the value; a missing key holds null."""
        path = _path(operation, "path")
        found = self._get(path) if path else self.root
        if not _equal(found, normal(operation.get("value"))):
            raise _Refusal("the test failed: the object holds another value")

    def _get(self, path: str) -> Any:  # noqa: ANN401 (any JSON)
        holder, key = self._holder(path, change=False)
        return holder.get(key) if isinstance(holder, dict) else holder[_index(holder, key)]

    def _put(self, path: str, value: Any) -> None:  # noqa: ANN401 (any JSON)
        holder, key = self._holder(path)
        if isinstance(holder, dict):
            holder[key] = value
        elif key == "-":
            holder.append(value)
        else:
            holder.insert(_index(holder, key, extra=1), value)

    def _take(self, path: str) -> Any:  # noqa: ANN401 (any JSON)
        holder, key = self._holder(path)
        if isinstance(holder, dict):
            if key not in holder:
                raise _Refusal("the object has nothing there that could be taken away")
            return holder.pop(key)
        return holder.pop(_index(holder, key))

    def _holder(self, path: str, *, change: bool = True) -> tuple[Any, str]:
        """Return the mapping or list that holds the last step of a path, and that step."""
        steps = path.split("/")[1:]
        if not steps:
            raise _Refusal(
                "the path is empty" if not path else "the path has no slash", "begin it with a slash"
            )
        if change:
            self.root = self._own(self.root)
        holder = self.root
        for step in steps[:-1]:
            key: Any = _unescape(step)
            if isinstance(holder, dict):
                child = holder.get(key)
            else:
                key = _index(holder, key)
                child = holder[key]
            if not isinstance(child, dict | list):
                raise _Refusal(f"the object has no mapping or list at `{step}`")
            if change:
                child = holder[key] = self._own(child)
            holder = child
        return holder, _unescape(steps[-1])

    def _own(self, container: Any) -> Any:  # noqa: ANN401 (a mapping or list)
        if id(container) in self.owned:
            return container
        mine = container.copy()
        self.owned[id(mine)] = mine
        return mine


_OPERATIONS: dict[str, Callable[[_Document, JsonObject], None]] = {
    "add": _Document.add,
    "copy": _Document.copy,
    "move": _Document.move,
    "remove": _Document.remove,
    "replace": _Document.replace,
    "test": _Document.test,
}


def _path(operation: JsonObject, name: str) -> str:
    path = operation.get(name)
    if not isinstance(path, str):
        raise _Refusal(f"no `{name}`" if path is None else f"`{name}` is no text")
    return path


def _unescape(step: str) -> str:
    return step.replace("~1", "/").replace("~0", "~") if "~" in step else step


def _index(items: list[Any], step: str, *, extra: int = 0) -> int:
    """Return the index that a step means in a list; `extra` is 1 where it may lie behind the last element."""
    digits = step[1:] if step[:1] in {"+", "-"} else step
    if not (digits.isascii() and digits.isdigit()):
        raise _Refusal(f"`{step}` is no index of a list")
    size = len(items) + extra
    index = int(step)
    if not -size <= index < size:
        raise _Refusal(f"index {index} lies outside of the list, which has {len(items)} elements")
    return index + size if index < 0 else index


def _equal(one: Any, other: Any) -> bool:  # noqa: ANN401 (any JSON)
    if isinstance(one, bool) or isinstance(other, bool):
        return one is other
    if isinstance(one, dict) and isinstance(other, dict):
        return one.keys() == other.keys() and all(_equal(value, other[key]) for key, value in one.items())
    if isinstance(one, list) and isinstance(other, list):
        return len(one) == len(other) and all(map(_equal, one, other))
    return bool(one == other)


def _with_text_annotations(body: JsonObject) -> JsonObject:
    """Return the body with texts in `metadata.annotations`, and without the field where it is empty."""
    metadata = body.get("metadata")
    if not isinstance(metadata, dict) or "annotations" not in metadata:
        return body
    annotations = metadata["annotations"]
    if not isinstance(annotations, dict) or not annotations:
        return {**body, "metadata": {key: value for key, value in metadata.items() if key != "annotations"}}
    if all(value.__class__ is str for value in annotations.values()):
        return body
    texts: JsonObject = {
        key: "" if isinstance(value, dict | list) else scalar_text(value)
        for key, value in annotations.items()
    }
    return {**body, "metadata": {**metadata, "annotations": texts}}
