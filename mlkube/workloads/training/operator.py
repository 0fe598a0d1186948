"""The backend training-operator: TFJob, PyTorchJob, JAXJob, MPIJob, which bring the rendezvous themselves.

Source: kubeflow/training-operator (release-1.9), pkg/apis/kubeflow.org/v1.
"""

from __future__ import annotations

from mlkube.workloads.parts.metadata import selector
from mlkube.workloads.training.builder import (
    COMPONENT,
    SHARED_MEMORY,
    top_metadata,
    training_pod,
    with_topology,
)
from mlkube.workloads.training.rendezvous import network

TYPE_CHECKING = False
if TYPE_CHECKING:
    from mlkube.core.json import Json, JsonObject
    from mlkube.workloads.objects import Context, Objects
    from mlkube.workloads.training.workload import TrainingJob

KINDS = {"tensorflow": "TFJob", "pytorch": "PyTorchJob", "jax": "JAXJob", "mpi": "MPIJob"}
_REPLICAS = {
    "tensorflow": "tfReplicaSpecs",
    "pytorch": "pytorchReplicaSpecs",
    "jax": "jaxReplicaSpecs",
    "mpi": "mpiReplicaSpecs",
}
_OF_WORKERS = {
    "affinity",
    "nodeSelector",
    "resourceClaims",
    "serviceAccountName",
    "automountServiceAccountToken",
}
_LAUNCHER_RESOURCES: JsonObject = {
    "requests": {"cpu": "500m", "memory": "512Mi"},
    "limits": {"memory": "512Mi"},
}


def add_operator_job(workload: TrainingJob, context: Context, objects: Objects) -> None:
    """Add the operator's job of the framework."""
    template = with_topology(workload, training_pod(workload, context, objects, network(workload), ""))
    spec: JsonObject = {
        "runPolicy": _run_policy(workload),
        _REPLICAS[workload.framework]: _replicas(workload, template),
    }
    if workload.framework == "pytorch":
        spec["nprocPerNode"] = str(workload.processes)
    if workload.framework == "mpi":
        spec["slotsPerWorker"] = workload.processes
    objects.add(
        {
            "apiVersion": "kubeflow.org/v1",
            "kind": KINDS[workload.framework],
            "metadata": top_metadata(workload, context),
            "spec": spec,
        }
    )


def _run_policy(workload: TrainingJob) -> JsonObject:
    policy: JsonObject = {"backoffLimit": workload.retries, "cleanPodPolicy": "Running"}
    if workload.deadline_seconds is not None:
        policy["activeDeadlineSeconds"] = workload.deadline_seconds
    if workload.ttl_seconds is not None:
        policy["ttlSecondsAfterFinished"] = workload.ttl_seconds
    return policy


def _replicas(workload: TrainingJob, template: JsonObject) -> JsonObject:
    """Return the replicas by role: the first worker of a PyTorchJob is its master."""
    workers = workload.workers
    if workload.framework == "pytorch":
        roles = {"Master": 1, "Worker": workers - 1}
    elif workload.framework == "mpi":
        launcher: JsonObject = {
            "replicas": 1,
            "restartPolicy": "OnFailure",
            "template": _launcher(workload, template),
        }
        idle: JsonObject = {"replicas": workers, "restartPolicy": "Never", "template": _waiting(template)}
        return {"Launcher": launcher, "Worker": idle}
    else:
        roles = {"Worker": workers}
    return {
        role: {"replicas": count, "restartPolicy": "OnFailure", "template": template}
        for role, count in roles.items()
        if count
    }


def _launcher(workload: TrainingJob, template: JsonObject) -> JsonObject:
    """Return the pod that runs mpirun: it computes nothing, so it gets no device and little else.

    The operator gives it an account that may run commands in the workers; their account's lack of a token
    would keep it from that. Source: pkg/controller.v1/mpi/mpijob_controller.go, newLauncher.
    """
    pod, container = _parts(template)
    small = {**container, "resources": _LAUNCHER_RESOURCES}
    if not workload.command:
        small["command"] = ["mpirun", "-np", str(workload.workers * workload.processes)]
    bare: JsonObject = {key: value for key, value in pod.items() if key not in _OF_WORKERS}
    placed = workload.placement.to_kubernetes(selector(workload, COMPONENT))
    if "affinity" in placed:
        bare["affinity"] = placed["affinity"]  # without that of nodes with GPUs
    small["volumeMounts"] = _without_shared_memory(container.get("volumeMounts"))
    bare["volumes"] = _without_shared_memory(pod.get("volumes"))
    return {**template, "spec": {**bare, "containers": [small]}}


def _without_shared_memory(named: Json) -> list[Json]:
    """Return volumes or mounts without /dev/shm, which is as large as the workers need it."""
    entries = named if isinstance(named, list) else []
    return [each for each in entries if not (isinstance(each, dict) and each.get("name") == SHARED_MEMORY)]


def _waiting(template: JsonObject) -> JsonObject:
    """Return the pod of a worker: the operator starts the server that mpirun connects to."""
    pod, container = _parts(template)
    quiet = {key: value for key, value in container.items() if key not in {"command", "args"}}
    containers = pod["containers"]
    others = containers[1:] if isinstance(containers, list) else []
    return {**template, "spec": {**pod, "containers": [quiet, *others]}}


def _parts(template: JsonObject) -> tuple[JsonObject, JsonObject]:
    pod = template["spec"]
    spec: JsonObject = pod if isinstance(pod, dict) else {}
    containers = spec["containers"]
    main = containers[0] if isinstance(containers, list) else None
    return spec, main if isinstance(main, dict) else {}
