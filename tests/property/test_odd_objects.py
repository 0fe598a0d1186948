"""Whatever a field holds, judging and planning end in findings and reports, not in a failure."""

from __future__ import annotations

import copy
import json
from pathlib import Path
from random import Random
from typing import Any

import pytest
import yaml

import mlkube
from mlkube.core.resource import Resource, Source
from mlkube.planning.requirements.requirement_text import requirement_lines
from mlkube.planning.rollouts.rollout_text import report_lines

ROOT = Path(__file__).resolve().parents[2]
BUNDLES = [
    [body for body in yaml.load_all(file.read_bytes(), yaml.CSafeLoader) if body]
    for file in sorted(ROOT.glob("examples/*/golden/prod.yaml"))
]
NODES = ROOT / "examples" / "nodes" / "nodes.yaml"
# What stands where something else is expected; a dict and a list are values that no set can hold.
ODD: tuple[Any, ...] = (
    None, True, -1, 1.5, 10**30, float("nan"), float("inf"), "", "x", "25%", [], {}, [None], [{}], ["x"],
    [["x"]], {"a": None}, {"a": {"b": []}},
)  # fmt: skip


def places(value: object, above: tuple[str | int, ...] = ()) -> list[tuple[str | int, ...]]:
    """Return the paths of everything in an object but what says which object it is."""
    steps: Any = (
        value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    )
    found = []
    for step, inside in steps:
        here = (*above, step)
        if here[0] not in ("apiVersion", "kind") and here not in (("metadata",), ("metadata", "name")):
            found.append(here)
        found += places(inside, here)
    return found


def damage(body: dict[str, Any], random: Random) -> dict[str, Any]:
    """Return an object in which something else stands at a few places."""
    body = copy.deepcopy(body)
    for _ in range(random.choice((1, 1, 2, 4))):
        *above, last = random.choice(places(body))
        parent: Any = body
        for step in above:
            parent = parent[step]
        if random.random() < 0.2:
            del parent[last]
        else:
            parent[last] = copy.deepcopy(random.choice(ODD))
    return body


@pytest.mark.parametrize("seed", range(60))
def test_odd_objects_are_judged_and_planned(seed: int) -> None:
    random = Random(seed)  # noqa: S311  test data, nothing secret
    bundle = random.choice(BUNDLES)
    bodies = [damage(body, random) if random.random() < 0.5 else body for body in bundle]
    resources = [Resource(body, (Source("f.yaml", at),)) for at, body in enumerate(bodies)]

    assert mlkube.validate(bodies, ignore_missing_schemas=True, together=True).to_json()
    quota = mlkube.quota(resources, nodes=NODES)
    assert quota.to_text().endswith("\n")
    assert json.loads(quota.to_json_text())
    rollout = mlkube.rollout(resources)
    assert [*report_lines(rollout)]
    assert json.dumps(rollout.to_json())
    needs = mlkube.requires(resources)
    assert len([*requirement_lines(needs)]) >= len(needs.to_json()["requirements"])
