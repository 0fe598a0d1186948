"""Errors about descriptions point at what somebody wrote, where several things look the same, too."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

import mlkube
from mlkube.errors import MlkubeError

if TYPE_CHECKING:
    from pathlib import Path

WORKLOAD = """\
apiVersion: mlkube.dev/v1alpha1
kind: TFServing
metadata: {name: w}
spec:
  models:
  - {name: m, storage: {claim: c}}
  resources: {cpu: 1, memory: 1Gi}
"""


def errors(root: Path, workload: str, kustomization: str = "resources: [w.yaml]\n") -> list[str]:
    (root / "w.yaml").write_text(workload)
    (root / "kustomization.yaml").write_text(kustomization)
    with pytest.raises(MlkubeError) as raised:
        mlkube.build(root)
    return str(raised.value).replace(f"{root}/", "").splitlines()


def test_the_second_of_two_equal_elements_is_the_second(tmp_path: Path) -> None:
    twice = "  env:\n  - {name: A, value: x}\n  - {name: B, value: x}\n  - {name: A, value: x}\n"
    assert errors(tmp_path, WORKLOAD + twice) == [
        (
            "w.yaml:11:6: error TFServing/w spec.env[2].name: another element has the same name, A "
            "(spec.env[0].name is at w.yaml:9:6)"
        )
    ]


def test_the_second_of_two_equal_values_is_the_second(tmp_path: Path) -> None:
    workload = (
        "apiVersion: mlkube.dev/v1alpha1\nkind: Monitoring\nmetadata: {name: w}\n"
        "spec:\n  systems:\n  - tf-serving\n  - spark\n  - tf-serving\n"
    )
    assert errors(tmp_path, workload) == [
        (
            'w.yaml:8:5: error Monitoring/w spec.systems[2]: "tf-serving" stands in the list already '
            "(spec.systems[0] is at w.yaml:6:5); leave one out"
        )
    ]


def test_elements_without_their_key_have_its_default(tmp_path: Path) -> None:
    spread = "  placement: {spread: [{maxSkew: 1}, {maxSkew: 1}]}\n"
    assert errors(tmp_path, WORKLOAD + spread) == [
        (
            "w.yaml:8:38: error TFServing/w spec.placement.spread[1]: the pods spread over "
            "kubernetes.io/hostname already (spec.placement.spread[0] is at w.yaml:8:24); leave one out"
        )
    ]


def test_twins_are_told_by_the_keys_that_they_have(tmp_path: Path) -> None:
    tolerations = "  placement:\n    tolerations:\n    - {operator: Exists}\n    - {operator: Exists}\n"
    assert errors(tmp_path, WORKLOAD + tolerations) == [
        (
            "w.yaml:11:7: error TFServing/w spec.placement.tolerations[1].key: "
            "another element has the same operator, Exists"
        )
    ]


def test_a_fault_in_an_inline_patch_has_its_line_in_the_kustomization(tmp_path: Path) -> None:
    kustomization = """\
resources: [w.yaml]
patches:
- target: {kind: TFServing}
  patch: |

    - op: add
      path: /spec/replicas
      value: -1
- target: {kind: TFServing}
  patch: "- op: add\\n  path: /spec/profile\\n  value: x"
- patch: |-
    apiVersion: mlkube.dev/v1alpha1
    kind: TFServing
    metadata: {name: w}
    spec:
      server: {loadSecond: 5}
"""
    assert errors(tmp_path, WORKLOAD, kustomization) == [
        "kustomization.yaml:6:7: error TFServing/w spec.replicas: is -1, but must be at least 0 pods",
        'kustomization.yaml:10:3: error TFServing/w spec.profile: is "x", but must be one of dev, prod',
        (
            'kustomization.yaml:16:16: error TFServing/w spec.server.loadSecond: unknown field "loadSecond"; '
            'did you mean "loadSeconds"?'
        ),
    ]
