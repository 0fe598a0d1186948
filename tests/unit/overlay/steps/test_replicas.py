"""Replicas."""

from __future__ import annotations

import pytest

from mlkube.core.resource import Resource
from mlkube.errors import MlkubeError, Place
from mlkube.overlay.fields.transformer_config import builtin
from mlkube.overlay.steps.replicas import set_replicas

SPECS = builtin().replicas


def workload(name: str, kind: str = "Deployment", **spec: object) -> Resource:
    return Resource({"apiVersion": "apps/v1", "kind": kind, "metadata": {"name": name}, "spec": spec})  # type: ignore[dict-item]  # plain JSON


def test_only_objects_of_the_name_change() -> None:
    given = [workload("a"), workload("b", replicas=1), workload("a", "DaemonSet")]
    changed = set_replicas(given, [{"name": "a", "count": 3}], SPECS)
    assert [each.body["spec"] for each in changed] == [{"replicas": 3}, {"replicas": 1}, {}]
    assert changed[1] is given[1]


def test_a_count_that_is_there_leaves_the_object_as_it_is() -> None:
    given = [workload("a", replicas=3)]
    assert set_replicas(given, [{"name": "a", "count": 3}], SPECS) == given


def test_a_missing_count_is_none_at_all() -> None:
    (changed,) = set_replicas([workload("a", replicas=3)], [{"name": "a"}], SPECS)
    assert changed.body["spec"] == {"replicas": 0}


def test_a_name_counts_with_the_kind_that_had_it() -> None:
    given = [workload("b", "Queue").replace(former=(("default", "a", "Deployment"),))]
    (unchanged,) = set_replicas(given, [{"name": "a", "count": 3}], SPECS)
    assert unchanged is given[0]


def test_every_name_without_an_object_is_told() -> None:
    given = [workload("scorer"), workload("agent", "DaemonSet")]
    wanted = [{"name": "scorrer", "count": 1}, {"name": "agent", "count": 1}, {"name": "scorer", "count": 2}]
    with pytest.raises(MlkubeError) as raised:
        set_replicas(given, wanted, SPECS, Place("k.yaml", 2, 1, field="replicas"))  # type: ignore[arg-type]  # plain JSON
    head = "k.yaml:2:1: error replicas: no object of the kinds"
    kinds = "Deployment, StatefulSet, ReplicaSet, ReplicationController"
    assert str(raised.value).splitlines() == [
        f"{head} {kinds} is named 'scorrer'; did you mean 'scorer'?",
        f"{head} {kinds} is named 'agent'",
    ]
