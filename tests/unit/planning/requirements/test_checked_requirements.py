from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from mlkube.planning.requirements.requirement_text import verdict_lines

if TYPE_CHECKING:
    from collections.abc import Callable

    from mlkube.planning.requirements.requirement import Requirements

    Needs = Callable[[str], Requirements]

POD = """\
apiVersion: v1
kind: Pod
metadata: {name: a, namespace: ml}
spec:
  priorityClassName: production
  nodeSelector: {gpu: l4}
  tolerations: [{key: nvidia.com/gpu, operator: Exists, effect: NoSchedule}]
  containers: [{name: a, resources: {limits: {nvidia.com/gpu: 2}}, envFrom: [{secretRef: {name: token}}]}]
"""
NAMING_ONE = """\
apiVersion: v1
kind: Pod
metadata: {name: a}
spec: {containers: [{name: b, envFrom: [{secretRef: {name: c}}]}]}
"""
SLEEPING = """\
apiVersion: v1
kind: Pod
metadata: {name: a}
spec: {containers: [{name: b, lifecycle: {preStop: {sleep: {seconds: 1}}}}]}
"""
PODS = "pods   po   v1   true   Pod\n"


def listed(*bodies: dict[str, Any]) -> str:
    return json.dumps({"apiVersion": "v1", "kind": "List", "items": list(bodies)})


def body(kind: str, name: str, namespace: str = "", version: str = "v1", **fields: Any) -> dict[str, Any]:  # noqa: ANN401  any field
    metadata = {"name": name, **({"namespace": namespace} if namespace else {}), **fields.pop("metadata", {})}
    return {"apiVersion": version, "kind": kind, "metadata": metadata, **fields}


def node(name: str, gpus: int = 0, taint: str = "", **labels: str) -> dict[str, Any]:
    spec = {"taints": [{"key": taint, "effect": "NoSchedule"}]} if taint else {}
    allocatable = {"cpu": "8", **({"nvidia.com/gpu": str(gpus)} if gpus else {})}
    return body("Node", name, metadata={"labels": labels}, spec=spec, status={"allocatable": allocatable})


def status(needs: Needs, text: str, kind: str, *given: str) -> str:
    """Return status and note of the only requirement of a kind."""
    (found,) = (each for each in needs(text).check(*given) if each.requirement.kind == kind)
    return f"{found.status}: {found.note}" if found.note else found.status


def test_text_shows_status_notes_and_numbers(needs: Needs) -> None:
    given = (
        listed(body("PriorityClass", "batch", version="scheduling.k8s.io/v1")),
        listed(node("n1", gpus=1, gpu="l4"), node("n2")),
        "Server Version: v1.34.0\n",
    )
    held = needs(POD).check(*given)

    assert list(verdict_lines(held)) == [
        "Namespaces",
        "  unknown  ml",
        "    Pod/a metadata.namespace (objects.yaml)",
        "Priority classes",
        "  missing  production",
        "    Pod/a spec.priorityClassName (objects.yaml)",
        "Nodes",
        "  met      gpu=l4 (tolerates nvidia.com/gpu:NoSchedule); 1 of 2 nodes",
        "Extended resources",
        "  missing  nvidia.com/gpu (2 in one pod): NVIDIA device plugin 0.19.3; no node has more than 1",
        "    Pod/a spec.containers[0].resources.limits[nvidia.com/gpu] (objects.yaml)",
        "Secrets",
        "  unknown  ml/token",
        "    Pod/a spec.containers[0].envFrom[0].secretRef.name (objects.yaml)",
        "5 requirements: 1 met, 2 missing, 2 unknown",
    ]
    assert not held.ok


def test_json_holds_status_and_numbers(needs: Needs) -> None:
    held = needs(NAMING_ONE).check(listed(body("Secret", "c", "ml")))

    assert held.to_json() == {
        "requirements": [
            {
                "status": "met",
                "note": "in namespace ml",
                "kind": "Secret",
                "name": "c",
                "neededBy": [
                    {
                        "object": "Pod/a",
                        "namespace": "",
                        "field": "spec.containers[0].envFrom[0].secretRef.name",
                        "file": "objects.yaml",
                        "line": 0,
                        "column": 0,
                    }
                ],
            }
        ],
        "summary": {"met": 1, "missing": 0, "unknown": 0},
    }
    assert held.ok


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        (listed(body("Secret", "token", "ml")), "met"),
        (json.dumps(body("Secret", "token", "ml")), "met"),
        (json.dumps(body("Secret", "other", "ml")), "unknown"),
        (listed(body("Secret", "other", "ml")), "missing"),
        (listed(body("Secret", "token", "web")), "unknown"),
        (listed(body("Secret", "token", "web"), body("Secret", "a", "other")), "missing"),
        ('{"kind": "SecretList", "apiVersion": "v1", "items": []}', "missing"),
        (listed(), "unknown"),
        (PODS, "unknown"),
    ],
)
def test_an_object_is_missing_only_where_all_of_its_kind_are_listed(
    needs: Needs, given: str, expected: str
) -> None:
    assert status(needs, POD, "Secret", given) == expected


MONITOR = "apiVersion: monitoring.coreos.com/v1\nkind: ServiceMonitor\nmetadata: {name: a}\n"
ROW = "servicemonitors   smon   monitoring.coreos.com/%s   true   ServiceMonitor\n"


def definition(*served: str, kind: str = "ServiceMonitor") -> dict[str, Any]:
    return body(
        "CustomResourceDefinition",
        "servicemonitors.monitoring.coreos.com",
        version="apiextensions.k8s.io/v1",
        spec={
            "group": "monitoring.coreos.com",
            "names": {"kind": kind},
            "versions": [
                {"name": "v1alpha1", "served": False},
                *({"name": each, "served": True} for each in served),
            ],
        },
    )


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        (ROW % "v1", "met"),
        (
            ROW % "v2",
            "unknown: kubectl api-resources shows v2 alone; kubectl get crd -o yaml shows all",
        ),
        (PODS + ROW % "v1", "met"),
        (PODS, "missing"),
        ("alerts   monitoring.coreos.com/v1   true   Alert\n", "unknown"),
        ("pods\nservicemonitors.monitoring.coreos.com\n", "met: its versions are not shown"),
        ("pods\n", "missing"),
        (listed(definition("v1")), "met"),
        (listed(definition("v2", "v3")), "missing: it serves v2, v3"),
        (listed(definition()), "missing: it serves no version"),
        (listed(definition("v1", kind="Other")), "missing"),
        (ROW % "v2" + listed(definition("v2", "v1")), "met"),
    ],
)
def test_a_definition_must_serve_the_version(needs: Needs, given: str, expected: str) -> None:
    assert status(needs, MONITOR, "CustomResourceDefinition", given) == expected


SCALER = """\
apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata: {name: a}
spec: {maxReplicas: 3, scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: a}}
"""


def service(state: str) -> dict[str, Any]:
    condition = {"type": "Available", "status": state, "message": "no endpoints"}
    return body(
        "APIService",
        "v1beta1.metrics.k8s.io",
        version="apiregistration.k8s.io/v1",
        spec={"group": "metrics.k8s.io"},
        status={"conditions": [condition]},
    )


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ("nodes   metrics.k8s.io/v1beta1   false   NodeMetrics\n", "met"),
        ("nodes.metrics.k8s.io\n", "met"),
        (PODS, "missing"),
        ("nodes   no   v1   false   Node\n", "unknown"),
        (listed(service("True")), "met"),
        (listed(service("False")), "missing: registered, but not available: no endpoints"),
        (
            "nodes   metrics.k8s.io/v1beta1   false   NodeMetrics\n" + listed(service("False")),
            "missing: registered, but not available: no endpoints",
        ),
    ],
)
def test_a_metrics_api_must_be_served_and_available(needs: Needs, given: str, expected: str) -> None:
    assert status(needs, SCALER, "APIService", given) == expected


@pytest.mark.parametrize(
    ("version", "expected"),
    [
        ("v1.30.1", "met: the server is 1.30"),
        ("v1.29.9-eks-1", "missing: the server is 1.29"),
    ],
)
def test_the_version_of_the_server_is_compared(needs: Needs, version: str, expected: str) -> None:
    assert status(needs, SLEEPING, "KubernetesVersion", f"Server Version: {version}\n") == expected
    assert status(needs, SLEEPING, "KubernetesVersion", PODS) == "unknown"


def test_a_removed_api_needs_an_older_server(needs: Needs) -> None:
    schema = "apiVersion: flowcontrol.apiserver.k8s.io/v1beta3\nkind: FlowSchema\nmetadata: {name: a}\n"
    (found,) = (each for each in needs(schema) if each.version.startswith("<"))
    assert str(found) == (
        "older than 1.32: flowcontrol.apiserver.k8s.io/v1beta3 FlowSchema, which 1.32 removed"
    )
    verdicts = [
        [
            verdict.status
            for verdict in needs(schema).check(f"Server Version: v1.{minor}.0")
            if verdict.requirement.version == found.version
        ]
        for minor in (31, 32)
    ]
    assert verdicts == [["met"], ["missing"]]


@pytest.mark.parametrize(
    ("nodes", "expected"),
    [
        ([node("n1", gpu="l4")], "met: 1 of 1 nodes"),
        ([node("n1", gpu="l4", taint="nvidia.com/gpu")], "met: 1 of 1 nodes"),
        ([node("n1", gpu="a100")], "missing: none of 1 nodes has these labels"),
        (
            [node("n1", gpu="l4", taint="spot"), node("n2")],
            "missing: n1 has the labels, but its taint spot:NoSchedule is not tolerated",
        ),
        ([node("n1", gpu="l4", taint="spot"), node("n2", gpu="l4")], "met: 1 of 2 nodes"),
    ],
)
def test_a_node_must_have_the_labels_and_tolerated_taints(
    needs: Needs, nodes: list[dict[str, Any]], expected: str
) -> None:
    assert status(needs, POD, "Node", listed(*nodes)) == expected


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        (listed(node("n1", gpus=2), node("n2", gpus=8), node("n3")), "met: 2 of 3 nodes"),
        (listed(node("n1", gpus=1)), "missing: no node has more than 1"),
        (listed(node("n1")), "missing: none of 1 nodes offers it"),
        (PODS, "unknown"),
        (
            listed(
                node("n1"),
                body(
                    "DeviceClass",
                    "gpu",
                    version="resource.k8s.io/v1",
                    spec={"extendedResourceName": "nvidia.com/gpu"},
                ),
            ),
            "met: by DeviceClass gpu",
        ),
    ],
)
def test_a_node_must_offer_what_one_pod_takes(needs: Needs, given: str, expected: str) -> None:
    assert status(needs, POD, "ExtendedResource", given) == expected


CLAIM = "apiVersion: v1\nkind: PersistentVolumeClaim\nmetadata: {name: a}\nspec: {}\n"


def storage_class(name: str, *, default: bool) -> dict[str, Any]:
    annotations = {"storageclass.kubernetes.io/is-default-class": "true"} if default else {}
    return body("StorageClass", name, version="storage.k8s.io/v1", metadata={"annotations": annotations})


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        (listed(storage_class("a", default=False), storage_class("b", default=True)), "met: b"),
        (listed(storage_class("a", default=False)), "missing: none of them is the default"),
        (json.dumps(storage_class("a", default=False)), "unknown"),
        (PODS, "unknown"),
    ],
)
def test_a_default_class_must_be_marked_as_such(needs: Needs, given: str, expected: str) -> None:
    assert status(needs, CLAIM, "StorageClass", given) == expected


NETWORK = """\
apiVersion: v1
kind: Service
metadata: {name: a}
spec: {type: LoadBalancer, ports: [{port: 80}]}
---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: {name: a}
spec: {podSelector: {}}
---
apiVersion: storage.k8s.io/v1
kind: StorageClass
metadata: {name: a}
provisioner: ebs.csi.aws.com
"""


@pytest.mark.parametrize(
    ("kind", "given", "expected"),
    [
        ("LoadBalancer", PODS, "unknown"),
        ("LoadBalancer", "ipaddresspools   metallb.io/v1beta1   true   IPAddressPool\n", "met: MetalLB"),
        (
            "LoadBalancer",
            listed(body("Node", "n1", spec={"providerID": "aws:///eu/i-1"})),
            "met: the cloud of aws",
        ),
        ("NetworkPolicyEnforcement", PODS, "unknown"),
        ("NetworkPolicyEnforcement", "ippools.crd.projectcalico.org\n", "met: Calico"),
        ("Provisioner", listed(body("CSIDriver", "ebs.csi.aws.com", version="storage.k8s.io/v1")), "met"),
        (
            "Provisioner",
            listed(body("CSIDriver", "other", version="storage.k8s.io/v1")),
            "unknown: a provisioner that is no CSI driver leaves no trace",
        ),
    ],
)
def test_implementations_are_known_by_what_they_install(
    needs: Needs, kind: str, given: str, expected: str
) -> None:
    assert status(needs, NETWORK, kind, given) == expected


def test_a_serving_runtime_may_be_one_of_the_cluster(needs: Needs) -> None:
    serving = """\
apiVersion: serving.kserve.io/v1beta1
kind: InferenceService
metadata: {name: a, namespace: ml}
spec: {predictor: {model: {runtime: tf, modelFormat: {name: tensorflow}}}}
"""
    of_cluster = listed(body("ClusterServingRuntime", "tf", version="serving.kserve.io/v1alpha1"))
    assert status(needs, serving, "ServingRuntime", of_cluster) == "met"
    assert status(needs, serving, "ServingRuntime", PODS) == "unknown"


ROLLOUT = """\
apiVersion: argoproj.io/v1alpha1
kind: Rollout
metadata: {name: a}
spec: {strategy: {canary: {trafficRouting: {plugins: {argoproj-labs/gatewayAPI: {}}}}}}
"""


@pytest.mark.parametrize(
    ("plugins", "expected"),
    [
        ("- name: argoproj-labs/gatewayAPI\n", "met"),
        ("- name: other\n", "missing: argo-rollouts-config does not list it"),
        (None, "unknown"),
    ],
)
def test_a_plugin_of_argo_is_one_that_its_configuration_lists(
    needs: Needs, plugins: str | None, expected: str
) -> None:
    data = {"trafficRouterPlugins": plugins}
    name = "other" if plugins is None else "argo-rollouts-config"
    given = listed(body("ConfigMap", name, "argo-rollouts", data=data))
    assert status(needs, ROLLOUT, "TrafficRouterPlugin", given) == expected


def test_devices_that_the_render_will_offer_are_not_missing(needs: Needs) -> None:
    plugin = """\
---
apiVersion: apps/v1
kind: DaemonSet
metadata: {name: plugin, namespace: kube-system}
spec: {template: {spec: {containers: [{name: a, image: "nvcr.io/nvidia/k8s-device-plugin:v0.19.3"}]}}}
"""
    assert status(needs, POD + plugin, "ExtendedResource", listed(node("n1"))) == (
        "unknown: no node offers it yet"
    )
    assert status(needs, POD + plugin, "ExtendedResource", listed(node("n1", gpus=2))) == "met: 1 of 1 nodes"
