"""DCGM exporter: on every node with GPUs a pod that says what they do, and who uses them.

Source: NVIDIA/dcgm-exporter 4.6.1-4.8.4, README.md, deployment/examples/dcgm-exporter.yaml,
cmd/dcgm-exporter/main.go.
"""

from __future__ import annotations

from mlkube.workloads.construction import copied
from mlkube.workloads.faults import Fault
from mlkube.workloads.metrics.systems.gpu import COUNTERS, METRICS, PROFILING
from mlkube.workloads.parts.alert_settings import DURATION, DURATION_HINT, GPU_ALERTS, GpuAlerts
from mlkube.workloads.parts.metadata import metadata, selector
from mlkube.workloads.parts.placement import Placement
from mlkube.workloads.parts.resources import Resources
from mlkube.workloads.spec import LABEL_VALUE, OBJECT_NAME, Spec, field

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from mlkube.core.json import JsonObject
    from mlkube.k8s import core_v1
    from mlkube.workloads.faults import Path
    from mlkube.workloads.monitoring.workload import Monitoring
    from mlkube.workloads.objects import Context, Objects

IMAGE = "nvcr.io/nvidia/k8s/dcgm-exporter:4.6.1-4.8.4-distroless"
COMPONENT = "dcgm-exporter"
_PORT, _PORT_NAME = 9400, "metrics"
_COUNTERS_DIRECTORY, _COUNTERS_FILE = "/etc/dcgm-exporter/mlkube", "counters.csv"
_SOCKET_DIRECTORY = "/var/lib/kubelet/pod-resources"
_GPU_NODES = {"nvidia.com/gpu.present": "true"}
_GPU_TAINT: JsonObject = {"key": "nvidia.com/gpu", "operator": "Exists", "effect": "NoSchedule"}


class GpuMetrics(Spec):
    """What is collected of GPUs. NVIDIA's GPU operator has an exporter of its own: exporter: false."""

    exporter: bool = field(default=True, doc="Whether dcgm-exporter is built, a DaemonSet.")
    image: str = field(default=IMAGE, doc="Image of the exporter.")
    image_pull_secrets: Sequence[core_v1.LocalObjectReference] = field(
        default=(), doc="Secrets with the registry's credentials.", keys=("name",)
    )
    interval: str = field(
        default="15s", doc="How often metrics are collected.", pattern=DURATION, hint=DURATION_HINT
    )
    profiling: bool = field(
        default=False,
        doc="Whether tensor cores, engines and memory are measured too. The exporter gets SYS_ADMIN for it, "
        "and no other profiler can use the GPU.",
    )
    counters: Mapping[str, GpuCounter] = field(
        default={}, doc="Further fields of DCGM that are collected, by their names."
    )
    args: Sequence[str] = field(default=(), doc="Further arguments of the exporter.")
    node_selector: Mapping[str, str] = field(
        default=_GPU_NODES,
        doc="Labels of the nodes with GPUs. NVIDIA's GPU operator writes the default one; without it, name "
        "one that your nodes have, such as kubernetes.azure.com/accelerator: nvidia.",
        pattern=LABEL_VALUE,
    )
    tolerations: Sequence[core_v1.Toleration] = field(
        default=(),
        doc="Taints that it tolerates, beside the one of GPU nodes.",
        keys=("key", "operator", "value", "effect"),
    )
    runtime_class: str | None = field(
        default=None,
        doc="RuntimeClass, such as nvidia, where the default runtime shows no GPUs.",
        pattern=OBJECT_NAME,
    )
    priority_class: str | None = field(
        default=None, doc="PriorityClass; system-node-critical lets it in on full nodes.", pattern=OBJECT_NAME
    )
    resources: Resources = field(
        default=Resources(cpu="100m", memory="512Mi"), doc="Requests and limits of the exporter."
    )
    alerts: GpuAlerts = field(default=GpuAlerts(), doc="When alerts fire, and what they carry.")

    def faults(self, path: Path) -> Iterator[Fault]:
        """Yield fields of an exporter that is not built, and counters that DCGM or the file cannot have."""
        yield from self.resources.faults((*path, "resources"))
        yield from self.placement.faults(path)
        yield from self.alerts.faults((*path, "alerts"), GPU_ALERTS)
        if not self.exporter:
            for key, given in (
                ("counters", self.counters),
                ("args", self.args),
                ("imagePullSecrets", self.image_pull_secrets),
                ("runtimeClass", self.runtime_class),
            ):
                if given:
                    other = (*path, "exporter")
                    yield Fault((*path, key), "no exporter is built", "leave it out", other=other)
        for name in self.counters:
            if name in METRICS and (self.profiling or not name.startswith("DCGM_FI_PROF_")):
                yield Fault((*path, "counters", name), "it is collected already", "leave it out")
            elif not name.startswith("DCGM_"):
                hint = "DCGM names its fields DCGM_FI_..."
                yield Fault((*path, "counters", name), f'"{name}" is no field of DCGM', hint)
            elif name.startswith("DCGM_FI_PROF_") and not self.profiling:
                reason = "only the profiling module knows it"
                yield Fault(
                    (*path, "counters", name), reason, "set profiling: true", other=(*path, "profiling")
                )
        for at, argument in enumerate(self.args):
            name = argument.partition("=")[0]
            if name in _OWNED:
                yield Fault(
                    (*path, "args", at), f"{name} belongs to {_OWNED[name]}", f"set {_OWNED[name]} instead"
                )

    @property
    def placement(self) -> Placement:
        """Where the exporter runs."""
        return Placement(
            node_selector=self.node_selector,
            tolerations=[*self.tolerations, *(() if _GPU_TAINT in self.tolerations else (_GPU_TAINT,))],
            runtime_class=self.runtime_class,
            priority_class=self.priority_class,
        )

    @property
    def counters_csv(self) -> str:
        """The fields in the exporter's form: name, type, help."""
        rows = [*COUNTERS, *(PROFILING if self.profiling else ())]
        rows += [(name, counter.type, counter.help) for name, counter in self.counters.items()]
        return "".join(f"{name}, {kind}, {text}\n" for name, kind, text in rows)


class GpuCounter(Spec):
    """A field of DCGM as Prometheus shows it."""

    type: str = field(
        default="gauge",
        doc="Type of the metric.",
        pattern=r"gauge|counter|label",
        hint="gauge, counter or label",
    )
    help: str = field(
        doc="What it is, in a sentence without commas: the file is a table.", pattern=r"[^,\n]+"
    )


_OWNED = {
    "-f": "counters",
    "--collectors": "counters",
    "-a": "nothing: the port is fixed",
    "--address": "nothing: the port is fixed",
    "-k": "nothing: it is always on",
    "--kubernetes": "nothing: it is always on",
}


def add_exporter(workload: Monitoring, context: Context, objects: Objects, gpu: GpuMetrics) -> str:
    """Add ServiceAccount, counters, DaemonSet and Service; return the name of the Service."""
    name = f"{context.name}-{COMPONENT}"
    counters = f"{name}-counters"
    selected = selector(workload, COMPONENT)

    def own(of: str) -> JsonObject:
        return metadata(workload, context, of, COMPONENT)

    objects.add(
        {
            "apiVersion": "v1",
            "kind": "ServiceAccount",
            "metadata": own(name),
            "automountServiceAccountToken": False,
        }
    )
    objects.add(
        {
            "apiVersion": "v1",
            "kind": "ConfigMap",
            "metadata": own(counters),
            "immutable": True,
            "data": {_COUNTERS_FILE: gpu.counters_csv},
        },
        hashed=True,
    )
    template: JsonObject = {
        "metadata": {"labels": {**workload.labels, **selected}},
        "spec": _pod(gpu, name, counters),
    }
    objects.add(
        {
            "apiVersion": "apps/v1",
            "kind": "DaemonSet",
            "metadata": own(name),
            "spec": {
                "selector": {"matchLabels": {**selected}},
                "updateStrategy": {"type": "RollingUpdate", "rollingUpdate": {"maxUnavailable": "10%"}},
                "template": template,
            },
        }
    )
    objects.add(
        {
            "apiVersion": "v1",
            "kind": "Service",
            "metadata": own(name),
            "spec": {
                "type": "ClusterIP",
                "selector": {**selected},
                "ports": [{"name": _PORT_NAME, "port": _PORT, "protocol": "TCP", "targetPort": _PORT_NAME}],
            },
        }
    )
    return name


def exporter_monitor_spec(workload: Monitoring, gpu: GpuMetrics) -> JsonObject:
    """Return `spec` of the exporter's ServiceMonitor; the pod that uses a GPU wins over the exporter's."""
    return {
        "selector": {"matchLabels": {**selector(workload, COMPONENT)}},
        "endpoints": [
            {"port": _PORT_NAME, "path": "/metrics", "interval": gpu.interval, "honorLabels": True}
        ],
    }


def _pod(gpu: GpuMetrics, account: str, counters: str) -> JsonObject:
    placed = gpu.placement.to_kubernetes({})
    if gpu.image_pull_secrets:
        placed["imagePullSecrets"] = copied(gpu.image_pull_secrets)
    return {
        "serviceAccountName": account,
        "automountServiceAccountToken": False,
        "securityContext": {"seccompProfile": {"type": "RuntimeDefault"}},
        **placed,
        "containers": [_container(gpu)],
        "volumes": [
            {"name": "counters", "configMap": {"name": counters}},
            {"name": "pod-resources", "hostPath": {"path": _SOCKET_DIRECTORY, "type": "Directory"}},
        ],
    }


def _container(gpu: GpuMetrics) -> JsonObject:
    health: JsonObject = {"httpGet": {"path": "/health", "port": _PORT_NAME}}
    capabilities: JsonObject = {"drop": ["ALL"]}
    if gpu.profiling:
        capabilities["add"] = ["SYS_ADMIN"]
    return {
        "name": COMPONENT,
        "image": gpu.image,
        "args": ["-f", f"{_COUNTERS_DIRECTORY}/{_COUNTERS_FILE}", *gpu.args],
        "env": [
            {"name": "DCGM_EXPORTER_LISTEN", "value": f":{_PORT}"},
            {"name": "DCGM_EXPORTER_KUBERNETES", "value": "true"},
            {"name": "NODE_NAME", "valueFrom": {"fieldRef": {"fieldPath": "spec.nodeName"}}},
        ],
        "ports": [{"name": _PORT_NAME, "containerPort": _PORT, "protocol": "TCP"}],
        # The first answer takes a while: DCGM looks at every device.
        "startupProbe": {**health, "periodSeconds": 5, "failureThreshold": 24},
        "readinessProbe": {**health, "periodSeconds": 10},
        "livenessProbe": {**health, "periodSeconds": 30, "timeoutSeconds": 5},
        "resources": gpu.resources.to_kubernetes(),
        "volumeMounts": [
            {"name": "counters", "mountPath": _COUNTERS_DIRECTORY, "readOnly": True},
            {"name": "pod-resources", "mountPath": _SOCKET_DIRECTORY, "readOnly": True},
        ],
        # The kubelet's socket, which says whose a GPU is, belongs to root.
        "securityContext": {
            "runAsUser": 0,
            "runAsNonRoot": False,
            "allowPrivilegeEscalation": False,
            "capabilities": capabilities,
        },
    }
