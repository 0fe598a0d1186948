"""Label selector strings: `app=web, tier in (a, b), !legacy, level>3`, as Kubernetes reads them."""

from __future__ import annotations

import functools

from mlkube.errors import KustomizationError

TYPE_CHECKING = False
if TYPE_CHECKING:
    import re
    from collections.abc import Mapping

_SPACES = " \t\r\n"
_SYMBOLS = "=!(),><"
_TOKENS = frozenset({")", ",", "!", "==", "=", ">", "<", "!=", "("})
_END = ""
_IN, _NOT_IN = "in", "notin"
_MAX_NAME = 63
_MAX_PREFIX = 253

_ALPHABET = "up to 63 letters, digits, `-`, `_` and `.`, the first and last a letter or digit"

EXISTS = "exists"
ABSENT = "!"


class Requirement:
    """One condition: a key, an operator, the values it names."""

    __slots__ = ("key", "operator", "values")

    def __init__(self, key: str, operator: str, values: frozenset[str]) -> None:
        self.key = key
        self.operator = operator
        self.values = values

    def matches(self, labels: Mapping[str, str]) -> bool:
        """Return whether the labels meet the condition; `!=` and `notin` hold where the key is absent."""
        value = labels.get(self.key)
        if value is None:
            return self.operator in {ABSENT, _NOT_IN}
        if self.operator in {EXISTS, ABSENT}:
            return self.operator == EXISTS
        if self.operator in {_IN, _NOT_IN}:
            return (value in self.values) == (self.operator == _IN)
        number = _integer(value)
        bounds = [int(text) for text in self.values]
        return number is not None and (number > bounds[0] if self.operator == ">" else number < bounds[0])


def parse_label_selector(text: str) -> list[Requirement]:
    """Return the requirements of a selector; none for an empty text, which everything matches.

    Raises:
        KustomizationError: the text is no selector; without a place.

    Source: https://kubernetes.io/docs/concepts/overview/working-with-objects/labels/ and
    apimachinery's pkg/labels/selector.go.

    """
    return _Parser(text).parse()


def _tokens(text: str) -> list[tuple[str, bool]]:
    """Return (text, is a word) pairs; of symbols the longest that exists."""
    found: list[tuple[str, bool]] = []
    position = 0
    while position < len(text):
        char = text[position]
        if char in _SPACES:
            position += 1
        elif char in _SYMBOLS:
            size = 2 if text[position : position + 2] in _TOKENS else 1
            found.append((text[position : position + size], False))
            position += size
        else:
            end = position
            while end < len(text) and text[end] not in _SPACES and text[end] not in _SYMBOLS:
                end += 1
            found.append((text[position:end], True))
            position = end
    return found


class _Parser:
    """A cursor over the tokens of one selector."""

    __slots__ = ("position", "text", "tokens")

    def __init__(self, text: str) -> None:
        self.text = text
        self.tokens = _tokens(text)
        self.position = 0

    def parse(self) -> list[Requirement]:
        requirements: list[Requirement] = []
        while True:
            found, word = self._peek()
            if found == _END and not word:
                return requirements
            if not word and found != "!":
                raise self._error(found, "a key or `!`")
            requirements.append(self._requirement())
            found, word = self._next()
            if found == _END and not word:
                return requirements
            if found != "," or word:
                raise self._error(found, "`,` or the end")
            found, word = self._peek()
            if not word and found != "!":
                raise self._error(found, "a key after `,`")

    def _peek(self) -> tuple[str, bool]:
        return self.tokens[self.position] if self.position < len(self.tokens) else (_END, False)

    def _next(self) -> tuple[str, bool]:
        found = self._peek()
        self.position += 1
        return found

    def _error(self, found: str, expected: str) -> KustomizationError:
        what = f"`{found}`" if found else "the end"
        return KustomizationError(
            f"cannot read the selector `{self.text}`: found {what} where {expected} should stand",
            hint="write `key=value`, `key!=value`, `key in (a, b)`, `key notin (a, b)`, `key` or `!key`, "
            "joined by commas",
        )

    def _requirement(self) -> Requirement:
        found, word = self._next()
        negated = found == "!" and not word
        if negated:
            found, word = self._next()
        if not word:
            raise self._error(found, "a key")
        key = found
        _check_key(self.text, key)
        if negated:
            return Requirement(key, ABSENT, frozenset())
        found, word = self._peek()
        if not word and found in {_END, ","}:
            return Requirement(key, EXISTS, frozenset())
        operator, word = self._next()
        if word != (operator in {_IN, _NOT_IN}) or operator in {"!", "(", ")"}:
            raise self._error(operator, "an operator (`=`, `!=`, `in`, `notin`)")
        values = self._several_values() if operator in {_IN, _NOT_IN} else self._one_value()
        for value in values:
            _check_value(self.text, key, value)
        if operator in {">", "<"} and any(_integer(value) is None for value in values):
            raise KustomizationError(
                f"cannot read the selector `{self.text}`: `{operator}` compares with an integer"
            )
        operator = {"=": _IN, "==": _IN, "!=": _NOT_IN}.get(operator, operator)
        return Requirement(key, operator, values)

    def _one_value(self) -> frozenset[str]:
        found, word = self._peek()
        if not word and found in {_END, ","}:
            return frozenset({""})
        self.position += 1
        if not word:
            raise self._error(found, "a value")
        return frozenset({found})

    def _several_values(self) -> frozenset[str]:
        found, word = self._next()
        if word or found != "(":
            raise self._error(found, "`(`")
        values: set[str] = set()
        expect_value = True
        while True:
            found, word = self._next()
            if word:
                if not expect_value:
                    raise self._error(found, "`,` or `)`")
                values.add(found)
                expect_value = False
            elif found == ",":
                if expect_value:
                    values.add("")
                expect_value = True
            elif found == ")":
                if expect_value and self._peek_back() == ",":
                    values.add("")
                return frozenset(values)
            else:
                raise self._error(found, "a value, `,` or `)`" if expect_value else "`,` or `)`")

    def _peek_back(self) -> str:
        return self.tokens[self.position - 2][0]


def _integer(text: str) -> int | None:
    digits = text[1:] if text[:1] in {"+", "-"} else text
    return int(text) if digits.isascii() and digits.isdigit() else None


@functools.cache
def _patterns() -> tuple[re.Pattern[str], re.Pattern[str]]:
    import re  # noqa: PLC0415 -- only selectors need it

    name = re.compile(r"(?:[A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]")
    prefix = re.compile(r"[a-z0-9](?:[-a-z0-9]*[a-z0-9])?(?:\.[a-z0-9](?:[-a-z0-9]*[a-z0-9])?)*")
    return name, prefix


def _check_key(selector: str, key: str) -> None:
    name_pattern, prefix_pattern = _patterns()
    prefix, slash, name = key.rpartition("/")
    if slash and (len(prefix) > _MAX_PREFIX or not prefix_pattern.fullmatch(prefix)):
        raise KustomizationError(
            f"cannot read the selector `{selector}`: `{key}` is no label key",
            hint="what stands before the slash must be a DNS name",
        )
    if len(name) > _MAX_NAME or not name_pattern.fullmatch(name):
        raise KustomizationError(
            f"cannot read the selector `{selector}`: `{key}` is no label key", hint=_ALPHABET
        )


def _check_value(selector: str, key: str, value: str) -> None:
    if value and (len(value) > _MAX_NAME or not _patterns()[0].fullmatch(value)):
        raise KustomizationError(
            f"cannot read the selector `{selector}`: `{value}` is no value of a label such as `{key}`",
            hint=_ALPHABET,
        )
