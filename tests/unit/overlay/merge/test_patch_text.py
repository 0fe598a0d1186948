from __future__ import annotations

from typing import Any

import pytest

from mlkube.errors import ErrorGroup, KustomizationError, MlkubeError, Place
from mlkube.overlay.kustomization.text import KustomizationText
from mlkube.overlay.merge.patch_text import (
    JSON6902,
    STRATEGIC_MERGE,
    JsonPatch,
    MergePatch,
    PatchText,
    parse_patch,
)
from mlkube.yamlio import load_kustomization

INLINE = Place("kustomization.yaml", 7, 3, field="patches[0].patch")
LITERAL = """\
# comment
patches:
- target: {kind: Pod}
  patch: |-

    kind: Pod
    ---
    metadata: {name: a}
"""
FILE = Place("patch.yaml")
_NO_JSON = "the patch begins with `[` but is no JSON"
_AS_YAML = "write the operations as YAML: a list of `- op: ...`"
MERGE = b"apiVersion: v1\nkind: Pod\nmetadata: {name: a}\nspec:\n  containers: []\n"


def _merge_patches(text: bytes, place: Place = FILE, field: str = "patches") -> list[dict[str, object]]:
    parsed = parse_patch(PatchText(text, place, field=field))
    assert isinstance(parsed, list)
    return [dict(patch.body) for patch in parsed]


def _operations(text: bytes, field: str = "patches") -> list[object]:
    parsed = parse_patch(PatchText(text, FILE, field=field))
    assert isinstance(parsed, JsonPatch)
    return list(parsed.operations)


def test_a_text_with_a_kind_is_a_strategic_merge_patch() -> None:
    pod = {"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "a"}, "spec": {"containers": []}}
    assert _merge_patches(MERGE) == [pod]
    assert _merge_patches(b"# note\n---\n" + MERGE + b"---\n" + MERGE) == [pod, pod]
    assert _merge_patches(MERGE, field=STRATEGIC_MERGE) == [pod]


def test_a_list_is_a_json_patch() -> None:
    assert _operations(b"- {op: remove, path: /x}\n") == [{"op": "remove", "path": "/x"}]
    assert _operations(b'[{"op": "remove", "path": "/x"}]') == [{"op": "remove", "path": "/x"}]
    assert _operations(b"- {op: add, path: /x, value: yes}\n---\n- op: remove\n", JSON6902) == [
        {"op": "add", "path": "/x", "value": True}
    ]


@pytest.mark.parametrize("text", [b"", b"# note\n", b"---\n---\n", b"[]", b" \n"])
def test_an_empty_text_holds_no_patch(text: bytes) -> None:
    assert _merge_patches(text) == []


def test_a_field_in_a_file_has_the_line_of_the_file() -> None:
    (patch,) = parse_patch(PatchText(MERGE, FILE))
    assert patch.at(("spec", "containers")) == Place("patch.yaml", 5, 3, "", "spec.containers")


def _inline(text: str) -> PatchText:
    """Return the first patch of a kustomization."""
    data = text.encode()
    value = load_kustomization(data, "kustomization.yaml")
    assert isinstance(value, dict)
    patch: Any = value
    for step in ("patches", 0, "patch"):
        patch = patch[step]
    place = KustomizationText("kustomization.yaml", data, value).place(("patches", 0, "patch"))
    return PatchText(patch.encode(), place)


@pytest.mark.parametrize(
    ("written", "line", "column"),
    [
        ("|\n    apiVersion: v1\n    kind: Pod\n    metadata: {labels: {}, name: a}\n", 5, 16),
        (
            "|- # why\n\n\n      apiVersion: v1\n      kind: Pod\n      metadata: {labels: {}, name: a}",
            7,
            18,
        ),
        ("|\r\n    apiVersion: v1\r\n    kind: Pod\r\n    metadata: {labels: {}, name: a}\r\n", 5, 16),
        (">\n    apiVersion: v1\n\n    kind: Pod\n\n    metadata: {labels: {}, name: a}\n", 2, 3),
        ('"apiVersion: v1\\nkind: Pod\\nmetadata: {labels: {}, name: a}"', 2, 3),
        ("'apiVersion: v1\n\n    kind: Pod\n\n    metadata: {labels: {}, name: a}'", 2, 3),
    ],
)
def test_a_field_of_an_inline_text_has_its_line_where_the_text_keeps_its_lines(
    written: str, line: int, column: int
) -> None:
    (patch,) = parse_patch(_inline(f"patches:\n- patch: {written}"))
    assert isinstance(patch, MergePatch)
    assert patch.at(("metadata", "labels")) == Place(
        "kustomization.yaml", line, column, "", "metadata.labels"
    )


def test_a_field_in_a_text_of_one_line_has_that_line() -> None:
    text = PatchText(b'[{"op": "remove", "path": "/x"}]', INLINE)
    parsed = parse_patch(text)
    assert isinstance(parsed, JsonPatch)
    assert parsed.at((0,)) == Place("kustomization.yaml", 7, 3)


def test_items_of_a_list_know_where_they_stand() -> None:
    text = b"apiVersion: v1\nkind: PodList\nitems:\n- apiVersion: v1\n  kind: Pod\n  metadata: {name: a}\n"
    (patch,) = parse_patch(PatchText(text, FILE))
    assert patch.at(("metadata",)) == Place("patch.yaml", 6, 3, "", "metadata")


@pytest.mark.parametrize(
    ("text", "field", "message"),
    [
        (
            b"delete it",
            "patches",
            (
                "patch.yaml:1: error: this is no patch; begin with apiVersion and kind for a strategic merge "
                "patch, or with `- op:` for a JSON patch"
            ),
        ),
        (b"", STRATEGIC_MERGE, "patch.yaml: error: the patch is empty"),
        (b"# note", JSON6902, "patch.yaml:1: error: the patch is empty; write `- op: ...` entries"),
        (b"[]", JSON6902, "patch.yaml:1: error: the patch is empty"),
        (
            b"a: b",
            JSON6902,
            "patch.yaml:1: error: a JSON patch must be a list of operations; write `- op: ...` entries",
        ),
        (
            b'[{"op": "add", "value": NaN}]',
            "patches",
            f"patch.yaml:1: error: {_NO_JSON}: NaN is no JSON number; {_AS_YAML}",
        ),
        (
            b'[\n {"op": add}]',
            "patches",
            f"patch.yaml:2:9: error: {_NO_JSON}: Expecting value; {_AS_YAML}",
        ),
    ],
)
def test_what_is_no_patch_is_refused(text: bytes, field: str, message: str) -> None:
    with pytest.raises(KustomizationError) as raised:
        parse_patch(PatchText(text, FILE, field=field))
    assert str(raised.value) == message


def test_errors_in_an_inline_text_have_lines_of_the_kustomization() -> None:
    with pytest.raises(ErrorGroup) as raised:
        parse_patch(_inline(LITERAL))
    assert [str(error.place) for error in raised.value.errors] == [
        "kustomization.yaml:6:5",
        "kustomization.yaml:8:5",
    ]
    with pytest.raises(MlkubeError) as broken:
        parse_patch(_inline(LITERAL.replace("{name: a}", "[")))
    assert str(broken.value.place) == "kustomization.yaml:8:16"
