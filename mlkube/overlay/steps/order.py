"""`sortOptions`: the order in which a build prints its objects."""

from __future__ import annotations

from mlkube.core.resource import split_api_version
from mlkube.errors import KustomizationError, Place

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from mlkube.core.json import JsonObject
    from mlkube.core.resource import Resource

LEGACY = "legacy"
FIFO = "fifo"

ORDER_FIRST = (
    "Namespace",
    "ResourceQuota",
    "StorageClass",
    "CustomResourceDefinition",
    "ServiceAccount",
    "PodSecurityPolicy",
    "Role",
    "ClusterRole",
    "RoleBinding",
    "ClusterRoleBinding",
    "ConfigMap",
    "Secret",
    "Endpoints",
    "Service",
    "LimitRange",
    "PriorityClass",
    "PersistentVolume",
    "PersistentVolumeClaim",
    "Deployment",
    "StatefulSet",
    "CronJob",
    "PodDisruptionBudget",
)
ORDER_LAST = ("MutatingWebhookConfiguration", "ValidatingWebhookConfiguration")


def sort_resources(resources: Sequence[Resource], options: JsonObject | None, place: Place) -> list[Resource]:
    """Return the objects in the order that `sortOptions` asks for.

    `legacy` sorts by kind (first, others, last), then group, version, kind, namespace and name, where an
    empty group or namespace comes after all others. `fifo` keeps the order of appearance.

    Raises:
        KustomizationError: the options contradict each other.

    """
    order, first, last = _read(options, place)
    if order == FIFO:
        return list(resources)
    ranks = {kind: index - len(first) for index, kind in enumerate(first)}
    ranks.update({kind: index + 1 for index, kind in enumerate(last)})

    def key(resource: Resource) -> tuple[int, str, str]:
        kind = resource.kind
        group, version = split_api_version(resource.api_version)
        by_kind = f"{group or '~G'}_{version or '~V'}_{kind or '~K'}"
        by_name = f"{resource.namespace or '~X'}|{resource.name or '~N'}"
        return ranks.get(kind, 0), by_kind, by_name

    return sorted(resources, key=key)


def _read(options: JsonObject | None, place: Place) -> tuple[str, Sequence[str], Sequence[str]]:
    if options is None:
        return LEGACY, ORDER_FIRST, ORDER_LAST
    order = options.get("order") or ""
    if order not in (LEGACY, FIFO):
        raise KustomizationError(
            f"order {order!r} is neither {LEGACY!r} nor {FIFO!r}", place=place.within(field="sortOptions.order")
        )
    legacy = options.get("legacySortOptions")
    if not isinstance(legacy, dict):
        return str(order), ORDER_FIRST, ORDER_LAST
    if order == FIFO:
        raise KustomizationError(
            "legacySortOptions go with order 'legacy' only",
            place=place.within(field="sortOptions.legacySortOptions"),
            hint="remove them, or set order: legacy",
        )
    return LEGACY, _kinds(legacy, "orderFirst"), _kinds(legacy, "orderLast")


def _kinds(options: JsonObject, key: str) -> list[str]:
    kinds = options.get(key)
    return [str(kind) for kind in kinds] if isinstance(kinds, list) else []
