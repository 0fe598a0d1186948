"""Neighbouring entries of a list field as one pass."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from mlkube.core.resource import Resource
from mlkube.errors import BuildError, MlkubeError
from mlkube.overlay.entries import Entries, joined

if TYPE_CHECKING:
    from collections.abc import Sequence


def append(resources: list[Resource], entries: Sequence[str]) -> list[Resource]:
    bad = [entry for entry in entries if entry.startswith("bad")]
    if len(bad) > 1:
        raise BuildError("several at once")
    if bad:
        raise BuildError(bad[0])
    return [*resources, *(Resource({"kind": entry}) for entry in entries)]


def kinds(resources: list[Resource]) -> list[str]:
    return [resource.kind for resource in resources]


def test_neighbours_of_one_kind_become_one_pass_in_order() -> None:
    one = joined(Entries("x", append, ["a"]), Entries("x", append, ["b"]))
    assert one is not None
    assert one.entries == ("a", "b")
    assert kinds(one([])) == ["a", "b"]


def test_neighbours_of_other_kinds_stay_apart() -> None:
    assert joined(Entries("x", append, ["a"]), Entries("y", append, ["b"])) is None
    assert joined(Entries("x", append, ["a"]), list) is None


def test_each_entry_that_fails_says_so_itself() -> None:
    together = Entries("x", append, ["a", "bad-1", "b", "bad-2"])
    with pytest.raises(MlkubeError) as raised:
        together([])
    assert str(raised.value) == "error: bad-1\nerror: bad-2"
