"""The parts and names of images."""

from __future__ import annotations

import pytest

from mlkube.overlay.image_names import image_matcher, split_image
from mlkube.overlay.selection.go_regexp import PatternError


@pytest.mark.parametrize(
    ("image", "parts"),
    [
        ("web", ("web", "", "")),
        ("web:1", ("web", "1", "")),
        ("web@sha256:aa", ("web", "", "sha256:aa")),
        ("web:1@sha256:aa", ("web", "1", "sha256:aa")),
        ("host:5000/web", ("host:5000/web", "", "")),
        ("host:5000/web:1@sha256:aa", ("host:5000/web", "1", "sha256:aa")),
        ("/web:1", ("/web", "1", "")),
        ("", ("", "", "")),
    ],
)
def test_an_image_has_name_tag_and_digest(image: str, parts: tuple[str, str, str]) -> None:
    assert split_image(image) == parts


def test_a_sign_that_repeats_nothing_matches_anywhere() -> None:
    assert image_matcher("*")("any/image:1")
    assert image_matcher("?web")("my/web:1")
    assert not image_matcher("+web")("my/web:1")


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("web[", "cannot use the regular expression `web[`: missing closing ]"),
        ("web(", "cannot use the regular expression `web(`: missing closing )"),
        ("a**", "cannot use the regular expression `a**`: invalid nested repetition operator **"),
    ],
)
def test_a_name_that_go_refuses_is_refused(name: str, reason: str) -> None:
    with pytest.raises(PatternError) as raised:
        image_matcher(name)
    assert str(raised.value) == reason
