"""Where custom resources hold names of other objects and images: what kustomize's own tables do not know.

The rows are those of a `configurations` file, so an exported tree carries them as one.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator

    from mlkube.core.json import Json, JsonObject

# What a pod's spec refers to: the kind, and the fields that hold its name.
_IN_POD: dict[str, tuple[str, ...]] = {
    "ConfigMap": (
        "volumes/configMap/name",
        "volumes/projected/sources/configMap/name",
        "containers/env/valueFrom/configMapKeyRef/name",
        "containers/envFrom/configMapRef/name",
        "initContainers/env/valueFrom/configMapKeyRef/name",
        "initContainers/envFrom/configMapRef/name",
    ),
    "Secret": (
        "volumes/secret/secretName",
        "volumes/projected/sources/secret/name",
        "volumes/csi/nodePublishSecretRef/name",
        "containers/env/valueFrom/secretKeyRef/name",
        "containers/envFrom/secretRef/name",
        "initContainers/env/valueFrom/secretKeyRef/name",
        "initContainers/envFrom/secretRef/name",
        "imagePullSecrets/name",
    ),
    "ServiceAccount": ("serviceAccountName",),
    "PersistentVolumeClaim": ("volumes/persistentVolumeClaim/claimName",),
    "PriorityClass": ("priorityClassName",),
    "ResourceClaimTemplate": ("resourceClaims/resourceClaimTemplateName",),
}

# kustomize knows these kinds' pods, but not that they claim devices.
_KNOWN_PODS: dict[tuple[str, str], str] = {
    ("apps", "Deployment"): "spec/template/spec",
    ("batch", "Job"): "spec/template/spec",
    ("batch", "CronJob"): "spec/jobTemplate/spec/template/spec",
}
_ROLLOUT = ("argoproj.io", "Rollout")
_HPA = ("autoscaling", "HorizontalPodAutoscaler")

# The specs of pods in custom resources, by group and kind.
_PODS: dict[tuple[str, str], tuple[str, ...]] = {
    _ROLLOUT: ("spec/template/spec",),
    ("kubeflow.org", "TFJob"): tuple(
        f"spec/tfReplicaSpecs/{role}/template/spec"
        for role in ("Chief", "Worker", "PS", "Evaluator", "Master")
    ),
    ("kubeflow.org", "PyTorchJob"): tuple(
        f"spec/pytorchReplicaSpecs/{role}/template/spec" for role in ("Master", "Worker")
    ),
    ("kubeflow.org", "JAXJob"): ("spec/jaxReplicaSpecs/Worker/template/spec",),
    ("kubeflow.org", "MPIJob"): tuple(
        f"spec/mpiReplicaSpecs/{role}/template/spec" for role in ("Launcher", "Worker")
    ),
    ("jobset.x-k8s.io", "JobSet"): ("spec/replicatedJobs/template/spec/template/spec",),
    ("trainer.kubeflow.org", "TrainJob"): (
        "spec/runtimePatches/trainingRuntimeSpec/template/spec/replicatedJobs/template/spec/template/spec",
    ),
    ("sparkoperator.k8s.io", "SparkApplication"): (
        "spec/driver/template/spec",
        "spec/executor/template/spec",
    ),
    ("sparkoperator.k8s.io", "ScheduledSparkApplication"): (
        "spec/template/driver/template/spec",
        "spec/template/executor/template/spec",
    ),
    ("serving.kserve.io", "InferenceService"): ("spec/predictor", "spec/canary/predictor"),
    ("spark.apache.org", "SparkApplication"): (
        "spec/driverSpec/podTemplateSpec/spec",
        "spec/executorSpec/podTemplateSpec/spec",
    ),
}


def _of_spark_operator(root: str) -> Iterator[tuple[str, str]]:
    """Yield kinds and fields of an application of the Kubeflow operator, which words pods in its own way."""
    yield "Secret", f"{root}/imagePullSecrets"
    yield "ConfigMap", f"{root}/sparkConfigMap"
    yield "ConfigMap", f"{root}/hadoopConfigMap"
    yield "PersistentVolumeClaim", f"{root}/volumes/persistentVolumeClaim/claimName"
    yield "ConfigMap", f"{root}/volumes/configMap/name"
    yield "Secret", f"{root}/volumes/secret/secretName"
    for pod in ("driver", "executor"):
        yield "ServiceAccount", f"{root}/{pod}/serviceAccount"
        yield "PriorityClass", f"{root}/{pod}/priorityClassName"
        yield "ConfigMap", f"{root}/{pod}/configMaps/name"
        yield "Secret", f"{root}/{pod}/secrets/name"
        yield "ConfigMap", f"{root}/{pod}/env/valueFrom/configMapKeyRef/name"
        yield "Secret", f"{root}/{pod}/env/valueFrom/secretKeyRef/name"
        yield "ConfigMap", f"{root}/{pod}/envFrom/configMapRef/name"
        yield "Secret", f"{root}/{pod}/envFrom/secretRef/name"


_OF_ROUTES: tuple[tuple[str, str], ...] = (
    ("Gateway", "spec/parentRefs/name"),
    ("Service", "spec/rules/backendRefs/name"),
    ("Service", "spec/rules/filters/requestMirror/backendRef/name"),
)
_GATEWAY_PLUGIN = "spec/strategy/canary/trafficRouting/plugins/argoproj-labs\\/gatewayAPI"


def _of_kserve_model(root: str) -> Iterator[tuple[str, str]]:
    """Yield kinds and fields of a model, which is a container, and names what runs it."""
    yield "ServingRuntime", f"{root}/runtime"
    yield "ConfigMap", f"{root}/env/valueFrom/configMapKeyRef/name"
    yield "Secret", f"{root}/env/valueFrom/secretKeyRef/name"
    yield "ConfigMap", f"{root}/envFrom/configMapRef/name"
    yield "Secret", f"{root}/envFrom/secretRef/name"


# What an autoscaler may scale; kustomize knows Kubernetes' own kinds in its HorizontalPodAutoscaler.
_SCALED = ("Deployment", "StatefulSet", "Rollout")

# Where an AlertmanagerConfig names the Secrets of its credentials, below a receiver.
_CREDENTIALS = (
    "slackConfigs/apiURL",
    "pagerdutyConfigs/routingKey",
    "pagerdutyConfigs/serviceKey",
    "emailConfigs/authPassword",
    "emailConfigs/authSecret",
    "webhookConfigs/urlSecret",
)

# Fields of objects that hold names, beside those of their pods.
_FIELDS: dict[tuple[str, str], tuple[tuple[str, str], ...]] = {
    _HPA: (
        ("Rollout", "spec/scaleTargetRef/name"),
        ("Service", "spec/metrics/object/describedObject/name"),
        ("Ingress", "spec/metrics/object/describedObject/name"),
        ("HTTPRoute", "spec/metrics/object/describedObject/name"),
    ),
    ("autoscaling.k8s.io", "VerticalPodAutoscaler"): tuple((kind, "spec/targetRef/name") for kind in _SCALED),
    ("gateway.networking.k8s.io", "Gateway"): (("Secret", "spec/listeners/tls/certificateRefs/name"),),
    ("gateway.networking.k8s.io", "GRPCRoute"): _OF_ROUTES,
    ("gateway.networking.k8s.io", "HTTPRoute"): _OF_ROUTES,
    _ROLLOUT: (
        ("Service", "spec/strategy/blueGreen/activeService"),
        ("Service", "spec/strategy/blueGreen/previewService"),
        ("Service", "spec/strategy/canary/stableService"),
        ("Service", "spec/strategy/canary/canaryService"),
        ("HTTPRoute", f"{_GATEWAY_PLUGIN}/httpRoutes/name"),
        ("GRPCRoute", f"{_GATEWAY_PLUGIN}/grpcRoutes/name"),
    ),
    ("kibana.k8s.elastic.co", "Kibana"): (("Elasticsearch", "spec/elasticsearchRef/name"),),
    ("monitoring.coreos.com", "AlertmanagerConfig"): tuple(
        ("Secret", f"spec/receivers/{field}/name") for field in _CREDENTIALS
    ),
    ("serving.kserve.io", "InferenceService"): (
        *_of_kserve_model("spec/predictor/model"),
        *_of_kserve_model("spec/canary/predictor/model"),
    ),
    ("trainer.kubeflow.org", "TrainJob"): (
        ("ConfigMap", "spec/trainer/env/valueFrom/configMapKeyRef/name"),
        ("Secret", "spec/trainer/env/valueFrom/secretKeyRef/name"),
    ),
    ("sparkoperator.k8s.io", "SparkApplication"): tuple(_of_spark_operator("spec")),
    ("sparkoperator.k8s.io", "ScheduledSparkApplication"): tuple(_of_spark_operator("spec/template")),
    ("", "ResourceQuota"): (("PriorityClass", "spec/scopeSelector/matchExpressions/values"),),
    ("keda.sh", "ScaledObject"): (
        *((kind, "spec/scaleTargetRef/name") for kind in _SCALED),
        ("TriggerAuthentication", "spec/triggers/authenticationRef/name"),
        ("ClusterTriggerAuthentication", "spec/triggers/authenticationRef/name"),
    ),
    ("keda.sh", "TriggerAuthentication"): (
        ("Secret", "spec/secretTargetRef/name"),
        ("ConfigMap", "spec/configMapTargetRef/name"),
    ),
    ("kueue.x-k8s.io", "LocalQueue"): (("ClusterQueue", "spec/clusterQueue"),),
    ("kueue.x-k8s.io", "ClusterQueue"): (
        ("AdmissionCheck", "spec/admissionChecksStrategy/admissionChecks/name"),
        ("Cohort", "spec/cohortName"),
        ("ResourceFlavor", "spec/resourceGroups/flavors/name"),
        ("ResourceFlavor", "spec/admissionChecksStrategy/admissionChecks/onFlavors"),
    ),
    ("kueue.x-k8s.io", "ResourceFlavor"): (("Topology", "spec/topologyName"),),
    ("kueue.x-k8s.io", "Cohort"): (
        ("Cohort", "spec/parentName"),
        ("ResourceFlavor", "spec/resourceGroups/flavors/name"),
    ),
}

# The labels of a job by which Kueue finds its queue and its priority.
_QUEUE_LABELS: dict[str, str] = {
    "LocalQueue": "kueue.x-k8s.io/queue-name",
    "WorkloadPriorityClass": "kueue.x-k8s.io/priority-class",
}

# Images that do not stand in a list of containers, where kustomize finds them by itself.
_IMAGES: dict[tuple[str, str], tuple[str, ...]] = {
    ("serving.kserve.io", "InferenceService"): (
        "spec/predictor/model/image",
        "spec/canary/predictor/model/image",
    ),
    ("trainer.kubeflow.org", "TrainJob"): ("spec/trainer/image",),
    ("sparkoperator.k8s.io", "SparkApplication"): ("spec/image", "spec/driver/image", "spec/executor/image"),
    ("sparkoperator.k8s.io", "ScheduledSparkApplication"): (
        "spec/template/image",
        "spec/template/driver/image",
        "spec/template/executor/image",
    ),
}


def configuration(bodies: Iterable[JsonObject]) -> JsonObject:
    """Return the rows that the kinds among these objects need beside kustomize's own; empty for none."""
    bodies = list(bodies)
    kinds = {_group_and_kind(body) for body in bodies}
    references: dict[str, list[Json]] = {}
    images: list[Json] = []
    for key in sorted(kinds):
        group, kind = key
        for referent, path in _references(key, kinds, bodies):
            references.setdefault(referent, []).append({"group": group, "kind": kind, "path": path})
        images.extend({"group": group, "kind": kind, "path": path} for path in _IMAGES.get(key, ()))
    for referent, row in _queue_labels(bodies):
        references.setdefault(referent, []).append(row)
    result: JsonObject = {}
    if references:
        result["nameReference"] = [
            {"kind": referent, "fieldSpecs": rows} for referent, rows in sorted(references.items())
        ]
    if images:
        result["images"] = images
    return result


def _references(
    key: tuple[str, str], kinds: Collection[tuple[str, str]], bodies: Iterable[JsonObject]
) -> Iterator[tuple[str, str]]:
    for pod in _PODS.get(key, ()):
        for referent, fields in _IN_POD.items():
            for path in fields:
                yield referent, f"{pod}/{path}"
    if key in _KNOWN_PODS and ("resource.k8s.io", "ResourceClaimTemplate") in kinds:
        yield "ResourceClaimTemplate", f"{_KNOWN_PODS[key]}/resourceClaims/resourceClaimTemplateName"
    if key != _HPA:
        yield from _FIELDS.get(key, ())
        return
    scalers = [body for body in bodies if _group_and_kind(body) == _HPA]
    for referent, path in _FIELDS[key]:
        above = path.split("/")[:-1]
        if any(_names_kind(body, above, referent) for body in scalers):
            yield referent, path


def _names_kind(value: Json, path: list[str], kind: str) -> bool:
    """Tell whether something of a kind is referred to at a path, in any element of lists on the way.

    Rows cost each build that has them, and most autoscalers name a Deployment, which kustomize knows.
    """
    if isinstance(value, list):
        return any(_names_kind(each, path, kind) for each in value)
    if not isinstance(value, dict):
        return False
    return _names_kind(value.get(path[0]), path[1:], kind) if path else value.get("kind") == kind


def _queue_labels(bodies: list[JsonObject]) -> Iterator[tuple[str, JsonObject]]:
    """Yield rows for the labels that queue a job: of any kind where the queue is built, else of its own."""
    found: dict[tuple[str, str, str], JsonObject] = {}
    for body in bodies:
        group, kind = _group_and_kind(body)
        metadata = body.get("metadata")
        labels = metadata.get("labels") if isinstance(metadata, dict) else None
        for referent, label in _QUEUE_LABELS.items():
            path = "metadata/labels/" + label.replace("/", "\\/")
            if group == "kueue.x-k8s.io" and kind == referent:
                found[referent, "", ""] = {"path": path}
            elif isinstance(labels, dict) and label in labels:
                found[referent, group, kind] = {"group": group, "kind": kind, "path": path}
    for (referent, _, _), row in sorted(found.items()):
        yield referent, row


def _group_and_kind(body: JsonObject) -> tuple[str, str]:
    group = str(body.get("apiVersion") or "").rpartition("/")[0]
    return group, str(body.get("kind") or "")
