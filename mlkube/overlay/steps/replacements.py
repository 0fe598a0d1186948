"""`replacements`: copies a field of one object into fields of others."""

from __future__ import annotations

from mlkube.errors import BuildError, KustomizationError, MlkubeError, Place, raise_all
from mlkube.overlay.fields.field_lookup import FieldPathError, look_up, split_path
from mlkube.overlay.replacement.complaints import lost_identity, no_single_source, wrong_kind
from mlkube.overlay.replacement.draft import Draft, settle
from mlkube.overlay.replacement.entries import Replacement
from mlkube.overlay.replacement.matching import LIST, MAPPING, SCALAR, match_fields
from mlkube.overlay.replacement.recorded import from_records, holds_records, with_records
from mlkube.overlay.replacement.selection import Choice, Condition, Index
from mlkube.overlay.replacement.values import Value, is_same, piece, written
from mlkube.overlay.scalar_text import RawScalar, is_empty, node_of, text_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from typing import TypeAlias

    from mlkube.core.json import JsonObject
    from mlkube.core.resource import Resource
    from mlkube.overlay.replacement.draft import Steps
    from mlkube.overlay.replacement.entries import Options, Source, Target
    from mlkube.overlay.scalar_text import Node

    Written: TypeAlias = Callable[[Resource, Sequence[str | int]], str | None]


def apply_replacements(
    resources: Sequence[Resource],
    replacements: Sequence[JsonObject],
    place: Place,
    written: Written | None = None,
) -> list[Resource]:
    """Return the resources with every replacement made, one after the other.

    `replacements` are parsed entries, inline or from the files of `path`; `place` is where they were written.
    `written(resource, path)` returns the text of a value in the file it comes from: `True` is copied so.

    Raises:
        KustomizationError: an entry that cannot be meant.
        BuildError: a source that is no single object or field, a target's field that is missing or of the
            wrong kind, a text where a number, boolean, date or null stood.

    Source: kustomize's api/filters/replacement/replacement.go, as of 5.5.0; regular expressions,
    `sourceValue` and structured data inside strings as of 5.8.1.

    """
    errors: list[MlkubeError] = []
    entries: list[tuple[Place, Replacement]] = []
    for number, data in enumerate(replacements):
        where = place.within(field=_entry_name(place, number))
        try:
            entries.append((where, Replacement.from_json(data, where)))
        except KustomizationError as error:
            errors.append(error)
    raise_all(errors)
    work = _Work(resources, written)
    for where, replacement in entries:
        work.replace(replacement, where)
    return work.finish()


def _entry_name(place: Place, number: int) -> str:
    return f"{place.field or 'replacements'}[{number}]"


class _Work:
    """The objects while they change: a draft for each that was written to."""

    __slots__ = ("drafts", "errors", "index", "resources", "written")

    def __init__(self, resources: Sequence[Resource], written: Written | None) -> None:
        self.resources = resources
        self.written = written
        self.index = Index(resources)
        self.drafts: dict[int, Draft] = {}
        self.errors: list[MlkubeError] = []

    def replace(self, replacement: Replacement, place: Place) -> None:
        """Make one replacement; what goes wrong is kept for the end."""
        try:
            value = self._value(replacement, place)
            choices = [Choice(target.select, target.reject, place) for target in replacement.targets]
        except MlkubeError as error:
            self.errors.append(error)
            return
        for target, choice in zip(replacement.targets, choices, strict=True):
            failed: set[str] = set()
            for position in self.index.candidates(choice.condition):
                if choice.holds(self.index.ids(position), self._body(position)):
                    self._write(position, target, value, place, failed)

    def finish(self) -> list[Resource]:
        """Return all objects, those that were not changed as they were.

        Raises:
            MlkubeError: everything that went wrong.

        """
        result = list(self.resources)
        for position, draft in sorted(self.drafts.items()):
            _spell_annotations(draft)
            body, wrong = draft.settled()
            resource = self.resources[position]
            for steps, scalar, kind in wrong:
                self.errors.append(wrong_kind(resource, steps, scalar, kind))
            if isinstance(body, dict):
                changed = resource.with_body(body)
                result[position] = from_records(changed) if draft.lost_records else changed
                self.errors.extend(lost_identity(resource, result[position]))
        raise_all(self.errors)
        return result

    def _body(self, position: int) -> Node:
        draft = self.drafts.get(position)
        return node_of(self.resources[position].body) if draft is None else draft.root

    def _settled(self, position: int) -> Resource:
        body = settle(self._body(position))
        return self.resources[position].with_body(body if isinstance(body, dict) else {})

    def _recorded(self, position: int) -> Node:
        """Return the body with the annotations that only kustomize has there."""
        return node_of(with_records(self._settled(position)))

    def _value(self, replacement: Replacement, place: Place) -> Value:
        source = replacement.source
        if source is None:
            return Value(RawScalar(replacement.source_value, ""))
        position = self._source(source, place)
        resource = self.resources[position]
        try:
            path = split_path(source.field_path)
            recorded = holds_records(path)
            body = self._recorded(position) if recorded else self._body(position)
            value, steps = _read_field(body, path)
            spelled = self._spelled(resource, value, steps)
            if source.options.delimiter:
                return Value(piece(spelled or value, source.options))
            if spelled is not None or recorded:
                return Value(spelled or value)
        except FieldPathError as error:
            raise BuildError(
                f"cannot read the source of {place.field}: {error.reason}",
                place=place.within(resource=str(resource), field=source.field_path),
                hint=error.hint,
            ) from error
        return Value(value, self.drafts, position, steps)

    def _spelled(self, resource: Resource, value: Node, steps: Steps) -> RawScalar | None:
        """Return a boolean as the file spells it: `True`, which plain data does not tell from `true`."""
        if not isinstance(value, bool) or self.written is None:
            return None
        text = self.written(resource, steps) or ""
        return RawScalar(text, "bool") if text.lower() == text_of(value) else None

    def _source(self, source: Source, place: Place) -> int:
        condition = Condition(source.selector, place, regexp=False)
        found = [
            position
            for position in self.index.candidates(condition)
            if condition.holds(self.index.ids(position))
        ]
        if len(found) == 1:
            return found[0]
        raise no_single_source(condition, [self.resources[each] for each in found], self.resources, place)

    def _write(self, position: int, target: Target, value: Value, place: Place, failed: set[str]) -> None:
        draft = self.drafts.get(position) or Draft(node_of(self.resources[position].body))
        self.drafts[position] = draft
        for path in target.field_paths:
            if path in failed:
                continue
            try:
                _write_field(draft, path, target.options, value, place.field)
            except FieldPathError as error:
                # The same path in further objects most likely fails for the same reason.
                failed.add(path)
                self.errors.append(
                    BuildError(
                        f"cannot write the target of {place.field}: {error.reason}",
                        place=place.within(resource=str(self.resources[position]), field=path),
                        hint=error.hint,
                    )
                )
        former = from_records(self._settled(position)).former if draft.lost_records else None
        self.index.update(position, draft.root, former)


def _spell_annotations(draft: Draft) -> None:
    """Make annotations the texts that were written to them: kustomize prints every annotation as a string."""
    metadata = draft.root.get("metadata") if isinstance(draft.root, dict) else None
    annotations = metadata.get("annotations") if isinstance(metadata, dict) else None
    for key, value in list(annotations.items()) if isinstance(annotations, dict) else ():
        if isinstance(value, RawScalar):
            draft.put(["metadata", "annotations", key], value.text)


def _read_field(body: Node, path: list[str]) -> tuple[Node, Steps]:
    """Return the source's value with the steps to it.

    Raises:
        FieldPathError: no such field, or null, `{}` or `[]`, which kustomize takes for missing.

    """
    found = look_up(body, path)
    if found is None or is_empty(found[0]):
        raise FieldPathError("no such field, or an empty one")
    return found


def _write_field(draft: Draft, path: str, options: Options, value: Value, writer: str) -> None:
    """Write the value to every field that the path means.

    Raises:
        FieldPathError: no such field, or one that cannot take the value.

    """
    parts = split_path(path)
    kind = _kind(value.read()) if options.create else ""
    try:
        found = match_fields(draft, parts, kind)
    except FieldPathError:
        if _write_inside_text(draft, parts, kind, value, writer):
            return
        raise
    for steps in found:
        old = draft.get(steps)
        new = written(old, value.read(), options, writer)
        if not is_same(old, new):
            value.before_write(draft, steps)
            draft.lost_records = draft.lost_records or holds_records(steps)
            draft.put(steps, new)


def _write_inside_text(draft: Draft, parts: list[str], kind: str, value: Value, writer: str) -> bool:
    from mlkube.overlay.replacement.structured import write_inside_text  # noqa: PLC0415  few paths go into a text

    return write_inside_text(draft, parts, kind, value.read(), writer)


def _kind(value: Node) -> str:
    return MAPPING if isinstance(value, dict) else LIST if isinstance(value, list) else SCALAR
