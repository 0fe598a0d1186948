"""Elasticsearch as a StatefulSet, and Kibana as a Deployment."""

from __future__ import annotations

from mlkube.workloads.logging.cluster import ELASTICSEARCH, KIBANA, NO_MEMORY_MAPS, claim_spec
from mlkube.workloads.logging.target import cluster_name
from mlkube.workloads.parts.metadata import labels, metadata, selector
from mlkube.yamlio import dump

TYPE_CHECKING = False
if TYPE_CHECKING:
    from mlkube.core.json import Json, JsonObject
    from mlkube.workloads.logging.elastic import ElasticCluster, Elasticsearch, Kibana
    from mlkube.workloads.logging.workload import Logging
    from mlkube.workloads.objects import Context, Objects

_HTTP, _TRANSPORT, _READINESS, _KIBANA_PORT = 9200, 9300, 9399, 5601
_HOME = "/usr/share/elasticsearch"
_CERTIFICATES = "certificates"
# Of the images, whose files belong to the group of root.
# Source: elastic/elasticsearch, distribution/docker: USER 1000:0, and `chown -R 0:0` of its home.
_USER, _GROUP = 1000, 0


def add_stateful_cluster(
    workload: Logging,
    elasticsearch: Elasticsearch,
    cluster: ElasticCluster,
    context: Context,
    objects: Objects,
) -> None:
    """Add Elasticsearch with its Services, budget and configuration, and Kibana where it is wanted."""
    name = cluster_name(context)
    _add_configuration(workload, context, objects, name, "elasticsearch.yml", _settings(cluster, context))
    objects.add(_stateful_set(workload, elasticsearch, cluster, context))
    ports: list[Json] = [{"name": "http", "port": _HTTP, "protocol": "TCP", "targetPort": "http"}]
    objects.add(_service(workload, context, name, ELASTICSEARCH, {"ports": ports}))
    transport: JsonObject = {
        "name": "transport",
        "port": _TRANSPORT,
        "protocol": "TCP",
        "targetPort": "transport",
    }
    # Nodes must find each other before any of them is ready.
    nodes: JsonObject = {"clusterIP": "None", "publishNotReadyAddresses": True, "ports": [transport]}
    objects.add(_service(workload, context, f"{name}-nodes", ELASTICSEARCH, nodes))
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
        _add_kibana(workload, cluster, cluster.kibana, context, objects)


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
    if cluster.certificates is None:
        settings["xpack.security.enabled"] = False
        return settings
    folder = f"{_HOME}/config/{_CERTIFICATES}"
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
        _file_mount(f"{_HOME}/config/elasticsearch.yml"),
    ]
    volumes: list[Json] = [{"name": "configuration", "configMap": {"name": f"{name}-config"}}]
    if cluster.certificates is not None:
        mounts.append(
            {"name": _CERTIFICATES, "mountPath": f"{_HOME}/config/{_CERTIFICATES}", "readOnly": True}
        )
        volumes.append({"name": _CERTIFICATES, "secret": {"secretName": cluster.certificates}})
    readiness: JsonObject = {"tcpSocket": {"port": _READINESS}}
    container: JsonObject = {
        "name": ELASTICSEARCH,
        "image": f"docker.elastic.co/elasticsearch/elasticsearch:{cluster.version}",
        "env": env,
        "ports": [
            {"name": "http", "containerPort": _HTTP, "protocol": "TCP"},
            {"name": "transport", "containerPort": _TRANSPORT, "protocol": "TCP"},
        ],
        "resources": cluster.resources.to_kubernetes(),
        # The port opens when the node has joined a cluster with a master.
        "startupProbe": {**readiness, "periodSeconds": 10, "failureThreshold": 60},
        "readinessProbe": {**readiness, "periodSeconds": 10, "failureThreshold": 3},
        "securityContext": _container_security(),
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
        "securityContext": _pod_security(),
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


def _add_kibana(
    workload: Logging, cluster: ElasticCluster, kibana: Kibana, context: Context, objects: Objects
) -> None:
    name = f"{context.name}-kibana"
    secured = cluster.certificates is not None
    scheme = "https" if secured else "http"
    settings: JsonObject = {
        "server.host": "0.0.0.0",  # noqa: S104  other pods are its clients
        "elasticsearch.hosts": [f"{scheme}://{context.final(cluster_name(context))}:{_HTTP}"],
    }
    if secured:
        settings["elasticsearch.username"] = "kibana_system"
        settings["elasticsearch.ssl.certificateAuthorities"] = [
            f"/usr/share/kibana/config/{_CERTIFICATES}/ca.crt"
        ]
    _add_configuration(workload, context, objects, name, "kibana.yml", settings)
    objects.add(_kibana_deployment(workload, cluster, kibana, context))
    ports: list[Json] = [{"name": "http", "port": _KIBANA_PORT, "protocol": "TCP", "targetPort": "http"}]
    objects.add(_service(workload, context, name, KIBANA, {"ports": ports}))


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
            ("XPACK_ENCRYPTEDSAVEDOBJECTS_ENCRYPTIONKEY", kibana.encryption_key),
        )
        if secret is not None
    ]
    mounts: list[Json] = [_file_mount("/usr/share/kibana/config/kibana.yml")]
    volumes: list[Json] = [{"name": "configuration", "configMap": {"name": f"{name}-config"}}]
    if cluster.certificates is not None:
        path = f"/usr/share/kibana/config/{_CERTIFICATES}"
        mounts.append({"name": _CERTIFICATES, "mountPath": path, "readOnly": True})
        items: list[Json] = [{"key": "ca.crt", "path": "ca.crt"}]
        volumes.append(
            {"name": _CERTIFICATES, "secret": {"secretName": cluster.certificates, "items": items}}
        )
    probe: JsonObject = {"httpGet": {"path": "/login", "port": "http"}, "timeoutSeconds": 5}
    container: JsonObject = {
        "name": KIBANA,
        "image": f"docker.elastic.co/kibana/kibana:{cluster.version}",
        "ports": [{"name": "http", "containerPort": _KIBANA_PORT, "protocol": "TCP"}],
        "resources": kibana.resources.to_kubernetes(),
        "startupProbe": {**probe, "periodSeconds": 10, "failureThreshold": 60},
        "readinessProbe": {**probe, "periodSeconds": 10, "failureThreshold": 3},
        "securityContext": _container_security(),
        "volumeMounts": mounts,
    }
    if env:
        container["env"] = env
    pod: JsonObject = {
        "automountServiceAccountToken": False,
        "securityContext": _pod_security(),
        "containers": [container],
        "volumes": volumes,
    }
    return {
        "apiVersion": "apps/v1",
        "kind": "Deployment",
        "metadata": metadata(workload, context, name, KIBANA),
        "spec": {
            "replicas": kibana.replicas,
            "selector": {"matchLabels": {**selected}},
            "template": {"metadata": {"labels": labels(workload, KIBANA)}, "spec": pod},
        },
    }


def _add_configuration(
    workload: Logging, context: Context, objects: Objects, name: str, file: str, settings: JsonObject
) -> None:
    objects.add(
        {
            "apiVersion": "v1",
            "kind": "ConfigMap",
            "metadata": metadata(workload, context, f"{name}-config", "configuration"),
            "immutable": True,
            "data": {file: dump(settings)},
        },
        hashed=True,
    )


def _service(workload: Logging, context: Context, name: str, component: str, spec: JsonObject) -> JsonObject:
    return {
        "apiVersion": "v1",
        "kind": "Service",
        "metadata": metadata(workload, context, name, component),
        "spec": {**spec, "selector": {**selector(workload, component)}},
    }


def _file_mount(path: str) -> JsonObject:
    """Return the mount of one file among others of the image; the ConfigMap never changes in place."""
    return {
        "name": "configuration",
        "mountPath": path,
        "subPath": path.rpartition("/")[2],
        "readOnly": True,
    }


def _pod_security() -> JsonObject:
    return {
        "runAsNonRoot": True,
        "runAsUser": _USER,
        "runAsGroup": _GROUP,
        "fsGroup": _USER,
        "fsGroupChangePolicy": "OnRootMismatch",
        "seccompProfile": {"type": "RuntimeDefault"},
    }


def _container_security() -> JsonObject:
    """Return no rights; the root file system stays writable, for keystore, logs and optimised bundles."""
    return {"allowPrivilegeEscalation": False, "capabilities": {"drop": ["ALL"]}}
