"""Patches as they are written: files and inline texts, told apart, read, and found again for messages."""

from __future__ import annotations

from mlkube.core.field_path import format_path
from mlkube.errors import ErrorGroup, KustomizationError, MlkubeError, Place
from mlkube.overlay.kustomization.text import FieldPlace
from mlkube.overlay.resource_file import read_resources
from mlkube.yamlio import load_all, load_kustomization, locate, scalar_text

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from mlkube.core.json import Json, JsonObject

PATCHES = "patches"
STRATEGIC_MERGE = "patchesStrategicMerge"
JSON6902 = "patchesJson6902"

_NEITHER = "begin with apiVersion and kind for a strategic merge patch, or with `- op:` for a JSON patch"


class PatchText:
    """One entry of `patches`, `patchesStrategicMerge` or `patchesJson6902`, with its text.

    `field` is which of them. `place` is the patch's file, or the field that holds an inline text: that place
    has a `field`. `lines_above` are left out at the head of an inline text, because they are empty. `target`
    is None where the entry has none; an empty one means every object.
    """

    __slots__ = ("field", "inline", "lines_above", "options", "place", "target", "text")

    def __init__(
        self,
        text: bytes,
        place: Place,
        target: JsonObject | None = None,
        options: JsonObject | None = None,
        field: str = PATCHES,
    ) -> None:
        self.inline = bool(place.field)
        self.text = text.strip() if self.inline else text
        self.lines_above = text[: len(text) - len(text.lstrip())].count(b"\n") if self.inline else 0
        self.place = place
        self.target = target
        self.options: JsonObject = options or {}
        self.field = field

    def allows(self, option: str) -> bool:
        """Return whether an option such as `allowNameChange` is set."""
        return self.options.get(option) is True

    def at(self, document: int = 0, path: Sequence[str | int] = ()) -> Place:
        """Return the place of a field of the patch."""
        line, column = locate(self.text, document, path)
        return self._placed(line, column).within(field=format_path(path))

    def _placed(self, line: int, column: int) -> Place:
        if not self.inline:
            return Place(self.place.file, line, column)
        if line and isinstance(self.place, FieldPlace):
            return self.place.inside(self.lines_above + line, column)
        return Place(self.place.file, self.place.line, self.place.column)

    def located(self, error: MlkubeError) -> MlkubeError:
        """Return an error about the text with its place in the file that holds the text."""
        if isinstance(error, ErrorGroup):
            return ErrorGroup([self.located(each) for each in error.errors])
        if self.inline:
            old = error.place
            error.place = self._placed(old.line, old.column).within(resource=old.resource, field=old.field)
        return error


class MergePatch:
    """A strategic merge patch: its body, and where in the text it stands."""

    __slots__ = ("body", "document", "kind", "prefix", "text")

    def __init__(self, text: PatchText, body: JsonObject, document: int, item: int) -> None:
        self.text = text
        self.body = body
        self.kind = scalar_text(body["kind"])
        self.document = document
        self.prefix: tuple[str | int, ...] = () if item < 0 else ("items", item)

    def at(self, path: Sequence[str | int] = ()) -> Place:
        """Return the place of a field of the patch."""
        place = self.text.at(self.document, (*self.prefix, *path))
        return Place(place.file, place.line, place.column, "", format_path(path))


class JsonPatch:
    """A JSON patch: its operations."""

    __slots__ = ("operations", "text")

    def __init__(self, text: PatchText, operations: list[Json]) -> None:
        self.text = text
        self.operations = operations

    def at(self, path: Sequence[str | int] = ()) -> Place:
        """Return the place of an operation."""
        place = self.text.at(0, path)
        return Place(place.file, place.line, place.column)


def parse_patch(text: PatchText) -> list[MergePatch] | JsonPatch:
    """Return the strategic merge patches of a text, or its JSON patch; an empty list for no patch at all.

    As in kustomize a text that begins with `[` is JSON, and of several documents of operations only the first
    counts. `patches` passes over empty texts, as kustomize does from 5.8 on; the older fields do not.

    Raises:
        MlkubeError: the text is neither, or not what its field asks for.

    """
    try:
        if text.field == JSON6902 or text.text.startswith(b"["):
            return _json_patch(text)
        if text.field == PATCHES:
            documents = [each for each in load_all(text.text, text.place.file) if each is not None]
            if not documents:
                return []
            if isinstance(documents[0], list):
                return _json_patch(text)
            if not isinstance(documents[0], dict):
                raise KustomizationError("this is no patch", place=Place(text.place.file, 1), hint=_NEITHER)
        patches = [
            MergePatch(text, each.body, each.sources[0].document, each.sources[0].item)
            for each in read_resources(text.text, text.place.file)
        ]
    except MlkubeError as error:
        raise text.located(error) from None
    if not patches and text.field == STRATEGIC_MERGE:
        raise KustomizationError("the patch is empty", place=text.place)
    return patches


def _json_patch(text: PatchText) -> list[MergePatch] | JsonPatch:
    operations = _json(text) if text.text.startswith(b"[") else load_kustomization(text.text, text.place.file)
    if not isinstance(operations, list):
        reason = "the patch is empty" if operations is None else "a JSON patch must be a list of operations"
        raise KustomizationError(reason, place=Place(text.place.file, 1), hint="write `- op: ...` entries")
    if operations:
        return JsonPatch(text, operations)
    if text.field == JSON6902:
        raise KustomizationError("the patch is empty", place=Place(text.place.file, 1))
    return []


def _json(text: PatchText) -> Json:
    import json  # noqa: PLC0415 (few patches are written in JSON)

    try:
        value: Json = json.loads(text.text.decode("utf-8-sig"), parse_constant=_refuse)
    except ValueError as error:
        line = getattr(error, "lineno", 1)
        raise KustomizationError(
            f"the patch begins with `[` but is no JSON: {getattr(error, 'msg', error)}",
            place=Place(text.place.file, line, getattr(error, "colno", 0)),
            hint="write the operations as YAML: a list of `- op: ...`",
        ) from None
    except RecursionError:
        reason = "the patch is nested too deeply"
        raise KustomizationError(reason, place=Place(text.place.file, 1)) from None
    return value


def _refuse(word: str) -> Json:
    raise ValueError(f"{word} is no JSON number")
