"""A place in a schema: what stands there, what lies below it, and how lists merge there."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from mlkube.core.json import Json, JsonObject

OBJECT_META = "io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta"

# How a user's OpenAPI document refers to a definition; in the compiled file a reference is the bare name.
POINTER = "#/definitions/"


class Node:
    """The schema of one field, list element or object; resolved when it is asked for, then kept.

    `raw` is the JSON Schema, its own `$ref` followed; a `$ref` below is the bare name of a definition, or
    `#/definitions/<name>` where the schema comes from an OpenAPI document. What stands beside a `$ref` counts
    for target versions; kustomize does not see it.
    """

    __slots__ = ("_children", "_element", "_find", "_own", "_use_list_type", "_values", "raw")

    def __init__(
        self,
        own: JsonObject,
        raw: JsonObject,
        find: Callable[[str], JsonObject | None],
        *,
        use_list_type: bool,
    ) -> None:
        self.raw = raw
        self._own = own if use_list_type else raw
        self._find = find
        self._use_list_type = use_list_type
        self._children: dict[str, Node | None] = {}
        self._element: Node | bool | None = False
        self._values: Node | bool | None = False

    def child(self, key: str) -> Node | None:
        """Return the schema of a key: that of the property, else that of all further keys."""
        children = self._children
        if key in children:
            return children[key]
        properties = self.raw.get("properties")
        if isinstance(properties, dict) and key in properties:
            node = children[key] = self._node(properties[key])
            return node
        if key == "metadata" and self.raw.get("x-kubernetes-embedded-resource") is True:
            node = children[key] = self._node({"$ref": OBJECT_META})
            return node
        if isinstance(self._values, bool):
            self._values = self._node(self.raw.get("additionalProperties"))
        return self._values

    def element(self) -> Node | None:
        """Return the schema of a list's elements."""
        if isinstance(self._element, bool):
            self._element = self._node(self.raw.get("items"))
        return self._element

    @property
    def merges(self) -> bool:
        """Whether a patch merges into this list; without `merge_keys` it is a list of plain values."""
        return "merge" in self.patch_strategy or bool(self.merge_keys)

    @property
    def merge_keys(self) -> tuple[str, ...]:
        """The keys that tell the elements of this list apart; none for a list that a patch replaces.

        kustomize takes `x-kubernetes-list-map-keys`, else the patch merge key, and both only where the patch
        strategy is `merge`. Schemas of target versions need no strategy where the list type is `map`.

        Source: kyaml/openapi/openapi.go, PatchStrategyAndKeyList.
        """
        if "merge" in self.patch_strategy:
            if keys := self.list_map_keys:
                return keys
            return (key,) if (key := self.patch_merge_key) else ()
        return self.list_map_keys if self._use_list_type and self.list_type == "map" else ()

    @property
    def patch_strategy(self) -> tuple[str, ...]:
        """`x-kubernetes-patch-strategy`: any of `merge`, `replace`, `retainKeys`."""
        strategy = self._extension("x-kubernetes-patch-strategy")
        return tuple(strategy.split(",")) if isinstance(strategy, str) else ()

    @property
    def patch_merge_key(self) -> str:
        """`x-kubernetes-patch-merge-key`, or an empty text."""
        key = self._extension("x-kubernetes-patch-merge-key")
        return key if isinstance(key, str) else ""

    @property
    def list_type(self) -> str:
        """`x-kubernetes-list-type`: `atomic`, `set`, `map`, or an empty text."""
        list_type = self._extension("x-kubernetes-list-type")
        return list_type if isinstance(list_type, str) else ""

    @property
    def list_map_keys(self) -> tuple[str, ...]:
        """`x-kubernetes-list-map-keys`."""
        keys = self._extension("x-kubernetes-list-map-keys")
        return tuple(key for key in keys if isinstance(key, str)) if isinstance(keys, list) else ()

    def _extension(self, name: str) -> Json:
        value = self._own.get(name)
        return self.raw.get(name) if value is None else value

    def _node(self, own: Json) -> Node | None:
        return make_node(own, self._find, use_list_type=self._use_list_type)


def make_node(own: Json, find: Callable[[str], JsonObject | None], *, use_list_type: bool) -> Node | None:
    """Return the node of a JSON Schema; None where it is no object or its `$ref` leads nowhere."""
    if not isinstance(own, dict):
        return None
    raw = own
    followed: set[str] = set()
    while isinstance(reference := raw.get("$ref"), str):
        target = None if reference in followed else _resolve(reference, find)
        if target is None:
            return None
        followed.add(reference)
        raw = target
    return Node(own, raw, find, use_list_type=use_list_type)


def _resolve(reference: str, find: Callable[[str], JsonObject | None]) -> JsonObject | None:
    if not reference.startswith(POINTER):
        return find(reference)
    name, *steps = reference.removeprefix(POINTER).split("/")
    found: Json = find(POINTER + _unescape(name))
    for step in steps:
        found = found.get(_unescape(step)) if isinstance(found, dict) else None
    return found if isinstance(found, dict) else None


def _unescape(step: str) -> str:
    """Return one step of a JSON pointer as it is meant."""
    return step.replace("~1", "/").replace("~0", "~") if "~" in step else step
