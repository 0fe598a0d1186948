"""The backend submit: a Job that is the driver in client mode, so that everything is in the manifest.

Source: spark.apache.org/docs/latest/running-on-kubernetes.html, section on client mode.
"""

from __future__ import annotations

from mlkube.workloads.parts.metadata import metadata, selector
from mlkube.workloads.parts.pod import Pod
from mlkube.workloads.spark.configuration import (
    BLOCK_PORT,
    DRIVER_PORT,
    UI_PORT,
    client_properties,
    driver_service,
    environment,
    executor_template,
)
from mlkube.workloads.spark.sizes import pod_mebibytes
from mlkube.workloads.spark.workload import CONTAINER
from mlkube.workloads.text.properties import properties_text
from mlkube.yamlio import dump

TYPE_CHECKING = False
if TYPE_CHECKING:
    from mlkube.core.json import Json, JsonObject
    from mlkube.workloads.objects import Context, Objects
    from mlkube.workloads.spark.workload import SparkJob

_DRIVER = "driver"
_FOLDER = "/etc/spark"
_PROPERTIES, _TEMPLATE = "spark-defaults.conf", "executor.yaml"


def add_submit(job: SparkJob, context: Context, objects: Objects, account: str) -> None:
    """Add configuration, Service and Job of the driver."""
    config = f"{context.name}-spark"
    final_account = context.final(account) if job.service_account.name is None else account
    properties = client_properties(job, context, final_account, f"{_FOLDER}/{_TEMPLATE}")
    objects.add(
        {
            "apiVersion": "v1",
            "kind": "ConfigMap",
            "metadata": metadata(job, context, config, "configuration"),
            "immutable": True,
            "data": {
                _PROPERTIES: properties_text(properties),
                _TEMPLATE: dump(executor_template(job, context)),
            },
        },
        hashed=True,
    )
    objects.add(_service(job, context))
    template = _driver_pod(job, context, objects, config, account)
    spec: JsonObject = {
        "backoffLimit": job.retries,
        "podReplacementPolicy": "Failed",  # two drivers at a time would work on the same data
        "template": template,
    }
    if job.deadline_seconds is not None:
        spec["activeDeadlineSeconds"] = job.deadline_seconds
    if job.ttl_seconds is not None:
        spec["ttlSecondsAfterFinished"] = job.ttl_seconds
    if job.schedule is None:
        body: JsonObject = {
            "apiVersion": "batch/v1",
            "kind": "Job",
            "metadata": metadata(job, context, context.name, _DRIVER),
            "spec": spec,
        }
        objects.add(body, hashed=job.name_hash)
        return
    schedule = job.schedule
    own = metadata(job, context, context.name, _DRIVER)
    objects.add(
        {
            "apiVersion": "batch/v1",
            "kind": "CronJob",
            "metadata": own,
            "spec": {
                "schedule": schedule.cron,
                "timeZone": schedule.time_zone,
                "concurrencyPolicy": schedule.concurrency,
                "startingDeadlineSeconds": schedule.starting_deadline_seconds,
                "successfulJobsHistoryLimit": 3,
                "failedJobsHistoryLimit": 3,
                "jobTemplate": {"metadata": {"labels": own["labels"]}, "spec": spec},
            },
        }
    )


def _service(job: SparkJob, context: Context) -> JsonObject:
    """Return the headless Service that leads executors to the driver and to nobody else."""
    ports: list[Json] = [
        {"name": name, "port": port, "protocol": "TCP", "targetPort": name}
        for name, port in (("driver", DRIVER_PORT), ("blockmanager", BLOCK_PORT), ("ui", UI_PORT))
    ]
    return {
        "apiVersion": "v1",
        "kind": "Service",
        "metadata": metadata(job, context, driver_service(context), _DRIVER),
        "spec": {
            "clusterIP": "None",
            "publishNotReadyAddresses": True,
            "selector": {**selector(job, _DRIVER)},
            "ports": ports,
        },
    }


def _driver_pod(job: SparkJob, context: Context, objects: Objects, config: str, account: str) -> JsonObject:
    pod = Pod(job, context, objects, component=_DRIVER, main=CONTAINER, image=job.image)
    pod.loses_work = True
    pod.env = [
        {"name": "POD_NAME", "valueFrom": {"fieldRef": {"fieldPath": "metadata.name"}}},
    ]
    arguments = ["--properties-file", f"{_FOLDER}/{_PROPERTIES}"]
    # Executors belong to the driver's pod, and go with it.
    arguments += ["--conf", "spark.kubernetes.driver.pod.name=$(POD_NAME)"]
    if job.main_class is not None:
        arguments += ["--class", job.main_class]
    memory = f"{pod_mebibytes(job.driver.memory, job.driver.memory_overhead, job.overhead_factor)}Mi"
    pod.container.update(
        {
            "command": ["/opt/spark/bin/spark-submit"],
            "args": [*arguments, job.main],
            "ports": [
                {"name": name, "containerPort": port, "protocol": "TCP"}
                for name, port in (("driver", DRIVER_PORT), ("blockmanager", BLOCK_PORT), ("ui", UI_PORT))
            ],
        }
    )
    pod.mount({"name": "spark", "configMap": {"name": config}}, _FOLDER, read_only=True)
    if job.security.read_only_root:
        pod.mount(job.security.tmp_volume("work"), "/opt/spark/work-dir")
    template = pod.template({"restartPolicy": "Never", "automountServiceAccountToken": True}, account=account)
    spec = template["spec"]
    containers = spec["containers"] if isinstance(spec, dict) else None
    main = containers[0] if isinstance(containers, list) else None
    if isinstance(main, dict):
        main["resources"] = {
            "requests": {"cpu": str(job.driver.cores), "memory": memory},
            "limits": {"memory": memory},
        }
        env_from = environment(job)[1]
        if env_from:
            main["envFrom"] = [*env_from]
    return template
