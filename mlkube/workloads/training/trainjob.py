"""The backend trainjob: Kubeflow Trainer 2, whose runtimes bring the rendezvous.

Source: kubeflow/trainer, pkg/apis/trainer/v1alpha1/trainjob_types.go.
"""

from __future__ import annotations

from mlkube.workloads.training.backends import RUNTIMES
from mlkube.workloads.training.builder import top_metadata, training_pod, with_topology
from mlkube.workloads.training.rendezvous import network

TYPE_CHECKING = False
if TYPE_CHECKING:
    from mlkube.core.json import JsonObject
    from mlkube.workloads.objects import Context, Objects
    from mlkube.workloads.training.workload import TrainingJob

NODE = "node"
_LAUNCHER = "launcher"
_MANAGER = "mlkube.dev/cli"

# What a runtime patch may say of a pod; a TrainJob has no other place for it.
_IN_PATCHES = (
    "affinity",
    "imagePullSecrets",
    "nodeSelector",
    "securityContext",
    "serviceAccountName",
    "terminationGracePeriodSeconds",
    "tolerations",
    "volumes",
)


def add_train_job(workload: TrainingJob, context: Context, objects: Objects) -> None:
    """Add the TrainJob."""
    template = with_topology(workload, training_pod(workload, context, objects, network(workload), ""))
    pod = template["spec"]
    spec: JsonObject = pod if isinstance(pod, dict) else {}
    containers = spec["containers"]
    main = containers[0] if isinstance(containers, list) else None
    container: JsonObject = main if isinstance(main, dict) else {}
    trainer: JsonObject = {"image": workload.image, "numNodes": workload.workers}
    if workload.framework in {"pytorch", "mpi"}:
        trainer["numProcPerNode"] = workload.processes
    for key, name in (
        ("command", "command"),
        ("args", "args"),
        ("env", "env"),
        ("resources", "resourcesPerNode"),
    ):
        if container.get(key):
            trainer[name] = container[key]
    patched: JsonObject = {"name": NODE, "securityContext": container["securityContext"]}
    if container.get("volumeMounts"):
        patched["volumeMounts"] = container["volumeMounts"]
    in_pod: JsonObject = {key: spec[key] for key in _IN_PATCHES if key in spec}
    in_pod["containers"] = [patched]
    inner: JsonObject = {"metadata": template["metadata"], "spec": in_pod}
    patch: JsonObject = {
        "manager": _MANAGER,
        "trainingRuntimeSpec": {
            "template": {
                "spec": {
                    "replicatedJobs": [
                        {"name": name, "template": {"spec": {"template": inner}}} for name in _jobs(workload)
                    ]
                }
            }
        },
    }
    body: JsonObject = {
        "apiVersion": "trainer.kubeflow.org/v1alpha1",
        "kind": "TrainJob",
        "metadata": top_metadata(workload, context),
        "spec": {
            "runtimeRef": {"name": workload.runtime or RUNTIMES[workload.framework]},
            "trainer": trainer,
            "runtimePatches": [patch],
        },
    }
    details = body["spec"]
    if workload.deadline_seconds is not None and isinstance(details, dict):
        details["activeDeadlineSeconds"] = workload.deadline_seconds
    objects.add(body, hashed=workload.hashed)


def _jobs(workload: TrainingJob) -> tuple[str, ...]:
    """Return the jobs of the runtime that train: the built-in one of MPI trains in its launcher too.

    Source: kubeflow/trainer, manifests/base/runtimes/deepspeed_distributed.yaml (runLauncherAsNode).
    """
    if workload.framework == "mpi" and workload.runtime in {None, RUNTIMES["mpi"]}:
        return NODE, _LAUNCHER
    return (NODE,)
