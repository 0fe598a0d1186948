"""Go's regular expressions (RE2 syntax), translated to Python's where both can say the same."""

from __future__ import annotations

import functools

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

_META = frozenset("\\.+*?()|[]{}^$")
_DIGITS = "0123456789"
_MAX_REPEAT = 1000
_FLAGS = "imsU"
_PLACES = ("^", "$", r"\A", r"\Z", r"\b", r"\B")

# What Go's shorthand classes hold, written inside brackets. Go's \s has no vertical tab.
_SHORTHANDS = {"d": "0-9", "w": "0-9A-Za-z_", "s": r"\t\n\f\r "}
_CONTROLS = {"a": "\a", "f": "\f", "n": "\n", "r": "\r", "t": "\t", "v": "\v"}
_POSIX = {
    "alnum": "0-9A-Za-z",
    "alpha": "A-Za-z",
    "ascii": r"\x00-\x7f",
    "blank": r"\t ",
    "cntrl": r"\x00-\x1f\x7f",
    "digit": "0-9",
    "graph": "!-~",
    "lower": "a-z",
    "print": " -~",
    "punct": r"!-/:-@\[-`{-~",
    "space": r"\t\n\v\f\r ",
    "upper": "A-Z",
    "word": "0-9A-Za-z_",
    "xdigit": "0-9A-Fa-f",
}


class PatternError(ValueError):
    """A pattern that Go would refuse, or that Python cannot express; the text says which part."""


def is_literal(pattern: str) -> bool:
    """Return whether a pattern is plain text, which matches itself alone."""
    return _META.isdisjoint(pattern)


@functools.lru_cache(maxsize=1024)
def full_matcher(pattern: str) -> Callable[[str], bool]:
    """Return a predicate that holds where the whole text matches; a pattern without metacharacters compares.

    Raises:
        PatternError: Go would refuse the pattern, or Python has no equivalent.

    """
    return pattern.__eq__ if is_literal(pattern) else tester(rf"\A({translate(pattern)})\Z", pattern)


def tester(translated: str, pattern: str) -> Callable[[str], bool]:
    """Return a predicate that holds where a translated pattern matches anywhere in the text.

    Raises:
        PatternError: Python has no equivalent; it names the pattern as it was written.

    """
    import re  # noqa: PLC0415 -- most selectors are plain names

    from mlkube.overlay.selection.linear_regexp import searcher  # noqa: PLC0415 -- as above

    try:
        return searcher(translated)
    except (re.error, OverflowError) as error:
        raise PatternError(f"cannot use the regular expression `{pattern}`: {error}") from error
    except RecursionError as error:
        raise PatternError("cannot use the regular expression: it nests too deeply") from error


def translate(pattern: str) -> str:
    r"""Return Python's spelling (for `re.ASCII`) of a Go pattern that has to match the whole text.

    Names of groups and the flag U, which prefers short matches, make no difference there and are left out.

    Raises:
        PatternError: a part that Go refuses, or that Python has no word for, such as `\p{...}`.

    """
    return _Translator(pattern).translate()


class _Translator:
    """A cursor over a pattern; `out` is the translation so far.

    `repeats` is how often, at most, counts let the last part repeat something in it.
    """

    __slots__ = ("names", "out", "pattern", "position", "repeats")

    def __init__(self, pattern: str) -> None:
        self.pattern = pattern
        self.position = 0
        self.names: set[str] = set()
        self.out: list[str] = []
        self.repeats = 1

    def translate(self) -> str:
        try:
            self._alternatives()
        except RecursionError as error:
            raise PatternError("cannot use the regular expression: it nests too deeply") from error
        if self.position < len(self.pattern):
            raise self._error("unexpected )")
        return "".join(self.out)

    def _error(self, what: str) -> PatternError:
        return PatternError(f"cannot use the regular expression `{self.pattern}`: {what}")

    def _peek(self, size: int = 1) -> str:
        return self.pattern[self.position : self.position + size]

    def _alternatives(self) -> None:
        """Translate up to a closing parenthesis or the end; `(?i)` holds to the end of the group, as in Go.

        Python knows such a flag only around a group, so that ends before each `|` and starts again behind it.
        """
        flags: list[str] = []
        repeatable = False
        most = 1
        while self.position < len(self.pattern):
            char = self._peek()
            if char == ")":
                break
            if char == "|":
                self.position += 1
                self.out.append(")" * len(flags) + "|" + "".join(flags))
                repeatable = False
            elif char in "*+?" or (char == "{" and self._counted()):
                self._repeat(repeatable=repeatable)
                repeatable = False
                most = max(most, self.repeats)
            elif char == "(":
                flag = self._group()
                most = max(most, self.repeats)
                if flag:
                    flags.append(flag)
                    self.out.append(flag)
                repeatable = not flag
            else:
                self._atom(char)
                self.repeats = 1
                repeatable = True
        self.repeats = most
        self.out.append(")" * len(flags))

    def _atom(self, char: str) -> None:
        if char == "[":
            self._bracket()
        elif char == "\\":
            self._escape()
        elif char == "$":
            # Go's $ is the very end of the text; Python's also stands before a last newline.
            self.position += 1
            self.out.append(r"\Z" if "(?m" not in self.pattern else "$")
        else:
            self.position += 1
            self.out.append(char if char in ".^" else _literal(char))

    def _counted(self) -> str:
        """Return the `{2}`, `{2,}` or `{2,3}` that stands here; empty where the brace is just a brace."""
        end = self.pattern.find("}", self.position)
        if end < 0:
            return ""
        low, comma, high = self.pattern[self.position + 1 : end].partition(",")
        if not _is_number(low) or (comma and high and not _is_number(high)):
            return ""
        if any(text and int(text) > _MAX_REPEAT for text in (low, high)) or (high and int(low) > int(high)):
            raise self._error(f"invalid repeat count {self.pattern[self.position : end + 1]}")
        return self.pattern[self.position : end + 1]

    def _repeat(self, *, repeatable: bool) -> None:
        operator = self._counted() if self._peek() == "{" else self._peek()
        self.position += len(operator)
        if not repeatable:
            raise self._error(f"nothing for {operator} to repeat")
        if operator[0] == "{":
            low, _, high = operator[1:-1].partition(",")
            self.repeats *= max(int(high or low), 1)
            if self.repeats > _MAX_REPEAT:
                raise self._error(f"invalid repeat count {operator}")
        if self._peek() == "?":
            self.position += 1
            operator += "?"
        if self.out[-1] in _PLACES:
            self.out[-1] = f"({self.out[-1]})"  # Python repeats a place only in a group
        self.out.append(operator)
        following = self._peek()
        if following and (following in "*+?" or (following == "{" and self._counted())):
            raise self._error(f"invalid nested repetition operator {operator}{following}")

    def _group(self) -> str:
        """Translate a group; for `(?i)`, which opens none, return the start of the group it stands for."""
        self.position += 1
        if self._peek() != "?":
            self.out.append("(")
        elif self._peek(3) == "?P<" or (self._peek(2) == "?<" and self._peek(3) not in {"?<=", "?<!"}):
            start = self.position + (3 if self._peek(2) == "?P" else 2)
            end = self.pattern.find(">", start)
            name = self.pattern[start:end] if end > 0 else ""
            if not name.isascii() or not name.replace("_", "a").isalnum() or name in self.names:
                raise self._error("invalid name of a group")
            self.names.add(name)
            self.position = end + 1
            self.out.append("(")
        else:
            start = self.position
            self.position += 1
            while self._peek() and self._peek() in _FLAGS + "-":
                self.position += 1
            closing = self._peek()
            flags = self.pattern[start + 1 : self.position]
            if closing not in {":", ")"} or flags.count("-") > 1 or flags.endswith("-"):
                raise self._error(
                    f"invalid or unsupported syntax {self.pattern[start - 1 : self.position + 1]}"
                )
            self.position += 1
            flags = flags.replace("U", "").removesuffix("-")
            if closing == ")":
                return f"(?{flags}:"
            self.out.append(f"(?{flags}:")
        self._alternatives()
        if self._peek() != ")":
            raise self._error("missing closing )")
        self.position += 1
        self.out.append(")")
        return ""

    def _escape(self) -> None:
        """Translate a backslash sequence outside of brackets."""
        char = self.pattern[self.position + 1 : self.position + 2]
        if char == "Q":
            end = self.pattern.find(r"\E", self.position)
            if end < 0:
                raise self._error(r"\Q without \E")
            quoted = self.pattern[self.position + 2 : end]
            self.position = end + 2
            self.out.append("".join(_literal(each) for each in quoted))
            return
        if char in {"A", "b", "B"}:
            self.position += 2
            self.out.append("\\" + char)
        elif char == "z":
            self.position += 2
            self.out.append(r"\Z")
        elif char.lower() in _SHORTHANDS:
            self.position += 2
            self.out.append(f"[{'^' if char.isupper() else ''}{_SHORTHANDS[char.lower()]}]")
        else:
            self.out.append(_literal(self._character()))

    def _character(self) -> str:
        """Return the one character that the backslash sequence here stands for."""
        char = self.pattern[self.position + 1 : self.position + 2]
        if not char:
            raise self._error("trailing backslash")
        self.position += 2
        if char in _CONTROLS:
            return _CONTROLS[char]
        if char == "x":
            return self._hexadecimal()
        if char == "0" or (char in "1234567" and self._peek() and self._peek() in "01234567"):
            digits = char
            while len(digits) < 3 and self._peek() and self._peek() in "01234567":  # noqa: PLR2004 -- \377 is the longest
                digits += self._peek()
                self.position += 1
            return chr(int(digits, 8))
        if char in "pP":
            raise self._error(f"Unicode classes (\\{char}) are not supported")
        if char.isascii() and not char.isalnum():
            return char
        raise self._error(f"invalid escape sequence \\{char}")

    def _hexadecimal(self) -> str:
        if self._peek() == "{":
            end = self.pattern.find("}", self.position)
            digits = self.pattern[self.position + 1 : end] if end > 0 else ""
            self.position = end + 1
        else:
            digits = self._peek(2)
            self.position += 2
            digits = digits if len(digits) == 2 else ""  # noqa: PLR2004 -- \x41
        try:
            return chr(int(digits.replace("_", "!"), 16))
        except (ValueError, OverflowError):
            raise self._error("invalid escape sequence \\x") from None

    def _bracket(self) -> None:
        """Translate `[...]`; everything that Python might read as more than a character is escaped."""
        self.position += 1
        parts = ["["]
        if self._peek() == "^":
            parts.append("^")
            self.position += 1
        first = True
        while self._peek() != "]" or first:
            if not self._peek():
                raise self._error("missing closing ]")
            if self._peek(2) == "[:":
                parts.append(self._posix())
            elif self._peek() == "\\" and self._peek(2)[1:].lower() in _SHORTHANDS:
                parts.append(
                    "\\" + self._peek(2)[1] if self._peek(2)[1].isupper() else _SHORTHANDS[self._peek(2)[1]]
                )
                self.position += 2
            else:
                parts.append(self._range())
            first = False
        self.position += 1
        parts.append("]")
        self.out.append("".join(parts))

    def _range(self) -> str:
        low = self._bracket_character()
        if self._peek() != "-" or self._peek(2) in {"-", "-]"}:
            return _literal(low)
        self.position += 1
        high = self._bracket_character()
        if high < low:
            raise self._error(f"invalid character class range {low}-{high}")
        return f"{_literal(low)}-{_literal(high)}"

    def _bracket_character(self) -> str:
        if self._peek() == "\\":
            return self._character()
        char = self._peek()
        if not char:
            raise self._error("missing closing ]")
        self.position += 1
        return char

    def _posix(self) -> str:
        end = self.pattern.find(":]", self.position)
        name = self.pattern[self.position + 2 : end] if end > 0 else ""
        negated, name = name.startswith("^"), name.removeprefix("^")
        if name not in _POSIX:
            raise self._error(f"invalid character class range [:{name}:]")
        self.position = end + 2
        return _complement(_POSIX[name]) if negated else _POSIX[name]


def _complement(ranges: str) -> str:
    """Return what the ranges of ASCII characters leave out, to be written inside brackets."""
    import re  # noqa: PLC0415 (as above)

    others = re.findall(f"[^{ranges}]", "".join(map(chr, range(128))))
    return "".join(map(_literal, others)) + "\x80-\U0010ffff"


def _is_number(text: str) -> bool:
    return bool(text) and all(char in _DIGITS for char in text)


def _literal(char: str) -> str:
    """Return the character as itself, inside and outside of brackets."""
    if char.isalnum() or char == "_" or ord(char) > 127:  # noqa: PLR2004 -- beyond ASCII nothing is special
        return char
    return f"\\x{ord(char):02x}"
