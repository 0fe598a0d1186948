"""The backend apache: SparkApplication of the Apache operator, which goes by Spark's own properties.

Source: apache/spark-kubernetes-operator, docs/spark_custom_resources.md.
"""

from __future__ import annotations

from mlkube.workloads.parts.accounts import identity_labels
from mlkube.workloads.parts.metadata import metadata, selector
from mlkube.workloads.parts.storage import Volumes
from mlkube.workloads.spark.configuration import (
    common_properties,
    eviction_hints,
    executor_template,
    sized_properties,
)
from mlkube.workloads.spark.workload import CONTAINER

TYPE_CHECKING = False
if TYPE_CHECKING:
    from mlkube.core.json import JsonObject
    from mlkube.workloads.objects import Context, Objects
    from mlkube.workloads.spark.workload import SparkJob

_API = "spark.apache.org/v1"
_COMPONENT = "spark"
_MILLIS = 1000


def add_apache_application(job: SparkJob, context: Context, objects: Objects, account: str) -> None:
    """Add the application."""
    final_account = context.final(account) if job.service_account.name is None else account
    properties = sized_properties(job) | common_properties(job)
    properties |= {
        "spark.kubernetes.container.image": job.image,
        "spark.kubernetes.authenticate.driver.serviceAccountName": final_account,
        "spark.driver.cores": str(job.driver.cores),
    }
    if job.image_pull_policy is not None:
        properties["spark.kubernetes.container.image.pullPolicy"] = job.image_pull_policy
    volumes = Volumes(job, context, objects)
    for at, storage in enumerate(job.storage):
        volumes.add(storage.name, storage, ("spec", "storage", at), read_only=storage.read_only)
    executor = executor_template(job, context, volumes.volumes)
    tolerations: JsonObject = {
        "resourceRetainPolicy": "OnFailure",
        "restartConfig": {
            "restartPolicy": "OnFailure" if job.retries else "Never",
            "maxRestartAttempts": job.retries,
            "restartBackoffMillis": job.retry_seconds * _MILLIS,
        },
    }
    if job.ttl_seconds is not None:
        tolerations["ttlAfterStopMillis"] = job.ttl_seconds * _MILLIS
    spec: JsonObject = {
        **_main(job),
        "deploymentMode": "ClusterMode",
        "runtimeVersions": {"sparkVersion": job.version},
        "applicationTolerations": tolerations,
        "sparkConf": {key: properties[key] for key in sorted(properties)},
        "executorSpec": {"podTemplateSpec": _template(executor)},
        "driverSpec": {"podTemplateSpec": _driver(job, executor)},
    }
    if job.args:
        spec["driverArgs"] = [*job.args]
    objects.add(
        {
            "apiVersion": _API,
            "kind": "SparkApplication",
            "metadata": metadata(job, context, context.name, _COMPONENT),
            "spec": spec,
        }
    )


def _main(job: SparkJob) -> JsonObject:
    if job.language == "python":
        return {"pyFiles": job.main}
    if job.language == "r":
        return {"sparkRFiles": job.main}
    return {"jars": job.main, "mainClass": job.main_class}


def _template(pod: JsonObject) -> JsonObject:
    return {"metadata": pod["metadata"], "spec": pod["spec"]}


def _driver(job: SparkJob, executor: JsonObject) -> JsonObject:
    """Return the driver's pod: as the executors', placed by the job's own placement."""
    spec = executor["spec"]
    kept: JsonObject = dict(spec) if isinstance(spec, dict) else {}
    containers = kept.get("containers")
    main = containers[0] if isinstance(containers, list) else {}
    named: JsonObject = {**(main if isinstance(main, dict) else {}), "name": CONTAINER}
    for key in ("tolerations", "nodeSelector", "affinity", "topologySpreadConstraints", "priorityClassName"):
        kept.pop(key, None)
    kept.update(job.placement.to_kubernetes(selector(job, "driver")))
    kept["automountServiceAccountToken"] = True  # the driver makes the executors
    labels: JsonObject = {
        **job.labels,
        **identity_labels(job),
        "app.kubernetes.io/name": job.name,
        "app.kubernetes.io/component": "driver",
    }
    own: JsonObject = {"labels": labels}
    present = kept.get("volumes")
    volumes = [each for each in present if isinstance(each, dict)] if isinstance(present, list) else []
    if hints := eviction_hints(job, "driver", volumes):
        own["annotations"] = hints
    return {"metadata": own, "spec": {**kept, "containers": [named]}}
