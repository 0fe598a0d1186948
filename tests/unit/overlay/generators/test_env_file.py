from __future__ import annotations

import pytest

from mlkube.errors import KustomizationError
from mlkube.overlay.generators.env_file import LINE_LIMIT, parse_env_file


def entries(data: bytes) -> list[tuple[str, str, int]]:
    found, stopped = parse_env_file(data, "app.env")
    assert stopped == 0
    return [(entry.key, entry.value, entry.line) for entry in found]


@pytest.mark.parametrize(
    ("line", "key", "value"),
    [
        ("MODEL=resnet", "MODEL", "resnet"),
        ("MODEL=", "MODEL", ""),
        ("MODEL", "MODEL", ""),
        ("ARGS=a=b", "ARGS", "a=b"),
        ('QUOTED="kept"', "QUOTED", '"kept"'),
        ("SPACED = around ", "SPACED ", " around "),
        (" \t\u00a0\u2003INDENTED=1", "INDENTED", "1"),
        ("COMMENT=a # b", "COMMENT", "a # b"),
        ("export A=1", "export A", "1"),
        ("\x1cFILE_SEPARATOR=kept", "\x1cFILE_SEPARATOR", "kept"),
    ],
)
def test_a_line_splits_at_its_first_equals_sign(line: str, key: str, value: str) -> None:
    assert entries(line.encode()) == [(key, value, 1)]


@pytest.mark.parametrize("line", ["", "   ", "# comment", "  # comment", "=value"])
def test_lines_without_a_key_are_left_out(line: str) -> None:
    assert entries(f"A=1\n{line}\nB=2".encode()) == [("A", "1", 1), ("B", "2", 3)]


def test_windows_line_ends_are_taken_off_and_a_lone_carriage_return_is_not() -> None:
    assert entries(b"A=1\r\nB=2\rC=3\r\n") == [("A", "1", 1), ("B", "2\rC=3", 2)]


def test_a_byte_order_mark_is_taken_off_the_first_line_alone() -> None:
    bom = b"\xef\xbb\xbf"
    assert entries(bom + b"A=1\n" + bom + b"B=2\n") == [("A", "1", 1), ("\ufeffB", "2", 2)]


def test_a_key_alone_is_empty_whatever_the_environment_holds(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("REGION", "eu")
    assert entries(b"REGION\n") == [("REGION", "", 1)]


def test_every_line_that_is_not_utf8_is_reported() -> None:
    with pytest.raises(KustomizationError) as raised:
        parse_env_file(b"A=\xff\n", "app.env")
    assert str(raised.value) == "app.env:1: error: the line is not UTF-8; name it under `files`"


def test_reading_stops_at_a_line_over_the_limit_as_it_does_in_kustomize() -> None:
    longest = b"B=" + b"x" * (LINE_LIMIT - 2)
    assert [entry.key for entry in parse_env_file(b"A=1\n" + longest + b"\nC=1\n", "app.env")[0]] == [
        "A",
        "B",
        "C",
    ]
    found, stopped = parse_env_file(b"A=1\n" + longest + b"x\nC=1\n", "app.env")
    assert ([entry.key for entry in found], stopped) == (["A"], 2)
