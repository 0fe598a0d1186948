"""Contracts between objects with values that no field takes: what can be told is told, no more."""

from __future__ import annotations

from typing import Any

import pytest
import yaml

import mlkube

GATEWAY = """\
apiVersion: gateway.networking.k8s.io/v1
kind: Gateway
metadata: {name: g}
spec: {listeners: [{name: http, port: 80, protocol: HTTP}]}
"""
SERVICE = """\
apiVersion: v1
kind: Service
metadata: {name: s}
spec: {ports: [{name: http, port: 80}]}
"""
DEPLOYMENT = """\
apiVersion: apps/v1
kind: Deployment
metadata: {name: d}
spec:
  selector: {matchLabels: {app: a}}
  template:
    metadata: {labels: {app: a}}
    spec: {containers: [{name: a, image: 'r/a:1'}]}
"""


def findings(*texts: str) -> list[tuple[str, str]]:
    """Return rule and field of what is wrong between objects, whatever is wrong with each."""
    bodies = [yaml.safe_load(text) for text in texts]
    report = mlkube.validate(bodies, ignore_missing_schemas=True, together=True)
    between = [finding for _, finding in report.findings() if finding.rule.startswith(("ML", "XREF"))]
    return [(finding.rule, finding.path) for finding in between if finding.severity == "error"]


def route(kind: str, spec: str) -> str:
    return (
        f"apiVersion: gateway.networking.k8s.io/v1\nkind: {kind}\nmetadata: {{name: r}}\nspec: {{{spec}}}\n"
    )


def monitor(selector: str) -> str:
    return (
        "apiVersion: monitoring.coreos.com/v1\nkind: ServiceMonitor\nmetadata: {name: m}\n"
        f"spec:\n  selector: {{{selector}}}\n  endpoints: [{{port: nope}}]\n"
    )


def test_a_section_that_is_no_name_is_no_listener() -> None:
    odd = "parentRefs: [{name: g, sectionName: {a: b}}]"
    assert findings(GATEWAY, route("HTTPRoute", odd)) == [("ML-088", "spec.parentRefs[0].sectionName")]


def test_host_names_that_are_no_list_are_none() -> None:
    odd = "parentRefs: [{name: g}], hostnames: 5"
    assert findings(GATEWAY, route("GRPCRoute", odd), route("HTTPRoute", odd)) == []


def test_a_selector_with_faults_selects_nothing() -> None:
    assert findings(SERVICE, monitor("")) == [("XREF-011", "spec.endpoints[0].port")]
    assert findings(SERVICE, monitor("matchLabels: [x]")) == []
    assert findings(SERVICE, monitor("matchExpressions: 5")) == []
    assert findings(SERVICE, monitor("matchExpressions: [5]")) == []
    assert findings(SERVICE, monitor("matchExpressions: [{key: [], operator: {}}]")) == []


def test_a_trigger_of_no_type_asks_for_no_request() -> None:
    scaler = (
        "apiVersion: keda.sh/v1alpha1\nkind: ScaledObject\nmetadata: {name: a}\n"
        "spec: {scaleTargetRef: {name: d}, triggers: [{type: %s}]}\n"
    )
    rules = [rule for rule, _ in findings(scaler % "cpu", DEPLOYMENT)]
    assert rules == ["ML-003", "ML-077"]
    assert findings(scaler % "{a: b}", DEPLOYMENT) == []


@pytest.mark.parametrize("number", [float("nan"), float("inf"), -float("inf")])
def test_a_number_that_json_does_not_have_is_no_integer(number: float) -> None:
    body: dict[str, Any] = yaml.safe_load(DEPLOYMENT)
    body["spec"]["replicas"] = number
    (_, finding), *_ = mlkube.validate([body]).findings()
    assert (finding.rule, finding.path) == ("DEC-004", "spec.replicas")
