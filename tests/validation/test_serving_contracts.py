"""Contracts about KServe's canaries and autoscalers, vLLM's GPUs, the time to end: ML-075, ML-095 to 097."""
# ruff: noqa: E501  findings stand as they are printed

from __future__ import annotations

import pytest

import mlkube


def found(*objects: str) -> list[str]:
    """Return what is broken as severity, rule, path, message and hint."""
    report = mlkube.validate("\n---\n".join(objects), ignore_missing_schemas=True, together=True)
    return [
        f"{finding.severity} {finding.rule} {finding.path}: {finding.message}"
        + (f"; {finding.hint}" if finding.hint else "")
        for finding in (each.finding for each in report.contracts)
        if finding.rule in {"ML-075", "ML-095", "ML-096", "ML-097", "XREF-004"}
    ]


def service(spec: str, annotations: str = "serving.kserve.io/deploymentMode: Standard") -> str:
    metadata = f"{{name: m, annotations: {{{annotations}}}}}"
    return f"{{apiVersion: serving.kserve.io/v1beta1, kind: InferenceService, metadata: {metadata}, spec: {{{spec}}}}}"


def scaler(target: str) -> str:
    metrics = "[{type: Resource, resource: {name: cpu, target: {type: Utilization, averageUtilization: 70}}}]"
    return f"{{apiVersion: autoscaling/v2, kind: HorizontalPodAutoscaler, metadata: {{name: h}}, spec: {{scaleTargetRef: {{apiVersion: apps/v1, kind: Deployment, name: {target}}}, maxReplicas: 3, metrics: {metrics}}}}}"


def pod(container: str, more: str = "") -> str:
    return f"{{apiVersion: v1, kind: Pod, metadata: {{name: p}}, spec: {{{more}containers: [{{name: a, image: 'r/a:1', {container}}}]}}}}"


MODEL = "model: {modelFormat: {name: tensorflow}, storageUri: 'pvc://c'}"
CANARY = "model: {name: kserve-container, modelFormat: {name: tensorflow}}"
ALONE = "annotate it with serving.kserve.io/deploymentMode: Standard"


def canary(*canaries: str) -> str:
    return f"predictor: {{name: a, {MODEL}}}, canary: [{', '.join(f'{{{each}}}' for each in canaries)}]"


@pytest.mark.parametrize(
    ("spec", "annotations", "expected"),
    [
        (
            canary(f"trafficPercent: 10, predictor: {{name: b, {CANARY}}}"),
            "serving.kserve.io/deploymentMode: Standard",
            [],
        ),
        (
            canary(f"trafficPercent: 10, predictor: {{name: b, {CANARY}}}"),
            "serving.kserve.io/deploymentMode: RawDeployment",
            [],
        ),
        (
            canary(f"trafficPercent: 10, predictor: {{name: b, {CANARY}}}"),
            "serving.kserve.io/deploymentMode: Knative",
            [
                f"error ML-095 spec.canary: KServe runs canaries beside a predictor in Standard mode only; {ALONE}"
            ],
        ),
        (
            canary(f"trafficPercent: 10, predictor: {{name: b, {CANARY}}}"),
            "a: b",
            [
                f"warning ML-095 spec.canary: KServe runs canaries beside a predictor in Standard mode only; {ALONE}"
            ],
        ),
        (
            canary(
                f"trafficPercent: 60, predictor: {{name: b, {CANARY}}}",
                f"trafficPercent: 60, predictor: {{name: c, maxReplicas: 3, {CANARY}}}",
                f"trafficPercent: 0, predictor: {{name: a, {CANARY}}}",
                f"trafficPercent: 0, predictor: {{{CANARY}}}",
            ),
            "serving.kserve.io/deploymentMode: Standard",
            [
                "error ML-095 spec.canary: the canaries get 120 percent of the requests together; leave 100 at most",
                "error ML-095 spec.canary[1].predictor.maxReplicas: a canary has a fixed number of pods; leave it out; minReplicas says how many",
                "error ML-095 spec.canary[2].predictor.name: another predictor is called a; choose another name",
                "error ML-095 spec.canary[3].predictor.name: a canary has a name; name it",
            ],
        ),
    ],
)
def test_canaries(spec: str, annotations: str, expected: list[str]) -> None:
    assert found(service(spec, annotations)) == expected


@pytest.mark.parametrize(
    ("target", "annotations", "expected"),
    [
        ("m-a-predictor", "serving.kserve.io/autoscalerClass: external", []),
        ("m-a-predictor", "serving.kserve.io/autoscalerClass: none", []),
        (
            "m-b-predictor",
            "serving.kserve.io/autoscalerClass: hpa",
            [
                "error ML-075 spec.scaleTargetRef.name: InferenceService/m scales default/m-b-predictor by itself; annotate it with serving.kserve.io/autoscalerClass: external, or leave this autoscaler out"
            ],
        ),
        (
            "m-predictor",
            "serving.kserve.io/autoscalerClass: external",
            [
                "warning XREF-004 spec.scaleTargetRef.name: Deployment m-predictor is not among these objects in namespace default"
            ],
        ),
    ],
)
def test_an_autoscaler_finds_the_deployment_of_each_predictor(
    target: str, annotations: str, expected: list[str]
) -> None:
    spec = canary(f"trafficPercent: 10, predictor: {{name: b, {CANARY}}}")
    mode = "serving.kserve.io/deploymentMode: Standard"
    assert found(service(spec, f"{mode}, {annotations}"), scaler(target)) == expected


GPUS = "resources: {limits: {nvidia.com/gpu: 4}}"


@pytest.mark.parametrize(
    ("container", "expected"),
    [
        (f"command: [vllm, serve], args: [m, --tensor-parallel-size=4], {GPUS}", []),
        (f"command: [vllm, serve], args: [m], {GPUS}", []),
        ("command: [vllm, serve], args: [m, --tensor-parallel-size=4]", []),
        (f"command: [vllm, serve], args: [m, -tp, '2', -pp, '2'], {GPUS}", []),
        (f"command: [vllm, serve], args: [m, -tp, '4', -pp, '2'], {GPUS}", []),
        (f"command: [vllm, serve], args: [m, --tensor-parallel-size=$(N)], {GPUS}", []),
        (f"args: [--tensor-parallel-size, '2'], {GPUS}", []),
        (
            f"command: [vllm, serve], args: [m, --tensor-parallel-size, '2'], {GPUS}",
            [
                "error ML-096 spec.containers[0].resources.limits: vLLM uses 2 GPUs, and the container holds 4; let --tensor-parallel-size be the number of GPUs"
            ],
        ),
    ],
)
def test_gpus_of_vllm(container: str, expected: list[str]) -> None:
    assert found(pod(container)) == expected


SLEEP = "lifecycle: {preStop: {sleep: {seconds: 20}}}"


@pytest.mark.parametrize(
    ("container", "more", "expected"),
    [
        (
            f"command: [vllm, serve], args: [m, --shutdown-timeout=30], {SLEEP}",
            "terminationGracePeriodSeconds: 50, ",
            [],
        ),
        (f"command: [vllm, serve], args: [m], {SLEEP}", "", []),
        (f"args: [--shutdown-timeout, '10'], {SLEEP}", "", []),
        (
            f"command: [vllm, serve], args: [m, --shutdown-timeout=30], {SLEEP}",
            "",
            [
                "error ML-097 spec.terminationGracePeriodSeconds: the pod has 30 seconds to end: it sleeps 20, and --shutdown-timeout takes 30 more; set terminationGracePeriodSeconds to 55"
            ],
        ),
        (
            f"args: [tritonserver, --model-repository=/m], {SLEEP}",
            "terminationGracePeriodSeconds: 40, ",
            [
                "warning ML-097 spec.terminationGracePeriodSeconds: the pod has 40 seconds to end: it sleeps 20, and --exit-timeout-secs takes 30 more; set terminationGracePeriodSeconds to 55"
            ],
        ),
        ("args: [tritonserver, --model-repository=/m]", "", []),
    ],
)
def test_time_to_end(container: str, more: str, expected: list[str]) -> None:
    assert found(pod(container, more)) == expected
