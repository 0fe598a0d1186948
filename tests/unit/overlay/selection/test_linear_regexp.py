"""Patterns in linear time."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mlkube.overlay.selection.go_regexp import PatternError, full_matcher, translate
from mlkube.overlay.selection.linear_regexp import LinearPattern

_PARTS = [
    "a",
    "b",
    "-",
    ".",
    "[a-c]",
    "[^a]",
    r"\d",
    r"\.",
    "^",
    "$",
    r"\b",
    "[[:alpha:]]",
    "(?i:A)",
    "[]a]",
    "é",
]
_SIGNS = ["", "", "", "*", "+", "?", "{2}", "{0,2}", "{1,}", "*?"]


@st.composite
def patterns(draw: st.DrawFn, depth: int = 2) -> str:
    pattern = ""
    for _ in range(draw(st.integers(1, 3))):
        nested = depth > 0 and draw(st.booleans())
        pattern += f"({draw(patterns(depth - 1))})" if nested else draw(st.sampled_from(_PARTS))
        pattern += draw(st.sampled_from(_SIGNS)) + draw(st.sampled_from(["", "", "|"]))
    return pattern


@given(patterns(), st.text("abA-1.\né", max_size=6))
def test_matches_what_python_matches(pattern: str, text: str) -> None:
    translated = translate(pattern)
    assert LinearPattern(translated).search(text) == (re.search(translated, text, re.ASCII) is not None)


@pytest.mark.parametrize(
    ("pattern", "matches"),
    [
        ("(a+)+b", False),
        ("(a|aa)+", True),
        ("(a|a)*b", False),
        ("(.*a){20}", True),
        ("((a*)*)*b", False),
        ("(a?){40}a{960}", True),
        ("a?a?a?a?a?a?a?a?a?a?" * 10 + "b", False),
        (".*.*.*.*.*.*=", False),
    ],
)
def test_patterns_over_which_python_hangs_end(pattern: str, *, matches: bool) -> None:
    assert full_matcher(pattern)("a" * 1000) is matches


@pytest.mark.parametrize("pattern", ["(a{0,50}){0,50}", "((a{10}){10}){11}", "(a{2}|b{501}c){2}"])
def test_counts_that_multiply_beyond_a_thousand_are_refused_as_in_go(pattern: str) -> None:
    with pytest.raises(PatternError, match="invalid repeat count"):
        full_matcher(pattern)


def test_counts_up_to_a_thousand_are_fine() -> None:
    assert full_matcher("((a{10}){10}){10}(b{2}){500}")("a" * 1000 + "b" * 1000)


def test_hundreds_of_nested_groups_are_refused_or_fine_but_no_crash() -> None:
    with pytest.raises(PatternError, match="nests too deeply"):
        full_matcher("(" * 5000 + "a" + ")" * 5000)
