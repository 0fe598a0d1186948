"""Names of other objects in autoscalers, custom resources, labels and annotations."""

from __future__ import annotations

from mlkube.core.resource import split_api_version
from mlkube.planning.body import at, items, text
from mlkube.planning.requirements.references import Reference, named
from mlkube.planning.requirements.requirement import TRAFFIC_PLUGIN
from mlkube.planning.requirements.walk import mappings

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from mlkube.core.json import JsonObject
    from mlkube.core.resource import Resource
    from mlkube.planning.requirements.walk import Steps

_KUEUE = "kueue.x-k8s.io"
_KSERVE = "serving.kserve.io"
_QUEUE_LABEL = "kueue.x-k8s.io/queue-name"
_PRIORITY_LABEL = "kueue.x-k8s.io/priority-class"
_STRIMZI_LABEL = "strimzi.io/cluster"


def custom_references(resource: Resource) -> Iterator[Reference]:
    """Yield the names of other objects in the fields of a kind, in labels and in annotations."""
    yield from _of_labels(resource)
    read = _READERS.get((split_api_version(resource.api_version)[0], resource.kind))
    if read is not None:
        yield from read(resource, at(resource.body, "spec"))


def _of_labels(resource: Resource) -> Iterator[Reference]:
    labels = at(resource.body, "metadata", "labels")
    for label, kind, group, namespace in (
        (_QUEUE_LABEL, "LocalQueue", _KUEUE, resource.namespace),
        (_PRIORITY_LABEL, "WorkloadPriorityClass", _KUEUE, ""),
        (_STRIMZI_LABEL, "Kafka", "kafka.strimzi.io", resource.namespace),
    ):
        name = text(labels.get(label))
        if name and resource.kind != kind:
            yield Reference(kind, name, namespace, ("metadata", "labels", label), group=group)
    annotations = at(resource.body, "metadata", "annotations")
    for annotation, kind, namespace in (
        ("cert-manager.io/issuer", "Issuer", resource.namespace),
        ("cert-manager.io/cluster-issuer", "ClusterIssuer", ""),
    ):
        name = text(annotations.get(annotation))
        if name:
            steps = ("metadata", "annotations", annotation)
            yield Reference(kind, name, namespace, steps, group="cert-manager.io")


def _of_scaler(resource: Resource, spec: JsonObject) -> Iterator[Reference]:
    """Yield what an autoscaler of any engine scales, and the logins of its triggers."""
    field = "targetRef" if resource.kind == "VerticalPodAutoscaler" else "scaleTargetRef"
    target = at(spec, field)
    kind = text(target.get("kind"), "Deployment")
    group = split_api_version(text(target.get("apiVersion"), "apps/v1"))[0]
    if target.get("name"):
        name, steps = text(target["name"]), ("spec", field, "name")
        yield Reference(kind, name, resource.namespace, steps, group=group)
    yield from _of_triggers(resource, spec)


def _of_triggers(resource: Resource, spec: JsonObject) -> Iterator[Reference]:
    for number, trigger in enumerate(items(spec.get("triggers"))):
        login = at(trigger, "authenticationRef")
        kind = text(login.get("kind"), "TriggerAuthentication")
        if login.get("name"):
            where = "" if kind.startswith("Cluster") else resource.namespace
            steps = ("spec", "triggers", number, "authenticationRef", "name")
            yield Reference(kind, text(login["name"]), where, steps, group="keda.sh")


def _of_trigger_authentication(resource: Resource, spec: JsonObject) -> Iterator[Reference]:
    for field, kind in (("secretTargetRef", "Secret"), ("configMapTargetRef", "ConfigMap")):
        for number, name in named(spec.get(field)):
            yield Reference(kind, name, resource.namespace, ("spec", field, number, "name"))


def _of_train_job(resource: Resource, spec: JsonObject) -> Iterator[Reference]:
    runtime = at(spec, "runtimeRef")
    kind = text(runtime.get("kind"), "ClusterTrainingRuntime")
    where = "" if kind.startswith("Cluster") else resource.namespace
    group = text(runtime.get("apiGroup"), "trainer.kubeflow.org")
    yield Reference(kind, text(runtime.get("name")), where, ("spec", "runtimeRef", "name"), group=group)


def _of_inference_service(resource: Resource, spec: JsonObject) -> Iterator[Reference]:
    for component in ("predictor", "transformer", "explainer"):
        model = at(spec, component, "model")
        for field, container in (("model", model), *_storage_holders(at(spec, component))):
            uri = text(container.get("storageUri"))
            if uri.startswith("pvc://"):
                claim = uri.removeprefix("pvc://").partition("/")[0]
                steps: Steps = ("spec", component, field, "storageUri")
                yield Reference("PersistentVolumeClaim", claim, resource.namespace, steps)
        runtime, form = text(model.get("runtime")), text(at(model, "modelFormat").get("name"))
        steps = ("spec", component, "model")
        if runtime:
            yield Reference("ServingRuntime", runtime, resource.namespace, (*steps, "runtime"), group=_KSERVE)
        elif form:
            said = f"one that serves the model format {form}, or a ServingRuntime that does"
            where = (*steps, "modelFormat", "name")
            yield Reference("ClusterServingRuntime", "", "", where, group=_KSERVE, text=said)


def _storage_holders(component: JsonObject) -> list[tuple[str, JsonObject]]:
    """Return the old predictors by framework: `predictor.tensorflow` and its like."""
    return [
        (field, value)
        for field, value in component.items()
        if field != "model" and isinstance(value, dict) and "storageUri" in value
    ]


def _of_local_queue(_resource: Resource, spec: JsonObject) -> Iterator[Reference]:
    name, steps = text(spec.get("clusterQueue")), ("spec", "clusterQueue")
    yield Reference("ClusterQueue", name, "", steps, group=_KUEUE)


def _of_cluster_queue(_resource: Resource, spec: JsonObject) -> Iterator[Reference]:
    for number, resources in enumerate(items(spec.get("resourceGroups"))):
        for index, name in named(resources.get("flavors")):
            steps: Steps = ("spec", "resourceGroups", number, "flavors", index, "name")
            yield Reference("ResourceFlavor", name, "", steps, group=_KUEUE)
    for index, name in named(at(spec, "admissionChecksStrategy").get("admissionChecks")):
        steps = ("spec", "admissionChecksStrategy", "admissionChecks", index, "name")
        yield Reference("AdmissionCheck", name, "", steps, group=_KUEUE)


def _of_flavor(_resource: Resource, spec: JsonObject) -> Iterator[Reference]:
    name = text(spec.get("topologyName"))
    if name:
        yield Reference("Topology", name, "", ("spec", "topologyName"), group=_KUEUE)


def _of_certificate(resource: Resource, spec: JsonObject) -> Iterator[Reference]:
    issuer = at(spec, "issuerRef")
    kind, group = text(issuer.get("kind"), "Issuer"), text(issuer.get("group"), "cert-manager.io")
    where = "" if kind == "ClusterIssuer" else resource.namespace
    yield Reference(kind, text(issuer.get("name")), where, ("spec", "issuerRef", "name"), group=group)


def _of_external_secret(resource: Resource, spec: JsonObject) -> Iterator[Reference]:
    store = at(spec, "secretStoreRef")
    kind = text(store.get("kind"), "SecretStore")
    if store.get("name"):
        where = "" if kind.startswith("Cluster") else resource.namespace
        name, steps = text(store["name"]), ("spec", "secretStoreRef", "name")
        yield Reference(kind, name, where, steps, group="external-secrets.io")


def _of_rollout(resource: Resource, spec: JsonObject) -> Iterator[Reference]:
    target = at(spec, "workloadRef")
    if target.get("name"):
        group = split_api_version(text(target.get("apiVersion"), "apps/v1"))[0]
        kind, steps = text(target.get("kind"), "Deployment"), ("spec", "workloadRef", "name")
        yield Reference(kind, text(target["name"]), resource.namespace, steps, group=group)
    for strategy, fields in (
        ("blueGreen", ("activeService", "previewService")),
        ("canary", ("canaryService", "stableService")),
    ):
        for field in fields:
            name = text(at(spec, "strategy", strategy).get(field))
            if name:
                yield Reference("Service", name, resource.namespace, ("spec", "strategy", strategy, field))
    yield from _of_analyses(resource)
    for plugin in at(spec, "strategy", "canary", "trafficRouting", "plugins"):
        where: Steps = ("spec", "strategy", "canary", "trafficRouting", "plugins", plugin)
        yield Reference(TRAFFIC_PLUGIN, plugin, "", where, group="argoproj.io")


def _of_analyses(resource: Resource) -> Iterator[Reference]:
    """Yield the templates of analyses, wherever a strategy runs one."""
    for steps, mapping in mappings(at(resource.body, "spec", "strategy"), ("spec", "strategy")):
        for number, template in enumerate(items(mapping.get("templates"))):
            name, of_cluster = text(template.get("templateName")), template.get("clusterScope") is True
            kind = "ClusterAnalysisTemplate" if of_cluster else "AnalysisTemplate"
            where = "" if of_cluster else resource.namespace
            field = (*steps, "templates", number, "templateName")
            yield Reference(kind, name, where, field, group="argoproj.io")


def _of_elastic(resource: Resource, spec: JsonObject) -> Iterator[Reference]:
    reference = at(spec, "elasticsearchRef")
    name = text(reference.get("name"))
    if name:
        where = text(reference.get("namespace"), resource.namespace)
        steps = ("spec", "elasticsearchRef", "name")
        yield Reference("Elasticsearch", name, where, steps, group="elasticsearch.k8s.elastic.co")


def _of_spark(resource: Resource, spec: JsonObject, at_steps: Steps = ("spec",)) -> Iterator[Reference]:
    for field in ("sparkConfigMap", "hadoopConfigMap"):
        name = text(spec.get(field))
        if name:
            yield Reference("ConfigMap", name, resource.namespace, (*at_steps, field))
    for pod in ("driver", "executor"):
        for field, kind in (("configMaps", "ConfigMap"), ("secrets", "Secret")):
            for number, name in named(at(spec, pod).get(field)):
                steps = (*at_steps, pod, field, number, "name")
                yield Reference(kind, name, resource.namespace, steps)
    conf = at(spec, "sparkConf")
    for key, value in conf.items():
        if key.startswith("spark.kubernetes.authenticate.") and key.endswith("serviceAccountName"):
            steps = (*at_steps, "sparkConf", key)
            yield Reference("ServiceAccount", text(value), resource.namespace, steps)


def _of_scheduled_spark(resource: Resource, spec: JsonObject) -> Iterator[Reference]:
    yield from _of_spark(resource, at(spec, "template"), ("spec", "template"))


_READERS: dict[tuple[str, str], Callable[[Resource, JsonObject], Iterator[Reference]]] = {
    ("argoproj.io", "Rollout"): _of_rollout,
    ("autoscaling", "HorizontalPodAutoscaler"): _of_scaler,
    ("autoscaling.k8s.io", "VerticalPodAutoscaler"): _of_scaler,
    ("beat.k8s.elastic.co", "Beat"): _of_elastic,
    ("cert-manager.io", "Certificate"): _of_certificate,
    ("external-secrets.io", "ExternalSecret"): _of_external_secret,
    ("keda.sh", "ClusterTriggerAuthentication"): _of_trigger_authentication,
    ("keda.sh", "ScaledJob"): _of_triggers,
    ("keda.sh", "ScaledObject"): _of_scaler,
    ("keda.sh", "TriggerAuthentication"): _of_trigger_authentication,
    ("kibana.k8s.elastic.co", "Kibana"): _of_elastic,
    (_KUEUE, "ClusterQueue"): _of_cluster_queue,
    (_KUEUE, "LocalQueue"): _of_local_queue,
    (_KUEUE, "ResourceFlavor"): _of_flavor,
    (_KSERVE, "InferenceService"): _of_inference_service,
    ("spark.apache.org", "SparkApplication"): _of_spark,
    ("sparkoperator.k8s.io", "ScheduledSparkApplication"): _of_scheduled_spark,
    ("sparkoperator.k8s.io", "SparkApplication"): _of_spark,
    ("trainer.kubeflow.org", "TrainJob"): _of_train_job,
}
