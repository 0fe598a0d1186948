"""Kueue's labels, and the names of containers that operators look for: ML-040 to 042."""

from __future__ import annotations

from mlkube.validation.contracts.judged import items, mapping

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

    from mlkube.validation.contracts.judged import Party
    from mlkube.validation.contracts.objects import Objects

QUEUE_NAME = "kueue.x-k8s.io/queue-name"
_RESERVED = {
    "TFJob": ("tfReplicaSpecs", "tensorflow"),
    "PyTorchJob": ("pytorchReplicaSpecs", "pytorch"),
    "XGBoostJob": ("xgbReplicaSpecs", "xgboost"),
    "JAXJob": ("jaxReplicaSpecs", "jax"),
    "PaddleJob": ("paddleReplicaSpecs", "paddle"),
}
_QUEUED = frozenset(("Job", "JobSet", "TrainJob", "PyTorchJob", "TFJob", "MPIJob", "RayJob", "RayCluster"))


def check(party: Party, objects: Objects) -> None:
    """Check one object."""
    if party.is_view:
        return
    if party.kind in _QUEUED and QUEUE_NAME not in party.labels:
        for path, labels in _template_labels(party):
            if QUEUE_NAME in labels:
                text = f"Kueue looks for {QUEUE_NAME} on the {party.kind}, not on its pods: it is not queued"
                objects.error(
                    "ML-040", party, f"{path}[{QUEUE_NAME}]", text, hint="move it to metadata.labels"
                )
    if party.kind in _RESERVED:
        _check_names(party, objects)
    dynamic = mapping(party.spec.get("dynamicAllocation")).get("enabled")
    if party.kind == "SparkApplication" and dynamic and QUEUE_NAME in party.labels:
        text = "Kueue refuses a SparkApplication with dynamic allocation"
        objects.error(
            "ML-042",
            party,
            "spec.dynamicAllocation.enabled",
            text,
            hint="queue it with a fixed number of executors",
        )


def _template_labels(party: Party) -> Iterator[tuple[str, dict[str, Any]]]:
    for each in (party,) if party.pod else party.views():
        yield f"{each.pod_path.removesuffix('.spec')}.metadata.labels", each.pod_labels


def _check_names(party: Party, objects: Objects) -> None:
    """Check ML-041."""
    field, name = _RESERVED[party.kind]
    for role, replica in mapping(party.spec.get(field)).items():
        pod = mapping(mapping(mapping(replica).get("template")).get("spec"))
        containers = items(pod.get("containers"))
        if containers and not any(container.get("name") == name for container in containers):
            where = f"spec.{field}.{role}.template.spec.containers[0].name"
            text = f"the operator looks for a container named {name}, and there is none"
            objects.error("ML-041", party, where, text, hint=f"name the main container {name}")
