"""What does not fit into a ResourceQuota, in the words that people read."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

    import mlkube

    Judge = Callable[..., mlkube.QuotaReport]
    Said = Callable[..., str]


def deployment(*, replicas: int = 4, strategy: str = "", pod: str = "", name: str = "web") -> str:
    return f"""
---
apiVersion: apps/v1
kind: Deployment
metadata: {{name: {name}, namespace: ml}}
spec:
  replicas: {replicas}
  strategy: {{{strategy}}}
  template:
    spec:
      {pod}
      containers: [{{name: main, resources: {{requests: {{cpu: 1}}, limits: {{nvidia.com/gpu: 1}}}}}}]
"""


def quota(hard: str, *, more: str = "", status: str = "") -> str:
    return f"""
---
apiVersion: v1
kind: ResourceQuota
metadata: {{name: team, namespace: ml}}
spec: {{hard: {{{hard}}}{more}}}
{status}
"""


def by_priority(expression: str) -> str:
    return f", scopeSelector: {{matchExpressions: [{{scopeName: PriorityClass, {expression}}}]}}"


GPU = "requests.nvidia.com/gpu"
NO_SLACK = "rollingUpdate: {maxSurge: 1, maxUnavailable: 0}"


def test_what_runs_at_minimum_is_too_much(said: Said) -> None:
    assert said(deployment() + quota(f"{GPU}: 3")) == (
        f"error ResourceQuota/team in ml spec.hard[{GPU}]: 4 asked at minimum, 3 allowed: 1 too much; "
        "raise it to 4, or ask for less: Deployment/web asks for most of it"
    )


SCALER = """
---
apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata: {name: web, namespace: ml}
spec: {minReplicas: 2, maxReplicas: 8, scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: web}}
"""


def test_an_autoscaler_promises_more_than_is_allowed(said: Said, judge: Judge) -> None:
    objects = deployment() + SCALER + quota("cpu: 6500m")
    assert said(objects) == (
        "error ResourceQuota/team in ml spec.hard[cpu]: 8 asked at maximum, 6.5 allowed: 1.5 too much; "
        "raise it to 8, or ask for less: Deployment/web asks for most of it"
    )
    assert judge(objects).quotas[0].to_json()["keys"] == [
        {
            "key": "cpu",
            "unit": "cores",
            "hard": 6.5,
            "used": 0,
            "asked": {"minimum": 2, "maximum": 8, "rollout": 10, "allRollouts": 10},
            "fits": False,
        }
    ]


def test_a_rollout_that_needs_its_surge_gets_stuck(said: Said) -> None:
    assert said(deployment(strategy=NO_SLACK) + quota(f"{GPU}: 4")) == (
        f"error ResourceQuota/team in ml spec.hard[{GPU}]: 5 asked to roll Deployment/web out at maximum, "
        "4 allowed: 1 too much; it gets stuck; raise it to 5, or let it replace pods without surge"
    )


def test_a_rollout_that_may_do_with_fewer_pods_goes_on(said: Said, judge: Judge) -> None:
    objects = deployment() + quota(f"{GPU}: 4")
    assert said(objects) == (
        f"warning ResourceQuota/team in ml spec.hard[{GPU}]: 5 asked to roll Deployment/web out at maximum, "
        "4 allowed: 1 too much; it gets less surge, and goes on more slowly; "
        "raise it to 5, or lower its maxSurge"
    )
    assert judge(objects).fits


def test_a_rollout_that_gets_a_part_of_its_surge_goes_on(said: Said) -> None:
    objects = deployment(strategy="rollingUpdate: {maxSurge: 3, maxUnavailable: 0}")
    assert said(objects + quota(f"{GPU}: 5")).startswith("warning")
    assert said(objects + quota(f"{GPU}: 4")).startswith("error")


def test_a_small_rollout_that_gets_stuck_is_not_hidden_by_a_larger_one(said: Said) -> None:
    large = deployment(name="large", strategy="rollingUpdate: {maxSurge: 3, maxUnavailable: 1}")
    small = deployment(name="small", strategy=NO_SLACK)
    assert said(large + small + quota(f"{GPU}: 8")) == (
        f"error ResourceQuota/team in ml spec.hard[{GPU}]: 9 asked to roll Deployment/small out at maximum, "
        "8 allowed: 1 too much; it gets stuck; raise it to 9, or let it replace pods without surge"
    )


def test_rollouts_all_at_once_are_only_warned_of(said: Said) -> None:
    both = deployment(strategy=NO_SLACK) + deployment(strategy=NO_SLACK, name="api") + quota(f"{GPU}: 9")
    assert said(both) == (
        f"warning ResourceQuota/team in ml spec.hard[{GPU}]: 10 asked to roll everything out at once at "
        "maximum, 9 allowed: 1 too much; raise it to 10, or change one after the other"
    )


def test_what_others_use_is_taken_off(said: Said, judge: Judge) -> None:
    status = f"status: {{hard: {{{GPU}: 6}}, used: {{{GPU}: 3}}}}"
    given = quota(f"{GPU}: 6", status=status)
    assert said(deployment(strategy="type: Recreate"), given=given) == (
        f"error ResourceQuota/team in ml spec.hard[{GPU}]: 4 asked at minimum, 6 allowed, 3 of it used: "
        "1 too much; raise it to 7, or ask for less: Deployment/web asks for most of it"
    )
    assert judge(deployment(strategy="type: Recreate"), given=given, applied=True).findings == ()


def test_what_is_used_holds_for_the_quota_of_the_render(judge: Judge) -> None:
    given = quota(f"{GPU}: 6", status=f"status: {{used: {{{GPU}: 3}}}}")
    found = judge(deployment() + quota(f"{GPU}: 9"), given=given)
    (key,) = found.quotas[0].keys
    assert (key.hard, key.used) == (9 * 10**9, 3 * 10**9)


def test_quotas_of_other_namespaces_are_mentioned(judge: Judge) -> None:
    found = judge(deployment(), given=quota("pods: 1").replace("namespace: ml", "namespace: other"))
    assert (found.quotas, found.assumed) == (
        (),
        ("ResourceQuota/team in other: nothing of the render is in this namespace",),
    )


def test_a_bounded_resource_has_to_be_said_by_each_container(said: Said) -> None:
    refused = "error Deployment/web in ml: its pods are refused: ResourceQuota/team bounds"
    hint = "or give a default by a LimitRange"
    assert said(deployment() + quota("cpu: 10, limits.memory: 1Gi, requests.memory: 8Gi")) == (
        f"{refused} limits.memory, and container main has no limit of memory; "
        f"set resources.limits.memory, {hint}\n"
        f"{refused} requests.memory, and container main has no request of memory; "
        f"set resources.requests.memory, {hint}"
    )
    limits = """
---
apiVersion: v1
kind: LimitRange
metadata: {name: defaults, namespace: ml}
spec: {limits: [{type: Container, default: {memory: 256Mi}}]}
"""
    assert said(deployment() + limits + quota("limits.memory: 2Gi, requests.memory: 8Gi")) == ""


@pytest.mark.parametrize(
    ("more", "pod", "counts"),
    [
        (", scopes: [NotBestEffort]", "", True),
        (", scopes: [BestEffort]", "", False),
        (", scopes: [Terminating]", "activeDeadlineSeconds: 60", True),
        (", scopes: [Terminating]", "", False),
        (", scopes: [NotTerminating]", "", True),
        (", scopes: [PriorityClass]", "priorityClassName: high", True),
        (", scopes: [PriorityClass]", "", False),
        (by_priority("operator: In, values: [high]"), "priorityClassName: high", True),
        (by_priority("operator: In, values: [high]"), "priorityClassName: low", False),
        (by_priority("operator: NotIn, values: [high]"), "", True),
        (by_priority("operator: DoesNotExist"), "priorityClassName: low", False),
        (
            ", scopes: [CrossNamespacePodAffinity]",
            "affinity: {podAffinity: {requiredDuringSchedulingIgnoredDuringExecution: [{namespaces: [b]}]}}",
            True,
        ),
        (", scopes: [CrossNamespacePodAffinity]", "", False),
    ],
)
def test_a_quota_counts_the_pods_of_its_scopes(judge: Judge, more: str, pod: str, *, counts: bool) -> None:
    found = judge(deployment(pod=pod) + quota("pods: 1", more=more))
    assert found.fits is not counts


def test_the_default_priority_class_counts_too(judge: Judge) -> None:
    default = """
---
apiVersion: scheduling.k8s.io/v1
kind: PriorityClass
metadata: {name: normal}
globalDefault: true
value: 1
"""
    scoped = quota("pods: 1", more=by_priority("operator: In, values: [normal]"))
    assert judge(deployment() + scoped).fits
    assert not judge(deployment() + scoped + default).fits


def test_a_run_that_replaces_another_waits_for_room(said: Said) -> None:
    nightly = """
---
apiVersion: batch/v1
kind: CronJob
metadata: {name: nightly, namespace: ml}
spec:
  concurrencyPolicy: Replace
  jobTemplate: {spec: {template: {spec: {containers: [{name: main, resources: {requests: {cpu: 4}}}]}}}}
"""
    assert said(nightly + quota("requests.cpu: 6")) == (
        "warning ResourceQuota/team in ml spec.hard[requests.cpu]: 8 asked when a run of "
        "CronJob/nightly replaces the one before, 6 allowed: 2 too much; the new run waits until the old one "
        "is gone; raise it to 8, or set concurrencyPolicy: Forbid"
    )
