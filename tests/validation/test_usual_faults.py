"""Twenty faults that schemas do not see and the API server refuses: nine usual ones, eleven of rules by kind."""  # noqa: E501 as they are written

from __future__ import annotations

import pytest

import mlkube
from mlkube.validation.explain import Explanation
from mlkube.validation.judge import INVALID

C = "spec.template.spec.containers[0]"
FAULTS: list[tuple[str, str, dict[str, object], str]] = [
    # what section 0 of the handbook on workloads names
    ("restart policy misspelt", "Deployment", {"spec.template.spec.restartPolicy": "Allways"}, "POD-002"),
    ("GPU requested without a limit", "Deployment", {f"{C}.resources": {"requests": {"nvidia.com/gpu": 1}}}, "CTR-058"),  # noqa: E501 as they are written
    ("request above its limit", "Deployment", {f"{C}.resources.requests.memory": "8Gi"}, "CTR-056"),
    ("selector beside the labels", "Deployment", {"spec.selector.matchLabels.app": "other"}, "DEP-003"),
    ("least above most", "HorizontalPodAutoscaler", {"spec.minReplicas": 9}, "HPA-003"),
    ("mount without a volume", "Deployment", {f"{C}.volumeMounts[0].name": "data"}, "CTR-031"),
    ("node port out of range", "Service", {"spec.type": "NodePort", "spec.ports[0].nodePort": 99999}, "SVC-011"),  # noqa: E501 as they are written
    ("a quantity with a space", "Deployment", {f"{C}.resources.limits.memory": "512 Mb"}, "DEC-006"),
    ("a name with capitals", "ConfigMap", {"metadata.name": "Bad_Name"}, "META-002"),
    # Appendix A
    ("a Job that always restarts", "Job", {"spec.template.spec.restartPolicy": "Always"}, "JOB-001"),
    ("a selector set by hand", "Job", {"spec.selector": {"matchLabels": {"a": "b"}}}, "JOB-011"),
    ("Indexed without completions", "JobIndexed", {"spec.completions": None}, "JOB-005"),
    ("limits of indexes without Indexed", "Job", {"spec.backoffLimitPerIndex": 1}, "JOB-007"),
    ("a schedule of four fields", "CronJob", {"spec.schedule": "0 2 * *"}, "CJ-002"),
    ("two sources of one metric", "HorizontalPodAutoscaler", {"spec.metrics[0].resource.target.averageValue": "1"}, "HPA-012"),  # noqa: E501 as they are written
    ("a port name of sixteen letters", "Deployment", {f"{C}.ports[0].name": "abcdefghijklmnop"}, "CTR-012"),
    ("a liveness probe with two successes", "Deployment", {f"{C}.livenessProbe.successThreshold": 2}, "CTR-043"),  # noqa: E501 as they are written
    ("two handlers of one probe", "Deployment", {f"{C}.readinessProbe.tcpSocket": {"port": 1}}, "CTR-037"),
    ("a node port inside of the cluster", "Service", {"spec.ports[0].nodePort": 30080}, "SVC-009"),
    ("a local volume without its node", "PersistentVolume", {"spec.nfs": None, "spec.local": {"path": "/d"}}, "PV-007"),  # noqa: E501 as they are written
]  # fmt: skip


@pytest.mark.parametrize(("what", "base", "changes", "rule"), FAULTS, ids=[fault[0] for fault in FAULTS])
def test_the_fault_is_found(what: str, base: str, changes: dict[str, object], rule: str) -> None:
    body = Explanation(what, {"object": base, "bad": changes}).example("bad")
    (resource,) = mlkube.validate([body]).resources

    assert resource.status == INVALID
    assert rule in {finding.rule for finding in resource.errors}


def test_there_are_nine_and_eleven() -> None:
    assert len(FAULTS) == 9 + 11
