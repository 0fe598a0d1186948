"""Cuts a tree of text files down while something stays true of it: files first, then blocks of lines."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from random_trees import Tree

MOST_TRIES = 400


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip(" "))


def _blocks(lines: list[str]) -> Iterator[tuple[int, int]]:
    """Yield the ranges of lines that can go together: documents, then a line with all that is below it."""
    starts = [0, *(n + 1 for n, line in enumerate(lines) if line.startswith("---"))]
    if len(starts) > 1:
        yield from zip(starts, [*starts[1:], len(lines)], strict=True)
    for start, line in enumerate(lines):
        depth = _indent(line)
        item = line.lstrip(" ").startswith("- ")
        end = start + 1
        while end < len(lines) and (
            not lines[end].strip()
            or _indent(lines[end]) > depth
            or (not item and _indent(lines[end]) == depth and lines[end].lstrip(" ").startswith("- "))
        ):
            end += 1
        yield start, end


def _smaller(tree: Tree) -> Iterator[Tree]:
    """Yield trees with one part less, large parts first."""
    for name in tree.files:
        yield tree._replace(files={key: text for key, text in tree.files.items() if key != name})
    options = []
    for name, text in tree.files.items():
        lines = text.split("\n")
        options += [(end - start, name, start, end) for start, end in _blocks(lines)]
    for _, name, start, end in sorted(options, key=lambda option: -option[0]):
        lines = tree.files[name].split("\n")
        yield tree._replace(files={**tree.files, name: "\n".join(lines[:start] + lines[end:])})


def minimise(tree: Tree, holds: Callable[[Tree], bool]) -> Tree:
    """Return the smallest tree found of which `holds` is still true."""
    tries = 0
    skipped = 0
    while tries < MOST_TRIES:
        for number, smaller in enumerate(_smaller(tree)):
            if number < skipped:
                continue
            tries += 1
            if holds(smaller):
                tree, skipped = smaller, number
                break
        else:
            if not skipped:
                break
            skipped = 0
    return tree
