"""Where a generator's keys and values come from: `envs`, `literals` and `files`."""

from __future__ import annotations

from mlkube.errors import ErrorGroup, FileAccessError, KustomizationError, MlkubeError, Place, raise_all
from mlkube.overlay.generators.env_file import LINE_LIMIT, parse_env_file
from mlkube.yamlio import WrittenDate, resolve

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from typing import TypeAlias

    from mlkube.core.json import JsonObject

    Read: TypeAlias = Callable[[str], bytes]
    Locate: TypeAlias = Callable[..., Place]
    Warn: TypeAlias = Callable[[Place, str], None]
    Pair: TypeAlias = "tuple[str, bytes, Place, str]"  # key, value, place, and how messages name that place

_KINDS: dict[type, str] = {bool: "a boolean", WrittenDate: "a date"}
_QUOTES = "\"'"


def read_pairs(args: JsonObject, read: Read, place: Locate, warn: Warn) -> dict[str, bytes]:
    """Return the keys and values that a generator's arguments name, each key once.

    `read` returns the content of a file, `place("files", 0)` the place of an argument, `warn` takes what
    kustomize loses in silence.

    Raises:
        MlkubeError: sources without a key, files that cannot be read, keys that repeat or that YAML would not
            read as strings; an `ErrorGroup` of several.

    """
    values: dict[str, bytes] = {}
    origins: dict[str, str] = {}
    errors: list[MlkubeError] = []
    sources = {"envs": _from_envs, "literals": _from_literals, "files": _from_files}
    for field in [field for field in args if field in sources]:
        for key, value, where, name in sources[field](args, read, place, warn, errors):
            reason, hint = key_fault(key)
            if key in values:
                reason = f'key "{key}" comes from {origins[key]} and from {name}'
                hint = "give each key once"
            if reason:
                errors.append(KustomizationError(reason, place=where, hint=hint))
            else:
                values[key] = value
                origins[key] = name
    raise_all(errors)
    return values


def key_fault(key: str) -> tuple[str, str]:
    """Return reason and hint where kustomize could not write the key, since it writes keys without quotes."""
    if not key:
        return "a key is empty", "give it a name"
    if key == "<<":
        return 'key "<<" would be a merge in YAML', "choose another name"
    if not key.isidentifier() or len(key) <= len("false"):
        value = resolve(key)
        if type(value) is not str:  # a date is a string that remembers how it was written
            kind = "null" if value is None else _KINDS.get(type(value), "a number")
            return f'key "{key}" would be {kind} in YAML, which kustomize cannot build', "choose another name"
    return "", ""


def _sources(args: JsonObject, field: str) -> Iterator[tuple[int, str]]:
    value = args.get(field)
    if isinstance(value, list):
        for index, source in enumerate(value):
            yield index, source if isinstance(source, str) else ""


def _from_literals(
    args: JsonObject, _: Read, place: Locate, __: Warn, errors: list[MlkubeError]
) -> Iterator[Pair]:
    for index, literal in _sources(args, "literals"):
        where = place("literals", index)
        key, separator, value = literal.partition("=")
        if key and separator:
            yield key, _unquoted(value).encode(), where, f"literals[{index}]"
        else:
            reason = f'"{literal}" has no key' if separator else f'"{literal}" has no `=`'
            errors.append(KustomizationError(reason, place=where, hint="write `key=value`"))


def _unquoted(value: str) -> str:
    """Return the value without the quotes around it; a lone quote stays, as in kustomize."""
    if len(value) > 1 and value[0] == value[-1] and value[0] in _QUOTES:
        return value[1:-1]
    return value


def _from_files(
    args: JsonObject, read: Read, place: Locate, _: Warn, errors: list[MlkubeError]
) -> Iterator[Pair]:
    for index, source in _sources(args, "files"):
        where = place("files", index)
        key, separator, path = source.partition("=")
        if not separator:
            path = source
            key = source.rstrip("/").rpartition("/")[2]
        reason = ""
        if separator and not key:
            reason = f'"{source}" has no key'
        elif separator and not path:
            reason = f'"{source}" names no file'
        elif "=" in path:
            reason = f'"{source}" has more than one `=`'
        if reason:
            errors.append(KustomizationError(reason, place=where, hint="write `path` or `key=path`"))
            continue
        content = _content(path, read, where, errors)
        if content is not None:
            yield key, content, where, f"files[{index}]"


def _from_envs(
    args: JsonObject, read: Read, place: Locate, warn: Warn, errors: list[MlkubeError]
) -> Iterator[Pair]:
    for index, path in _sources(args, "envs"):
        where = place("envs", index)
        content = _content(path, read, where, errors)
        if content is None:
            continue
        try:
            entries, stopped = parse_env_file(content, path)
        except MlkubeError as error:
            errors.extend(error.errors if isinstance(error, ErrorGroup) else [error])
            continue
        if stopped:
            limit = f"line {stopped} is longer than {LINE_LIMIT} bytes"
            warn(where, f"{path}: {limit}: kustomize reads neither it nor what follows")
        for entry in entries:
            yield entry.key, entry.value.encode(), where, f"{path}:{entry.line}"


def _content(path: str, read: Read, where: Place, errors: list[MlkubeError]) -> bytes | None:
    try:
        return read(path)
    except FileAccessError as error:
        place = where if not error.place.file else error.place
        errors.append(FileAccessError(error.reason, place=place, hint=error.hint))
    return None
