"""The line that people and scripts read."""

from __future__ import annotations

from mlkube.errors import MlkubeError, Place


def test_what_would_break_the_line_or_command_a_terminal_is_escaped() -> None:
    place = Place("odd\nname.yaml", 1, 2, "ConfigMap/\x1b[31mred", "data.a\nb")
    error = MlkubeError("bad \x07 value", place=place, hint="drop \x00 it")
    assert str(error) == (
        r"odd\nname.yaml:1:2: error ConfigMap/\x1b[31mred data.a\nb: bad \x07 value; drop \x00 it"
    )


def test_a_reason_may_have_lines_and_any_letters() -> None:
    assert str(MlkubeError("é 日本\nsecond line")) == "error: é 日本\nsecond line"
