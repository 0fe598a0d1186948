"""Where pods fit, how many nodes are needed in each situation, what gets stuck, what it costs."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

    import mlkube
    from mlkube.planning.quota.node_plan import NodePlan

    Judge = Callable[..., mlkube.QuotaReport]
    Said = Callable[..., str]

NODES = """
currency: EUR
nodeTypes:
  - {name: cpu, count: 1, max: 4, pricePerHour: 0.5, allocatable: {cpu: 8, memory: 32Gi}}
  - name: gpu
    count: 2
    pricePerHour: 2.25
    allocatable: {cpu: 8, memory: 32Gi, nvidia.com/gpu: 2}
    labels: {accelerator: a100}
    taints: [{key: nvidia.com/gpu, effect: NoSchedule}]
"""
TOLERATES = "tolerations: [{key: nvidia.com/gpu, operator: Exists}]"
STRICT = "rollingUpdate: {maxSurge: 1, maxUnavailable: 0}"


def pods(
    name: str = "web",
    *,
    replicas: int = 1,
    resources: str = "requests: {cpu: 2, memory: 4Gi}",
    pod: str = "",
    strategy: str = "type: Recreate",
    kind: str = "Deployment",
) -> str:
    return f"""
---
apiVersion: apps/v1
kind: {kind}
metadata: {{name: {name}, namespace: ml}}
spec:
  replicas: {replicas}
  strategy: {{{strategy}}}
  template:
    metadata: {{labels: {{app: {name}}}}}
    spec:
      {pod}
      containers: [{{name: main, resources: {{{resources}}}}}]
"""


def needed(found: mlkube.QuotaReport) -> dict[str, list[int]]:
    return plan(found).needed


def plan(found: mlkube.QuotaReport) -> NodePlan:
    assert found.plan is not None
    return found.plan


GPU = "limits: {cpu: 1, nvidia.com/gpu: 1}"


def test_each_type_says_why_it_takes_no_pod(said: Said, judge: Judge) -> None:
    objects = pods(
        pod="nodeSelector: {accelerator: h100}", resources="requests: {cpu: 10, nvidia.com/gpu: 1}"
    )
    assert said(objects, nodes=NODES) == (
        "error Deployment/web in ml: fits on no node: cpu: nodeSelector wants accelerator=h100, there is no "
        "such label, 10 cpu asked, 8 there, 1 nvidia.com/gpu asked, 0 there; gpu: nodeSelector wants "
        "accelerator=h100, it is a100, its taint nvidia.com/gpu:NoSchedule is not tolerated, 10 cpu asked, "
        "8 there; change the pods, or add a type of nodes for them"
    )
    (fit,) = plan(judge(objects, nodes=NODES)).fits
    assert (fit.types, list(fit.refusals)) == ((), ["cpu", "gpu"])


def test_pods_fill_nodes_and_the_cost_follows(judge: Judge) -> None:
    found = judge(pods(replicas=9), nodes=NODES)  # four to a node: 8 cores
    assert needed(found)["minimum"] == [3, 0]
    assert plan(found).cost("minimum") == 1_500_000_000
    assert found.to_json()["nodes"]["costPerHour"] == {  # type: ignore[index, call-overload]  # as documented
        "currency": "EUR",
        "minimum": 1.5,
        "maximum": 1.5,
        "rollout": 1.5,
        "allRollouts": 1.5,
    }


def test_pods_keep_off_nodes_with_devices_that_they_do_not_ask_for(judge: Judge) -> None:
    found = judge(pods(replicas=4, pod=TOLERATES), nodes=NODES)
    assert needed(found)["minimum"] == [1, 0]


def test_small_pods_go_where_large_ones_leave_room(judge: Judge) -> None:
    objects = pods("small", replicas=4) + pods("large", replicas=2, resources="requests: {cpu: 4}")
    assert needed(judge(objects, nodes=NODES))["minimum"] == [2, 0]


def test_too_few_nodes_are_told_by_type(said: Said) -> None:
    assert said(pods(replicas=18), nodes=NODES) == (
        "error node type cpu: 5 needed at minimum, 4 there or to be had: 1 too few; "
        "raise max to 5, or ask for less"
    )


def test_each_type_is_told_of_in_the_first_situation_that_is_too_much(said: Said) -> None:
    gpus = pods("gpus", replicas=1, resources=GPU, pod=TOLERATES).replace(
        "name: gpus, namespace", "name: web, namespace"
    )
    objects = pods("many", replicas=18) + gpus + SCALER.replace("maxReplicas: 20", "maxReplicas: 6")
    assert said(objects, nodes=NODES) == (
        "error node type cpu: 5 needed at minimum, 4 there or to be had: 1 too few; "
        "raise max to 5, or ask for less\n"
        "error node type gpu: 3 needed at maximum, 2 there or to be had: 1 too few; "
        "raise max to 3, or ask for less"
    )


SCALER = """
---
apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata: {name: web, namespace: ml}
spec: {minReplicas: 2, maxReplicas: 20, scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: web}}
"""


def test_the_maximum_of_an_autoscaler_needs_nodes_too(said: Said, judge: Judge) -> None:
    objects = pods() + SCALER
    assert needed(judge(objects, nodes=NODES))["maximum"] == [5, 0]
    assert said(objects, nodes=NODES) == (
        "error node type cpu: 5 needed at maximum, 4 there or to be had: 1 too few; "
        "raise max to 5, or ask for less"
    )


def test_a_surge_without_a_spare_gpu_gets_stuck(said: Said, judge: Judge) -> None:
    objects = pods(replicas=4, resources=GPU, pod=TOLERATES, strategy=STRICT)
    assert said(objects, nodes=NODES) == (
        "error Deployment/web in ml: its rollout gets stuck at maximum: no node of gpu has room for one pod "
        "more, and none may be missing; keep a node spare, or set maxSurge: 0 and maxUnavailable: 1\n"
        "warning node type gpu: 3 needed while everything is rolled out at once, 2 there or to be had: "
        "1 too few; raise max to 3, or ask for less"
    )
    found = judge(objects, nodes=NODES)
    assert needed(found) == {
        "minimum": [0, 2],
        "maximum": [0, 2],
        "rollout": [0, 3],
        "allRollouts": [0, 3],
    }
    assert str(plan(found).rollout_of) == "Deployment/web"
    assert judge(objects.replace("maxSurge: 1, maxUnavailable: 0", "maxSurge: 0"), nodes=NODES).fits
    assert judge(objects.replace("maxUnavailable: 0", "maxUnavailable: 1"), nodes=NODES).fits
    assert judge(objects.replace("replicas: 4", "replicas: 3"), nodes=NODES).fits


def test_a_second_full_set_needs_room_as_a_whole(said: Said) -> None:
    objects = pods(replicas=3, resources=GPU, pod=TOLERATES, kind="Rollout")
    objects = objects.replace("apps/v1", "argoproj.io/v1alpha1").replace("type: Recreate", "blueGreen: {}")
    assert said(objects, nodes=NODES).startswith(
        "error Rollout/web in ml: its rollout gets stuck at maximum: 1 of the 3 pods of the new version find "
        "room on gpu; add nodes, or roll it out with fewer replicas"
    )


def test_the_worst_single_rollout_is_less_than_all_at_once(judge: Judge) -> None:
    objects = pods("a", replicas=4, strategy=STRICT) + pods("b", replicas=4, strategy=STRICT)
    larger = objects.replace("maxSurge: 1", "maxSurge: 3", 1)
    more = NODES.replace("max: 4", "max: 9")
    found = judge(larger, nodes=more)
    assert needed(found) == {
        "minimum": [2, 0],
        "maximum": [2, 0],
        "rollout": [3, 0],
        "allRollouts": [3, 0],
    }
    largest = objects.replace("maxSurge: 1", "maxSurge: 4")
    assert needed(judge(largest, nodes=more))["allRollouts"] == [4, 0]


AGENT = """
---
apiVersion: apps/v1
kind: DaemonSet
metadata: {name: agent, namespace: ml}
spec:
  updateStrategy: {rollingUpdate: {maxSurge: 50%}}
  template: {spec: {containers: [{name: main, resources: {requests: {cpu: 1}}}]}}
"""


def test_agents_take_their_part_of_each_node_that_takes_them(judge: Judge, said: Said) -> None:
    found = judge(AGENT + pods(replicas=9), nodes=NODES)
    assert needed(found)["minimum"] == [3, 0]  # three to a node: 7 cores are left
    agent = next(each for each in found.namespaces[0].demands if each.pods.per_node)
    assert (agent.minimum, agent.maximum, agent.surge) == (3, 3, 2)
    everywhere = AGENT.replace("{containers", "{tolerations: [{operator: Exists}], containers")
    found = judge(everywhere, nodes=NODES)
    assert found.namespaces[0].demands[0].maximum == 3  # one cpu node that is there, two with GPUs
    assert said(AGENT + pods(resources="requests: {cpu: 7500m}"), nodes=NODES).startswith(
        "error Deployment/web in ml: fits on no node: cpu: 7.5 cpu asked, 8 there, 1 of it for agents of "
        "each node; gpu:"
    )


def test_agents_without_nodes_are_counted_for_one(judge: Judge) -> None:
    found = judge(AGENT)
    assert found.namespaces[0].demands[0].maximum == 1
    assert found.assumed == ("DaemonSet/agent: the pod of one node is counted; give nodes to count all",)


def test_agents_that_ask_for_more_than_a_node_has_are_an_error(said: Said) -> None:
    assert said(AGENT.replace("cpu: 1", "cpu: 9"), nodes=NODES) == (
        "error DaemonSet/agent in ml: the agents of each node ask for more cpu than cpu has; "
        "ask for less, or keep it off these nodes by a selector"
    )


APART = """affinity:
        podAntiAffinity:
          requiredDuringSchedulingIgnoredDuringExecution:
            - {topologyKey: KEY, labelSelector: {matchLabels: {app: web}}MORE}"""


def apart(key: str = "kubernetes.io/hostname", more: str = "") -> str:
    return APART.replace("KEY", key).replace("MORE", more)


def test_required_anti_affinity_gives_each_pod_a_node_of_its_own(judge: Judge, said: Said) -> None:
    assert needed(judge(pods(replicas=4, pod=apart()), nodes=NODES))["minimum"] == [4, 0]
    assert said(pods(replicas=5, pod=apart()), nodes=NODES).startswith("error node type cpu: 5 needed")


def test_anti_affinity_keeps_others_away_as_well(judge: Judge) -> None:
    objects = pods(replicas=2, pod=apart()) + pods("batch", replicas=1, pod=apart())
    assert needed(judge(objects, nodes=NODES))["minimum"] == [3, 0]
    elsewhere = objects.replace("name: batch, namespace: ml", "name: batch, namespace: other")
    assert needed(judge(elsewhere, nodes=NODES))["minimum"] == [2, 0]


def test_a_surge_that_must_stand_apart_needs_a_node_more(said: Said, judge: Judge) -> None:
    full = pods(replicas=4, pod=apart(), strategy=STRICT)
    assert "its rollout gets stuck at maximum: no node of cpu has room for one pod more" in said(
        full, nodes=NODES
    )
    revision = pods(replicas=4, pod=apart(more=", matchLabelKeys: [pod-template-hash]"), strategy=STRICT)
    assert judge(revision, nodes=NODES).findings == ()


ZONES = """
nodeTypes:
  - {name: a, count: 2, max: 6, allocatable: {cpu: 8, memory: 32Gi}, labels: {zone: a}}
  - {name: b, count: 1, max: 6, allocatable: {cpu: 8, memory: 32Gi}, labels: {zone: b}}
"""


def spread(key: str, *, skew: int = 1, more: str = "") -> str:
    return (
        f"topologySpreadConstraints: [{{topologyKey: {key}, maxSkew: {skew}, "
        f"whenUnsatisfiable: DoNotSchedule, labelSelector: {{matchLabels: {{app: web}}}}{more}}}]"
    )


def test_a_spread_over_zones_opens_nodes_in_each(judge: Judge) -> None:
    assert needed(judge(pods(replicas=8), nodes=ZONES))["minimum"] == [2, 0]
    assert needed(judge(pods(replicas=8, pod=spread("zone")), nodes=ZONES))["minimum"] == [1, 1]
    assert needed(judge(pods(replicas=7, pod=spread("zone", skew=7)), nodes=ZONES))["minimum"] == [2, 0]
    soft = spread("zone").replace("DoNotSchedule", "ScheduleAnyway")
    assert needed(judge(pods(replicas=8, pod=soft), nodes=ZONES))["minimum"] == [2, 0]


def test_a_spread_over_nodes_takes_those_that_are_there(judge: Judge) -> None:
    found = judge(pods(replicas=3, pod=spread("kubernetes.io/hostname")), nodes=ZONES)
    assert needed(found)["minimum"] == [2, 1]
    found = judge(pods(replicas=2, pod=spread("kubernetes.io/hostname", skew=2)), nodes=ZONES)
    assert needed(found)["minimum"] == [1, 0]


def test_a_spread_with_too_few_domains_stops(said: Said) -> None:
    objects = pods(replicas=3, pod=spread("zone", more=", minDomains: 3"))
    assert said(objects, nodes=ZONES) == (
        "error Deployment/web in ml: 1 of 3 pods find no place at minimum: required anti-affinity or "
        "topology spread leaves no domain for them; loosen it, or add nodes in other domains"
    )
    assert "2 of 2 pods find no place" in said(pods(replicas=2, pod=spread("rack")), nodes=ZONES)


def test_pods_of_a_node_are_bounded(judge: Judge) -> None:
    few = ZONES.replace("memory: 32Gi}", "memory: 32Gi, pods: 3}")
    assert needed(judge(pods(replicas=7, resources=""), nodes=few))["minimum"] == [2, 1]


def test_a_runtime_class_adds_overhead_selector_and_tolerations(judge: Judge) -> None:
    runtime = """
---
apiVersion: node.k8s.io/v1
kind: RuntimeClass
metadata: {name: kata}
overhead: {podFixed: {cpu: 2}}
scheduling:
  nodeSelector: {accelerator: a100}
  tolerations: [{key: nvidia.com/gpu, operator: Exists}]
"""
    objects = pods(replicas=4, pod="runtimeClassName: kata")
    found = judge(objects + runtime, nodes=NODES)
    assert needed(found)["minimum"] == [0, 2]  # two cores and two of overhead: two to a node
    assert needed(judge(objects, nodes=NODES))["minimum"] == [1, 0]


def test_devices_of_dynamic_allocation_fill_nodes(judge: Judge, said: Said) -> None:
    claim = """
---
apiVersion: resource.k8s.io/v1
kind: ResourceClaimTemplate
metadata: {name: gpu, namespace: ml}
spec: {spec: {devices: {requests: [{name: gpu, exactly: {deviceClassName: gpu.nvidia.com, count: 2}}]}}}
"""
    objects = pods(replicas=3, pod="resourceClaims: [{name: gpu, resourceClaimTemplateName: gpu}]") + claim
    nodes = "nodeTypes: [{name: dra, allocatable: {cpu: 64, memory: 512Gi}, devices: {gpu.nvidia.com: 4}}]"
    assert needed(judge(objects, nodes=nodes))["minimum"] == [2]
    assert "2 devices of gpu.nvidia.com asked, 1 there" in said(
        objects, nodes=nodes.replace("nvidia.com: 4", "nvidia.com: 1")
    )


def test_types_without_a_number_are_as_many_as_are_needed(judge: Judge) -> None:
    nodes = "nodeTypes: [{name: any, allocatable: {cpu: 8, memory: 32Gi}}]"
    found = judge(pods(replicas=40, strategy=STRICT), nodes=nodes)
    assert (needed(found)["maximum"], found.findings) == ([10], ())
    assert plan(found).cost("maximum") is None


def test_the_cheapest_type_is_opened_for_what_is_left(judge: Judge) -> None:
    nodes = """
nodeTypes:
  - {name: small, pricePerHour: 0.3, allocatable: {cpu: 4, memory: 16Gi}}
  - {name: large, pricePerHour: 1.0, allocatable: {cpu: 16, memory: 64Gi}}
"""
    assert needed(judge(pods(replicas=8), nodes=nodes))["minimum"] == [
        0,
        1,
    ]  # 1.0, and four small ones are 1.2
    assert needed(judge(pods(replicas=2), nodes=nodes))["minimum"] == [1, 0]


def test_a_pod_that_may_grow_has_to_fit_when_it_has_grown(judge: Judge, said: Said) -> None:
    scaler = """
---
apiVersion: autoscaling.k8s.io/v1
kind: VerticalPodAutoscaler
metadata: {name: web, namespace: ml}
spec:
  targetRef: {apiVersion: apps/v1, kind: Deployment, name: web}
  resourcePolicy: {containerPolicies: [{containerName: main, maxAllowed: {cpu: MOST}}]}
"""
    found = judge(pods(replicas=4) + scaler.replace("MOST", "4"), nodes=NODES)
    assert (needed(found)["minimum"], needed(found)["maximum"]) == ([1, 0], [2, 0])
    asked = found.namespaces[0].asked["requests.cpu"]
    assert (asked.minimum, asked.maximum) == (8 * 10**9, 16 * 10**9)
    assert "10 cpu asked, 8 there" in said(pods() + scaler.replace("MOST", "10"), nodes=NODES)


@pytest.mark.parametrize("storage", ["100Gi", "200Gi"])
def test_storage_of_nodes_counts_only_where_it_is_said(judge: Judge, storage: str) -> None:
    asks = pods(resources="requests: {ephemeral-storage: 150Gi}")
    assert judge(asks, nodes=ZONES).fits
    said_so = ZONES.replace("memory: 32Gi}", f"memory: 32Gi, ephemeral-storage: {storage}}}")
    assert judge(asks, nodes=said_so).fits is (storage == "200Gi")
