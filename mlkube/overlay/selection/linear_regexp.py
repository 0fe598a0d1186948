"""Regular expressions in time that grows with the text, as in Go; Python would hang over some.

Python tries one way through a pattern after the other: for `(a+)+b` these double with every letter. Here all
ways are gone at once. The patterns are those that `go_regexp.translate` writes.
"""

from __future__ import annotations

import functools
import re

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any, TypeAlias

    # kind of the node; the test of a character or of a place, parts, choices, or a repetition's arguments
    Node: TypeAlias = tuple[str, Any]
    # the way on: to a character's test, past a place's test, to two other steps, or the end
    Step: TypeAlias = tuple[str, Any, int]

_CHARACTER, _PLACE, _PARTS, _CHOICES, _REPEAT, _FORK, _END = (
    "character",
    "place",
    "parts",
    "choices",
    "repeat",
    "fork",
    "end",
)
_QUICK = 3
"""With so few signs that repeat, none of them a group, Python is quick."""


def searcher(pattern: str) -> Callable[[str], bool]:
    """Return a test whether the pattern matches anywhere in a text.

    Raises:
        re.error: the pattern is none.
        RecursionError: it nests too deeply.

    """
    search = re.compile(pattern, re.ASCII).search
    if sum(map(pattern.count, "*+?{")) <= _QUICK and not any(f"){sign}" in pattern for sign in "*+{"):
        return lambda text: search(text) is not None
    return functools.lru_cache(maxsize=4096)(LinearPattern(pattern).search)


class LinearPattern:
    """A pattern as a list of steps, of which any number can be current at the same time."""

    __slots__ = ("_steps",)

    def __init__(self, pattern: str) -> None:
        self._steps: list[Step] = []
        self._emit(_Parser(pattern).alternatives())
        self._steps.append((_END, None, 0))

    def _emit(self, node: Node) -> None:
        kind, held = node
        if kind == _PARTS:
            for part in held:
                self._emit(part)
        elif kind == _CHOICES:
            self._emit_choices(held)
        elif kind == _REPEAT:
            self._emit_repetition(*held)
        else:
            self._steps.append((kind, held, len(self._steps) + 1))

    def _emit_choices(self, choices: list[Node]) -> None:
        steps = self._steps
        ends = []
        for choice in choices[:-1]:
            fork = self._fork()
            self._emit(choice)
            ends.append(self._fork())
            steps[fork] = (_FORK, fork + 1, len(steps))
        self._emit(choices[-1])
        for end in ends:
            steps[end] = (_FORK, len(steps), len(steps))

    def _emit_repetition(self, part: Node, least: int, most: int | None) -> None:
        steps = self._steps
        for _ in range(least):
            self._emit(part)
        forks = []
        for _ in range(1 if most is None else most - least):
            forks.append(self._fork())
            self._emit(part)
        if most is None:
            steps.append((_FORK, forks[0], forks[0]))
        for fork in forks:
            steps[fork] = (_FORK, fork + 1, len(steps))

    def _fork(self) -> int:
        """Add a fork whose ways are not known yet, and return its number."""
        self._steps.append((_FORK, 0, 0))
        return len(self._steps) - 1

    def search(self, text: str) -> bool:
        """Return whether the pattern matches anywhere in the text."""
        steps = self._steps
        waiting: list[int] = []
        for position in range(len(text) + 1):
            # Each round begins at the start of the pattern again: a match may begin at any character.
            reached, seen, tests = [0, *waiting], set(), []
            while reached:
                number = reached.pop()
                if number in seen:
                    continue
                seen.add(number)
                kind, held, following = steps[number]
                if kind == _END:
                    return True
                if kind == _FORK:
                    reached += (held, following)
                elif kind == _CHARACTER:
                    tests.append((held, following))
                elif held(text, position) is not None:
                    reached.append(following)
            if position < len(text):
                char = text[position]
                waiting = [following for test, following in tests if test(char) is not None]
        return False


class _Parser:
    """A cursor over a pattern; `flags` are the openings of the groups with flags around it."""

    __slots__ = ("flags", "pattern", "position")

    def __init__(self, pattern: str) -> None:
        self.pattern = pattern
        self.position = 0
        self.flags: list[str] = []

    def alternatives(self) -> Node:
        """Return the node of what stands up to a closing parenthesis or the end."""
        choices: list[list[Node]] = [[]]
        while self.position < len(self.pattern) and self.pattern[self.position] != ")":
            if self.pattern[self.position] == "|":
                self.position += 1
                choices.append([])
            else:
                choices[-1].append(self._repeated(self._atom()))
        parts: list[Node] = [(_PARTS, choice) for choice in choices]
        return parts[0] if len(parts) == 1 else (_CHOICES, parts)

    def _repeated(self, node: Node) -> Node:
        found = _REPETITION.match(self.pattern, self.position)
        if found is None:
            return node
        self.position = found.end()
        sign, least, comma, most = found.groups()
        if sign:
            return _REPEAT, (node, 1 if sign == "+" else 0, 1 if sign == "?" else None)
        return _REPEAT, (node, int(least), (int(most) if most else None) if comma else int(least))

    def _atom(self) -> Node:
        found = _OPENING.match(self.pattern, self.position)
        if found is not None:
            self.position = found.end()
            self.flags.append(found.group() if found.group(1) else "(?:")
            node = self.alternatives()
            self.flags.pop()
            self.position += 1
            return node
        found = _ATOM.match(self.pattern, self.position)
        assert found is not None  # noqa: S101  anything else than a closing parenthesis matches
        self.position = found.end()
        text = found.group()
        test = re.compile("".join(self.flags) + text + ")" * len(self.flags), re.ASCII)
        return (_PLACE, test.match) if text in _PLACES else (_CHARACTER, test.match)


_PLACES = frozenset({"^", "$", r"\A", r"\Z", r"\b", r"\B"})
_REPETITION = re.compile(r"(?:([*+?])|\{([0-9]+)(,?)([0-9]*)\})\??")
_OPENING = re.compile(r"\((\?[a-z-]*:)?")
_ATOM = re.compile(r"\[\^?(?:\\.|[^\]\\])*\]|\\x[0-9a-f]{2}|\\.|[^)]", re.DOTALL)
