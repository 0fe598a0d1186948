from __future__ import annotations

import pytest

from mlkube.yamlio import document_lines, locate, locate_in_block

TEXT = b"""# comment
kind: A
metadata:
  name: x
---
kind: B
spec:
  containers:
  - name: one
    image: a
  - {name: two, "image": b}
  anchor: &x
    deep: 1
  merged:
    <<: *x
    own: 2
"""


@pytest.mark.parametrize(
    ("document", "path", "place"),
    [
        (0, [], (2, 1)),
        (0, ["metadata", "name"], (4, 3)),
        (0, ["metadata", "labels", "app"], (3, 1)),
        (1, ["spec", "containers", 0], (9, 5)),
        (1, ["spec", "containers", 0, "image"], (10, 5)),
        (1, ["spec", "containers", 1, "image"], (11, 17)),
        (1, ["spec", "containers", 2], (8, 3)),
        (1, ["spec", "containers", "name"], (8, 3)),
        (1, ["spec", "merged", "own"], (16, 5)),
        (1, ["spec", "merged", "deep"], (13, 5)),
        (1, ["kind", "x"], (6, 1)),
        (2, ["kind"], (0, 0)),
    ],
)
def test_a_field_is_found_or_what_is_nearest_above_it(
    document: int, path: list[str | int], place: tuple[int, int]
) -> None:
    assert locate(TEXT, document, path) == place


def test_nothing_is_found_in_what_is_no_yaml_or_empty() -> None:
    assert locate(b"a: [", 0, ["a"]) == (0, 0)
    assert locate(b"", 0, ["a"]) == (0, 0)
    assert locate(b"a: 1\n--- x\n", 0, ["a"]) == (0, 0)


def test_a_merge_with_itself_ends() -> None:
    assert locate(b"a: &x\n  b: 1\n  <<: [*x]\n", 0, ["a", "c"]) == (1, 1)


def test_documents_know_their_first_line() -> None:
    assert document_lines(TEXT) == [1, 6]
    assert document_lines(b"a: 1\r\n---\r\n\r\n---\r\nb: 1\r\n") == [1, 3, 5]


@pytest.mark.parametrize(
    ("text", "position", "place"),
    [
        ("a: 1\nb:\n- |\n  x: 1\n    y: 2\n", (2, 3), (5, 5)),
        ("b:\n- |\n  x: [\n\n", (4, 1), (3, 7)),
        ("b:\n- &text |\n  x: 1\n", (1, 1), (3, 3)),
        ("b:\n- |\n  x\u2028y\n  z\n", (3, 1), None),
        ("b:\n- >\n  x: 1\n", (1, 1), None),
        ("b:\n- 'x: 1'\n", (1, 1), None),
        ("b:\n- [x]\n", (1, 1), None),
        ("b: []\n", (1, 1), None),
        ("b: [\n", (1, 1), None),
        ("", (1, 1), None),
    ],
)
def test_a_position_in_a_block_is_one_of_the_file(
    text: str, position: tuple[int, int], place: tuple[int, int] | None
) -> None:
    assert locate_in_block(text.encode(), ["b", 0], *position) == place
