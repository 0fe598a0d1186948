from __future__ import annotations

import pytest

from mlkube.overlay.variable_expansion import expand, go_text


@pytest.mark.parametrize(
    ("text", "expected", "used"),
    [
        ("plain", "plain", set()),
        ("$(A)", "one", {"A"}),
        ("$(A)$(N)", "one2", {"A", "N"}),
        ("$(N)", 2, {"N"}),
        ("$$(A)", "$(A)", set()),
        ("$$$(A)", "$one", {"A"}),
        ("$(UNKNOWN)", "$(UNKNOWN)", set()),
        ("$(A", "$(A", set()),
        ("$a $", "$a $", set()),
        ("$()", "$()", set()),
        ("ü $(A)", "ü one", {"A"}),
    ],
)
def test_expansion(text: str, expected: str | int, used: set[str]) -> None:
    found: set[str] = set()
    assert expand(text, {"A": "one", "N": 2}, found) == expected
    assert found == used


def test_a_dollar_sign_before_a_letter_beyond_ascii_destroys_the_text_as_in_kustomize() -> None:
    assert expand("ü$é $(A)", {"A": "é"}, set()) == "w7wkw4OpIMOp"


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (12, "12"),
        (True, "true"),
        (False, "false"),
        (3.0, "3"),
        (100000.0, "100000"),
        (1e6, "1e+06"),
        (1234567.5, "1.2345675e+06"),
        (0.0001, "0.0001"),
        (0.00001, "1e-05"),
        (-0.0, "-0"),
        (1e21, "1e+21"),
        (-2.5, "-2.5"),
    ],
)
def test_values_are_printed_as_go_prints_them(value: float, expected: str) -> None:
    assert go_text(value) == expected
