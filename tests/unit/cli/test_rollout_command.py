from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

import mlkube as library

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path
    from typing import Any

    Mlkube = Callable[..., Any]

WEB = """\
apiVersion: apps/v1
kind: Deployment
metadata:
  name: web
spec:
  replicas: 3
  strategy: {rollingUpdate: {maxSurge: 1, maxUnavailable: 0}}
  selector: {matchLabels: {app: web}}
  template:
    metadata: {labels: {app: web}}
    spec:
      containers:
      - image: nginx:1.27
        name: web
        startupProbe: {tcpSocket: {port: 80}, periodSeconds: 5, failureThreshold: 12}
        readinessProbe: {tcpSocket: {port: 80}, periodSeconds: 5}
---
apiVersion: v1
kind: Service
metadata: {name: web}
spec: {selector: {app: web}, ports: [{port: 80}]}
"""
TEXT = """\
Deployment/web in prod: RollingUpdate, maxSurge 1, maxUnavailable 0; 3 pods
  one pod: up to 1 min 5 s until it is ready, up to 30 s to end
  at 3 pods: at least 3 ready (100 %), at most 4 pods (1 more than before) and up to 1 ending; \
up to 4 min 45 s
    1. 1 new pod starts beside the old (up to 1 min)
    2. its endpoint is added once ready (up to 5 s)
    3. 1 old pod ends: endpoint removed, SIGTERM, SIGKILL 30 s after the beginning (up to 30 s)
    3 rounds of these steps
  Service/web (80) sends to them
  a drain at 3 pods: up to 3 at once, no budget
  bases/web/web.yaml:13:9: warning Deployment/web spec.template.spec.containers[0].lifecycle.preStop: \
there is no preStop hook: requests may still arrive for 5 s after SIGTERM; sleep for 5 s or more
  bases/web/web.yaml:2:1: note Deployment/web: \
no PodDisruptionBudget: a drain may end all pods of a node at once; maxUnavailable: 1 takes them one by one
assumed: an ending pod gets no requests after 5 s
not counted: scheduling, pulling images, attaching volumes
1 workload: 0 errors, 1 warning, 1 note
"""


@pytest.fixture
def web(project: Path) -> Path:
    """Give the project a workload that can be rolled out."""
    (project / "bases" / "web" / "web.yaml").write_text(WEB)
    return project


@pytest.mark.usefixtures("web")
class TestRollout:
    def test_steps_capacity_traffic_and_findings_are_shown(self, mlkube: Mlkube) -> None:
        assert mlkube("rollout", "prod") == (0, TEXT, "")

    def test_strict_makes_errors_and_warnings_an_exit_code(self, mlkube: Mlkube, web: Path) -> None:
        assert mlkube("rollout", "prod", "--strict") == (1, TEXT, "")

        sleeps = "        name: web\n        lifecycle: {preStop: {sleep: {seconds: 5}}}\n"
        (web / "bases" / "web" / "web.yaml").write_text(WEB.replace("        name: web\n", sleeps))
        strict = mlkube("rollout", "prod", "--strict")
        assert (strict.code, strict.out.splitlines()[-1]) == (0, "1 workload: 0 errors, 0 warnings, 1 note")

    def test_assumptions_are_options(self, mlkube: Mlkube) -> None:
        done = mlkube("rollout", "prod", "web", "--endpoint-seconds", "0", "--request-seconds", "10")

        assert (done.code, done.err) == (0, "")
        assert done.out.splitlines()[-3:] == [
            "assumed: an ending pod gets no requests after 0 s; a request takes 10 s at most",
            "not counted: scheduling, pulling images, attaching volumes",
            "1 workload: 0 errors, 0 warnings, 1 note",
        ]

    def test_json_holds_the_whole_plan(self, mlkube: Mlkube) -> None:
        assert json.loads(mlkube("rollout", "prod", "--output", "json").out) == {
            "assumed": {"endpointSeconds": 5, "requestSeconds": None},
            "workloads": [
                {
                    "kind": "Deployment",
                    "name": "web",
                    "namespace": "prod",
                    "strategy": "RollingUpdate",
                    "maxSurge": 1,
                    "maxUnavailable": 0,
                    "minimum": 3,
                    "maximum": 3,
                    "perNode": False,
                    "scaledBy": "",
                    "minReadySeconds": 0,
                    "progressDeadlineSeconds": 600,
                    "pod": {
                        "startup": {"seconds": 60},
                        "readinessSeconds": 5,
                        "preStopSeconds": 0,
                        "stopSeconds": 30,
                    },
                    "courses": [
                        {
                            "replicas": 3,
                            "steps": [
                                {
                                    "text": "1 new pod starts beside the old",
                                    "seconds": 60,
                                    "ready": 3,
                                    "pods": 4,
                                },
                                {
                                    "text": "its endpoint is added once ready",
                                    "seconds": 5,
                                    "ready": 3,
                                    "pods": 4,
                                },
                                {
                                    "text": "1 old pod ends: endpoint removed, SIGTERM, "
                                    "SIGKILL 30 s after the beginning",
                                    "seconds": 30,
                                    "ready": 3,
                                    "pods": 4,
                                },
                            ],
                            "rounds": 3,
                            "seconds": 285,
                            "leastReady": 3,
                            "leastReadyPercent": 100,
                            "mostPods": 4,
                            "endingPods": 1,
                            "extraPods": 1,
                            "extraDevices": {},
                        }
                    ],
                    "services": ["web"],
                    "routes": [],
                    "canaries": [],
                    "drain": {
                        "budgets": [],
                        "sparedAsNodeAgent": False,
                        "evictionsAtATime": [],
                        "each": {"seconds": 95},
                    },
                    "assumed": [],
                    "findings": [
                        {
                            "severity": "warning",
                            "object": "Deployment/web",
                            "field": "spec.template.spec.containers[0].lifecycle.preStop",
                            "text": "there is no preStop hook: "
                            "requests may still arrive for 5 s after SIGTERM",
                            "hint": "sleep for 5 s or more",
                            "file": "bases/web/web.yaml",
                            "line": 13,
                            "column": 9,
                        },
                        {
                            "severity": "note",
                            "object": "Deployment/web",
                            "field": "",
                            "text": "no PodDisruptionBudget: a drain may end all pods of a node at once",
                            "hint": "maxUnavailable: 1 takes them one by one",
                            "file": "bases/web/web.yaml",
                            "line": 2,
                            "column": 1,
                        },
                    ],
                }
            ],
            "switches": [],
            "splits": [],
            "findings": [],
            "summary": {"error": 0, "warning": 1, "note": 1},
        }

    def test_files_and_standard_input_are_taken_too(self, mlkube: Mlkube) -> None:
        done = mlkube("rollout", "-", stdin=WEB)

        assert (done.code, done.err) == (0, "")
        assert done.out.startswith("Deployment/web: RollingUpdate, maxSurge 1, maxUnavailable 0; 3 pods\n")
        assert (
            "  <stdin>: warning Deployment/web spec.template.spec.containers[0].lifecycle.preStop: "
            in done.out
        )

    def test_an_unknown_workload_is_an_error(self, mlkube: Mlkube) -> None:
        assert mlkube("rollout", "prod", "wep") == (
            1,
            "",
            'error: no workload "wep" among the objects; there are: Deployment/web\n',
        )

    def test_objects_without_workloads_are_said_to_be_none(self, mlkube: Mlkube) -> None:
        service = WEB.rpartition("---\n")[2]
        assert mlkube("rollout", "-", stdin=service) == (
            0,
            "no workload among the objects is rolled out\n",
            "",
        )

    def test_the_library_returns_the_same(self, mlkube: Mlkube, web: Path) -> None:
        report = library.rollout(library.render("prod", project=web))
        printed = json.loads(mlkube("rollout", "prod", "--output", "json").out)

        assert [plan.pods.name for plan in report] == ["web"]
        assert report.to_json()["summary"] == printed["summary"]
