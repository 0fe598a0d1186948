"""What a merge must know of how an object was written: blank nulls, quotes, schemas in comments."""

from __future__ import annotations

from mlkube.core.resource import Source
from mlkube.errors import YamlError
from mlkube.overlay.merge.merging import BLANK
from mlkube.yamlio import dump, load_kustomization, resolve
from mlkube.yamlio.scalars import YAML_1_1_WORDS
from mlkube.yamlio.written import WrittenFile, is_blank

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any, TypeAlias

    from mlkube.core.json import Json, JsonObject
    from mlkube.core.resource import Resource

    Path: TypeAlias = tuple[str | int, ...]

_QUOTES = frozenset("\"'|>")
_PATCH_STRATEGY = b"x-kubernetes-patch-strategy"


class Rewriting(Source):
    """The file of a JSON patch, which wrote the whole object anew, with quotes where they are needed."""

    __slots__ = ()


class WrittenSources:
    """The files that objects were read from, opened again where a merge depends on their text.

    `read` gives the content of a file by the name that `Source.file` has; None where it cannot be had.
    """

    __slots__ = ("_files", "_read")

    def __init__(self, read: Callable[[str], bytes | None]) -> None:
        self._read = read
        self._files: dict[str, WrittenFile | None] = {}

    def with_blanks(self, resource: Resource) -> JsonObject:
        """Return the body with `BLANK` for each null that was written as nothing; itself for none."""
        body = resource.body
        if not _has_null(body):
            return body
        written = self._written(resource)
        if written is None:
            return body
        document = resource.sources[0].document
        marked: JsonObject = _marked(body, (), lambda path: is_blank(written.scalar(document, path)))
        return marked

    def was_quoted(self, resource: Resource, path: Path, value: str) -> bool | None:
        """Return whether the text at a path was written in quotes or as a block; None where nobody knows.

        A field keeps the quotes that it had first, when patches change its text. Below a list elements may
        have moved, so that only an equal text tells. kustomize reads the items of a List through JSON, where
        every text has quotes, and puts quotes around `yes` and the like where a patch adds them.
        """
        certain = not any(isinstance(step, int) for step in path)
        for number, source in enumerate(resource.sources):
            if number < len(resource.sources) - 1 and _is_rewritten(resource.sources[number + 1 :]):
                continue
            if source.item >= 0:
                return True
            written = self._file(source.file)
            scalar = None if written is None else written.scalar(source.document, path)
            if scalar is not None and (scalar[0] == value or (certain and not _is_null(scalar))):
                return scalar[1] != "" or (number > 0 and scalar[0] in YAML_1_1_WORDS)
        return dump(value)[0] in _QUOTES if _is_rewritten(resource.sources) else None

    def comment_schemas(self, resource: Resource) -> dict[Path, JsonObject]:
        """Return the schemas that comments in the object's file give to fields, as kyaml reads them.

        Such a comment follows the key: `hosts: # {"type":"array","x-kubernetes-patch-merge-key":"name",...}`.
        """
        written = self._written(resource)
        if written is None or not written.mentions(_PATCH_STRATEGY):
            return {}
        found: dict[Path, JsonObject] = {}
        for path, comment in written.comments(resource.sources[0].document):
            try:
                schema = load_kustomization(comment.encode())
            except YamlError:
                continue
            if isinstance(schema, dict):
                found[path] = schema
        return found

    def _written(self, resource: Resource) -> WrittenFile | None:
        if not resource.sources or resource.sources[0].item >= 0 or _is_rewritten(resource.sources):
            return None
        return self._file(resource.sources[0].file)

    def _file(self, file: str) -> WrittenFile | None:
        if file not in self._files:
            data = self._read(file)
            self._files[file] = None if data is None else WrittenFile(data)
        return self._files[file]


def without_blanks(value: Any) -> Any:  # noqa: ANN401 (any JSON)
    """Return the value with nulls where `BLANK` still stands."""
    if value is BLANK:
        return None
    if isinstance(value, dict):
        changed = {key: new for key, old in value.items() if (new := without_blanks(old)) is not old}
        return {**value, **changed} if changed else value
    if isinstance(value, list):
        items = [without_blanks(item) for item in value]
        return items if any(new is not old for new, old in zip(items, value, strict=True)) else value
    return value


def _is_rewritten(sources: tuple[Source, ...]) -> bool:
    return any(isinstance(source, Rewriting) for source in sources)


def _is_null(scalar: tuple[str, str]) -> bool:
    return not scalar[1] and resolve(scalar[0]) is None


def _has_null(value: Json) -> bool:
    if isinstance(value, dict):
        for child in value.values():
            if child is None or (isinstance(child, dict | list) and _has_null(child)):
                return True
        return False
    return isinstance(value, list) and any(_has_null(item) for item in value if isinstance(item, dict | list))


def _marked(value: Any, path: Path, blank: Callable[[Path], bool]) -> Any:  # noqa: ANN401 (any JSON)
    if isinstance(value, dict):
        changed = {}
        for key, old in value.items():
            if old is None:
                new = BLANK if blank((*path, key)) else None
            elif isinstance(old, dict | list):
                new = _marked(old, (*path, key), blank)
            else:
                continue
            if new is not old:
                changed[key] = new
        return {**value, **changed} if changed else value
    items = [
        _marked(item, (*path, index), blank) if isinstance(item, dict | list) else item
        for index, item in enumerate(value)
    ]
    return items if any(new is not old for new, old in zip(items, value, strict=True)) else value
