"""What contradicts in the description of a model server, one function a rule."""

from __future__ import annotations

from mlkube.workloads.faults import Fault
from mlkube.workloads.model_server.runtimes import CUSTOM, RUNTIMES
from mlkube.workloads.parts.accelerators import wants_gpu_image

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from mlkube.workloads.model_server.workload import ModelServer

_OPTIONS = ("triton", "vllm", "mlserver", "torchserve", CUSTOM)
_MISSING = "missing:0"  # has a rule of its own
_READ_ONLY = (("config_map", "configMap"), ("secret", "secret"), ("image", "image"))


def own_faults(workload: ModelServer) -> Iterator[Fault]:
    """Yield what contradicts in the server itself; what is around it judges itself."""
    yield from workload.pod_faults(
        workload.server_image or _MISSING, workload.most_pods, workload.main_container
    )
    for rule in _RULES:
        yield from rule(workload)


def _no_image(workload: ModelServer) -> Iterator[Fault]:
    """Yield a server of one's own without an image."""
    if not workload.server_image:
        reason = "a server of your own has no image by default"
        yield Fault(("spec", "image"), reason, "name its image", other=("spec", "runtime"))


def _options_of_another(workload: ModelServer) -> Iterator[Fault]:
    """Yield options of a server that does not run: nobody would read them."""
    for name in _OPTIONS:
        options = getattr(workload, name)
        if options is None:
            continue
        if name != workload.runtime:
            hint = f"leave them out, or set runtime: {name}"
            yield Fault(("spec", name), f"the server is {workload.runtime}", hint, other=("spec", "runtime"))
            continue
        faults = getattr(options, "faults", None)
        if faults is not None:
            yield from faults(("spec", name))


def _storage(workload: ModelServer) -> Iterator[Fault]:
    """Yield what contradicts in the volumes of the models."""
    dev = workload.profile == "dev"
    if workload.model_storage is not None:
        yield from workload.model_storage.faults(
            ("spec", "modelStorage"), dev=dev, replicas=workload.most_pods
        )
    elif workload.model_sub_path is not None:
        reason = "there is no modelStorage to have folders"
        yield Fault(
            ("spec", "modelSubPath"), reason, "set modelStorage, or modelPath for a folder of the image"
        )
    elif workload.model_path is None and workload.runtime not in {"vllm", CUSTOM} and not workload.brought:
        hint = "set modelStorage, or modelPath where they are part of the image"
        yield Fault(("spec", "modelStorage"), "nothing says where the models lie", hint)
    sub_path = workload.model_sub_path or ""
    if sub_path.startswith("/") or ".." in sub_path.split("/"):
        reason = f'"{sub_path}" is no folder of the volume'
        yield Fault(("spec", "modelSubPath"), reason, "a path within it, without .. and / in front")


def _vllm_model(workload: ModelServer) -> Iterator[Fault]:
    """Yield no model, or two of them."""
    if workload.runtime != "vllm":
        return
    options = workload.vllm
    stored = _stored(workload)
    path = ("spec", "vllm", "model")
    if (options is None or options.model is None) and not stored:
        hint = "name one at Hugging Face, or give modelStorage"
        yield Fault(path, "nothing says which model to serve", hint)
    if options is not None and options.model is not None and not options.from_volume and stored:
        key = (
            "modelStorage"
            if workload.model_storage is not None
            else "kserve.storageUri"
            if workload.brought
            else "modelPath"
        )
        reason = f'"{options.model}" is a name at Hugging Face, and {key} holds a model already'
        hint = f"leave one out, or name a folder below {workload.models_folder}"
        yield Fault(path, reason, hint, other=("spec", *key.split(".")))


def _stored(workload: ModelServer) -> bool:
    """Tell whether the description says where the models lie."""
    return workload.model_storage is not None or workload.model_path is not None or workload.brought


def _vllm_token(workload: ModelServer) -> Iterator[Fault]:
    """Yield a token that nothing sends."""
    options = workload.vllm
    if workload.runtime != "vllm" or options is None or not options.from_volume:
        return
    if options.hf_token is not None and _stored(workload):
        hint = "leave it out"
        if workload.brought:
            hint += "; KServe copies with a Secret that its ServiceAccount lists"
        path = ("spec", "vllm", "hfToken")
        yield Fault(path, "the model lies on a volume, and the server asks nobody for it", hint)


def _vllm_cache(workload: ModelServer) -> Iterator[Fault]:
    """Yield a home that the server cannot write to, or that one pod alone may mount."""
    if workload.runtime != "vllm" or workload.vllm is None:
        return
    cache, path = workload.vllm.cache, ("spec", "vllm", "cache")
    yield from cache.faults(path, dev=workload.profile == "dev", replicas=workload.most_pods)
    for name, key in _READ_ONLY:
        if getattr(cache, name) is not None:
            hint = "use emptyDir, or a claim that several nodes may write to"
            yield Fault((*path, key), "the server has to write to it", hint)


def _devices(workload: ModelServer) -> Iterator[Fault]:
    """Yield a server without the GPUs that it starts on, or on other numbers of them."""
    known = RUNTIMES.get(workload.runtime)
    accelerator = workload.accelerator
    if known is None:
        return
    if known.needs_gpu and accelerator is None and workload.image is None:
        reason = f"{workload.server_image} needs a GPU, and the pods get none"
        yield Fault(("spec", "accelerator"), reason, "set accelerator: {}, or an image for CPUs")
    if workload.runtime != "vllm" or accelerator is None:
        return
    tensor = workload.tensor_parallel_size
    pipeline = workload.vllm.pipeline_parallel_size if workload.vllm is not None else 1
    if tensor * pipeline != accelerator.count:
        given = workload.vllm is not None and workload.vllm.tensor_parallel_size is not None
        yield Fault(
            ("spec", "vllm", "tensorParallelSize" if given else "pipelineParallelSize"),
            f"{tensor} x {pipeline} GPUs are used, and a pod has {accelerator.count}",
            "tensorParallelSize x pipelineParallelSize must be accelerator.count",
            other=("spec", "accelerator", "count"),
        )


def _torchserve_image(workload: ModelServer) -> Iterator[Fault]:
    """Yield an image for GPUs without one, and a GPU that the image cannot use."""
    if workload.runtime != "torchserve" or workload.image is None:
        return
    image, has_gpu = workload.image, workload.accelerator is not None
    if wants_gpu_image(image) and not has_gpu:
        reason = f"{image} is for GPUs, and the pods get none"
        yield Fault(("spec", "image"), reason, "set accelerator: {}")
    if has_gpu and image.partition("@")[0].endswith("-cpu"):
        reason = f"{image} cannot use the GPU that the pods get"
        hint = f"use {image.partition('@')[0].removesuffix('-cpu')}-gpu"
        yield Fault(("spec", "image"), reason, hint, other=("spec", "accelerator"))


def _shared_memory(workload: ModelServer) -> Iterator[Fault]:
    """Yield shared memory that alone fills the memory limit."""
    if workload.shared_memory is not None:
        yield from workload.resources.filled_by(workload.shared_memory, ("spec", "sharedMemory"))


def _grpc_node_port(workload: ModelServer) -> Iterator[Fault]:
    """Yield a node port for gRPC of a server that has none."""
    custom = workload.custom
    without = workload.runtime == "vllm" or (
        workload.runtime == CUSTOM and (custom is None or custom.grpc_port is None)
    )
    if without and workload.service.grpc_node_port is not None:
        reason = "the server has no port for gRPC"
        yield Fault(("spec", "service", "grpcNodePort"), reason, "leave it out", other=("spec", "runtime"))


def _owned_variables(workload: ModelServer) -> Iterator[Fault]:
    """Yield settings of MLServer in the environment that the Service and the probes go by."""
    if workload.runtime != "mlserver":
        return
    for at, variable in enumerate(workload.env):
        name = str(variable.get("name"))
        owner = _VARIABLES.get(name)
        if owner is not None:
            yield Fault(("spec", "env", at), f"{name} belongs to {owner}", f"set {owner} instead")


def _owned_arguments(workload: ModelServer) -> Iterator[Fault]:
    """Yield arguments that other fields write: the server takes one of two, or refuses them."""
    known = RUNTIMES.get(workload.runtime)
    if known is None:
        return
    for at, argument in enumerate(workload.args):
        if not argument.startswith("-"):
            continue
        name = argument.lstrip("-").partition("=")[0].replace("_", "-")
        owner = known.owned.get(name)
        if owner is not None:
            yield Fault(
                ("spec", "args", at),
                f"{argument.partition('=')[0]} belongs to {owner}",
                f"set {owner} instead",
            )


_RULES = (
    _no_image,
    _options_of_another,
    _storage,
    _vllm_model,
    _vllm_token,
    _vllm_cache,
    _devices,
    _torchserve_image,
    _shared_memory,
    _grpc_node_port,
    _owned_variables,
    _owned_arguments,
)

_VARIABLES = {
    "MLSERVER_HTTP_PORT": "service",
    "MLSERVER_GRPC_PORT": "service",
    "MLSERVER_METRICS_PORT": "monitoring",
    "MLSERVER_PARALLEL_WORKERS": "mlserver.parallelWorkers",
}
