"""Lists of field specs: which of them hold for a kind, and how two lists become one.

Source: kustomize api/types/fieldspec.go.
"""

from __future__ import annotations

from mlkube.core.resource import split_api_version
from mlkube.overlay.fields.field_spec import FieldSpec

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from typing import Self

    from mlkube.core.json import Json
    from mlkube.overlay.fields.field_specs import Row


class FieldSpecConflict(ValueError):  # noqa: N818 -- it names the clash of two rows, not a failure of code
    """Two rows for the same field of the same kinds, of which only one creates the field."""


class FieldSpecs(tuple[FieldSpec, ...]):  # noqa: SLOT001 -- a tuple has no room for slots with tables
    """An immutable list of field specs; which of them hold for a kind is a dictionary lookup."""

    _by_kind: dict[tuple[str, str], tuple[FieldSpec, ...]]
    _by_path: dict[tuple[str, ...], list[FieldSpec]] | None

    def __new__(cls, rows: Iterable[FieldSpec] = ()) -> Self:
        """Return the rows as a list of specs."""
        specs = super().__new__(cls, rows)
        specs._by_kind = {}
        specs._by_path = None
        return specs

    @classmethod
    def of(cls, rows: Iterable[FieldSpec]) -> FieldSpecs:
        """Return the rows as a list of specs; the same object where they are one."""
        return rows if isinstance(rows, FieldSpecs) else cls(rows)

    @classmethod
    def from_table(cls, table: Sequence[Row]) -> FieldSpecs:
        """Return the specs of a table of rows (path, create, kinds)."""
        rows: list[FieldSpec] = []
        for path, create, kinds in table:
            for selector in kinds or ("",):
                group, version, kind = split_kind(selector)
                rows.append(FieldSpec(path, group=group, version=version, kind=kind, create=create))
        return cls(rows)

    @classmethod
    def from_json(cls, rows: Json) -> FieldSpecs:
        """Return the specs of a list that was checked before: `[{path: spec/foo, kind: Foo, create: true}]`.

        Null, as a list or as a row, is empty.
        """
        specs: list[FieldSpec] = []
        for row in rows if isinstance(rows, list) else ():
            fields = row if isinstance(row, dict) else {}
            text = {key: str(fields.get(key) or "") for key in ("path", "group", "version", "kind")}
            specs.append(FieldSpec(text.pop("path"), create=fields.get("create") is True, **text))
        return cls(specs)

    def for_kind(self, api_version: str, kind: str) -> tuple[FieldSpec, ...]:
        """Return the specs that hold for objects of the kind, in order."""
        key = (api_version, kind)
        specs = self._by_kind.get(key)
        if specs is None:
            group, version = split_api_version(api_version)
            specs = tuple(row for row in self if row.selects(group, version, kind))
            self._by_kind[key] = specs
        return specs

    def merged(self, other: FieldSpecs) -> FieldSpecs:
        """Return these specs and, behind them, those of the other list that are not there yet.

        As in kustomize, a row is there already when one of the same path holds for nothing that the row
        does not hold for: after a row for `Deployment` a row for every kind is dropped.

        Raises:
            FieldSpecConflict: a row and the one that stands for it disagree on `create`.

        """
        if not other:
            return self
        added: list[FieldSpec] = []
        by_path = self._paths()
        own: dict[tuple[str, ...], list[FieldSpec]] = {}
        for row in other:
            present = own.get(row.path)
            if present is None:
                present = own[row.path] = list(by_path.get(row.path, ()))
            same = next((each for each in present if row.selects(each.group, each.version, each.kind)), None)
            if same is None:
                present.append(row)
                added.append(row)
            elif same.create != row.create:
                raise FieldSpecConflict(
                    f"the row for {same} has `create: {str(same.create).lower()}`,"
                    f" the row for {row} has `create: {str(row.create).lower()}`"
                )
        return FieldSpecs((*self, *added)) if added else self

    def _paths(self) -> dict[tuple[str, ...], list[FieldSpec]]:
        if self._by_path is None:
            self._by_path = {}
            for row in self:
                self._by_path.setdefault(row.path, []).append(row)
        return self._by_path


def split_kind(selector: str) -> tuple[str, str, str]:
    """Return group, version and kind of `group/version/Kind`, or of a kind alone."""
    if "/" not in selector:
        return "", "", selector
    group, version, kind = selector.split("/")
    return group, version, kind
