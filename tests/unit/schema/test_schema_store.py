"""What each Kubernetes version knows of its kinds: merge keys, types, scopes."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from mlkube.errors import SettingsError
from mlkube.schema import DEFAULT_VERSION, KUSTOMIZE_VERSION, SUPPORTED_VERSIONS, load_schema, target_version

if TYPE_CHECKING:
    from mlkube.schema import Node, Schema

KUSTOMIZE = load_schema(KUSTOMIZE_VERSION)
LATEST = load_schema("1.37")


def at(node: Node | None, *path: str) -> Node:
    """Return the node under a path of keys, `[]` for an element."""
    for step in path:
        assert node is not None, path
        node = node.element() if step == "[]" else node.child(step)
    assert node is not None, path
    return node


def merged_lists(schema: Schema, api_version: str, kind: str) -> dict[str, tuple[str, ...]]:
    """Return the merge keys of all lists in the spec of a kind that a patch merges into, by path."""
    found: dict[str, tuple[str, ...]] = {}

    def walk(node: Node | None, path: str, above: tuple[int, ...] = ()) -> None:
        if node is None or id(node.raw) in above:
            return
        above = (*above, id(node.raw))
        if node.raw.get("type") == "array":
            if node.merges:
                found[path.lstrip(".")] = node.merge_keys
            walk(node.element(), path, above)
            return
        properties = node.raw.get("properties", {})
        assert isinstance(properties, dict)
        for key in properties:
            walk(node.child(key), f"{path}.{key}", above)

    walk(at(schema.find(api_version, kind), "spec"), "")
    return found


POD_LISTS_OF_KUSTOMIZE = {
    "containers": ("name",),
    "containers.env": ("name",),
    "containers.ports": ("containerPort", "protocol"),
    "containers.volumeDevices": ("devicePath",),
    "containers.volumeMounts": ("mountPath",),
    "ephemeralContainers": ("name",),
    "ephemeralContainers.env": ("name",),
    "ephemeralContainers.volumeDevices": ("devicePath",),
    "ephemeralContainers.volumeMounts": ("mountPath",),
    "hostAliases": ("ip",),
    "imagePullSecrets": ("name",),
    "initContainers": ("name",),
    "initContainers.env": ("name",),
    "initContainers.ports": ("containerPort", "protocol"),
    "initContainers.volumeDevices": ("devicePath",),
    "initContainers.volumeMounts": ("mountPath",),
    "topologySpreadConstraints": ("topologyKey", "whenUnsatisfiable"),
    "volumes": ("name",),
    "volumes.ephemeral.volumeClaimTemplate.metadata.finalizers": (),
    "volumes.ephemeral.volumeClaimTemplate.metadata.ownerReferences": ("uid",),
}


def test_kustomize_merges_these_lists_of_a_pod() -> None:
    assert merged_lists(KUSTOMIZE, "v1", "Pod") == POD_LISTS_OF_KUSTOMIZE


def test_kubernetes_1_25_merges_ports_of_ephemeral_containers_too() -> None:
    assert merged_lists(load_schema("1.25"), "v1", "Pod") == POD_LISTS_OF_KUSTOMIZE | {
        "ephemeralContainers.ports": ("containerPort", "protocol")
    }


def test_kubernetes_1_36_merges_claims_and_gates_too() -> None:
    added = merged_lists(load_schema("1.36"), "v1", "Pod").items() - POD_LISTS_OF_KUSTOMIZE.items()
    assert dict(sorted(added)) == {
        "containers.resources.claims": ("name",),
        "ephemeralContainers.ports": ("containerPort", "protocol"),
        "ephemeralContainers.resources.claims": ("name",),
        "initContainers.resources.claims": ("name",),
        "resourceClaims": ("name",),
        "resources.claims": ("name",),
        "schedulingGates": ("name",),
    }


@pytest.mark.parametrize(
    ("api_version", "kind", "expected"),
    [
        ("v1", "Service", {"ports": ("port", "protocol")}),
        ("networking.k8s.io/v1", "Ingress", {}),
        ("extensions/v1beta1", "Ingress", {}),
        ("networking.k8s.io/v1", "NetworkPolicy", {}),
        ("autoscaling/v2beta2", "HorizontalPodAutoscaler", {}),
        ("apiextensions.k8s.io/v1", "CustomResourceDefinition", {}),
        ("storage.k8s.io/v1", "CSINode", {"drivers": ("name",)}),
        ("v1", "Node", {"podCIDRs": ()}),
    ],
)
def test_kustomize_merges_these_lists_of_other_kinds(
    api_version: str, kind: str, expected: dict[str, tuple[str, ...]]
) -> None:
    assert merged_lists(KUSTOMIZE, api_version, kind) == expected


@pytest.mark.parametrize(
    ("api_version", "kind"),
    [("apps/v1", "Deployment"), ("apps/v1", "StatefulSet"), ("apps/v1", "DaemonSet"), ("batch/v1", "Job")],
)
def test_workloads_merge_their_pods_as_a_pod_is_merged(api_version: str, kind: str) -> None:
    lists = merged_lists(KUSTOMIZE, api_version, kind)
    prefix = "template.spec."
    pod = {path.removeprefix(prefix): keys for path, keys in lists.items() if path.startswith(prefix)}
    assert pod == POD_LISTS_OF_KUSTOMIZE


@pytest.mark.parametrize(
    ("api_version", "kind"),
    [
        ("extensions/v1beta1", "Ingress"),
        ("policy/v1beta1", "PodDisruptionBudget"),
        ("policy/v1beta1", "PodSecurityPolicy"),
        ("batch/v1beta1", "CronJob"),
        ("autoscaling/v2beta1", "HorizontalPodAutoscaler"),
        ("autoscaling/v2beta2", "HorizontalPodAutoscaler"),
        ("rbac.authorization.k8s.io/v1beta1", "Role"),
    ],
)
def test_kinds_removed_since_1_21_are_known_to_kustomize_only(api_version: str, kind: str) -> None:
    assert KUSTOMIZE.find(api_version, kind) is not None
    assert LATEST.find(api_version, kind) is None


@pytest.mark.parametrize(
    ("api_version", "kind"),
    [
        ("autoscaling/v2", "HorizontalPodAutoscaler"),
        ("resource.k8s.io/v1", "ResourceClaim"),
        ("admissionregistration.k8s.io/v1", "ValidatingAdmissionPolicy"),
        ("rbac.authorization.k8s.io/v1alpha1", "Role"),
        ("v1", "EphemeralContainers"),
        ("kubeflow.org/v1", "PyTorchJob"),
    ],
)
def test_kinds_that_kustomize_does_not_know(api_version: str, kind: str) -> None:
    assert KUSTOMIZE.find(api_version, kind) is None


def test_resource_claims_appear_in_1_26() -> None:
    with_claims = [
        version
        for version in (KUSTOMIZE_VERSION, *SUPPORTED_VERSIONS)
        if load_schema(version).pod_spec().child("resourceClaims") is not None
    ]
    assert with_claims == list(SUPPORTED_VERSIONS[1:])


def test_finalizers_merge_as_plain_values() -> None:
    finalizers = at(KUSTOMIZE.find("v1", "ConfigMap"), "metadata", "finalizers")
    assert (finalizers.merges, finalizers.merge_keys) == (True, ())


def test_tolerations_are_atomic_and_replaced() -> None:
    tolerations = at(LATEST.pod_spec(), "tolerations")
    assert (tolerations.list_type, tolerations.merges, tolerations.merge_keys) == ("atomic", False, ())


def test_patch_strategies_are_taken_apart() -> None:
    volumes = at(KUSTOMIZE.pod_spec(), "volumes")
    assert volumes.patch_strategy == ("merge", "retainKeys")
    assert (volumes.patch_merge_key, volumes.list_map_keys) == ("name", ())


def test_what_stands_beside_a_reference_counts_for_target_versions_only() -> None:
    path = ("spec", "strategy")
    assert at(LATEST.find("apps/v1", "Deployment"), *path).patch_strategy == ("retainKeys",)
    assert at(KUSTOMIZE.find("apps/v1", "Deployment"), *path).patch_strategy == ()


def test_list_map_keys_without_a_strategy_merge_in_target_versions_only() -> None:
    path = ("status", "conditions")
    newer = at(LATEST.find("certificates.k8s.io/v1", "CertificateSigningRequest"), *path)
    older = at(KUSTOMIZE.find("certificates.k8s.io/v1", "CertificateSigningRequest"), *path)
    assert (newer.list_map_keys, newer.merge_keys) == (("type",), ("type",))
    assert (older.list_map_keys, older.merge_keys) == (("type",), ())


def test_additional_properties_answer_for_every_key() -> None:
    data = at(LATEST.find("v1", "ConfigMap"), "data")
    assert at(data, "some.key").raw == {"type": "string"}
    assert data.child("some.key") is data.child("another.key")


def test_a_field_that_does_not_exist_has_no_schema() -> None:
    assert at(LATEST.find("v1", "Service"), "spec").child("port") is None
    assert at(LATEST.find("v1", "Service"), "spec").element() is None


def test_a_node_is_made_once() -> None:
    service = at(LATEST.find("v1", "Service"))
    assert LATEST.find("v1", "Service") is service
    assert service.child("spec") is service.child("spec")
    assert at(service, "spec", "ports").element() is at(service, "spec", "ports").element()


def test_raw_holds_what_a_validator_needs() -> None:
    port = at(load_schema("1.36").find("v1", "Service"), "spec", "ports", "[]")
    assert port.raw == {
        "type": "object",
        "required": ["port"],
        "properties": {
            "appProtocol": {"type": "string"},
            "name": {"type": "string"},
            "nodePort": {"type": "integer", "format": "int32"},
            "port": {"type": "integer", "format": "int32"},
            "protocol": {"type": "string"},
            "targetPort": {"$ref": "io.k8s.apimachinery.pkg.util.intstr.IntOrString"},
        },
    }
    assert at(port, "targetPort").raw == {"x-kubernetes-int-or-string": True}


def test_quantities_have_a_format_of_their_own() -> None:
    limits = at(LATEST.pod_spec(), "containers", "[]", "resources", "limits")
    assert at(limits, "nvidia.com/gpu").raw == {"format": "quantity"}


def test_pod_template_holds_the_pod_spec() -> None:
    assert at(LATEST.pod_template(), "spec").raw == LATEST.pod_spec().raw
    assert at(KUSTOMIZE.pod_template(), "metadata", "ownerReferences").merge_keys == ("uid",)


def test_kustomizations_merge_their_generators_by_name() -> None:
    kustomization = KUSTOMIZE.find("kustomize.config.k8s.io/v1beta1", "Kustomization")
    assert at(kustomization, "configMapGenerator").merge_keys == ("name",)
    assert at(kustomization, "secretGenerator").merge_keys == ("name",)


def test_scopes_of_a_target_version() -> None:
    kinds = [
        ("v1", "Namespace"),
        ("v1", "Secret"),
        ("storage.k8s.io/v1", "VolumeAttributesClass"),
        ("storage.k8s.io/v1", "CSIStorageCapacity"),
        ("admissionregistration.k8s.io/v1", "ValidatingAdmissionPolicy"),
        ("example.org/v1", "Unknown"),
    ]
    assert [LATEST.is_cluster_scoped(*kind) for kind in kinds] == [True, False, True, False, True, False]
    assert [KUSTOMIZE.is_cluster_scoped(*kind) for kind in kinds] == [True, False, False, False, False, False]


@pytest.mark.parametrize("kind", ["Pod\t21,25-37", "Pod\n", "", "Pod ", "pod", "\udcff"])
def test_kinds_that_could_not_be_kinds_are_unknown(kind: str) -> None:
    assert KUSTOMIZE.find("v1", kind) is None


def test_every_version_knows_its_pods() -> None:
    assert [
        at(load_schema(version).pod_spec(), "containers").merge_keys for version in SUPPORTED_VERSIONS
    ] == [("name",)] * len(SUPPORTED_VERSIONS)


@pytest.mark.parametrize("text", ["1.36", "v1.36", "1.36.2", "v1.36.2-gke.1", " 1.36 "])
def test_versions_are_read_as_people_write_them(text: str) -> None:
    assert target_version(text) == "1.36"
    assert load_schema(text) is load_schema(DEFAULT_VERSION)


@pytest.mark.parametrize("text", ["1.24", "1.21", "1.38", "1.3", "1", "2.36", "latest", "", "vv1.36"])
def test_an_unknown_version_is_an_error_that_names_the_known_ones(text: str) -> None:
    with pytest.raises(SettingsError) as caught:
        load_schema(text)
    assert str(caught.value) == (
        f'error: unknown Kubernetes version "{text}"; known are 1.25, 1.26, 1.27, 1.28, 1.29, 1.30, 1.31,'
        " 1.32, 1.33, 1.34, 1.35, 1.36, 1.37"
    )


def test_looking_a_schema_up_imports_nothing_slow() -> None:
    program = (
        "import sys, mlkube.schema as schema\n"
        "schema.load_schema(schema.KUSTOMIZE_VERSION).find('apps/v1', 'Deployment').child('spec')\n"
        "slow = {'json', 're', 'typing', 'dataclasses', 'inspect', 'enum', 'pathlib'}\n"
        "print(sorted(slow & set(sys.modules)))\n"
    )
    output = subprocess.run(
        [sys.executable, "-S", "-c", program],
        env={"PYTHONPATH": ":".join(sys.path)},
        check=True,
        capture_output=True,
        text=True,
    ).stdout
    assert output == "[]\n"
