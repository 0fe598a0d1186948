"""Each finding where it holds, with its words and place, and none where all is well."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

import mlkube

if TYPE_CHECKING:
    from collections.abc import Callable

    from mlkube.planning.rollouts.rollout import RolloutReport

    Report = Callable[..., RolloutReport]

WELL = """\
apiVersion: apps/v1
kind: Deployment
metadata: {name: web, namespace: ml}
spec:
  replicas: 3
  progressDeadlineSeconds: 600
  strategy: {rollingUpdate: {maxSurge: 1, maxUnavailable: 0}}
  selector: {matchLabels: {app: web}}
  template:
    metadata: {labels: {app: web}}
    spec:
      terminationGracePeriodSeconds: 30
      containers:
      - name: web
        image: web:1
        ports: [{containerPort: 80}]
        startupProbe: {tcpSocket: {port: 80}, periodSeconds: 5, failureThreshold: 20}
        readinessProbe: {tcpSocket: {port: 80}, periodSeconds: 5}
        livenessProbe: {tcpSocket: {port: 80}}
        lifecycle: {preStop: {sleep: {seconds: 10}}}
---
apiVersion: v1
kind: Service
metadata: {name: web, namespace: ml}
spec: {selector: {app: web}, ports: [{port: 80}]}
---
apiVersion: policy/v1
kind: PodDisruptionBudget
metadata: {name: web, namespace: ml}
spec: {maxUnavailable: 1, selector: {matchLabels: {app: web}}}
"""
CLAIM = """\
---
apiVersion: v1
kind: PersistentVolumeClaim
metadata: {name: data, namespace: ml}
spec: {accessModes: [%s]}
"""
POD = "spec.template.spec"


def found(report: RolloutReport) -> list[tuple[str, str, str, str]]:
    return [(each.severity, f"{each.owner}", each.field, each.text) for each in report.every_finding()]


def changed(*pairs: tuple[str, str]) -> str:
    text = WELL
    for old, new in pairs:
        assert old in text
        text = text.replace(old, new)
    return text


def test_a_workload_that_is_well_made_has_no_finding(report: Report) -> None:
    assert found(report(WELL)) == []


HOOK = "        lifecycle: {preStop: {sleep: {seconds: 10}}}\n"


@pytest.mark.parametrize(
    ("pairs", "expected"),
    [
        (
            [(HOOK, "")],
            (
                "warning",
                "Deployment/web",
                f"{POD}.containers[0].lifecycle.preStop",
                "there is no preStop hook: requests may still arrive for 5 s after SIGTERM",
            ),
        ),
        (
            [("sleep: {seconds: 10}", "sleep: {seconds: 2}")],
            (
                "warning",
                "Deployment/web",
                f"{POD}.containers[0].lifecycle.preStop",
                "preStop sleeps 2 s: requests may still arrive for 3 s after SIGTERM",
            ),
        ),
        (
            [("GracePeriodSeconds: 30", "GracePeriodSeconds: 10")],
            (
                "error",
                "Deployment/web",
                f"{POD}.terminationGracePeriodSeconds",
                "preStop takes all of the 10 s: SIGKILL follows SIGTERM after 2 s",
            ),
        ),
        (
            [
                (
                    "        image: web:1\n",
                    "        image: web:1\n        args: [--rest_api_timeout_in_ms=25000]\n",
                )
            ],
            (
                "warning",
                "Deployment/web",
                f"{POD}.terminationGracePeriodSeconds",
                "a request may take 25 s, but 20 s are left after preStop",
            ),
        ),
        (
            [("        startupProbe: {tcpSocket: {port: 80}, periodSeconds: 5, failureThreshold: 20}\n", "")],
            (
                "warning",
                "Deployment/web",
                f"{POD}.containers[0].livenessProbe",
                "it restarts a container that takes longer than 30 s to answer",
            ),
        ),
        (
            [
                (
                    "        startupProbe: {tcpSocket: {port: 80}, periodSeconds: 5, failureThreshold: 20}\n",
                    "",
                ),
                ("readinessProbe: {", "readinessProbe: {initialDelaySeconds: 45, "),
            ],
            (
                "error",
                "Deployment/web",
                f"{POD}.containers[0].livenessProbe",
                "it restarts the container after 30 s, before the readiness probe begins at 45 s",
            ),
        ),
        (
            [("        readinessProbe: {tcpSocket: {port: 80}, periodSeconds: 5}\n", "")],
            (
                "warning",
                "Deployment/web",
                f"{POD}.containers",
                "no readiness probe: requests reach a pod as soon as its containers run",
            ),
        ),
        (
            [("progressDeadlineSeconds: 600", "progressDeadlineSeconds: 100")],
            (
                "error",
                "Deployment/web",
                "spec.progressDeadlineSeconds",
                (
                    "1 min 40 s without progress count as failed, but a pod may take 1 min 45 s "
                    "until it counts as available"
                ),
            ),
        ),
        (
            [("        ports: [", "        resources: {limits: {nvidia.com/gpu: 2}}\n        ports: [")],
            (
                "warning",
                "Deployment/web",
                "spec.strategy",
                "it needs 2 more nvidia.com/gpu while it lasts; without them it waits for ever",
            ),
        ),
        (
            [("{containerPort: 80}", "{containerPort: 80, hostPort: 80}")],
            (
                "warning",
                "Deployment/web",
                f"{POD}.containers[0].ports",
                "host port 80: each further pod needs a node without the old ones",
            ),
        ),
        (
            [
                (
                    "      terminationGrace",
                    (
                        "      affinity: {podAntiAffinity: "
                        "{requiredDuringSchedulingIgnoredDuringExecution: [{topologyKey: "
                        "kubernetes.io/hostname, labelSelector: {matchLabels: {app: web}}}]}}\n"
                        "      terminationGrace"
                    ),
                )
            ],
            (
                "warning",
                "Deployment/web",
                f"{POD}.affinity.podAntiAffinity",
                "pods keep off each other's nodes: each further pod needs a node of its own",
            ),
        ),
        (
            [("{rollingUpdate: {maxSurge: 1, maxUnavailable: 0}}", "{type: Recreate}")],
            (
                "warning",
                "Deployment/web",
                "spec.strategy",
                "at 3 pods none is ready for a while: up to 2 min 15 s",
            ),
        ),
        (
            [("  progressDeadline", "  paused: true\n  progressDeadline")],
            ("warning", "Deployment/web", "spec.paused", "paused: a change of the template replaces nothing"),
        ),
        (
            [("maxUnavailable: 1, selector", "minAvailable: 3, selector")],
            (
                "error",
                "PodDisruptionBudget/web",
                "spec.minAvailable",
                "no eviction is allowed at 3 pods: a drain never ends",
            ),
        ),
        (
            [("maxUnavailable: 1, selector", "minAvailable: 70%, selector")],  # 2.1 pods round up to 3
            (
                "error",
                "PodDisruptionBudget/web",
                "spec.minAvailable",
                "no eviction is allowed at 3 pods: a drain never ends",
            ),
        ),
        (
            [("{app: web}}}\n", "{app: web}}}\n")],
            None,
        ),
    ],
)
def test_what_is_wrong_is_said_at_its_field(
    report: Report, pairs: list[tuple[str, str]], expected: tuple[str, str, str, str] | None
) -> None:
    assert found(report(changed(*pairs))) == ([expected] if expected else [])


@pytest.mark.parametrize(
    ("modes", "missing", "severity", "text"),
    [
        (
            "ReadWriteOnce",
            0,
            "error",
            "claim data mounts on one node (ReadWriteOnce): a new pod elsewhere waits for ever",
        ),
        (
            "ReadWriteOncePod",
            0,
            "error",
            "claim data mounts in one pod (ReadWriteOncePod): a new pod elsewhere waits for ever",
        ),
        (
            "ReadWriteOnce",
            1,
            "warning",
            (
                "claim data mounts on one node (ReadWriteOnce): a new pod elsewhere waits "
                "until an old one has ended"
            ),
        ),
        ("ReadWriteOnce, ReadOnlyMany", 0, "", ""),
    ],
)
def test_a_volume_that_mounts_once_and_a_surge_wait_for_each_other(
    report: Report, modes: str, missing: int, severity: str, text: str
) -> None:
    volumes = "      volumes: [{name: data, persistentVolumeClaim: {claimName: data}}]\n"
    mounted = changed(
        (HOOK, HOOK + volumes), ("maxSurge: 1, maxUnavailable: 0", f"maxSurge: 1, maxUnavailable: {missing}")
    )
    field = f"{POD}.volumes[0].persistentVolumeClaim"
    expected = [(severity, "Deployment/web", field, text)] if text else []
    assert found(report(mounted + CLAIM % modes)) == expected


def test_a_volume_that_mounts_once_is_fine_without_a_surge(report: Report) -> None:
    volumes = "      volumes: [{name: data, persistentVolumeClaim: {claimName: data}}]\n"
    mounted = changed(
        (HOOK, HOOK + volumes), ("maxSurge: 1, maxUnavailable: 0", "maxSurge: 0, maxUnavailable: 1")
    )
    assert found(report(mounted + CLAIM % "ReadWriteOnce")) == []


def test_two_budgets_for_a_pod_refuse_every_eviction(report: Report) -> None:
    second = WELL.split("---\n")[2].replace("name: web,", "name: more,")
    assert found(report(f"{WELL}---\n{second}")) == [
        (
            "error",
            "PodDisruptionBudget/more",
            "spec.selector",
            "several budgets are for its pods (web, more): the server refuses each eviction",
        )
    ]


def test_a_missing_budget_is_a_note_for_several_pods(report: Report) -> None:
    without = WELL.rpartition("---\n")[0]
    assert found(report(without)) == [
        (
            "note",
            "Deployment/web",
            "",
            "no PodDisruptionBudget: a drain may end all pods of a node at once",
        )
    ]
    assert found(report(without.replace("replicas: 3", "replicas: 1"))) == []


@pytest.mark.parametrize(
    ("budget", "replicas", "allowed"),
    [
        ("maxUnavailable: 1", 3, 1),
        ("maxUnavailable: 30%", 3, 1),  # rounds up
        ("maxUnavailable: 0", 3, 0),
        ("minAvailable: 2", 3, 1),
        ("minAvailable: 50%", 3, 1),  # rounds up: 2 must stay
        ("minAvailable: 5", 3, 0),
        ("minAvailable: 0", 3, 3),
    ],
)
def test_evictions_are_counted_as_the_disruption_controller_does(
    report: Report, budget: str, replicas: int, allowed: int
) -> None:
    text = changed(("maxUnavailable: 1, selector", f"{budget}, selector"))
    (plan,) = report(text).plans
    assert plan.drain.allowed == {replicas: allowed}
    assert plan.drain.missing(replicas) == allowed


def test_hard_anti_affinity_keeps_a_drain_to_one_pod(report: Report) -> None:
    affinity = (
        "      affinity: {podAntiAffinity: {requiredDuringSchedulingIgnoredDuringExecution: "
        "[{topologyKey: kubernetes.io/hostname, labelSelector: {matchLabels: {app: web}}}]}}\n"
    )
    without = WELL.rpartition("---\n")[0]
    (alone,) = report(without.replace("      terminationGrace", f"{affinity}      terminationGrace")).plans
    (anywhere,) = report(without).plans
    assert (alone.drain.missing(3), anywhere.drain.missing(3)) == (1, 3)


def test_the_endpoint_and_the_longest_request_can_be_told(report: Report) -> None:
    assert found(report(WELL, endpoint_seconds=10, request_seconds=20)) == []
    assert [text for *_, text in found(report(WELL, endpoint_seconds=15, request_seconds=21))] == [
        "preStop sleeps 10 s: requests may still arrive for 5 s after SIGTERM",
        "a request may take 21 s, but 20 s are left after preStop",
    ]


def test_a_hook_that_outlasts_the_last_request_leaves_nothing_to_wait_for(report: Report) -> None:
    hook = changed(("sleep: {seconds: 10}", "sleep: {seconds: 25}"))
    assert found(report(hook, endpoint_seconds=5, request_seconds=20)) == []
    assert [text for *_, text in found(report(hook, endpoint_seconds=5, request_seconds=21))] == [
        "a request may take 21 s, but 5 s are left after preStop"
    ]


def test_a_route_tells_how_long_a_request_may_take(report: Report) -> None:
    route = """\
---
apiVersion: gateway.networking.k8s.io/v1
kind: HTTPRoute
metadata: {name: web, namespace: ml}
spec: {rules: [{timeouts: {request: 1m}, backendRefs: [{name: web, port: 80}]}]}
"""
    assert [text for *_, text in found(report(WELL + route))] == [
        "a request may take 1 min, but 20 s are left after preStop"
    ]


def test_pods_that_nobody_sends_to_need_no_hook_and_no_readiness(report: Report) -> None:
    alone = changed((HOOK, ""), ("        readinessProbe: {tcpSocket: {port: 80}, periodSeconds: 5}\n", ""))
    alone = alone.replace("selector: {app: web}, ports", "selector: {app: other}, ports")
    assert found(report(alone)) == []


def test_devices_without_a_surge_wait_for_the_old_pod_first(report: Report) -> None:
    gpus = changed(
        ("        ports: [", "        resources: {limits: {nvidia.com/gpu: 2}}\n        ports: ["),
        ("maxSurge: 1, maxUnavailable: 0", "maxSurge: 0, maxUnavailable: 1"),
        ("progressDeadlineSeconds: 600", "progressDeadlineSeconds: 120"),
    )
    assert found(report(gpus)) == [
        (
            "error",
            "Deployment/web",
            "spec.progressDeadlineSeconds",
            (
                "2 min without progress count as failed, but a pod may take 2 min 15 s "
                "until it counts as available"
            ),
        )
    ]


def test_a_host_port_keeps_a_daemon_set_from_surging(report: Report) -> None:
    agent = """\
apiVersion: apps/v1
kind: DaemonSet
metadata: {name: agent}
spec:
  updateStrategy: {rollingUpdate: {maxSurge: 1, maxUnavailable: 0}}
  selector: {matchLabels: {app: agent}}
  template:
    metadata: {labels: {app: agent}}
    spec: {containers: [{name: agent, image: a:1, ports: [{containerPort: 1, hostPort: 2020}]}]}
"""
    assert found(report(agent)) == [
        (
            "error",
            "DaemonSet/agent",
            f"{POD}.containers[0].ports",
            "host port 2020 is taken on the node: the new pod never starts beside the old one",
        )
    ]


def test_a_name_chooses_workloads_and_an_unknown_one_is_refused(report: Report) -> None:
    other = WELL.partition("---\n")[0].replace("name: web,", "name: other,")
    both = f"{WELL}---\n{other}"

    assert [plan.pods.name for plan in report(both, "web")] == ["web"]
    assert len(report(both)) == 2
    with pytest.raises(mlkube.MlkubeError) as raised:
        report(both, "none")
    assert str(raised.value) == (
        'error: no workload "none" among the objects; there are: Deployment/web, Deployment/other'
    )


def test_agents_of_nodes_need_no_hook_and_may_start_without_a_startup_probe(report: Report) -> None:
    agent = WELL.partition("---\n")[0].replace("Deployment", "DaemonSet").replace(HOOK, "")
    agent = agent.replace(
        "        startupProbe: {tcpSocket: {port: 80}, periodSeconds: 5, failureThreshold: 20}\n", ""
    )
    service = WELL.split("---\n")[1]
    assert [(each[0], each[3]) for each in found(report(f"{agent}---\n{service}"))] == [
        ("note", "it restarts a container that takes longer than 30 s to answer")
    ]
