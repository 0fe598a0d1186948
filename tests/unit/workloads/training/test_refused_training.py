"""What contradicts in a TrainingJob, with the exact text of each refusal."""
# ruff: noqa: E501  error texts stand as they are printed

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
import yaml

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    Refusals = Callable[..., list[str]]


@pytest.fixture
def refusals(tmp_path: Path, refusals_of: Callable[[Path], list[str]]) -> Refusals:
    """Return what builds a TrainingJob with changes in YAML and tells its errors."""

    def refused(changes: str, name: str = "bert", prefix: str = "") -> list[str]:
        spec = {"image": "r/t:1"} | yaml.safe_load(changes)
        metadata = {"name": name}
        body = {
            "apiVersion": "mlkube.dev/v1alpha1",
            "kind": "TrainingJob",
            "metadata": metadata,
            "spec": spec,
        }
        (tmp_path / "kustomization.yaml").write_text(
            f"resources: [w.yaml]\nnamespace: ml\nnamePrefix: '{prefix}'\n"
        )
        (tmp_path / "w.yaml").write_text(yaml.safe_dump(body))
        return refusals_of(tmp_path)

    return refused


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        (
            "{framework: jax, processesPerWorker: 2}",
            "spec.processesPerWorker: nothing starts 2 processes with jax; leave it out",
        ),
        (
            "{framework: pytorch, command: [torchrun, --nproc_per_node, '4', train.py]}",
            "spec.command[1]: --nproc_per_node belongs to processesPerWorker; set processesPerWorker instead",
        ),
        (
            "{framework: pytorch, command: [sh, -c, 'exec torchrun --nnodes=2 train.py']}",
            "spec.command[2]: --nnodes=2 belongs to workers; set workers instead",
        ),
        (
            "{framework: pytorch, env: [{name: PET_NPROC_PER_NODE, value: '4'}]}",
            "spec.env[0].name: PET_NPROC_PER_NODE is how the workers find each other; leave it to the workload",
        ),
        (
            "{workers: 2, env: [{name: JOB_NAME, value: bert}]}",
            "spec.env[0].name: JOB_NAME is how the workers find each other; leave it to the workload",
        ),
        (
            "{framework: jax, backend: trainjob, port: 1234}",
            "spec.port: trainjob has a port of its own for the rendezvous; leave it out",
        ),
        (
            "{framework: jax, backend: training-operator, noRetryExitCodes: [42]}",
            "spec.noRetryExitCodes: training-operator has no place for it",
        ),
        (
            "{framework: jax, backend: trainjob, retries: 5}",
            "spec.retries: a trainjob has no place for it; say it in a runtime of your own",
        ),
        (
            "{framework: jax, backend: trainjob, accelerator: {deviceClass: gpu.nvidia.com}}",
            "spec.accelerator.deviceClass: a trainjob has no place for it; say it in a runtime of your own",
        ),
        (
            "{framework: jax, backend: trainjob, data: {s3: {uri: 's3://b/d', image: 'r/aws:1'}}}",
            "spec.data.s3: a trainjob has no place for it; say it in a runtime of your own",
        ),
        (
            "{framework: tensorflow, workers: 5000}",
            "spec.workers: TF_CONFIG would name 5000 workers, more than fit in a variable; Linux takes 128 KiB for one",
        ),
    ],
)
def test_a_contradiction_is_refused_where_it_is_written(
    changes: str, expected: str, refusals: Refusals
) -> None:
    assert refusals(changes) == [expected]


@pytest.mark.parametrize(
    "changes",
    [
        "{framework: pytorch, command: [torchrun], args: ['--nnodes=$(PET_NNODES)', train.py]}",
        "{framework: pytorch, args: [--node-rank, $(WORKER_INDEX), train.py]}",
        "{framework: plain, args: ['--nnodes=2']}",
        "{workers: 1, env: [{name: JOB_NAME, value: bert}]}",
        "{framework: pytorch, backend: training-operator, env: [{name: JOB_NAME, value: bert}]}",
        "{framework: mpi, backend: training-operator, processesPerWorker: 4}",
        "{framework: tensorflow, workers: 500}",
        "{framework: tensorflow, backend: trainjob, runtime: tf}",
        "{backend: jobset, noRetryExitCodes: [42]}",
    ],
)
def test_what_works_is_not_refused(changes: str, refusals: Refusals) -> None:
    assert refusals(changes) == []


@pytest.mark.parametrize(
    ("changes", "longest"),
    [
        ("{workers: 10}", 50),
        ("{workers: 10, nameHash: false}", 61),
        ("{workers: 10, backend: jobset}", 34),
        ("{framework: jax, workers: 101, backend: trainjob}", 35),
        ("{framework: mpi, backend: trainjob}", 33),
        ("{framework: pytorch, workers: 101, backend: training-operator}", 53),
        ("{framework: mpi, workers: 3, backend: training-operator}", 54),
        ("{schedule: {cron: 0 2 * * *}}", 52),
        ("{schedule: {cron: 0 2 * * *}, workers: 11}", 51),
    ],
)
def test_a_name_leaves_room_for_the_names_of_pods(changes: str, longest: int, refusals: Refusals) -> None:
    assert refusals(changes, "n" * longest) == []
    assert refusals(changes, "n" * (longest + 1)) == [
        f"metadata.name: has {longest + 1} characters, but its pods leave room for {longest}"
    ]


def test_a_service_begins_with_a_letter(refusals: Refusals) -> None:
    assert refusals("{workers: 1}", "3d") == []
    assert refusals("{workers: 2}", "3d", prefix="dev-") == []
    assert refusals("{workers: 2}", "3d") == [
        "metadata.name: becomes '3d', which is no name of a Service: it begins with a digit; begin it with a letter"
    ]
