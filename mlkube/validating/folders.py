"""What lies in a folder: kustomizations to build, and the files that none of them names."""

from __future__ import annotations

import os

from mlkube.errors import MlkubeError
from mlkube.overlay.files import read_file
from mlkube.validating.definition_files import LEFT_OUT, SUFFIXES
from mlkube.yamlio import load_kustomization

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from mlkube.core.json import Json

KUSTOMIZATION_NAMES = ("kustomization.yaml", "kustomization.yml", "Kustomization")
_CHART = "Chart.yaml"
_COMPONENT = "Component"


class Found:
    """The folders to build and the files to judge by themselves, both sorted."""

    __slots__ = ("files", "kustomizations")

    def __init__(self, kustomizations: list[str], files: list[str]) -> None:
        self.kustomizations = kustomizations
        self.files = files


def kustomization_file(folder: str) -> str:
    """Return the folder's kustomization file, empty where it has none."""
    for name in KUSTOMIZATION_NAMES:
        file = os.path.join(folder, name)
        if os.path.isfile(file):
            return file
    return ""


def holds_kustomization(folder: str) -> bool:
    """Tell whether the folder can be built."""
    return bool(kustomization_file(folder))


def walk(folder: str) -> Found:
    """Return what is to be judged in a folder and below it.

    Hidden folders and the insides of Helm charts are left alone. A Component is judged where something uses
    it, and a file that a kustomization names through that kustomization.
    """
    kustomizations: list[str] = []
    files: list[str] = []
    named: set[str] = set()
    for where, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if not name.startswith(".") and name not in LEFT_OUT)
        if _CHART in names:
            folders[:] = []
            continue
        own = next((name for name in KUSTOMIZATION_NAMES if name in names), None)
        if own is not None:
            content = _read(os.path.join(where, own))
            named.update(os.path.realpath(os.path.join(where, each)) for each in _texts(content))
            if not (isinstance(content, dict) and content.get("kind") == _COMPONENT):
                kustomizations.append(where)
        files.extend(
            os.path.join(where, name) for name in sorted(names) if name.endswith(SUFFIXES) and name != own
        )
    return Found(kustomizations, [file for file in files if os.path.realpath(file) not in named])


def _read(file: str) -> Json:
    """Return a kustomization, None where it cannot be read: the build says why."""
    try:
        return load_kustomization(read_file(file), file)
    except (MlkubeError, OSError):
        return None


def _texts(value: Json) -> Iterator[str]:
    """Yield every text that may name a file: of one line, as keys of generators' `files` have it too."""
    if isinstance(value, str):
        if "\n" not in value and len(value) < 1000:  # noqa: PLR2004  no path is so long
            yield value
            _, equals, path = value.partition("=")
            if equals:
                yield path
    elif isinstance(value, list):
        for each in value:
            yield from _texts(each)
    elif isinstance(value, dict):
        for each in value.values():
            yield from _texts(each)


def reaching(files: list[str], root: str) -> tuple[list[str], list[str], list[str]]:
    """Return kustomizations below `root` that reach any of the files, files that none reaches, Components.

    A kustomization reaches what it names, and what the kustomizations that it names reach.
    """
    names: dict[str, set[str]] = {}
    components: set[str] = set()
    for where, folders, found in os.walk(root):
        folders[:] = sorted(name for name in folders if not name.startswith(".") and name not in LEFT_OUT)
        own = next((name for name in KUSTOMIZATION_NAMES if name in found), None)
        if own is None:
            continue
        content = _read(os.path.join(where, own))
        here = os.path.realpath(where)
        names[here] = {os.path.realpath(os.path.join(where, each)) for each in _texts(content)}
        names[here].add(os.path.realpath(os.path.join(where, own)))
        if isinstance(content, dict) and content.get("kind") == _COMPONENT:
            components.add(here)
    users: dict[str, set[str]] = {}
    for folder, named in names.items():
        for each in named:
            users.setdefault(each, set()).add(folder)
    builds: set[str] = set()
    parts: set[str] = set()
    alone: list[str] = []
    for file in files:
        reached = _users(os.path.realpath(file), users)
        if reached:
            builds |= reached - components
            parts |= reached & components
        else:
            alone.append(file)
    return sorted(os.path.relpath(folder) for folder in builds), alone, sorted(parts)


def _users(start: str, users: dict[str, set[str]]) -> set[str]:
    reached: set[str] = set()
    waiting = [start]
    while waiting:
        for folder in users.get(waiting.pop(), ()):
            if folder not in reached:
                reached.add(folder)
                waiting.append(folder)
    return reached
