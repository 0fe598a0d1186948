"""How the workers of a Job or a JobSet find each other: the environment of each framework.

Ranks come from the pods' annotations, and names from their labels, by the downward API: so they stay right
whatever is put around the job's name. A variable stands before those that refer to it, as the kubelet
expands them.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from mlkube.core.json import JsonObject
    from mlkube.workloads.training.workload import TrainingJob

_RANK = "metadata.annotations['batch.kubernetes.io/job-completion-index']"
_JOB_NAME = "metadata.labels['batch.kubernetes.io/job-name']"


def rendezvous(workload: TrainingJob, subdomain: str) -> list[JsonObject]:
    """Return the environment of the workers; `subdomain` is the final name of their headless Service.

    The pods of a JobSet's only Job are named after that Job as those of a Job are.
    """
    env: list[JsonObject] = []
    if workload.workers > 1:
        env += [
            _from_field("WORKER_INDEX", _RANK),
            _from_field("JOB_NAME", _JOB_NAME),
            {"name": "SUBDOMAIN", "value": subdomain},
        ]
    return env + _FRAMEWORKS[workload.framework](workload) + network(workload)


def network(workload: TrainingJob) -> list[JsonObject]:
    """Return over which interface collectives talk; Gloo knows neither beginnings nor exceptions.

    Source: docs.nvidia.com, NCCL environment variables; pytorch.org/docs/stable/distributed.html.
    """
    interface = workload.network_interface
    if interface is None:
        return []
    env: list[JsonObject] = [{"name": "NCCL_SOCKET_IFNAME", "value": interface}]
    if interface.startswith("="):
        env.append({"name": "GLOO_SOCKET_IFNAME", "value": interface[1:]})
    return env


FIRST_WORKER = "$(JOB_NAME)-0.$(SUBDOMAIN)"


def _tensorflow(workload: TrainingJob) -> list[JsonObject]:
    """Return TF_CONFIG: all workers, and which of them this is.

    Source: tensorflow.org/guide/distributed_training, section on TF_CONFIG.
    """
    if workload.workers == 1:
        return []
    hosts = ",".join(
        f'"$(JOB_NAME)-{index}.$(SUBDOMAIN):{workload.port}"' for index in range(workload.workers)
    )
    config = f'{{"cluster":{{"worker":[{hosts}]}},"task":{{"type":"worker","index":$(WORKER_INDEX)}}}}'
    return [{"name": "TF_CONFIG", "value": config}]


def _pytorch(workload: TrainingJob) -> list[JsonObject]:
    """Return what torchrun reads in place of its flags.

    Source: pytorch.org/docs/stable/elastic/run.html; torch/distributed/run.py (PET_*).
    """
    env: list[JsonObject] = [
        {"name": "PET_NNODES", "value": str(workload.workers)},
        {"name": "PET_NPROC_PER_NODE", "value": str(workload.processes)},
    ]
    if workload.workers > 1:
        env += [
            {"name": "PET_NODE_RANK", "value": "$(WORKER_INDEX)"},
            {"name": "PET_MASTER_ADDR", "value": FIRST_WORKER},
            {"name": "PET_MASTER_PORT", "value": str(workload.port)},
        ]
    return [*env, {"name": "PYTHONUNBUFFERED", "value": "1"}]


def _jax(workload: TrainingJob) -> list[JsonObject]:
    """Return what jax.distributed.initialize() wants: it reads the address, programs pass the others.

    The names are those of Kubeflow Trainer, so that a program runs under both.
    Source: jax/_src/distributed.py; kubeflow/trainer, pkg/runtime/framework/plugins/jax/jax.go.
    """
    if workload.workers == 1:
        return []
    return [
        {"name": "JAX_COORDINATOR_ADDRESS", "value": f"{FIRST_WORKER}:{workload.port}"},
        {"name": "JAX_NUM_PROCESSES", "value": str(workload.workers)},
        {"name": "JAX_PROCESS_ID", "value": "$(WORKER_INDEX)"},
    ]


def _plain(workload: TrainingJob) -> list[JsonObject]:
    """Return the names that most programs know: rank, number of workers, address of the first."""
    if workload.workers == 1:
        return []
    return [
        {"name": "RANK", "value": "$(WORKER_INDEX)"},
        {"name": "WORLD_SIZE", "value": str(workload.workers)},
        {"name": "MASTER_ADDR", "value": FIRST_WORKER},
        {"name": "MASTER_PORT", "value": str(workload.port)},
    ]


_FRAMEWORKS: dict[str, Callable[[TrainingJob], list[JsonObject]]] = {
    "tensorflow": _tensorflow,
    "pytorch": _pytorch,
    "jax": _jax,
    "plain": _plain,
}


def _from_field(name: str, path: str) -> JsonObject:
    return {"name": name, "valueFrom": {"fieldRef": {"fieldPath": path}}}
