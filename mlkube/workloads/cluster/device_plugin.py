"""Builds NVIDIA's device plugin: a DaemonSet, its identity, and the configuration of shared devices.

Source: github.com/NVIDIA/k8s-device-plugin, deployments/static and deployments/helm.
"""

from __future__ import annotations

from mlkube.workloads.construction import copied
from mlkube.workloads.parts.metadata import labels, metadata, selector
from mlkube.workloads.parts.platforms import PLATFORMS
from mlkube.yamlio.dump import dump

TYPE_CHECKING = False
if TYPE_CHECKING:
    from mlkube.core.json import JsonObject
    from mlkube.workloads.cluster.gpu import DevicePlugin, TimeSlicing
    from mlkube.workloads.cluster.workload import Cluster
    from mlkube.workloads.objects import Context, Objects

_COMPONENT = "device-plugin"
_CONTAINER = "nvidia-device-plugin"
_PLUGINS = "/var/lib/kubelet/device-plugins"
_CONFIG = "/etc/nvidia-device-plugin"
_FILE = "config.yaml"
_GPU_NODES = {"key": "nvidia.com/gpu", "operator": "Exists", "effect": "NoSchedule"}


def add_device_plugin(
    cluster: Cluster, plugin: DevicePlugin, runtime_class: str | None, context: Context, objects: Objects
) -> None:
    """Build the plugin; it speaks with the kubelet of its node, never with the API server."""
    name = f"{context.name}-{_COMPONENT}"
    objects.add(
        {
            "apiVersion": "v1",
            "kind": "ServiceAccount",
            "metadata": metadata(cluster, context, name, _COMPONENT),
            "automountServiceAccountToken": False,
        }
    )
    if plugin.time_slicing is not None:
        objects.add(
            {
                "apiVersion": "v1",
                "kind": "ConfigMap",
                "metadata": metadata(cluster, context, name, _COMPONENT),
                "immutable": True,
                "data": {_FILE: dump(_configuration(plugin.time_slicing))},
            },
            hashed=True,
        )
    objects.add(
        {
            "apiVersion": "apps/v1",
            "kind": "DaemonSet",
            "metadata": metadata(cluster, context, name, _COMPONENT),
            "spec": {
                "selector": {"matchLabels": {**selector(cluster, _COMPONENT)}},
                "updateStrategy": {"type": "RollingUpdate", "rollingUpdate": {"maxUnavailable": 1}},
                "template": {
                    "metadata": {"labels": labels(cluster, _COMPONENT)},
                    "spec": _pod(plugin, runtime_class, name, _tolerations(cluster, plugin)),
                },
            },
        }
    )


def _tolerations(cluster: Cluster, plugin: DevicePlugin) -> list[JsonObject]:
    """Return tolerations of what keeps other pods off nodes with GPUs, and of what the description names."""
    platform = PLATFORMS.get(cluster.platform or "")
    found: list[JsonObject] = [{**_GPU_NODES}]
    found += [{**each} for each in (platform.gpu_taints if platform is not None else ())]
    return found + [each for each in copied(plugin.tolerations) if each not in found]


def _pod(
    plugin: DevicePlugin, runtime_class: str | None, name: str, tolerations: list[JsonObject]
) -> JsonObject:
    container = _container(plugin)
    # The kubelet's socket lies on the node, and belongs to root.
    volumes: list[JsonObject] = [
        {"name": "device-plugins", "hostPath": {"path": _PLUGINS, "type": "Directory"}}
    ]
    mounts: list[JsonObject] = [{"name": "device-plugins", "mountPath": _PLUGINS}]
    if plugin.time_slicing is not None:
        volumes.append({"name": "config", "configMap": {"name": name}})
        mounts.append({"name": "config", "mountPath": _CONFIG, "readOnly": True})
    container["volumeMounts"] = [*mounts]
    spec: JsonObject = {
        "serviceAccountName": name,
        "automountServiceAccountToken": False,
        "priorityClassName": "system-node-critical",
        "tolerations": [*tolerations],
        "securityContext": {"seccompProfile": {"type": "RuntimeDefault"}},
        "containers": [container],
        "volumes": [*volumes],
    }
    if plugin.node_selector:
        spec["nodeSelector"] = {**plugin.node_selector}
    if runtime_class is not None:
        spec["runtimeClassName"] = runtime_class
    if plugin.image_pull_secrets:
        spec["imagePullSecrets"] = copied(plugin.image_pull_secrets)
    return spec


def _container(plugin: DevicePlugin) -> JsonObject:
    sliced = plugin.mig_strategy != "none"
    env: list[JsonObject] = [
        {"name": "MIG_STRATEGY", "value": plugin.mig_strategy},
        # Nodes that are chosen have GPUs: a plugin that finds none should be seen to fail.
        {"name": "FAIL_ON_INIT_ERROR", "value": "true" if plugin.node_selector else "false"},
    ]
    if plugin.time_slicing is not None:
        env.append({"name": "CONFIG_FILE", "value": f"{_CONFIG}/{_FILE}"})
    if sliced:
        env.append({"name": "NVIDIA_MIG_MONITOR_DEVICES", "value": "all"})
    env += [
        {"name": "NVIDIA_VISIBLE_DEVICES", "value": "all"},
        {"name": "NVIDIA_DRIVER_CAPABILITIES", "value": "compute,utility"},
    ]
    security: JsonObject = {"allowPrivilegeEscalation": False, "capabilities": {"drop": ["ALL"]}}
    if sliced:
        # The driver lets nobody else watch how a GPU is cut; a container with it may escalate in any case.
        security = {"capabilities": {"drop": ["ALL"], "add": ["SYS_ADMIN"]}}
    return {
        "name": _CONTAINER,
        "image": plugin.image,
        "command": ["nvidia-device-plugin"],
        "env": [*env],
        "resources": plugin.resources.to_kubernetes(),
        "securityContext": security,
    }


def _configuration(slicing: TimeSlicing) -> JsonObject:
    """Return the plugin's own configuration file."""
    return {
        "version": "v1",
        "sharing": {
            "timeSlicing": {
                "renameByDefault": slicing.rename_by_default,
                "failRequestsGreaterThanOne": slicing.fail_requests_greater_than_one,
                "resources": [{"name": each.name, "replicas": each.replicas} for each in slicing.resources],
            }
        },
    }
