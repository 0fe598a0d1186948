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
    for check in (
        *checks,
        queues.check,
        model_servers.check,
        *_of_scalers(objects),
        *_of_kserve(objects),
        *_of_namespaces(objects),
        *_of_clouds(objects),
        *_of_monitoring(objects),
        *_of_traffic(objects),
    ):
        for party in objects:
            check(party, objects)
    return sorted(objects.broken, key=lambda broken: broken.object)


def _of_scalers(objects: Objects) -> Iterator[Callable[[Party, Objects], None]]:
    """Yield the checks of autoscalers that Kubernetes does not bring."""
    if objects.of_kind("VerticalPodAutoscaler"):
        from mlkube.validation.contracts import sizing  # noqa: PLC0415  see above

        yield sizing.check
    if objects.of_kind("ScaledObject") or objects.of_kind("TriggerAuthentication"):
        from mlkube.validation.contracts import keda  # noqa: PLC0415  see above

        yield keda.check


def _of_kserve(objects: Objects) -> Iterator[Callable[[Party, Objects], None]]:
    """Yield the check of InferenceServices."""
    if objects.of_kind("InferenceService"):
        from mlkube.validation.contracts import kserve  # noqa: PLC0415  see above

        yield kserve.check


def _of_namespaces(objects: Objects) -> Iterator[Callable[[Party, Objects], None]]:
    """Yield the checks against what only few renders hold: bounds, standards and queues of namespaces."""
    if objects.of_kind("ResourceQuota") or objects.of_kind("LimitRange"):
        from mlkube.validation.contracts import bounds  # noqa: PLC0415  see above

        yield bounds.check
    if objects.of_kind("Namespace"):
        from mlkube.validation.contracts import pod_standards  # noqa: PLC0415  see above

        yield pod_standards.check
    if objects.of_kind("ClusterQueue"):
        from mlkube.validation.contracts import cluster_queues  # noqa: PLC0415  see above

        yield cluster_queues.check


def _of_monitoring(objects: Objects) -> Iterator[Callable[[Party, Objects], None]]:
    """Yield the checks of what is said to whom, and shown."""
    if objects.of_kind("AlertmanagerConfig") or objects.of_kind("PrometheusRule"):
        from mlkube.validation.contracts import alerting  # noqa: PLC0415  see above

        yield alerting.check
    if any("grafana_dashboard" in each.labels for each in objects.of_kind("ConfigMap")):
        from mlkube.validation.contracts import dashboards  # noqa: PLC0415  see above

        yield dashboards.checker()


def _of_traffic(objects: Objects) -> Iterator[Callable[[Party, Objects], None]]:
    """Yield the checks of routes, of versions side by side, and of what policies let through."""
    if objects.of_kind("HTTPRoute") or objects.of_kind("GRPCRoute"):
        from mlkube.validation.contracts import gateways, routes  # noqa: PLC0415  see above

        yield routes.check
        yield gateways.check
    scalers = [*objects.of_kind("HorizontalPodAutoscaler"), *objects.of_kind("ScaledObject")]
    if len(scalers) > 1 or objects.of_kind("Rollout"):
        from mlkube.validation.contracts import rollouts  # noqa: PLC0415  see above

        yield rollouts.check
    if objects.of_kind("NetworkPolicy"):
        from mlkube.validation.contracts import network  # noqa: PLC0415  see above

        yield network.check


def _of_clouds(objects: Objects) -> Iterator[Callable[[Party, Objects], None]]:
    """Yield the checks of classes of volumes, and of accounts that may have an identity."""
    if objects.of_kind("StorageClass") or objects.of_kind("ServiceAccount"):
        from mlkube.validation.contracts import platform  # noqa: PLC0415  see above

        yield platform.check
