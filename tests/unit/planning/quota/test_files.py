"""Objects of the cluster beside a render, as kubectl prints them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

import mlkube
from mlkube.errors import MlkubeError
from mlkube.planning.quota.files import read_objects

if TYPE_CHECKING:
    from pathlib import Path

LISTED = b"""\
apiVersion: v1
kind: List
items:
  - {apiVersion: v1, kind: ResourceQuota, metadata: {name: team, namespace: ml}}
  - {apiVersion: v1, kind: LimitRange, metadata: {name: bounds, namespace: ml}}
---
apiVersion: kueue.x-k8s.io/v1beta2
kind: ClusterQueueList
items: [{apiVersion: kueue.x-k8s.io/v1beta2, kind: ClusterQueue, metadata: {name: gpu}}]
---
apiVersion: v1
kind: ResourceQuota
metadata: {name: other}
"""


def test_lists_are_opened() -> None:
    assert [str(each) for each in read_objects(LISTED, "<stdin>")] == [
        "ResourceQuota/team",
        "LimitRange/bounds",
        "ClusterQueue/gpu",
        "ResourceQuota/other",
    ]


def test_what_says_nothing_of_room_is_refused_at_its_place() -> None:
    wrong = (
        LISTED.replace(b"kind: LimitRange", b"kind: LimitRnge").replace(b"{name: other}", b"{}") + b"---\n7\n"
    )
    with pytest.raises(MlkubeError) as caught:
        read_objects(wrong + b"---\n{apiVersion: v1, kind: Widget, metadata: {name: a}}\n", "given.yaml")
    assert str(caught.value) == (
        "given.yaml:5:22: error kind: LimitRnge says nothing of the room in a cluster; "
        "did you mean LimitRange?\n"
        "given.yaml:13:1: error metadata.name: missing; every object has a name\n"
        "given.yaml:15:1: error: a Kubernetes object is expected; "
        "write what `kubectl get resourcequota -o yaml` prints\n"
        "given.yaml:17:18: error kind: Widget says nothing of the room in a cluster\n"
        "    known are ClusterQueue, Cohort, LimitRange, LocalQueue, Namespace, PriorityClass, "
        "ResourceClaimTemplate, ResourceFlavor, ResourceQuota, RuntimeClass, StorageClass"
    )


def test_the_library_takes_objects_or_their_file(tmp_path: Path) -> None:
    pod = mlkube.Resource(
        {
            "apiVersion": "v1",
            "kind": "Pod",
            "metadata": {"name": "a", "namespace": "ml"},
            "spec": {"containers": [{"name": "c"}]},
        }
    )
    body = (
        b"{apiVersion: v1, kind: ResourceQuota, metadata: {name: q, namespace: ml}, spec: {hard: {pods: 0}}}"
    )
    (tmp_path / "quota.yaml").write_bytes(body)
    assert not mlkube.quota([pod], quotas=tmp_path / "quota.yaml").fits
    assert not mlkube.quota([pod], quotas=read_objects(body, "")).fits
    assert mlkube.quota([pod]).fits
