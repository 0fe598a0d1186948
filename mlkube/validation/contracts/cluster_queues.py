"""Queued jobs and queues against the ClusterQueue behind them: ML-053 and 054."""

from __future__ import annotations

from mlkube.validation.contracts.amounts import amounts_of, is_whole
from mlkube.validation.contracts.judged import items, mapping, strings
from mlkube.validation.contracts.queues import QUEUE_NAME

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from mlkube.validation.contracts.judged import Party
    from mlkube.validation.contracts.objects import Objects

_NAME_LABEL = "kubernetes.io/metadata.name"


def check(party: Party, objects: Objects) -> None:
    """Check one object."""
    if party.kind == "LocalQueue" and not party.is_view:
        _check_namespace(party, objects)
    elif QUEUE_NAME in party.labels:
        _check_resources(party, objects)


def _check_namespace(queue: Party, objects: Objects) -> None:
    """Check ML-054: a ClusterQueue admits jobs of namespaces that it selects, and by default selects none."""
    target = _cluster_queue(queue, objects)
    if target is None:
        return
    selector = target.spec.get("namespaceSelector")
    where, name = "spec.clusterQueue", target.name
    if not isinstance(selector, dict):
        text = f"ClusterQueue/{name} selects no namespace, so it never admits a job"
        objects.error("ML-054", queue, where, text, hint="set its namespaceSelector; {} selects every one")
        return
    namespace = objects.find("Namespace", "default", queue.namespace)
    labels = {**(namespace.labels if namespace is not None else {}), _NAME_LABEL: queue.namespace}
    asked = {*mapping(selector.get("matchLabels"))}
    asked |= {str(expression.get("key")) for expression in items(selector.get("matchExpressions"))}
    if namespace is None and asked - {_NAME_LABEL}:
        return
    from mlkube.validation.rules.selectors import selects  # noqa: PLC0415  few renders hold queues

    if not selects(selector, labels):
        text = f"ClusterQueue/{name} does not select namespace {queue.namespace}, so it never admits its jobs"
        objects.error("ML-054", queue, where, text, hint="compare its namespaceSelector with the Namespace")


def _check_resources(party: Party, objects: Objects) -> None:
    """Check ML-053: a job asks for nothing that its ClusterQueue has no quota of.

    It is a warning, because Kueue's configuration may leave resources out or count them as others.
    """
    queue = objects.find("LocalQueue", party.namespace, str(party.labels[QUEUE_NAME]))
    target = _cluster_queue(queue, objects) if queue is not None else None
    if target is None:
        return
    groups = items(target.spec.get("resourceGroups"))
    covered = {str(name) for group in groups for name in strings(group.get("coveredResources"))}
    missing: dict[str, str] = {}
    for path, names in _requested(party, objects):
        for name in names:
            if name not in covered:
                missing.setdefault(name, path)
    for name, path in missing.items():
        text = f"it requests {name}, of which ClusterQueue/{target.name} has no quota: Kueue never admits it"
        hint = "name the resource in the queue, or exclude it in Kueue's configuration"
        objects.warn("ML-053", party, path, text, hint=hint)


def _requested(party: Party, objects: Objects) -> Iterator[tuple[str, Iterable[str]]]:
    """Yield where resources are requested, and which."""
    if is_whole(party):
        yield from ((each.path, each.requests) for each in amounts_of(party, objects))
    elif party.kind == "TrainJob" and not party.is_view:
        resources = mapping(mapping(party.spec.get("trainer")).get("resourcesPerNode"))
        names = {**mapping(resources.get("limits")), **mapping(resources.get("requests"))}
        yield "spec.trainer.resourcesPerNode", names


def _cluster_queue(queue: Party, objects: Objects) -> Party | None:
    return objects.find_anywhere("ClusterQueue", str(queue.spec.get("clusterQueue") or ""))
