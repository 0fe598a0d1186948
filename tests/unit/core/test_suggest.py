from __future__ import annotations

import pytest

from mlkube.core.suggest import suggest


@pytest.mark.parametrize(
    ("word", "meant"),
    [
        ("limit", "limits"),
        ("LIMITS", "limits"),
        ("requsets", "requests"),
        ("configMapGenerators", "configMapGenerator"),
        ("generator", "configMapGenerator"),
        ("or", ""),
        ("volume", ""),
        ("", ""),
    ],
)
def test_the_nearest_candidate_is_suggested(word: str, meant: str) -> None:
    assert suggest(word, ["limits", "requests", "configMapGenerator"]) == meant


def test_no_candidates_give_no_suggestion() -> None:
    assert suggest("limit", []) == ""


def test_of_equally_near_candidates_the_first_wins() -> None:
    assert suggest("name", iter(["Name", "NAME"])) == "Name"
