"""What each platform calls things: labels and taints of GPU nodes, classes of volumes, load balancers.

Tables, and the few functions that read them. `aws` is EKS, `azure` AKS, `gcp` GKE, `bare-metal` machines of
one's own with NVIDIA's gpu-feature-discovery.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from mlkube.core.json import Json, JsonObject

_INSTANCE = "node.kubernetes.io/instance-type"


class Platform:
    """A platform: `gpu_label` is the node label that tells models of GPUs apart, `gpu_models` its values.

    `gpu_nodes` are labels of every GPU node, `gpu_taints` tolerations of taints that its GPU nodes have
    beside the vendor's. `block_class` and `shared_class` are classes of volumes for one node and for many,
    None where the cluster's default is to be taken. `internal` and `external` are annotations of a load
    balancer.
    """

    __slots__ = (
        "block_class",
        "external",
        "gpu_label",
        "gpu_models",
        "gpu_nodes",
        "gpu_taints",
        "internal",
        "shared_class",
    )

    def __init__(
        self,
        *,
        gpu_label: str,
        gpu_models: dict[str, tuple[str, ...]],
        gpu_nodes: dict[str, str] | None = None,
        gpu_taints: tuple[dict[str, str], ...] = (),
        block_class: str | None = None,
        shared_class: str | None = None,
        internal: dict[str, str] | None = None,
        external: dict[str, str] | None = None,
    ) -> None:
        self.gpu_label = gpu_label
        self.gpu_models = gpu_models
        self.gpu_nodes = gpu_nodes or {}
        self.gpu_taints = gpu_taints
        self.block_class = block_class
        self.shared_class = shared_class
        self.internal = internal or {}
        self.external = external or {}


def _types(family: str, *sizes: str) -> tuple[str, ...]:
    return tuple(f"{family}.{size}" for size in sizes)


_SIZES = ("xlarge", "2xlarge", "4xlarge", "8xlarge", "12xlarge", "16xlarge")

# Every way to make nodes of EKS (managed groups, Karpenter, Auto Mode) labels them with their type; labels of
# the GPU itself differ between the three.
# Source: docs.aws.amazon.com/eks/latest/userguide/ml-workload-placement; the types that EKS knows by
# eni-max-pods.txt of awslabs/amazon-eks-ami, and the accelerated instance types of Amazon EC2 (p5.4xlarge);
# kubernetes-sigs.github.io/aws-load-balancer-controller, annotations of a Service.
_AWS = Platform(
    gpu_label=_INSTANCE,
    gpu_models={
        "nvidia-t4": _types("g4dn", *_SIZES, "metal"),
        "nvidia-a10": _types("g5", *_SIZES, "24xlarge", "48xlarge"),
        "nvidia-l4": (*_types("g6", *_SIZES, "24xlarge", "48xlarge"), *_types("gr6", "4xlarge", "8xlarge")),
        "nvidia-l40s": _types("g6e", *_SIZES, "24xlarge", "48xlarge"),
        "nvidia-a100-40gb": _types("p4d", "24xlarge"),
        "nvidia-a100-80gb": _types("p4de", "24xlarge"),
        "nvidia-h100": _types("p5", "4xlarge", "48xlarge"),
        "nvidia-h200": (*_types("p5e", "48xlarge"), *_types("p5en", "48xlarge")),
        "nvidia-b200": _types("p6-b200", "48xlarge"),
    },
    block_class="gp3",
    shared_class="efs",
    internal={
        "service.beta.kubernetes.io/aws-load-balancer-type": "external",
        "service.beta.kubernetes.io/aws-load-balancer-nlb-target-type": "ip",
        "service.beta.kubernetes.io/aws-load-balancer-scheme": "internal",
    },
    external={
        "service.beta.kubernetes.io/aws-load-balancer-type": "external",
        "service.beta.kubernetes.io/aws-load-balancer-nlb-target-type": "ip",
        "service.beta.kubernetes.io/aws-load-balancer-scheme": "internet-facing",
    },
)

# The label of GPU nodes says nvidia and no more: sizes of machines tell the models apart. Those with a part
# of a GPU are not among them.
# Source: learn.microsoft.com/azure/aks/use-nvidia-gpu, .../internal-lb, .../concepts-storage;
# learn.microsoft.com/azure/virtual-machines/sizes, GPU accelerated.
_AZURE = Platform(
    gpu_label=_INSTANCE,
    gpu_models={
        "nvidia-t4": (
            "Standard_NC4as_T4_v3",
            "Standard_NC8as_T4_v3",
            "Standard_NC16as_T4_v3",
            "Standard_NC64as_T4_v3",
        ),
        "nvidia-a10": ("Standard_NV36ads_A10_v5", "Standard_NV36adms_A10_v5", "Standard_NV72ads_A10_v5"),
        "nvidia-a100-40gb": ("Standard_ND96asr_v4",),
        "nvidia-a100-80gb": (
            "Standard_NC24ads_A100_v4",
            "Standard_NC48ads_A100_v4",
            "Standard_NC96ads_A100_v4",
            "Standard_ND96amsr_A100_v4",
        ),
        "nvidia-h100": (
            "Standard_NC40ads_H100_v5",
            "Standard_NC80adis_H100_v5",
            "Standard_ND96isr_H100_v5",
        ),
        "nvidia-h200": ("Standard_ND96isr_H200_v5",),
    },
    gpu_nodes={"kubernetes.azure.com/accelerator": "nvidia"},
    gpu_taints=({"key": "sku", "operator": "Equal", "value": "gpu", "effect": "NoSchedule"},),
    block_class="managed-csi",
    shared_class="azurefile-csi",
    internal={"service.beta.kubernetes.io/azure-load-balancer-internal": "true"},
)

# Source: cloud.google.com/kubernetes-engine/docs/how-to/gpus, .../internal-load-balancing,
# .../concepts/service-load-balancer-parameters, .../concepts/persistent-volumes and .../filestore-csi-driver.
_GCP = Platform(
    gpu_label="cloud.google.com/gke-accelerator",
    gpu_models={
        "nvidia-t4": ("nvidia-tesla-t4",),
        "nvidia-l4": ("nvidia-l4",),
        "nvidia-a100-40gb": ("nvidia-tesla-a100",),
        "nvidia-a100-80gb": ("nvidia-a100-80gb",),
        "nvidia-h100": ("nvidia-h100-80gb",),
        "nvidia-h200": ("nvidia-h200-141gb",),
        "nvidia-b200": ("nvidia-b200",),
    },
    block_class="standard-rwo",
    shared_class="standard-rwx",
    internal={"networking.gke.io/load-balancer-type": "Internal"},
    external={"cloud.google.com/l4-rbs": "enabled"},
)

# Source: github.com/NVIDIA/k8s-device-plugin, docs/gpu-feature-discovery and internal/lm/resource.go: the
# product as the driver names it, with a dash for each blank; -MIG-... and -SHARED behind it are not meant.
_BARE_METAL = Platform(
    gpu_label="nvidia.com/gpu.product",
    gpu_models={
        "nvidia-t4": ("Tesla-T4",),
        "nvidia-a10": ("NVIDIA-A10", "NVIDIA-A10G"),
        "nvidia-l4": ("NVIDIA-L4",),
        "nvidia-l40s": ("NVIDIA-L40S",),
        "nvidia-a100-40gb": ("NVIDIA-A100-SXM4-40GB", "NVIDIA-A100-PCIE-40GB"),
        "nvidia-a100-80gb": ("NVIDIA-A100-SXM4-80GB", "NVIDIA-A100-80GB-PCIe"),
        "nvidia-h100": ("NVIDIA-H100-80GB-HBM3", "NVIDIA-H100-PCIe", "NVIDIA-H100-NVL"),
        "nvidia-h200": ("NVIDIA-H200", "NVIDIA-H200-NVL"),
        "nvidia-b200": ("NVIDIA-B200",),
    },
)

PLATFORMS = {"aws": _AWS, "azure": _AZURE, "gcp": _GCP, "bare-metal": _BARE_METAL}

# Claims that several nodes mount at a time.
_SHARED_MODES = frozenset({"ReadOnlyMany", "ReadWriteMany"})
# Says who makes the load balancer; a class of load balancers says it already.
_MAKER = "service.beta.kubernetes.io/aws-load-balancer-type"


def claim_class(platform: str, access_modes: Sequence[str]) -> str | None:
    """Return the class of volumes that a claim without one gets, None for the cluster's default."""
    chosen = PLATFORMS[platform]
    return chosen.shared_class if _SHARED_MODES & set(access_modes) else chosen.block_class


def balancer_annotations(platform: str, *, internal: bool, with_class: bool) -> dict[str, str]:
    """Return the annotations of a load balancer; `with_class` where the Service names a class of its own."""
    chosen = PLATFORMS[platform]
    annotations = chosen.internal if internal else chosen.external
    return {key: value for key, value in annotations.items() if not (with_class and key == _MAKER)}


def lead_to_gpus(spec: JsonObject, platform: str, model: str | None, *, tolerate: bool) -> None:
    """Add to a pod's spec what leads it to the GPU nodes of a platform: labels, affinity, tolerations."""
    chosen = PLATFORMS[platform]
    values = chosen.gpu_models.get(model or "", ())
    labels: JsonObject = {**chosen.gpu_nodes}
    if len(values) == 1:
        labels[chosen.gpu_label] = values[0]
    if labels:
        given = spec.get("nodeSelector")
        spec["nodeSelector"] = {**labels, **(given if isinstance(given, dict) else {})}
    if len(values) > 1:
        spec["affinity"] = _with_node_values(spec.get("affinity"), chosen.gpu_label, values)
    if tolerate and chosen.gpu_taints:
        present = spec.get("tolerations")
        others: list[Json] = present if isinstance(present, list) else []
        taints: list[JsonObject] = [{**each} for each in chosen.gpu_taints]
        spec["tolerations"] = [*others, *(each for each in taints if each not in others)]


def _with_node_values(affinity: Json, label: str, values: Sequence[str]) -> JsonObject:
    """Return an affinity whose nodes have one of these values too: each of its terms says it."""
    result: JsonObject = {**affinity} if isinstance(affinity, dict) else {}
    wanted: JsonObject = {"key": label, "operator": "In", "values": [*values]}
    node: JsonObject = {**_mapping(result.get("nodeAffinity"))}
    required: JsonObject = {**_mapping(node.get("requiredDuringSchedulingIgnoredDuringExecution"))}
    terms = required.get("nodeSelectorTerms")
    required["nodeSelectorTerms"] = [
        _with_expression(_mapping(term), wanted) for term in (terms if isinstance(terms, list) else [{}])
    ]
    node["requiredDuringSchedulingIgnoredDuringExecution"] = required
    result["nodeAffinity"] = node
    return result


def _with_expression(term: Mapping[str, Json], wanted: JsonObject) -> JsonObject:
    expressions = term.get("matchExpressions")
    return {**term, "matchExpressions": [*(expressions if isinstance(expressions, list) else []), wanted]}


def _mapping(value: Json) -> JsonObject:
    return value if isinstance(value, dict) else {}
