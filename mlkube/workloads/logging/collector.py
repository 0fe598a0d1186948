"""The collector's DaemonSet: what it reads on a node, what it keeps there, whom it is.

Source: kubernetes.io/docs/concepts/cluster-administration/logging, node logging agents.
"""

from __future__ import annotations

from mlkube.workloads.construction import copied
from mlkube.workloads.logging import fluent_bit, fluentd
from mlkube.workloads.logging.paths import CA_FILE, CREDENTIALS_FILE, STATE
from mlkube.workloads.parts.metadata import labels, metadata, selector

TYPE_CHECKING = False
if TYPE_CHECKING:
    from mlkube.core.json import Json, JsonObject
    from mlkube.workloads.logging.target import Target
    from mlkube.workloads.logging.workload import Logging
    from mlkube.workloads.objects import Context

COLLECTOR = "collector"
_PASSWORD = "ELASTICSEARCH_PASSWORD"  # noqa: S105  the name of a variable


class Secrets:
    """What the collector takes from Secrets: variables, and files of a key."""

    __slots__ = ("env", "files")

    def __init__(self) -> None:
        self.env: list[JsonObject] = []
        self.files: list[tuple[str, str, str, str]] = []  # volume, Secret, key, path


def secrets_of(workload: Logging, target: Target | None) -> Secrets:
    """Return what the destination asks for."""
    secrets = Secrets()
    if target is not None and target.password is not None:
        secrets.env.append(target.password.variable(_PASSWORD))
    if target is not None and target.tls and target.ca_secret is not None:
        secrets.files.append(("elasticsearch-ca", target.ca_secret, "ca.crt", CA_FILE))
    if workload.cloud_logging is not None and workload.cloud_logging.credentials_secret is not None:
        name = workload.cloud_logging.credentials_secret
        secrets.files.append(("google-credentials", name, "credentials.json", CREDENTIALS_FILE))
    return secrets


def daemon_set(workload: Logging, context: Context, configuration: str, secrets: Secrets) -> JsonObject:
    """Return the DaemonSet."""
    selected = selector(workload, COLLECTOR)
    pod: JsonObject = {
        "serviceAccountName": context.name,
        "terminationGracePeriodSeconds": 30,
        "tolerations": copied(workload.tolerations),
        "securityContext": {"seccompProfile": {"type": "RuntimeDefault"}},
        "containers": [_container(workload, secrets)],
        "volumes": _volumes(context, configuration, secrets),
    }
    if workload.node_selector:
        pod["nodeSelector"] = {**workload.node_selector}
    if workload.priority_class is not None:
        pod["priorityClassName"] = workload.priority_class
    if workload.image_pull_secrets:
        pod["imagePullSecrets"] = copied(workload.image_pull_secrets)
    template: JsonObject = {"labels": {**labels(workload, COLLECTOR), **selected}}
    if workload.annotations:
        template["annotations"] = {**workload.annotations}
    return {
        "apiVersion": "apps/v1",
        "kind": "DaemonSet",
        "metadata": metadata(workload, context, context.name, COLLECTOR),
        "spec": {
            "selector": {"matchLabels": {**selected}},
            "updateStrategy": {"type": "RollingUpdate", "rollingUpdate": {"maxUnavailable": "10%"}},
            "template": {"metadata": template, "spec": pod},
        },
    }


def _container(workload: Logging, secrets: Secrets) -> JsonObject:
    bit = workload.collector == "fluent-bit"
    folder = fluent_bit.FOLDER if bit else fluentd.FOLDER
    container: JsonObject = {
        "name": workload.collector,
        "image": workload.collector_image,
        "resources": workload.resources.to_kubernetes(),
        "securityContext": _security(read_only=bit),
        "ports": [
            {"name": "http", "containerPort": fluent_bit.PORT if bit else fluentd.PORT, "protocol": "TCP"}
        ],
        **_probes(fluent_bit=bit),
    }
    if bit:
        container["args"] = ["--config", f"{folder}/{fluent_bit.FILE}"]
    else:
        secrets.env.append(
            {"name": "K8S_NODE_NAME", "valueFrom": {"fieldRef": {"fieldPath": "spec.nodeName"}}}
        )
    if secrets.env:
        container["env"] = [*secrets.env]
    mounts: list[Json] = [
        {"name": "configuration", "mountPath": folder, "readOnly": True},
        {"name": "logs", "mountPath": "/var/log", "readOnly": True},
        {"name": "state", "mountPath": STATE},
        {"name": "tmp", "mountPath": "/tmp"},  # noqa: S108  of the container
    ]
    mounts += [
        {"name": volume, "mountPath": path.rpartition("/")[0], "readOnly": True}
        for volume, _, _, path in secrets.files
    ]
    container["volumeMounts"] = mounts
    return container


def _security(*, read_only: bool) -> JsonObject:
    """Return root without any capability: the kubelet lets nobody else read the files of containers."""
    return {
        "runAsUser": 0,
        "allowPrivilegeEscalation": False,
        "readOnlyRootFilesystem": read_only,
        "capabilities": {"drop": ["ALL"]},
    }


def _probes(*, fluent_bit: bool) -> JsonObject:
    """Return a liveness probe that asks the collector itself, and not whether the destination answers.

    A restart mends no destination, and Fluent Bit's own health counts failed deliveries.
    """
    path = "/" if fluent_bit else "/api/plugins.json"
    probe: JsonObject = {"httpGet": {"path": path, "port": "http"}}
    return {
        "livenessProbe": {**probe, "periodSeconds": 20, "timeoutSeconds": 5, "failureThreshold": 3},
        "readinessProbe": {**probe, "periodSeconds": 10, "timeoutSeconds": 5, "failureThreshold": 3},
    }


def _volumes(context: Context, configuration: str, secrets: Secrets) -> list[Json]:
    folder = f"/var/lib/{context.namespace}-{context.final(context.name)}"
    volumes: list[Json] = [
        {"name": "configuration", "configMap": {"name": configuration}},
        {"name": "logs", "hostPath": {"path": "/var/log", "type": "Directory"}},
        # On the node, so that neither the place in the files nor the buffer is lost with the pod.
        {"name": "state", "hostPath": {"path": folder, "type": "DirectoryOrCreate"}},
        {"name": "tmp", "emptyDir": {"sizeLimit": "100Mi"}},
    ]
    volumes += [
        {
            "name": volume,
            "secret": {"secretName": name, "items": [{"key": key, "path": path.rpartition("/")[2]}]},
        }
        for volume, name, key, path in secrets.files
    ]
    return volumes
