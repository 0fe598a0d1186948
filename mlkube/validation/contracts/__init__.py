"""Contracts between objects: what each may be by itself, and what cannot work together.

They never change what the server says of one object. An error is what cannot work whatever the cluster holds;
a warning is a name that the objects lack and the cluster may have.
"""

from __future__ import annotations

from mlkube.validation.contracts.judged import Broken, Judged, Party
from mlkube.validation.contracts.objects import Objects

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

__all__ = ["Broken", "Judged", "Party", "check_contracts"]


def check_contracts(parties: Iterable[Judged], *, external: Callable[[str, str], bool]) -> list[Broken]:
    """Return the contracts that the objects break, in the order of the objects.

    `external(kind, name)` says that the cluster brings an object.
    """
    from mlkube.validation.contracts import (  # noqa: PLC0415  most runs look at single objects
        budgets,
        configuration,
        monitoring,
        names,
        queues,
        scaling,
        serving,
        storage,
    )

    objects = Objects(parties, external)
    for module in (names, scaling, budgets, serving, storage, configuration, monitoring, queues):
        for party in objects:
            module.check(party, objects)
    return sorted(objects.broken, key=lambda broken: broken.object)
