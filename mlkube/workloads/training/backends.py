"""Which backend runs which framework, and what each prescribes; data only."""

from __future__ import annotations

BACKENDS: dict[str, tuple[str, ...]] = {
    "job": ("tensorflow", "pytorch", "jax", "plain"),
    "jobset": ("tensorflow", "pytorch", "jax", "plain"),
    "trainjob": ("pytorch", "jax", "mpi"),
    "training-operator": ("tensorflow", "pytorch", "jax", "mpi"),
}

# Source: kubeflow/trainer, manifests/base/runtimes.
RUNTIMES = {"pytorch": "torch-distributed", "jax": "jax-distributed", "mpi": "deepspeed-distributed"}

FRAMEWORKS = ("tensorflow", "pytorch", "jax", "mpi", "plain")

_OPERATOR_NAMES = {
    "tensorflow": "tensorflow",
    "pytorch": "pytorch",
    "jax": "jax",
    "mpi": "mpi",
    "plain": "plain",
}

# An operator finds the main container by its name and leaves others alone.
MAIN_CONTAINERS: dict[tuple[str, str], str] = {
    **{(backend, framework): "trainer" for backend in ("job", "jobset") for framework in FRAMEWORKS},
    **{("trainjob", framework): "node" for framework in FRAMEWORKS},
    **{("training-operator", framework): name for framework, name in _OPERATOR_NAMES.items()},
}

# What is added to a job's name in the names of its pods.
NAME_ENDS = {
    "job": "-{last}",
    "jobset": "-workers-0-{last}",
    "trainjob": "-node-0-{last}",
    "training-operator": "-worker-{last}",
}
