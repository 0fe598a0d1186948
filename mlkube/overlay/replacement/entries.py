"""Replacements as they were written: source, targets, options; checked plain data becomes values."""

from __future__ import annotations

from mlkube.errors import KustomizationError
from mlkube.overlay.kustomization.fields import REPLACEMENT
from mlkube.overlay.kustomization.read import read_value

TYPE_CHECKING = False
if TYPE_CHECKING:
    from mlkube.core.json import JsonObject
    from mlkube.errors import Place
    from mlkube.overlay.kustomization.read import Fault

DEFAULT_FIELD_PATH = "metadata.name"


class Options:
    """How a field is read or written: split at `delimiter`, at position `index`, created where missing."""

    __slots__ = ("create", "delimiter", "index")

    def __init__(self, delimiter: str = "", index: int = 0, *, create: bool = False) -> None:
        self.delimiter = delimiter
        self.index = index
        self.create = create

    @classmethod
    def from_json(cls, data: JsonObject) -> Options:
        """Return the options of a checked `options` mapping; `encoding` has no effect in kustomize."""
        index = data.get("index")
        return cls(
            str(data.get("delimiter") or ""),
            index if isinstance(index, int) else 0,
            create=data.get("create") is True,
        )


class Source:
    """Where a value comes from: the one object that `selector` means, and a field of it."""

    __slots__ = ("field_path", "options", "selector")

    def __init__(self, selector: JsonObject, field_path: str, options: Options) -> None:
        self.selector = selector
        self.field_path = field_path
        self.options = options


class Target:
    """Where a value goes to: objects that `select` means and no `reject` does, and fields of them."""

    __slots__ = ("field_paths", "options", "reject", "select")

    def __init__(
        self, select: JsonObject, reject: list[JsonObject], field_paths: list[str], options: Options
    ) -> None:
        self.select = select
        self.reject = reject
        self.field_paths = field_paths
        self.options = options


class Replacement:
    """One entry of `replacements`: a source, or `source_value` itself, and the targets."""

    __slots__ = ("source", "source_value", "targets")

    def __init__(self, source: Source | None, source_value: str, targets: list[Target]) -> None:
        self.source = source
        self.source_value = source_value
        self.targets = targets

    @classmethod
    def from_json(cls, data: JsonObject, place: Place) -> Replacement:
        """Return the replacement of a parsed entry; fields that kustomize does not know are passed over.

        Raises:
            KustomizationError: no source or two, no target, a target without `select`, a wrong type.

        """
        faults: list[Fault] = []
        read = read_value(data, REPLACEMENT, (), faults)
        for fault in faults:
            if not fault.unknown:
                raise KustomizationError(fault.reason, place=_inside(place, fault.path), hint=fault.hint)
        entry: JsonObject = read if isinstance(read, dict) else {}
        source, targets = entry.get("source"), entry.get("targets")
        if isinstance(source, dict) and "sourceValue" in entry:
            raise KustomizationError(
                "both `source` and `sourceValue` are set", place=place, hint="keep the one that is meant"
            )
        if (not isinstance(source, dict) and "sourceValue" not in entry) or not isinstance(targets, list):
            raise KustomizationError(
                "a replacement needs a source and at least one target",
                place=place,
                hint="write `source: {kind: ..., name: ..., fieldPath: ...}` and `targets: [...]`",
            )
        if not targets:
            raise KustomizationError(
                "a replacement needs at least one target", place=_inside(place, ("targets",))
            )
        return cls(
            _source(source) if isinstance(source, dict) else None,
            str(entry.get("sourceValue") or ""),
            [
                _target(target if isinstance(target, dict) else {}, _inside(place, ("targets", number)))
                for number, target in enumerate(targets)
            ],
        )


def _source(data: JsonObject) -> Source:
    return Source(data, str(data.get("fieldPath") or DEFAULT_FIELD_PATH), _options(data))


def _target(data: JsonObject, place: Place) -> Target:
    select, reject, paths = data.get("select"), data.get("reject"), data.get("fieldPaths")
    if not isinstance(select, dict):
        raise KustomizationError(
            "a target needs `select`",
            place=place,
            hint="write `select: {kind: ..., name: ...}`; `select: {}` means every object",
        )
    return Target(
        select,
        [each for each in reject if isinstance(each, dict)] if isinstance(reject, list) else [],
        [str(path) for path in paths] if isinstance(paths, list) and paths else [DEFAULT_FIELD_PATH],
        _options(data),
    )


def _options(data: JsonObject) -> Options:
    options = data.get("options")
    return Options.from_json(options) if isinstance(options, dict) else Options()


def _inside(place: Place, path: tuple[str | int, ...]) -> Place:
    from mlkube.core.field_path import format_path  # noqa: PLC0415  only messages need it

    inner = format_path(path)
    return place.within(field=f"{place.field}.{inner}" if place.field else inner)
