"""What a Monitoring builds, beside the golden files of the examples: names, hashes, spellings, Python."""
# ruff: noqa: E501  descriptions stand in one line

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
import yaml

import mlkube
from mlkube.errors import MlkubeError
from mlkube.workloads.catalogue import load_kind
from mlkube.workloads.python_text import python_source
from mlkube.workloads.reading import Reader

if TYPE_CHECKING:
    from pathlib import Path

ALERTING = """\
apiVersion: mlkube.dev/v1alpha1
kind: Monitoring
metadata: {name: team}
spec:
  alerting:
    route: {receiver: all}
    receivers:
      - name: all
        slackConfigs: [{apiURL: {name: alerts, key: slack}}]
        pagerdutyConfigs: [{routingKey: {name: alerts, key: pager}}]
        emailConfigs: [{to: a@example.com, authUsername: u, authPassword: {name: alerts, key: mail}}]
        webhookConfigs: [{urlSecret: {name: other, key: url}}]
"""


def secrets(body: Any) -> list[str]:  # noqa: ANN401  JSON
    """Return the names that stand beside a key, in order."""
    if isinstance(body, list):
        return [name for each in body for name in secrets(each)]
    if not isinstance(body, dict):
        return []
    own = [body["name"]] if body.keys() == {"name", "key"} else []
    return own + [name for each in body.values() for name in secrets(each)]


def built(root: Path, kustomization: str, description: str) -> mlkube.ResourceSet:
    (root / "kustomization.yaml").write_text(kustomization)
    (root / "m.yaml").write_text(description)
    return mlkube.build(root)


def test_prefixes_and_hashes_reach_the_secrets_of_receivers(tmp_path: Path) -> None:
    kustomization = (
        "namePrefix: eu-\nresources: [m.yaml]\n"
        "secretGenerator: [{name: alerts, literals: [slack=a, pager=b, mail=c]}]\n"
    )
    resources = built(tmp_path, kustomization, ALERTING)
    config = resources.get("AlertmanagerConfig", "eu-team")
    (secret,) = [each.name for each in resources if each.kind == "Secret"]
    assert config is not None
    assert secret.startswith("eu-alerts-")
    assert secrets(config.body["spec"]) == [secret, secret, secret, "other"]


def test_rules_name_the_exporter_as_all_layers_leave_it(tmp_path: Path) -> None:
    description = (
        "{apiVersion: mlkube.dev/v1alpha1, kind: Monitoring, metadata: {name: gpu}, spec: {"
        "gpu: {imagePullSecrets: [{name: registry}]}, dashboards: {enabled: false}}}"
    )
    resources = built(tmp_path, "namespace: ops\nnameSuffix: -v2\nresources: [m.yaml]\n", description)
    rule = resources.get("PrometheusRule", "gpu-v2")
    assert rule is not None
    assert 'up{namespace=\\"ops\\",job=\\"gpu-dcgm-exporter-v2\\"} == 0' in yaml_text(rule.body)
    (service,) = [each for each in resources if each.kind == "Service"]
    assert service.name == "gpu-dcgm-exporter-v2"
    (daemon,) = [each for each in resources if each.kind == "DaemonSet"]
    pod: Any = daemon.body["spec"]
    spec = pod["template"]["spec"]
    assert resources.get("ConfigMap", spec["volumes"][0]["configMap"]["name"]) is not None
    assert spec["imagePullSecrets"] == [{"name": "registry"}]


def yaml_text(body: object) -> str:
    return yaml.safe_dump(body, width=10_000, default_style='"')


def test_an_exporter_of_somebody_else_leaves_rules_and_dashboard(tmp_path: Path) -> None:
    description = "{apiVersion: mlkube.dev/v1alpha1, kind: Monitoring, metadata: {name: gpu}, spec: {gpu: {exporter: false}}}"
    resources = built(tmp_path, "resources: [m.yaml]\n", description)
    assert [(each.kind, each.name) for each in resources] == [
        ("ConfigMap", "gpu-dashboard-gpu"),
        ("PrometheusRule", "gpu"),
    ]
    rule: Any = resources.get("PrometheusRule", "gpu")
    names = [each["alert"] for each in rule.body["spec"]["groups"][0]["rules"]]
    assert names == ["GpuXidError", "GpuRowRemapFailure", "GpuHot", "GpuIdle"]


def test_rules_of_ones_own_stay_as_they_were_written(tmp_path: Path) -> None:
    group = {
        "name": "own",
        "interval": "1m",
        "query_offset": "30s",
        "limit": 10,
        "labels": {"team": "a"},
        "rules": [
            {"record": "a:b:c", "expr": "vector(1)", "labels": {"x": "y"}},
            {
                "alert": "A",
                "expr": 1,
                "for": "1m",
                "keep_firing_for": "2m",
                "labels": {"severity": "info"},
                "annotations": {"summary": "{{ $value }} ${x}"},
            },
        ],
    }
    body = {
        "apiVersion": "mlkube.dev/v1alpha1",
        "kind": "Monitoring",
        "metadata": {"name": "m"},
        "spec": {"groups": [group], "ruleFiles": ["r.yaml"]},
    }
    (tmp_path / "r.yaml").write_text(yaml.safe_dump({"groups": [group | {"name": "file"}]}))
    resources = built(tmp_path, "resources: [m.yaml]\n", yaml.safe_dump(body))
    rule: Any = resources.get("PrometheusRule", "m")
    assert rule.body["spec"] == {"groups": [group, group | {"name": "file"}]}


def test_alerts_that_are_left_out_leave_no_empty_group(tmp_path: Path) -> None:
    description = (
        "{apiVersion: mlkube.dev/v1alpha1, kind: Monitoring, metadata: {name: m}, spec: {systems: [tf-serving, spark], "
        "recordings: false, dashboards: {enabled: false}, serving: {disabled: [ServingErrors, ServingSlow]}, "
        "spark: {severities: {SparkPending: info}, disabled: [SparkTaskFailures], runbookUrl: 'https://r/'}}}"
    )
    rule: Any = built(tmp_path, "namespace: a\nresources: [m.yaml]\n", description).get("PrometheusRule", "m")
    (group,) = rule.body["spec"]["groups"]
    assert group["name"] == "spark"
    assert [
        (each["alert"], each["labels"], each["annotations"]["runbook_url"]) for each in group["rules"]
    ] == [
        ("SparkDriverFailed", {"severity": "critical"}, "https://r/SparkDriverFailed"),
        ("SparkPending", {"severity": "info"}, "https://r/SparkPending"),
        ("SparkGarbageCollection", {"severity": "warning"}, "https://r/SparkGarbageCollection"),
    ]


def test_dollar_braces_survive_replacements_of_the_build(tmp_path: Path) -> None:
    description = (
        "{apiVersion: mlkube.dev/v1alpha1, kind: Monitoring, metadata: {name: m}, spec: {systems: [vllm]}}"
    )
    kustomization = (
        "namespace: ml\nresources: [m.yaml]\n"
        "configMapGenerator: [{name: c, literals: [datasource=x]}]\n"
        "replacements: [{source: {kind: ConfigMap, name: c, fieldPath: data.datasource}, "
        "targets: [{select: {kind: ConfigMap, name: c}, fieldPaths: [data.copy], options: {create: true}}]}]\n"
    )
    board: Any = built(tmp_path, kustomization, description).get("ConfigMap", "m-dashboard-vllm")
    text = board.body["data"]["ml-m-dashboard-vllm.json"]
    assert text.count('"uid":"${datasource}"') == text.count('"type":"prometheus"')
    assert "$__rate_interval" in text


def test_python_spells_fields_as_python_does() -> None:
    workload = mlkube.Monitoring(
        name="m",
        groups=[
            mlkube.RuleGroup(
                name="a",
                rules=[mlkube.MetricRule(alert="A", expr="up == 0", for_="5m", keep_firing_for="10m")],
            )
        ],
        alerting=mlkube.Alerting(
            route=mlkube.AlertRoute(receiver="s", routes=[mlkube.AlertRoute(continue_=True)]),
            receivers=[
                mlkube.AlertReceiver(
                    name="s",
                    slack_configs=[mlkube.SlackConfig(api_url=mlkube.SecretKey(name="s", key="k"))],
                )
            ],
        ),
    )
    body = workload.to_body()
    assert body["spec"] == {
        "groups": [
            {
                "name": "a",
                "rules": [{"alert": "A", "expr": "up == 0", "for": "5m", "keep_firing_for": "10m"}],
            }
        ],
        "alerting": {
            "route": {"receiver": "s", "routes": [{"continue": True}]},
            "receivers": [{"name": "s", "slackConfigs": [{"apiURL": {"name": "s", "key": "k"}}]}],
        },
    }
    assert Reader().workload(load_kind("Monitoring"), body) == workload
    assert "api_url=SecretKey(" in python_source([workload])


def test_python_refuses_a_literal_credential_with_the_way_out() -> None:
    with pytest.raises(MlkubeError) as caught:
        mlkube.SlackConfig(api_url="https://hooks.slack.com/services/T/B/geheim")  # type: ignore[arg-type]
    assert caught.value.reason == "must be a SecretKey, is a string"
    assert caught.value.hint == (
        "a credential stands in a Secret of the same namespace: write {name: ..., key: ...}"
    )
    assert "geheim" not in str(caught.value)


def test_what_a_patch_gives_to_a_route_replaces_the_list_and_keeps_receivers(tmp_path: Path) -> None:
    patch = (
        "patches: [{patch: '{apiVersion: mlkube.dev/v1alpha1, kind: Monitoring, metadata: {name: team}, spec: "
        "{alerting: {receivers: [{name: all, emailConfigs: null}]}}}'}]\n"
    )
    config: Any = built(tmp_path, f"resources: [m.yaml]\n{patch}", ALERTING).get("AlertmanagerConfig", "team")
    (receiver,) = config.body["spec"]["receivers"]
    assert sorted(receiver) == ["name", "pagerdutyConfigs", "slackConfigs", "webhookConfigs"]
