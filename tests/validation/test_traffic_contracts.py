"""Contracts between routes, Gateways, versions side by side and network policies: ML-085 to 092, XREF-003."""
# ruff: noqa: E501  findings stand as they are printed

from __future__ import annotations

import pytest

import mlkube


def found(*objects: str) -> list[str]:
    """Return what is broken as rule, path, message and hint."""
    report = mlkube.validate("\n---\n".join(objects), ignore_missing_schemas=True, together=True)
    return [
        f"{finding.rule} {finding.path}: {finding.message}" + (f"; {finding.hint}" if finding.hint else "")
        for finding in (each.finding for each in report.contracts)
        if finding.rule.startswith(("ML-08", "ML-09", "XREF-003"))
    ]


def service(name: str, selector: str = "", ports: str = "{port: 80}") -> str:
    chosen = f"selector: {{{selector}}}, " if selector else ""
    return (
        f"{{apiVersion: v1, kind: Service, metadata: {{name: {name}}}, spec: {{{chosen}ports: [{ports}]}}}}"
    )


def route(rule: str, spec: str = "", kind: str = "HTTPRoute", metadata: str = "name: r") -> str:
    rules = f"rules: [{{{rule}}}], " if rule else ""
    return f"{{apiVersion: gateway.networking.k8s.io/v1, kind: {kind}, metadata: {{{metadata}}}, spec: {{{rules}{spec or 'parentRefs: [{name: g}]'}}}}}"


def deployment(name: str, selector: str, labels: str) -> str:
    pod = "{containers: [{name: a, image: 'r/a:1', resources: {requests: {cpu: 1}}}]}"
    return f"{{apiVersion: apps/v1, kind: Deployment, metadata: {{name: {name}}}, spec: {{selector: {{matchLabels: {{{selector}}}}}, template: {{metadata: {{labels: {{{labels}}}}}, spec: {pod}}}}}}}"


def gateway(listeners: str, metadata: str = "name: g") -> str:
    return f"{{apiVersion: gateway.networking.k8s.io/v1, kind: Gateway, metadata: {{{metadata}}}, spec: {{gatewayClassName: c, listeners: [{listeners}]}}}}"


@pytest.mark.parametrize("kind", ["HTTPRoute", "GRPCRoute"])
def test_a_backend_is_looked_up_where_the_route_says(kind: str) -> None:
    assert found(
        service("model"), route("backendRefs: [{name: modle, port: 80}, {name: model, port: 81}]", kind=kind)
    ) == [
        'ML-085 spec.rules[0].backendRefs[0].name: Service modle is not among these objects in namespace default; did you mean "model"?',
        "ML-085 spec.rules[0].backendRefs[1].port: Service model has no port 81; it has 80",
    ]
    elsewhere = "backendRefs: [{name: model, namespace: other, port: 80}]"
    assert found(service("model"), route(elsewhere, kind=kind)) == [
        "ML-085 spec.rules[0].backendRefs[0].name: Service model is not among these objects in namespace other; is it in the cluster? name it under `external` in the settings"
    ]
    other_kind = "backendRefs: [{group: example.com, kind: Model, name: m}]"
    assert found(service("model"), route(other_kind, kind=kind)) == []


def test_services_of_a_rollout_select_the_same_pods_until_its_controller_writes() -> None:
    services = (service("stable", "app: m"), service("canary", "app: m"))
    split = route("backendRefs: [{name: stable, port: 80}, {name: canary, port: 80}]")
    pods = deployment("m", "app: m", "app: m")
    assert found(*services, split, pods) == [
        "ML-087 spec.rules[0].backendRefs[1].name: Service canary selects pods of Deployment/m, as stable does; select each version by a label that only its pods have"
    ]
    rollout = "{apiVersion: argoproj.io/v1alpha1, kind: Rollout, metadata: {name: m}, spec: {strategy: {canary: {stableService: stable, canaryService: canary}}}}"
    assert found(*services, split, pods, rollout) == []


def test_two_rules_may_lead_to_the_same_pods() -> None:
    two = route("backendRefs: [{name: a, port: 80}]}, {backendRefs: [{name: b, port: 80}]")
    assert (
        found(service("a", "app: m"), service("b", "app: m"), two, deployment("m", "app: m", "app: m")) == []
    )


HTTP = "{name: http, protocol: HTTP, port: 80}"
TAKEN = "{name: http, protocol: HTTP, port: 80, hostname: m.example.com, allowedRoutes: {namespaces: {from: All}}}"


@pytest.mark.parametrize(
    ("listeners", "spec", "metadata", "said"),
    [
        (HTTP, "parentRefs: [{name: g}]", "name: r", ""),
        (HTTP, "parentRefs: [{name: other}]", "name: r", ""),
        (
            HTTP,
            "parentRefs: [{name: g, sectionName: https}]",
            "name: r",
            "spec.parentRefs[0].sectionName: Gateway g has no listener https; it has http",
        ),
        (
            HTTP,
            "parentRefs: [{name: g, namespace: default}]",
            "name: r, namespace: ml",
            "spec.parentRefs[0].name: Gateway g takes routes of namespace default alone; let its listener take routes of this namespace: allowedRoutes.namespaces",
        ),
        (TAKEN, "parentRefs: [{name: g, namespace: default}]", "name: r, namespace: ml", ""),
        (TAKEN, "parentRefs: [{name: g}], hostnames: ['*.example.com']", "name: r", ""),
        (
            TAKEN,
            "parentRefs: [{name: g}], hostnames: [a.example.com, b.example.com]",
            "name: r",
            "spec.hostnames: no listener of Gateway g takes a.example.com, b.example.com; they take m.example.com",
        ),
    ],
)
def test_a_route_attaches_to_a_listener(listeners: str, spec: str, metadata: str, said: str) -> None:
    assert found(gateway(listeners), route("", spec, metadata=metadata)) == (
        [f"ML-088 {said}"] if said else []
    )


def test_rest_and_grpc_may_have_one_name_at_two_listeners() -> None:
    rest = route("", "parentRefs: [{name: g, sectionName: a}], hostnames: [m.example.com]")
    for section, broken in (("a", 1), ("b", 0)):
        grpc = route(
            "",
            f"parentRefs: [{{name: g, sectionName: {section}}}], hostnames: [m.example.com]",
            kind="GRPCRoute",
        )
        assert len(found(rest, grpc)) == broken


def scaler(name: str, kind: str = "HorizontalPodAutoscaler") -> str:
    version = "autoscaling/v2" if kind == "HorizontalPodAutoscaler" else "keda.sh/v1alpha1"
    target = f"scaleTargetRef: {{apiVersion: apps/v1, kind: Deployment, name: {name}}}"
    rest = "maxReplicas: 2" if kind == "HorizontalPodAutoscaler" else "triggers: [{type: kafka}]"
    return f"{{apiVersion: {version}, kind: {kind}, metadata: {{name: {name}}}, spec: {{{target}, {rest}}}}}"


def test_a_broad_selector_stops_the_autoscalers_of_both_versions() -> None:
    broad, narrow = deployment("a", "app: m", "app: m"), deployment("b", "app: m, v: b", "app: m, v: b")
    said = [
        "ML-090 spec.scaleTargetRef: the selector of Deployment/a selects pods of Deployment/b, which b scales: both stop; give the selector of each a label that only its own pods have"
    ]
    assert found(broad, narrow, scaler("a"), scaler("b")) == said
    assert found(broad, narrow, scaler("a"), scaler("b", "ScaledObject")) == said
    assert found(broad, narrow, scaler("a")) == []


def policy(name: str, egress: str) -> str:
    return f"{{apiVersion: networking.k8s.io/v1, kind: NetworkPolicy, metadata: {{name: {name}}}, spec: {{podSelector: {{}}, policyTypes: [Egress], egress: [{egress}]}}}}"


@pytest.mark.parametrize(
    ("egress", "broken"),
    [
        ("", False),  # nobody may be called, as somebody wants it
        ("{to: [{podSelector: {}}]}", True),
        ("{ports: [{port: 443}]}", True),
        ("{}", False),
        ("{ports: [{port: 1, endPort: 100}]}", False),
        ("{ports: [{port: 54, endPort: 100}]}", True),
        ("{to: [{ipBlock: {cidr: 10.0.0.0/8}}]}", False),
        ("{to: [{namespaceSelector: {}}], ports: [{port: 5353, protocol: UDP}]}", False),
        ("{to: [{podSelector: {}}], ports: [{port: 53, protocol: UDP}]}", True),
    ],
)
def test_who_may_call_may_ask_for_names(egress: str, broken: bool) -> None:  # noqa: FBT001  a case
    pods = deployment("m", "app: m", "app: m")
    said = "ML-091 spec.egress: the pods may call others, but not the DNS that knows their names; allow UDP and TCP 53 to the DNS of the cluster, in kube-system"
    assert found(pods, policy("a", egress)) == ([said] if broken else [])
    dns = policy("b", "{to: [{namespaceSelector: {}}], ports: [{port: 53, protocol: UDP}]}")
    assert found(pods, policy("a", egress), dns) == []


def test_services_that_a_rollout_names_are_looked_up() -> None:
    rollout = "{apiVersion: argoproj.io/v1alpha1, kind: Rollout, metadata: {name: m}, spec: {strategy: {blueGreen: {activeService: m, previewService: m-preveiw}}}}"
    assert found(service("m"), service("m-preview"), rollout) == [
        'ML-092 spec.strategy.blueGreen.previewService: Service m-preveiw is not among these objects in namespace default; did you mean "m-preview"?'
    ]


def test_an_action_of_the_aws_load_balancer_is_no_service() -> None:
    backend = "{service: {name: forward-1, port: {name: use-annotation}}}"
    paths = f"[{{path: /, pathType: Prefix, backend: {backend}}}]"
    ingress = f"{{apiVersion: networking.k8s.io/v1, kind: Ingress, metadata: {{name: i}}, spec: {{rules: [{{http: {{paths: {paths}}}}}]}}}}"
    assert found(ingress) == []
