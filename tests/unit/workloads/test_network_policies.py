"""NetworkPolicies of workloads: what passes in and out of their pods."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
import yaml

import mlkube

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

DNS = {
    "to": [
        {
            "namespaceSelector": {"matchLabels": {"kubernetes.io/metadata.name": "kube-system"}},
            "podSelector": {
                "matchExpressions": [{"key": "k8s-app", "operator": "In", "values": ["kube-dns"]}]
            },
        }
    ],
    "ports": [{"protocol": "UDP", "port": 53}, {"protocol": "TCP", "port": 53}],
}
API = {"to": [{"ipBlock": {"cidr": "10.0.0.10/32"}}], "ports": [{"protocol": "TCP", "port": 6443}]}
EGRESS = "egress: [{name: api, cidrs: [10.0.0.10/32], ports: [6443]}]"
SPECS = {
    "TFServing": "models: [{name: m, storage: {claim: c}}]\nresources: {cpu: 1, memory: 1Gi}\n",
    "TrainingJob": "image: r/t:1\nframework: pytorch\nworkers: 4\nresources: {memory: 1Gi}\n",
    "SparkJob": "image: r/s:4.0.4\nmain: local:///a.py\n",
}


def policy(kind: str, changes: str, root: Path) -> dict[str, Any]:
    """Return `spec` of the NetworkPolicy of a workload called `w`, which every pod of it is held by."""
    spec = yaml.safe_load(SPECS[kind]) | yaml.safe_load(changes)
    body = {"apiVersion": "mlkube.dev/v1alpha1", "kind": kind, "metadata": {"name": "w"}, "spec": spec}
    (root / "kustomization.yaml").write_text("resources: [w.yaml]\nnamespace: ml\nnamePrefix: p-\n")
    (root / "w.yaml").write_text(yaml.safe_dump(body))
    bodies: list[Any] = [*mlkube.build(root).bodies()]
    (found,) = [each for each in bodies if each["kind"] == "NetworkPolicy"]
    assert found["metadata"]["name"] == "p-w"
    wanted = found["spec"]["podSelector"]["matchLabels"].items()
    pods = [*labels_of_pods(bodies)]
    assert pods
    assert all(wanted <= labels.items() for labels in pods)
    return dict(found["spec"])


def labels_of_pods(value: Any) -> Iterator[dict[str, str]]:  # noqa: ANN401  JSON
    """Yield the labels of each pod template inside of objects."""
    if isinstance(value, list):
        for each in value:
            yield from labels_of_pods(each)
    elif isinstance(value, dict):
        spec = value.get("spec")
        if isinstance(spec, dict) and "containers" in spec:
            yield value["metadata"]["labels"]
        for each in value.values():
            yield from labels_of_pods(each)


def selected(*components: str) -> dict[str, Any]:
    if len(components) == 1:
        return {"matchLabels": {"app.kubernetes.io/name": "w", "app.kubernetes.io/component": components[0]}}
    return {
        "matchLabels": {"app.kubernetes.io/name": "w"},
        "matchExpressions": [
            {"key": "app.kubernetes.io/component", "operator": "In", "values": [*components]}
        ],
    }


def test_a_server_is_called_at_its_ports_and_asks_dns_alone(tmp_path: Path) -> None:
    assert policy("TFServing", "networkPolicy: {}", tmp_path) == {
        "podSelector": selected("serving"),
        "policyTypes": ["Ingress", "Egress"],
        "ingress": [
            {
                "from": [{"podSelector": {}}],
                "ports": [{"protocol": "TCP", "port": 8500}, {"protocol": "TCP", "port": 8501}],
            }
        ],
        "egress": [DNS],
    }


def test_gateways_monitoring_and_others_call_what_they_need(tmp_path: Path) -> None:
    changes = """
    monitoring: {}
    networkPolicy:
      deny: ingress
      clientLabels: {role: client}
      gatewayNamespaces: [gateways, ingress]
      monitoringNamespaces: [watch]
      ingress:
        - {name: batch, namespaces: [batch], peerLabels: {app: scorer}}
        - {name: office, cidrs: [10.0.0.0/8], except: [10.1.0.0/16], ports: [8501]}
    """
    requests = [{"protocol": "TCP", "port": 8500}, {"protocol": "TCP", "port": 8501}]
    label = "kubernetes.io/metadata.name"
    assert policy("TFServing", changes, tmp_path) == {
        "podSelector": selected("serving"),
        "policyTypes": ["Ingress"],
        "ingress": [
            {
                "from": [
                    {
                        "podSelector": {
                            "matchExpressions": [{"key": "role", "operator": "In", "values": ["client"]}]
                        }
                    },
                    {
                        "namespaceSelector": {
                            "matchExpressions": [
                                {"key": label, "operator": "In", "values": ["gateways", "ingress"]}
                            ]
                        }
                    },
                ],
                "ports": requests,
            },
            {
                "from": [{"namespaceSelector": {"matchLabels": {label: "watch"}}}],
                "ports": [{"protocol": "TCP", "port": 8501}],
            },
            {
                "from": [
                    {
                        "namespaceSelector": {"matchLabels": {label: "batch"}},
                        "podSelector": {
                            "matchExpressions": [{"key": "app", "operator": "In", "values": ["scorer"]}]
                        },
                    }
                ],
                "ports": requests,
            },
            {
                "from": [{"ipBlock": {"cidr": "10.0.0.0/8", "except": ["10.1.0.0/16"]}}],
                "ports": [{"protocol": "TCP", "port": 8501}],
            },
        ],
    }


@pytest.mark.parametrize(
    "backend", ["backend: job", "backend: jobset", "backend: trainjob", "backend: training-operator"]
)
def test_workers_of_a_training_job_talk_to_each_other_at_every_port(backend: str, tmp_path: Path) -> None:
    own = {"podSelector": selected("training")}
    assert policy("TrainingJob", f"{backend}\nnetworkPolicy: {{}}", tmp_path) == {
        "podSelector": selected("training"),
        "policyTypes": ["Ingress", "Egress"],
        "ingress": [{"from": [own]}],
        "egress": [{"to": [own]}, DNS],
    }


@pytest.mark.parametrize("backend", ["submit", "apache"])
def test_driver_and_executors_talk_to_each_other_and_to_the_api_server(backend: str, tmp_path: Path) -> None:
    own = {"podSelector": selected("driver", "executor")}
    changes = f"backend: {backend}\nnetworkPolicy: {{{EGRESS}, dns: {{allowed: false}}}}"
    assert policy("SparkJob", changes, tmp_path) == {
        "podSelector": selected("driver", "executor"),
        "policyTypes": ["Ingress", "Egress"],
        "ingress": [{"from": [own]}],
        "egress": [{"to": [own]}, API],
    }


def test_pods_of_the_spark_operator_have_the_labels_that_are_selected() -> None:
    body = mlkube.SparkJob(
        name="w", namespace="ml", image="r/s:4.0.4", main="local:///a.py", backend="operator"
    )
    (spec,) = [each["spec"] for each in body.build().bodies() if each["kind"] == "SparkApplication"]
    for component in ("driver", "executor"):
        labels = spec[component]["labels"]  # type: ignore[index, call-overload]
        assert selected(component)["matchLabels"].items() <= labels.items()  # type: ignore[union-attr]
