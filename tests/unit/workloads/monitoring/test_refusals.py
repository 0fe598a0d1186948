"""What a Monitoring refuses, with its exact text, at the line where it was written."""
# ruff: noqa: E501  error texts stand as they are printed

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
import yaml

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

SLACK = "{name: slack, slackConfigs: [{channel: '#a', apiURL: {name: s, key: k}}]}"


@pytest.fixture
def refusals(refusals_of: Callable[[Path], list[str]], tmp_path: Path) -> Callable[..., list[str]]:
    """Return what builds a Monitoring with changes, and returns its errors."""

    def build(changes: str, *, namespace: str = "ml") -> list[str]:
        spec = {"systems": ["tf-serving"]} | yaml.safe_load(changes)
        spec = {key: value for key, value in spec.items() if value is not None}
        body = {
            "apiVersion": "mlkube.dev/v1alpha1",
            "kind": "Monitoring",
            "metadata": {"name": "w"},
            "spec": spec,
        }
        lines = ["resources: [w.yaml]", *([f"namespace: {namespace}"] if namespace else [])]
        (tmp_path / "kustomization.yaml").write_text("\n".join(lines) + "\n")
        (tmp_path / "w.yaml").write_text(yaml.safe_dump(body))
        return refusals_of(tmp_path)

    return build


def test_the_base_of_these_tests_is_fine(refusals: Callable[..., list[str]]) -> None:
    assert refusals("{}") == []


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        (
            "systems: null",
            "spec: nothing is watched; name systems, or give gpu, groups, alerting or targets",
        ),
        (
            "systems: [triton, triton]",
            'spec.systems[1]: "triton" stands in the list already; leave one out',
        ),
        (
            "systems: [tfserving]",
            'spec.systems[0]: is "tfserving", but must be one of tf-serving, triton, vllm, mlserver, torchserve, training, spark; did you mean "tf-serving"?',
        ),
        # thresholds
        (
            "serving: {severities: {ServingSlowly: critical}}",
            'spec.serving.severities.ServingSlowly: there is no alert "ServingSlowly"; did you mean "ServingSlow"?',
        ),
        (
            "training: {disabled: [ServingSlow]}",
            'spec.training.disabled[0]: there is no alert "ServingSlow"; one of TrainingDeadline, TrainingFailed, TrainingOperatorFailed, TrainingPending, TrainingRetries',
        ),
        (
            "spark: {labels: {severity: page}}",
            "spec.spark.labels.severity: each alert has a severity of its own; set severities for single alerts, or leave it out",
        ),
        (
            "serving: {labels: {my-team: a}}",
            'spec.serving.labels.my-team: "my-team" is no label name of Prometheus; letters, digits and _, no digit in front',
        ),
        (
            "serving: {runbookUrl: runbooks}",
            'spec.serving.runbookUrl: "runbooks" does not have the form https?://.+; begin it with https://',
        ),
        # rules of one's own
        (
            "groups: [{name: a, rules: [{expr: up}]}]",
            "spec.groups[0].rules[0]: a rule is an alert or a recording; give either alert or record",
        ),
        (
            "groups: [{name: a, rules: [{record: r, expr: up, for: 5m}]}]",
            "spec.groups[0].rules[0].for: only an alert has it; leave it out",
        ),
        (
            "groups: [{name: a, rules: [{record: r, expr: up, keep_firing_for: 5m}]}]",
            "spec.groups[0].rules[0].keep_firing_for: only an alert has it; leave it out",
        ),
        (
            "groups: [{name: a, rules: [{alert: A, expr: 'sum(rate(x[5m])'}]}]",
            "spec.groups[0].rules[0].expr: is no PromQL: ')' is missing",
        ),
        (
            "groups: [{name: a, rules: [{alert: A, expr: ' '}]}]",
            "spec.groups[0].rules[0].expr: is no PromQL: it is empty",
        ),
        (
            "groups: [{name: a, rules: [{alert: A, expr: up, for: 5 minutes}]}]",
            'spec.groups[0].rules[0].for: "5 minutes" does not have the form ([0-9]+(ms|s|m|h|d|w|y))+; write it as 30s, 5m or 1h30m',
        ),
        (
            "groups: [{name: a, rules: [{alert: A, expr: up, keepFiringFor: 5m}]}]",
            'spec.groups[0].rules[0].keepFiringFor: unknown field "keepFiringFor"; did you mean "keep_firing_for"?',
        ),
        (
            "groups: [{name: tf-serving, rules: []}]",
            'spec.groups[0].name: the group "tf-serving" has the name of a group that is built; rename it',
        ),
        ("ruleFiles: [none.yaml]", "spec.ruleFiles[0]: no such file: 'none.yaml'"),
        # who is told
        (
            f"alerting: {{route: {{receiver: slak}}, receivers: [{SLACK}]}}",
            'spec.alerting.route.receiver: there is no receiver "slak"; did you mean "slack"?',
        ),
        (
            f"alerting: {{route: {{}}, receivers: [{SLACK}]}}",
            "spec.alerting.route.receiver: missing; the first route has to name a receiver",
        ),
        (
            f"alerting: {{route: {{receiver: slack, routes: [{{routes: [{{receiver: x}}]}}]}}, receivers: [{SLACK}]}}",
            'spec.alerting.route.routes[0].routes[0].receiver: there is no receiver "x"; one of slack',
        ),
        (
            f"alerting: {{route: {{receiver: slack, routes: [{{muteTimeIntervals: [nights]}}]}}, receivers: [{SLACK}]}}",
            'spec.alerting.route.routes[0].muteTimeIntervals[0]: there are no times "nights"; name one',
        ),
        (
            "alerting: {route: {receiver: a}, receivers: [{name: a, slackConfigs: [{apiURL: 'https://hooks.slack.com/services/T/B/x'}]}]}",
            "spec.alerting.receivers[0].slackConfigs[0].apiURL: must be a mapping, is a string; a credential stands in a Secret of the same namespace: write {name: ..., key: ...}",
        ),
        (
            "alerting: {route: {receiver: a}, receivers: [{name: a, emailConfigs: [{to: a@b, authUsername: u, authPassword: p}]}]}",
            "spec.alerting.receivers[0].emailConfigs[0].authPassword: must be a mapping, is a string; a credential stands in a Secret of the same namespace: write {name: ..., key: ...}",
        ),
        (
            "alerting: {route: {receiver: a}, receivers: [{name: a, webhookConfigs: [{url: 'https://hooks.slack.com/services/T/B/x'}]}]}",
            "spec.alerting.receivers[0].webhookConfigs[0].url: whoever reads this address can post to it; use urlSecret; a credential stands in a Secret of the same namespace: write {name: ..., key: ...}",
        ),
        (
            "alerting: {route: {receiver: a}, receivers: [{name: a, webhookConfigs: [{}]}]}",
            "spec.alerting.receivers[0].webhookConfigs[0]: a webhook has one address; give either url or urlSecret",
        ),
        (
            "alerting: {route: {receiver: a}, receivers: [{name: a, pagerdutyConfigs: [{severity: critical}]}]}",
            "spec.alerting.receivers[0].pagerdutyConfigs[0]: PagerDuty knows an integration by one key; give either routingKey or serviceKey",
        ),
        (
            "alerting: {route: {receiver: a}, receivers: [{name: a, emailConfigs: [{to: a@b, authUsername: u}]}]}",
            "spec.alerting.receivers[0].emailConfigs[0].authUsername: nothing holds its password; give authPassword",
        ),
        (
            "alerting: {route: {receiver: a}, receivers: [{name: a}, {name: a}]}",
            "spec.alerting.receivers[1].name: another element has the same name, a",
        ),
        # targets
        (
            "serviceMonitors: [{name: a, selector: {}, endpoints: [{port: '8080'}]}]",
            "spec.serviceMonitors[0].endpoints[0].port: 8080 is a number, and a monitor looks for a port of that name; name the port, and write its name",
        ),
        (
            "podMonitors: [{name: a, selector: {}, endpoints: []}]",
            "spec.podMonitors[0].endpoints: nothing is collected; name a port",
        ),
        (
            "podMonitors: [{name: a, selector: {}, endpoints: [{port: m, interval: 10s, scrapeTimeout: 1m}]}]",
            "spec.podMonitors[0].endpoints[0].scrapeTimeout: 1m is more than the interval, 10s",
        ),
        (
            "podMonitors: [{name: a, selector: {matchLabel: {}}, endpoints: [{port: m}]}]",
            'spec.podMonitors[0].selector.matchLabel: unknown field "matchLabel"; did you mean "matchLabels"?',
        ),
        (
            "probes: [{name: a, prober: 'http://bb:9115', targets: [x]}]",
            'spec.probes[0].prober: "http://bb:9115" does not have the form [^/]+; write host and port, without http:// in front',
        ),
        (
            "probes: [{name: a, prober: b, targets: []}]",
            "spec.probes[0].targets: nothing is asked; give an address",
        ),
        # GPUs
        (
            "gpu: {counters: {DCGM_FI_DEV_GPU_TEMP: {help: warm}}}",
            "spec.gpu.counters.DCGM_FI_DEV_GPU_TEMP: it is collected already; leave it out",
        ),
        (
            "gpu: {counters: {nv_gpu: {help: x}}}",
            'spec.gpu.counters.nv_gpu: "nv_gpu" is no field of DCGM; DCGM names its fields DCGM_FI_...',
        ),
        (
            "gpu: {counters: {DCGM_FI_PROF_SM_ACTIVE: {help: x}}}",
            "spec.gpu.counters.DCGM_FI_PROF_SM_ACTIVE: only the profiling module knows it; set profiling: true",
        ),
        (
            "gpu: {counters: {DCGM_FI_DEV_ECC_SBE_VOL_TOTAL: {help: 'a, b'}}}",
            'spec.gpu.counters.DCGM_FI_DEV_ECC_SBE_VOL_TOTAL.help: "a, b" does not have the form [^,\\n]+',
        ),
        (
            "gpu: {exporter: false, runtimeClass: nvidia}",
            "spec.gpu.runtimeClass: no exporter is built; leave it out",
        ),
        (
            "gpu: {exporter: false, imagePullSecrets: [{name: registry}]}",
            "spec.gpu.imagePullSecrets: no exporter is built; leave it out",
        ),
        (
            "gpu: {args: [--collectors=x]}",
            "spec.gpu.args[0]: --collectors belongs to counters; set counters instead",
        ),
        (
            "gpu: {alerts: {disabled: [GpuWarm]}}",
            'spec.gpu.alerts.disabled[0]: there is no alert "GpuWarm"; one of GpuExporterDown, GpuHot, GpuIdle, GpuRowRemapFailure, GpuXidError',
        ),
        (
            "gpu: {resources: {memory: 2Gi, memoryLimit: 1Gi}}",
            "spec.gpu.resources.memory: 2Gi is more than memoryLimit, 1Gi; a request may reach its limit, but not pass it",
        ),
        # dashboards
        (
            "dashboards: {files: {My Board: a.json}}",
            'spec.dashboards.files.My Board: "My Board" cannot be part of the name of an object; lower-case letters, digits and `-`',
        ),
        (
            "dashboards: {files: {a: ../a.json}}",
            "spec.dashboards.files.a: '../a.json' is not in or below the folder of the description",
        ),
    ],
)
def test_a_contradiction_is_refused(changes: str, expected: str, refusals: Callable[..., list[str]]) -> None:
    assert refusals(changes) == [expected]


def test_a_credential_is_not_repeated_in_the_message(refusals: Callable[..., list[str]]) -> None:
    text = "alerting: {route: {receiver: a}, receivers: [{name: a, slackConfigs: [{apiURL: 'https://hooks.slack.com/services/T/B/geheim'}]}]}"
    assert "geheim" not in str(refusals(text))


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        ("{", "it is no JSON: Expecting property name enclosed in double quotes: line 1 column 2 (char 1)"),
        ("[]", "it is no dashboard: it has no title"),
        (json.dumps({"title": "T"}), "it has no uid: Grafana would give it another one after each restart"),
        (
            json.dumps({"title": "T", "uid": "u", "description": "x" * 1024 * 1024}),
            "it is larger than a ConfigMap may be, 1 MiB",
        ),
    ],
)
def test_what_grafana_would_not_show_is_refused(
    content: str, reason: str, tmp_path: Path, refusals: Callable[..., list[str]]
) -> None:
    (tmp_path / "a.json").write_text(content)
    assert refusals("dashboards: {files: {a: a.json}}") == [f"spec.dashboards.files.a: {reason}"]


def test_two_dashboards_of_one_uid_are_refused(tmp_path: Path, refusals: Callable[..., list[str]]) -> None:
    for name in ("a.json", "b.json"):
        (tmp_path / name).write_text(json.dumps({"title": "T", "uid": "u"}))
    assert refusals("dashboards: {files: {a: a.json, b: b.json, tf-serving: a.json}}") == [
        'spec.dashboards.files.b: the dashboard "a" has the same uid, u: Grafana shows neither',
        'spec.dashboards.files.tf-serving: the dashboard "tf-serving" is built already',
    ]


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        ("- a\n", "spec.ruleFiles[0]: 'r.yaml' is no rule file of Prometheus; it begins with groups:"),
        (
            "groups: [{name: a, rules: [{alert: A, expr: 'x('}]}]\n",
            "spec.ruleFiles[0]: r.yaml: groups[0].rules[0].expr: is no PromQL: ')' is missing",
        ),
        (
            "groups: [{name: a, rulez: []}]\n",
            'spec.ruleFiles[0]: r.yaml: groups[0].rulez: unknown field "rulez"; did you mean "rules"?',
        ),
        (
            "groups: [{name: tf-serving, rules: []}]\n",
            'spec.ruleFiles[0]: the group "tf-serving" has the name of a group that is built; rename it',
        ),
    ],
)
def test_a_rule_file_is_held_to_prometheus_form(
    content: str,
    expected: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    refusals: Callable[..., list[str]],
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "r.yaml").write_text(content)
    assert refusals("ruleFiles: [r.yaml]") == [expected]


def test_files_that_are_wrong_are_told_of_together(refusals: Callable[..., list[str]]) -> None:
    assert refusals("{ruleFiles: [a.yaml], dashboards: {files: {b: b.json}}}") == [
        "spec.ruleFiles[0]: no such file: 'a.yaml'",
        "spec.dashboards.files.b: no such file: 'b.json'",
    ]


def test_a_namespace_that_nobody_knows_is_refused(refusals: Callable[..., list[str]]) -> None:
    assert refusals("{}", namespace="") == [
        "spec.scope: nothing says in which namespace this will be; set namespace: in a kustomization, or scope: cluster"
    ]
    assert refusals("scope: cluster", namespace="") == []
