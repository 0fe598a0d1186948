"""`sortOptions`: the order in which a build prints its objects."""

from __future__ import annotations

from mlkube.core.resource import split_api_version
from mlkube.errors import KustomizationError, Place
from mlkube.overlay.fields.kind_order import kind_order

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from mlkube.core.json import JsonObject
    from mlkube.core.resource import Resource

LEGACY = "legacy"
FIFO = "fifo"


def sort_resources(resources: Sequence[Resource], options: JsonObject | None, place: Place) -> list[Resource]:
    """Return the objects in the order that `sortOptions` asks for.

    `legacy` sorts by kind (first, others, last), then group, version, kind, namespace and name, where an
    empty group or namespace comes after all others. `fifo` keeps the order of appearance.

    Raises:
        KustomizationError: the options contradict each other.

    """
    ranks = _read(options, place)
    if ranks is None:
        return list(resources)

    def key(resource: Resource) -> tuple[int, str, str]:
        kind = resource.kind
        group, version = split_api_version(resource.api_version)
        rank, by_kind = kind_order(group, version, kind)
        if ranks:
            rank = ranks.get(kind, 0)
        if kind == "Namespace" and not group and rank:
            by_kind = ""  # before the Namespaces of other groups, which are no namespaces of a cluster
        return rank, by_kind, f"{resource.namespace or '~X'}|{resource.name or '~N'}"

    return sorted(resources, key=key)


def _read(options: JsonObject | None, place: Place) -> dict[str, int] | None:
    """Return the ranks of kinds that the user gives: empty for kustomize's own, None to keep the order."""
    if options is None:
        return {}
    order = options.get("order") or ""
    if order not in (LEGACY, FIFO):
        reason = f"order {order!r} is neither {LEGACY!r} nor {FIFO!r}"
        raise KustomizationError(reason, place=place.within(field="sortOptions.order"))
    legacy = options.get("legacySortOptions")
    if not isinstance(legacy, dict):
        return {} if order == LEGACY else None
    if order == FIFO:
        raise KustomizationError(
            "legacySortOptions go with order 'legacy' only",
            place=place.within(field="sortOptions.legacySortOptions"),
            hint="remove them, or set order: legacy",
        )
    first, last = _kinds(legacy, "orderFirst"), _kinds(legacy, "orderLast")
    ranks = {kind: index - len(first) for index, kind in enumerate(first)}
    ranks.update({kind: index + 1 for index, kind in enumerate(last)})
    return ranks or {"": 0}


def _kinds(options: JsonObject, key: str) -> list[str]:
    kinds = options.get(key)
    return [str(kind) for kind in kinds] if isinstance(kinds, list) else []
