"""What a kustomization gathers."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from mlkube.core.resource import Resource, Source
from mlkube.errors import MlkubeError
from mlkube.overlay.accumulation import Accumulation

if TYPE_CHECKING:
    from collections.abc import Callable


def config_map(name: str, *, file: str = "a.yaml", namespace: str = "", behavior: str = "") -> Resource:
    metadata = {"name": name, **({"namespace": namespace} if namespace else {})}
    body = {"apiVersion": "v1", "kind": "ConfigMap", "metadata": metadata, "data": {file: behavior}}
    return Resource(body, (Source(file),)).replace(behavior=behavior)  # type: ignore[arg-type]


def gathered(*resources: Resource) -> Accumulation:
    result = Accumulation()
    result.append(resources)
    return result


def failure(add: Callable[[list[Resource]], None], *resources: Resource) -> str:
    with pytest.raises(MlkubeError) as raised:
        add(list(resources))
    return str(raised.value)


def test_an_id_that_is_there_already_names_both_files() -> None:
    assert failure(gathered(config_map("x")).append, config_map("x", file="b.yaml")) == (
        "b.yaml: error ConfigMap/x: there already is an object of this id, from a.yaml; "
        "remove one of them, or rename one with namePrefix or nameSuffix"
    )


def test_no_namespace_and_the_default_one_are_the_same() -> None:
    text = failure(gathered(config_map("x")).append, config_map("x", file="b.yaml", namespace="default"))
    assert text.startswith(
        "b.yaml: error ConfigMap/x: there already is an object of this id in namespace 'default'"
    )


def test_all_clashes_are_told_at_once() -> None:
    first = gathered(config_map("x"), config_map("y"))
    text = failure(first.append, config_map("x", file="b"), config_map("y", file="c"))
    assert [line.partition(":")[0] for line in text.splitlines()] == ["b", "c"]


def test_a_generator_creates_merges_and_replaces() -> None:
    first = gathered(config_map("x"), config_map("y"))
    first.absorb(
        [
            config_map("x", file="m", behavior="merge"),
            config_map("y", file="r", behavior="replace"),
            config_map("z", file="n", behavior="create"),
        ]
    )
    assert [resource.body["data"] for resource in first.resources] == [
        {"a.yaml": "", "m": "merge"},
        {"r": "replace"},
        {"n": "create"},
    ]


def test_a_generator_finds_an_object_by_its_former_name() -> None:
    renamed = config_map("dev-x").replace(former=(("default", "x", "ConfigMap"),))
    first = gathered(renamed)
    first.absorb([config_map("x", file="m", behavior="merge")])
    assert [resource.name for resource in first.resources] == ["dev-x"]


@pytest.mark.parametrize(
    ("behavior", "present", "text"),
    [
        (
            "merge",
            "other",
            (
                "g.yaml: error ConfigMap/x: no object of this id exists, so behavior 'merge' "
                "has nothing to change; check name and namespace, or use behavior: create"
            ),
        ),
        (
            "create",
            "x",
            (
                "g.yaml: error ConfigMap/x: an object of this id exists already, from a.yaml; "
                "set behavior: merge or replace to change it"
            ),
        ),
    ],
)
def test_a_behavior_that_does_not_fit_is_refused(behavior: str, present: str, text: str) -> None:
    made = config_map("x", file="g.yaml", behavior=behavior)
    assert failure(gathered(config_map(present)).absorb, made) == text
