"""The public API as its users' type checkers see it; checked by mypy --strict, never run."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, assert_type

import mlkube
from mlkube import (
    BuildError,
    ErrorGroup,
    FileAccessError,
    Kustomization,
    KustomizationError,
    MlkubeError,
    Place,
    Resource,
    ResourceId,
    ResourceSet,
    SettingsError,
    TargetError,
    YamlError,
)
from mlkube.k8s import apps_v1, autoscaling_v2, batch_v1, core_v1, kubeflow_v1, networking_v1

if TYPE_CHECKING:
    from mlkube.core.json import JsonObject


def build_and_render() -> None:
    """A folder or a target becomes a set of resources."""
    assert_type(mlkube.build("overlays/prod"), ResourceSet)
    assert_type(
        mlkube.build(Path("overlays") / "prod", merge="lossless", kubernetes_version="1.36"), ResourceSet
    )
    assert_type(
        mlkube.build(
            ".",
            load_restrictor="LoadRestrictionsNone",
            enable_helm=True,
            helm_command="helm",
            strict_patches=True,
        ),
        ResourceSet,
    )
    assert_type(mlkube.render("gpu-prod"), ResourceSet)
    assert_type(mlkube.render("gpu-prod", project=Path(), bases=["ml-model"]), ResourceSet)
    assert_type(mlkube.render("gpu-prod", every_base=True), ResourceSet)
    assert_type(mlkube.__version__, str)


def read_a_set(resources: ResourceSet) -> None:
    """A set is iterated over, looked up, patched and printed."""
    for resource in resources:
        assert_type(resource, Resource)
    assert_type(len(resources), int)
    assert_type(resources[0], Resource)
    assert_type(resources.get("Deployment", "web"), Resource | None)
    assert_type(resources.get("Deployment", "web", namespace="ml"), Resource | None)
    assert_type(resources.to_yaml(), str)
    assert_type(resources.warnings, tuple[tuple[Place, str], ...])
    assert_type(resources.patch("spec: {}", target={"kind": "Deployment"}), ResourceSet)


def read_a_resource(resource: Resource) -> None:
    """A resource has an identity and a body."""
    assert_type(resource.id, ResourceId)
    assert_type(resource.kind, str)
    assert_type(resource.name, str)
    assert_type(resource.namespace, str)
    body: JsonObject = resource.body
    assert_type(body, "JsonObject")


def handle_errors() -> None:
    """Every error is an MlkubeError with a place, a reason and a hint."""
    try:
        mlkube.build(".")
    except ErrorGroup as group:
        assert_type(group.errors, tuple[MlkubeError, ...])
    except (BuildError, FileAccessError, KustomizationError, SettingsError, TargetError, YamlError) as error:
        assert_type(error.reason, str)
        assert_type(error.hint, str)
        assert_type(error.place, Place)
        assert_type(error.place.line, int)


def read_and_write_a_kustomization() -> None:
    """A kustomization is a frozen value that reads and writes."""
    kustomization = Kustomization.read(b"namePrefix: a-", "kustomization.yaml")
    assert_type(kustomization, Kustomization)
    assert_type(kustomization.replace(namespace="ml").write(), str)
    assert_type(Kustomization(resources=["base"], namespace="ml"), Kustomization)
    kustomization.replace(nonsense="ml")  # type: ignore[call-arg]  # an unknown field is found by the checker


def build_single_objects() -> None:
    """Builders return typed objects, and a misspelt argument or field is found."""
    web = mlkube.deployment(name="web", image="web:1", resources={"requests": {"cpu": 1, "memory": "1Gi"}})
    assert_type(web, apps_v1.Deployment)
    assert_type(web["spec"]["template"]["spec"]["containers"][0], core_v1.Container)
    assert_type(mlkube.job(name="train", image="train:1"), batch_v1.Job)
    assert_type(mlkube.service(name="web", ports={"http": 80}), core_v1.Service)
    assert_type(
        mlkube.persistent_volume(
            name="ml-models",
            storage="1Gi",
            access_modes=["ReadOnlyMany"],
            claim="models",
            claim_namespace="ml",
            spec={"nfs": {"server": "nfs.example", "path": "/models"}},
        ),
        core_v1.PersistentVolume,
    )
    assert_type(
        mlkube.persistent_volume_claim(name="models", storage="1Gi", access_modes=["ReadOnlyMany"]),
        core_v1.PersistentVolumeClaim,
    )
    assert_type(
        mlkube.horizontal_pod_autoscaler(name="web", max_replicas=3), autoscaling_v2.HorizontalPodAutoscaler
    )
    assert_type(mlkube.config_map(name="conf", data={"a": b""}), core_v1.ConfigMap)
    assert_type(mlkube.secret(name="key", data={"a": "b"}), core_v1.Secret)
    mlkube.deployment(name="web", imgae="web:1")  # type: ignore[call-arg]  # the checker finds it
    mlkube.deployment(name="web", image="a", resources={"limit": {}})  # type: ignore[arg-type]  # as above
    mlkube.service(name="web", type="Nodeport")  # type: ignore[arg-type]  # as above


def write_an_object() -> None:
    """An object that is written out has a type too, custom resources included."""
    container: core_v1.Container = {"name": "pytorch", "image": "bert:1", "ports": [{"containerPort": 80}]}
    job: kubeflow_v1.PyTorchJob = {
        "apiVersion": "kubeflow.org/v1",
        "kind": "PyTorchJob",
        "metadata": {"name": "bert"},
        "spec": {
            "pytorchReplicaSpecs": {
                "Worker": {"replicas": 2, "template": {"spec": {"containers": [container]}}}
            }
        },
    }
    rule: networking_v1.NetworkPolicyIngressRule = {"from": [{"podSelector": {}}]}
    nameless: core_v1.Container = {"image": "bert:1"}  # type: ignore[typeddict-item]  # the name is required
    assert_type(
        (job["spec"], rule["from"]), tuple[kubeflow_v1.PyTorchJobSpec, list[networking_v1.NetworkPolicyPeer]]
    )
    assert_type(nameless["image"], str)


def describe_a_workload() -> None:
    """The types of workloads are checked like dataclasses: names, values, and what is required."""
    claim = mlkube.VolumeSource(claim="models")
    serving = mlkube.TFServing(
        name="m",
        models=[mlkube.Model(name="m", storage=claim)],
        accelerator=mlkube.Accelerator(count=2),
        env=[{"name": "A", "value": "1"}],
    )
    assert_type(serving.build(), mlkube.ResourceSet)
    assert_type(serving.replace(replicas=2), mlkube.TFServing)
    assert_type(serving.models[0].storage, mlkube.VolumeSource | None)
    mlkube.TFServing(name="m", models=[], imgae="a")  # type: ignore[call-arg]  # the checker finds it
    mlkube.TFServing(name="m")  # type: ignore[call-arg]  # models are required
    mlkube.TrainingJob(name="t", image="i", framework="torch")  # type: ignore[arg-type]  # none of the choices
    mlkube.TrainingJob("t", image="i")  # type: ignore[call-arg]  # arguments have names
    serving.replicas = 3  # type: ignore[misc]  # frozen


def ask_for_room() -> None:
    """What a render asks for, and the nodes that it is held against."""
    resources = mlkube.render("gpu-prod")
    nodes = [mlkube.NodeType("l4", {"cpu": 7.91, "memory": "29Gi"}, count=2, price="1.12")]
    found = mlkube.quota(resources, nodes=nodes, quotas=resources, applied=True)
    assert_type(found, mlkube.QuotaReport)
    assert_type(found.fits, bool)
    assert_type(found.namespaces[0].asked["pods"].maximum, int)
    assert_type(mlkube.quota(resources, nodes=Path("nodes.yaml")).to_json(), "JsonObject")
    assert_type(mlkube.pod_sets(resources), list[mlkube.PodSet])
    mlkube.NodeType("l4", {"cpu": None})  # type: ignore[dict-item]  # the checker finds it


def ask_for_requirements() -> None:
    """What a render needs of its cluster, held against what kubectl says of one."""
    needs = mlkube.requires(mlkube.render("gpu-prod"), locate=lambda resource, _steps: Place(str(resource)))
    assert_type(needs, mlkube.Requirements)
    assert_type(needs[0].needs[0].place, Place)
    held = needs.check("Server Version: v1.36.2\n", ("cluster.txt", b"..."))
    assert_type(held, mlkube.CheckedRequirements)
    assert_type(held.ok, bool)
    assert_type([verdict.status for verdict in held], list[str])
    needs.check(Path("cluster.txt"))  # type: ignore[arg-type]  # a text, not a file


def plan_a_rollout() -> None:
    """What a rollout does, as data."""
    report = mlkube.rollout(mlkube.render("gpu-prod"), "ml-model", endpoint_seconds=10, request_seconds=20)
    assert_type(report, mlkube.RolloutReport)
    assert_type([plan for plan in report], list[mlkube.RolloutPlan])  # noqa: C416  the type of an iteration
    assert_type(report.plans[0].courses[0].least_ready, int)
    assert_type(report.every_finding(), list[mlkube.RolloutFinding])


def describe_a_cluster() -> None:
    """A cluster is typed as its workloads are; what kubeadm is told is plain data."""
    cluster = mlkube.Cluster(
        name="lab",
        kubernetes_version="1.36.2",
        platform="bare-metal",
        networking=mlkube.ClusterNetworking(pod_subnet="10.244.0.0/16"),
        calico=mlkube.Calico(linux_dataplane="Nftables"),
        kubeadm=mlkube.Kubeadm(
            api_server=mlkube.ApiServer(cert_sans=["api.example.com"]),
            kube_proxy=mlkube.KubeProxy(mode="nftables"),
        ),
    )
    assert_type(cluster.build(), ResourceSet)
    assert_type(mlkube.kubeadm("prod", role="join", pool="gpu"), "list[JsonObject]")
    mlkube.Cluster(name="lab", kubernetes_version="1.36.2", platform="heroku")  # type: ignore[arg-type]
