"""TensorFlow Serving and GPUs: images, model names, batching (ML-010 to 015)."""

from __future__ import annotations

import re

from mlkube.validation.contracts.judged import items, mapping

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from mlkube.validation.contracts.judged import Party
    from mlkube.validation.contracts.objects import Objects

_MODEL_URL = re.compile(r"/v1/models/([^/:]+)")
_GPU_RESOURCES = ("nvidia.com/", "amd.com/", "gpu.intel.com/")
_BASE_PATH = "/models"


def check(party: Party, objects: Objects) -> None:
    """Check the containers of one object."""
    for field in ("containers", "initContainers"):
        for at, container in enumerate(items(party.pod.get(field))):
            where = f"{party.pod_path}.{field}[{at}]"
            _check_gpu(container, party, where, objects)
            # KServe's runtime has arguments that do not stand here.
            if party.kind != "InferenceService" and "tensorflow/serving" in str(container.get("image") or ""):
                _check_serving(container, party, where, objects)


def _gpu_limit(container: dict[str, Any], pod: dict[str, Any]) -> bool:
    resources = mapping(container.get("resources"))
    given = {**mapping(resources.get("requests")), **mapping(resources.get("limits"))}
    if any(str(name).startswith(_GPU_RESOURCES) for name in given):
        return True
    return bool(resources.get("claims") and pod.get("resourceClaims"))


def _check_gpu(container: dict[str, Any], party: Party, where: str, objects: Objects) -> None:
    """Check ML-010 and 011 for images that come in a GPU and a CPU form."""
    image = str(container.get("image") or "")
    tag = image.partition("@")[0].rpartition("/")[2].partition(":")[2]
    if "tensorflow/serving" not in image and "tensorflow/tensorflow" not in image:
        return
    is_gpu = tag.endswith("-gpu") or "-gpu-" in tag or tag == "latest-gpu"
    has_gpu = _gpu_limit(container, party.pod)
    if is_gpu and not has_gpu:
        text = f"the image {image} is made for GPUs, and the container asks for none"
        hint = "limit nvidia.com/gpu, or take the image without -gpu"
        objects.error("ML-010", party, f"{where}.image", text, hint=hint)
    elif has_gpu and not is_gpu and tag and "@" not in image and image.startswith("tensorflow/"):
        text = f"the container holds a GPU, and the image {image} cannot use it"
        objects.error("ML-011", party, f"{where}.image", text, hint=f"take {image}-gpu")


def _arguments(container: dict[str, Any]) -> list[str]:
    return [
        str(each)
        for field in ("command", "args")
        for each in (container.get(field) if isinstance(container.get(field), list) else ())  # type: ignore[union-attr]
    ]


def _flag(arguments: list[str], name: str) -> str | None:
    for argument in arguments:
        if argument.startswith(f"--{name}="):
            return argument.partition("=")[2]
        if argument == f"--{name}":
            return "true"
    return None


def _check_serving(container: dict[str, Any], party: Party, where: str, objects: Objects) -> None:
    arguments = _arguments(container)
    _check_batching(arguments, party, where, objects)
    if _flag(arguments, "model_config_file") is not None:
        return
    environment = {str(each.get("name")): each.get("value") for each in items(container.get("env"))}
    name = _flag(arguments, "model_name") or environment.get("MODEL_NAME") or "model"
    if "$(" in str(name):
        return
    for probe in ("livenessProbe", "readinessProbe", "startupProbe"):
        path = str(mapping(mapping(container.get(probe)).get("httpGet")).get("path") or "")
        match = _MODEL_URL.search(path)
        if match and match.group(1) != name:
            text = f"the server's model is called {name}, and the probe asks for {match.group(1)}: it answers 404"  # noqa: E501 the server's words
            objects.error(
                "ML-012", party, f"{where}.{probe}.httpGet.path", text, hint=f"ask for /v1/models/{name}"
            )
    _check_mount(container, arguments, environment, str(name), party, where, objects)


def _check_mount(
    container: dict[str, Any],
    arguments: list[str],
    environment: dict[str, Any],
    name: str,
    party: Party,
    where: str,
    objects: Objects,
) -> None:
    """Check ML-013: a volume that holds models, and none where the server looks."""
    base = _flag(arguments, "model_base_path") or f"{environment.get('MODEL_BASE_PATH') or _BASE_PATH}/{name}"
    if "://" in base:
        return
    mounts = items(container.get("volumeMounts"))
    paths = [str(mount.get("mountPath") or "").rstrip("/") for mount in mounts]
    models = [(at, path) for at, path in enumerate(paths) if path.startswith(_BASE_PATH)]
    if models and not any(base == path or base.startswith(f"{path}/") for path in paths):
        at, path = models[0]
        text = f"the server looks for its model in {base}, and the volume is mounted at {path}"
        objects.error(
            "ML-013", party, f"{where}.volumeMounts[{at}].mountPath", text, hint=f"mount it at {base}"
        )


def _check_batching(arguments: list[str], party: Party, where: str, objects: Objects) -> None:
    """Check ML-014."""
    file, enabled = _flag(arguments, "batching_parameters_file"), _flag(arguments, "enable_batching")
    if file and (enabled or "false").lower() not in {"true", "1"}:
        text = "--batching_parameters_file has no effect without --enable_batching"
        objects.error("ML-014", party, f"{where}.args", text, hint="add --enable_batching=true")
