"""Model servers that tests build, each with its kustomization."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
import yaml

import mlkube

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from mlkube.errors import MlkubeError

BASE = """
resources: {cpu: 1, memory: 1Gi}
models: [{name: m, storage: {claim: c}}]
"""
SETTINGS = "namespace: ml"


def write(root: Path, changes: str, settings: str = SETTINGS) -> None:
    """Write a description called `m`, and the kustomization that lists it."""
    spec = yaml.safe_load(BASE) | (yaml.safe_load(changes) or {})
    body = {"apiVersion": "mlkube.dev/v1alpha1", "kind": "TFServing", "metadata": {"name": "m"}, "spec": spec}
    (root / "kustomization.yaml").write_text(f"resources: [m.yaml]\n{settings}\n")
    (root / "m.yaml").write_text(yaml.safe_dump(body, sort_keys=False))


def assert_at_its_line(error: MlkubeError, lines: list[str]) -> None:
    """Hold a place against the text.

    The line has the field, or the part in which its default stands, or what contradicts that default.
    """
    assert error.place.line
    field = error.place.field.replace("]", "").replace("[", ".")
    keys = [key for key in field.split(".") if not key.isdigit()]
    wanted = keys[-2:-1] if error.reason == "missing" else keys[-2:]
    line = lines[error.place.line - 1]
    if not any(f"{keys[-1]}:" in each for each in lines):
        wanted, line = keys[1:], " ".join(around(lines, error.place.line - 1))
    assert any(f"{key}:" in line for key in wanted) or line.lstrip().startswith("- ")


def around(lines: list[str], at: int) -> list[str]:
    """Return a line of YAML with those that it stands under."""
    found = [lines[at]]
    for line in reversed(lines[:at]):
        if len(line) - len(line.lstrip()) < len(found[-1]) - len(found[-1].lstrip()):
            found.append(line)
    return found


class Built:
    """The objects of a build, by kind and name."""

    def __init__(self, bodies: list[Any]) -> None:
        self.bodies = bodies

    def names(self, kind: str) -> list[str]:
        return sorted(body["metadata"]["name"] for body in self.bodies if body["kind"] == kind)

    def get(self, kind: str, name: str = "m") -> Any:  # noqa: ANN401  JSON
        (found,) = [body for body in self.bodies if (body["kind"], body["metadata"]["name"]) == (kind, name)]
        return found


@pytest.fixture
def built(tmp_path: Path) -> Callable[..., Built]:
    """Return the builder of a TFServing called `m` with these fields beside a model, `m`, and resources."""

    def build(changes: str = "", settings: str = SETTINGS) -> Built:
        write(tmp_path, changes, settings)
        return Built([*mlkube.build(tmp_path).bodies()])

    return build


@pytest.fixture
def refused(
    tmp_path: Path,
    errors_of: Callable[[Path], list[MlkubeError]],
    told: Callable[[MlkubeError], str],
) -> Callable[..., list[str]]:
    """Return the judge of the same: field, reason and hint of each refusal, in order."""

    def judge(changes: str, settings: str = SETTINGS) -> list[str]:
        write(tmp_path, changes, settings)
        lines = (tmp_path / "m.yaml").read_text().splitlines()
        errors = errors_of(tmp_path)
        for error in errors:
            assert_at_its_line(error, lines)
        return [told(error) for error in errors]

    return judge
