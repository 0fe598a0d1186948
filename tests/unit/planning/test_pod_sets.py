"""Which pods a render makes: how many at least and at most, and beyond that while they are replaced."""

from __future__ import annotations

from typing import Any

import pytest

from mlkube.core.resource import Resource
from mlkube.planning.pod_set import PodSet, Rollout
from mlkube.planning.pod_sets import pod_sets
from mlkube.yamlio import load_all


def sets(text: str) -> list[PodSet]:
    return pod_sets(Resource(body) for body in load_all(text.encode()) if isinstance(body, dict))


def counts(text: str) -> list[tuple[str, int, int, int]]:
    return [(str(each), each.minimum, each.maximum, each.surge) for each in sets(text)]


def deployment(replicas: int, strategy: str = "{}") -> str:
    return f"""
apiVersion: apps/v1
kind: Deployment
metadata: {{name: web, namespace: ml}}
spec:
  replicas: {replicas}
  strategy: {strategy}
  template: {{spec: {{containers: [{{name: main}}]}}}}
"""


@pytest.mark.parametrize(
    ("surge", "unavailable", "pods", "expected"),
    [
        ("25%", "25%", 1, (1, 0)),
        ("25%", "25%", 3, (1, 0)),
        ("25%", "25%", 10, (3, 2)),
        (0, "25%", 3, (0, 1)),  # neither is left after rounding, and one is taken
        ("0%", 0, 4, (0, 1)),
        (2, 0, 1, (1, 0)),  # never more new pods than there are replicas
        (2, 0, 3, (2, 0)),
        ("100%", 5, 3, (3, 3)),
        ("1%", "99%", 100, (1, 99)),
        (0, 1, 0, (0, 0)),
    ],
)
def test_surge_rounds_up_and_unavailability_down(
    surge: object, unavailable: object, pods: int, expected: tuple[int, int]
) -> None:
    rollout = Rollout("RollingUpdate", max_surge=surge, max_unavailable=unavailable)
    assert (rollout.surge(pods), rollout.unavailable(pods)) == expected


def test_a_daemon_set_rounds_what_may_be_missing_up() -> None:
    (agent,) = sets("""
apiVersion: apps/v1
kind: DaemonSet
metadata: {name: exporter}
spec:
  updateStrategy: {rollingUpdate: {maxUnavailable: 10%}}
  template: {spec: {containers: [{name: main}]}}
""")
    assert agent.per_node
    assert (agent.duration, agent.rollout.unavailable(15), agent.rollout.surge(15)) == ("node agent", 2, 0)


def test_a_deployment_recreates_without_surge() -> None:
    (found,) = sets(deployment(4, "{type: Recreate}"))
    assert (found.surge, found.rollout.unavailable(4)) == (0, 4)


def test_autoscalers_bound_what_they_scale() -> None:
    scaled = (
        deployment(2)
        + """
---
apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata: {name: web, namespace: ml}
spec: {minReplicas: 3, maxReplicas: 10, scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: web}}
"""
    )
    assert counts(scaled) == [("Deployment/web", 3, 10, 3)]
    (found,) = sets(
        scaled.replace("name: web, namespace: ml}\nspec: {min", "name: web, namespace: b}\nspec: {min")
    )
    assert (found.minimum, found.maximum, found.scaled_by) == (2, 2, "")


def test_an_autoscaler_leaves_a_stopped_deployment_alone() -> None:
    assert counts(
        deployment(0)
        + """
---
apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata: {name: web, namespace: ml}
spec: {minReplicas: 3, maxReplicas: 10, scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: web}}
"""
    ) == [("Deployment/web", 0, 10, 3)]


def test_keda_scales_to_nothing_and_to_a_hundred() -> None:
    assert counts(
        deployment(2)
        + """
---
apiVersion: keda.sh/v1alpha1
kind: ScaledObject
metadata: {name: web, namespace: ml}
spec: {scaleTargetRef: {name: web}}
"""
    ) == [("Deployment/web", 0, 100, 25)]


def test_a_vertical_autoscaler_is_noted_unless_it_only_recommends() -> None:
    scaler = """
---
apiVersion: autoscaling.k8s.io/v1
kind: VerticalPodAutoscaler
metadata: {name: web, namespace: ml}
spec:
  targetRef: {apiVersion: apps/v1, kind: Deployment, name: web}
  updatePolicy: {updateMode: MODE}
  resourcePolicy: {containerPolicies: [{containerName: "*", maxAllowed: {memory: 8Gi}}]}
"""
    (found,) = sets(deployment(2) + scaler.replace("MODE", "Recreate"))
    assert found.vertical is not None
    assert found.vertical.policy("main") == {"containerName": "*", "maxAllowed": {"memory": "8Gi"}}
    (found,) = sets(deployment(2) + scaler.replace("MODE", '"Off"'))
    assert found.vertical is None
    (found,) = sets(deployment(2) + scaler.replace("MODE", "Initial").replace("maxAllowed", "minAllowed"))
    assert found.assumed == ("VerticalPodAutoscaler/web has no maxAllowed: requests may grow without bound",)


@pytest.mark.parametrize(
    ("strategy", "expected"),
    [
        ("{blueGreen: {activeService: a}}", 8),
        ("{canary: {}}", 2),
        ("{canary: {maxSurge: 1, maxUnavailable: 0}}", 1),
        ("{canary: {trafficRouting: {plugins: {a: b}}}}", 8),
    ],
)
def test_a_rollout_of_argo_brings_up_as_many_as_its_strategy_needs(strategy: str, expected: int) -> None:
    assert counts(f"""
apiVersion: argoproj.io/v1alpha1
kind: Rollout
metadata: {{name: web}}
spec:
  replicas: 8
  strategy: {strategy}
  template: {{spec: {{containers: [{{name: main}}]}}}}
""") == [("Rollout/web", 8, 8, expected)]


def test_a_rollout_takes_the_template_of_the_workload_that_it_refers_to() -> None:
    text = (
        deployment(0)
        + """
---
apiVersion: argoproj.io/v1alpha1
kind: Rollout
metadata: {name: web, namespace: ml}
spec: {replicas: 3, workloadRef: {apiVersion: apps/v1, kind: Deployment, name: web}, strategy: {canary: {}}}
"""
    )
    assert counts(text) == [("Deployment/web", 0, 0, 0), ("Rollout/web", 3, 3, 1)]
    assert sets(text)[1].containers == [{"name": "main"}]


JOB = "{parallelism: PARALLEL, completions: COMPLETIONS, template: {spec: {containers: [{name: main}]}}}"


@pytest.mark.parametrize(("parallel", "completions", "pods"), [(4, 10, 4), (4, 3, 3), (4, "null", 4)])
def test_a_job_runs_no_more_pods_than_are_left_to_complete(
    parallel: int, completions: object, pods: int
) -> None:
    spec = JOB.replace("PARALLEL", str(parallel)).replace("COMPLETIONS", str(completions))
    assert counts(f"{{apiVersion: batch/v1, kind: Job, metadata: {{name: a}}, spec: {spec}}}") == [
        ("Job/a", pods, pods, 0)
    ]


@pytest.mark.parametrize(("policy", "surge"), [("Forbid", 0), ("Replace", 2), ("Allow", 0)])
def test_a_run_that_replaces_another_stands_beside_it(policy: str, surge: int) -> None:
    spec = JOB.replace("PARALLEL", "2").replace("COMPLETIONS", "2")
    (found,) = sets(f"""
apiVersion: batch/v1
kind: CronJob
metadata: {{name: nightly}}
spec: {{concurrencyPolicy: {policy}, jobTemplate: {{spec: {spec}}}}}
""")
    assert (found.minimum, found.maximum, found.surge, found.duration) == (0, 2, surge, "scheduled job")
    assert bool(found.assumed) == (policy == "Allow")


def test_a_leader_worker_set_is_scaled_and_replaced_by_groups() -> None:
    assert counts("""
apiVersion: leaderworkerset.x-k8s.io/v1
kind: LeaderWorkerSet
metadata: {name: llm, namespace: ml}
spec:
  replicas: 2
  rolloutStrategy: {rollingUpdateConfiguration: {maxSurge: 1}}
  leaderWorkerTemplate: {size: 4, workerTemplate: {spec: {containers: [{name: vllm}]}}}
---
apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata: {name: llm, namespace: ml}
spec: {minReplicas: 1, maxReplicas: 3, scaleTargetRef: {kind: LeaderWorkerSet, name: llm}}
""") == [("LeaderWorkerSet/llm leader", 1, 3, 1), ("LeaderWorkerSet/llm worker", 3, 9, 3)]


INFERENCE = """
apiVersion: serving.kserve.io/v1beta1
kind: InferenceService
metadata: {name: llm, namespace: ml, annotations: {serving.kserve.io/deploymentMode: MODE}}
spec:
  predictor:
    minReplicas: 2
    maxReplicas: 6
    model: {modelFormat: {name: huggingface}, resources: {limits: {nvidia.com/gpu: 1}}}
"""


def test_an_inference_service_surges_as_its_mode_does() -> None:
    (standard,) = sets(INFERENCE.replace("MODE", "Standard"))
    assert (standard.minimum, standard.maximum, standard.surge) == (2, 6, 2)
    assert standard.containers == [
        {"name": "kserve-container", "resources": {"limits": {"nvidia.com/gpu": 1}}}
    ]
    (knative,) = sets(INFERENCE.replace("MODE", "Knative"))
    assert (knative.surge, knative.rollout.strategy) == (6, "blueGreen")


SCALED = """
---
apiVersion: keda.sh/v1alpha1
kind: ScaledObject
metadata: {name: llm, namespace: ml}
spec: {scaleTargetRef: {name: TARGET}, minReplicaCount: 1, maxReplicaCount: 9, triggers: []}
"""


@pytest.mark.parametrize(
    ("name", "target", "bounds"),
    [
        ("", "llm-predictor", (1, 9)),
        ("name: v1\n    ", "llm-v1-predictor", (1, 9)),
        ("name: v1\n    ", "llm-predictor", (2, 6)),
        ("", "llm", (2, 6)),
    ],
)
def test_an_autoscaler_has_the_deployment_of_a_predictor(
    name: str, target: str, bounds: tuple[int, int]
) -> None:
    body = INFERENCE.replace("MODE", "Standard").replace("model: {", f"{name}model: {{")
    (predictor,) = sets(body + SCALED.replace("TARGET", target))
    assert (predictor.minimum, predictor.maximum) == bounds


def test_the_model_of_a_predictor_has_probes_and_hooks() -> None:
    probes = "startupProbe: {failureThreshold: 9}, lifecycle: {preStop: {sleep: {seconds: 5}}}, "
    (predictor,) = sets(INFERENCE.replace("MODE", "Standard").replace("model: {", f"model: {{{probes}"))
    (container,) = predictor.containers
    assert container["startupProbe"] == {"failureThreshold": 9}
    assert container["lifecycle"] == {"preStop": {"sleep": {"seconds": 5}}}


def test_a_train_job_takes_its_pods_from_its_runtime() -> None:
    job = """
apiVersion: trainer.kubeflow.org/v1alpha1
kind: TrainJob
metadata: {name: bert, namespace: ml}
spec:
  runtimeRef: {kind: TrainingRuntime, name: own}
  trainer: {numNodes: 4, resourcesPerNode: {limits: {nvidia.com/gpu: 8}}}
  runtimePatches:
    - trainingRuntimeSpec: {template: {spec: {replicatedJobs: [
        {name: node, template: {spec: {template: {spec: {nodeSelector: {gpu: h100}}}}}}]}}}
"""
    (alone,) = sets(job)
    assert (str(alone), alone.maximum, alone.spec.get("nodeSelector")) == (
        "TrainJob/bert node",
        4,
        {"gpu": "h100"},
    )
    assert alone.assumed == ("TrainingRuntime/own is not among the objects: nodes alone are counted",)
    runtime = """
---
apiVersion: trainer.kubeflow.org/v1alpha1
kind: TrainingRuntime
metadata: {name: own, namespace: ml}
spec:
  mlPolicy: {numNodes: 1}
  template:
    spec:
      replicatedJobs:
        - name: dataset-initializer
          template: {spec: {template: {spec: {containers: [{name: dataset-initializer}]}}}}
        - name: node
          template:
            metadata: {labels: {trainer.kubeflow.org/trainjob-ancestor-step: trainer}}
            spec: {template: {spec: {containers: [{name: node, image: a}, {name: beside}]}}}
"""
    found = sets(job + runtime)
    assert [(str(each), each.maximum, each.assumed) for each in found] == [
        ("TrainJob/bert dataset-initializer", 1, ()),
        ("TrainJob/bert node", 4, ()),
    ]
    assert found[1].containers == [
        {"name": "node", "image": "a", "resources": {"limits": {"nvidia.com/gpu": 8}}},
        {"name": "beside"},
    ]


def test_an_elastic_job_of_the_training_operator_has_bounds() -> None:
    assert counts("""
apiVersion: kubeflow.org/v1
kind: PyTorchJob
metadata: {name: train}
spec:
  elasticPolicy: {minReplicas: 1, maxReplicas: 8}
  pytorchReplicaSpecs:
    Master: {template: {spec: {containers: [{name: pytorch}]}}}
    Worker: {replicas: 2, template: {spec: {containers: [{name: pytorch}]}}}
""") == [("PyTorchJob/train master", 1, 1, 0), ("PyTorchJob/train worker", 1, 8, 0)]


def test_elastic_runs_what_its_node_sets_say() -> None:
    found = sets("""
apiVersion: elasticsearch.k8s.elastic.co/v1
kind: Elasticsearch
metadata: {name: logs}
spec:
  nodeSets:
    - name: hot
      count: 3
      podTemplate: {spec: {containers: [{name: elasticsearch, resources: {requests: {memory: 4Gi}}}]}}
      volumeClaimTemplates: [{metadata: {name: elasticsearch-data}}]
    - {name: warm, count: 2}
---
apiVersion: kibana.k8s.elastic.co/v1
kind: Kibana
metadata: {name: logs}
spec: {count: 4, podTemplate: {spec: {containers: [{name: kibana, resources: {requests: {memory: 1Gi}}}]}}}
""")
    assert [
        (str(each), each.maximum, each.surge, each.rollout.unavailable(each.maximum)) for each in found
    ] == [
        ("Elasticsearch/logs hot", 3, 0, 1),
        ("Elasticsearch/logs warm", 2, 0, 1),
        ("Kibana/logs", 4, 1, 1),
    ]
    assert [len(each.claim_templates) for each in found] == [1, 0, 0]
    assert [len(each.assumed) for each in found] == [0, 1, 0]
    assert found[1].assumed == (
        "what its operator gives to a container that asks for nothing is not counted",
    )


def test_a_kind_that_nobody_knows_is_searched_and_marked() -> None:
    found = sets("""
apiVersion: example.com/v1
kind: Cache
metadata: {name: a}
spec:
  groups:
    - name: hot
      count: 3
      podTemplate: {spec: {containers: [{name: main}]}}
      volumeClaimTemplates: [{metadata: {name: data}}]
    - {name: warm, count: 2, podTemplate: {spec: {containers: [{name: main}]}}}
---
apiVersion: monitoring.coreos.com/v1
kind: Prometheus
metadata: {name: k8s}
spec: {replicas: 2, resources: {requests: {memory: 400Mi}}}
""")
    assert [(str(each), each.maximum, each.path) for each in found] == [
        ("Cache/a hot", 3, "spec.groups[0].podTemplate"),
        ("Cache/a warm", 2, "spec.groups[1].podTemplate"),
        ("Prometheus/k8s", 2, ""),
    ]
    assert len(found[0].claim_templates) == 1
    assert found[2].assumed == (
        "Prometheus is not a kind that is known: 2 by its field replicas is assumed for spec",
    )


def test_templates_that_run_nothing_are_no_pods() -> None:
    assert (
        counts("""
apiVersion: serving.kserve.io/v1alpha1
kind: ServingRuntime
metadata: {name: a}
spec: {containers: [{name: kserve-container}]}
---
{apiVersion: v1, kind: ConfigMap, metadata: {name: b}, spec: {template: {spec: {containers: [{name: c}]}}}}
""")
        == []
    )


@pytest.mark.parametrize(
    "body",
    [
        {"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "a"}, "spec": {"restartPolicy": ["Never"]}},
        {
            "apiVersion": "serving.kserve.io/v1beta1",
            "kind": "InferenceService",
            "metadata": {"name": "a", "annotations": {"serving.kserve.io/deploymentMode": ["Standard"]}},
            "spec": {"predictor": {"model": {}}},
        },
    ],
)
def test_a_choice_that_is_a_list_is_none(body: dict[str, Any]) -> None:
    (found,) = pod_sets([Resource(body, ())])
    assert found.duration != "job"
