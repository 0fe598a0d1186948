"""A workload kind that adds nothing of interest to its parts, read, judged and built by itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
import yaml

from mlkube.core.description import Description
from mlkube.workloads.faults import Fault, Refusal
from mlkube.workloads.objects import Context, Objects
from mlkube.workloads.parts.pod import Pod
from mlkube.workloads.parts.pod_workload import PodWorkload
from mlkube.workloads.reading import Reader
from mlkube.workloads.spec import field

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from mlkube.core.json import JsonObject


class Box(PodWorkload):
    """A pod with a port, an argument and a volume of its kind's own."""

    image: str = field(default="r/box:1", doc="Image.")
    replicas: int = field(default=1, doc="Pods.")

    def faults(self) -> Iterator[Fault]:
        yield from self.pod_faults(self.image, self.replicas, "box")

    def objects(self, context: Context) -> Objects:
        objects = Objects()
        pod = Pod(self, context, objects, component="boxing", main="box", image=self.image)
        pod.container.update({"args": ["--own"], "ports": [{"name": "http", "containerPort": 80}]})
        pod.env = [{"name": "OWN", "value": "1"}]
        pod.mount({"name": "own", "configMap": {"name": "own"}}, "/etc/own", read_only=True)
        objects.add(pod.template({"restartPolicy": "Never"}))
        return objects


def _read(text: str) -> tuple[Box, JsonObject]:
    body: JsonObject = {
        "apiVersion": "mlkube.dev/v1alpha1",
        "kind": "Box",
        "metadata": {"name": "b"},
        "spec": yaml.safe_load(text) or {},
    }
    reader = Reader()
    box = reader.workload(Box, body)
    assert isinstance(box, Box)
    assert reader.faults == []
    return box, body


@pytest.fixture
def build(tmp_path: Path) -> Callable[..., list[JsonObject]]:
    """Build a spec, written in YAML; the pod's template comes last. Layers add `x-`, `-y` and a namespace."""

    def built(text: str) -> list[JsonObject]:
        box, body = _read(text)
        assert list(box.faults()) == []
        description = Description(
            ("b",), body, prefix="x-", suffix="-y", namespace="ml", folder=str(tmp_path)
        )
        return box.objects(Context(description)).bodies

    return built


@pytest.fixture
def refuse() -> Callable[..., list[str]]:
    """Return what is refused of a spec, written in YAML: by the rules, else by the builder."""

    def refused(text: str, namespace: str = "ml") -> list[str]:
        box, body = _read(text)
        found = list(box.faults())
        if not found:
            try:
                box.objects(Context(Description(("b",), body, namespace=namespace)))
            except Refusal as refusal:
                found = list(refusal.faults)
        return [
            f"{fault.field}: {fault.reason}" + (f"; {fault.hint}" if fault.hint else "") for fault in found
        ]

    return refused
