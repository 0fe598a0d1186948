"""Elasticsearch as a StatefulSet."""

from __future__ import annotations

from mlkube.workloads.logging.cluster import ELASTICSEARCH, NO_MEMORY_MAPS, claim_spec
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
from mlkube.workloads.logging.kibana import add_kibana
from mlkube.workloads.logging.target import cluster_name
from mlkube.workloads.parts.metadata import labels, metadata, selector

TYPE_CHECKING = False
if TYPE_CHECKING:
    from mlkube.core.json import Json, JsonObject
    from mlkube.workloads.logging.elastic import ElasticCluster, Elasticsearch
    from mlkube.workloads.logging.workload import Logging
    from mlkube.workloads.objects import Context, Objects

_TRANSPORT, _READINESS = 9300, 9399
_HOME = "/usr/share/elasticsearch"


def add_stateful_cluster(
    workload: Logging,
    elasticsearch: Elasticsearch,
    cluster: ElasticCluster,
    context: Context,
    objects: Objects,
) -> None:
    """Add Elasticsearch with its Services, budget and configuration, and Kibana where it is wanted."""
    name = cluster_name(context)
    add_configuration(workload, context, objects, name, "elasticsearch.yml", _settings(cluster, context))
    objects.add(_stateful_set(workload, elasticsearch, cluster, context))
    ports: list[Json] = [{"name": "http", "port": HTTP, "protocol": "TCP", "targetPort": "http"}]
    objects.add(service_object(workload, context, name, ELASTICSEARCH, {"ports": ports}))
    transport: JsonObject = {
        "name": "transport",
        "port": _TRANSPORT,
        "protocol": "TCP",
        "targetPort": "transport",
    }
    # Nodes must find each other before any of them is ready.
    nodes: JsonObject = {"clusterIP": "None", "publishNotReadyAddresses": True, "ports": [transport]}
    objects.add(service_object(workload, context, f"{name}-nodes", ELASTICSEARCH, nodes))
    if cluster.nodes > 1:
        objects.add(
            {
                "apiVersion": "policy/v1",
                "kind": "PodDisruptionBudget",
                "metadata": metadata(workload, context, name, ELASTICSEARCH),
                "spec": {
                    "maxUnavailable": 1,
                    "selector": {"matchLabels": {**selector(workload, ELASTICSEARCH)}},
                },
            }
        )
    if cluster.kibana is not None:
        add_kibana(workload, cluster, cluster.kibana, context, objects)


def _settings(cluster: ElasticCluster, context: Context) -> JsonObject:
    """Return elasticsearch.yml; names in it are final, for no build renames text."""
    final = context.final(cluster_name(context))
    settings: JsonObject = {
        "cluster.name": final,
        "node.name": "${POD_NAME}",
        "network.host": "0.0.0.0",  # noqa: S104  other pods are its clients
        "readiness.port": _READINESS,
        **NO_MEMORY_MAPS,
    }
    if cluster.nodes == 1:
        settings["discovery.type"] = "single-node"
    else:
        settings["discovery.seed_hosts"] = [context.final(f"{cluster_name(context)}-nodes")]
        settings["cluster.initial_master_nodes"] = [f"{final}-{at}" for at in range(cluster.nodes)]
    if cluster.tls_secret is None:
        settings["xpack.security.enabled"] = False
        return settings
    folder = f"{_HOME}/config/{CERTIFICATES}"
    settings["xpack.security.enabled"] = True
    for layer in ("http", "transport"):
        settings[f"xpack.security.{layer}.ssl.enabled"] = True
        settings[f"xpack.security.{layer}.ssl.certificate"] = f"{folder}/tls.crt"
        settings[f"xpack.security.{layer}.ssl.key"] = f"{folder}/tls.key"
        settings[f"xpack.security.{layer}.ssl.certificate_authorities"] = [f"{folder}/ca.crt"]
    # One certificate for all nodes names the Services, not each pod.
    settings["xpack.security.transport.ssl.verification_mode"] = "certificate"
    return settings


def _stateful_set(
    workload: Logging, elasticsearch: Elasticsearch, cluster: ElasticCluster, context: Context
) -> JsonObject:
    name = cluster_name(context)
    selected = selector(workload, ELASTICSEARCH)
    env: list[Json] = [{"name": "POD_NAME", "valueFrom": {"fieldRef": {"fieldPath": "metadata.name"}}}]
    if elasticsearch.password is not None:
        env.append(elasticsearch.password.variable("ELASTIC_PASSWORD"))
    mounts: list[Json] = [
        {"name": "data", "mountPath": f"{_HOME}/data"},
        file_mount(f"{_HOME}/config/elasticsearch.yml"),
    ]
    volumes: list[Json] = [{"name": "configuration", "configMap": {"name": f"{name}-config"}}]
    if cluster.tls_secret is not None:
        mounts.append({"name": CERTIFICATES, "mountPath": f"{_HOME}/config/{CERTIFICATES}", "readOnly": True})
        volumes.append({"name": CERTIFICATES, "secret": {"secretName": cluster.tls_secret}})
    readiness: JsonObject = {"tcpSocket": {"port": _READINESS}}
    container: JsonObject = {
        "name": ELASTICSEARCH,
        "image": f"docker.elastic.co/elasticsearch/elasticsearch:{cluster.version}",
        "env": env,
        "ports": [
            {"name": "http", "containerPort": HTTP, "protocol": "TCP"},
            {"name": "transport", "containerPort": _TRANSPORT, "protocol": "TCP"},
        ],
        "resources": cluster.resources.to_kubernetes(),
        # The port opens when the node has joined a cluster with a master.
        "startupProbe": {**readiness, "periodSeconds": 10, "failureThreshold": 60},
        "readinessProbe": {**readiness, "periodSeconds": 10, "failureThreshold": 3},
        "lifecycle": drain(),
        "securityContext": container_security(),
        "volumeMounts": mounts,
    }
    spread: JsonObject = {
        "maxSkew": 1,
        "topologyKey": "kubernetes.io/hostname",
        "whenUnsatisfiable": "ScheduleAnyway",
        "labelSelector": {"matchLabels": {**selected}},
    }
    pod: JsonObject = {
        "automountServiceAccountToken": False,
        "terminationGracePeriodSeconds": 120,
        "securityContext": pod_security(),
        "topologySpreadConstraints": [spread],
        "containers": [container],
        "volumes": volumes,
    }
    return {
        "apiVersion": "apps/v1",
        "kind": "StatefulSet",
        "metadata": metadata(workload, context, name, ELASTICSEARCH),
        "spec": {
            "serviceName": f"{name}-nodes",
            "replicas": cluster.nodes,
            "podManagementPolicy": "Parallel",  # none is ready before a majority runs
            "selector": {"matchLabels": {**selected}},
            "template": {"metadata": {"labels": labels(workload, ELASTICSEARCH)}, "spec": pod},
            "volumeClaimTemplates": [{"metadata": {"name": "data"}, "spec": claim_spec(cluster)}],
        },
    }
