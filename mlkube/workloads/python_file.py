"""Python files under `resources:`: runs one, and takes the workloads and objects that it defines."""

from __future__ import annotations

import os
import sys

from mlkube.core.description import PlacedSource
from mlkube.core.field_path import format_path
from mlkube.core.resource import Resource
from mlkube.errors import BuildError, MlkubeError, Place
from mlkube.workloads.python_description import place_in
from mlkube.workloads.workload import Workload

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from types import TracebackType
    from typing import Any

    from mlkube.core.description import Path
    from mlkube.core.json import JsonObject

_LIST = "resources"


def read_python(data: bytes, file: str) -> tuple[Resource, ...]:
    """Return what a file defines: its list `resources`, else its workloads and Kubernetes objects in order.

    Names that begin with `_`, and what the file imports, are left out. What the file prints goes to standard
    error.

    Raises:
        BuildError: the file cannot be run, at the line that failed; it defines nothing, or no JSON.
        SpecError: a workload with a mistake.

    """
    path = os.path.abspath(file)
    names, imported = _run(data, path, file)
    listed = names.get(_LIST)
    if listed is not None:
        if not isinstance(listed, list | tuple):
            raise BuildError("`resources` must be a list", place=Place(file))
        values = list(listed)
    else:
        values = [value for name, value in names.items() if not name.startswith("_") and _is_taken(value)]
        values = [value for value in values if id(value) not in imported]
    result: list[Resource] = []
    seen: set[int] = set()
    for value in values:
        if id(value) in seen:
            continue
        seen.add(id(value))
        result.extend(_resources(value, file, len(result)))
    if not result:
        hint = "assign a workload to a name, or list several under `resources`"
        raise BuildError("the file defines no workload and no object", place=Place(file), hint=hint)
    return tuple(result)


def _run(data: bytes, path: str, file: str) -> tuple[dict[str, object], set[int]]:
    """Return the names that a file binds, and the identities of all that other modules bind.

    Modules that it imports from its folder, or from below, do not stay loaded, nor leave files.
    """
    names: dict[str, object] = {"__name__": "__mlkube__", "__file__": path}
    folder = os.path.dirname(path)
    before, folders, output = set(sys.modules), list(sys.path), sys.stdout
    caching = sys.dont_write_bytecode
    sys.path.insert(0, folder)
    sys.stdout, sys.dont_write_bytecode = sys.stderr, True
    try:
        code = compile(data, path, "exec")
        exec(code, names)  # noqa: S102  the project's settings allow it
        imported = {id(value) for module in list(sys.modules.values()) for value in _bound(module)}
    except MlkubeError:
        raise
    except (Exception, SystemExit) as error:  # noqa: BLE001  whatever the user's code raises
        line = _line(error.__traceback__, path)
        if isinstance(error, SyntaxError) and (not line or os.path.isfile(error.filename or "")):
            written = file if not line else os.path.relpath(error.filename or "")
            place = Place(written, error.lineno or 0, error.offset or 0)
            raise BuildError(f"no valid Python: {error.msg}", place=place) from None
        reason = f"{type(error).__name__}: {error}" if str(error) else type(error).__name__
        raise BuildError(reason, place=Place(file, line)) from None
    finally:
        sys.stdout, sys.dont_write_bytecode = output, caching
        sys.path[:] = folders
        for name in set(sys.modules) - before:
            if _lies_below(sys.modules[name], folder):
                del sys.modules[name]
    names.pop("__builtins__", None)
    return names, imported


def _bound(module: object) -> list[object]:
    return list(getattr(module, "__dict__", {}).values())


def _lies_below(module: object, folder: str) -> bool:
    """Tell whether a module comes from a folder; a package without `__init__.py` has only a path."""
    file = getattr(module, "__file__", None)
    places = [file] if file else list(getattr(module, "__path__", ()))
    return any(os.path.abspath(place).startswith(folder.rstrip(os.sep) + os.sep) for place in places)


def _line(trace: TracebackType | None, path: str) -> int:
    """Return the last line of the file that led to an exception."""
    line = 0
    while trace is not None:
        if trace.tb_frame.f_code.co_filename == path:
            line = trace.tb_lineno
        trace = trace.tb_next
    return line


def _is_taken(value: object) -> bool:
    return isinstance(value, Workload | Resource) or _is_object(value) or bool(_built(value))


def _built(value: object) -> tuple[Resource, ...]:
    """Return the objects of a ResourceSet; empty for anything else."""
    found = getattr(value, "resources", None)
    return found if isinstance(found, tuple) and all(isinstance(each, Resource) for each in found) else ()


def _is_object(value: object) -> bool:
    return isinstance(value, dict) and "apiVersion" in value and "kind" in value


def _resources(value: object, file: str, number: int) -> Iterator[Resource]:
    if isinstance(value, Workload):
        place = place_in(value)
        yield Resource(value.to_body(), (PlacedSource(file, number, place),))
    elif isinstance(value, Resource):
        yield from _resources(value.body, file, number)
    elif built := _built(value):
        for at, each in enumerate(built):
            yield from _resources(each, file, number + at)
    elif isinstance(value, dict) and _is_object(value):
        subject = f"{value['kind']}/{_name(value)}".rstrip("/")
        body: JsonObject = _plain(value, (), Place(file, resource=subject))
        yield Resource(body, (PlacedSource(file, number, _somewhere(file)),))
    else:
        reason = f"{type(value).__name__} is neither a workload nor a Kubernetes object"
        raise BuildError(
            reason, place=Place(file), hint="list workloads, or mappings with apiVersion and kind"
        )


def _name(value: dict[str, Any]) -> str:
    metadata = value.get("metadata")
    return str(metadata.get("name") or "") if isinstance(metadata, dict) else ""


def _plain(value: object, path: Path, place: Place) -> Any:  # noqa: ANN401  JSON
    """Return a value as JSON that shares nothing with the file's own."""
    if isinstance(value, dict):
        for key in value:
            if not isinstance(key, str):
                reason = f"the key {key!r} is no text"
                raise BuildError(reason, place=place.within(field=format_path(path)), hint="put it in quotes")
        return {key: _plain(each, (*path, key), place) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(each, (*path, at), place) for at, each in enumerate(value)]
    if value is None or isinstance(value, str | int | float):
        return value
    reason = f"{type(value).__name__} is neither text, number, list nor mapping"
    raise BuildError(reason, place=place.within(field=format_path(path)))


def _somewhere(file: str) -> Callable[[Path], Place]:
    def place(_: Path) -> Place:
        return Place(file)

    return place
