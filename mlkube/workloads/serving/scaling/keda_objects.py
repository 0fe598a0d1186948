"""Builds what KEDA needs: a ScaledObject, and a TriggerAuthentication for each trigger that has one."""

from __future__ import annotations

import re

from mlkube.workloads.faults import Fault, Refusal
from mlkube.workloads.parts.metadata import metadata

TYPE_CHECKING = False
if TYPE_CHECKING:
    from mlkube.core.json import Json, JsonObject
    from mlkube.workloads.faults import Path
    from mlkube.workloads.objects import Context
    from mlkube.workloads.serving.scaling.autoscaling import Autoscaling
    from mlkube.workloads.serving.scaling.keda import Keda
    from mlkube.workloads.serving.server import Server
    from mlkube.workloads.serving.workload import ServingWorkload

_PATH = ("spec", "autoscaling", "keda")
_API = "keda.sh/v1alpha1"
_LONGEST = 63
_SHORTEST_WINDOW, _SCRAPES = 60, 4
_SECONDS = {"ms": 0.001, "s": 1, "m": 60, "h": 3600}


def keda_objects(
    workload: ServingWorkload, context: Context, server: Server, name: str, target: JsonObject
) -> list[JsonObject]:
    """Return the ScaledObject, and behind it the TriggerAuthentications.

    Raises:
        Refusal: a name is too long for KEDA, or a query is missing that only the server could know.

    """
    scaling = workload.autoscaling
    keda = scaling.keda if scaling is not None else None
    if scaling is None or keda is None:
        return []
    _require_own_name(workload, keda)
    _require_room(context, keda, name)
    triggers: list[Json] = []
    proofs: list[JsonObject] = []
    for at, trigger in enumerate(keda.triggers):
        proof = f"{name}-{trigger.name.replace('_', '-')}"
        parameters = trigger.parameters()
        if trigger.of_resource:
            parameters.setdefault("containerName", server.container)
        elif trigger.prometheus is not None and trigger.prometheus.query is None:
            path = (*_PATH, "triggers", at, "prometheus")
            parameters["query"] = _load(workload, context, server, str(target["name"]), path)
        triggers.append(trigger.to_kubernetes(proof, parameters))
        if trigger.authentication is not None:
            proofs.append(
                {
                    "apiVersion": _API,
                    "kind": "TriggerAuthentication",
                    "metadata": metadata(workload, context, proof, "serving"),
                    "spec": trigger.authentication.to_kubernetes(),
                }
            )
    own = metadata(workload, context, name, "serving")
    if annotations := _annotations(keda):
        own["annotations"] = {**workload.annotations, **annotations}
    scaled: JsonObject = {
        "apiVersion": _API,
        "kind": "ScaledObject",
        "metadata": own,
        "spec": _spec(scaling, keda, target, triggers),
    }
    return [scaled, *proofs]


def _spec(scaling: Autoscaling, keda: Keda, target: JsonObject, triggers: list[Json]) -> JsonObject:
    autoscaler: JsonObject = {"behavior": scaling.behavior_of()}
    if keda.horizontal_pod_autoscaler_name is not None:
        autoscaler["name"] = keda.horizontal_pod_autoscaler_name
    advanced: JsonObject = {"horizontalPodAutoscalerConfig": autoscaler}
    if keda.restore_to_original_replica_count:
        advanced["restoreToOriginalReplicaCount"] = True
    if keda.scaling_modifiers is not None:
        advanced["scalingModifiers"] = keda.scaling_modifiers.to_kubernetes()
    spec: JsonObject = {
        "scaleTargetRef": target,
        "minReplicaCount": scaling.min_replicas,
        "maxReplicaCount": scaling.max_replicas,
        "advanced": advanced,
        "triggers": triggers,
    }
    for key, value in (
        ("pollingInterval", keda.polling_interval),
        ("cooldownPeriod", keda.cooldown_period),
        ("initialCooldownPeriod", keda.initial_cooldown_period),
        ("idleReplicaCount", keda.idle_replica_count),
    ):
        if value is not None:
            spec[key] = value
    if keda.fallback is not None:
        spec["fallback"] = keda.fallback.to_kubernetes()
    return spec


def _annotations(keda: Keda) -> JsonObject:
    annotations: JsonObject = {}
    if keda.paused_replicas is not None:
        annotations["autoscaling.keda.sh/paused-replicas"] = str(keda.paused_replicas)
    if keda.transfer_hpa_ownership:
        annotations["scaledobject.keda.sh/transfer-hpa-ownership"] = "true"
    return annotations


def _require_own_name(workload: ServingWorkload, keda: Keda) -> None:
    """Refuse one name for the autoscalers of several versions: KEDA makes the first one only."""
    if keda.horizontal_pod_autoscaler_name is not None and workload.rollout.side_by_side:
        path, reason = (*_PATH, "horizontalPodAutoscalerName"), "each version has an autoscaler of its own"
        raise Refusal([Fault(path, reason, "leave it out", other=("spec", "rollout", "versions"))])


def _require_room(context: Context, keda: Keda, name: str) -> None:
    """Refuse a name that KEDA cannot use as a label, or as the name of its autoscaler.

    Source: github.com/kedacore/keda, apis/keda/v1alpha1/scaledobject_webhook.go, verifyName.
    """
    final = context.final(name)
    own = keda.horizontal_pod_autoscaler_name or f"keda-hpa-{final}"
    if len(final) > _LONGEST or len(own) > _LONGEST:
        reason = f"KEDA's autoscaler would be called {own!r}, {len(own)} characters of {_LONGEST} at most"
        hint = "shorten the name, or set horizontalPodAutoscalerName"
        raise Refusal([Fault(("metadata", "name"), reason, hint)])


def _load(workload: ServingWorkload, context: Context, server: Server, target: str, path: Path) -> str:
    """Return the query for the load of a target's pods.

    It tells them by the label `pod`, which every Prometheus in a cluster adds, and by their names: the
    Deployment's, a hash of its template, a random end.
    """
    if not server.load:
        raise Refusal([Fault(path, "nothing is known of this server's metrics", "write query")])
    pods = f'pod=~"{context.final(target)}-[a-z0-9]+-[a-z0-9]+"'
    if context.namespace:
        pods = f'namespace="{context.namespace}",{pods}'
    return server.load.replace("$pods", pods).replace("$window", _window(workload))


def _window(workload: ServingWorkload) -> str:
    """Return the time over which a rate is taken: a minute, or four times the interval of collection."""
    interval = workload.monitoring.interval if workload.monitoring is not None else ""
    seconds = sum(int(count) * _SECONDS[unit] for count, unit in re.findall(r"([0-9]+)(ms|s|m|h)", interval))
    wanted = int(-(-seconds * _SCRAPES // 1))
    return "1m" if wanted <= _SHORTEST_WINDOW else f"{wanted}s"
