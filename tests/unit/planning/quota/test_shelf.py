"""A shelf of nodes finds the first one with room, however they were filled."""

from __future__ import annotations

import random

from mlkube.planning.quota.shelf import Node, Shelf


def shelf_of(*free: tuple[int, int]) -> Shelf:
    shelf = Shelf(("cpu", "memory"))
    for place, (cpu, memory) in enumerate(free):
        shelf.append(Node(0, place, {"cpu": cpu, "memory": memory}, {}, beyond=False))
    return shelf


def places(shelf: Shelf, cpu: int, memory: int) -> list[int]:
    return [node.place for node in shelf.with_room({"cpu": cpu, "memory": memory})]


def test_nodes_with_room_come_in_the_order_of_opening() -> None:
    shelf = shelf_of((4, 1), (1, 4), (4, 4), (0, 0), (9, 9))
    assert places(shelf, 2, 2) == [2, 4]
    assert places(shelf, 1, 1) == [0, 1, 2, 4]
    assert places(shelf, 10, 1) == []
    assert places(Shelf(("cpu",)), 1, 1) == []


def test_a_node_that_is_filled_meanwhile_does_not_come_again() -> None:
    shelf = shelf_of((4, 4), (4, 4), (4, 4))
    seen = []
    for node in shelf.with_room({"cpu": 3}):
        node.free["cpu"] -= 3
        shelf.update(node)
        seen.append(node.place)
    assert seen == [0, 1, 2]
    assert places(shelf, 3, 1) == []


def test_what_was_taken_away_is_not_found() -> None:
    shelf = shelf_of((1, 1), (5, 5), (5, 5))
    shelf.cut(1)
    assert places(shelf, 2, 2) == []
    shelf.append(Node(0, 1, {"cpu": 3, "memory": 3}, {}, beyond=False))
    assert places(shelf, 2, 2) == [1]


def test_it_finds_what_a_walk_over_all_nodes_finds() -> None:
    chance = random.Random(7)  # noqa: S311  no secret
    shelf = Shelf(("cpu", "memory"))
    for place in range(200):
        free = {"cpu": chance.randrange(10), "memory": chance.randrange(10)}
        shelf.append(Node(0, place, free, {}, beyond=False))
        for _ in range(3):
            cpu, memory = chance.randrange(1, 10), chance.randrange(1, 10)
            walked = [
                node.place
                for node in shelf.nodes
                if node.free["cpu"] >= cpu and node.free["memory"] >= memory
            ]
            assert places(shelf, cpu, memory) == walked
        changed = chance.choice(shelf.nodes)
        changed.free["cpu"] = chance.randrange(10)
        shelf.update(changed)
