"""Images."""

from __future__ import annotations

import pytest

from mlkube.core.resource import Resource
from mlkube.errors import KustomizationError, Place
from mlkube.overlay.fields.transformer_config import builtin
from mlkube.overlay.steps.images import set_images

SPECS = builtin().images


def pod(*images: object) -> Resource:
    containers = [{"image": image} for image in images]
    return Resource({"kind": "Pod", "metadata": {"name": "a"}, "spec": {"containers": containers}})  # type: ignore[dict-item]  # plain JSON


def images_of(resource: Resource) -> list[object]:
    return [container["image"] for container in resource.body["spec"]["containers"]]  # type: ignore[index,call-overload]  # a pod


@pytest.mark.parametrize(
    ("name", "matching", "other"),
    [
        (
            "web",
            ["web", "web:", "web:1.{x}-_", "web@sha256:", "web:1@sha256:a"],
            ["webs", "web/x", "web:a/b"],
        ),
        ("a.b/c", ["a.b/c", "axb/c:1"], ["a.b/d", "ab/c"]),
        ("web", [], ["my/web", "web@sha512:a", "web@sha256:a/b", "web:1@other", "web:ü"]),
        ("[a-z]+", ["web", "x:1"], ["Web:1"]),
        ("", ["", ":1"], ["a"]),
    ],
)
def test_a_name_is_a_pattern_for_all_but_tag_and_digest(
    name: str, matching: list[str], other: list[str]
) -> None:
    given = pod(*matching, *other)
    (got,) = set_images([given], [{"name": name, "newName": "new", "newTag": "t"}], SPECS)
    assert images_of(got) == ["new:t"] * len(matching) + other


def test_an_object_without_the_image_is_the_same_object() -> None:
    given = [pod("web:1"), Resource({"kind": "ConfigMap", "metadata": {"name": "a"}, "data": {"x": "web"}})]
    for before, after in zip(given, set_images(given, [{"name": "api", "newTag": "2"}], SPECS), strict=True):
        assert after is before
    same = set_images(given, [{"name": "web", "newTag": "1"}], SPECS)
    assert same[0] is given[0]


def test_an_image_that_is_a_number_is_read_as_written() -> None:
    (got,) = set_images([pod(7, "9")], [{"name": "7", "newName": "8"}, {"name": "9", "newName": "10"}], SPECS)
    assert images_of(got) == [8, "10"]


def test_a_pattern_that_go_refuses_has_the_place_of_the_field() -> None:
    with pytest.raises(KustomizationError) as raised:
        set_images([pod("web")], [{"name": "w(eb"}], SPECS, Place("k.yaml", 4, 3, field="images[0]"))
    assert str(raised.value) == (
        "k.yaml:4:3: error images[0]: cannot use the regular expression `w(eb`: missing closing );"
        " kustomize reads the name of an image as a pattern in Go's syntax"
    )
