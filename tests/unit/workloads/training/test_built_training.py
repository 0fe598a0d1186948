"""What training builds in the cases that no golden file holds."""

from __future__ import annotations

from typing import Any, Literal

import mlkube

Framework = Literal["tensorflow", "pytorch", "jax", "mpi", "plain"]
Backend = Literal["job", "jobset", "trainjob", "training-operator"]


def built(framework: Framework = "plain", backend: Backend = "job", **fields: Any) -> dict[str, Any]:  # noqa: ANN401  any field
    """Return the job itself, as plain data."""
    described = mlkube.TrainingJob(
        name="bert", namespace="ml", image="r/t:1", framework=framework, backend=backend, **fields
    )
    body: dict[str, Any] = described.build().bodies()[-1]
    return body


def pod(body: dict[str, Any]) -> dict[str, Any]:
    spec: dict[str, Any] = body["spec"]["template"]["spec"]
    return spec


def test_a_sidecar_does_not_keep_the_job_from_ending() -> None:
    spec = pod(built(sidecars=[{"name": "logs", "image": "r/logs:1"}]))
    assert [each["name"] for each in spec["containers"]] == ["trainer"]
    assert [(each["name"], each["restartPolicy"]) for each in spec["initContainers"]] == [("logs", "Always")]


def test_each_worker_that_falls_with_the_others_counts() -> None:
    job = built(workers=4, retries=2, no_retry_exit_codes=[42, 3, 42])["spec"]
    assert job["backoffLimit"] == 8
    assert job["podFailurePolicy"]["rules"] == [
        {"action": "Ignore", "onPodConditions": [{"type": "DisruptionTarget", "status": "True"}]},
        {
            "action": "FailJob",
            "onExitCodes": {"containerName": "trainer", "operator": "In", "values": [3, 42]},
        },
    ]


def test_a_job_set_tells_exit_codes_from_drained_nodes_and_deadlines() -> None:
    spec = built(backend="jobset", workers=2, no_retry_exit_codes=[42], deadline_seconds=60)["spec"]
    assert spec["failurePolicy"] == {
        "maxRestarts": 3,
        "rules": [
            {"name": "deadline", "action": "FailJobSet", "onJobFailureReasons": ["DeadlineExceeded"]},
            {
                "name": "exitCode",
                "action": "FailJobSet",
                "onJobFailureReasons": ["PodFailurePolicy"],
                "onJobFailureMessagePatterns": [".*failed with exit code.*"],
            },
            {
                "name": "disruption",
                "action": "RestartJobSetAndIgnoreMaxRestarts",
                "onJobFailureReasons": ["PodFailurePolicy"],
            },
        ],
    }
    job = spec["replicatedJobs"][0]["template"]["spec"]
    assert (job["backoffLimit"], job["activeDeadlineSeconds"]) == (0, 60)
    assert job["podFailurePolicy"]["rules"] == [
        {"action": "FailJob", "onPodConditions": [{"type": "DisruptionTarget", "status": "True"}]},
        {"action": "FailJob", "onExitCodes": {"containerName": "trainer", "operator": "In", "values": [42]}},
    ]


def test_gloo_follows_whole_names_only() -> None:
    def names(interface: str, framework: Framework, backend: Backend) -> dict[str, str]:
        body = built(framework, backend, network_interface=interface)
        if backend == "trainjob":
            env = body["spec"]["trainer"]["env"]
        elif backend == "training-operator":
            env = body["spec"]["jaxReplicaSpecs"]["Worker"]["template"]["spec"]["containers"][0]["env"]
        else:
            env = pod(body)["containers"][0]["env"]
        return {each["name"]: each["value"] for each in env}

    assert names("=eth0", "plain", "job") == {"NCCL_SOCKET_IFNAME": "=eth0", "GLOO_SOCKET_IFNAME": "eth0"}
    assert names("^docker", "jax", "trainjob") == {"NCCL_SOCKET_IFNAME": "^docker"}
    assert names("eth", "jax", "training-operator") == {"NCCL_SOCKET_IFNAME": "eth"}


def test_kueue_keeps_the_pods_of_a_train_job_together() -> None:
    queue = mlkube.Queue(name="gpu", topology="cloud.provider.com/topology-rack")
    patches = built("jax", "trainjob", queue=queue)["spec"]["runtimePatches"][0]["trainingRuntimeSpec"]
    (job,) = patches["template"]["spec"]["replicatedJobs"]
    assert job["template"]["spec"]["template"]["metadata"]["annotations"] == {
        "kueue.x-k8s.io/podset-preferred-topology": "cloud.provider.com/topology-rack"
    }


def test_a_named_runtime_may_have_no_launcher() -> None:
    for runtime, jobs in ((None, ["node", "launcher"]), ("my-mpi", ["node"])):
        patch = built("mpi", "trainjob", runtime=runtime)["spec"]["runtimePatches"][0]["trainingRuntimeSpec"]
        assert [each["name"] for each in patch["template"]["spec"]["replicatedJobs"]] == jobs


def test_only_what_a_server_will_not_change_gets_a_hash() -> None:
    schedule = mlkube.Schedule(cron="0 2 * * *")
    names = [
        built()["metadata"]["name"],
        built(schedule=schedule)["metadata"]["name"],
        built(name_hash=False)["metadata"]["name"],
        built("jax", "training-operator")["metadata"]["name"],
    ]
    assert [len(name) for name in names] == [len("bert-") + 10, 4, 4, 4]
