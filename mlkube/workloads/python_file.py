"""Python files under `resources:`: runs one, and takes the workloads and objects that it defines."""

from __future__ import annotations

import os
import sys

from mlkube.core.description import PlacedSource
from mlkube.core.resource import Resource
from mlkube.errors import BuildError, MlkubeError, Place
from mlkube.workloads.python_description import place_in
from mlkube.workloads.workload import Workload

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from types import TracebackType

    from mlkube.core.description import Path
    from mlkube.core.json import JsonObject

_LIST = "resources"


def read_python(data: bytes, file: str) -> tuple[Resource, ...]:
    """Return what a file defines: its list `resources`, else its workloads and Kubernetes objects in order.

    Names that begin with `_`, and workloads that another file made, are left out. What the file prints goes
    to standard error.

    Raises:
        BuildError: the file cannot be run, at the line that failed; it defines nothing.
        SpecError: a workload with a mistake.

    """
    path = os.path.abspath(file)
    names = _run(data, path, file)
    listed = names.get(_LIST)
    if listed is not None:
        if not isinstance(listed, list | tuple):
            raise BuildError("`resources` must be a list", place=Place(file))
        values = list(listed)
    else:
        values = [value for name, value in names.items() if not name.startswith("_") and _is_own(value, path)]
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


def _run(data: bytes, path: str, file: str) -> dict[str, object]:
    """Return the names that a file binds; modules that it imports from its folder do not stay loaded."""
    names: dict[str, object] = {"__name__": "__mlkube__", "__file__": path}
    before, folders, output = set(sys.modules), list(sys.path), sys.stdout
    sys.path.insert(0, os.path.dirname(path))
    sys.stdout = sys.stderr
    try:
        code = compile(data, path, "exec")
        exec(code, names)  # noqa: S102  the project's settings allow it
    except MlkubeError:
        raise
    except SyntaxError as error:
        place = Place(file, error.lineno or 0, error.offset or 0)
        raise BuildError(f"no valid Python: {error.msg}", place=place) from None
    except (Exception, SystemExit) as error:  # noqa: BLE001  whatever the user's code raises
        line = _line(error.__traceback__, path)
        reason = f"{type(error).__name__}: {error}" if str(error) else type(error).__name__
        raise BuildError(reason, place=Place(file, line)) from None
    finally:
        sys.stdout = output
        sys.path[:] = folders
        for name in set(sys.modules) - before:
            origin = getattr(sys.modules[name], "__file__", None) or ""
            if os.path.dirname(os.path.abspath(origin)) == os.path.dirname(path):
                del sys.modules[name]
    names.pop("__builtins__", None)
    return names


def _line(trace: TracebackType | None, path: str) -> int:
    """Return the last line of the file that led to an exception."""
    line = 0
    while trace is not None:
        if trace.tb_frame.f_code.co_filename == path:
            line = trace.tb_lineno
        trace = trace.tb_next
    return line


def _is_own(value: object, path: str) -> bool:
    if isinstance(value, Workload):
        site = value.site
        return site is not None and site.file == path
    return _is_object(value)


def _is_object(value: object) -> bool:
    return isinstance(value, dict) and "apiVersion" in value and "kind" in value


def _resources(value: object, file: str, number: int) -> Iterator[Resource]:
    if isinstance(value, Workload):
        place = place_in(value)
        yield Resource(value.to_body(), (PlacedSource(file, number, place),))
    elif isinstance(value, dict) and _is_object(value):
        body: JsonObject = value
        yield Resource(body, (PlacedSource(file, number, _somewhere(file)),))
    else:
        reason = f"{type(value).__name__} is neither a workload nor a Kubernetes object"
        raise BuildError(
            reason, place=Place(file), hint="list workloads, or mappings with apiVersion and kind"
        )


def _somewhere(file: str) -> Callable[[Path], Place]:
    def place(_: Path) -> Place:
        return Place(file)

    return place
