"""Node selectors, required node affinity, taints and tolerations, label selectors."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from mlkube.planning.placement import Taint, mismatch, read_taints, selects, untolerated
from mlkube.yamlio import load_all

if TYPE_CHECKING:
    from mlkube.core.json import JsonObject

LABELS = {"pool": "gpu", "gpu.count": "8", "zone": "a"}


def load(text: str) -> JsonObject:
    (body,) = load_all(text.encode())
    assert isinstance(body, dict)
    return body


def affinity(*terms: str) -> JsonObject:
    listed = ", ".join(f"{{matchExpressions: [{term}]}}" for term in terms)
    required = f"requiredDuringSchedulingIgnoredDuringExecution: {{nodeSelectorTerms: [{listed}]}}"
    return load(f"affinity: {{nodeAffinity: {{{required}}}}}")


def test_a_node_selector_has_to_match_whole() -> None:
    assert mismatch(load("nodeSelector: {pool: gpu, zone: a}"), LABELS) == ""
    assert mismatch(load("nodeSelector: {pool: cpu}"), LABELS) == "nodeSelector wants pool=cpu, it is gpu"
    assert mismatch(load("nodeSelector: {disk: ssd}"), LABELS) == (
        "nodeSelector wants disk=ssd, there is no such label"
    )


@pytest.mark.parametrize(
    ("expression", "matches"),
    [
        ("{key: pool, operator: In, values: [cpu, gpu]}", True),
        ("{key: pool, operator: In, values: [cpu]}", False),
        ("{key: disk, operator: In, values: [ssd]}", False),
        ("{key: pool, operator: NotIn, values: [cpu]}", True),
        ("{key: pool, operator: NotIn, values: [gpu]}", False),
        ("{key: disk, operator: NotIn, values: [ssd]}", True),
        ("{key: pool, operator: Exists}", True),
        ("{key: disk, operator: Exists}", False),
        ("{key: disk, operator: DoesNotExist}", True),
        ("{key: pool, operator: DoesNotExist}", False),
        ("{key: gpu.count, operator: Gt, values: ['4']}", True),
        ("{key: gpu.count, operator: Gt, values: ['8']}", False),
        ("{key: gpu.count, operator: Lt, values: ['16']}", True),
        ("{key: gpu.count, operator: Lt, values: ['8']}", False),
        ("{key: pool, operator: Gt, values: ['1']}", False),
        ("{key: disk, operator: Gt, values: ['1']}", False),
    ],
)
def test_each_operator_of_node_affinity(expression: str, *, matches: bool) -> None:
    assert (mismatch(affinity(expression), LABELS) == "") is matches


def test_one_term_of_node_affinity_is_enough_and_all_of_its_expressions_count() -> None:
    gpu, ssd = "{key: pool, operator: In, values: [gpu]}", "{key: disk, operator: Exists}"
    assert mismatch(affinity(ssd, gpu), LABELS) == ""
    assert mismatch(affinity(f"{gpu}, {ssd}"), LABELS) == (
        "node affinity wants disk Exists, there is no such label"
    )
    assert mismatch(affinity("{key: pool, operator: In, values: [a, b]}", ssd), LABELS) == (
        "node affinity wants pool In [a, b], it is gpu (and 1 more terms do not match)"
    )


TAINT = Taint("nvidia.com/gpu", "present", "NoSchedule")


@pytest.mark.parametrize(
    ("toleration", "tolerates"),
    [
        ("{operator: Exists}", True),
        ("{key: nvidia.com/gpu, operator: Exists}", True),
        ("{key: nvidia.com/gpu, operator: Exists, effect: NoSchedule}", True),
        ("{key: nvidia.com/gpu, operator: Exists, effect: NoExecute}", False),
        ("{key: nvidia.com/gpu, value: present, effect: NoSchedule}", True),
        ("{key: nvidia.com/gpu, operator: Equal, value: absent}", False),
        ("{key: nvidia.com/gpu}", False),
        ("{key: amd.com/gpu, operator: Exists}", False),
    ],
)
def test_each_form_of_a_toleration(toleration: str, *, tolerates: bool) -> None:
    assert (untolerated([TAINT], [load(toleration)]) is None) is tolerates


def test_a_taint_that_only_prefers_keeps_nobody_away() -> None:
    soft, hard = read_taints(
        load("x: [{key: a, effect: PreferNoSchedule}, {key: b, effect: NoExecute}]")["x"]
    )
    assert untolerated([soft], []) is None
    assert str(untolerated([soft, hard], [])) == "b:NoExecute"
    assert str(TAINT) == "nvidia.com/gpu=present:NoSchedule"


def test_a_label_selector_matches_labels_and_expressions() -> None:
    selector = load(
        "{matchLabels: {pool: gpu}, matchExpressions: [{key: zone, operator: NotIn, values: [b]}]}"
    )
    assert selects(selector, LABELS)
    assert not selects(selector, {**LABELS, "zone": "b"})
    assert selects({}, LABELS)
