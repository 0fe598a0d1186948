"""The library: what it takes, and that one build never shows in another."""

from __future__ import annotations

import os
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

import pytest

import mlkube

if TYPE_CHECKING:
    from pathlib import Path

OBJECT = """\
apiVersion: example.com/v1
kind: Rule
metadata:
  name: a
spec:
  steps:
  - name: one
    run: old
  - name: two
"""
PATCH = """\
apiVersion: example.com/v1
kind: Rule
metadata: {name: a}
spec: {steps: [{name: two, run: new}]}
"""
OPENAPI = """\
definitions:
  com.example.v1.Rule:
    x-kubernetes-group-version-kind: [{group: example.com, version: v1, kind: Rule}]
    properties:
      spec:
        properties:
          steps:
            type: array
            x-kubernetes-patch-merge-key: name
            x-kubernetes-patch-strategy: merge
            items: {type: object}
"""
_HEAD = OBJECT[: OBJECT.index("  - name")]
REPLACED = f"{_HEAD}  - name: two\n    run: new\n"
MERGED = f"{REPLACED}  - name: one\n    run: old\n"  # what the patch names stands first, as in kustomize


def tree(root: Path, **files: str) -> Path:
    root.mkdir()
    for name, text in {"a.yaml": OBJECT, "p.yaml": PATCH, **files}.items():
        (root / name.replace("__", ".")).write_text(text)
    return root


@pytest.fixture
def plain(tmp_path: Path) -> Path:
    return tree(tmp_path / "plain", kustomization__yaml="resources: [a.yaml]\npatches: [{path: p.yaml}]\n")


@pytest.fixture
def typed(tmp_path: Path) -> Path:
    return tree(
        tmp_path / "typed",
        kustomization__yaml=("resources: [a.yaml]\nopenapi: {path: o.yaml}\npatches: [{path: p.yaml}]\n"),
        o__yaml=OPENAPI,
    )


def test_a_path_may_be_a_text_bytes_or_a_path(plain: Path) -> None:
    results = [mlkube.build(path).to_yaml() for path in (plain, str(plain), os.fsencode(plain))]
    assert results == [REPLACED] * 3


@pytest.mark.parametrize("path", ["", "\0", "nowhere"])
def test_a_path_that_leads_nowhere_is_an_error_of_ours(path: str) -> None:
    with pytest.raises(mlkube.FileAccessError) as raised:
        mlkube.build(path)
    assert raised.value.reason == f"no such folder: {path!r}"


def test_the_schema_of_one_build_is_not_that_of_the_next(plain: Path, typed: Path) -> None:
    results = [mlkube.build(path).to_yaml() for path in (plain, typed, plain, typed)]
    assert results == [REPLACED, MERGED, REPLACED, MERGED]


def test_a_file_that_changed_is_read_again(plain: Path) -> None:
    first = mlkube.build(plain)
    (plain / "p.yaml").write_text(PATCH.replace("run: new", "run: newer"))
    assert mlkube.build(plain).to_yaml() == REPLACED.replace("run: new", "run: newer")
    assert first.to_yaml() == REPLACED


def test_a_patch_leaves_the_set_that_it_was_made_from_alone(plain: Path) -> None:
    first = mlkube.build(plain)
    second = first.patch(PATCH.replace("run: new", "run: newer"))
    assert (first.to_yaml(), second.to_yaml()) == (REPLACED, REPLACED.replace("run: new", "run: newer"))


def test_threads_build_what_they_would_build_alone(plain: Path, typed: Path) -> None:
    with ThreadPoolExecutor(8) as pool:
        results = list(pool.map(lambda path: mlkube.build(path).to_yaml(), [plain, typed] * 40))
    assert results == [REPLACED, MERGED] * 40
