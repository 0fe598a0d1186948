"""What one pod asks for, by the rule of Kubernetes for all of its containers and the pod as a whole."""

from __future__ import annotations

from mlkube.core.resource import Resource
from mlkube.planning.amounts import ONE, read_amounts
from mlkube.planning.pod_requests import PodSize, pod_size, together
from mlkube.planning.pod_set import PodSet, Vertical
from mlkube.yamlio import load_all

GIB = 2**30 * ONE


def pods(spec: str) -> PodSet:
    (body,) = load_all(spec.encode())
    assert isinstance(body, dict)
    return PodSet(Resource({"kind": "Pod", "metadata": {"name": "a"}}), {"spec": body})


def size(spec: str, **options: object) -> PodSize:
    return pod_size(pods(spec), **options)  # type: ignore[arg-type]  # as each test says


def cpu(milli: int) -> int:
    return milli * ONE // 1000


def test_containers_are_added_and_a_limit_without_a_request_is_one() -> None:
    found = size("""
containers:
  - {name: a, resources: {requests: {cpu: 500m}, limits: {cpu: 2, memory: 1Gi}}}
  - {name: b, resources: {requests: {cpu: 250m, memory: 1Gi}, limits: {nvidia.com/gpu: 1}}}
  - {name: c}
""")
    assert found.requests == {"cpu": cpu(750), "memory": 2 * GIB, "nvidia.com/gpu": ONE}
    assert found.limits == {"cpu": cpu(2000), "memory": GIB, "nvidia.com/gpu": ONE}


def test_starting_counts_where_it_needs_more_than_running() -> None:
    found = size("""
initContainers:
  - {name: download, resources: {requests: {cpu: 2, memory: 1Gi}}}
  - {name: convert, resources: {requests: {cpu: 1, memory: 6Gi}}}
containers:
  - {name: main, resources: {requests: {cpu: 1500m, memory: 4Gi}}}
""")
    assert found.requests == {"cpu": cpu(2000), "memory": 6 * GIB}  # each by itself, never added


def test_sidecars_run_beside_what_starts_after_them() -> None:
    found = size("""
initContainers:
  - {name: before, resources: {requests: {cpu: 3}}}
  - {name: proxy, restartPolicy: Always, resources: {requests: {cpu: 500m}}}
  - {name: after, resources: {requests: {cpu: 3}}}
  - {name: logs, restartPolicy: Always, resources: {requests: {cpu: 250m}}}
containers:
  - {name: main, resources: {requests: {cpu: 1}}}
""")
    assert found.requests == {"cpu": cpu(3500)}  # after: 3 and the proxy; running is 1 + 0.5 + 0.25


def test_overhead_is_added_to_requests_and_to_limits_that_there_are() -> None:
    spec = "containers: [{name: a, resources: {requests: {cpu: 1, memory: 1Gi}, limits: {memory: 1Gi}}}]\n"
    own = size(spec + "overhead: {cpu: 250m, memory: 128Mi}")
    assert own.requests == {"cpu": cpu(1250), "memory": GIB * 9 // 8}
    assert own.limits == {"memory": GIB * 9 // 8}
    of_class = size(spec, overhead=read_amounts({"cpu": "250m", "memory": "128Mi"}))
    assert of_class.requests == own.requests


def test_the_pod_as_a_whole_wins_over_its_containers() -> None:
    containers = "containers: [{name: a, resources: {requests: {cpu: 1}}}, {name: b}]\n"
    found = size(containers + "resources: {requests: {cpu: 4, memory: 8Gi}, limits: {memory: 16Gi}}")
    assert found.requests == {"cpu": cpu(4000), "memory": 8 * GIB}
    assert found.limits == {"memory": 16 * GIB}


def test_a_limit_of_the_pod_alone_requests_what_containers_do_or_itself() -> None:
    containers = "containers: [{name: a, resources: {requests: {cpu: 1}}}, {name: b}]\n"
    found = size(containers + "resources: {limits: {cpu: 4, memory: 8Gi}}")
    assert found.requests == {"cpu": cpu(1000), "memory": 8 * GIB}


def test_a_limit_range_gives_what_a_container_does_not_say() -> None:
    defaults = (read_amounts({"cpu": "100m", "memory": "1Gi"}), read_amounts({"memory": "2Gi"}))
    found = size("containers: [{name: a}, {name: b, resources: {limits: {memory: 4Gi}}}]", defaults=defaults)
    assert found.requests == {"cpu": cpu(200), "memory": 5 * GIB}
    assert found.limits == {"memory": 6 * GIB}


def grown(policy: str) -> PodSize:
    found = pods(
        "containers: [{name: a, resources: {requests: {cpu: 1, memory: 2Gi}, limits: {memory: 3Gi}}}]"
    )
    (body,) = load_all(policy.encode())
    assert isinstance(body, dict)
    found.vertical = Vertical("VerticalPodAutoscaler/a", [body])
    return pod_size(found, grown=True)


def test_a_vertical_autoscaler_raises_requests_and_limits_in_their_ratio() -> None:
    most = "{containerName: '*', maxAllowed: {cpu: 4, memory: 8Gi}}"
    found = grown(most)
    assert found.requests == {"cpu": cpu(4000), "memory": 8 * GIB}
    assert found.limits == {"memory": 12 * GIB}
    alone = grown(most.replace("}}", "}, controlledValues: RequestsOnly}"))
    assert alone.limits == {"memory": 3 * GIB}


def test_a_vertical_autoscaler_leaves_alone_what_it_does_not_control() -> None:
    before = {"cpu": cpu(1000), "memory": 2 * GIB}
    assert grown("{containerName: b, maxAllowed: {cpu: 4}}").requests == before
    assert grown("{mode: 'Off', maxAllowed: {cpu: 4}}").requests == before
    assert grown("{maxAllowed: {cpu: 500m}}").requests == before
    memory = grown("{controlledResources: [memory], maxAllowed: {cpu: 4, memory: 4Gi}}")
    assert memory.requests == {"cpu": cpu(1000), "memory": 4 * GIB}


def test_the_sum_of_containers_has_only_what_each_of_them_says() -> None:
    found = size("""
containers:
  - {name: a, resources: {requests: {cpu: 1, memory: 1Gi}, limits: {memory: 1Gi}}}
  - {name: b, resources: {requests: {cpu: 1}}}
""")
    whole = together(found.containers)
    assert (whole.requests, whole.limits) == ({"cpu": cpu(2000)}, {})
    assert together([]).requests == {}
