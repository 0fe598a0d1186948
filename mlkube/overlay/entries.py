"""Transformations of one entry of a list field, and how neighbours become one pass over the objects."""

from __future__ import annotations

from mlkube.errors import MlkubeError, raise_all

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from typing import Any, TypeAlias

    from mlkube.core.resource import Resource

    # what an entry is made of is the affair of the function that takes it
    Run: TypeAlias = Callable[[list[Resource], Sequence[Any]], list[Resource]]


class Entries:
    """The transformation of entries that stand one after the other in a field.

    `run` applies any number of them in one pass; `kind` is equal for entries that one pass can take.
    """

    __slots__ = ("entries", "kind", "run")

    def __init__(self, kind: object, run: Run, entries: Sequence[Any]) -> None:
        self.kind = kind
        self.run = run
        self.entries = tuple(entries)

    def __call__(self, resources: list[Resource]) -> list[Resource]:
        """Return the objects with the entries applied in order.

        Raises:
            MlkubeError: what an entry cannot do; where several fail, of each what it says alone.

        """
        if len(self.entries) == 1:
            return self.run(resources, self.entries)
        try:
            return self.run(resources, self.entries)
        except MlkubeError:
            errors: list[MlkubeError] = []
            for entry in self.entries:
                try:
                    resources = self.run(resources, (entry,))
                except MlkubeError as error:
                    errors.append(error)
            raise_all(errors)
            raise


def joined(first: object, second: object) -> Entries | None:
    """Return one transformation for two neighbours, None where they cannot be one pass."""
    if isinstance(first, Entries) and isinstance(second, Entries) and first.kind == second.kind:
        return Entries(first.kind, first.run, (*first.entries, *second.entries))
    return None
