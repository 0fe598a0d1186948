"""Amounts are exact, and written in the shortest way that keeps them so."""

from __future__ import annotations

import pytest

from mlkube.planning.amounts import ONE, add, decimal, number, raise_to, read_amounts, shown, total, unit


@pytest.mark.parametrize(
    ("resource", "written", "expected"),
    [
        ("cpu", "1500m", "1.5"),
        ("cpu", "0.1", "0.1"),
        ("cpu", "100u", "0.0001"),
        ("memory", "1536Mi", "1.5Gi"),
        ("memory", "280064Mi", "273.5Gi"),
        ("memory", "30923Mi", "30923Mi"),
        ("memory", "1500M", "1.5G"),
        ("memory", "1000Mi", "1000Mi"),
        ("memory", "1023", "1023"),
        ("memory", "0", "0"),
        ("memory", "500m", "0.5"),
        ("requests.storage", "5Ti", "5Ti"),
        ("fast.storageclass.storage.k8s.io/requests.storage", "2Gi", "2Gi"),
        ("fast.storageclass.storage.k8s.io/persistentvolumeclaims", "2048", "2048"),
        ("requests.hugepages-2Mi", "4Mi", "4Mi"),
        ("requests.nvidia.com/gpu", "8", "8"),
        ("pods", "110", "110"),
    ],
)
def test_an_amount_is_written_in_the_shortest_exact_way(resource: str, written: str, expected: str) -> None:
    assert shown(resource, read_amounts({resource: written})[resource]) == expected


def test_units_follow_from_the_name() -> None:
    names = ("cpu", "limits.cpu", "requests.ephemeral-storage", "requests.nvidia.com/gpu", "count/jobs.batch")
    assert [unit(name) for name in names] == ["cores", "cores", "bytes", "count", "count"]


def test_numbers_of_json_have_no_point_where_they_need_none() -> None:
    assert [number(value) for value in (2 * ONE, ONE // 2, 0)] == [2, 0.5, 0]
    assert [type(number(value)) for value in (2 * ONE, ONE // 2)] == [int, float]
    assert decimal(-3 * ONE // 2) == "-1.5"


def test_sums_never_round() -> None:
    tenth = read_amounts({"cpu": "0.1"})
    assert total([tenth] * 10) == {"cpu": ONE}
    amounts = dict(tenth)
    add(amounts, {"cpu": 1, "memory": 2}, times=3)
    raise_to(amounts, {"cpu": 5, "memory": 9})
    assert amounts == {"cpu": ONE // 10 + 3, "memory": 9}


def test_what_is_no_quantity_is_left_out() -> None:
    assert read_amounts({"cpu": "2", "memory": "a lot", "pods": True, "x": None}) == {"cpu": 2 * ONE}
