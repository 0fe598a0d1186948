"""Kubernetes' schemas as shapes: what a value must look like to be decoded, resolved once and kept."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from mlkube.core.json import JsonObject
    from mlkube.schema.node import Node
    from mlkube.schema.store import Schema

(
    ANY,
    OBJECT,
    MAP,
    ARRAY,
    STRING,
    INTEGER,
    NUMBER,
    BOOLEAN,
    BYTES,
    TIME,
    QUANTITY,
    INT_OR_STRING,
) = range(12)

INT32 = 2**31
INT64 = 2**63
_STRINGS = {"byte": BYTES, "date-time": TIME}


class Shape:
    """What may stand in one place: a code above, and the shapes below.

    `limit` is the first integer that no longer fits. `fields` is filled on first use, for a definition may
    contain itself.
    """

    __slots__ = ("_fields", "_node", "below", "code", "limit", "required")

    def __init__(self, code: int, node: Node, *, below: Shape | None = None, limit: int = 0) -> None:
        self.code = code
        self.below = below
        self.limit = limit
        self.required: tuple[str, ...] = tuple(node.raw.get("required") or ())  # type: ignore[arg-type]
        self._node = node
        self._fields: dict[str, Shape] | None = None

    @property
    def fields(self) -> dict[str, Shape]:
        """The shapes of the fields of an object, by name."""
        if self._fields is None:
            properties: JsonObject = self._node.raw.get("properties") or {}  # type: ignore[assignment]
            self._fields = {name: shape_of(self._node.child(name)) for name in properties}
        return self._fields


def kind_shape(schema: Schema, api_version: str, kind: str) -> Shape | None:
    """Return the shape of a kind, None where the version does not have it."""
    node = schema.find(api_version, kind)
    return None if node is None else shape_of(node)


_KEPT: dict[int, tuple[JsonObject, Shape]] = {}


def shape_of(node: Node | None) -> Shape:
    """Return the shape of a schema node; equal definitions share theirs."""
    if node is None:
        return _ANYTHING
    kept = _KEPT.get(id(node.raw))
    if kept is not None and kept[0] is node.raw:
        return kept[1]
    shape = _made(node)
    _KEPT[id(node.raw)] = node.raw, shape
    return shape


def _made(node: Node) -> Shape:  # noqa: PLR0911 one case after the other
    raw = node.raw
    kind = raw.get("type")
    if raw.get("format") == "quantity":
        return Shape(QUANTITY, node)
    if raw.get("x-kubernetes-int-or-string"):
        return Shape(INT_OR_STRING, node)
    if kind == "object" or "properties" in raw:
        if raw.get("properties"):
            return Shape(OBJECT, node)
        if isinstance(raw.get("additionalProperties"), dict):
            return Shape(MAP, node, below=shape_of(node.child("")))
        return Shape(MAP, node, below=_ANYTHING)
    if kind == "array":
        return Shape(ARRAY, node, below=shape_of(node.element()))
    if kind == "string":
        return Shape(_STRINGS.get(str(raw.get("format")), STRING), node)
    if kind == "integer":
        return Shape(INTEGER, node, limit=INT32 if raw.get("format") == "int32" else INT64)
    if kind == "number":
        return Shape(NUMBER, node)
    return Shape(BOOLEAN, node) if kind == "boolean" else _ANYTHING


class _NoNode:
    """Stands where there is no schema."""

    __slots__ = ("raw",)

    def __init__(self) -> None:
        self.raw: JsonObject = {}


_ANYTHING = Shape(ANY, _NoNode())  # type: ignore[arg-type]  # it is never asked for fields
