"""How requests reach a model server: Services, Ingress, Gateway, routes, network policies."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

    from .conftest import Built

    Builder = Callable[..., Built]

SELECTED = {"app.kubernetes.io/name": "m", "app.kubernetes.io/component": "serving"}
VERSIONS = "versions: [{name: v1}, {name: v2}]"
PREFIX = "namespace: ml\nnamePrefix: p-"


def without(body: dict[str, Any], *keys: str) -> dict[str, Any]:
    return {key: value for key, value in body.items() if key not in keys}


@pytest.mark.parametrize(
    ("service", "expected"),
    [
        ("{}", {"type": "ClusterIP"}),
        (
            "{sessionAffinitySeconds: 60}",
            {
                "type": "ClusterIP",
                "sessionAffinity": "ClientIP",
                "sessionAffinityConfig": {"clientIP": {"timeoutSeconds": 60}},
            },
        ),
        (
            "{trafficDistribution: PreferSameZone, internalTrafficPolicy: Local}",
            {
                "type": "ClusterIP",
                "trafficDistribution": "PreferSameZone",
                "internalTrafficPolicy": "Local",
            },
        ),
        (
            "{type: LoadBalancer, externalTrafficPolicy: Local, loadBalancerClass: a/b, sourceRanges: [10.0.0.0/8]}",  # noqa: E501
            {
                "type": "LoadBalancer",
                "loadBalancerClass": "a/b",
                "loadBalancerSourceRanges": ["10.0.0.0/8"],
                "externalTrafficPolicy": "Local",
            },
        ),
    ],
)
def test_a_service_finds_its_endpoints_as_it_is_told(
    service: str, expected: dict[str, object], built: Builder
) -> None:
    spec = built(f"service: {service}").get("Service")["spec"]
    assert without(spec, "ports", "selector") == expected


@pytest.mark.parametrize(
    ("rollout", "selected"),
    [
        ("{}", SELECTED),
        (f"{{strategy: blueGreen, active: v2, {VERSIONS}}}", {**SELECTED, "mlkube.dev/version": "v2"}),
        ("{strategy: canary, engine: argo, by: replicas, argo: {steps: [{setWeight: 10}]}}", SELECTED),
    ],
)
def test_clients_that_balance_by_themselves_get_all_addresses(
    rollout: str, selected: dict[str, str], built: Builder
) -> None:
    spec = built(f"service: {{headless: true}}\nrollout: {rollout}").get("Service", "m-headless")["spec"]
    assert spec["clusterIP"] == "None"
    assert spec["selector"] == selected
    assert [port["name"] for port in spec["ports"]] == ["grpc", "http"]


def test_an_ingress_leads_hosts_and_paths_to_both_ports(built: Builder) -> None:
    found = built(
        """
        ingress:
          className: traefik
          host: m.example.com
          tlsSecret: m-tls
          annotations: {a: b}
          hosts:
            - host: grpc.example.com
              paths: [{path: /tensorflow.serving.PredictionService, port: grpc}]
              tlsSecret: grpc-tls
            - {host: plain.example.com, paths: [{path: /v1, pathType: Exact}]}
        """
    ).get("Ingress")

    def rule(host: str, path: str, form: str, port: str) -> dict[str, Any]:
        backend = {"service": {"name": "m", "port": {"name": port}}}
        return {"host": host, "http": {"paths": [{"path": path, "pathType": form, "backend": backend}]}}

    assert found["metadata"]["annotations"] == {"a": "b"}
    assert found["spec"] == {
        "ingressClassName": "traefik",
        "rules": [
            rule("m.example.com", "/", "Prefix", "http"),
            rule("grpc.example.com", "/tensorflow.serving.PredictionService", "Prefix", "grpc"),
            rule("plain.example.com", "/v1", "Exact", "http"),
        ],
        "tls": [
            {"hosts": ["m.example.com"], "secretName": "m-tls"},
            {"hosts": ["grpc.example.com"], "secretName": "grpc-tls"},
        ],
    }


def test_the_aws_load_balancer_splits_by_annotations_that_hold_final_names(built: Builder) -> None:
    changes = f"""
rollout: {{strategy: canary, weight: 20, {VERSIONS}}}
ingress: {{host: m.example.com, className: alb}}
"""
    found = built(changes, PREFIX).get("Ingress", "p-m")
    annotations = found["metadata"]["annotations"]
    assert sorted(annotations) == [
        "alb.ingress.kubernetes.io/actions.forward-1",
        "alb.ingress.kubernetes.io/target-type",
    ]
    assert json.loads(annotations["alb.ingress.kubernetes.io/actions.forward-1"]) == {
        "type": "forward",
        "forwardConfig": {
            "targetGroups": [
                {"serviceName": "p-m-v1", "servicePort": "http", "weight": 80},
                {"serviceName": "p-m-v2", "servicePort": "http", "weight": 20},
            ]
        },
    }
    (path,) = found["spec"]["rules"][0]["http"]["paths"]
    assert path["backend"] == {"service": {"name": "forward-1", "port": {"name": "use-annotation"}}}


def test_the_aws_load_balancer_tells_arms_by_headers_and_the_rest_last(built: Builder) -> None:
    found = built(
        """
        rollout:
          strategy: abTest
          versions: [{name: a}, {name: b, matches: [{headers: [{name: x-arm, value: b}]}]}]
        ingress:
          host: m.example.com
          className: internal
          controller: alb
          annotations: {alb.ingress.kubernetes.io/target-type: instance}
        """
    ).get("Ingress")
    annotations = found["metadata"]["annotations"]
    assert annotations["alb.ingress.kubernetes.io/target-type"] == "instance"
    assert json.loads(annotations["alb.ingress.kubernetes.io/conditions.forward-1"]) == [
        {"field": "http-header", "httpHeaderConfig": {"httpHeaderName": "x-arm", "values": ["b"]}}
    ]
    assert "alb.ingress.kubernetes.io/conditions.forward-2" not in annotations
    targets = [
        json.loads(annotations[f"alb.ingress.kubernetes.io/actions.forward-{number}"])["forwardConfig"]
        for number in (1, 2)
    ]
    assert [each["targetGroups"] for each in targets] == [
        [{"serviceName": "m-b", "servicePort": "http"}],
        [{"serviceName": "m-a", "servicePort": "http"}],
    ]
    paths = found["spec"]["rules"][0]["http"]["paths"]
    assert [each["backend"]["service"]["name"] for each in paths] == ["forward-1", "forward-2"]


GATEWAY = """
gateway:
  className: eg
  annotations: {a: b}
  listeners:
    - name: https
      hostname: '*.example.com'
      certificates: [{secret: tls}, {secret: other, namespace: certs}]
    - {name: http, protocol: HTTP, port: 8080, routesFrom: Selector, routesLabels: {team: ml}}
"""


def test_a_gateway_of_its_own_carries_the_routes_of_both_ports(built: Builder) -> None:
    changes = f"""{GATEWAY}
route:
  hostnames: [m.example.com]
  sectionName: https
  paths: [{{value: /v1/models/m, type: Exact}}, {{value: /v1/models/n}}]
  timeouts: {{request: 60s, backendRequest: 30s}}
  filters: [{{type: RequestHeaderModifier, requestHeaderModifier: {{remove: [x-debug]}}}}]
  grpc: {{hostnames: [grpc.example.com], services: [tensorflow.serving.PredictionService]}}
"""
    found = built(changes, PREFIX + "\nsecretGenerator: [{name: tls, literals: [tls.crt=a, tls.key=b]}]")
    (secret,) = found.names("Secret")
    assert found.get("Gateway", "p-m")["spec"] == {
        "gatewayClassName": "eg",
        "infrastructure": {"annotations": {"a": "b"}},
        "listeners": [
            {
                "name": "https",
                "protocol": "HTTPS",
                "port": 443,
                "hostname": "*.example.com",
                "allowedRoutes": {"namespaces": {"from": "Same"}},
                "tls": {
                    "mode": "Terminate",
                    "certificateRefs": [
                        {"kind": "Secret", "name": secret},
                        {"kind": "Secret", "name": "other", "namespace": "certs"},
                    ],
                },
            },
            {
                "name": "http",
                "protocol": "HTTP",
                "port": 8080,
                "allowedRoutes": {
                    "namespaces": {"from": "Selector", "selector": {"matchLabels": {"team": "ml"}}}
                },
            },
        ],
    }
    assert found.get("HTTPRoute", "p-m")["spec"] == {
        "parentRefs": [{"name": "p-m", "sectionName": "https"}],
        "hostnames": ["m.example.com"],
        "rules": [
            {
                "matches": [
                    {"path": {"type": "Exact", "value": "/v1/models/m"}},
                    {"path": {"type": "PathPrefix", "value": "/v1/models/n"}},
                ],
                "filters": [
                    {"type": "RequestHeaderModifier", "requestHeaderModifier": {"remove": ["x-debug"]}}
                ],
                "timeouts": {"request": "60s", "backendRequest": "30s"},
                "backendRefs": [{"name": "p-m", "port": 8501}],
            }
        ],
    }
    assert found.get("GRPCRoute", "p-m")["spec"] == {
        "parentRefs": [{"name": "p-m", "sectionName": "https"}],
        "hostnames": ["grpc.example.com"],
        "rules": [
            {
                "matches": [{"method": {"service": "tensorflow.serving.PredictionService"}}],
                "backendRefs": [{"name": "p-m", "port": 8500}],
            }
        ],
    }


def test_grpc_is_split_as_rest_is(built: Builder) -> None:
    route = "route: {hostnames: [m.example.com], gateway: shared, grpc: {hostnames: [g.example.com]}}"
    found = built(f"rollout: {{strategy: canary, weight: 5, {VERSIONS}}}\n{route}")
    assert found.get("GRPCRoute")["spec"]["rules"] == [
        {
            "backendRefs": [
                {"name": "m-v1", "port": 8500, "weight": 95},
                {"name": "m-v2", "port": 8500, "weight": 5},
            ]
        }
    ]
    arms = "versions: [{name: a}, {name: b, matches: [{headers: [{name: x, value: b}]}]}]"
    found = built(f"rollout: {{strategy: abTest, {arms}}}\n{route}")
    header = {"type": "Exact", "name": "x", "value": "b"}
    assert found.get("GRPCRoute")["spec"]["rules"] == [
        {"matches": [{"headers": [header]}], "backendRefs": [{"name": "m-b", "port": 8500}]},
        {"backendRefs": [{"name": "m-a", "port": 8500}]},
    ]


def argo(strategy: str, fields: str) -> str:
    return f"rollout: {{engine: argo, strategy: {strategy}, argo: {{{fields}}}}}\n"


def test_argo_rollouts_gets_routes_and_services_by_their_final_names(built: Builder) -> None:
    changes = (
        argo("canary", "steps: [{setWeight: 5}, {pause: {}}, {pause: {duration: 5m}}]")
        + "autoscaling: {maxReplicas: 4}\nmonitoring: {}\nplacement: {spread: [{}]}\n"
        + "route: {hostnames: [m.example.com], gateway: shared, grpc: {hostnames: [g.example.com]}}"
    )
    found = built(changes, PREFIX)
    rollout = found.get("Rollout", "p-m")
    assert rollout["spec"]["strategy"] == {
        "canary": {
            "maxSurge": 1,
            "maxUnavailable": 0,
            "stableService": "p-m",
            "canaryService": "p-m-canary",
            "steps": [{"setWeight": 5}, {"pause": {}}, {"pause": {"duration": "5m"}}],
            "trafficRouting": {
                "plugins": {
                    "argoproj-labs/gatewayAPI": {
                        "namespace": "ml",
                        "httpRoutes": [{"name": "p-m"}],
                        "grpcRoutes": [{"name": "p-m"}],
                    }
                }
            },
        }
    }
    (constraint,) = rollout["spec"]["template"]["spec"]["topologySpreadConstraints"]
    assert constraint["matchLabelKeys"] == ["rollouts-pod-template-hash"]
    assert found.names("Deployment") == []
    scaler = found.get("HorizontalPodAutoscaler", "p-m")
    assert scaler["spec"]["scaleTargetRef"] == {
        "apiVersion": "argoproj.io/v1alpha1",
        "kind": "Rollout",
        "name": "p-m",
    }
    assert found.names("Service") == ["p-m", "p-m-canary", "p-m-metrics"]
    # Between rollouts both Services lead to the same pods, so one more is what metrics are collected by.
    monitor = found.get("ServiceMonitor", "p-m")["spec"]
    assert monitor["podTargetLabels"] == ["rollouts-pod-template-hash"]
    wanted = monitor["selector"]["matchLabels"].items()
    selected = [
        name
        for name in found.names("Service")
        if wanted <= found.get("Service", name)["metadata"]["labels"].items()
    ]
    assert selected == ["p-m-metrics"]


def test_argo_rollouts_switches_from_blue_to_green(built: Builder) -> None:
    fields = """autoPromotionSeconds: 600, scaleDownDelaySeconds: 120,
      prePromotionAnalysis: {templates: [{templateName: smoke}], args: [{name: url, value: u}]},
      postPromotionAnalysis: {templates: [{templateName: errors, clusterScope: true}]}"""
    found = built(argo("blueGreen, previewReplicas: 1", fields))
    assert found.get("Rollout")["spec"]["strategy"] == {
        "blueGreen": {
            "activeService": "m",
            "previewService": "m-preview",
            "autoPromotionEnabled": False,
            "autoPromotionSeconds": 600,
            "scaleDownDelaySeconds": 120,
            "previewReplicaCount": 1,
            "prePromotionAnalysis": {
                "templates": [{"templateName": "smoke"}],
                "args": [{"name": "url", "value": "u"}],
            },
            "postPromotionAnalysis": {"templates": [{"templateName": "errors", "clusterScope": True}]},
        }
    }
    assert found.names("Service") == ["m", "m-preview"]


def test_analysis_and_replicas_of_an_argo_canary(built: Builder) -> None:
    fields = (
        "steps: [{setWeight: 20}, {analysis: {templates: [{templateName: a}]}}], dynamicStableScale: true"
    )
    fields += ", analysis: {templates: [{templateName: b}]}"
    route = "route: {hostnames: [m.example.com], gateway: shared}"
    canary = built(argo("canary", fields) + route).get("Rollout")["spec"]["strategy"]["canary"]
    assert without(canary, "stableService", "canaryService", "trafficRouting") == {
        "maxSurge": 1,
        "maxUnavailable": 0,
        "steps": [{"setWeight": 20}, {"analysis": {"templates": [{"templateName": "a"}]}}],
        "dynamicStableScale": True,
        "analysis": {"templates": [{"templateName": "b"}]},
    }


def test_an_argo_canary_by_replicas_has_one_service_and_no_routes(built: Builder) -> None:
    found = built(argo("canary, by: replicas", "steps: [{setWeight: 20}, {pause: {}}]"))
    assert found.get("Rollout")["spec"]["strategy"] == {
        "canary": {"maxSurge": 1, "maxUnavailable": 0, "steps": [{"setWeight": 20}, {"pause": {}}]}
    }
    assert found.names("Service") == ["m"]
