"""Contracts between objects: what each may be by itself, and what cannot work together.

They never change what the server says of one object. An error is what cannot work whatever the cluster holds;
a warning is a name that the objects lack and the cluster may have.
"""

from __future__ import annotations

from mlkube.validation.contracts.judged import Broken, Judged, Party
from mlkube.validation.contracts.objects import Objects

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

__all__ = ["Broken", "Judged", "Party", "check_contracts"]


def check_contracts(parties: Iterable[Judged], *, external: Callable[[str, str], bool]) -> list[Broken]:
    """Return the contracts that the objects break, in the order of the objects.

    `external(kind, name)` says that the cluster brings an object.
    """
    from mlkube.validation.contracts import (  # noqa: PLC0415  most runs look at single objects
        budgets,
        configuration,
        model_servers,
        monitoring,
        names,
        queues,
        scaling,
        serving,
        storage,
    )

    objects = Objects(parties, external)
    checks = [each.check for each in (names, scaling, budgets, serving, storage, configuration, monitoring)]
    for check in (*checks, queues.check, model_servers.check, *_of_few(objects)):
        for party in objects:
            check(party, objects)
    return sorted(objects.broken, key=lambda broken: broken.object)


# What only few renders hold: kinds, and the modules that are about them.
_BY_KIND: tuple[tuple[tuple[str, ...], tuple[str, ...]], ...] = (
    (("VerticalPodAutoscaler",), ("sizing",)),
    (("ScaledObject", "TriggerAuthentication"), ("keda",)),
    (("InferenceService",), ("kserve",)),
    (("ResourceQuota", "LimitRange"), ("bounds",)),
    (("Namespace",), ("pod_standards",)),
    (("ClusterQueue",), ("cluster_queues",)),
    (("StorageClass", "ServiceAccount"), ("platform",)),
    (("AlertmanagerConfig", "PrometheusRule"), ("alerting",)),
    (("HTTPRoute", "GRPCRoute"), ("routes", "gateways")),
    (("NetworkPolicy",), ("network",)),
)


def _of_few(objects: Objects) -> Iterator[Callable[[Party, Objects], None]]:
    """Yield the checks of what these objects hold and most do not; a module is imported only then."""
    from importlib import import_module  # noqa: PLC0415  as above

    for kinds, modules in _BY_KIND:
        if any(objects.of_kind(kind) for kind in kinds):
            for module in modules:
                yield import_module(f"{__name__}.{module}").check
    scalers = [*objects.of_kind("HorizontalPodAutoscaler"), *objects.of_kind("ScaledObject")]
    if len(scalers) > 1 or objects.of_kind("Rollout"):
        from mlkube.validation.contracts import rollouts  # noqa: PLC0415  as above

        yield rollouts.check
    if any("grafana_dashboard" in each.labels for each in objects.of_kind("ConfigMap")):
        from mlkube.validation.contracts import dashboards  # noqa: PLC0415  as above

        yield dashboards.checker()
