"""What `monitoring` of a workload brings: monitors, alerts that name its pods as layers leave them, dashboards."""
# ruff: noqa: E501, ISC004  expressions and error texts stand as they are printed

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import promql_parser
import pytest
import yaml

import mlkube
from mlkube.errors import ErrorGroup, MlkubeError

if TYPE_CHECKING:
    from pathlib import Path

SPECS: dict[str, dict[str, Any]] = {
    "TFServing": {
        "models": [{"name": "m", "storage": {"claim": "c"}}],
        "resources": {"cpu": 1, "memory": "1Gi"},
    },
    "ModelServer": {
        "runtime": "triton",
        "modelStorage": {"claim": "c"},
        "resources": {"cpu": 1, "memory": "1Gi"},
    },
    "TrainingJob": {"image": "r/t:1", "framework": "pytorch", "resources": {"cpu": 1, "memory": "1Gi"}},
    "SparkJob": {"image": "r/s:4.0.4", "main": "local:///a.py"},
}


def build(kind: str, changes: dict[str, Any], root: Path) -> mlkube.ResourceSet:
    body = {
        "apiVersion": "mlkube.dev/v1alpha1",
        "kind": kind,
        "metadata": {"name": "w"},
        "spec": {**SPECS[kind], "monitoring": {}, **changes},
    }
    (root / "w.yaml").write_text(yaml.safe_dump(body))
    (root / "kustomization.yaml").write_text("namespace: ml\nnamePrefix: eu-\nresources: [w.yaml]\n")
    return mlkube.build(root)


def expressions(resources: mlkube.ResourceSet) -> dict[str, str]:
    found: Any = resources.get("PrometheusRule", "eu-w")
    rules = [rule for group in found.body["spec"]["groups"] for rule in group["rules"]]
    for rule in rules:
        promql_parser.parse(rule["expr"])
    return {rule["alert"]: rule["expr"] for rule in rules}


def of_kind(resources: mlkube.ResourceSet, kind: str) -> list[Any]:
    return [resource.body for resource in resources if resource.kind == kind]


def refusals(kind: str, changes: dict[str, Any], root: Path) -> list[str]:
    try:
        build(kind, changes, root)
    except ErrorGroup as group:
        errors: list[MlkubeError] = list(group.errors)
    except MlkubeError as error:
        errors = [error]
    else:
        return []
    return [
        f"{error.place.field}: {error.reason.partition(' (spec.')[0]}"
        + (f"; {error.hint}" if error.hint else "")
        for error in errors
    ]


def test_a_server_is_watched_by_monitor_and_alerts_alone(tmp_path: Path) -> None:
    without = {(each.kind, each.name) for each in build("TFServing", {"monitoring": None}, tmp_path)}
    resources = build("TFServing", {}, tmp_path)
    assert {(each.kind, each.name) for each in resources} - without == {
        ("ServiceMonitor", "eu-w"),
        ("PrometheusRule", "eu-w"),
    }
    assert list(expressions(resources)) == [
        "ServingTargetDown",
        "ServingErrors",
        "ServingSlow",
        "ServingReplicas",
        "ServingRestarts",
        "ServingMemory",
    ]


def test_alerts_name_the_pods_of_all_versions(tmp_path: Path) -> None:
    rollout = {"strategy": "blueGreen", "active": "blue", "versions": [{"name": "blue"}, {"name": "green"}]}
    found = expressions(build("TFServing", {"rollout": rollout, "autoscaling": {"maxReplicas": 3}}, tmp_path))
    assert found["ServingTargetDown"] == (
        'up{namespace="ml",pod=~"(eu-w-blue|eu-w-green)-[a-z0-9]+-[a-z0-9]+"} == 0'
    )
    assert found["ServingReplicas"] == (
        'kube_deployment_status_replicas_available{namespace="ml",deployment=~"(eu-w-blue|eu-w-green)"} '
        '< kube_deployment_spec_replicas{namespace="ml",deployment=~"(eu-w-blue|eu-w-green)"}'
    )
    assert found["ServingAtMaximum"] == (
        'kube_horizontalpodautoscaler_status_current_replicas{namespace="ml",horizontalpodautoscaler=~"(keda-hpa-)?(eu-w-blue|eu-w-green)"} '
        '>= kube_horizontalpodautoscaler_spec_max_replicas{namespace="ml",horizontalpodautoscaler=~"(keda-hpa-)?(eu-w-blue|eu-w-green)"}'
    )


@pytest.mark.parametrize(
    ("runtime", "queue"), [("triton", True), ("vllm", True), ("mlserver", False), ("torchserve", False)]
)
def test_each_runtime_gets_the_alerts_on_its_own_metrics(runtime: str, queue: bool, tmp_path: Path) -> None:  # noqa: FBT001  a parameter
    more: dict[str, Any] = {"accelerator": {}} if runtime == "vllm" else {}
    found = expressions(build("ModelServer", {"runtime": runtime, **more}, tmp_path))
    assert "ServingErrors" in found
    assert ("ServingQueue" in found) is queue


def test_a_server_of_ones_own_gets_what_kubernetes_says_of_it(tmp_path: Path) -> None:
    custom = {
        "runtime": "custom",
        "image": "r/own:1",
        "custom": {"httpPort": 8080},
    }
    found = expressions(build("ModelServer", custom, tmp_path))
    assert list(found) == ["ServingTargetDown", "ServingReplicas", "ServingRestarts", "ServingMemory"]


@pytest.mark.parametrize(
    ("changes", "failed", "pods"),
    [
        (
            {},
            'kube_job_failed{namespace="ml",job_name=~"eu-w-[a-z0-9]{10}",condition="true"} > 0',
            "eu-w-[a-z0-9]{10}-[0-9]+-[a-z0-9]{5}",
        ),
        (
            {"nameHash": False},
            'kube_job_failed{namespace="ml",job_name=~"eu-w",condition="true"} > 0',
            "eu-w-[0-9]+-[a-z0-9]{5}",
        ),
        (
            {"schedule": {"cron": "0 1 * * *"}},
            'kube_job_failed{namespace="ml",job_name=~"eu-w-[0-9]+",condition="true"} > 0',
            "eu-w-[0-9]+-[0-9]+-[a-z0-9]{5}",
        ),
        (
            {"backend": "jobset"},
            'kube_job_failed{namespace="ml",condition="true"} * on (namespace, job_name) group_left (owner_name) '
            'kube_job_owner{namespace="ml",owner_kind="JobSet",owner_name=~"eu-w-[a-z0-9]{10}"} > 0',
            "eu-w-[a-z0-9]{10}-[a-z]+-[0-9]+-[0-9]+-[a-z0-9]{5}",
        ),
        (
            {"backend": "training-operator"},
            'sum by (namespace, owner_name) (kube_pod_status_phase{namespace="ml",phase="Failed"} * on (namespace, pod) '
            'group_left (owner_name) kube_pod_owner{namespace="ml",owner_kind="PyTorchJob",owner_name="eu-w"}) > 0',
            "eu-w-[a-z]+(-[0-9]+)?",
        ),
    ],
)
def test_a_training_job_is_found_by_the_name_that_its_backend_gives(
    changes: dict[str, Any], failed: str, pods: str, tmp_path: Path
) -> None:
    resources = build("TrainingJob", changes, tmp_path)
    found = expressions(resources)
    assert found["TrainingFailed"] == failed
    assert (
        found["TrainingPending"]
        == f'kube_pod_status_phase{{namespace="ml",pod=~"{pods}",phase="Pending"}} > 0'
    )
    assert ("TrainingRetries" in found) is ("backend" not in changes)
    assert "TrainingDeadline" not in found
    assert of_kind(resources, "PodMonitor") == []


def test_a_deadline_is_told_of_where_kubernetes_knows_it(tmp_path: Path) -> None:
    for backend, known in (
        ("job", True),
        ("jobset", True),
        ("trainjob", False),
        ("training-operator", False),
    ):
        found = expressions(build("TrainingJob", {"backend": backend, "deadlineSeconds": 60}, tmp_path))
        assert ("TrainingDeadline" in found) is known, backend


def test_metrics_of_training_code_are_collected_from_a_named_port(tmp_path: Path) -> None:
    resources = build(
        "TrainingJob", {"monitoring": {"port": 8000, "prometheusLabels": {"release": "k"}}}, tmp_path
    )
    (monitor,) = of_kind(resources, "PodMonitor")
    assert monitor["metadata"]["labels"]["release"] == "k"
    assert monitor["spec"] == {
        "selector": {
            "matchLabels": {"app.kubernetes.io/name": "w", "app.kubernetes.io/component": "training"}
        },
        "podMetricsEndpoints": [{"port": "metrics", "path": "/metrics", "interval": "15s"}],
    }
    (job,) = of_kind(resources, "Job")
    (container,) = job["spec"]["template"]["spec"]["containers"]
    assert container["ports"] == [{"name": "metrics", "containerPort": 8000, "protocol": "TCP"}]


@pytest.mark.parametrize(
    ("backend", "port", "failed", "drivers"),
    [
        (
            "submit",
            "ui",
            'kube_job_failed{namespace="ml",job_name=~"eu-w-[a-z0-9]{10}",condition="true"} > 0',
            "eu-w-[a-z0-9]{10}-[a-z0-9]{5}",
        ),
        (
            "operator",
            "spark-ui",
            'kube_pod_status_phase{namespace="ml",pod=~"eu-w(-[0-9]+)?-driver",phase="Failed"} > 0',
            "eu-w(-[0-9]+)?-driver",
        ),
        (
            "apache",
            "spark-ui",
            'kube_pod_status_phase{namespace="ml",pod=~"eu-w-.+-driver",phase="Failed"} > 0',
            "eu-w-.+-driver",
        ),
    ],
)
def test_a_spark_driver_tells_of_its_executors(
    backend: str, port: str, failed: str, drivers: str, tmp_path: Path
) -> None:
    resources = build("SparkJob", {"backend": backend}, tmp_path)
    (monitor,) = of_kind(resources, "PodMonitor")
    assert [(each["port"], each["path"]) for each in monitor["spec"]["podMetricsEndpoints"]] == [
        (port, "/metrics/executors/prometheus"),
        (port, "/metrics/prometheus"),
    ]
    found = expressions(resources)
    assert found["SparkDriverFailed"] == failed
    assert found["SparkPending"] == (
        f'kube_pod_status_phase{{namespace="ml",pod=~"{drivers}|(w|eu-w)-.+-exec-[0-9]+",phase="Pending"}} > 0'
    )
    text = resources.to_yaml()
    assert "spark.ui.prometheus.enabled" in text
    assert "spark.metrics.namespace" in text


def test_the_properties_of_a_user_win_over_those_of_monitoring(tmp_path: Path) -> None:
    text = build("SparkJob", {"properties": {"spark.metrics.namespace": "mine"}}, tmp_path).to_yaml()
    assert "spark.metrics.namespace=mine" in text or "spark.metrics.namespace mine" in text


@pytest.mark.parametrize(
    ("kind", "uid"), [("TFServing", "tf-serving-"), ("TrainingJob", "training-"), ("SparkJob", "spark-")]
)
def test_a_dashboard_of_one_workload_shows_it_at_first(kind: str, uid: str, tmp_path: Path) -> None:
    resources = build(kind, {"monitoring": {"dashboard": {"folder": "F"}}}, tmp_path)
    board: Any = resources.get("ConfigMap", "eu-w-dashboard")
    assert board.body["metadata"]["annotations"] == {"grafana_folder": "F"}
    ((file, text),) = board.body["data"].items()
    shown = json.loads(text)
    assert file == "ml-eu-w-dashboard.json"
    assert shown["uid"].startswith(uid)
    assert shown["title"].startswith("eu-w: ")
    first = {each["name"]: each["current"].get("value") for each in shown["templating"]["list"]}
    assert first["namespace"] == ["ml"]
    for panel in shown["panels"]:
        for target in panel.get("targets", ()):
            promql_parser.parse(target["expr"].replace("$__rate_interval", "5m"))


def test_alerts_can_be_left_out(tmp_path: Path) -> None:
    assert of_kind(build("TFServing", {"monitoring": {"rules": False}}, tmp_path), "PrometheusRule") == []


@pytest.mark.parametrize(
    ("kind", "changes", "expected"),
    [
        (
            "TFServing",
            {"monitoring": {"alerts": {"disabled": ["ServingSlo"]}}},
            'spec.monitoring.alerts.disabled[0]: there is no alert "ServingSlo"; did you mean "ServingSlow"?',
        ),
        (
            "TrainingJob",
            {"monitoring": {"port": 29500}, "workers": 2},
            "spec.monitoring.port: the workers find each other on 29500; choose another port",
        ),
        (
            "TrainingJob",
            {"monitoring": {"port": 8000}, "backend": "trainjob"},
            "spec.monitoring.port: a trainjob has no place for it; say it in a runtime of your own",
        ),
        (
            "SparkJob",
            {"properties": {"spark.ui.enabled": "false"}},
            "spec.properties[spark.ui.enabled]: the UI of the driver is where its metrics are collected; leave it out",
        ),
        (
            "SparkJob",
            {"monitoring": {"alerts": {"labels": {"a-b": "c"}}}},
            'spec.monitoring.alerts.labels.a-b: "a-b" is no label name of Prometheus; letters, digits and _, no digit in front',
        ),
        (
            "ModelServer",
            {
                "runtime": "custom",
                "image": "r/own:1",
                "custom": {"httpPort": 8080},
                "monitoring": {"dashboard": {}},
            },
            "spec.monitoring.dashboard: nothing is known of this server's metrics; bring one by a Monitoring, dashboards.files",
        ),
    ],
)
def test_what_cannot_be_watched_is_refused(
    kind: str, changes: dict[str, Any], expected: str, tmp_path: Path
) -> None:
    assert refusals(kind, changes, tmp_path) == [expected]
