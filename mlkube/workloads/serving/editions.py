"""Editions: each version of a model server as a workload of its own, with what it changes written into it.

The fields of a version that the workload has too are merged as a patch of the workload would be.
"""

from __future__ import annotations

from mlkube.workloads.faults import Refusal
from mlkube.workloads.field_types import LIST, MAP
from mlkube.workloads.objects import Context
from mlkube.workloads.serving.version import VERSION_LABEL
from mlkube.workloads.spec import Spec, make

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from typing import Any

    from mlkube.core.json import JsonObject
    from mlkube.workloads.faults import Fault, Path
    from mlkube.workloads.objects import Objects
    from mlkube.workloads.serving.server import Server
    from mlkube.workloads.serving.version import ServingVersion
    from mlkube.workloads.serving.workload import ServingWorkload
    from mlkube.workloads.spec import Field


_ALL = 100


class Edition:
    """One version of a workload.

    `version` is empty for a workload without versions; `path` is where it stands. `moved` says where the
    fields of `workload` were written that the version gives: a path of the workload to one of the version.
    """

    __slots__ = ("moved", "path", "version", "workload")

    def __init__(
        self,
        workload: ServingWorkload,
        version: str = "",
        path: Path = (),
        moved: dict[Path, Path] | None = None,
    ) -> None:
        self.workload = workload
        self.version = version
        self.path = path
        self.moved = moved or {}

    def name(self, base: str) -> str:
        """Return the name of an object of this version."""
        return f"{base}-{self.version}" if self.version else base

    @property
    def labels(self) -> dict[str, str]:
        """The labels that tell its pods from those of other versions."""
        return {VERSION_LABEL: self.version} if self.version else {}

    def written(self, path: Path) -> Path:
        """Return where a field of the workload was written."""
        for length in range(len(path), 0, -1):
            there = self.moved.get(path[:length])
            if there is not None:
                return (*there, *path[length:])
        return path

    def gives(self, path: Path) -> bool:
        """Tell whether the version gives a field, or a part of it."""
        return any(each[: len(path)] == path or path[: len(each)] == each for each in self.moved)

    def placed(self, fault: Fault) -> Fault:
        """Return a fault of the workload at the field where it was written."""
        other = None if fault.other is None else self.written(fault.other)
        return type(fault)(self.written(fault.path), fault.reason, fault.hint, other=other)


class EditionContext(Context):
    """The surroundings of one version: what only it needs is called after it."""

    __slots__ = ("_edition",)

    def __init__(self, context: Context, edition: Edition) -> None:
        super().__init__(context.description)
        self._edition = edition

    def owner(self, *fields: Path) -> str:
        """Return the name in front of the names of objects that come from these fields."""
        if any(self._edition.gives(path) for path in fields):
            return self._edition.name(self.name)
        return self.name


def editions_of(workload: ServingWorkload) -> list[Edition]:
    """Return the versions of a workload that run side by side; the workload itself where there are none."""
    rollout = workload.rollout
    if not rollout.side_by_side:
        return [Edition(workload)]
    return [_edition(workload, version, at) for at, version in enumerate(rollout.versions)]


def serve_each(
    editions: Sequence[Edition],
    context: Context,
    objects: Objects,
    pods: Callable[[Edition, Context, Objects, Server], JsonObject],
) -> list[tuple[Server, JsonObject]]:
    """Return the server of each version with what `pods` makes of it; objects that they need are added.

    Raises:
        Refusal: what a version lacks or contradicts; of all versions.

    """
    served = []
    faults: list[Fault] = []
    for edition in editions:
        own = EditionContext(context, edition)
        try:
            server = edition.workload.serve(own, objects)
            served.append((server, pods(edition, own, objects, server)))
        except Refusal as refusal:
            faults += [edition.placed(fault) for fault in refusal.faults]
    if faults:
        raise Refusal(dict.fromkeys(faults))
    return served


def _edition(workload: ServingWorkload, version: ServingVersion, at: int) -> Edition:
    moved: dict[Path, Path] = {}
    path: Path = ("spec", "rollout", "versions", at)
    values = {name: getattr(workload, name) for name in type(workload).spec_fields}
    for given in version.given():
        field = type(workload).spec_fields.get(given.name)
        if field is None or given.name == "name":
            continue
        own = getattr(version, given.name)
        values[given.name] = _merged(
            values[given.name], own, field, ("spec", field.key), (*path, given.key), moved
        )
    _count_pods(values, workload, version, moved)
    return Edition(make(type(workload), values), version.name, path, moved)


def _count_pods(
    values: dict[str, Any], workload: ServingWorkload, version: ServingVersion, moved: dict[Path, Path]
) -> None:
    """Write how many pods the version has, where the rollout decides on it."""
    rollout = workload.rollout
    active = version.name == rollout.active_version
    if rollout.strategy == "canary" and rollout.by == "replicas":
        share = _ALL - rollout.weight if active else rollout.weight
        values["replicas"] = workload.replicas * share // _ALL
    idle = rollout.preview_replicas
    if rollout.strategy == "blueGreen" and not active and idle is not None:
        values["replicas"] = idle
        scaling = workload.autoscaling
        if scaling is not None and scaling.owns_replicas:
            bounds = {name: getattr(scaling, name) for name in type(scaling).spec_fields}
            values["autoscaling"] = make(type(scaling), {**bounds, "min_replicas": idle})
            moved["spec", "autoscaling", "minReplicas"] = ("spec", "rollout", "previewReplicas")


def _merged(
    base: Any,  # noqa: ANN401  values of any field
    own: Any,  # noqa: ANN401
    field: Field,
    path: Path,
    written: Path,
    moved: dict[Path, Path],
) -> Any:  # noqa: ANN401
    """Return a value with that of a version over it; `moved` learns what the version gives."""
    if field.type.form == LIST and field.keys:
        return _merged_list(base, own, field.keys, path, written, moved)
    if field.type.form == MAP:
        moved.update({(*path, key): (*written, key) for key in own})
        return {**base, **own}
    if isinstance(own, Spec) and type(base) is type(own):
        return _merged_spec(base, own, path, written, moved)
    moved[path] = written
    return own


def _merged_spec(base: Spec, own: Spec, path: Path, written: Path, moved: dict[Path, Path]) -> Spec:
    values = {name: getattr(base, name) for name in type(base).spec_fields}
    for given in own.given():
        values[given.name] = getattr(own, given.name)
        moved[*path, given.key] = (*written, given.key)
    return make(type(base), values)


def _merged_list(
    base: Sequence[Any],
    own: Sequence[Any],
    keys: tuple[str, ...],
    path: Path,
    written: Path,
    moved: dict[Path, Path],
) -> tuple[Any, ...]:
    result = list(base)
    places = {_identity(each, keys): at for at, each in enumerate(base)}
    for at, each in enumerate(own):
        place = places.setdefault(_identity(each, keys), len(result))
        here, there = (*path, place), (*written, at)
        if place == len(result):
            result.append(each)
            moved[here] = there
        elif isinstance(each, Spec):
            result[place] = _merged_spec(result[place], each, here, there, moved)
        else:
            result[place] = each
            moved[here] = there
    return tuple(result)


def _identity(element: Any, keys: tuple[str, ...]) -> tuple[object, ...]:  # noqa: ANN401  a spec or a mapping
    if isinstance(element, Spec):
        element = {field.key: getattr(element, name) for name, field in type(element).spec_fields.items()}
    return tuple(element.get(key) for key in keys)
