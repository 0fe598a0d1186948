"""Receivers, rules and dashboards that people bring are held together; those that are built pass."""

from __future__ import annotations

from pathlib import Path

import pytest

import mlkube

EXAMPLES = Path(__file__).resolve().parents[2] / "examples"

WRONG = """\
apiVersion: monitoring.coreos.com/v1
kind: PrometheusRule
metadata: {name: own, namespace: ml}
spec:
  groups:
  - name: own
    rules: [{alert: A, record: b, expr: up}, {expr: up}, {record: c, expr: up, keep_firing_for: 1m}]
---
apiVersion: monitoring.coreos.com/v1alpha1
kind: AlertmanagerConfig
metadata: {name: team, namespace: ml}
spec:
  route: {receiver: mail, routes: [{routes: [{receiver: mial}]}]}
  receivers:
  - name: mail
    emailConfigs:
    - to: a@example.com
      authPassword: {name: smtp, key: password}
      tlsConfig: {keySecret: {name: later, key: k, optional: true}, ca: {configMap: {name: ca, key: ca.crt}}}
---
apiVersion: v1
kind: ConfigMap
metadata: {name: d, namespace: ml, labels: {grafana_dashboard: '1'}}
data: {a.json: '[]', b.json: '{"title": "x"}', c.json: '{"title": "x", "uid": "u"}', e.txt: '{'}
---
apiVersion: v1
kind: ConfigMap
metadata: {name: e, namespace: ml, labels: {grafana_dashboard: '1'}}
data: {d.json: '{"title": "x", "uid": "u"}'}
---
apiVersion: v1
kind: ConfigMap
metadata: {name: f, namespace: ml}
data: {no-dashboard.json: '{'}
"""


def test_each_contract_is_told_of_where_it_is_broken(tmp_path: Path) -> None:
    (tmp_path / "all.yaml").write_text(WRONG)
    report = mlkube.validate(tmp_path / "all.yaml", ignore_missing_schemas=True, together=True)
    found = [
        (each.finding.rule, each.finding.severity, each.finding.path, each.finding.message)
        for each in report.contracts
    ]
    assert found == [
        ("ML-057", "error", "spec.groups[0].rules[0]", "a rule is an alert or a recording, one of both"),
        ("ML-057", "error", "spec.groups[0].rules[1]", "a rule is an alert or a recording, one of both"),
        ("ML-057", "error", "spec.groups[0].rules[2].keep_firing_for", "only an alert has it"),
        (
            "ML-055",
            "warning",
            "spec.receivers[0].emailConfigs[0].authPassword.name",
            "Secret smtp is not among these objects in namespace ml",
        ),
        (
            "ML-056",
            "error",
            "spec.route.routes[0].routes[0].receiver",
            "there is no receiver mial in this object",
        ),
        ("ML-058", "error", "data[a.json]", "is no dashboard: it has no title"),
        (
            "ML-058",
            "warning",
            "data[b.json]",
            "has no uid: Grafana gives it another one after each restart",
        ),
        (
            "ML-059",
            "error",
            "data[d.json]",
            "ConfigMap/d has a dashboard of the same uid, u: Grafana shows neither",
        ),
    ]


@pytest.mark.parametrize("example", ["alerting", "gpu-metrics", "model-metrics", "monitoring"])
def test_what_is_built_holds_together(example: str) -> None:
    for golden in sorted((EXAMPLES / example / "golden").iterdir()):
        report = mlkube.validate(golden, ignore_missing_schemas=True, together=True)
        rules = {each.finding.rule for each in report.contracts}
        assert rules & {"ML-056", "ML-057", "ML-058", "ML-059", "XREF-011"} == set(), golden
