"""Every contradiction that the workloads refuse, with its exact text."""
# ruff: noqa: E501  error texts stand as they are printed

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
import yaml

import mlkube

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    Refusals = Callable[..., list[str]]

BASE = {
    "TFServing": "models: [{name: m, storage: {claim: c}}]\nresources: {cpu: 1, memory: 1Gi}\n",
    "TrainingJob": "image: r/t:1\n",
    "SparkJob": "image: r/s:4.0.4\nmain: local:///a.py\n",
}


@pytest.fixture
def refusals(tmp_path: Path, refusals_of: Callable[[Path], list[str]]) -> Refusals:
    """Return what builds a workload of a kind with changes in YAML and tells its errors."""

    def refused(kind: str, changes: str, namespace: str = "ml") -> list[str]:
        spec = yaml.safe_load(BASE[kind]) | yaml.safe_load(changes)
        name = spec.pop("_name", "w")
        body = {"apiVersion": "mlkube.dev/v1alpha1", "kind": kind, "metadata": {"name": name}, "spec": spec}
        lines = ["resources: [w.yaml]", *([f"namespace: {namespace}"] if namespace else [])]
        (tmp_path / "kustomization.yaml").write_text("\n".join(lines) + "\n")
        (tmp_path / "w.yaml").write_text(yaml.safe_dump(body))
        return refusals_of(tmp_path)

    return refused


@pytest.mark.parametrize("kind", sorted(BASE))
def test_the_base_of_these_tests_is_fine(kind: str, refusals: Refusals) -> None:
    assert refusals(kind, "{}") == []


@pytest.mark.parametrize(
    ("kind", "changes", "expected"),
    [
        # parts
        (
            "TFServing",
            "resources: {cpu: 2, cpuLimit: 1, memory: 1Gi}",
            "spec.resources.cpu: 2 is more than cpuLimit, 1; a request may reach its limit, but not pass it",
        ),
        (
            "TFServing",
            "env: [{name: API_TOKEN, value: abc}]",
            "spec.env[0].value: API_TOKEN looks like the value of a secret; keep it in a Secret and refer to it with valueFrom.secretKeyRef",
        ),
        (
            "TFServing",
            "sidecars: [{name: serving, image: 'a:1'}]",
            'spec.sidecars[0].name: "serving" is the name of the main container; choose another name',
        ),
        (
            "TFServing",
            "storage: [{name: a, mountPath: /x, claim: c}, {name: b, mountPath: /x/, claim: c}]",
            "spec.storage[1].mountPath: /x is mounted already",
        ),
        (
            "TFServing",
            "storage: [{name: a, mountPath: /x}]",
            "spec.storage[0]: says nothing of what stands behind it; give one of claim, newClaim, static, nfs, csi, hostPath, image, s3, emptyDir, configMap, secret",
        ),
        (
            "TFServing",
            "storage: [{name: a, mountPath: /x, hostPath: {path: /x}}]",
            "spec.storage[0].hostPath: a hostPath serves one node; use storage that several nodes reach, or `profile: dev` for one node",
        ),
        (
            "TFServing",
            "replicas: 2\nstorage: [{name: a, mountPath: /x, newClaim: {size: 1Gi}}]",
            "spec.storage[0].newClaim.accessModes: ReadWriteOnce: one node mounts it, but up to 2 pods want it; use ReadOnlyMany or ReadWriteMany, or `profile: dev`",
        ),
        (
            "TFServing",
            "accelerator: {deviceClass: gpu.nvidia.com, resource: amd.com/gpu}\nimage: r/x:1",
            "spec.accelerator.resource: an extended resource and a device class exclude each other; leave one out",
        ),
        (
            "TFServing",
            "configFiles: {a: {text: x, file: y}}",
            "spec.configFiles.a.file: text and file exclude each other; leave one out",
        ),
        (
            "TFServing",
            "configFiles: {a: {text: x, values: {b: 1}}}",
            "spec.configFiles.a.values: there is no template to read them; give template, or no values",
        ),
        (
            "TFServing",
            "configFiles: {a: {file: missing.txt}}",
            "spec.configFiles.a.file: no such file: 'missing.txt'",
        ),
        (
            "TFServing",
            "configFiles: {a: {file: /etc/hostname}}",
            "spec.configFiles.a.file: '/etc/hostname' is not in or below the folder of the description",
        ),
        (
            "TFServing",
            "image: r/serving:latest",
            "spec.image: r/serving:latest has no fixed version; name a tag or a digest, or set `profile: dev`",
        ),
        # TFServing
        ("TFServing", "models: []", "spec.models: there is no model to serve; name one"),
        (
            "TFServing",
            "models: [{name: m}]",
            "spec.models[0].storage: nothing says where the model lies; give storage here, or modelStorage for all models",
        ),
        (
            "TFServing",
            "models: [{name: m, storage: {claim: c}, versionPolicy: {specific: [1]}, versionLabels: {stable: 2}}]",
            "spec.models[0].versionLabels.stable: version 2 is not loaded; the server refuses a label of a version that it does not load",
        ),
        (
            "TFServing",
            "autoscaling: {minReplicas: 4, maxReplicas: 3}",
            "spec.autoscaling.minReplicas: 4 is more than maxReplicas, 3",
        ),
        (
            "TFServing",
            "resources: {memory: 1Gi}\nautoscaling: {maxReplicas: 3}",
            "spec.autoscaling: CPU utilisation is measured against the CPU that is reserved, and none is; set resources.cpu",
        ),
        (
            "TFServing",
            "image: tensorflow/serving:2.20.0-gpu",
            "spec.image: tensorflow/serving:2.20.0-gpu is for GPUs, and the pods get none; set accelerator: {}",
        ),
        (
            "TFServing",
            "accelerator: {}",
            "spec.image: tensorflow/serving:2.20.0 cannot use the GPU that the pods get; use tensorflow/serving:2.20.0-gpu",
        ),
        (
            "TFServing",
            "args: [--enable_batching=true]",
            "spec.args[0]: --enable_batching belongs to batching; set batching instead",
        ),
        (
            "TFServing",
            "batching: {allowedSizes: [8, 4, 32]}",
            "spec.batching.allowedSizes: must rise and end in 32",
        ),
        (
            "TFServing",
            "service: {type: NodePort}",
            "spec.service.type: a NodePort opens the model to everybody; use ClusterIP with ingress or route, or `profile: dev`",
        ),
        (
            "TFServing",
            "service: {nodePort: 30000}",
            "spec.service.nodePort: a ClusterIP has no node port; set type: NodePort, or leave it out",
        ),
        # TrainingJob
        (
            "TrainingJob",
            "framework: mpi",
            "spec.backend: job has no way to run mpi; it works on trainjob, training-operator",
        ),
        (
            "TrainingJob",
            "framework: tensorflow\nbackend: trainjob",
            "spec.backend: trainjob has no way to run tensorflow; it works on job, jobset, training-operator; or name a runtime",
        ),
        (
            "TrainingJob",
            "framework: pytorch\nprocessesPerWorker: 2\naccelerator: {count: 4}",
            "spec.processesPerWorker: 2 processes on 4 devices; leave it out: there is one process for each device",
        ),
        (
            "TrainingJob",
            "framework: pytorch\nargs: ['--nnodes=2', train.py]",
            "spec.args[0]: --nnodes=2 belongs to workers; set workers instead",
        ),
        (
            "TrainingJob",
            "framework: tensorflow\nenv: [{name: TF_CONFIG, value: '{}'}]",
            "spec.env[0].name: TF_CONFIG is how the workers find each other; leave it to the workload",
        ),
        (
            "TrainingJob",
            "sharedMemory: 2Gi\nresources: {memory: 2Gi}",
            "spec.sharedMemory: 2Gi is not less than the memory limit, 2Gi; it counts against the limit: raise that",
        ),
        (
            "TrainingJob",
            "backend: jobset\nschedule: {cron: 0 2 * * *}",
            "spec.schedule: jobset runs once; use backend: job",
        ),
        (
            "TrainingJob",
            "framework: pytorch\nbackend: trainjob\nsidecars: [{name: a, image: 'b:1'}]",
            "spec.sidecars: a trainjob has no place for it; say it in a runtime of your own",
        ),
        (
            "TrainingJob",
            "_name: a123456789012345678901234567890123456789012345678901",
            "metadata.name: has 52 characters, but its pods leave room for 50",
        ),
        (
            "TrainingJob",
            "workers: 3\ncheckpoints: {newClaim: {size: 1Gi}}",
            "spec.checkpoints.newClaim.accessModes: ReadWriteOnce: one node mounts it, but up to 3 pods want it; use ReadOnlyMany or ReadWriteMany, or `profile: dev`",
        ),
        (
            "TrainingJob",
            "framework: mpi\nbackend: training-operator\nnetworkPolicy: {}",
            "spec.networkPolicy: nothing goes out, and the launcher starts the workers' processes by the API server; give the API server as egress, or set deny: ingress",
        ),
        (
            "TrainingJob",
            "data: {s3: {uri: s3://a/b}}\nnetworkPolicy: {}",
            "spec.networkPolicy: nothing goes out, and the pods download s3://a/b before they can work; give where it lies as egress, or set deny: ingress",
        ),
        # SparkJob
        (
            "SparkJob",
            "networkPolicy: {}",
            "spec.networkPolicy: nothing goes out, and the driver asks the API server for executors; give the API server as egress, and the object store, or set deny: ingress",
        ),
        ("SparkJob", "language: scala", "spec.mainClass: scala needs the class to run"),
        ("SparkJob", "mainClass: a.B", "spec.mainClass: python has no class to run; leave it out"),
        (
            "SparkJob",
            "dynamicAllocation: {minExecutors: 5, maxExecutors: 4}",
            "spec.dynamicAllocation.minExecutors: 5 is more than maxExecutors, 4",
        ),
        (
            "SparkJob",
            "executor: {memory: 4g, gpu: {pinnedMemory: 4g}}",
            "spec.executor.gpu.pinnedMemory: 4096 MiB do not fit in the memory overhead, 1638 MiB; raise executor.memoryOverhead",
        ),
        (
            "SparkJob",
            "backend: operator\nimage: r/s:nightly",
            "spec.sparkVersion: the tag of r/s:nightly does not say the version of Spark; set sparkVersion",
        ),
        (
            "SparkJob",
            "resources: {cpu: 1}",
            "spec.resources: Spark computes the resources of its pods; set driver and executor: cores, memory, memoryOverhead",
        ),
        (
            "SparkJob",
            "properties: {spark.executor.memory: 8g}",
            "spec.properties[spark.executor.memory]: it belongs to executor.memory; set executor.memory instead",
        ),
        (
            "SparkJob",
            "properties: {spark.hadoop.fs.s3a.secret.key: abc}",
            "spec.properties[spark.hadoop.fs.s3a.secret.key]: a secret would stand in a ConfigMap; use s3.secret, or env with a secretKeyRef",
        ),
        (
            "SparkJob",
            "properties: {spark.dynamicAlocation.executorIdleTimeout: 60s}",
            'spec.properties[spark.dynamicAlocation.executorIdleTimeout]: no property of Spark begins with spark.dynamicAlocation; did you mean "spark.dynamicAllocation.executorIdleTimeout"?',
        ),
        (
            "SparkJob",
            "properties: {spark.sql.shuffle.partitons: '64'}",
            'spec.properties[spark.sql.shuffle.partitons]: Spark has no property of this name; did you mean "spark.sql.shuffle.partitions"?',
        ),
        (
            "SparkJob",
            "properties: {spark.sql.shuffle.partitions: many}",
            'spec.properties[spark.sql.shuffle.partitions]: "many" is not an integer',
        ),
        (
            "SparkJob",
            "properties: {spark.dynamicAllocation.executorIdleTimeout: soon}",
            'spec.properties[spark.dynamicAllocation.executorIdleTimeout]: "soon" is not a time',
        ),
        (
            "SparkJob",
            "properties: {spark.ssl.keyStorePassword: abc}",
            "spec.properties[spark.ssl.keyStorePassword]: a secret would stand in a ConfigMap; use s3.secret, or env with a secretKeyRef",
        ),
        (
            "SparkJob",
            "properties: {spark.executorEnv.AWS_SECRET_ACCESS_KEY: abc}",
            "spec.properties[spark.executorEnv.AWS_SECRET_ACCESS_KEY]: a secret would stand in a ConfigMap; use s3.secret, or env with a secretKeyRef",
        ),
        (
            "SparkJob",
            "properties: {spark.yarn.executor.memoryOverhead: '1'}",
            "spec.properties[spark.yarn.executor.memoryOverhead]: YARN's properties mean nothing on Kubernetes; leave it out",
        ),
        (
            "SparkJob",
            "properties: {fs.s3a.endpoint: x}",
            "spec.properties[fs.s3a.endpoint]: Spark ignores a property whose name does not begin with spark.; put spark.hadoop. in front for Hadoop's own",
        ),
        (
            "SparkJob",
            "storage: [{name: a, mountPath: /x, nfs: {server: s, path: /p}}]",
            "spec.storage[0]: executors of the submit backend mount claims only; use claim, newClaim or static",
        ),
    ],
)
def test_a_contradiction_is_refused(kind: str, changes: str, expected: str, refusals: Refusals) -> None:
    assert refusals(kind, changes) == [expected]


@pytest.mark.parametrize(
    ("kind", "changes", "expected"),
    [
        (
            "TFServing",
            "models: [{name: m, storage: {static: {size: 1Gi, nfs: {server: s, path: /p}}}}]",
            "spec.models[0].storage.static: a static volume needs the namespace of its claim, and no layer gives one; set `namespace:` in a kustomization above, or metadata.namespace",
        ),
        (
            "SparkJob",
            "{}",
            "metadata.name: Spark's configuration holds the namespace, and no layer gives one; set `namespace:` in a kustomization above, or metadata.namespace",
        ),
    ],
)
def test_text_that_holds_a_namespace_needs_one(
    kind: str, changes: str, expected: str, refusals: Refusals
) -> None:
    assert refusals(kind, changes, namespace="") == [expected]


@pytest.mark.parametrize(
    ("kind", "changes", "expected"),
    [
        (
            "TrainingJob",
            "{schedule: {cron: 0 2 * * *}}",
            "metadata.name: becomes 'a-long-prefix-that-fills-nearly-all-of-the-name-it-does-w', 57 characters; its pods leave room for 52; shorten the name, or a prefix or suffix",
        ),
        (
            "SparkJob",
            "{}",
            "metadata.name: becomes 'a-long-prefix-that-fills-nearly-all-of-the-name-it-does-w', 57 characters; its pods leave room for 41; shorten the name, or a prefix or suffix",
        ),
    ],
)
def test_a_prefix_that_makes_a_name_too_long_is_refused(
    kind: str, changes: str, expected: str, refusals: Refusals
) -> None:
    prefix = "ml\nnamePrefix: a-long-prefix-that-fills-nearly-all-of-the-name-it-does-"
    assert refusals(kind, changes, namespace=prefix) == [expected]


def test_dev_allows_what_works_on_one_node(refusals: Refusals) -> None:
    changes = """
profile: dev
image: r/serving:latest
replicas: 3
service: {type: NodePort}
storage: [{name: a, mountPath: /x, hostPath: {path: /x}}, {name: b, mountPath: /y, newClaim: {size: 1Gi}}]
"""
    assert refusals("TFServing", changes) == []


def test_config_files_come_from_texts_files_and_templates(refusals: Refusals, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("from a file\n")
    (tmp_path / "b.j2").write_text("{% for x in xs %}{{ x }};{% endfor %}\n")
    changes = "configFiles: {a: {file: a.txt}, b: {template: b.j2, values: {xs: [1, 2]}}, c: {text: plain}}"
    assert refusals("TrainingJob", changes) == []
    (found,) = [each for each in mlkube.build(tmp_path).bodies() if each["kind"] == "ConfigMap"]
    assert found["data"] == {"a": "from a file\n", "b": "1;2;\n", "c": "plain"}
    assert found["immutable"] is True
    (tmp_path / "b.j2").write_text("x\n{{ ys }}\n")
    (error,) = [refusals("TrainingJob", changes)[0]]
    assert error == ": 'ys' is undefined; known are xs"


@pytest.mark.parametrize("tasks", range(1, 65))
def test_as_many_tasks_share_a_gpu_as_were_asked_for(tasks: int) -> None:
    gpu = mlkube.ExecutorGpu(tasks=tasks)
    job = mlkube.SparkJob(
        name="j", namespace="n", image="r/s:4.0.4", main="local:///a.py", executor=mlkube.Executor(gpu=gpu)
    )
    (text,) = [each["data"] for each in job.build().bodies() if each["kind"] == "ConfigMap"]
    assert isinstance(text, dict)
    line = next(each for each in str(text["spark-defaults.conf"]).splitlines() if "task.resource.gpu" in each)
    assert int(1.0 / float(line.split()[1])) == tasks


def test_two_kinds_of_one_name_do_not_select_each_others_pods() -> None:
    serving = mlkube.TFServing(
        name="x", models=[mlkube.Model(name="m", storage=mlkube.VolumeSource(claim="c"))]
    )
    training = mlkube.TrainingJob(name="x", image="r/t:1", workers=2, pod_labels={"team": "mine"})
    selectors, pods = [], []
    for workload in (serving, training):
        for body in workload.build().bodies():
            spec = body.get("spec")
            if body["kind"] == "Service" and isinstance(spec, dict):
                selectors.append(spec["selector"])
            if body["kind"] in {"Deployment", "Job"} and isinstance(spec, dict):
                pods.append(spec["template"]["metadata"]["labels"])  # type: ignore[index, call-overload]
    assert [[all(pod.get(k) == v for k, v in each.items()) for pod in pods] for each in selectors] == [  # type: ignore[union-attr]
        [True, False],
        [False, True],
    ]


def test_spark_keeps_its_user_where_other_rights_change() -> None:
    job = mlkube.SparkJob(
        name="j",
        namespace="n",
        image="r/s:4.0.4",
        main="local:///a.py",
        security=mlkube.SparkSecurity(add_capabilities=["IPC_LOCK"]),
    )
    (built,) = [each["spec"] for each in job.build().bodies() if each["kind"] == "Job"]
    assert built["template"]["spec"]["securityContext"]["runAsUser"] == 185  # type: ignore[index, call-overload]
