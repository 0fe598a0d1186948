"""Where a kustomization's fields stand in its text; looked up only when somebody asks."""

from __future__ import annotations

from mlkube.core.field_path import format_path
from mlkube.errors import Place
from mlkube.overlay.kustomization.fields import STRING
from mlkube.overlay.kustomization.legacy import MOVED
from mlkube.overlay.kustomization.read import field_name
from mlkube.yamlio import locate, locate_in_block

TYPE_CHECKING = False
if TYPE_CHECKING:
    from mlkube.core.json import JsonObject


class KustomizationText:
    """The text that a kustomization was read from, and its top-level fields as they are spelled there."""

    __slots__ = ("data", "file", "value")

    def __init__(self, file: str, data: bytes, value: JsonObject) -> None:
        self.file = file
        self.data = data
        self.value = value

    def place(self, path: tuple[str | int, ...]) -> Place:
        """Return the place of a field, given by its steps as kustomize spells them."""
        return FieldPlace(self, self._written(path))

    def _written(self, path: tuple[str | int, ...]) -> tuple[str | int, ...]:
        """Return the path as the file spells it: an item that was moved, a field in other letters."""
        if not path:
            return path
        field, rest = str(path[0]), path[1:]
        if rest and isinstance(rest[0], int) and field in MOVED.values():
            own = self._length(field)
            if rest[0] >= own:
                old = next(old for old, new in MOVED.items() if new == field)
                if self._length(old):
                    field, rest = old, (rest[0] - own, *rest[1:])
        return self._key(field), *rest

    def _length(self, field: str) -> int:
        value = self.value.get(self._key(field))
        return len(value) if isinstance(value, list) else 0

    def _key(self, field: str) -> str:
        if field in self.value:
            return field
        return next((key for key in self.value if field_name(key, {field: STRING})), field)


class FieldPlace(Place):
    """A place whose line and column are looked up when somebody asks: a build that succeeds never does."""

    __slots__ = ("_path", "_text")

    def __init__(self, text: KustomizationText, path: tuple[str | int, ...]) -> None:
        self.file = text.file
        self.resource = ""
        self.field = format_path(path)
        self._text = text
        self._path = path

    def __getattr__(self, name: str) -> int:
        if name not in {"line", "column"}:
            raise AttributeError(name)
        self.line, self.column = locate(self._text.data, 0, self._path) if self._text.data else (0, 0)
        return self.line if name == "line" else self.column

    def inside(self, line: int, column: int) -> Place:
        """Return the place of a position in the text that is the field's value.

        That is the field's own where the lines of the text are no lines of the file.
        """
        found = locate_in_block(self._text.data, self._path, line, column) if self._text.data else None
        return Place(self.file, *(found or (self.line, self.column)))
