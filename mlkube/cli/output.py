"""Where a result goes: standard output, one file, or a folder with one file for each object."""

from __future__ import annotations

import os
import sys

from mlkube.errors import BuildError, FileAccessError, MlkubeError, Place, raise_all
from mlkube.project.writing import write_file

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from mlkube.core.resource import Resource
    from mlkube.overlay.resource_set import ResourceSet

STANDARD_OUTPUT = "-"


def write_result(resources: ResourceSet, output: str | None) -> None:
    """Write the objects to standard output, into a file, or into an existing folder one file an object.

    Raises:
        FileAccessError: the file or folder cannot be written.
        BuildError: two objects would get the same file.

    """
    if output is None or output == STANDARD_OUTPUT:
        write_text(resources.to_yaml())
    elif os.path.isdir(output):
        for name, resource in _file_names(resources).items():
            write_file(os.path.join(output, name), _yaml(resource).encode())
    elif output.endswith(os.sep):
        raise FileAccessError("no such folder", place=Place(output), hint="make it first")
    else:
        write_file(output, resources.to_yaml().encode())


def write_text(text: str) -> None:
    """Write text to standard output: UTF-8 and line feeds, whatever the locale or the system.

    Raises:
        FileAccessError: it is closed, or its disk is full.
        BrokenPipeError: its reader has left.

    """
    if sys.stdout is None:
        raise FileAccessError("standard output is closed")
    try:
        sys.stdout.flush()
        rest = memoryview(text.encode())
        while rest:  # unbuffered, as PYTHONUNBUFFERED has it, a write may take a part
            rest = rest[sys.stdout.buffer.write(rest) :]
        sys.stdout.buffer.flush()
    except BrokenPipeError:
        raise
    except OSError as error:
        silence_output()
        reason = (error.strerror or "unknown reason").lower()
        raise FileAccessError(f"standard output cannot be written: {reason}") from error


def write_lines(lines: Iterable[str]) -> None:
    """Write lines to standard output, as `write_text` writes a text."""
    write_text("".join(f"{line}\n" for line in lines))


def write_json(value: object) -> None:
    """Write plain data to standard output as JSON, as `write_text` writes a text."""
    import json  # noqa: PLC0415  most results are YAML

    write_text(json.dumps(value, indent=2, ensure_ascii=False) + "\n")


def silence_output() -> None:
    """Point standard output at nothing, so that the interpreter's last flush does not complain."""
    nothing = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nothing, 1)
    os.close(nothing)


def _yaml(resource: Resource) -> str:
    from mlkube.yamlio import dump  # noqa: PLC0415  only for a folder

    return dump(resource.body)


def _file_names(resources: Iterable[Resource]) -> dict[str, Resource]:
    """Return the objects by file name: `apps_v1_deployment_web.yaml`, the namespace first where it has to be.

    It has to be where the objects live in several.

    Raises:
        BuildError: a name that no file can have; two objects for one file, where kustomize keeps the later.

    Source: kustomize, kustomize/commands/build/writer.go.
    """
    from mlkube.schema.kinds import is_cluster_scoped  # noqa: PLC0415  only for a folder

    every = list(resources)
    spaces = {
        resource: ""
        if is_cluster_scoped(resource.api_version, resource.kind)
        else resource.namespace or "default"
        for resource in every
    }
    several = len(set(spaces.values()) - {""}) > 1
    files: dict[str, Resource] = {}
    errors: list[MlkubeError] = []
    for resource in every:
        identity = resource.id
        parts = [identity.group, identity.version, identity.kind, identity.name]
        if several and spaces[resource]:
            parts.insert(0, spaces[resource])
        name = "_".join(part for part in parts if part).lower() + ".yaml"
        place = Place(resource.sources[0].file if resource.sources else "", resource=str(resource))
        if "/" in name or os.sep in name:
            errors.append(BuildError("its name cannot be a file's name", place=place))
        elif name in files:
            errors.append(
                BuildError(
                    f"{name} is taken by {files[name]}",
                    place=place,
                    hint="write both to one file with -o FILE",
                )
            )
        files[name] = resource
    raise_all(errors)
    return files
