"""Rollouts and ways in that cannot work, each with the exact text of its refusal."""
# ruff: noqa: E501  error texts stand as they are printed

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

    Judge = Callable[..., list[str]]

V = "versions: [{name: v1}, {name: v2}]"
ROUTE = "route: {hostnames: [m.example.com], gateway: shared}"
ARMS = "versions: [{name: a}, {name: b, matches: [{headers: [{name: x, value: b}]}]}]"
STEPS = "argo: {steps: [{setWeight: 10}]}"
CLAIM = "{newClaim: {size: 1Gi}}"


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        # fields of other strategies
        (
            f"rollout: {{{V}}}",
            "spec.rollout.versions: rolling does not read it; use strategy: blueGreen, canary or abTest, or leave it out",
        ),
        (
            "rollout: {active: v1}",
            "spec.rollout.active: rolling does not read it; use strategy: blueGreen, canary or abTest, or leave it out",
        ),
        (
            "rollout: {weight: 5}",
            "spec.rollout.weight: rolling does not read it; use strategy: canary, or leave it out",
        ),
        (
            f"rollout: {{strategy: blueGreen, by: replicas, {V}}}",
            "spec.rollout.by: blueGreen does not read it; use strategy: canary, or leave it out",
        ),
        (
            f"rollout: {{strategy: canary, previewReplicas: 1, {V}}}\n{ROUTE}",
            "spec.rollout.previewReplicas: canary does not read it; use strategy: blueGreen, or leave it out",
        ),
        (
            "rollout: {strategy: recreate, maxSurge: 1}",
            "spec.rollout.maxSurge: recreate does not read it; use strategy: rolling, or leave it out",
        ),
        (
            "rollout: {strategy: recreate, maxUnavailable: 1}",
            "spec.rollout.maxUnavailable: recreate does not read it; use strategy: rolling, or leave it out",
        ),
        (
            "rollout: {argo: {steps: [{setWeight: 1}]}}",
            "spec.rollout.argo.steps: only Argo Rollouts reads it; set engine: argo, or leave it out",
        ),
        (
            "rollout: {strategy: blueGreen, versions: [{name: a}, {name: b, matches: [{cookie: {name: a, value: b}}]}]}",
            "spec.rollout.versions[1].matches: blueGreen does not read it; use strategy: abTest, or leave it out",
        ),
        # rolling
        (
            "rollout: {maxSurge: 0, maxUnavailable: 0}",
            "spec.rollout.maxUnavailable: is 0, and so is maxSurge; allow one pod more or one less",
        ),
        (
            "rollout: {maxUnavailable: 0}\naccelerator: {}\nimage: tensorflow/serving:2.20.0-gpu",
            "spec.rollout.maxUnavailable: is 0, and so is maxSurge by default; allow one pod more or one less",
        ),
        (
            "rollout: {maxSurge: some}",
            'spec.rollout.maxSurge: "some" does not have the form [0-9]+%; a number, or a percentage such as 25%',
        ),
        (
            f"rollout: {{maxSurge: 1}}\nmodelStorage: {CLAIM}",
            "spec.rollout.maxSurge: the new pod waits for a volume that the old one holds, and the old one for the new one; set maxSurge: 0, or strategy: recreate",
        ),
        (
            "rollout: {progressDeadlineSeconds: 700, minReadySeconds: 700}",
            "spec.rollout.progressDeadlineSeconds: 700 is not more than minReadySeconds, 700",
        ),
        (
            "rollout: {progressDeadlineSeconds: 600}",
            "spec.rollout.progressDeadlineSeconds: 600 s are over before a pod may be ready, which takes up to 600 s; raise it, or leave it out",
        ),
        # versions
        (
            "rollout: {strategy: blueGreen}",
            "spec.rollout.versions: blueGreen has an old and a new version, not 0; list two",
        ),
        (
            f"rollout: {{strategy: canary, versions: [{{name: a}}]}}\n{ROUTE}",
            "spec.rollout.versions: canary has an old and a new version, not 1; list two",
        ),
        (
            f"rollout: {{strategy: abTest, versions: [{{name: a}}]}}\n{ROUTE}",
            "spec.rollout.versions: abTest compares at least two versions, not 1",
        ),
        (
            f"rollout: {{strategy: blueGreen, active: v3, {V}}}",
            'spec.rollout.active: there is no version "v3"; known are v1, v2',
        ),
        (
            f"rollout: {{strategy: blueGreen, {V}}}\npodLabels: {{mlkube.dev/version: x}}",
            "spec.podLabels[mlkube.dev/version]: the rollout tells the pods of its versions apart by this label; leave it out",
        ),
        (
            f"rollout: {{strategy: blueGreen, {V}}}\nmodelStorage: {{newClaim: {{size: 1Gi, accessModes: [ReadWriteOnce]}}}}",
            "spec.modelStorage.newClaim.accessModes: one node mounts it, but pods of several versions want it; use ReadOnlyMany or ReadWriteMany, or strategy: recreate",
        ),
        (
            "rollout: {strategy: blueGreen, versions: [{name: v1}, {name: V2}]}",
            'spec.rollout.versions[1].name: "V2" does not have the form [a-z0-9]([-a-z0-9]*[a-z0-9])?; lower-case letters, digits and `-`, as names of objects have them',
        ),
        (
            "rollout: {strategy: blueGreen, versions: [{name: v1}, {name: a1234567890123456789012345678901234567890123456789012345678901}]}",
            "spec.rollout.versions[1].name: its objects would be called 'm-a1234567890123456789012345678901234567890123456789012345678901', 64 characters of at most 63; shorten it, or the workload's name",
        ),
        (
            f"rollout: {{strategy: canary, versions: [{{name: v1}}, {{name: headless}}]}}\n{ROUTE}\nservice: {{headless: true}}",
            'metadata.name: two different objects would be the Service "m-headless"; choose other names for what is built',
        ),
        # versions are judged as the workload that they are
        (
            "rollout: {strategy: blueGreen, versions: [{name: v1}, {name: v2, image: 'r/x:latest'}]}",
            "spec.rollout.versions[1].image: r/x:latest has no fixed version; name a tag or a digest, or set `profile: dev`",
        ),
        (
            "rollout: {strategy: blueGreen, versions: [{name: v1}, {name: v2, env: [{name: A_TOKEN, value: x}]}]}",
            "spec.rollout.versions[1].env[0].value: A_TOKEN looks like the value of a secret; keep it in a Secret and refer to it with valueFrom.secretKeyRef",
        ),
        (
            "rollout: {strategy: blueGreen, versions: [{name: v1}, {name: v2, args: [--port=1]}]}",
            "spec.rollout.versions[1].args[0]: --port belongs to service; set service instead",
        ),
        (
            "rollout: {strategy: blueGreen, versions: [{name: v1}, {name: v2, models: [{name: n}]}]}",
            "spec.rollout.versions[1].models[0].storage: nothing says where the model lies; give storage here, or modelStorage for all models",
        ),
        (
            f"rollout: {{strategy: blueGreen, versions: [{{name: v1}}, {{name: v2, replicas: 2, models: [{{name: m, storage: {CLAIM}}}]}}]}}",
            "spec.rollout.versions[1].models[0].storage.newClaim.accessModes: ReadWriteOnce: one node mounts it, but up to 2 pods want it; use ReadOnlyMany or ReadWriteMany, or `profile: dev`",
        ),
        # traffic
        (
            f"rollout: {{strategy: canary, {V}}}",
            "spec.rollout.strategy: a Service knows nothing of a share of the requests; that takes a route; give route, or set by: replicas",
        ),
        (
            f"rollout: {{strategy: abTest, {ARMS}}}",
            "spec.rollout.strategy: a Service knows nothing of headers and cookies; that takes a route; give route",
        ),
        (
            f"rollout: {{strategy: canary, {V}}}\ningress: {{host: a, className: nginx}}",
            "spec.ingress: an Ingress knows no weights and no headers; they are its controller's own; use route alone, or controller: alb for a class of the AWS Load Balancer Controller",
        ),
        (
            f"rollout: {{strategy: canary, {V}}}\ningress: {{host: a}}",
            "spec.ingress: an Ingress knows no weights and no headers; they are its controller's own; use route alone, or controller: alb for a class of the AWS Load Balancer Controller",
        ),
        (
            f"rollout: {{strategy: canary, {V}}}\ningress: {{host: a, className: alb, paths: [{{port: grpc}}]}}",
            "spec.ingress: the load balancer splits requests to REST, not to gRPC; use route",
        ),
        (
            "rollout: {strategy: abTest, versions: [{name: a}, {name: b, matches: [{cookie: {name: a, value: b}}]}]}\ningress: {host: a, className: alb}",
            "spec.rollout.versions[1].matches[0].cookie: the load balancer compares headers, not cookies; use route",
        ),
        (
            "rollout: {strategy: abTest, versions: [{name: a}, {name: b, matches: [{headers: [{name: a, value: b, type: RegularExpression}]}]}]}\ningress: {host: a, className: alb}",
            "spec.rollout.versions[1].matches[0].headers[0].type: the load balancer knows no regular expressions; use route",
        ),
        (
            f"rollout: {{strategy: abTest, versions: [{{name: a}}, {{name: b}}]}}\n{ROUTE}",
            "spec.rollout.versions[1]: no request goes to it; give matches: headers or a cookie",
        ),
        (
            f"rollout: {{strategy: abTest, versions: [{{name: a}}, {{name: b, matches: [{{}}]}}]}}\n{ROUTE}",
            "spec.rollout.versions[1].matches[0]: matches every request; give headers or a cookie",
        ),
        (
            f"rollout: {{strategy: abTest, versions: [{{name: a}}, {{name: b, matches: [{{cookie: {{name: a, value: b}}, headers: [{{name: cookie, value: x}}]}}]}}]}}\n{ROUTE}",
            "spec.rollout.versions[1].matches[0].headers[0]: a route compares a header once, and cookie compares this one; leave one out",
        ),
        (
            f"rollout: {{strategy: abTest, versions: [{{name: a}}, {{name: b, matches: [{{cookie: {{name: a, value: b}}}}]}}, {{name: c, matches: [{{cookie: {{name: a, value: b}}}}]}}]}}\n{ROUTE}",
            "spec.rollout.versions[2].matches[0]: these requests go to another version already; match something else",
        ),
        (
            f"rollout: {{strategy: canary, {V}}}\n{ROUTE}\ningress: {{host: a, className: traefik}}",
            "spec.ingress: an Ingress knows no weights and no headers; they are its controller's own; use route alone, or controller: alb for a class of the AWS Load Balancer Controller",
        ),
        # replicas
        (
            f"autoscaling: {{maxReplicas: 3}}\nrollout: {{strategy: canary, by: replicas, {V}}}",
            "spec.autoscaling: an autoscaler changes the numbers of pods that make the share; split by: route",
        ),
        (
            "rollout: {strategy: canary, by: replicas, versions: [{name: a}, {name: b, replicas: 3}]}",
            "spec.rollout.versions[1].replicas: weight divides the workload's replicas; leave it out",
        ),
        (
            f"replicas: 4\nrollout: {{strategy: canary, by: replicas, weight: 10, {V}}}",
            "spec.rollout.weight: 10 % of 4 pods are no whole pods; the nearest are 0 % and 25 %; change replicas or weight, or split by: route",
        ),
        (
            f"autoscaling: {{maxReplicas: 3}}\nrollout: {{strategy: blueGreen, previewReplicas: 0, {V}}}",
            "spec.rollout.previewReplicas: an HPA goes down to no pods behind the alpha gate HPAScaleToZero only, which is off; set engine: keda, or keep a pod",
        ),
        # Argo Rollouts
        (
            "rollout: {engine: argo, strategy: blueGreen}\nservice: {headless: true}",
            "spec.service.headless: its clients would reach the pods of both versions, whatever the rollout says; leave it out, or use engine: deployment",
        ),
        (
            f"rollout: {{engine: argo, strategy: canary, {STEPS}}}\n{ROUTE}\ningress: {{host: a, className: alb}}",
            "spec.ingress: Argo Rollouts writes the weights of a route, and knows nothing of this Ingress; use route alone, or set by: replicas",
        ),
        (
            "rollout: {engine: argo}",
            "spec.rollout.strategy: Argo Rollouts has no strategy like rolling; use strategy: canary or blueGreen, or engine: deployment",
        ),
        (
            f"rollout: {{engine: argo, strategy: blueGreen, {V}}}",
            "spec.rollout.versions: Argo Rollouts makes a version of every change of the pods; write the newest version into the workload's own fields",
        ),
        (
            f"rollout: {{engine: argo, strategy: canary, weight: 5, {STEPS}}}\n{ROUTE}",
            "spec.rollout.weight: the steps say which share the new version gets; set argo.steps",
        ),
        (
            "rollout: {engine: argo, strategy: blueGreen, argo: {steps: [{setWeight: 1}]}}",
            "spec.rollout.argo.steps: blueGreen does not read it; leave it out",
        ),
        (
            f"rollout: {{engine: argo, strategy: canary, argo: {{steps: [{{setWeight: 1}}], autoPromotionEnabled: true}}}}\n{ROUTE}",
            "spec.rollout.argo.autoPromotionEnabled: canary does not read it; leave it out",
        ),
        (
            "rollout: {engine: argo, strategy: blueGreen, maxSurge: 1}",
            "spec.rollout.maxSurge: blueGreen starts all pods of the new version beside the old ones; leave it out",
        ),
        (
            f"rollout: {{engine: argo, strategy: canary}}\n{ROUTE}",
            "spec.rollout.argo.steps: without steps every change goes to all pods at once; give setWeight and pause",
        ),
        (
            f"rollout: {{engine: argo, strategy: canary, argo: {{steps: [{{}}]}}}}\n{ROUTE}",
            "spec.rollout.argo.steps[0]: a step is one thing, not nothing; give setWeight, pause or analysis",
        ),
        (
            f"rollout: {{engine: argo, strategy: canary, argo: {{steps: [{{setWeight: 1, pause: {{}}}}]}}}}\n{ROUTE}",
            "spec.rollout.argo.steps[0]: a step is one thing, not setWeight and pause; give setWeight, pause or analysis",
        ),
        (
            f"rollout: {{engine: argo, strategy: canary, {STEPS}}}",
            "spec.rollout.strategy: Argo Rollouts splits requests by the weights of a route; give route, or set by: replicas",
        ),
        (
            "rollout: {engine: argo, strategy: canary, by: replicas, argo: {steps: [{setWeight: 1}], dynamicStableScale: true}}",
            "spec.rollout.argo.dynamicStableScale: by replicas the old version shrinks as the new one grows; leave it out",
        ),
        (
            "rollout: {engine: argo, strategy: canary, by: replicas, argo: {steps: [{setWeight: 1}], scaleDownDelaySeconds: 9}}",
            "spec.rollout.argo.scaleDownDelaySeconds: by replicas the old version shrinks as the new one grows; leave it out",
        ),
        (
            f"rollout: {{engine: argo, strategy: canary, argo: {{steps: [{{setWeight: 1}}], dynamicStableScale: true, scaleDownDelaySeconds: 9}}}}\n{ROUTE}",
            "spec.rollout.argo.scaleDownDelaySeconds: with dynamicStableScale nothing is left of the old version to keep; leave one out",
        ),
        (
            f"rollout: {{engine: argo, strategy: canary, argo: {{steps: [{{pause: {{duration: 0s}}}}]}}}}\n{ROUTE}",
            'spec.rollout.argo.steps[0].pause.duration: "0s" does not have the form [1-9][0-9]*[smh]?; write it as 30s, 10m or 1h',
        ),
    ],
)
def test_a_rollout_that_cannot_work_is_refused(changes: str, expected: str, refused: Judge) -> None:
    assert refused(changes) == [expected]


def test_every_contradiction_of_a_rollout_is_told_at_once(refused: Judge) -> None:
    assert refused(f"rollout: {{strategy: abTest, active: b, by: replicas, {ARMS}}}\n{ROUTE}") == [
        "spec.rollout.by: abTest does not read it; use strategy: canary, or leave it out",
        "spec.rollout.versions[0]: no request goes to it; give matches: headers or a cookie",
        "spec.rollout.versions[1].matches: the active version gets whatever matches no other; leave it out, or make another version active",
    ]


def test_what_all_versions_have_in_common_is_told_once(refused: Judge) -> None:
    changes = f"rollout: {{strategy: blueGreen, {V}}}\nimage: r/x:latest"
    assert refused(changes) == [
        "spec.image: r/x:latest has no fixed version; name a tag or a digest, or set `profile: dev`"
    ]


def test_routes_of_argo_need_a_namespace(refused: Judge) -> None:
    changes = f"rollout: {{engine: argo, strategy: canary, {STEPS}}}\n{ROUTE}"
    assert refused(changes, "namePrefix: p-") == [
        "spec.rollout.engine: the strategy holds the namespace of its routes, and no layer gives one; set `namespace:` in a kustomization above, or metadata.namespace"
    ]
