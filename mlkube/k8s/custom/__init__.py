"""Schemas of the custom resources that mlkube builds: the fields that it writes or that people patch.

One module a kind, each with `SCHEMA`: a JSON Schema as a CustomResourceDefinition holds it, with `$ref` to
Kubernetes' definitions where the custom resource embeds them, and `title` as the name of the type. A module
is imported when its kind is asked for. The tables know fewer fields than the operators do: a field that is
not here may be right all the same.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from mlkube.core.json import JsonObject

# Kind to module.
CUSTOM_KINDS = {
    ("argoproj.io/v1alpha1", "Rollout"): "rollout",
    ("autoscaling.k8s.io/v1", "VerticalPodAutoscaler"): "vertical_pod_autoscaler",
    ("gateway.networking.k8s.io/v1", "GRPCRoute"): "grpc_route",
    ("gateway.networking.k8s.io/v1", "Gateway"): "gateway",
    ("gateway.networking.k8s.io/v1", "HTTPRoute"): "http_route",
    ("jobset.x-k8s.io/v1alpha2", "JobSet"): "job_set",
    ("keda.sh/v1alpha1", "ScaledObject"): "scaled_object",
    ("keda.sh/v1alpha1", "TriggerAuthentication"): "trigger_authentication",
    ("kubeflow.org/v1", "JAXJob"): "jax_job",
    ("kubeflow.org/v1", "MPIJob"): "mpi_job",
    ("kubeflow.org/v1", "PyTorchJob"): "pytorch_job",
    ("kubeflow.org/v1", "TFJob"): "tf_job",
    ("kueue.x-k8s.io/v1beta2", "ClusterQueue"): "cluster_queue",
    ("kueue.x-k8s.io/v1beta2", "Cohort"): "cohort",
    ("kueue.x-k8s.io/v1beta2", "LocalQueue"): "local_queue",
    ("kueue.x-k8s.io/v1beta2", "ResourceFlavor"): "resource_flavor",
    ("kueue.x-k8s.io/v1beta2", "Topology"): "topology",
    ("kueue.x-k8s.io/v1beta2", "WorkloadPriorityClass"): "workload_priority_class",
    ("monitoring.coreos.com/v1", "PodMonitor"): "pod_monitor",
    ("monitoring.coreos.com/v1", "Probe"): "probe",
    ("monitoring.coreos.com/v1", "PrometheusRule"): "prometheus_rule",
    ("monitoring.coreos.com/v1", "ServiceMonitor"): "service_monitor",
    ("monitoring.coreos.com/v1alpha1", "AlertmanagerConfig"): "alertmanager_config",
    ("operator.tigera.io/v1", "APIServer"): "calico_api_server",
    ("operator.tigera.io/v1", "Installation"): "installation",
    ("projectcalico.org/v3", "IPPool"): "ip_pool",
    ("serving.kserve.io/v1beta1", "InferenceService"): "inference_service",
    ("spark.apache.org/v1", "SparkApplication"): "apache_spark_application",
    ("sparkoperator.k8s.io/v1beta2", "ScheduledSparkApplication"): "scheduled_spark_application",
    ("sparkoperator.k8s.io/v1beta2", "SparkApplication"): "spark_application",
    ("trainer.kubeflow.org/v1alpha1", "TrainJob"): "train_job",
}

# Those that stand in no namespace.
CLUSTER_KINDS: frozenset[tuple[str, str]] = frozenset(
    (
        ("kueue.x-k8s.io/v1beta2", "ClusterQueue"),
        ("kueue.x-k8s.io/v1beta2", "Cohort"),
        ("kueue.x-k8s.io/v1beta2", "ResourceFlavor"),
        ("kueue.x-k8s.io/v1beta2", "Topology"),
        ("kueue.x-k8s.io/v1beta2", "WorkloadPriorityClass"),
        ("operator.tigera.io/v1", "APIServer"),
        ("operator.tigera.io/v1", "Installation"),
        ("projectcalico.org/v3", "IPPool"),
        ("resource.k8s.io/v1", "DeviceClass"),  # newer than the schema that kustomize has
    )
)


def custom_schema(api_version: str, kind: str) -> JsonObject:
    """Return the schema of a kind.

    Raises:
        LookupError: it is not in `CUSTOM_KINDS`.

    """
    import importlib  # noqa: PLC0415  most builds have no custom resource

    module = importlib.import_module(f"{__name__}.{CUSTOM_KINDS[api_version, kind]}")
    schema: JsonObject = module.SCHEMA
    return schema


def custom_definition(api_version: str, kind: str) -> JsonObject | None:
    """Return what is known of a kind as a CustomResourceDefinition, None for a kind that is not here."""
    if (api_version, kind) not in CUSTOM_KINDS:
        return None
    group, _, version = api_version.partition("/")
    schema = custom_schema(api_version, kind)
    return {
        "apiVersion": "apiextensions.k8s.io/v1",
        "kind": "CustomResourceDefinition",
        "spec": {
            "group": group,
            "names": {"kind": kind},
            "scope": "Cluster" if (api_version, kind) in CLUSTER_KINDS else "Namespaced",
            "versions": [{"name": version, "schema": {"openAPIV3Schema": schema}}],
        },
    }
