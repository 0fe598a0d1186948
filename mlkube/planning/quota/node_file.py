"""Reads types of nodes: a file of our own form, or what `kubectl get nodes -o yaml` prints."""

from __future__ import annotations

from mlkube.core.field_path import format_path
from mlkube.core.quantity import nanos
from mlkube.core.suggest import suggest
from mlkube.errors import MlkubeError, Place, raise_all
from mlkube.planning.placement import Taint
from mlkube.planning.quota.listed_nodes import group_nodes
from mlkube.planning.quota.node_types import NodeType, NodeTypes
from mlkube.yamlio import load_all, locate

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import TypeAlias

    from mlkube.core.json import Json, JsonObject
    from mlkube.core.quantity import Quantity

    Path: TypeAlias = tuple[str | int, ...]

_FILE_KEYS = ("currency", "nodeTypes")
_TYPE_KEYS = ("name", "count", "max", "pricePerHour", "allocatable", "labels", "taints", "devices")
_TAINT_KEYS = ("key", "value", "effect")
_EFFECTS = ("NoSchedule", "NoExecute", "PreferNoSchedule")
_FORMS = "write nodeTypes, or give what `kubectl get nodes -o yaml` prints"
_NEEDED = ("cpu", "memory")


def read_nodes(data: bytes, file: str) -> NodeTypes:
    """Return the types of nodes that a file holds.

    Raises:
        MlkubeError: everything that is wrong in it, each with its line and column.

    """
    documents = [(number, each) for number, each in enumerate(load_all(data, file)) if each is not None]
    number, document = documents[0] if len(documents) == 1 else (0, None)
    if not isinstance(document, dict):
        reason = "a mapping with nodeTypes is expected, or a List of nodes"
        raise MlkubeError(reason, place=Place(file), hint=_FORMS)
    if "kind" in document:
        return group_nodes(document, file)
    return _Reader(data, file, number).read(document)


class _Reader:
    """Turns a file into values and collects everything that is wrong with it."""

    def __init__(self, data: bytes, file: str, document: int) -> None:
        self._data = data
        self._file = file
        self._document = document
        self._errors: list[MlkubeError] = []

    def read(self, document: JsonObject) -> NodeTypes:
        self._known((), document, _FILE_KEYS)
        currency = self._text(("currency",), document.get("currency", ""))
        listed = document.get("nodeTypes")
        types: list[NodeType] = []
        if not isinstance(listed, list) or not listed:
            self._fail(("nodeTypes",), "at least one type of nodes is needed", "write a list under nodeTypes")
        else:
            types = [self._type(("nodeTypes", number), each) for number, each in enumerate(listed)]
        names: dict[str, int] = {}
        for number, each in enumerate(types):
            if each.name in names:
                self._fail(("nodeTypes", number, "name"), f'"{each.name}" is the name of another type')
            names[each.name] = number
        raise_all(sorted(self._errors, key=lambda each: (each.place.line, each.place.column)))
        return NodeTypes(types, currency=currency)

    def _type(self, path: Path, value: Json) -> NodeType:
        if not isinstance(value, dict):
            self._fail(path, "a mapping is expected", "write name, allocatable and what else is known")
            return NodeType("", {})
        self._known(path, value, _TYPE_KEYS)
        if "name" not in value:
            self._fail(path, "name is missing")
        count = self._count((*path, "count"), value.get("count"))
        most = self._count((*path, "max"), value.get("max"))
        if count is not None and most is not None and most < count:
            self._fail((*path, "max"), f"{most} is less than count, {count}")
        return NodeType(
            self._text((*path, "name"), value.get("name", "")),
            self._allocatable((*path, "allocatable"), value.get("allocatable")),
            labels=self._labels((*path, "labels"), value.get("labels", {})),
            taints=self._taints((*path, "taints"), value.get("taints", [])),
            devices=self._devices((*path, "devices"), value.get("devices", {})),
            count=count,
            most=most,
            price=self._price((*path, "pricePerHour"), value.get("pricePerHour")),
        )

    def _allocatable(self, path: Path, value: Json) -> dict[str, Quantity]:
        if not isinstance(value, dict):
            self._fail(path, "allocatable is missing", "write it as {cpu: 7.5, memory: 28Gi}")
            return {}
        for name in _NEEDED:
            if name not in value:
                self._fail(path, f"{name} is missing")
        return {name: self._quantity(where, each) for name, where, each in self._entries(path, value)}

    def _labels(self, path: Path, value: Json) -> dict[str, str]:
        return {name: self._text(where, each) for name, where, each in self._entries(path, value)}

    def _devices(self, path: Path, value: Json) -> dict[str, int]:
        return {name: self._count(where, each) or 0 for name, where, each in self._entries(path, value)}

    def _entries(self, path: Path, value: Json) -> Iterator[tuple[str, Path, Json]]:
        """Yield key, path and value of each entry of a mapping."""
        if not isinstance(value, dict):
            self._fail(path, "a mapping is expected")
            return
        for name, each in value.items():
            yield name, (*path, name), each

    def _taints(self, path: Path, value: Json) -> list[Taint]:
        if not isinstance(value, list):
            self._fail(path, "a list of taints is expected", "write key, value and effect of each")
            return []
        return [self._taint((*path, number), each) for number, each in enumerate(value)]

    def _taint(self, path: Path, value: Json) -> Taint:
        if not isinstance(value, dict):
            self._fail(path, "a taint is a mapping", "write it as {key: nvidia.com/gpu, effect: NoSchedule}")
            return Taint("", "", "")
        self._known(path, value, _TAINT_KEYS)
        effect = self._text((*path, "effect"), value.get("effect", ""))
        if effect not in _EFFECTS:
            self._fail((*path, "effect"), f'unknown effect "{effect}"', _near(effect, _EFFECTS))
        if not value.get("key"):
            self._fail(path, "key is missing")
        return Taint(
            self._text((*path, "key"), value.get("key", "")),
            self._text((*path, "value"), value.get("value", "")),
            effect,
        )

    def _text(self, path: Path, value: Json) -> str:
        if isinstance(value, str):
            return value
        self._fail(path, "a text is expected", "write it in quotes")
        return ""

    def _count(self, path: Path, value: Json) -> int | None:
        if value is None:
            return None
        if isinstance(value, int) and not isinstance(value, bool) and value >= 0:
            return int(value)
        self._fail(path, "a whole number of nodes or devices is expected")
        return None

    def _quantity(self, path: Path, value: Json) -> Quantity:
        amount = nanos(value) if isinstance(value, str | int | float) else None
        if amount is None or amount < 0:
            self._fail(path, f'"{value}" is no amount', "write it as 8, 7500m or 28Gi")
            return 0
        return value  # type: ignore[return-value]  # it is an amount

    def _price(self, path: Path, value: Json) -> Quantity | None:
        if value is None:
            return None
        amount = nanos(value) if isinstance(value, str | int | float) else None
        if amount is None or amount < 0:
            self._fail(path, f'"{value}" is no price', "write a number, such as 3.67")
            return None
        return value  # type: ignore[return-value]  # it is an amount

    def _known(self, path: Path, value: JsonObject, known: tuple[str, ...]) -> None:
        for key in value:
            if key not in known:
                self._fail((*path, key), f'unknown key "{key}"', _near(key, known))

    def _fail(self, path: Path, reason: str, hint: str = "") -> None:
        line, column = locate(self._data, self._document, path)
        place = Place(self._file, line, column, field=format_path(path))
        self._errors.append(MlkubeError(reason, place=place, hint=hint))


def _near(word: str, known: tuple[str, ...]) -> str:
    close = suggest(word, known)
    return f'did you mean "{close}"?' if close else f"known are {', '.join(known)}"
