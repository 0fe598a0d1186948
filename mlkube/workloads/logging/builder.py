"""Builds logging: the collector with its rights and configuration, and the cluster that it writes to."""

from __future__ import annotations

from mlkube.workloads.faults import Fault, Refusal
from mlkube.workloads.logging.collector import COLLECTOR, daemon_set, secrets_of
from mlkube.workloads.logging.fluent_bit import FILE, METRICS_PATH, PORT, fluent_bit_text
from mlkube.workloads.logging.target import target_of
from mlkube.workloads.objects import Objects
from mlkube.workloads.parts.identities import IDENTITY_FORMS
from mlkube.workloads.parts.metadata import cluster_metadata, metadata, selector
from mlkube.workloads.parts.monitoring import service_monitor

TYPE_CHECKING = False
if TYPE_CHECKING:
    from mlkube.core.json import JsonObject
    from mlkube.workloads.logging.target import Target
    from mlkube.workloads.logging.workload import Logging
    from mlkube.workloads.objects import Context

_RBAC = "rbac.authorization.k8s.io"


def build(workload: Logging, context: Context) -> Objects:
    """Return everything that a description of logging stands for.

    Raises:
        Refusal: no layer gives a namespace, which the binding of the collector's rights must name.

    """
    if not context.namespace:
        reason = "the collector's rights are bound to an account in a namespace, and no layer gives one"
        hint = "set `namespace:` in a kustomization above, or metadata.namespace"
        raise Refusal([Fault(("metadata", "namespace"), reason, hint)])
    objects = Objects()
    target = None if workload.elasticsearch is None else target_of(workload.elasticsearch, context)
    _add_account(workload, context, objects)
    configuration = f"{context.name}-config"
    objects.add(
        {
            "apiVersion": "v1",
            "kind": "ConfigMap",
            "metadata": metadata(workload, context, configuration, "configuration"),
            "immutable": True,
            "data": _files(workload, context, target),
        },
        hashed=True,
    )
    secrets = secrets_of(workload, target)
    objects.add(daemon_set(workload, context, configuration, secrets))
    if workload.monitoring is not None:
        _add_monitor(workload, context, objects)
    if workload.elasticsearch is not None and workload.elasticsearch.cluster is not None:
        from mlkube.workloads.logging.cluster import add_cluster  # noqa: PLC0415  most write to one that exists

        add_cluster(workload, workload.elasticsearch, context, objects)
    return objects


def _files(workload: Logging, context: Context, target: Target | None) -> JsonObject:
    if workload.collector == "fluent-bit":
        return {FILE: fluent_bit_text(workload, context, target)}
    from mlkube.workloads.logging import fluentd  # noqa: PLC0415  one collector of two

    if target is None:
        raise LookupError("Fluentd writes to Elasticsearch")
    return {fluentd.FILE: fluentd.fluentd_configuration(workload, context, target)}


def _add_account(workload: Logging, context: Context, objects: Objects) -> None:
    """Add the collector's account; it may read pods and namespaces, whose labels go into the records."""
    own = metadata(workload, context, context.name, COLLECTOR)
    identity = _identity(workload)
    if identity:
        own["annotations"] = {**workload.annotations, **identity}
    objects.add({"apiVersion": "v1", "kind": "ServiceAccount", "metadata": own})
    role = cluster_metadata(workload, context, context.name, COLLECTOR)
    objects.add(
        {
            "apiVersion": f"{_RBAC}/v1",
            "kind": "ClusterRole",
            "metadata": role,
            "rules": [
                {"apiGroups": [""], "resources": ["namespaces", "pods"], "verbs": ["get", "list", "watch"]}
            ],
        }
    )
    objects.add(
        {
            "apiVersion": f"{_RBAC}/v1",
            "kind": "ClusterRoleBinding",
            "metadata": cluster_metadata(workload, context, context.name, COLLECTOR),
            "roleRef": {"apiGroup": _RBAC, "kind": "ClusterRole", "name": role["name"]},
            "subjects": [{"kind": "ServiceAccount", "name": context.name, "namespace": context.namespace}],
        }
    )


def _identity(workload: Logging) -> JsonObject:
    """Return the annotations by which a cloud knows the account."""
    if workload.cloud_watch is not None:
        return {IDENTITY_FORMS["aws"].annotation: workload.cloud_watch.identity}
    if workload.cloud_logging is not None and workload.cloud_logging.identity is not None:
        return {IDENTITY_FORMS["gcp"].annotation: workload.cloud_logging.identity}
    return {}


def _add_monitor(workload: Logging, context: Context, objects: Objects) -> None:
    selected = selector(workload, COLLECTOR)
    objects.add(
        {
            "apiVersion": "v1",
            "kind": "Service",
            "metadata": metadata(workload, context, context.name, COLLECTOR),
            "spec": {
                "clusterIP": "None",
                "selector": {**selected},
                "ports": [{"name": "http", "port": PORT, "protocol": "TCP", "targetPort": "http"}],
            },
        }
    )
    if workload.monitoring is not None:
        own = metadata(workload, context, context.name, COLLECTOR)
        objects.add(service_monitor(own, workload.monitoring, selected, port="http", path=METRICS_PATH))
