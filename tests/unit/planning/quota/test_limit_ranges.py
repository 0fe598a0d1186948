"""What a LimitRange gives to containers, and what it refuses."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

    import mlkube

POD = """
apiVersion: v1
kind: Pod
metadata: {{name: a, namespace: ml}}
spec: {{containers: [{{name: main, resources: {{{resources}}}}}, {{name: beside, resources: {{{beside}}}}}]}}
---
apiVersion: v1
kind: LimitRange
metadata: {{name: bounds, namespace: ml}}
spec: {{limits: [{{type: {kind}, {bounds}}}]}}
"""


def objects(bounds: str, *, resources: str = "", beside: str = "", kind: str = "Container") -> str:
    return POD.format(bounds=bounds, resources=resources, beside=beside, kind=kind)


FINE = "requests: {memory: 1Gi}, limits: {memory: 2Gi}"


@pytest.mark.parametrize(
    ("bounds", "resources", "complaint"),
    [
        (
            "max: {memory: 4Gi}",
            "limits: {memory: 6Gi}",
            (
                "6Gi memory for the container main, 4Gi allowed by LimitRange/bounds: 2Gi too much; "
                "ask for 4Gi or less"
            ),
        ),
        (
            "min: {memory: 1Gi}",
            "requests: {memory: 256Mi}",
            (
                "256Mi memory for the container main, 1Gi is the least by LimitRange/bounds: 768Mi missing; "
                "ask for 1Gi or more"
            ),
        ),
        (
            'maxLimitRequestRatio: {memory: "2"}',
            "requests: {memory: 1Gi}, limits: {memory: 3Gi}",
            (
                "LimitRange/bounds bounds memory to 2 times the request, and the container main has a limit "
                "of 3Gi over a request of 1Gi; lower the limit, or raise the request"
            ),
        ),
        (
            'maxLimitRequestRatio: {memory: "2"}',
            "requests: {memory: 1Gi}",
            (
                "LimitRange/bounds bounds memory to 2 times the request, and the container main has no "
                "request or no limit of it; set both"
            ),
        ),
    ],
)
def test_a_container_out_of_bounds_is_refused(
    said: Callable[..., str], bounds: str, resources: str, complaint: str
) -> None:
    found = said(objects(bounds, resources=resources, beside=FINE))
    assert found == f"error Pod/a in ml: its pods are refused: {complaint}"


def test_a_bound_is_the_default_of_a_container_that_says_nothing(
    judge: Callable[..., mlkube.QuotaReport],
) -> None:
    found = judge(objects("max: {memory: 4Gi}, min: {cpu: 100m}, defaultRequest: {memory: 1Gi}"))
    (demand,) = found.namespaces[0].demands
    assert found.findings == ()
    assert demand.size.requests == {"cpu": 200_000_000, "memory": 2 * 2**30 * 10**9}
    assert demand.size.limits == {"memory": 8 * 2**30 * 10**9}


def test_a_pod_is_bounded_by_the_sum_of_its_containers(said: Callable[..., str]) -> None:
    pod = objects("max: {memory: 3Gi}", resources=FINE, beside=FINE, kind="Pod")
    assert said(pod) == (
        "error Pod/a in ml: its pods are refused: 4Gi memory for the pod, 3Gi allowed by LimitRange/bounds: "
        "1Gi too much; ask for 3Gi or less"
    )
    open_ended = objects("max: {memory: 3Gi}, min: {cpu: 1}", resources=FINE, kind="Pod")
    assert said(open_ended) == (
        "error Pod/a in ml: its pods are refused: LimitRange/bounds bounds memory, and the pod has no limit "
        "of it; set a limit of 3Gi or less\n"
        "error Pod/a in ml: its pods are refused: LimitRange/bounds bounds cpu, and the pod has no request "
        "of it; set a request of 1 or more"
    )


def test_a_claim_is_bounded(said: Callable[..., str]) -> None:
    claims = """
---
apiVersion: v1
kind: PersistentVolumeClaim
metadata: {name: models, namespace: ml}
spec: {resources: {requests: {storage: 2Ti}}}
---
apiVersion: apps/v1
kind: StatefulSet
metadata: {name: db, namespace: ml}
spec:
  volumeClaimTemplates: [{metadata: {name: data}, spec: {resources: {requests: {storage: 1Gi}}}}]
  template: {spec: {containers: [{name: c}]}}
"""
    bounds = "max: {storage: 1Ti}, min: {storage: 10Gi}"
    assert said(objects(bounds, kind="PersistentVolumeClaim") + claims) == (
        "error StatefulSet/db in ml: its claim is refused: 1Gi storage asked, 10Gi is the least by "
        "LimitRange/bounds; ask for 10Gi\n"
        "error PersistentVolumeClaim/models in ml: its claim is refused: 2Ti storage asked, 1Ti is the most "
        "by LimitRange/bounds; ask for 1Ti"
    )
