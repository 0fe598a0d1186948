"""Autoscalers of users' own YAML, held against what they scale and against each other."""
# ruff: noqa: E501  messages stand as they are printed

from __future__ import annotations

import pytest
import yaml

from mlkube.validation.contracts import Judged, check_contracts

POD = "template: {spec: {containers: [{name: server, resources: {requests: {cpu: 1}}}, {name: proxy}]}}"
DEPLOYMENT = f"apiVersion: apps/v1\nkind: Deployment\nmetadata: {{name: w}}\nspec: {{{POD}}}\n"
ROLLOUT = f"apiVersion: argoproj.io/v1alpha1\nkind: Rollout\nmetadata: {{name: w}}\nspec: {{{POD}}}\n"


def hpa(
    container: str = "server", *, kind: str = "Deployment", name: str = "w", resource: str = "cpu"
) -> str:
    source = (
        f"{{name: {resource}, container: {container}, target: {{type: Utilization, averageUtilization: 70}}}}"
    )
    return (
        "apiVersion: autoscaling/v2\nkind: HorizontalPodAutoscaler\nmetadata: {name: h}\n"
        f"spec: {{maxReplicas: 3, scaleTargetRef: {{apiVersion: apps/v1, kind: {kind}, name: {name}}},"
        f" metrics: [{{type: ContainerResource, containerResource: {source}}}]}}\n"
    )


def keda(triggers: str, more: str = "", name: str = "k") -> str:
    return (
        f"apiVersion: keda.sh/v1alpha1\nkind: ScaledObject\nmetadata: {{name: {name}}}\n"
        f"spec: {{scaleTargetRef: {{name: w}}, triggers: [{triggers}]{more}}}\n"
    )


def vpa(policy: str = "", mode: str = "Recreate", name: str = "v", target: str = "w") -> str:
    return (
        f"apiVersion: autoscaling.k8s.io/v1\nkind: VerticalPodAutoscaler\nmetadata: {{name: {name}}}\n"
        f"spec: {{targetRef: {{apiVersion: apps/v1, kind: Deployment, name: {target}}},"
        f" updatePolicy: {{updateMode: '{mode}'}}{policy}}}\n"
    )


def policies(text: str) -> str:
    return f", resourcePolicy: {{containerPolicies: [{text}]}}"


def inference(autoscaler: str = "") -> str:
    annotations = f", annotations: {{serving.kserve.io/autoscalerClass: {autoscaler}}}" if autoscaler else ""
    return (
        "apiVersion: serving.kserve.io/v1beta1\nkind: InferenceService\n"
        f"metadata: {{name: r{annotations}}}\nspec: {{predictor: {{}}}}\n"
    )


def broken(*texts: str) -> list[str]:
    parties = [Judged(yaml.safe_load(text), at) for at, text in enumerate(texts)]
    found = check_contracts(parties, external=lambda _kind, _name: False)
    return [f"{each.finding.rule} {each.finding.path}: {each.finding.message}" for each in found]


PROOF = """\
apiVersion: keda.sh/v1alpha1
kind: TriggerAuthentication
metadata: {name: a}
spec: {secretTargetRef: [{parameter: p, name: s, key: k}]}
"""
CPU = "{type: cpu, metricType: Utilization, metadata: {value: '70', containerName: server}}"
QUEUE = "{type: kafka, metadata: {topic: t}}"
FIGHT = "scales the same target by cpu: they would fight"


@pytest.mark.parametrize(
    "objects",
    [
        (DEPLOYMENT, hpa()),
        (ROLLOUT, hpa(kind="Rollout")),
        (DEPLOYMENT, keda(QUEUE)),
        (DEPLOYMENT, keda(f"{CPU}, {QUEUE}")),
        (DEPLOYMENT, hpa(), vpa(mode="Off")),
        (DEPLOYMENT, hpa(), vpa(policies("{containerName: '*', controlledResources: [memory]}"))),
        (DEPLOYMENT, hpa(), vpa(policies("{containerName: server, mode: 'Off'}"))),
        (DEPLOYMENT, hpa(), vpa(policies("{containerName: proxy}, {containerName: '*', mode: 'Off'}"))),
        (DEPLOYMENT, keda(QUEUE), vpa()),
        (inference("external"), hpa(name="r-predictor")),
    ],
)
def test_these_go_together(objects: tuple[str, ...]) -> None:
    assert broken(*objects) == []


@pytest.mark.parametrize(
    ("objects", "expected"),
    [
        (
            (DEPLOYMENT.replace("spec: {", "spec: {replicas: 2, "), hpa()),
            "ML-001 spec.replicas: replicas is set although HorizontalPodAutoscaler/h scales it: each apply would reset the number of pods",
        ),
        (
            (ROLLOUT.replace("spec: {", "spec: {replicas: 2, "), hpa(kind="Rollout")),
            "ML-001 spec.replicas: replicas is set although HorizontalPodAutoscaler/h scales it: each apply would reset the number of pods",
        ),
        (
            (DEPLOYMENT, hpa(), keda(QUEUE)),
            "ML-002 spec.scaleTargetRef.name: HorizontalPodAutoscaler/h scales Deployment w too: they would undo each other",
        ),
        ((DEPLOYMENT, hpa(), vpa()), f"ML-002 spec.targetRef: HorizontalPodAutoscaler/h {FIGHT}"),
        (
            (DEPLOYMENT, hpa(), vpa(policies("{containerName: server}, {containerName: '*', mode: 'Off'}"))),
            f"ML-002 spec.targetRef: HorizontalPodAutoscaler/h {FIGHT}",
        ),
        ((DEPLOYMENT, keda(f"{CPU}, {QUEUE}"), vpa()), f"ML-002 spec.targetRef: ScaledObject/k {FIGHT}"),
        (
            (DEPLOYMENT, vpa(mode="Off"), vpa(name="u", mode="Off")),
            "ML-002 spec.targetRef: VerticalPodAutoscaler/v sizes the pods of Deployment w too",
        ),
        (
            (ROLLOUT, hpa("proxy", kind="Rollout")),
            "ML-003 spec.metrics[0].containerResource: container proxy of Rollout/w requests no cpu: a share of nothing is never reached, and the autoscaler does nothing",
        ),
        (
            (DEPLOYMENT, keda(f"{CPU.replace('server', 'proxy')}, {QUEUE}")),
            "ML-003 spec.triggers[0]: container proxy of Deployment/w requests no cpu: a share of nothing is never reached, and the autoscaler does nothing",
        ),
        (
            (ROLLOUT, hpa("web", kind="Rollout")),
            "ML-004 spec.metrics[0].containerResource.container: Rollout/w has no container web",
        ),
        (
            (DEPLOYMENT, keda(f"{CPU.replace('server', 'web')}, {QUEUE}")),
            "ML-004 spec.triggers[0].metadata.containerName: Deployment/w has no container web",
        ),
        (
            (DEPLOYMENT, vpa(target="x")),
            "XREF-004 spec.targetRef.name: Deployment x is not among these objects in namespace default",
        ),
        (
            (inference(), hpa(name="r-predictor")),
            "ML-075 spec.scaleTargetRef.name: InferenceService/r scales default/r-predictor by itself",
        ),
        (
            (DEPLOYMENT, keda("{type: kafka, metadata: {}, authenticationRef: {name: a}}")),
            "ML-076 spec.triggers[0].authenticationRef.name: TriggerAuthentication a is not among these objects in namespace default",
        ),
        (
            (PROOF,),
            "ML-076 spec.secretTargetRef[0].name: Secret s is not among these objects in namespace default",
        ),
        (
            (DEPLOYMENT, keda(CPU)),
            "ML-077 spec.minReplicaCount: only CPU and memory are watched, and no pods have none of either: KEDA refuses to scale to zero",
        ),
    ],
)
def test_these_do_not(objects: tuple[str, ...], expected: str) -> None:
    assert broken(*objects) == [expected]


def test_two_scaled_objects_with_one_autoscaler() -> None:
    name = ", advanced: {horizontalPodAutoscalerConfig: {name: same}}"
    other = keda(QUEUE, name, "l").replace("name: w", "name: x")
    assert broken(DEPLOYMENT, DEPLOYMENT.replace("name: w", "name: x"), keda(QUEUE, name), other) == [
        "ML-078 spec.advanced.horizontalPodAutoscalerConfig.name: ScaledObject/k makes the autoscaler same already"
    ]
