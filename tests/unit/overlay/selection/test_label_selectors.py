from __future__ import annotations

import pytest

from mlkube.errors import KustomizationError
from mlkube.overlay.selection.label_selectors import parse_label_selector

_ALPHABET = "up to 63 letters, digits, `-`, `_` and `.`, the first and last a letter or digit"

LABELS = {"app": "x", "n": "5", "tier/role": "web"}


def _matches(selector: str) -> bool:
    return all(requirement.matches(LABELS) for requirement in parse_label_selector(selector))


# Both lists were checked against `kubectl kustomize`.
_MATCHING = """
app|app=x| app == x |app!=y|zz!=y|! zz|n=5|n>4|n<6|tier/role in (web, db)|app in (,x)|app notin ()
|app notin (a,b), n|zz notin (a)|app=x,n in (5)|in!=x|!notin|  |
"""
_OTHERS = """
app=y|app=|app=,n|app!=x|!app|zz|app in ()|app in (y,)|app notin (x)|n>5|app>3|zz>1|in=x|app=in
"""


@pytest.mark.parametrize("selector", _MATCHING.replace("\n", "").split("|"))
def test_selectors_that_match(selector: str) -> None:
    assert _matches(selector)


@pytest.mark.parametrize("selector", _OTHERS.replace("\n", "").split("|"))
def test_selectors_that_do_not_match(selector: str) -> None:
    assert not _matches(selector)


@pytest.mark.parametrize(
    ("selector", "reason"),
    [
        ("app x", "found `x` where an operator (`=`, `!=`, `in`, `notin`) should stand"),
        ("app=x y", "found `y` where `,` or the end should stand"),
        ("app=,", "found the end where a key after `,` should stand"),
        ("app,,n", "found `,` where a key after `,` should stand"),
        (",app", "found `,` where a key or `!` should stand"),
        ("app===x", "found `=` where a value should stand"),
        ("!app=x", "found `=` where `,` or the end should stand"),
        ("!=x", "found `!=` where a key or `!` should stand"),
        ("!,", "found `,` where a key should stand"),
        ("app!x", "found `!` where an operator (`=`, `!=`, `in`, `notin`) should stand"),
        ("app in x", "found `x` where `(` should stand"),
        ("app in (x", "found the end where `,` or `)` should stand"),
        ("app in (x y)", "found `y` where `,` or `)` should stand"),
        ("app in ((", "found `(` where a value, `,` or `)` should stand"),
    ],
)
def test_what_is_no_selector_says_where_it_breaks(selector: str, reason: str) -> None:
    with pytest.raises(KustomizationError) as raised:
        parse_label_selector(selector)
    assert raised.value.reason == f"cannot read the selector `{selector}`: {reason}"
    assert raised.value.hint == (
        "write `key=value`, `key!=value`, `key in (a, b)`, `key notin (a, b)`, `key` or `!key`, "
        "joined by commas"
    )


@pytest.mark.parametrize(
    ("selector", "reason"),
    [
        ("a/b/c", "`a/b/c` is no label key; what stands before the slash must be a DNS name"),
        ("UP.x/a", "`UP.x/a` is no label key; what stands before the slash must be a DNS name"),
        ("_a", f"`_a` is no label key; {_ALPHABET}"),
        ("url=http://x", f"`http://x` is no value of a label such as `url`; {_ALPHABET}"),
        ("n>a", "`>` compares with an integer"),
    ],
)
def test_keys_and_values_are_those_of_labels(selector: str, reason: str) -> None:
    with pytest.raises(KustomizationError) as raised:
        parse_label_selector(selector)
    assert str(raised.value) == f"error: cannot read the selector `{selector}`: {reason}"
