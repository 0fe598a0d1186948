"""Which backend runs which framework, and what each prescribes; data, and the names that follow from it."""

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

# An operator finds the main container by its name and leaves others alone.
MAIN_CONTAINERS: dict[tuple[str, str], str] = {
    **{(backend, framework): "trainer" for backend in ("job", "jobset") for framework in FRAMEWORKS},
    **{("trainjob", framework): "node" for framework in FRAMEWORKS},
    **{("training-operator", framework): framework for framework in FRAMEWORKS},
}

# JobSet counts the random end of a pod's name, although the host name has none.
# Source: kubernetes-sigs/jobset, pkg/webhooks/jobset_webhook.go.
_RANDOM_END = len("-abcde")

# A CronJob puts the minute of a run behind its name. Source: pkg/controller/cronjob/utils.go, getJobName.
MINUTE_END = len("-29000000")


def longest_end(backend: str, framework: str, workers: int) -> int:
    """Return how many characters the longest name of a pod has more than that of its job."""
    last = workers - 1
    if backend == "job":
        return len(f"-{last}")
    if backend == "jobset":
        return len(f"-workers-0-{last}") + _RANDOM_END
    if backend == "trainjob":
        launcher = len("-launcher-0-0") if framework == "mpi" else 0
        return max(len(f"-node-0-{last}"), launcher) + _RANDOM_END
    if framework == "pytorch":
        return max(len("-master-0"), len(f"-worker-{last - 1}"))
    return max(len(f"-worker-{last}"), len("-launcher") if framework == "mpi" else 0)
