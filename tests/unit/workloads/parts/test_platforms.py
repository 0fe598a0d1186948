"""What a platform decides, where nothing else does; what contradicts it; and that a patch switches all of it."""
# ruff: noqa: E501  error texts stand as they are printed

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
import yaml

import mlkube
from mlkube.workloads.parts.identities import IDENTITY_FORMS
from mlkube.workloads.parts.platforms import PLATFORMS

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    Build = Callable[..., list[Any]]
    Refuse = Callable[..., list[str]]

IDENTITIES = {
    "aws": "arn:aws:iam::123456789012:role/resnet",
    "azure": "1b0e6c5d-3c1f-4d7a-9a51-0c7f5b7f2c11",
    "gcp": "resnet@acme-ml.iam.gserviceaccount.com",
}
# Words that only one platform has.
WORDS = {
    "aws": ("eks.amazonaws.com", "aws-load-balancer", "g4dn", "p4d", "efs", "gp3"),
    "azure": ("azure", "Standard_N", "sku"),
    "gcp": ("gke", "standard-rw"),
    "bare-metal": ("nvidia.com/gpu.product",),
}


def pod(build: Build, text: str) -> dict[str, Any]:
    template: dict[str, Any] = build(text)[-1]
    return template


@pytest.mark.parametrize(
    ("platform", "expected"),
    [
        (
            "aws",
            {
                "affinity": ["g6e.xlarge", "g6e.2xlarge", "g6e.4xlarge", "g6e.8xlarge"],
                "tolerations": [{"key": "nvidia.com/gpu", "operator": "Exists", "effect": "NoSchedule"}],
            },
        ),
        (
            "bare-metal",
            {
                "nodeSelector": {"nvidia.com/gpu.product": "NVIDIA-L40S"},
                "tolerations": [{"key": "nvidia.com/gpu", "operator": "Exists", "effect": "NoSchedule"}],
            },
        ),
    ],
)
def test_a_model_of_gpus_leads_to_the_nodes_that_have_it(
    platform: str, expected: dict[str, Any], build: Build
) -> None:
    spec = pod(build, f"platform: {platform}\naccelerator: {{model: nvidia-l40s}}")["spec"]
    assert spec["tolerations"] == expected["tolerations"]
    assert spec.get("nodeSelector") == expected.get("nodeSelector")
    if "affinity" in expected:
        (term,) = spec["affinity"]["nodeAffinity"]["requiredDuringSchedulingIgnoredDuringExecution"][
            "nodeSelectorTerms"
        ]
        (expression,) = term["matchExpressions"]
        assert (expression["key"], expression["operator"]) == ("node.kubernetes.io/instance-type", "In")
        assert expression["values"][:4] == expected["affinity"]


def test_on_azure_every_gpu_goes_to_labelled_nodes_past_their_taint(build: Build) -> None:
    spec = pod(build, "platform: azure\naccelerator: {}")["spec"]
    assert spec["nodeSelector"] == {"kubernetes.azure.com/accelerator": "nvidia"}
    assert spec["tolerations"] == [
        {"key": "nvidia.com/gpu", "operator": "Exists", "effect": "NoSchedule"},
        {"key": "sku", "operator": "Equal", "value": "gpu", "effect": "NoSchedule"},
    ]


def test_gpus_of_no_model_go_to_any_node_elsewhere(build: Build) -> None:
    for platform in ("aws", "gcp", "bare-metal"):
        spec = pod(build, f"platform: {platform}\naccelerator: {{}}")["spec"]
        assert "nodeSelector" not in spec
        assert "affinity" not in spec


def test_gpus_of_another_vendor_are_left_alone(build: Build) -> None:
    spec = pod(build, "platform: azure\naccelerator: {resource: amd.com/gpu}")["spec"]
    assert "nodeSelector" not in spec
    assert [each["key"] for each in spec["tolerations"]] == ["amd.com/gpu"]


def test_no_taint_is_tolerated_where_none_is_to_be(build: Build) -> None:
    spec = pod(build, "platform: azure\naccelerator: {tolerate: false}")["spec"]
    assert "tolerations" not in spec


def test_what_the_user_says_of_nodes_is_kept(build: Build) -> None:
    text = """
platform: azure
accelerator: {model: nvidia-t4}
placement:
  nodeSelector: {pool: a}
  tolerations: [{key: sku, operator: Equal, value: gpu, effect: NoSchedule}]
  affinity:
    nodeAffinity:
      requiredDuringSchedulingIgnoredDuringExecution:
        nodeSelectorTerms:
        - matchExpressions: [{key: zone, operator: In, values: [a]}]
        - matchFields: [{key: metadata.name, operator: In, values: [n]}]
      preferredDuringSchedulingIgnoredDuringExecution: [{weight: 1, preference: {}}]
"""
    spec = pod(build, text)["spec"]
    assert spec["nodeSelector"] == {"kubernetes.azure.com/accelerator": "nvidia", "pool": "a"}
    assert [each["key"] for each in spec["tolerations"]] == ["sku", "nvidia.com/gpu"]
    node = spec["affinity"]["nodeAffinity"]
    terms = node["requiredDuringSchedulingIgnoredDuringExecution"]["nodeSelectorTerms"]
    assert [[each["key"] for each in term["matchExpressions"]] for term in terms] == [
        ["zone", "node.kubernetes.io/instance-type"],
        ["node.kubernetes.io/instance-type"],
    ]
    assert "matchFields" in terms[1]
    assert node["preferredDuringSchedulingIgnoredDuringExecution"] == [{"weight": 1, "preference": {}}]


@pytest.mark.parametrize(
    ("platform", "modes", "expected"),
    [
        ("aws", "[ReadWriteOnce]", "gp3"),
        ("aws", "[ReadOnlyMany]", "efs"),
        ("azure", "[ReadWriteOncePod]", "managed-csi"),
        ("azure", "[ReadWriteMany]", "azurefile-csi"),
        ("gcp", "[ReadWriteOnce]", "standard-rwo"),
        ("gcp", "[ReadWriteMany]", "standard-rwx"),
        ("bare-metal", "[ReadWriteMany]", None),
    ],
)
def test_a_claim_gets_the_class_of_the_platform(
    platform: str, modes: str, expected: str | None, build: Build
) -> None:
    text = f"platform: {platform}\nstorage: [{{name: a, mountPath: /a, newClaim: {{size: 1Gi, accessModes: {modes}}}}}]"
    claim = build(text)[0]
    assert claim["spec"].get("storageClassName") == expected


def test_a_class_that_is_named_is_kept(build: Build) -> None:
    text = "platform: aws\nstorage: [{name: a, mountPath: /a, newClaim: {size: 1Gi, storageClass: io2}}]"
    assert build(text)[0]["spec"]["storageClassName"] == "io2"


@pytest.mark.parametrize("platform", sorted(IDENTITIES))
def test_an_identity_stands_where_the_cloud_looks_for_it(platform: str, build: Build) -> None:
    text = (
        f"platform: {platform}\nserviceAccount: {{identity: '{IDENTITIES[platform]}', annotations: {{a: b}}}}"
    )
    account, template = build(text)
    form = IDENTITY_FORMS[platform]
    assert account["metadata"]["annotations"] == {form.annotation: IDENTITIES[platform], "a": "b"}
    labels = template["metadata"]["labels"]
    assert labels.get("azure.workload.identity/use") == ("true" if platform == "azure" else None)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "accelerator: {model: nvidia-l4}",
            "spec.accelerator.model: only a platform says which label its nodes carry; set platform: aws, azure, gcp or bare-metal; or placement.nodeSelector instead",
        ),
        (
            "platform: azure\naccelerator: {model: nvidia-l4}",
            "spec.accelerator.model: azure has no nodes with nvidia-l4; there are nvidia-t4, nvidia-a10, nvidia-a100-40gb, nvidia-a100-80gb, nvidia-h100, nvidia-h200",
        ),
        (
            "platform: gcp\naccelerator: {model: nvidia-l4, deviceClass: gpu.nvidia.com}",
            "spec.accelerator.model: the device class says which devices are taken; leave one out",
        ),
        (
            "platform: gcp\naccelerator: {model: nvidia-l4, resource: amd.com/gpu}",
            "spec.accelerator.model: amd.com/gpu is not NVIDIA's; leave one out",
        ),
        (
            "platform: gcp\naccelerator: {model: nvidia-l4}\nplacement: {nodeSelector: {cloud.google.com/gke-accelerator: nvidia-tesla-t4}}",
            "spec.placement.nodeSelector[cloud.google.com/gke-accelerator]: no node is nvidia-tesla-t4 and nvidia-l4 at a time; leave one out",
        ),
        (
            "platform: azure\naccelerator: {}\nplacement: {nodeSelector: {kubernetes.azure.com/accelerator: amd}}",
            "spec.placement.nodeSelector[kubernetes.azure.com/accelerator]: no node is amd and nvidia at a time; leave one out",
        ),
        (
            f"serviceAccount: {{identity: '{IDENTITIES['aws']}'}}",
            "spec.serviceAccount.identity: only a platform says how an account gets its identity; set platform: aws, azure or gcp",
        ),
        (
            f"platform: bare-metal\nserviceAccount: {{identity: '{IDENTITIES['aws']}'}}",
            "spec.serviceAccount.identity: bare-metal gives pods no identity of a cloud; leave it out; use a Secret for what asks for a key",
        ),
        (
            "platform: aws\nserviceAccount: {identity: resnet}",
            'spec.serviceAccount.identity: "resnet" is no identity of aws; write arn:aws:iam::123456789012:role/resnet',
        ),
        (
            f"platform: gcp\nserviceAccount: {{identity: '{IDENTITIES['azure']}'}}",
            f'spec.serviceAccount.identity: "{IDENTITIES["azure"]}" is no identity of gcp; write resnet@project.iam.gserviceaccount.com',
        ),
        (
            f"platform: azure\nserviceAccount: {{identity: '{IDENTITIES['gcp']}'}}",
            f'spec.serviceAccount.identity: "{IDENTITIES["gcp"]}" is no identity of azure; write the client id of a managed identity, as 1b0e6c5d-0000-0000-0000-000000000000',
        ),
        (
            f"platform: aws\nserviceAccount: {{name: own, identity: '{IDENTITIES['aws']}'}}",
            'spec.serviceAccount.identity: "own" exists already, and is not built here; give the identity where it is made, or leave name out',
        ),
        (
            f"platform: aws\nserviceAccount: {{identity: '{IDENTITIES['aws']}', annotations: {{eks.amazonaws.com/role-arn: other}}}}",
            "spec.serviceAccount.annotations[eks.amazonaws.com/role-arn]: the identity says another one; leave it out",
        ),
        (
            f"platform: azure\npodLabels: {{azure.workload.identity/use: 'false'}}\nserviceAccount: {{identity: {IDENTITIES['azure']}}}",
            "spec.podLabels[azure.workload.identity/use]: pods without this label get no token of the identity; leave it out",
        ),
    ],
)
def test_what_contradicts_the_platform_is_refused(text: str, expected: str, refuse: Refuse) -> None:
    assert refuse(text) == [expected]


def built(root: Path, *descriptions: dict[str, Any]) -> list[dict[str, Any]]:
    (root / "kustomization.yaml").write_text("resources: [w.yaml]\nnamespace: ml\n")
    (root / "w.yaml").write_text(yaml.safe_dump_all(descriptions))
    return list(mlkube.build(root).bodies())


def description(kind: str, spec: str) -> dict[str, Any]:
    return {
        "apiVersion": "mlkube.dev/v1alpha1",
        "kind": kind,
        "metadata": {"name": "w"},
        "spec": yaml.safe_load(spec),
    }


SERVING = "models: [{name: m, storage: {claim: c}}]\nresources: {cpu: 1, memory: 1Gi}\nservice: {type: LoadBalancer}\n"


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        (
            "platform: aws",
            {
                "service.beta.kubernetes.io/aws-load-balancer-type": "external",
                "service.beta.kubernetes.io/aws-load-balancer-nlb-target-type": "ip",
                "service.beta.kubernetes.io/aws-load-balancer-scheme": "internal",
            },
        ),
        (
            "platform: aws\nservice: {type: LoadBalancer, loadBalancerClass: eks.amazonaws.com/nlb}",
            {
                "service.beta.kubernetes.io/aws-load-balancer-nlb-target-type": "ip",
                "service.beta.kubernetes.io/aws-load-balancer-scheme": "internal",
            },
        ),
        (
            "platform: azure",
            {"service.beta.kubernetes.io/azure-load-balancer-internal": "true"},
        ),
        (
            "platform: azure\nservice: {type: LoadBalancer, internal: false, sourceRanges: [192.0.2.0/24]}",
            None,
        ),
        (
            "platform: gcp\nservice: {type: LoadBalancer, annotations: {networking.gke.io/load-balancer-type: External}}",
            {"networking.gke.io/load-balancer-type": "External"},
        ),
        (
            "platform: gcp\nservice: {type: LoadBalancer, internal: false, sourceRanges: [192.0.2.0/24]}",
            {"cloud.google.com/l4-rbs": "enabled"},
        ),
        ("platform: bare-metal", None),
        ("platform: gcp\nservice: {type: ClusterIP}", None),
        ("{}", None),
    ],
)
def test_a_load_balancer_is_internal_unless_it_is_to_be_public(
    changes: str, expected: dict[str, str] | None, tmp_path: Path
) -> None:
    spec = yaml.safe_dump(yaml.safe_load(SERVING) | yaml.safe_load(changes))
    (service,) = [
        each for each in built(tmp_path, description("TFServing", spec)) if each["kind"] == "Service"
    ]
    assert service["metadata"].get("annotations") == expected


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        (
            "platform: gcp\nservice: {type: LoadBalancer, internal: false}",
            "spec.service.internal: it opens the model to everybody",
        ),
        (
            "service: {type: LoadBalancer, internal: false}",
            "spec.service.internal: only a platform says how a load balancer is reached",
        ),
        (
            "platform: gcp\nservice: {internal: false}",
            "spec.service.internal: a ClusterIP has no load balancer",
        ),
    ],
)
def test_a_public_load_balancer_that_nobody_guards_is_refused(
    changes: str, expected: str, tmp_path: Path
) -> None:
    spec = yaml.safe_dump(yaml.safe_load(SERVING) | yaml.safe_load(changes))
    with pytest.raises(mlkube.MlkubeError) as raised:
        built(tmp_path, description("TFServing", spec))
    assert expected in str(raised.value)


def pods(bodies: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return everything that has tolerations, however deep."""
    found: list[dict[str, Any]] = []

    def walk(value: Any) -> None:  # noqa: ANN401  any JSON
        if isinstance(value, dict):
            if "tolerations" in value:
                found.append(value)
            for each in value.values():
                walk(each)
        elif isinstance(value, list):
            for each in value:
                walk(each)

    walk(bodies)
    return found


@pytest.mark.parametrize(
    ("framework", "backend"),
    [
        ("pytorch", "job"),
        ("pytorch", "jobset"),
        ("pytorch", "trainjob"),
        ("pytorch", "training-operator"),
        ("tensorflow", "training-operator"),
        ("mpi", "training-operator"),
    ],
)
def test_every_backend_of_training_goes_to_the_gpus(framework: str, backend: str, tmp_path: Path) -> None:
    spec = f"""
platform: azure
framework: {framework}
backend: {backend}
image: r/t:1
workers: 2
accelerator: {{model: nvidia-a100-40gb}}
serviceAccount: {{identity: {IDENTITIES["azure"]}}}
"""
    bodies = built(tmp_path, description("TrainingJob", spec))
    workers = [each for each in pods(bodies) if "nodeSelector" in each]
    assert workers
    for each in workers:
        assert each["nodeSelector"] == {
            "kubernetes.azure.com/accelerator": "nvidia",
            "node.kubernetes.io/instance-type": "Standard_ND96asr_v4",
        }
        assert each["tolerations"][-1]["key"] == "sku"
    assert "azure.workload.identity/use" in str(bodies)


def test_what_starts_mpi_asks_for_no_gpu_node(tmp_path: Path) -> None:
    spec = """
platform: aws
framework: mpi
backend: training-operator
image: r/t:1
workers: 2
accelerator: {model: nvidia-t4}
placement: {onePerNode: true}
"""
    (job,) = [each for each in built(tmp_path, description("TrainingJob", spec)) if each["kind"] == "MPIJob"]
    roles = job["spec"]["mpiReplicaSpecs"]
    launcher, worker = (roles[role]["template"]["spec"]["affinity"] for role in ("Launcher", "Worker"))
    assert set(launcher) == {"podAntiAffinity"}
    assert set(worker) == {"nodeAffinity", "podAntiAffinity"}


@pytest.mark.parametrize("backend", ["submit", "operator", "apache"])
def test_executors_of_spark_go_to_the_gpus_and_the_driver_does_not(backend: str, tmp_path: Path) -> None:
    spec = f"""
platform: azure
backend: {backend}
image: r/s:4.0.4
main: local:///a.py
executor: {{gpu: {{model: nvidia-t4}}}}
serviceAccount: {{identity: {IDENTITIES["azure"]}}}
storage: [{{name: data, mountPath: /data, newClaim: {{size: 1Gi, accessModes: [ReadWriteMany]}}}}]
"""
    bodies = built(tmp_path, description("SparkJob", spec))
    by_kind = {each["kind"]: each for each in bodies}
    assert by_kind["PersistentVolumeClaim"]["spec"]["storageClassName"] == "azurefile-csi"
    assert by_kind["ServiceAccount"]["metadata"]["annotations"] == {
        "azure.workload.identity/client-id": IDENTITIES["azure"]
    }
    if backend == "submit":
        template = yaml.safe_load(
            next(
                text
                for each in bodies
                if each["kind"] == "ConfigMap"
                for text in each["data"].values()
                if "tolerations" in text
            )
        )
        driver = by_kind["Job"]["spec"]["template"]
        executor = template
    elif backend == "apache":
        application = by_kind["SparkApplication"]["spec"]
        driver = application["driverSpec"]["podTemplateSpec"]
        executor = application["executorSpec"]["podTemplateSpec"]
    else:
        application = by_kind["SparkApplication"]["spec"]
        driver = {"metadata": application["driver"], "spec": application["driver"]}
        executor = {"metadata": application["executor"], "spec": application["executor"]}
    for each in (driver, executor):
        assert each["metadata"]["labels"]["azure.workload.identity/use"] == "true"
    assert "nodeSelector" not in driver["spec"]
    assert executor["spec"]["nodeSelector"] == {"kubernetes.azure.com/accelerator": "nvidia"}
    assert "Standard_NC4as_T4_v3" in str(executor["spec"]["affinity"])
    assert [each["key"] for each in executor["spec"]["tolerations"]] == ["nvidia.com/gpu", "sku"]


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        (
            "executor: {gpu: {model: nvidia-t4}}",
            "spec.executor.gpu.model: only a platform says which label its nodes carry",
        ),
        (
            "platform: gcp\nexecutor: {gpu: {model: nvidia-t4, vendor: amd.com}}",
            "spec.executor.gpu.model: nvidia-t4 is not of amd.com",
        ),
        (
            "platform: gcp\nexecutor: {gpu: {model: nvidia-t4}, placement: {nodeSelector: {cloud.google.com/gke-accelerator: nvidia-l4}}}",
            "spec.executor.placement.nodeSelector[cloud.google.com/gke-accelerator]: no node is nvidia-l4 and nvidia-tesla-t4 at a time",
        ),
    ],
)
def test_spark_refuses_what_contradicts_the_platform(changes: str, expected: str, tmp_path: Path) -> None:
    spec = "image: r/s:4.0.4\nmain: local:///a.py\n" + changes
    with pytest.raises(mlkube.MlkubeError) as raised:
        built(tmp_path, description("SparkJob", spec))
    assert expected in str(raised.value)


@pytest.mark.parametrize("platform", sorted(PLATFORMS))
@pytest.mark.parametrize("before", sorted(PLATFORMS))
def test_a_patch_of_one_value_leaves_nothing_of_the_platform_before(
    before: str, platform: str, tmp_path: Path
) -> None:
    spec = f"""
platform: {before}
image: tensorflow/serving:2.20.0-gpu
models: [{{name: m, storage: {{newClaim: {{size: 1Gi, accessModes: [ReadWriteMany]}}}}}}]
storage: [{{name: cache, mountPath: /cache, newClaim: {{size: 1Gi}}}}]
replicas: 1
resources: {{cpu: 1, memory: 1Gi}}
accelerator: {{model: nvidia-a100-40gb}}
service: {{type: LoadBalancer}}
"""
    identity = IDENTITIES.get(before)
    (tmp_path / "w.yaml").write_text(
        yaml.safe_dump(
            description(
                "TFServing", spec + (f"serviceAccount: {{identity: '{identity}'}}" if identity else "")
            )
        )
    )
    account = {"identity": IDENTITIES.get(platform)}
    patch = description("TFServing", "{}") | {"spec": {"platform": platform, "serviceAccount": account}}
    (tmp_path / "patch.yaml").write_text(yaml.safe_dump(patch))
    (tmp_path / "kustomization.yaml").write_text(
        "resources: [w.yaml]\nnamespace: ml\npatches: [{path: patch.yaml}]\n"
    )
    text = mlkube.build(tmp_path).to_yaml()
    found = {name for name, words in WORDS.items() if any(word in text for word in words)}
    assert found == {platform}


def test_every_model_has_a_place_in_both_kinds_of_accelerators_and_somewhere_to_run() -> None:
    known = {model for platform in PLATFORMS.values() for model in platform.gpu_models}
    for spec in (mlkube.Accelerator, mlkube.ExecutorGpu):
        assert set(spec.spec_fields["model"].type.choices) == known
    for platform in PLATFORMS.values():
        assert all(values for values in platform.gpu_models.values())


def test_every_kind_with_a_platform_knows_the_same_ones() -> None:
    for kind in (mlkube.TFServing, mlkube.TrainingJob, mlkube.SparkJob, mlkube.Cluster):
        assert set(kind.spec_fields["platform"].type.choices) == set(PLATFORMS)
