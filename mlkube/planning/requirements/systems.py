"""Systems that are installed beside Kubernetes: what each brings, and the version that mlkube was made for.

Versions are those of the definitions that tests compare with. A system that mlkube builds nothing for has
none.
Sources: the projects' definitions at the tags named here; for device names the documentation of each plugin.
"""

from __future__ import annotations

import fnmatch


class System:
    """A system by name, with the version that mlkube was made for, empty where it builds nothing for it."""

    __slots__ = ("name", "version")

    def __init__(self, name: str, version: str = "") -> None:
        self.name = name
        self.version = version

    def __str__(self) -> str:
        return f"{self.name} {self.version}".rstrip()

    def __repr__(self) -> str:
        return f"System({self.name!r}, {self.version!r})"


METRICS_SERVER = System("metrics-server")
CUSTOM_METRICS = System("an adapter of custom metrics, such as prometheus-adapter")
EXTERNAL_METRICS = System("an adapter of external metrics, such as KEDA or prometheus-adapter")
GATEWAY_API = System("Gateway API", "1.6.1")
KEDA = System("KEDA", "2.20.2")
KSERVE = System("KServe", "0.20.0")
KUEUE = System("Kueue", "0.19.2")
TRAINER = System("Kubeflow Trainer", "2.3.0")

_TRAINING_OPERATOR = System("Kubeflow Training Operator", "1.9.4")
_ARGO_ROLLOUTS = System("Argo Rollouts", "1.9.1")
_KNATIVE = System("Knative Serving")
_CERT_MANAGER = System("cert-manager")
_CALICO = System("Calico", "3.32")
_NVIDIA_DRA = System("DRA driver for NVIDIA GPUs", "0.4.1")
_ISTIO = System("Istio")
_ECK = System("Elastic Cloud on Kubernetes", "3.5.0")
_STACKABLE = System("Stackable operators")

# API group, or group and kind where several systems share a group.
_BY_GROUP: dict[str | tuple[str, str], System] = {
    ("argoproj.io", "Application"): System("Argo CD"),
    ("argoproj.io", "ApplicationSet"): System("Argo CD"),
    ("argoproj.io", "AppProject"): System("Argo CD"),
    ("argoproj.io", "AnalysisTemplate"): _ARGO_ROLLOUTS,
    ("argoproj.io", "ClusterAnalysisTemplate"): _ARGO_ROLLOUTS,
    ("argoproj.io", "Experiment"): _ARGO_ROLLOUTS,
    ("argoproj.io", "Rollout"): _ARGO_ROLLOUTS,
    ("argoproj.io", "ClusterWorkflowTemplate"): System("Argo Workflows"),
    ("argoproj.io", "CronWorkflow"): System("Argo Workflows"),
    ("argoproj.io", "Workflow"): System("Argo Workflows"),
    ("argoproj.io", "WorkflowTemplate"): System("Argo Workflows"),
    ("kubeflow.org", "Experiment"): System("Katib"),
    ("kubeflow.org", "JAXJob"): _TRAINING_OPERATOR,
    ("kubeflow.org", "MPIJob"): _TRAINING_OPERATOR,
    ("kubeflow.org", "Notebook"): System("Kubeflow Notebooks"),
    ("kubeflow.org", "PaddleJob"): _TRAINING_OPERATOR,
    ("kubeflow.org", "Profile"): System("Kubeflow Profiles"),
    ("kubeflow.org", "PyTorchJob"): _TRAINING_OPERATOR,
    ("kubeflow.org", "TFJob"): _TRAINING_OPERATOR,
    ("kubeflow.org", "XGBoostJob"): _TRAINING_OPERATOR,
    "acme.cert-manager.io": _CERT_MANAGER,
    "agent.k8s.elastic.co": _ECK,
    "autoscaling.k8s.io": System("Vertical Pod Autoscaler", "1.7.1"),
    "batch.volcano.sh": System("Volcano"),
    "beat.k8s.elastic.co": _ECK,
    "bitnami.com": System("Sealed Secrets"),
    "cassandra.datastax.com": System("K8ssandra"),
    "cert-manager.io": _CERT_MANAGER,
    "cilium.io": System("Cilium"),
    "elasticsearch.k8s.elastic.co": _ECK,
    "eventing.keda.sh": KEDA,
    "external-secrets.io": System("External Secrets Operator"),
    "flink.apache.org": System("Flink Kubernetes Operator", "1.15.0"),
    "fluentbit.fluent.io": System("Fluent Operator"),
    "fluentd.fluent.io": System("Fluent Operator"),
    "gateway.networking.k8s.io": GATEWAY_API,
    "grafana.integreatly.org": System("Grafana Operator"),
    "hbase.stackable.tech": _STACKABLE,
    "hdfs.stackable.tech": _STACKABLE,
    "jobset.x-k8s.io": System("JobSet", "0.12.0"),
    "k8s.keda.sh": KEDA,
    "k8ssandra.io": System("K8ssandra"),
    "kafka.strimzi.io": System("Strimzi", "1.2.0"),
    "keda.sh": KEDA,
    "kibana.k8s.elastic.co": _ECK,
    "kueue.x-k8s.io": KUEUE,
    "kyverno.io": System("Kyverno"),
    "leaderworkerset.x-k8s.io": System("LeaderWorkerSet", "0.10.0"),
    "logstash.k8s.elastic.co": _ECK,
    "metallb.io": System("MetalLB"),
    "monitoring.coreos.com": System("Prometheus Operator", "0.93.0"),
    "mysql.oracle.com": System("MySQL Operator"),
    "networking.istio.io": _ISTIO,
    "nfd.k8s-sigs.io": System("Node Feature Discovery"),
    "nvidia.com": System("NVIDIA GPU Operator"),
    "operator.tigera.io": _CALICO,
    "postgresql.cnpg.io": System("CloudNativePG"),
    "projectcalico.org": _CALICO,
    "pxc.percona.com": System("Percona Operator for MySQL"),
    "ray.io": System("KubeRay", "1.7.0"),
    "resource.nvidia.com": _NVIDIA_DRA,
    "scheduling.volcano.sh": System("Volcano"),
    "security.istio.io": _ISTIO,
    "serving.knative.dev": _KNATIVE,
    "serving.kserve.io": KSERVE,
    "snapshot.storage.k8s.io": System("CSI snapshot controller"),
    "spark.apache.org": System("Apache Spark Kubernetes Operator", "1.0.0"),
    "spark.stackable.tech": _STACKABLE,
    "sparkoperator.k8s.io": System("Kubeflow Spark Operator", "2.5.2"),
    "tekton.dev": System("Tekton Pipelines", "1.15.0"),
    "telemetry.istio.io": _ISTIO,
    "trainer.kubeflow.org": TRAINER,
    "trino.stackable.tech": _STACKABLE,
    "zookeeper.stackable.tech": _STACKABLE,
}

# Extended resources, as patterns; the first that fits counts.
_BY_RESOURCE = (
    ("nvidia.com/*", System("NVIDIA device plugin", "0.19.3")),
    ("amd.com/gpu*", System("AMD GPU device plugin")),
    ("gpu.intel.com/*", System("Intel device plugins")),
    ("habana.ai/*", System("Intel Gaudi device plugin")),
    ("aws.amazon.com/neuron*", System("AWS Neuron device plugin")),
    ("vpc.amazonaws.com/efa", System("AWS EFA device plugin")),
    ("google.com/tpu", System("nodes with TPUs of Google Kubernetes Engine")),
    ("rdma/*", System("RDMA shared device plugin")),
    ("hugepages-*", System("huge pages that the nodes set aside")),
)

# Images of device plugins, as patterns, with the resources that they offer.
_PLUGINS = (
    ("*nvidia/k8s-device-plugin[:@]*", "nvidia.com/*"),
    ("*rocm/k8s-device-plugin[:@]*", "amd.com/gpu*"),
    ("*intel/intel-gpu-plugin[:@]*", "gpu.intel.com/*"),
)

# DeviceClasses of drivers, as patterns.
_BY_DEVICE_CLASS = (
    ("*.nvidia.com", _NVIDIA_DRA),
    ("*.amd.com", System("AMD GPU DRA driver")),
    ("*.intel.com", System("Intel DRA driver")),
)

# Labels that something puts on nodes, as patterns; the first that fits counts.
_BY_LABEL = (
    ("nvidia.com/gpu.present", System("NVIDIA GPU Operator")),
    ("nvidia.com/*", System("NVIDIA GPU feature discovery")),
    ("feature.node.kubernetes.io/*", System("Node Feature Discovery")),
    ("amd.com/*", System("AMD GPU node labeller")),
    ("cloud.google.com/*", System("Google Kubernetes Engine")),
    ("eks.amazonaws.com/*", System("Elastic Kubernetes Service")),
    ("karpenter.sh/*", System("Karpenter")),
    ("kubernetes.azure.com/*", System("Azure Kubernetes Service")),
)

# Plugins of Argo Rollouts that write the weights of routes.
_BY_PLUGIN = (("argoproj-labs/gatewayAPI", System("rollouts-plugin-trafficrouter-gatewayapi", "0.13.0")),)


def system_of_kind(group: str, kind: str) -> System | None:
    """Return the system that brings a custom resource."""
    return _BY_GROUP.get((group, kind)) or _BY_GROUP.get(group)


def system_of_resource(name: str) -> System | None:
    """Return what offers an extended resource on nodes."""
    return _first(name, _BY_RESOURCE)


def offers(image: str, resource: str) -> bool:
    """Tell whether an image is that of a device plugin for an extended resource."""
    return any(
        fnmatch.fnmatchcase(image, plugin) and fnmatch.fnmatchcase(resource, pattern)
        for plugin, pattern in _PLUGINS
    )


def system_of_device_class(name: str) -> System | None:
    """Return the driver that brings a DeviceClass."""
    return _first(name, _BY_DEVICE_CLASS)


def system_of_plugin(name: str) -> System | None:
    """Return what a plugin of Argo Rollouts is."""
    return _first(name, _BY_PLUGIN)


def system_of_label(key: str) -> System | None:
    """Return what puts a label on nodes."""
    return _first(key, _BY_LABEL)


def known_systems() -> tuple[System, ...]:
    """Return every system that has a version."""
    every = [*_BY_GROUP.values(), *(system for _, system in (*_BY_RESOURCE, *_BY_DEVICE_CLASS, *_BY_PLUGIN))]
    return tuple({each.name: each for each in every if each.version}.values())


def _first(name: str, rows: tuple[tuple[str, System], ...]) -> System | None:
    return next((system for pattern, system in rows if fnmatch.fnmatchcase(name, pattern)), None)
