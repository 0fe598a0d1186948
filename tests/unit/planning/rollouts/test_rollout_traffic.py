"""Services, switches between versions, shares of routes: of finished objects, whoever wrote them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from mlkube.planning.rollouts.rollout_text import report_lines
from mlkube.planning.rollouts.traffic import duration_seconds

if TYPE_CHECKING:
    from collections.abc import Callable

    from mlkube.planning.rollouts.rollout import RolloutReport

    Report = Callable[..., RolloutReport]


def deployment(version: str, replicas: int, label: str = "mlkube.dev/version") -> str:
    return f"""\
apiVersion: apps/v1
kind: Deployment
metadata: {{name: web-{version}, namespace: ml}}
spec:
  replicas: {replicas}
  selector: {{matchLabels: {{app: web, {label}: {version}}}}}
  template:
    metadata: {{labels: {{app: web, {label}: {version}}}}}
    spec:
      terminationGracePeriodSeconds: 20
      containers:
      - name: web
        image: web:1
        startupProbe: {{tcpSocket: {{port: 80}}, periodSeconds: 5, failureThreshold: 20}}
        readinessProbe: {{tcpSocket: {{port: 80}}, periodSeconds: 5}}
        lifecycle: {{preStop: {{sleep: {{seconds: 10}}}}}}
---
"""


def service(name: str, version: str = "", label: str = "mlkube.dev/version") -> str:
    chosen = f", {label}: {version}" if version else ""
    return f"""\
apiVersion: v1
kind: Service
metadata: {{name: {name}, namespace: ml}}
spec: {{selector: {{app: web{chosen}}}, ports: [{{name: http, port: 80}}]}}
---
"""


def route(*rules: str) -> str:
    return f"""\
apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata: {{name: web, namespace: ml}}
spec: {{parentRefs: [{{name: gateway}}], rules: [{", ".join(rules)}]}}
---
"""


def tail(report: RolloutReport, first: str) -> list[str]:
    """Return the lines from one on, without the assumptions at the end."""
    lines = list(report_lines(report))
    return lines[lines.index(first) : -3]


@pytest.mark.parametrize("label", ["mlkube.dev/version", "version", "color"])
def test_a_service_that_names_a_version_is_a_switch(report: Report, label: str) -> None:
    text = deployment("blue", 2, label) + deployment("green", 2, label) + service("web", "blue", label)
    found = report(text + service("web-preview", "green", label))

    assert tail(found, "Service/web: all requests to version blue") == [
        "Service/web: all requests to version blue",
        "  blue: Deployment/web-blue, 2 pods",
        "  green: Deployment/web-green, 2 pods, seen at Service/web-preview",
        f"  spec.selector[{label}]: green moves all new connections there at once;",
        "  the pods of blue go on running with the connections that are open, and blue moves back",
    ]
    assert [switch.to_json() for switch in found.switches] == [
        {
            "service": "web",
            "namespace": "ml",
            "label": label,
            "active": [{"version": "blue", "workload": "Deployment/web-blue", "minimum": 2, "maximum": 2}],
            "others": [{"version": "green", "workload": "Deployment/web-green", "minimum": 2, "maximum": 2}],
            "previews": [{"service": "web-preview", "version": "green"}],
        }
    ]


def test_a_label_that_is_no_version_makes_no_switch(report: Report) -> None:
    text = deployment("a", 1, "component") + deployment("b", 1, "component")
    assert report(text + service("web", "a", "component")).switches == ()


def test_a_switch_to_fewer_pods_and_to_none_is_found(report: Report) -> None:
    fewer = report(deployment("blue", 3) + deployment("green", 1) + service("web", "blue"))
    none = report(deployment("blue", 3) + service("web", "red"))

    assert [
        (each.severity, str(each.owner), each.field, each.text, each.hint) for each in fewer.findings
    ] == [
        (
            "warning",
            "Service/web",
            "spec.selector[mlkube.dev/version]",
            "a switch to green meets 1 pods where blue has 3",
            "scale Deployment/web-green first",
        )
    ]
    assert [(each.severity, each.text, each.hint) for each in none.findings] == [
        ("error", "no pods have red", "there are blue")
    ]


def test_weights_are_shares_of_their_sum(report: Report) -> None:
    text = deployment("stable", 3) + deployment("canary", 1)
    text += service("web-stable", "stable") + service("web-canary", "canary")
    found = report(
        text
        + route("{backendRefs: [{name: web-stable, port: 80, weight: 19}, {name: web-canary, port: 80}]}")
    )

    assert tail(found, "HTTPRoute/web") == [
        "HTTPRoute/web",
        "  every request",
        "    19/20 (95 %) to Service/web-stable, 31.7 % for each of 3 pods",
        "    1/20 (5 %) to Service/web-canary, 5 % for each of 1 pod",
    ]
    assert found.switches == ()
    assert found.to_json()["splits"] == [
        {
            "route": "HTTPRoute/web",
            "namespace": "ml",
            "field": "spec.rules[0]",
            "matches": [],
            "shares": [
                {"service": "web-stable", "weight": 19, "total": 20},
                {"service": "web-canary", "weight": 1, "total": 20},
            ],
        }
    ]
    assert [f"{share} to {door}" for door, _, share in found.plans[1].routes] == [
        "1/20 to Service/web-canary"
    ]


def test_matches_of_a_test_are_shown(report: Report) -> None:
    text = deployment("a", 1) + deployment("b", 1) + service("web-a", "a") + service("web-b", "b")
    match = (
        "{matches: [{path: {type: PathPrefix, value: /v1}, headers: [{name: x-test, value: b}]}, "
        '{method: GET, headers: [{type: RegularExpression, name: Cookie, value: "^b=1$"}]}], '
        "backendRefs: [{name: web-b, port: 80}]}"
    )
    found = report(text + route(match, "{backendRefs: [{name: web-a, port: 80}]}"))

    assert tail(found, "HTTPRoute/web") == [
        "HTTPRoute/web",
        "  path prefix /v1 and header x-test = b or method GET and header Cookie ~ ^b=1$",
        "    all to Service/web-b",
        "  every request",
        "    all to Service/web-a",
    ]
    assert found.switches == ()


def test_weights_that_are_all_zero_answer_nobody(report: Report) -> None:
    text = deployment("a", 1) + service("web-a", "a")
    found = report(text + route("{backendRefs: [{name: web-a, port: 80, weight: 0}]}"))
    assert [(each.severity, each.field, each.text) for each in found.findings] == [
        ("error", "spec.rules[0].backendRefs", "all weights are 0: each request is answered with an error")
    ]


def test_a_share_for_pods_that_may_not_be_there_is_found(report: Report) -> None:
    text = deployment("a", 1) + deployment("b", 0) + service("web-a", "a") + service("web-b", "b")
    shares = "{backendRefs: [{name: web-a, port: 80, weight: 9}, {name: web-b, port: 80, weight: 1}]}"
    assert [(each.severity, each.text) for each in report(text + route(shares)).findings] == [
        ("warning", "1/10 of requests go to Service/web-b, which may have no pod")
    ]


def test_a_service_for_several_versions_spreads_connections_over_their_pods(report: Report) -> None:
    found = report(deployment("stable", 3) + deployment("canary", 1) + service("web"))
    lines = list(report_lines(found))

    assert (
        "  Service/web (http 80) sends to them and to Deployment/web-canary: about 3 of 4 connections"
        in lines
    )
    assert (
        "  Service/web (http 80) sends to them and to Deployment/web-stable: about 1 of 4 connections"
        in lines
    )


def test_an_ingress_sends_by_host_and_path(report: Report) -> None:
    ingress = """\
apiVersion: networking.k8s.io/v1
kind: Ingress
metadata: {name: web, namespace: ml}
spec: {rules: [{host: a.example, http: {paths: [{path: /v1, pathType: Prefix,
  backend: {service: {name: web, port: {number: 80}}}}]}}]}
"""
    (plan,) = report(deployment("a", 1) + service("web") + ingress).plans
    assert [(str(rule.route), rule.matches) for _, rule, _ in plan.routes] == [
        ("Ingress/web", ("a.example/v1",))
    ]


def test_services_of_an_argo_rollout_have_their_roles(report: Report) -> None:
    rollout = deployment("a", 2).replace("apps/v1", "argoproj.io/v1alpha1").replace("Deployment", "Rollout")
    strategy = "  strategy: {blueGreen: {activeService: web, previewService: web-preview}}\n"
    rollout = rollout.replace("  replicas: 2\n", f"  replicas: 2\n{strategy}")
    lines = list(report_lines(report(rollout + service("web") + service("web-preview"))))

    assert [line for line in lines if line.startswith("  Service/")] == [
        "  Service/web (http 80) sends to the active pods, by the controller's label",
        "  Service/web-preview (http 80) sends to the new pods, by the controller's label",
    ]


def test_a_drain_goes_on_when_others_are_ready(report: Report) -> None:
    budget = """\
apiVersion: policy/v1
kind: PodDisruptionBudget
metadata: {name: web, namespace: ml}
spec: {maxUnavailable: 1, selector: {matchLabels: {app: web}}}
"""
    lines = list(report_lines(report(deployment("a", 3) + budget)))
    assert "  a drain at 3 pods: 1 at a time; the next when others are ready, up to 2 min 5 s" in lines


@pytest.mark.parametrize(
    ("duration", "seconds"),
    [("10s", 10), ("1m30s", 90), ("500ms", 1), ("1h", 3600), ("", None), ("10", None), ("x", None)],
)
def test_a_timeout_of_a_route_is_read(duration: str, seconds: int | None) -> None:
    assert duration_seconds(duration) == seconds
