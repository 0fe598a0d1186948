"""Kibana as a Deployment, in front of an Elasticsearch that is built beside it."""

from __future__ import annotations

from mlkube.workloads.logging.cluster import KIBANA
from mlkube.workloads.logging.elastic_pods import (
    CERTIFICATES,
    HTTP,
    add_configuration,
    container_security,
    drain,
    file_mount,
    pod_security,
    service_object,
)
from mlkube.workloads.logging.target import cluster_name
from mlkube.workloads.parts.metadata import labels, metadata, selector

TYPE_CHECKING = False
if TYPE_CHECKING:
    from mlkube.core.json import Json, JsonObject
    from mlkube.workloads.logging.elastic import ElasticCluster, Kibana
    from mlkube.workloads.logging.workload import Logging
    from mlkube.workloads.objects import Context, Objects

_PORT = 5601

# Each is made anew at every start where it is not given: pods read neither each other's nor their own then.
# Source: elastic.co/docs, Kibana, "Use Kibana in a production environment", load balancing across instances.
_KEYS = (
    "XPACK_ENCRYPTEDSAVEDOBJECTS_ENCRYPTIONKEY",
    "XPACK_REPORTING_ENCRYPTIONKEY",
    "XPACK_SECURITY_ENCRYPTIONKEY",
)


def add_kibana(
    workload: Logging, cluster: ElasticCluster, kibana: Kibana, context: Context, objects: Objects
) -> None:
    """Add Kibana with its Service and settings."""
    name = f"{context.name}-kibana"
    secured = cluster.tls_secret is not None
    scheme = "https" if secured else "http"
    settings: JsonObject = {
        "server.host": "0.0.0.0",  # noqa: S104  other pods are its clients
        "elasticsearch.hosts": [f"{scheme}://{context.final(cluster_name(context))}:{HTTP}"],
    }
    if secured:
        settings["elasticsearch.username"] = "kibana_system"
        settings["elasticsearch.ssl.certificateAuthorities"] = [
            f"/usr/share/kibana/config/{CERTIFICATES}/ca.crt"
        ]
    add_configuration(workload, context, objects, name, "kibana.yml", settings)
    objects.add(_kibana_deployment(workload, cluster, kibana, context))
    ports: list[Json] = [{"name": "http", "port": _PORT, "protocol": "TCP", "targetPort": "http"}]
    objects.add(service_object(workload, context, name, KIBANA, {"ports": ports}))


def _kibana_deployment(
    workload: Logging, cluster: ElasticCluster, kibana: Kibana, context: Context
) -> JsonObject:
    name = f"{context.name}-kibana"
    selected = selector(workload, KIBANA)
    # The image makes settings of variables: upper case, with underscores.
    env: list[Json] = [
        secret.variable(variable)
        for variable, secret in (
            ("ELASTICSEARCH_PASSWORD", kibana.password),
            *((key, kibana.encryption_key) for key in _KEYS),
        )
        if secret is not None
    ]
    mounts: list[Json] = [file_mount("/usr/share/kibana/config/kibana.yml")]
    volumes: list[Json] = [{"name": "configuration", "configMap": {"name": f"{name}-config"}}]
    if cluster.tls_secret is not None:
        path = f"/usr/share/kibana/config/{CERTIFICATES}"
        mounts.append({"name": CERTIFICATES, "mountPath": path, "readOnly": True})
        items: list[Json] = [{"key": "ca.crt", "path": "ca.crt"}]
        volumes.append({"name": CERTIFICATES, "secret": {"secretName": cluster.tls_secret, "items": items}})
    probe: JsonObject = {"httpGet": {"path": "/login", "port": "http"}, "timeoutSeconds": 5}
    container: JsonObject = {
        "name": KIBANA,
        "image": f"docker.elastic.co/kibana/kibana:{cluster.version}",
        "ports": [{"name": "http", "containerPort": _PORT, "protocol": "TCP"}],
        "resources": kibana.resources.to_kubernetes(),
        "startupProbe": {**probe, "periodSeconds": 10, "failureThreshold": 60},
        "readinessProbe": {**probe, "periodSeconds": 10, "failureThreshold": 3},
        "lifecycle": drain(),
        "securityContext": container_security(),
        "volumeMounts": mounts,
    }
    if env:
        container["env"] = env
    pod: JsonObject = {
        "automountServiceAccountToken": False,
        "securityContext": pod_security(),
        "containers": [container],
        "volumes": volumes,
    }
    return {
        "apiVersion": "apps/v1",
        "kind": "Deployment",
        "metadata": metadata(workload, context, name, KIBANA),
        "spec": {
            "replicas": kibana.replicas,
            "progressDeadlineSeconds": 900,  # longer than the start may take
            "selector": {"matchLabels": {**selected}},
            "template": {"metadata": {"labels": labels(workload, KIBANA)}, "spec": pod},
        },
    }
