"""Which fields the transformers change: the defaults, what `configurations` and `crds` add, and their merger.

Source: kustomize api/internal/plugins/builtinconfig, api/internal/accumulator/loadconfigfromcrds.go.
"""

from __future__ import annotations

from functools import cache

from mlkube.errors import KustomizationError, MlkubeError, Place, raise_all
from mlkube.overlay.fields import field_specs
from mlkube.overlay.fields.field_spec import line_of
from mlkube.overlay.fields.field_spec_list import FieldSpecConflict, FieldSpecs, split_kind
from mlkube.overlay.fields.kind_order import kind_order

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from mlkube.overlay.fields.field_spec import FieldSpec


NAME_REFERENCE = "nameReference"

_TABLES: dict[str, tuple[field_specs.Row, ...]] = {
    "namePrefix": field_specs.NAME_PREFIX,
    "nameSuffix": field_specs.NAME_SUFFIX,
    "namespace": field_specs.NAMESPACE,
    "commonLabels": field_specs.COMMON_LABELS,
    "labels": (),
    "templateLabels": field_specs.TEMPLATE_LABELS,
    "commonAnnotations": field_specs.COMMON_ANNOTATIONS,
    "varReference": field_specs.VAR_REFERENCE,
    "images": field_specs.IMAGES,
    "replicas": field_specs.REPLICAS,
}
_NO_SPECS = FieldSpecs()


class NameReference:
    """A kind that is referred to by name, empty parts meaning any; `referrers` are the fields that do it."""

    __slots__ = ("group", "kind", "referrers", "version")

    def __init__(self, group: str, version: str, kind: str, referrers: FieldSpecs) -> None:
        self.group = group
        self.version = version
        self.kind = kind
        self.referrers = referrers

    def key(self) -> tuple[str, str, str]:
        """Return group, version and kind."""
        return self.group, self.version, self.kind

    def __eq__(self, other: object) -> bool:
        return (
            isinstance(other, NameReference)
            and self.key() == other.key()
            and self.referrers == other.referrers
        )

    def __hash__(self) -> int:
        return hash((self.key(), self.referrers))

    def __repr__(self) -> str:
        return f"NameReference({'/'.join(self.key())!r}, {self.referrers!r})"


class TransformerConfig:
    """The field specs of every transformer; immutable, and equal tables stay the same object through mergers.

    The defaults are read from their tables when they are first asked for.
    """

    __slots__ = ("_is_default", "_name_reference", "_references_from", "_sections")

    def __init__(
        self,
        sections: Mapping[str, FieldSpecs] | None = None,
        name_reference: Iterable[NameReference] | None = (),
        *,
        is_default: bool = False,
    ) -> None:
        self._sections = {name: _sorted(specs) for name, specs in (sections or {}).items()}
        self._name_reference = None if is_default else _sorted_references(name_reference or ())
        self._is_default = is_default
        self._references_from: dict[
            tuple[str, str], tuple[tuple[NameReference, tuple[FieldSpec, ...]], ...]
        ] = {}

    def section(self, name: str) -> FieldSpecs:
        """Return the specs of a section by its name in a configuration file, such as `commonLabels`."""
        specs = self._sections.get(name)
        if specs is None:
            specs = _sorted(FieldSpecs.from_table(_TABLES[name])) if self._is_default else _NO_SPECS
            self._sections[name] = specs
        return specs

    @property
    def name_prefix(self) -> FieldSpecs:
        """The fields that `namePrefix` prefixes."""
        return self.section("namePrefix")

    @property
    def name_suffix(self) -> FieldSpecs:
        """The fields that `nameSuffix` is put behind."""
        return self.section("nameSuffix")

    @property
    def namespace(self) -> FieldSpecs:
        """The fields that `namespace` sets besides `metadata.namespace` and subjects of role bindings."""
        return self.section("namespace")

    @property
    def common_labels(self) -> FieldSpecs:
        """The mappings that `commonLabels`, and `labels` with `includeSelectors`, add to."""
        return self.section("commonLabels")

    @property
    def labels(self) -> FieldSpecs:
        """The mappings that `labels` add to besides `metadata.labels`."""
        return self.section("labels")

    @property
    def template_labels(self) -> FieldSpecs:
        """The mappings that `labels` with `includeTemplates` add to."""
        return self.section("templateLabels")

    @property
    def common_annotations(self) -> FieldSpecs:
        """The mappings that `commonAnnotations` add to."""
        return self.section("commonAnnotations")

    @property
    def var_reference(self) -> FieldSpecs:
        """The fields in which `$(NAME)` of `vars` is replaced."""
        return self.section("varReference")

    @property
    def images(self) -> FieldSpecs:
        """The fields that `images` change besides those of containers."""
        return self.section("images")

    @property
    def replicas(self) -> FieldSpecs:
        """The fields that `replicas` set."""
        return self.section("replicas")

    @property
    def name_reference(self) -> tuple[NameReference, ...]:
        """The kinds that are referred to, in kustomize's order of kinds."""
        if self._name_reference is None:
            self._name_reference = _sorted_references(
                NameReference(*split_kind(kind), FieldSpecs.from_table(rows))
                for kind, rows in field_specs.NAME_REFERENCE
            )
        return self._name_reference

    def references_from(
        self, api_version: str, kind: str
    ) -> tuple[tuple[NameReference, tuple[FieldSpec, ...]], ...]:
        """Return the kinds that objects of a kind can refer to, each with the fields that do."""
        key = (api_version, kind)
        found = self._references_from.get(key)
        if found is None:
            pairs = ((each, each.referrers.for_kind(api_version, kind)) for each in self.name_reference)
            found = self._references_from[key] = tuple(pair for pair in pairs if pair[1])
        return found

    def merge(self, other: TransformerConfig, place: Place | None = None) -> TransformerConfig:
        """Return this configuration with the other one's rows behind its own; itself where that adds nothing.

        The rows of the other one are merged among each other, too, and by now they are sorted: of a row for
        every kind and one of the same path for `Foo`, both of one file, only that for `Foo` is left.

        Raises:
            KustomizationError: two rows for one field disagree on `create`; `place` is the kustomization.

        """
        if other is EMPTY:
            return self
        if other is builtin() and (self is EMPTY or self is other):
            return other
        errors: list[MlkubeError] = []
        sections: dict[str, FieldSpecs] = {}
        for name in _TABLES:
            mine = self.section(name)
            sections[name] = mine
            try:
                sections[name] = mine.merged(other.section(name))
            except FieldSpecConflict as conflict:
                errors.append(_conflict_error(name, conflict, place))
        references = self.name_reference
        try:
            references = _merged_references(references, other.name_reference)
        except FieldSpecConflict as conflict:
            errors.append(_conflict_error(NAME_REFERENCE, conflict, place))
        raise_all(errors)
        if references is self.name_reference and all(
            specs is self.section(name) for name, specs in sections.items()
        ):
            return self
        return TransformerConfig(sections, references)


@cache
def builtin() -> TransformerConfig:
    """Return kustomize's defaults, one object for the whole process."""
    return TransformerConfig(is_default=True)


def normalized(
    sections: Mapping[str, FieldSpecs], references: Iterable[NameReference], place: Place
) -> TransformerConfig:
    """Return the configuration of one file: its rows without those that earlier rows of it stand for.

    Raises:
        KustomizationError: two rows of the file disagree on `create`.

    """
    errors: list[MlkubeError] = []
    merged: dict[str, FieldSpecs] = {}
    for name, specs in sections.items():
        try:
            merged[name] = _NO_SPECS.merged(_sorted(specs))
        except FieldSpecConflict as conflict:
            errors.append(_conflict_error(name, conflict, place))
    kinds: tuple[NameReference, ...] = ()
    try:
        kinds = _merged_references((), _sorted_references(references))
    except FieldSpecConflict as conflict:
        errors.append(_conflict_error(NAME_REFERENCE, conflict, place))
    raise_all(errors)
    return TransformerConfig(merged, kinds)


def _conflict_error(section: str, conflict: FieldSpecConflict, place: Place | None) -> KustomizationError:
    where = place or Place()
    if where.file and not where.line:
        line, column = line_of(where.file, 0, (section,))
        where = Place(where.file, line, column)
    return KustomizationError(
        f"two field specs contradict each other: {conflict}",
        place=where.within(field=section),
        hint="give both rows the same `create`, or narrow one of them by group, version and kind",
    )


def _merged_references(
    mine: tuple[NameReference, ...], theirs: Iterable[NameReference]
) -> tuple[NameReference, ...]:
    by_key = {each.key(): each for each in mine}
    changed = False
    for each in theirs:
        present = by_key.get(each.key())
        if present is None:
            # kustomize takes the rows of a new kind as they are, duplicates included.
            by_key[each.key()] = each
            changed = True
            continue
        specs = present.referrers.merged(each.referrers)
        if specs is not present.referrers:
            by_key[each.key()] = NameReference(*each.key(), specs)
            changed = True
    return tuple(by_key.values()) if changed else mine


def _sorted(specs: FieldSpecs) -> FieldSpecs:
    rows = tuple(sorted(specs, key=lambda row: kind_order(row.group, row.version, row.kind)))
    return specs if rows == specs else FieldSpecs(rows)


def _sorted_references(references: Iterable[NameReference]) -> tuple[NameReference, ...]:
    return tuple(sorted(references, key=lambda each: kind_order(*each.key())))


EMPTY = TransformerConfig()
"""No field specs at all: what a build starts from before it merges its first configuration."""
