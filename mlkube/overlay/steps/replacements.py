"""`replacements`: copies a field of one object into fields of others."""

from __future__ import annotations

from mlkube.core.field_path import format_path
from mlkube.errors import BuildError, KustomizationError, MlkubeError, Place, raise_all
from mlkube.overlay.field_lookup import FieldPathError, look_up, split_path
from mlkube.overlay.replacement.draft import Draft
from mlkube.overlay.replacement.entries import Replacement
from mlkube.overlay.replacement.matching import LIST, MAPPING, SCALAR, match_fields
from mlkube.overlay.replacement.selection import Choice, Condition, Index
from mlkube.overlay.scalar_text import STRING, RawScalar, is_empty, node_of, tag_of, text_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from mlkube.core.json import JsonObject
    from mlkube.core.resource import Resource
    from mlkube.overlay.replacement.draft import Steps
    from mlkube.overlay.replacement.entries import Options, Source, Target
    from mlkube.overlay.scalar_text import Node


def apply_replacements(
    resources: Sequence[Resource], replacements: Sequence[JsonObject], place: Place
) -> list[Resource]:
    """Return the resources with every replacement made, one after the other.

    `replacements` are parsed entries, inline or from the files of `path`; `place` is where they were written.

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
    work = _Work(resources)
    for where, replacement in entries:
        work.replace(replacement, where)
    return work.finish()


def _entry_name(place: Place, number: int) -> str:
    return f"{place.field or 'replacements'}[{number}]"


class _Value:
    """What a replacement writes: something fixed, or a field that is read anew for every target.

    kustomize copies from the live object, so a target that changes the source changes what the next ones get;
    a target that replaces a mapping around the source leaves the value as it was.
    """

    __slots__ = ("_drafts", "_fixed", "_position", "_steps")

    def __init__(
        self, fixed: Node, drafts: dict[int, Draft] | None = None, position: int = 0, steps: Steps = ()
    ) -> None:
        self._fixed = fixed
        self._drafts = drafts
        self._position = position
        self._steps = steps

    def read(self) -> Node:
        """Return the value of now."""
        draft = self._drafts.get(self._position) if self._drafts is not None else None
        if draft is None:
            return self._fixed
        value = draft.get(self._steps)
        if isinstance(value, dict | list):
            draft.share()
        return value

    def before_write(self, draft: Draft, steps: Steps) -> None:
        """Keep the value where a write is about to cut it off from its object."""
        if (
            self._drafts is not None
            and self._drafts.get(self._position) is draft
            and len(steps) < len(self._steps)
            and list(self._steps[: len(steps)]) == list(steps)
        ):
            self._fixed = self.read()
            self._drafts = None


class _Work:
    """The objects while they change: a draft for each that was written to."""

    __slots__ = ("drafts", "errors", "index", "resources")

    def __init__(self, resources: Sequence[Resource]) -> None:
        self.resources = resources
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
            body, wrong = draft.settled()
            resource = self.resources[position]
            for steps, scalar, kind in wrong:
                self.errors.append(_wrong_kind(resource, steps, scalar, kind))
            if isinstance(body, dict):
                result[position] = resource.with_body(body)
        raise_all(self.errors)
        return result

    def _body(self, position: int) -> Node:
        draft = self.drafts.get(position)
        return node_of(self.resources[position].body) if draft is None else draft.root

    def _value(self, replacement: Replacement, place: Place) -> _Value:
        source = replacement.source
        if source is None:
            return _Value(RawScalar(replacement.source_value, ""))
        position = self._source(source, place)
        resource = self.resources[position]
        try:
            value, steps = _read_field(self._body(position), source.field_path)
            if source.options.delimiter:
                return _Value(_piece(value, source.options))
        except FieldPathError as error:
            raise BuildError(
                f"cannot read the source of {place.field}: {error.reason}",
                place=place.within(resource=str(resource), field=source.field_path),
                hint=error.hint,
            ) from error
        return _Value(value, self.drafts, position, steps)

    def _source(self, source: Source, place: Place) -> int:
        condition = Condition(source.selector, place, regexp=False)
        found = [
            position
            for position in self.index.candidates(condition)
            if condition.holds(self.index.ids(position))
        ]
        if len(found) == 1:
            return found[0]
        raise _no_single_source(condition, [self.resources[each] for each in found], self.resources, place)

    def _write(self, position: int, target: Target, value: _Value, place: Place, failed: set[str]) -> None:
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
        self.index.update(position, draft.root)


def _read_field(body: Node, path: str) -> tuple[Node, Steps]:
    """Return the source's value with the steps to it.

    Raises:
        FieldPathError: no such field, or null, `{}` or `[]`, which kustomize takes for missing.

    """
    found = look_up(body, split_path(path))
    if found is None or is_empty(found[0]):
        raise FieldPathError("no such field, or an empty one")
    return found


def _write_field(draft: Draft, path: str, options: Options, value: _Value, writer: str) -> None:
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
        new = _replaced(old, value.read(), options, writer)
        if not _same(old, new):
            value.before_write(draft, steps)
            draft.put(steps, new)


def _write_inside_text(draft: Draft, parts: list[str], kind: str, value: _Value, writer: str) -> bool:
    from mlkube.overlay.replacement.structured import write_inside_text  # noqa: PLC0415  few paths go into a text

    return write_inside_text(draft, parts, kind, value.read(), writer)


def _kind(value: Node) -> str:
    return MAPPING if isinstance(value, dict) else LIST if isinstance(value, list) else SCALAR


def _replaced(old: Node, value: Node, options: Options, writer: str) -> Node:
    """Return what the field holds afterwards: a scalar keeps its type and takes the text of the value.

    Raises:
        FieldPathError: a delimiter where the field is a mapping or a list.

    """
    if isinstance(old, dict | list):
        if options.delimiter:
            raise FieldPathError("`delimiter` works on text, this is a mapping or a list")
        return RawScalar(value.text, value.tag, writer) if isinstance(value, RawScalar) else value
    text = text_of(value)
    if options.delimiter:
        text = _spliced(text_of(old), text, options)
    tag = tag_of(old)
    return text if tag == STRING else RawScalar(text, tag, writer)


def _spliced(old: str, text: str, options: Options) -> str:
    """Return the old text with one piece replaced; a negative index puts one first, one past the end last."""
    pieces = old.split(options.delimiter)
    if options.index < 0:
        pieces.insert(0, text)
    elif options.index >= len(pieces):
        pieces.append(text)
    else:
        pieces[options.index] = text
    return options.delimiter.join(pieces)


def _piece(value: Node, options: Options) -> Node:
    """Return the piece of the source that the options name; it keeps the source's type.

    Raises:
        FieldPathError: the source is no scalar, or has fewer pieces.

    """
    if isinstance(value, dict | list):
        raise FieldPathError("`delimiter` works on text, this is a mapping or a list")
    text = text_of(value)
    pieces = text.split(options.delimiter)
    if not 0 <= options.index < len(pieces):
        raise FieldPathError(
            f"`{text}` has no piece {options.index} between `{options.delimiter}`",
            hint=f"the index of a source goes from 0 to {len(pieces) - 1} here",
        )
    tag = tag_of(value)
    return pieces[options.index] if tag == STRING else RawScalar(pieces[options.index], tag)


def _same(old: Node, new: Node) -> bool:
    """Tell whether nothing changes: the same object, or a string of the same text."""
    return old is new or (type(old) is str and type(new) is str and old == new)


def _wrong_kind(resource: Resource, steps: list[str | int], scalar: RawScalar, kind: str) -> BuildError:
    file = resource.sources[0].file if resource.sources else ""
    return BuildError(
        f"`{scalar.text}`, written by {scalar.writer}, is not {kind}, as the field was before",
        place=Place(file, resource=str(resource), field=format_path(steps)),
        hint="a replacement keeps the type of the field; quote the value in the object to make it a string",
    )


def _no_single_source(
    condition: Condition, found: list[Resource], resources: Sequence[Resource], place: Place
) -> BuildError:
    where = place.within(field=f"{place.field}.source")
    if found:
        names = ", ".join(_named(each) for each in found)
        return BuildError(
            f"several objects match the source ({condition}): {names}",
            place=where,
            hint="name kind, name and namespace so that one object is left",
        )
    from mlkube.core.suggest import suggest  # noqa: PLC0415  only messages need it

    kind, name = condition.texts[2], condition.texts[3]
    known = {each.name for each in resources if not kind or each.kind == kind}
    near = suggest(name, sorted(known)) if name else ""
    return BuildError(
        f"no object matches the source ({condition})",
        place=where,
        hint=f"did you mean `{near}`?" if near and near != name else "",
    )


def _named(resource: Resource) -> str:
    file = resource.sources[0].file if resource.sources else ""
    return f"{resource} ({file})" if file else str(resource)
