"""Names of a workspace's objects under namespaces, prefixes and suffixes, and what refers to them."""

from __future__ import annotations

import shutil
import subprocess
from typing import TYPE_CHECKING, Any

import pytest

import mlkube
from mlkube.errors import MlkubeError

if TYPE_CHECKING:
    from pathlib import Path

WORKSPACE = """\
apiVersion: mlkube.dev/v1alpha1
kind: Workspace
metadata: {name: vision}
spec:
  priorityClasses: [{name: high, value: 10}]
  quota: {priorityClasses: [{name: high, pods: 5}]}
  accounts: [{name: training, rules: [{apiGroups: [""], resources: [pods], verbs: [get]}]}]
  imagePullSecrets: [{name: registry}]
  network: {egress: [{name: api, cidrs: [10.0.0.1/32]}]}
  queue:
    priorityClasses: [{name: urgent, value: 1}]
    clusterQueue:
      cohort: {name: research, create: true}
      topologies: [{name: racks, levels: [rack]}]
      flavors:
        - name: a100
          nodeLabels: {gpu: a100}
          topology: racks
          resources: [{name: cpu, nominalQuota: 8}, {name: memory, nominalQuota: 64Gi}]
"""
JOB = """\
apiVersion: mlkube.dev/v1alpha1
kind: TrainingJob
metadata: {name: bert, namespace: vision}
spec:
  image: r/bert:1
  framework: pytorch
  workers: 2
  backend: %s
  resources: {cpu: 1, memory: 1Gi}
  queue: {name: vision, priority: vision-urgent}
  placement: {priorityClass: vision-high}
  serviceAccount: {name: training}
"""
REGISTRY = """\
apiVersion: v1
kind: Secret
metadata: {name: registry, namespace: vision}
type: kubernetes.io/dockerconfigjson
"""


def build(root: Path, *, over: str = "", backend: str = "job", layers: tuple[str, ...] = ()) -> list[Any]:
    base = root / "base"
    base.mkdir(exist_ok=True)
    (base / "kustomization.yaml").write_text("resources: [workspace.yaml, job.yaml, secret.yaml]\n")
    (base / "workspace.yaml").write_text(WORKSPACE)
    job = JOB % backend
    if backend == "trainjob":  # it has no place for a priority of pods
        job = job.replace("  placement: {priorityClass: vision-high}\n", "")
    (base / "job.yaml").write_text(job)
    (base / "secret.yaml").write_text(REGISTRY)
    below = "base"
    for at, text in enumerate((*layers, over)):
        folder = root / f"layer{at}"
        folder.mkdir(exist_ok=True)
        (folder / "kustomization.yaml").write_text(f"resources: [../{below}]\n{text}")
        below = folder.name
    return mlkube.build(root / below).bodies()


def name_of(bodies: list[Any], kind: str, *, namespaced: bool = True) -> str:
    (body,) = [each for each in bodies if each["kind"] == kind]
    assert ("namespace" in body["metadata"]) is namespaced
    return str(body["metadata"]["name"])


def spec_of(bodies: list[Any], kind: str) -> Any:  # noqa: ANN401  plain data
    (body,) = [each for each in bodies if each["kind"] == kind]
    return body["spec"]


def namespaces(bodies: list[Any]) -> set[str]:
    return {each["metadata"]["namespace"] for each in bodies if "namespace" in each["metadata"]}


def test_without_a_layer_the_namespace_is_called_like_the_workspace(tmp_path: Path) -> None:
    (tmp_path / "kustomization.yaml").write_text("resources: [workspace.yaml]\n")
    (tmp_path / "workspace.yaml").write_text(WORKSPACE)
    bodies: list[Any] = mlkube.build(tmp_path).bodies()
    assert name_of(bodies, "Namespace", namespaced=False) == "vision"
    assert namespaces(bodies) == {"vision"}
    assert name_of(bodies, "ClusterQueue", namespaced=False) == "vision"


def test_the_namespace_of_the_metadata_is_the_namespace(tmp_path: Path) -> None:
    (tmp_path / "kustomization.yaml").write_text("resources: [workspace.yaml]\n")
    (tmp_path / "workspace.yaml").write_text(
        WORKSPACE.replace("name: vision}", "name: vision, namespace: cv}")
    )
    bodies: list[Any] = mlkube.build(tmp_path).bodies()
    assert name_of(bodies, "Namespace", namespaced=False) == "cv"
    assert namespaces(bodies) == {"cv"}
    assert name_of(bodies, "LocalQueue") == "vision"
    assert spec_of(bodies, "LocalQueue") == {"clusterQueue": "cv"}
    assert name_of(bodies, "PriorityClass", namespaced=False) == "cv-high"


@pytest.mark.parametrize("layers", [(), ("namespace: between\n",)])
def test_a_kustomization_moves_the_namespace_and_all_that_names_it(
    tmp_path: Path, layers: tuple[str, ...]
) -> None:
    bodies = build(tmp_path, over="namespace: vision-prod\n", layers=layers)
    assert name_of(bodies, "Namespace", namespaced=False) == "vision-prod"
    assert namespaces(bodies) == {"vision-prod"}
    assert spec_of(bodies, "ClusterQueue")["namespaceSelector"] == {
        "matchLabels": {"kubernetes.io/metadata.name": "vision-prod"}
    }
    (subject,) = next(each for each in bodies if each["kind"] == "RoleBinding")["subjects"]
    assert subject == {"kind": "ServiceAccount", "name": "training", "namespace": "vision-prod"}


@pytest.mark.parametrize(
    ("over", "before", "behind", "namespace"),
    [
        ("namespace: vision-prod\n", "", "", "vision-prod"),
        ("namePrefix: x-\n", "x-", "", "vision"),
        ("namespace: vision-prod\nnamePrefix: x-\nnameSuffix: -y\n", "x-", "-y", "vision-prod"),
    ],
)
@pytest.mark.parametrize("backend", ["job", "jobset", "trainjob", "training-operator"])
def test_every_reference_follows_into_an_environment(
    tmp_path: Path, over: str, before: str, behind: str, namespace: str, backend: str
) -> None:
    bodies = build(tmp_path, over=over, backend=backend)

    def final(name: str) -> str:
        return f"{before}{name}{behind}"

    assert name_of(bodies, "Namespace", namespaced=False) == namespace
    for kind, own in (
        ("PriorityClass", "high"),
        ("WorkloadPriorityClass", "urgent"),
        ("ResourceFlavor", "a100"),
        ("Topology", "racks"),
        ("Cohort", "research"),
    ):
        assert name_of(bodies, kind, namespaced=False) == final(f"{namespace}-{own}")
    queue = final(namespace)
    assert name_of(bodies, "ClusterQueue", namespaced=False) == queue
    assert spec_of(bodies, "LocalQueue") == {"clusterQueue": queue}
    cluster_queue = spec_of(bodies, "ClusterQueue")
    assert cluster_queue["resourceGroups"][0]["flavors"][0]["name"] == final(f"{namespace}-a100")
    assert cluster_queue["cohortName"] == final(f"{namespace}-research")
    assert spec_of(bodies, "ResourceFlavor")["topologyName"] == final(f"{namespace}-racks")
    (scope,) = spec_of(bodies, "ResourceQuota")["scopeSelector"]["matchExpressions"]
    assert scope["values"] == [final(f"{namespace}-high")]

    kinds = {"job": "Job", "jobset": "JobSet", "trainjob": "TrainJob", "training-operator": "PyTorchJob"}
    job = next(each for each in bodies if each["kind"] in kinds.values())
    assert job["metadata"]["labels"]["kueue.x-k8s.io/queue-name"] == final("vision")
    assert job["metadata"]["labels"]["kueue.x-k8s.io/priority-class"] == final(f"{namespace}-urgent")
    if backend != "trainjob":
        assert f"'priorityClassName': '{final(f'{namespace}-high')}'" in str(job)
    assert f"'serviceAccountName': '{final('training')}'" in str(job)
    account = next(each for each in bodies if each["kind"] == "ServiceAccount")
    assert account["imagePullSecrets"] == [{"name": final("registry")}]


def test_two_environments_share_no_object_of_the_cluster(tmp_path: Path) -> None:
    build(tmp_path)
    for name in ("dev", "prod"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "kustomization.yaml").write_text(f"resources: [../base]\nnamespace: {name}\n")
    (tmp_path / "both").mkdir()
    (tmp_path / "both" / "kustomization.yaml").write_text("resources: [../dev, ../prod]\n")
    (tmp_path / "base" / "kustomization.yaml").write_text("resources: [workspace.yaml]\n")
    bodies: list[Any] = mlkube.build(tmp_path / "both").bodies()
    cluster = [
        f"{each['kind']}/{each['metadata']['name']}" for each in bodies if "namespace" not in each["metadata"]
    ]
    assert len(cluster) == len(set(cluster)) == 2 * 7
    (first, second) = [each["spec"]["clusterQueue"] for each in bodies if each["kind"] == "LocalQueue"]
    assert (first, second) == ("dev", "prod")


def test_two_workspaces_do_not_become_one(tmp_path: Path) -> None:
    (tmp_path / "kustomization.yaml").write_text("resources: [workspace.yaml, other.yaml]\nnamespace: cv\n")
    (tmp_path / "workspace.yaml").write_text(WORKSPACE)
    (tmp_path / "other.yaml").write_text(
        "apiVersion: mlkube.dev/v1alpha1\nkind: Workspace\nmetadata: {name: speech}\n"
    )
    with pytest.raises(MlkubeError, match="in namespace 'cv' two objects become one: Namespace/vision"):
        mlkube.build(tmp_path)


def test_labels_of_a_kustomization_do_not_keep_pods_from_the_dns_server(tmp_path: Path) -> None:
    bodies = build(tmp_path, over="commonLabels: {team: cv}\n")
    dns = next(each for each in bodies if each["metadata"]["name"] == "vision-allow-dns")
    assert dns["spec"]["egress"][0]["to"][0]["podSelector"] == {
        "matchExpressions": [{"key": "k8s-app", "operator": "In", "values": ["kube-dns"]}]
    }


def exported(folder: Path, out: Path) -> tuple[bool, str, str]:
    """Export a folder; return whether the tree was kept, what it builds to, and what kubectl prints of it."""
    kept = mlkube.export(str(folder), out)
    text = mlkube.build(out, merge="kustomize").to_yaml()
    printed = text
    if shutil.which("kubectl"):
        run = subprocess.run(["kubectl", "kustomize", str(out)], capture_output=True, text=True, check=True)
        printed = run.stdout
    return kept, text, printed


def test_an_export_has_the_same_objects_finished_where_kustomize_would_move_those_of_the_cluster(
    tmp_path: Path,
) -> None:
    build(tmp_path, over="namespace: vision-prod\nnamePrefix: x-\n")
    expected = mlkube.build(tmp_path / "layer0").to_yaml()
    kept, text, printed = exported(tmp_path / "layer0", tmp_path / "out")
    assert (kept, text, printed) == (False, expected, expected)


def test_an_export_keeps_the_tree_where_all_stands_in_the_namespace(tmp_path: Path) -> None:
    (tmp_path / "base").mkdir()
    (tmp_path / "base" / "kustomization.yaml").write_text("resources: [workspace.yaml, job.yaml]\n")
    (tmp_path / "base" / "workspace.yaml").write_text(
        "apiVersion: mlkube.dev/v1alpha1\nkind: Workspace\nmetadata: {name: vision}\n"
        "spec: {quota: {cpu: 4}, access: {view: {groups: [all]}}, queue: {existing: shared}}\n"
    )
    job = (JOB % "job").replace(", priority: vision-urgent", "").replace("vision-high", "of-the-cluster")
    (tmp_path / "base" / "job.yaml").write_text(job)
    (tmp_path / "over").mkdir()
    (tmp_path / "over" / "kustomization.yaml").write_text(
        "resources: [../base]\nnamespace: vision-prod\nnamePrefix: x-\n"
    )
    expected = mlkube.build(tmp_path / "over").to_yaml()
    assert "kueue.x-k8s.io/queue-name: x-vision\n" in expected
    kept, text, printed = exported(tmp_path / "over", tmp_path / "out")
    assert (kept, text, printed) == (True, expected, expected)


def test_each_environment_of_a_render_refers_to_its_own(tmp_path: Path) -> None:
    build(tmp_path, backend="jobset")
    for name in ("dev", "prod"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "kustomization.yaml").write_text(f"resources: [../base]\nnamespace: {name}\n")
    (tmp_path / "both").mkdir()
    (tmp_path / "both" / "kustomization.yaml").write_text("resources: [../dev, ../prod]\n")
    bodies: list[Any] = mlkube.build(tmp_path / "both").bodies()
    for job in (each for each in bodies if each["kind"] == "JobSet"):
        namespace = job["metadata"]["namespace"]
        assert job["metadata"]["labels"]["kueue.x-k8s.io/priority-class"] == f"{namespace}-urgent"
        assert f"'priorityClassName': '{namespace}-high'" in str(job)


def test_patches_find_objects_of_the_cluster_by_the_names_that_the_base_gives_them(tmp_path: Path) -> None:
    patches = """\
namespace: vision-prod
patches:
  - patch: |-
      {apiVersion: kueue.x-k8s.io/v1beta2, kind: ClusterQueue, metadata: {name: vision}, spec: {stopPolicy: Hold}}
  - patch: |-
      {apiVersion: scheduling.k8s.io/v1, kind: PriorityClass, metadata: {name: vision-high}, description: first}
  - target: {kind: Topology, name: vision-racks}
    patch: '[{"op": "replace", "path": "/spec/levels/0/nodeLabel", "value": "zone"}]'
"""  # noqa: E501  patches stand as they are written
    bodies = build(tmp_path, over=patches)
    assert spec_of(bodies, "ClusterQueue")["stopPolicy"] == "Hold"
    assert spec_of(bodies, "Topology") == {"levels": [{"nodeLabel": "zone"}]}
    assert next(each for each in bodies if each["kind"] == "PriorityClass")["description"] == "first"
