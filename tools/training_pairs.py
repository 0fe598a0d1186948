"""Writes what each pair of framework and backend of a TrainingJob builds, to tests/golden/training.

python tools/training_pairs.py            compare and say what differs
python tools/training_pairs.py --write    write the files: read them before they are committed
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import mlkube
from mlkube.workloads.training.backends import BACKENDS

if TYPE_CHECKING:
    from collections.abc import Iterator

FOLDER = Path(__file__).resolve().parents[1] / "tests" / "golden" / "training"


def pairs() -> Iterator[tuple[str, mlkube.TrainingJob]]:
    """Yield the name and the description of each pair."""
    for backend, frameworks in BACKENDS.items():
        for framework in frameworks:
            yield f"{framework}-{backend}", described(framework, backend)


def described(framework: Any, backend: Any) -> mlkube.TrainingJob:  # noqa: ANN401  any of the choices
    """Return a job of three workers with a GPU, volumes, a queue and a deadline."""
    return mlkube.TrainingJob(
        name="bert",
        namespace="ml",
        framework=framework,
        backend=backend,
        workers=3,
        image="registry.example/bert:1.4.2",
        args=["train.py", "--resume=auto"],
        resources=mlkube.Resources(cpu=8, memory="64Gi"),
        accelerator=mlkube.Accelerator(count=2),
        checkpoints=mlkube.VolumeSource(claim="bert-checkpoints"),
        data=mlkube.VolumeSource(
            static=mlkube.StaticVolume(size="1Ti", nfs=mlkube.Nfs(server="nfs.example", path="/data"))
        ),
        queue=mlkube.Queue(name="ml-gpu", priority="prod"),
        deadline_seconds=86400,
    )


def main() -> int:
    """Compare or write; the exit code is 1 where a file differs."""
    parser = argparse.ArgumentParser(description="Compare or write what TrainingJobs build.")
    parser.add_argument("--write", action="store_true", help="write the files")
    write = parser.parse_args().write
    different = 0
    for name, job in pairs():
        file = FOLDER / f"{name}.yaml"
        text = job.build().to_yaml()
        if file.exists() and file.read_text() == text:
            continue
        different += 1
        print(f"{file.name}: {'written' if write else 'differs'}")
        if write:
            file.write_text(text)
    return 1 if different and not write else 0


if __name__ == "__main__":
    sys.exit(main())
