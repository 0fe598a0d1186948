"""Closed forms of Kubernetes' own arithmetic: rounds, rounding, least and most pods."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

    from mlkube.planning.rollouts.rollout import RolloutReport
    from mlkube.planning.rollouts.step import Course

    Report = Callable[..., RolloutReport]

CONTAINERS = """\
      terminationGracePeriodSeconds: 20
      containers:
      - name: web
        image: web:1
        startupProbe: {tcpSocket: {port: 80}, periodSeconds: 5, failureThreshold: 20}
        readinessProbe: {tcpSocket: {port: 80}, periodSeconds: 5}
        lifecycle: {preStop: {sleep: {seconds: 10}}}
"""
START, STOP = 105, 20


def workload(kind: str, spec: str) -> str:
    return (
        f"apiVersion: apps/v1\nkind: {kind}\nmetadata: {{name: web}}\nspec:\n{spec}"
        "  selector: {matchLabels: {app: web}}\n"
        f"  template:\n    metadata: {{labels: {{app: web}}}}\n    spec:\n{CONTAINERS}"
    )


def course(report: Report, text: str, number: int = 0) -> Course:
    (plan,) = report(text).plans
    return plan.courses[number]


@pytest.mark.parametrize(
    ("replicas", "surge", "missing", "least", "most", "rounds"),
    [
        (4, "25%", "25%", 3, 5, 2),
        (3, "25%", "25%", 3, 4, 3),  # surge rounds up, unavailability down
        (1, "25%", "25%", 1, 2, 1),
        (10, "25%", "25%", 8, 13, 2),
        (10, 1, 0, 10, 11, 10),
        (10, 0, 1, 9, 10, 10),
        (10, 0, "30%", 7, 10, 4),
        (3, 0, "10%", 2, 3, 3),  # both round to 0: one pod may be missing, or nothing would move
        (2, "100%", 0, 2, 4, 1),
        (2, 0, 5, 0, 2, 1),  # no more are missing than there are
        (5, 2, 2, 3, 7, 2),
    ],
)
def test_a_rolling_update_keeps_within_surge_and_unavailability(
    report: Report, replicas: int, surge: object, missing: object, least: int, most: int, rounds: int
) -> None:
    strategy = f"  strategy: {{rollingUpdate: {{maxSurge: {surge}, maxUnavailable: {missing}}}}}\n"
    found = course(report, workload("Deployment", f"  replicas: {replicas}\n{strategy}"))

    assert (found.least_ready, found.most_pods, found.rounds) == (least, most, rounds)
    assert found.percent == 100 * least // replicas
    assert found.extra_pods == most - replicas
    ends = sum(step.text.startswith(tuple("123456789")) and " old pod" in step.text for step in found.steps)
    assert found.span.seconds == rounds * (START + ends * STOP)


def test_the_steps_of_a_surge(report: Report) -> None:
    strategy = "  strategy: {rollingUpdate: {maxSurge: 1, maxUnavailable: 0}}\n  minReadySeconds: 15\n"
    found = course(report, workload("Deployment", f"  replicas: 2\n{strategy}"))

    assert [(step.text, str(step.span), step.ready, step.pods) for step in found.steps] == [
        ("1 new pod starts beside the old", "up to 1 min 40 s", 2, 3),
        ("its endpoint is added once ready", "up to 5 s", 2, 3),
        ("it must stay ready for minReadySeconds", "up to 15 s", 2, 3),
        (
            (
                "1 old pod ends: endpoint removed, preStop sleeps 10 s, SIGTERM, "
                "SIGKILL 20 s after the beginning"
            ),
            "up to 20 s",
            2,
            3,
        ),
    ]
    assert (found.rounds, found.ending) == (2, 1)


def test_the_steps_without_a_surge(report: Report) -> None:
    strategy = "  strategy: {rollingUpdate: {maxSurge: 0, maxUnavailable: 2}}\n"
    found = course(report, workload("Deployment", f"  replicas: 4\n{strategy}"))

    assert [(step.text.partition(":")[0], step.ready, step.pods) for step in found.steps] == [
        ("2 old pods end", 2, 4),
        ("2 new pods start in their place", 2, 4),
        ("their endpoints are added once ready", 2, 4),
    ]


def test_recreate_leaves_no_pod_until_the_last_old_one_is_gone(report: Report) -> None:
    found = course(report, workload("Deployment", "  replicas: 3\n  strategy: {type: Recreate}\n"))

    assert (found.least_ready, found.most_pods, found.rounds) == (0, 3, 1)
    assert found.span.seconds == STOP + START


@pytest.mark.parametrize(
    ("fields", "least", "rounds"),
    [
        ("", 2, 3),
        ("  updateStrategy: {rollingUpdate: {partition: 2}}\n", 2, 1),
        ("  updateStrategy: {rollingUpdate: {maxUnavailable: 2}}\n", 1, 2),
        ("  updateStrategy: {rollingUpdate: {maxUnavailable: 20%}}\n", 2, 3),  # never less than one
    ],
)
def test_a_stateful_set_replaces_from_the_highest_ordinal(
    report: Report, fields: str, least: int, rounds: int
) -> None:
    found = course(report, workload("StatefulSet", f"  replicas: 3\n  serviceName: web\n{fields}"))

    assert (found.least_ready, found.most_pods, found.rounds) == (least, 3, rounds)
    assert found.span.seconds == rounds * (START + STOP)


def test_a_partition_above_all_ordinals_replaces_nothing(report: Report) -> None:
    spec = "  replicas: 3\n  serviceName: web\n  updateStrategy: {rollingUpdate: {partition: 3}}\n"
    (plan,) = report(workload("StatefulSet", spec)).plans

    assert plan.courses[0].steps == ()
    assert [(each.severity, each.text) for each in plan.findings] == [
        ("note", "partition 3: no pod has an ordinal that high, so a change replaces nothing")
    ]


@pytest.mark.parametrize(
    ("fields", "least", "most"),
    [("", 0, 1), ("  updateStrategy: {rollingUpdate: {maxSurge: 1, maxUnavailable: 0}}\n", 1, 2)],
)
def test_a_daemon_set_goes_node_by_node(report: Report, fields: str, least: int, most: int) -> None:
    found = course(report, workload("DaemonSet", fields or "  minReadySeconds: 0\n"))

    assert (found.replicas, found.least_ready, found.most_pods) == (1, least, most)
    assert found.span.seconds == START + STOP


def test_on_delete_replaces_nothing_by_itself(report: Report) -> None:
    (plan,) = report(
        workload("StatefulSet", "  updateStrategy: {type: OnDelete}\n  serviceName: web\n")
    ).plans

    assert plan.courses[0].steps == ()
    assert [each.text for each in plan.findings] == [
        "OnDelete: a change replaces a pod only when somebody deletes it"
    ]


SCALER = """\
---
apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata: {name: web}
spec: {minReplicas: 2, maxReplicas: 8, scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: web}}
"""


def test_an_autoscaler_gives_a_course_at_its_fewest_and_at_its_most_pods(report: Report) -> None:
    (plan,) = report(workload("Deployment", "  minReadySeconds: 0\n") + SCALER).plans

    assert [(each.replicas, each.least_ready, each.most_pods) for each in plan.courses] == [
        (2, 2, 3),
        (8, 6, 10),
    ]
    assert plan.pods.scaled_by == "HorizontalPodAutoscaler/web"


def test_a_workload_that_may_have_no_pods_has_an_empty_course(report: Report) -> None:
    scaler = SCALER.replace("autoscaling/v2", "keda.sh/v1alpha1").replace(
        "HorizontalPodAutoscaler", "ScaledObject"
    )
    scaler = scaler.replace("minReplicas: 2, maxReplicas: 8", "minReplicaCount: 0, maxReplicaCount: 2")
    (plan,) = report(workload("Deployment", "  minReadySeconds: 0\n") + scaler).plans

    assert [(each.replicas, len(each.steps)) for each in plan.courses] == [(0, 0), (2, 3)]


def test_devices_of_a_surge_are_counted(report: Report) -> None:
    gpus = CONTAINERS + "        resources: {limits: {nvidia.com/gpu: 2}}\n"
    text = workload("Deployment", "  replicas: 4\n").replace(CONTAINERS, gpus)
    assert course(report, text).extra_devices == {"nvidia.com/gpu": 2}


def argo(strategy: str, replicas: int = 4) -> str:
    rollout = workload("Rollout", f"  replicas: {replicas}\n  strategy: {strategy}\n")
    return rollout.replace("apps/v1", "argoproj.io/v1alpha1")


def test_blue_green_of_argo_runs_two_sets_and_switches_once(report: Report) -> None:
    strategy = (
        "{blueGreen: {activeService: web, previewService: web-preview, previewReplicaCount: 1, "
        "autoPromotionEnabled: false, prePromotionAnalysis: {templates: [{templateName: smoke}]}, "
        "scaleDownDelaySeconds: 60}}"
    )
    found = course(report, argo(strategy))

    assert [(step.text, str(step.span), step.pods) for step in found.steps] == [
        ("1 new pod starts and gets ready; Service/web-preview sends to it", "up to 1 min 45 s", 5),
        ("the analysis smoke must succeed", "as long as a promotion", 5),
        ("waits to be promoted", "as long as a promotion", 5),
        ("3 more new pods start and get ready", "up to 1 min 45 s", 8),
        ("Service/web switches to the new pods at once", "up to 0 s", 8),
        ("the old pods stay, for whoever still sends to them", "up to 1 min", 8),
        ("the old pods end", "up to 20 s", 8),
    ]
    assert (found.least_ready, found.most_pods) == (4, 8)


def test_a_canary_of_argo_goes_by_its_steps(report: Report) -> None:
    steps = "[{setWeight: 10}, {pause: {duration: 10m}}, {setWeight: 50}, {pause: {}}]"
    strategy = f"{{canary: {{trafficRouting: {{plugins: {{a: {{}}}}}}, steps: {steps}}}}}"
    found = course(report, argo(strategy))

    assert [(step.text, step.ready, step.pods) for step in found.steps] == [
        ("10 % of requests to the new version: 1 of 4 pods", 4, 5),
        ("waits", 4, 5),
        ("50 % of requests to the new version: 2 of 4 pods", 4, 6),
        ("waits to be promoted", 4, 6),
        ("all requests to the new version: it has all its pods", 4, 8),
        ("the old pods stay, for whoever still sends to them", 4, 8),
        ("the old pods end", 4, 8),
    ]
    assert str(found.span) == "as long as a promotion and 16 min 5 s"


def test_a_canary_without_a_router_splits_by_pods(report: Report) -> None:
    found = course(report, argo("{canary: {maxSurge: 1, maxUnavailable: 0, steps: [{setWeight: 30}]}}"))

    assert [(step.text, step.ready, step.pods) for step in found.steps] == [
        ("about 30 % of pods are new: 1 of 4 pods", 4, 5),
        ("the other pods are replaced", 4, 5),
    ]


def test_a_canary_without_steps_is_a_rolling_update(report: Report) -> None:
    found = course(report, argo("{canary: {maxSurge: 1, maxUnavailable: 0}}"))
    assert (found.rounds, found.least_ready, found.most_pods) == (4, 4, 5)


def inference(mode: str, fields: str = "") -> str:
    return f"""\
apiVersion: serving.kserve.io/v1beta1
kind: InferenceService
metadata: {{name: iris, annotations: {{serving.kserve.io/deploymentMode: {mode}}}}}
spec:
  predictor:
    minReplicas: 2
    maxReplicas: 2
{fields}    containers: [{{name: kserve-container, image: a:1}}]
"""


def test_kserve_rolls_in_standard_mode_and_makes_revisions_in_knative_mode(report: Report) -> None:
    standard, knative = (course(report, inference(mode)) for mode in ("Standard", "Knative"))

    assert (standard.least_ready, standard.most_pods, standard.rounds) == (2, 3, 2)
    assert [step.text for step in knative.steps] == [
        "the pods of a new revision start and get ready",
        "the route sends to the new revision",
        "the pods of the old revision end",
    ]
    assert (knative.least_ready, knative.most_pods) == (2, 4)


def test_canaries_of_kserve_have_their_share(report: Report) -> None:
    (knative,) = report(inference("Knative", "    canaryTrafficPercent: 10\n")).plans
    canary = "  canary: [{trafficPercent: 20, predictor: {}}]\n"
    (standard,) = report(inference("Standard") + canary).plans

    assert knative.to_json()["canaries"] == [
        {"field": "spec.predictor.canaryTrafficPercent", "percent": 10, "rest": 90}
    ]
    assert standard.to_json()["canaries"] == [
        {"field": "spec.canary[0].trafficPercent", "percent": 20, "rest": 80}
    ]
