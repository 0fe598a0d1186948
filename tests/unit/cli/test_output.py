from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from mlkube.cli.output import write_result
from mlkube.core.resource import Resource
from mlkube.errors import MlkubeError
from mlkube.overlay.resource_set import ResourceSet

if TYPE_CHECKING:
    from pathlib import Path


def resource(api_version: str, kind: str, name: str, namespace: str = "") -> Resource:
    metadata = {"name": name, "namespace": namespace} if namespace else {"name": name}
    return Resource({"apiVersion": api_version, "kind": kind, "metadata": metadata})


def files(folder: Path, *resources: Resource) -> list[str]:
    write_result(ResourceSet(resources), str(folder))
    return sorted(file.name for file in folder.iterdir())


def test_a_folder_gets_one_file_for_each_object(tmp_path: Path) -> None:
    names = files(
        tmp_path,
        resource("apps/v1", "Deployment", "Web", "ml"),
        resource("v1", "Service", "web", "ml"),
        resource("v1", "PersistentVolume", "disk"),
        resource("rbac.authorization.k8s.io/v1", "ClusterRole", "system:reader"),
    )

    assert names == [
        "apps_v1_deployment_web.yaml",
        "rbac.authorization.k8s.io_v1_clusterrole_system:reader.yaml",
        "v1_persistentvolume_disk.yaml",
        "v1_service_web.yaml",
    ]
    assert (tmp_path / "v1_service_web.yaml").read_text() == (
        "apiVersion: v1\nkind: Service\nmetadata:\n  name: web\n  namespace: ml\n"
    )


def test_several_namespaces_stand_in_the_file_names(tmp_path: Path) -> None:
    names = files(
        tmp_path,
        resource("apps/v1", "Deployment", "web", "a"),
        resource("apps/v1", "Deployment", "web"),
        resource("v1", "Namespace", "a"),
    )

    assert names == [
        "a_apps_v1_deployment_web.yaml",
        "default_apps_v1_deployment_web.yaml",
        "v1_namespace_a.yaml",
    ]


def test_two_objects_for_one_file_are_an_error_and_nothing_is_written(tmp_path: Path) -> None:
    with pytest.raises(MlkubeError) as caught:
        files(
            tmp_path,
            resource("v1", "ConfigMap", "first"),
            resource("rbac.authorization.k8s.io/v1", "ClusterRole", "reader"),
            resource("rbac.authorization.k8s.io/v1", "ClusterRole", "Reader"),
        )

    assert str(caught.value) == (
        "error ClusterRole/Reader: rbac.authorization.k8s.io_v1_clusterrole_reader.yaml is taken by "
        "ClusterRole/reader; write both to one file with -o FILE"
    )
    assert list(tmp_path.iterdir()) == []


def test_a_name_with_a_slash_is_no_file_name(tmp_path: Path) -> None:
    with pytest.raises(MlkubeError) as caught:
        files(tmp_path, resource("v1", "ConfigMap", "../../etc/passwd"))

    assert str(caught.value) == "error ConfigMap/../../etc/passwd: its name cannot be a file's name"
