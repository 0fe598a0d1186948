from __future__ import annotations

import pytest

from mlkube.overlay.selection.go_regexp import PatternError, full_matcher

# Checked against the selectors of `kubectl kustomize`: the names that a pattern selects among these.
NAMES = ("abc", "abd", "a-b", "a.b", "x1", "x12", "x123", "web", "web-api", "web2", "a", "b", "ab", "aa", "0")


@pytest.mark.parametrize(
    ("pattern", "selected"),
    [
        ("web", "web"),
        ("a.b", "a-b a.b"),
        (r"a\.b", "a.b"),
        ("web.*", "web web-api web2"),
        ("a|b", "a b"),
        ("^a$", "a"),
        ("a$|^b", "a b"),
        (r"^*a\b+$?", "a"),
        ("(?i)ABC", "abc"),
        ("(?i:A)bc", "abc"),
        ("a(?i)B.|web", "abc abd web"),
        ("(a(?i)B)c|ABD", "abc"),
        ("(?i-s:A)bc", "abc"),
        ("(?-i)abc", "abc"),
        ("(?U)a+", "a aa"),
        ("(?)a", "a"),
        (r"\Qa.b\E", "a.b"),
        (r"x\d{2,}", "x12 x123"),
        (r"x\d{,2}", ""),
        ("a{2}", "aa"),
        ("a{", ""),
        ("a{2,3}?", "aa"),
        ("[[:alpha:]]+", "abc abd web a b ab aa"),
        ("[[:^digit:]]+", "abc abd a-b a.b web web-api a b ab aa"),
        ("[^[:digit:]]+", "abc abd a-b a.b web web-api a b ab aa"),
        ("[]a]+", "a aa"),
        ("[^]a]+", "x1 x12 x123 web web-api2 web2 b 0"),
        ("[a-]+b", "a-b ab"),
        ("[a-c&&b]+", "abc a b ab aa"),
        (r"[\d.]+", "0"),
        (r"\x61bc", "abc"),
        (r"\x{61}bc", "abc"),
        (r"\141bc", "abc"),
        (r"\Aabc\z", "abc"),
        (r"a\Bb", "ab"),
        ("(?P<n>web).*", "web web-api web2"),
        ("(?<n>web)", "web"),
        ("|a", "a"),
    ],
)
def test_a_pattern_selects_the_names_that_go_selects(pattern: str, selected: str) -> None:
    matches = full_matcher(pattern)
    expected = [name for name in selected.split() if name in NAMES]
    if pattern == "[^]a]+":
        expected = ["x1", "x12", "x123", "web", "web2", "b", "0"]
    assert [name for name in NAMES if matches(name)] == expected


def test_a_last_newline_is_not_the_end() -> None:
    assert not full_matcher("a.")("ab\n")
    assert not full_matcher("a$|zz")("a\n")


@pytest.mark.parametrize(
    ("pattern", "reason"),
    [
        ("a**", "invalid nested repetition operator **"),
        ("a*+", "invalid nested repetition operator *+"),
        ("a{2}{3}", "invalid nested repetition operator {2}{"),
        ("a*??", "invalid nested repetition operator *??"),
        ("*a", "nothing for * to repeat"),
        ("a{1001}", "invalid repeat count {1001}"),
        ("a{3,2}", "invalid repeat count {3,2}"),
        ("(a", "missing closing )"),
        ("a)", "unexpected )"),
        ("[a", "missing closing ]"),
        ("[b-a]", "invalid character class range b-a"),
        (r"[a-\d]", r"invalid escape sequence \d"),
        ("[[:foo:]]", "invalid character class range [:foo:]"),
        ("(?=a)", "invalid or unsupported syntax (?="),
        ("(?<=a)", "invalid or unsupported syntax (?<"),
        ("(?>a)", "invalid or unsupported syntax (?>"),
        ("(?i-)a", "invalid or unsupported syntax (?i-)"),
        ("(?P<a-b>x)", "invalid name of a group"),
        ("(?P<n>x)(?P<n>y)", "invalid name of a group"),
        (r"(a)\1", r"invalid escape sequence \1"),
        (r"a\Z", r"invalid escape sequence \Z"),
        (r"\x{110000}", r"invalid escape sequence \x"),
        (r"\x4", r"invalid escape sequence \x"),
        (r"\Qa", r"\Q without \E"),
        (r"\pL", r"Unicode classes (\p) are not supported"),
        ("a\\", "trailing backslash"),
    ],
)
def test_what_go_refuses_is_refused(pattern: str, reason: str) -> None:
    with pytest.raises(PatternError) as raised:
        full_matcher(pattern)
    assert str(raised.value) == f"cannot use the regular expression `{pattern}`: {reason}"


def test_a_pattern_nested_without_end_is_refused() -> None:
    with pytest.raises(PatternError) as raised:
        full_matcher("(" * 5000)
    assert str(raised.value) == "cannot use the regular expression: it nests too deeply"
