"""SparkApplications of both operators, scheduled ones, and pods that run spark-submit."""

from __future__ import annotations

from mlkube.planning.body import at, count, items, merged, text
from mlkube.planning.owners import spark_sizes
from mlkube.planning.owners.built_in import overlap, run_rollout
from mlkube.planning.pod_set import JOB, SCHEDULED_JOB, PodSet

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from mlkube.core.json import Json, JsonObject
    from mlkube.core.resource import Resource

DRIVER, EXECUTOR = "driver", "executor"
_CONTAINERS = {DRIVER: "spark-kubernetes-driver", EXECUTOR: "spark-kubernetes-executor"}
_CONF = "spark-defaults.conf"
_POD_FIELDS = ("affinity", "initContainers", "nodeSelector", "priorityClassName", "tolerations")
_FLAGS = {
    "--master": "spark.master",
    "--deploy-mode": "spark.submit.deployMode",
    "--driver-memory": "spark.driver.memory",
    "--driver-cores": "spark.driver.cores",
    "--executor-memory": "spark.executor.memory",
    "--executor-cores": "spark.executor.cores",
    "--num-executors": "spark.executor.instances",
}


def of_kubeflow_application(owner: Resource) -> Iterator[PodSet]:
    """Yield driver and executors of a SparkApplication of the Kubeflow Spark operator."""
    yield from _of_kubeflow(owner, at(owner.body, "spec"), JOB)


def of_scheduled_application(owner: Resource) -> Iterator[PodSet]:
    """Yield driver and executors of one run of a ScheduledSparkApplication."""
    spec = at(owner.body, "spec")
    policy = text(spec.get("concurrencyPolicy"), "Allow")
    for found in _of_kubeflow(owner, at(spec, "template"), SCHEDULED_JOB):
        found.minimum = 0
        found.rollout = run_rollout(policy)
        found.assumed = (*found.assumed, *overlap(policy))
        yield found


def _of_kubeflow(owner: Resource, spec: JsonObject, duration: str) -> Iterator[PodSet]:
    factor = _factor(str(spec.get("type")) in {"Python", "R"})
    properties = _properties_of_fields(spec)
    least, most, assumed = spark_sizes.executors(properties)
    for role in (DRIVER, EXECUTOR):
        fields = at(spec, role)
        container: JsonObject = {
            "name": _CONTAINERS[role],
            "resources": spark_sizes.pod_resources(role, properties, factor),
        }
        if (gpu := at(fields, "gpu")) and isinstance(name := gpu.get("name"), str):
            container = merged(container, {"resources": {"limits": {name: gpu.get("quantity")}}})
        pod = _pod(spec, fields, container)
        found = PodSet(
            owner,
            merged(at(fields, "template"), pod),
            pods=1 if role == DRIVER else most,
            minimum=1 if role == DRIVER else least,
            role=role,
            path="",
            duration=duration,
            claim_templates=spark_sizes.claims(role, properties),
            assumed=() if role == DRIVER else assumed,
        )
        if spec.get("suspend") is True:
            found.minimum = 0
        yield found


def _factor(other_language: bool) -> str:  # noqa: FBT001  one question
    return spark_sizes.OTHER_FACTOR if other_language else spark_sizes.JVM_FACTOR


def _properties_of_fields(spec: JsonObject) -> dict[str, str]:
    """Return the properties that the operator hands to spark-submit; its fields win over sparkConf."""
    found = {key: str(value) for key, value in at(spec, "sparkConf").items()}
    if (factor := spec.get("memoryOverheadFactor")) is not None:
        found["spark.kubernetes.memoryOverheadFactor"] = str(factor)
    for role in (DRIVER, EXECUTOR):
        fields = at(spec, role)
        for name, key in (
            ("cores", f"spark.{role}.cores"),
            ("coreRequest", f"spark.kubernetes.{role}.request.cores"),
            ("coreLimit", f"spark.kubernetes.{role}.limit.cores"),
            ("memory", f"spark.{role}.memory"),
            ("memoryOverhead", f"spark.{role}.memoryOverhead"),
            ("memoryLimit", f"spark.kubernetes.{role}.limit.memory"),
            ("instances", f"spark.{role}.instances"),
        ):
            if (value := fields.get(name)) is not None:
                found[key] = str(value)
    dynamic = at(spec, "dynamicAllocation")
    for name, value in dynamic.items():
        shown = str(value).lower() if isinstance(value, bool) else str(value)
        found[f"spark.dynamicAllocation.{name}"] = shown
    return found


def _pod(spec: JsonObject, fields: JsonObject, container: JsonObject) -> JsonObject:
    mounted = {text(each.get("name")) for each in items(fields.get("volumeMounts"))}
    volumes: list[Json] = [each for each in items(spec.get("volumes")) if text(each.get("name")) in mounted]
    pod: JsonObject = {key: fields[key] for key in _POD_FIELDS if key in fields}
    if "nodeSelector" not in pod and "nodeSelector" in spec:
        pod["nodeSelector"] = spec["nodeSelector"]
    if volumes:
        pod["volumes"] = volumes
    pod["containers"] = [container, *items(fields.get("sidecars"))]
    return {"metadata": {"labels": at(fields, "labels")}, "spec": pod}


def of_apache_application(owner: Resource) -> Iterator[PodSet]:
    """Yield driver and executors of a SparkApplication of the Apache Spark operator.

    Its sparkConf says everything; instanceConfig bounds the executors that the operator waits for.
    """
    spec = at(owner.body, "spec")
    properties = {key: str(value) for key, value in at(spec, "sparkConf").items()}
    instances = at(spec, "applicationTolerations", "instanceConfig")
    least, most, assumed = spark_sizes.executors(properties)
    if "spark.executor.instances" not in properties and count(instances.get("initExecutors"), 0):
        least = most = max(count(instances.get("initExecutors"), 0), count(instances.get("maxExecutors"), 0))
    other = bool(spec.get("pyFiles") or spec.get("sparkRFiles"))
    templates = {role: at(spec, f"{role}Spec", "podTemplateSpec") for role in (DRIVER, EXECUTOR)}
    for found in _of_properties(owner, properties, templates, _factor(other)):
        if found.role == EXECUTOR:
            found.minimum, found.maximum, found.assumed = least, most, assumed
        yield found


def of_submit(found: PodSet, find: Callable[[str, str, str], Resource | None]) -> Iterator[PodSet]:
    """Yield the pods that a pod starts by spark-submit: executors, and in cluster mode the driver.

    Its properties come from the ConfigMap that it mounts and from its arguments.
    """
    words = [word for container in found.containers for word in _words(container)]
    if not any(word.rpartition("/")[2] == "spark-submit" for word in words):
        return
    files = _mounted(found, find)
    properties = _read_properties(files.get(_CONF, "")) | _read_arguments(words)
    if not properties.get("spark.master", "").startswith("k8s"):
        return
    cluster = properties.get("spark.submit.deployMode") == "cluster"
    other = cluster and any(word.endswith((".py", ".R", ".r")) for word in words)
    templates = {
        role: _template(files, properties.get(f"spark.kubernetes.{role}.podTemplateFile", ""))
        for role in (DRIVER, EXECUTOR)
    }
    for made in _of_properties(found.owner, properties, templates, _factor(other)):
        if made.role == EXECUTOR or cluster:
            made.duration, made.rollout = found.duration, found.rollout
            if found.minimum == 0:
                made.minimum = 0
            yield made


def _of_properties(
    owner: Resource, properties: dict[str, str], templates: dict[str, JsonObject], factor: str
) -> Iterator[PodSet]:
    least, most, assumed = spark_sizes.executors(properties)
    for role in (DRIVER, EXECUTOR):
        name = _container_name(role, properties, templates[role])
        container: JsonObject = {
            "name": name,
            "resources": spark_sizes.pod_resources(role, properties, factor),
        }
        selectors: JsonObject = _selectors(role, properties)
        pod: JsonObject = {"spec": {"containers": [container], **selectors}}
        yield PodSet(
            owner,
            merged(templates[role], pod),
            pods=1 if role == DRIVER else most,
            minimum=1 if role == DRIVER else least,
            role=role,
            path="",
            duration=JOB,
            claim_templates=spark_sizes.claims(role, properties),
            assumed=() if role == DRIVER else assumed,
        )


def _container_name(role: str, properties: dict[str, str], template: JsonObject) -> str:
    """Return the container of a template that is Spark's: the named one, else the first."""
    given = properties.get(f"spark.kubernetes.{role}.podTemplateContainerName")
    first = next(iter(items(at(template, "spec").get("containers"))), {})
    return given or text(first.get("name"), _CONTAINERS[role])


def _selectors(role: str, properties: dict[str, str]) -> JsonObject:
    found: JsonObject = {}
    for start in ("spark.kubernetes.node.selector.", f"spark.kubernetes.{role}.node.selector."):
        found.update({key[len(start) :]: value for key, value in properties.items() if key.startswith(start)})
    return {"nodeSelector": found} if found else {}


def _words(container: JsonObject) -> list[str]:
    words: list[str] = []
    for key in ("command", "args"):
        value = container.get(key)
        words += [str(each) for each in value] if isinstance(value, list) else []
    return words


def _mounted(found: PodSet, find: Callable[[str, str, str], Resource | None]) -> dict[str, str]:
    """Return the texts of the ConfigMaps that a pod mounts, by file name."""
    files: dict[str, str] = {}
    for volume in items(found.spec.get("volumes")):
        config = find("ConfigMap", found.namespace, text(at(volume, "configMap").get("name")))
        if config is not None:
            files.update({key: str(value) for key, value in at(config.body, "data").items()})
    return files


def _read_properties(conf: str) -> dict[str, str]:
    found = {}
    for line in conf.splitlines():
        key, _, value = line.strip().replace("=", " ", 1).partition(" ")
        if key and not key.startswith("#"):
            found[key] = value.strip()
    return found


def _read_arguments(words: list[str]) -> dict[str, str]:
    found = {}
    for word, following in zip(words, [*words[1:], ""], strict=True):
        if word == "--conf":
            key, _, value = following.partition("=")
            found[key] = value
        elif word in _FLAGS:
            found[_FLAGS[word]] = following
    return found


def _template(files: dict[str, str], path: str) -> JsonObject:
    """Return the pod template of a mounted file, an empty one where it is not among the objects."""
    source = files.get(path.rpartition("/")[2], "")
    if not source:
        return {}
    from mlkube.errors import YamlError  # noqa: PLC0415  few objects run Spark
    from mlkube.yamlio import load_all  # noqa: PLC0415  as above

    try:
        return at(next(iter(load_all(source.encode())), None))
    except YamlError:
        return {}
