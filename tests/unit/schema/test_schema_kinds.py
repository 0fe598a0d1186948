"""Which kinds kustomize keeps out of namespaces."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path

import pytest
import yaml

from mlkube.schema import KUSTOMIZE_VERSION, load_schema
from mlkube.schema.kinds import is_cluster_scoped

COMPILED = Path(__file__).parents[3] / "mlkube" / "schema" / "kubernetes.tsv"
UNKNOWN_TO_KUSTOMIZE = [
    ("example.org/v1", "Cluster"),
    ("networking.k8s.io/v1", "ServiceCIDR"),
    ("v1", "ClusterRole"),
    ("v1", "namespace"),
    ("rbac.authorization.k8s.io/v1alpha1", "ClusterRole"),
    ("storage.k8s.io/v1", "VolumeAttributesClass"),
]


def all_kinds() -> list[tuple[str, str]]:
    """Return all kinds that any version of Kubernetes knows."""
    keys = [line.split("\t")[0] for line in COMPILED.read_text().splitlines()[1:]]
    return [(api_version, kind) for api_version, _, kind in (key.partition(" ") for key in keys) if kind]


@pytest.mark.parametrize(
    ("api_version", "kind"),
    [
        ("v1", "Namespace"),
        ("v1", "PersistentVolume"),
        ("v1", "NodeProxyOptions"),
        ("policy/v1beta1", "PodSecurityPolicy"),
        ("apiextensions.k8s.io/v1", "CustomResourceDefinition"),
        ("storage.k8s.io/v1beta1", "CSINode"),
    ],
)
def test_these_kinds_are_cluster_scoped(api_version: str, kind: str) -> None:
    assert is_cluster_scoped(api_version, kind)


@pytest.mark.parametrize(("api_version", "kind"), UNKNOWN_TO_KUSTOMIZE)
def test_a_kind_that_kustomize_does_not_know_has_a_namespace(api_version: str, kind: str) -> None:
    assert not is_cluster_scoped(api_version, kind)


def test_no_kind_is_cluster_scoped_for_kustomize_that_has_a_namespace_in_kubernetes() -> None:
    versions = [load_schema(version) for version in ("1.25", "1.37")]
    wrong = [
        kind
        for kind in all_kinds()
        if is_cluster_scoped(*kind)
        for schema in versions
        if schema.find(*kind) is not None and not schema.is_cluster_scoped(*kind)
    ]
    assert wrong == []


@pytest.mark.skipif(shutil.which("kubectl") is None, reason="kubectl is not installed")
def test_kubectl_gives_a_namespace_to_the_same_kinds(tmp_path: Path) -> None:
    kinds = sorted(
        {*all_kinds(), *UNKNOWN_TO_KUSTOMIZE, ("v1", "NodeProxyOptions"), ("v1", "PodExecOptions")}
    )
    # An embedded Kustomization is refused, and a Namespace takes the name of the namespace.
    kinds = [kind for kind in kinds if kind[1] not in {"Kustomization", "Namespace"}]
    resources = [
        {"apiVersion": api_version, "kind": kind, "metadata": {"name": f"object-{number}"}}
        for number, (api_version, kind) in enumerate(kinds)
    ]
    (tmp_path / "resources.yaml").write_text("\n---\n".join(map(json.dumps, resources)))
    (tmp_path / "kustomization.yaml").write_text("resources: [resources.yaml]\nnamespace: ml\n")
    printed = subprocess.run(
        ["kubectl", "kustomize", str(tmp_path)], check=True, capture_output=True, text=True
    ).stdout
    built = list(yaml.load_all(printed, Loader=yaml.CSafeLoader))
    without_namespace = {
        (body["apiVersion"], body["kind"]) for body in built if "namespace" not in body["metadata"]
    }
    assert len(built) == len(kinds)
    assert without_namespace == {kind for kind in kinds if is_cluster_scoped(*kind)}
    schema = load_schema(KUSTOMIZE_VERSION)
    assert without_namespace == {kind for kind in kinds if schema.is_cluster_scoped(*kind)}
