"""What the engines build, field for field."""
# ruff: noqa: E501  triggers stand in one line each

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING, Any

import pytest
import yaml

import mlkube

if TYPE_CHECKING:
    from pathlib import Path

DOWN = {
    "stabilizationWindowSeconds": 300,
    "policies": [{"type": "Pods", "value": 1, "periodSeconds": 60}],
}


def objects_of(
    autoscaling: str,
    *,
    layer: dict[str, str] | None = None,
    tmp: Path,
    more: str = "{}",
) -> dict[str, dict[str, Any]]:
    """Return the objects of a server by kind and name."""
    spec = {
        "models": [{"name": "m", "storage": {"claim": "c"}}],
        "resources": {"cpu": 1, "memory": "1Gi"},
        "autoscaling": yaml.safe_load(autoscaling),
        **yaml.safe_load(more),
    }
    body = {"apiVersion": "mlkube.dev/v1alpha1", "kind": "TFServing", "metadata": {"name": "w"}, "spec": spec}
    (tmp / "w.yaml").write_text(yaml.safe_dump(body))
    (tmp / "kustomization.yaml").write_text(yaml.safe_dump({"resources": ["w.yaml"], **(layer or {})}))
    return {f"{each['kind']}/{each['metadata']['name']}": each for each in mlkube.build(tmp).bodies()}


def trigger(text: str, *, tmp: Path) -> dict[str, Any]:
    found = objects_of(f"{{engine: keda, maxReplicas: 4, keda: {{triggers: [{text}]}}}}", tmp=tmp)
    result: dict[str, Any] = found["ScaledObject/w"]["spec"]["triggers"][0]
    return result


@pytest.mark.parametrize(
    ("metric", "expected"),
    [
        (
            "containerResource: {name: memory, target: {averageUtilization: 80}}",
            {
                "type": "ContainerResource",
                "containerResource": {
                    "name": "memory",
                    "container": "serving",
                    "target": {"type": "Utilization", "averageUtilization": 80},
                },
            },
        ),
        (
            "resource: {name: cpu, target: {averageValue: 500m}}",
            {
                "type": "Resource",
                "resource": {"name": "cpu", "target": {"type": "AverageValue", "averageValue": "500m"}},
            },
        ),
        (
            "type: Pods, pods: {metric: {name: q, selector: {matchLabels: {a: b}}}, target: {averageValue: 3}}",
            {
                "type": "Pods",
                "pods": {
                    "metric": {"name": "q", "selector": {"matchLabels": {"a": "b"}}},
                    "target": {"type": "AverageValue", "averageValue": "3"},
                },
            },
        ),
        (
            "object: {describedObject: {apiVersion: v1, kind: Service, name: s}, metric: {name: q}, target: {value: 9}}",
            {
                "type": "Object",
                "object": {
                    "describedObject": {"apiVersion": "v1", "kind": "Service", "name": "s"},
                    "metric": {"name": "q"},
                    "target": {"type": "Value", "value": "9"},
                },
            },
        ),
        (
            "external: {metric: {name: q}, target: {type: AverageValue, averageValue: 30}}",
            {
                "type": "External",
                "external": {
                    "metric": {"name": "q"},
                    "target": {"type": "AverageValue", "averageValue": "30"},
                },
            },
        ),
    ],
    ids=["container", "pod", "pods", "object", "external"],
)
def test_metrics_of_an_hpa(metric: str, expected: dict[str, Any], tmp_path: Path) -> None:
    found = objects_of(f"{{maxReplicas: 4, metrics: [{{{metric}}}]}}", tmp=tmp_path)
    assert found["HorizontalPodAutoscaler/w"]["spec"]["metrics"] == [expected]
    assert "replicas" not in found["Deployment/w"]["spec"]


def test_behaviour_keeps_what_it_does_not_say(tmp_path: Path) -> None:
    text = """
    maxReplicas: 4
    scaleDownSeconds: 120
    behavior:
      scaleUp: {stabilizationWindowSeconds: 0, selectPolicy: Max, tolerance: 50m}
      scaleDown: {policies: [{type: Percent, value: 10, periodSeconds: 30}]}
    """
    found = objects_of(text, tmp=tmp_path)
    assert found["HorizontalPodAutoscaler/w"]["spec"]["behavior"] == {
        "scaleUp": {"stabilizationWindowSeconds": 0, "selectPolicy": "Max", "tolerance": "50m"},
        "scaleDown": {
            "stabilizationWindowSeconds": 120,
            "policies": [{"type": "Percent", "value": 10, "periodSeconds": 30}],
        },
    }


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "prometheus: {serverAddress: 'http://p:9090/x', query: 'sum(a)', threshold: 50, activationThreshold: 0.5, ignoreNullValues: false, timeout: 3s}",
            {
                "type": "prometheus",
                "metadata": {
                    "serverAddress": "http://p:9090/x",
                    "query": "sum(a)",
                    "threshold": "50",
                    "activationThreshold": "0.5",
                    "ignoreNullValues": "false",
                    "timeout": "3s",
                },
            },
        ),
        (
            "kafka: {bootstrapServers: ['a:1', 'b:1'], consumerGroup: g, topic: t, lagThreshold: 5, version: 3.9.0}",
            {
                "type": "kafka",
                "metadata": {
                    "bootstrapServers": "a:1,b:1",
                    "consumerGroup": "g",
                    "topic": "t",
                    "lagThreshold": "5",
                    "version": "3.9.0",
                },
            },
        ),
        (
            "rabbitmq: {host: 'http://r:15672/', queueName: q, mode: MessageRate, value: 2.5}",
            {
                "type": "rabbitmq",
                "metadata": {
                    "host": "http://r:15672/",
                    "queueName": "q",
                    "mode": "MessageRate",
                    "value": "2.5",
                },
            },
        ),
        (
            "awsSqsQueue: {queueUrl: 'https://sqs.eu-west-1.amazonaws.com/1/q', awsRegion: eu-west-1, queueLength: 8}, authenticationRef: {name: aws, kind: ClusterTriggerAuthentication}",
            {
                "type": "aws-sqs-queue",
                "metadata": {
                    "queueURL": "https://sqs.eu-west-1.amazonaws.com/1/q",
                    "awsRegion": "eu-west-1",
                    "queueLength": "8",
                },
                "authenticationRef": {"name": "aws", "kind": "ClusterTriggerAuthentication"},
            },
        ),
        (
            "azureServicebus: {topicName: t, subscriptionName: s, namespace: bus, messageCount: 7}, authentication: {podIdentity: {provider: azure-workload, identityId: i}}",
            {
                "type": "azure-servicebus",
                "metadata": {
                    "topicName": "t",
                    "subscriptionName": "s",
                    "namespace": "bus",
                    "messageCount": "7",
                },
                "authenticationRef": {"name": "w-a"},
            },
        ),
        (
            "cron: {timezone: Etc/UTC, start: 0 8 * * *, end: 0 9 * * *, desiredReplicas: 3}",
            {
                "type": "cron",
                "metadata": {
                    "timezone": "Etc/UTC",
                    "start": "0 8 * * *",
                    "end": "0 9 * * *",
                    "desiredReplicas": "3",
                },
            },
        ),
        (
            "memory: {value: 700Mi}, metricType: AverageValue",
            {
                "type": "memory",
                "metricType": "AverageValue",
                "metadata": {"value": "700Mi", "containerName": "serving"},
            },
        ),
        (
            "type: nats-jetstream, metadata: {stream: s}, useCachedMetrics: true, metricType: Value",
            {
                "type": "nats-jetstream",
                "metricType": "Value",
                "useCachedMetrics": True,
                "metadata": {"stream": "s"},
            },
        ),
    ],
    ids=["prometheus", "kafka", "rabbitmq", "sqs", "servicebus", "cron", "memory", "any other"],
)
def test_triggers_of_keda(text: str, expected: dict[str, Any], tmp_path: Path) -> None:
    assert trigger(f"{{name: a, {text}}}", tmp=tmp_path) == {"name": "a", **expected}


PROMETHEUS = "{name: load, prometheus: {serverAddress: 'http://p:9090', threshold: 50}}"


@pytest.mark.parametrize(
    ("more", "layer", "expected"),
    [
        ("{}", {}, 'pod=~"w-[a-z0-9]+-[a-z0-9]+"}[1m]'),
        (
            "monitoring: {}",
            {"namespace": "ml", "namePrefix": "eu-"},
            'namespace="ml",pod=~"eu-w-[a-z0-9]+-[a-z0-9]+"}[1m]',
        ),
        ("monitoring: {interval: 1m30s}", {}, 'pod=~"w-[a-z0-9]+-[a-z0-9]+"}[360s]'),
    ],
    ids=["bare", "with final names", "with a longer interval"],
)
def test_the_load_of_a_server_is_its_requests(
    more: str,
    layer: dict[str, str],
    expected: str,
    tmp_path: Path,
) -> None:
    text = f"{{engine: keda, maxReplicas: 4, keda: {{triggers: [{PROMETHEUS}]}}}}"
    found = objects_of(text, tmp=tmp_path, layer=layer, more=more)
    (scaled,) = [each for each in found.values() if each["kind"] == "ScaledObject"]
    query = scaled["spec"]["triggers"][0]["metadata"]["query"]
    assert query == f"sum(rate(:tensorflow:serving:request_count{{{expected}))"


def test_a_whole_scaled_object(tmp_path: Path) -> None:
    text = """
    engine: keda
    minReplicas: 2
    maxReplicas: 9
    keda:
      pollingInterval: 10
      cooldownPeriod: 600
      initialCooldownPeriod: 60
      idleReplicaCount: 0
      fallback: {replicas: 4}
      scalingModifiers: {formula: a + b, target: 2.5, metricType: AverageValue}
      restoreToOriginalReplicaCount: true
      horizontalPodAutoscalerName: w
      transferHpaOwnership: true
      pausedReplicas: 3
      triggers:
        - {name: a, cron: {timezone: Etc/UTC, start: 0 8 * * *, end: 0 9 * * *, desiredReplicas: 3}}
        - name: b_c
          type: redis
          authentication: {secretTargetRef: [{parameter: password, name: s, key: k}]}
    """
    found = objects_of(text, tmp=tmp_path)
    scaled = found["ScaledObject/w"]
    assert scaled["metadata"]["annotations"] == {
        "autoscaling.keda.sh/paused-replicas": "3",
        "scaledobject.keda.sh/transfer-hpa-ownership": "true",
    }
    spec = scaled["spec"]
    assert [each.pop("name") for each in spec.pop("triggers")] == ["a", "b_c"]
    assert spec == {
        "scaleTargetRef": {"apiVersion": "apps/v1", "kind": "Deployment", "name": "w"},
        "minReplicaCount": 2,
        "maxReplicaCount": 9,
        "pollingInterval": 10,
        "cooldownPeriod": 600,
        "initialCooldownPeriod": 60,
        "idleReplicaCount": 0,
        "fallback": {"failureThreshold": 3, "replicas": 4, "behavior": "static"},
        "advanced": {
            "restoreToOriginalReplicaCount": True,
            "horizontalPodAutoscalerConfig": {"name": "w", "behavior": {"scaleDown": DOWN}},
            "scalingModifiers": {"formula": "a + b", "target": "2.5", "metricType": "AverageValue"},
        },
    }
    assert found["TriggerAuthentication/w-b-c"]["spec"] == {
        "secretTargetRef": [{"parameter": "password", "name": "s", "key": "k"}]
    }


def test_an_autoscaler_of_sizes_leaves_replicas_and_other_containers_alone(tmp_path: Path) -> None:
    text = "{engine: vpa, vpa: {updateMode: Recreate, minReplicas: 1, maxAllowed: {memory: 8Gi}}}"
    found = objects_of(text, tmp=tmp_path)
    assert found["Deployment/w"]["spec"]["replicas"] == 1
    assert found["VerticalPodAutoscaler/w"]["spec"] == {
        "targetRef": {"apiVersion": "apps/v1", "kind": "Deployment", "name": "w"},
        "updatePolicy": {"updateMode": "Recreate", "minReplicas": 1},
        "resourcePolicy": {
            "containerPolicies": [
                {
                    "containerName": "serving",
                    "mode": "Auto",
                    "controlledResources": ["cpu", "memory"],
                    "maxAllowed": {"memory": "8Gi"},
                },
                {"containerName": "*", "mode": "Off"},
            ]
        },
    }


def test_a_metric_of_a_sidecar_leaves_the_size_of_the_server_free(tmp_path: Path) -> None:
    text = """
    maxReplicas: 4
    metrics: [{containerResource: {name: cpu, container: proxy, target: {averageUtilization: 50}}}]
    vpa: {updateMode: InPlaceOrRecreate}
    """
    more = "sidecars: [{name: proxy, image: 'r/proxy:1', resources: {requests: {cpu: 100m}}}]"
    found = objects_of(text, tmp=tmp_path, more=more)
    policies = found["VerticalPodAutoscaler/w"]["spec"]["resourcePolicy"]["containerPolicies"]
    assert [(each["containerName"], each["mode"]) for each in policies] == [("serving", "Auto"), ("*", "Off")]
    report = mlkube.validate(list(found.values()), together=True)
    assert [each for each in report.contracts if each.finding.severity == "error"] == []


def test_sizes_are_recommended_only_unless_the_description_says_else(tmp_path: Path) -> None:
    spec = objects_of("{engine: vpa}", tmp=tmp_path)["VerticalPodAutoscaler/w"]["spec"]
    assert spec["updatePolicy"] == {"updateMode": "Off"}


def test_each_version_has_a_scaler_and_an_authentication_of_its_own(tmp_path: Path) -> None:
    text = f"""
    engine: keda
    maxReplicas: 4
    keda:
      triggers:
        - {PROMETHEUS}
        - name: orders
          type: redis
          authentication: {{secretTargetRef: [{{parameter: password, name: s, key: k}}]}}
    """
    more = "rollout: {strategy: blueGreen, versions: [{name: v1}, {name: v2}], active: v1}"
    found = objects_of(text, tmp=tmp_path, more=more)
    for version in ("v1", "v2"):
        scaled = found[f"ScaledObject/w-{version}"]["spec"]
        assert scaled["scaleTargetRef"]["name"] == f"w-{version}"
        assert f'"w-{version}-[a-z0-9]+-[a-z0-9]+"' in scaled["triggers"][0]["metadata"]["query"]
        assert scaled["triggers"][1]["authenticationRef"] == {"name": f"w-{version}-orders"}
        assert f"TriggerAuthentication/w-{version}-orders" in found
        assert "replicas" not in found[f"Deployment/w-{version}"]["spec"]


def test_prefixes_and_hashes_reach_every_reference(tmp_path: Path) -> None:
    text = """
    engine: keda
    maxReplicas: 4
    keda:
      triggers:
        - name: orders
          kafka: {bootstrapServers: ['a:1'], consumerGroup: g, topic: t, sasl: plaintext, tls: enable}
          authentication:
            secretTargetRef:
              - {parameter: username, name: keys, key: username}
              - {parameter: password, name: keys, key: password}
            configMapTargetRef: [{parameter: ca, name: trust, key: ca.crt}]
    vpa: {updateMode: InPlaceOrRecreate}
    """
    layer: dict[str, Any] = {
        "namePrefix": "eu-",
        "secretGenerator": [{"name": "keys", "literals": ["username=a", "password=b"]}],
        "configMapGenerator": [{"name": "trust", "literals": ["ca.crt=c"]}],
    }
    found = objects_of(text, tmp=tmp_path, layer=layer)
    names = set(found)
    (secret,) = [name.partition("/")[2] for name in names if name.startswith("Secret/eu-keys-")]
    (trust,) = [name.partition("/")[2] for name in names if name.startswith("ConfigMap/eu-trust-")]
    proof = found["TriggerAuthentication/eu-w-orders"]["spec"]
    assert {each["name"] for each in proof["secretTargetRef"]} == {secret}
    assert {each["name"] for each in proof["configMapTargetRef"]} == {trust}
    scaled = found["ScaledObject/eu-w"]["spec"]
    assert scaled["scaleTargetRef"]["name"] == "eu-w"
    assert scaled["triggers"][0]["authenticationRef"]["name"] == "eu-w-orders"
    assert found["VerticalPodAutoscaler/eu-w"]["spec"]["targetRef"]["name"] == "eu-w"


def test_the_object_of_a_metric_follows_its_prefix(tmp_path: Path) -> None:
    metric = (
        "object: {describedObject: {apiVersion: networking.k8s.io/v1, kind: Ingress, name: w},"
        " metric: {name: q}, target: {value: 9}}"
    )
    found = objects_of(
        f"{{maxReplicas: 4, metrics: [{{{metric}}}]}}",
        tmp=tmp_path,
        layer={"namePrefix": "eu-"},
        more="ingress: {host: a.example}",
    )
    described = found["HorizontalPodAutoscaler/eu-w"]["spec"]["metrics"][0]["object"]["describedObject"]
    assert described["name"] == "eu-w"


def test_a_server_that_scales_by_cpu_imports_nothing_of_other_engines() -> None:
    code = """
import sys
from mlkube import Autoscaling, Model, Resources, TFServing, VolumeSource
model = Model(name="m", storage=VolumeSource(claim="c"))
TFServing(
    name="w", models=[model], resources=Resources(cpu=1), autoscaling=Autoscaling(max_replicas=3)
).build()
print([name for name in sys.modules if name.startswith("mlkube.workloads.serving.scaling.")])
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert sorted(yaml.safe_load(done.stdout)) == [
        "mlkube.workloads.serving.scaling.autoscaling",
        "mlkube.workloads.serving.scaling.objects",
        "mlkube.workloads.serving.scaling.rules",
    ]
