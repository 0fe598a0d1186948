"""Nodes give no more than they have, sums grow with what is asked, and trials leave no trace."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hypothesis import given, settings
from hypothesis import strategies as st

import mlkube
from mlkube.planning.amounts import ONE
from mlkube.planning.quota.apartness import Apart
from mlkube.planning.quota.fitting import Room, room_for
from mlkube.planning.quota.load import Load, largest_first
from mlkube.planning.quota.node_types import NodeType
from mlkube.planning.quota.packing import Pool

if TYPE_CHECKING:
    from hypothesis.strategies import DrawFn

SITUATIONS = ("minimum", "maximum", "rollout", "allRollouts")
ZONE, HOSTNAME = "topology.kubernetes.io/zone", "kubernetes.io/hostname"


def node_type(name: str, cpu: int, gpus: int, count: int | None, zone: str) -> NodeType:
    allocatable = {"cpu": cpu, "memory": cpu * 4, "pods": 6, "nvidia.com/gpu": gpus}
    return NodeType(name, allocatable, labels={ZONE: zone}, count=count)


@st.composite
def node_types(draw: DrawFn) -> list[NodeType]:
    sizes = st.tuples(
        st.integers(1, 16), st.integers(0, 4), st.none() | st.integers(0, 5), st.sampled_from("abc")
    )
    return [
        node_type(f"t{place}", *each)
        for place, each in enumerate(draw(st.lists(sizes, min_size=1, max_size=4)))
    ]


@st.composite
def loads(draw: DrawFn, rooms: list[Room]) -> list[tuple[Load, int]]:
    found = []
    for number in range(draw(st.integers(1, 8))):
        needs = {
            "cpu": draw(st.integers(1, 6)) * ONE // 2,
            "memory": draw(st.integers(0, 20)) * ONE,
            "pods": ONE,
        }
        if draw(st.booleans()):
            needs["nvidia.com/gpu"] = draw(st.integers(1, 2)) * ONE
        apart = Apart()
        if draw(st.booleans()):
            apart.others = {draw(st.sampled_from((ZONE, HOSTNAME))): {number}}
        types = [place for place, room in enumerate(rooms) if room_for(needs, room.free)]
        found.append((Load(number, needs, types, apart), draw(st.integers(0, 12))))
    return found


def snapshot(pool: Pool) -> list[tuple[int, int, dict[str, int]]]:
    return [(node.type, node.place, dict(node.free)) for node in pool.nodes()]


@settings(deadline=None)
@given(st.data())
def test_no_node_gives_more_than_it_has_and_none_stands_empty(data: st.DataObject) -> None:
    rooms = [Room(each, []) for each in data.draw(node_types())]
    asked = data.draw(loads(rooms))
    pool = Pool(rooms)
    pods = {load.number: pods for load, pods in asked}
    placed = {
        load.number: pool.place(load, pods[load.number])
        for load in largest_first([load for load, _ in asked], rooms)
    }
    assert all(value >= 0 for _, _, free in snapshot(pool) for value in free.values())
    taken = sum(rooms[kind].free["pods"] - free["pods"] for kind, _, free in snapshot(pool))
    assert taken == sum(placed.values()) * ONE
    assert sum(pool.opened()) <= sum(placed.values())  # never worse than one pod to a node
    for load, wanted in asked:
        if load.types and not load.apart.others:
            assert placed[load.number] == wanted


@settings(deadline=None)
@given(st.data())
def test_a_trial_leaves_everything_as_it_was(data: st.DataObject) -> None:
    rooms = [Room(each, []) for each in data.draw(node_types())]
    asked = data.draw(loads(rooms))
    pool = Pool(rooms)
    for load, pods in asked:
        pool.place(load, pods // 2)
    before = snapshot(pool)
    first = pool.attempt(asked, beyond=data.draw(st.booleans()))
    assert snapshot(pool) == before
    assert pool.attempt(asked, beyond=True) == pool.attempt(asked, beyond=True)
    assert snapshot(pool) == before
    assert all(placed <= pods for placed, (_, pods) in zip(first[0], asked, strict=True))


@settings(deadline=None)
@given(st.data())
def test_without_beyond_no_more_nodes_are_taken_than_there_may_be(data: st.DataObject) -> None:
    rooms = [Room(each, []) for each in data.draw(node_types())]
    pool = Pool(rooms)
    for load, pods in data.draw(loads(rooms)):
        pool.place(load, pods, beyond=False)
    for room, opened in zip(rooms, pool.opened(), strict=True):
        assert room.type.most is None or opened <= room.type.most


def deployment(name: str, replicas: int, cpu: int, surge: int) -> mlkube.Resource:
    return mlkube.Resource(
        {
            "apiVersion": "apps/v1",
            "kind": "Deployment",
            "metadata": {"name": name, "namespace": "ml"},
            "spec": {
                "replicas": replicas,
                "strategy": {"rollingUpdate": {"maxSurge": surge}},
                "template": {
                    "spec": {
                        "containers": [
                            {"name": "c", "resources": {"requests": {"cpu": f"{cpu}m", "memory": "1Gi"}}}
                        ]
                    }
                },
            },
        }
    )


def scaler(name: str, least: int, most: int) -> mlkube.Resource:
    return mlkube.Resource(
        {
            "apiVersion": "autoscaling/v2",
            "kind": "HorizontalPodAutoscaler",
            "metadata": {"name": name, "namespace": "ml"},
            "spec": {
                "minReplicas": least,
                "maxReplicas": most,
                "scaleTargetRef": {"kind": "Deployment", "name": name},
            },
        }
    )


SIZES = st.lists(
    st.tuples(
        st.integers(0, 5), st.integers(1, 4000), st.integers(0, 3), st.integers(1, 4), st.integers(0, 6)
    ),
    min_size=1,
    max_size=6,
)


def objects(sizes: list[tuple[int, int, int, int, int]]) -> list[mlkube.Resource]:
    found = []
    for number, (replicas, cpu, surge, least, more) in enumerate(sizes):
        found.append(deployment(f"d{number}", replicas, cpu, surge))
        if number % 2:
            found.append(scaler(f"d{number}", least, least + more))
    return found


@settings(deadline=None)
@given(SIZES)
def test_each_situation_asks_for_no_less_than_the_one_before(
    sizes: list[tuple[int, int, int, int, int]],
) -> None:
    types = [node_type("a", 8, 0, 2, "a"), node_type("b", 16, 0, None, "b")]
    found = mlkube.quota(objects(sizes), nodes=types)
    for asked in found.namespaces[0].asked.values():
        amounts = [asked.in_situation(each) for each in SITUATIONS]
        assert amounts == sorted(amounts)
    assert found.plan is not None
    for place in range(len(types)):
        nodes = [found.plan.needed[each][place] for each in SITUATIONS[:3]]
        assert nodes == sorted(nodes)


@settings(deadline=None)
@given(SIZES, st.integers(0, 5), st.integers(1, 3))
def test_sums_grow_with_what_is_asked(
    sizes: list[tuple[int, int, int, int, int]], which: int, more: int
) -> None:
    place = which % len(sizes)
    larger = [
        (replicas + more, cpu, surge, least + more, rest)
        if at == place
        else (replicas, cpu, surge, least, rest)
        for at, (replicas, cpu, surge, least, rest) in enumerate(sizes)
    ]
    before, after = (mlkube.quota(objects(each)).namespaces[0].asked for each in (sizes, larger))
    for name, asked in before.items():
        for situation in SITUATIONS:
            assert after[name].in_situation(situation) >= asked.in_situation(situation)


@settings(deadline=None)
@given(SIZES)
def test_the_order_of_objects_changes_no_sum(sizes: list[tuple[int, int, int, int, int]]) -> None:
    listed = objects(sizes)
    one, other = (mlkube.quota(each).namespaces[0].asked for each in (listed, listed[::-1]))
    for name, asked in one.items():
        for situation in SITUATIONS:
            assert other[name].in_situation(situation) == asked.in_situation(situation)
