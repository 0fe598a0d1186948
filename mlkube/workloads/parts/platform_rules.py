"""What contradicts between a description and the platform that it names."""

from __future__ import annotations

import re

from mlkube.workloads.faults import Fault
from mlkube.workloads.parts.identities import IDENTITY_FORMS
from mlkube.workloads.parts.platforms import PLATFORMS

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from mlkube.workloads.faults import Path
    from mlkube.workloads.parts.placement import Placement
    from mlkube.workloads.parts.pod_workload import PodWorkload

_PLATFORM = ("spec", "platform")
_SERVICE_ACCOUNT = ("spec", "serviceAccount")


def platform_faults(workload: PodWorkload) -> Iterator[Fault]:
    """Yield what contradicts in the accelerator and the identity."""
    accelerator = workload.accelerator
    if accelerator is not None:
        path: Path = ("spec", "accelerator", "model")
        if accelerator.model is not None and accelerator.device_class is not None:
            reason = "the device class says which devices are taken"
            other: Path = ("spec", "accelerator", "deviceClass")
            yield Fault(path, reason, "leave one out", other=other)
        elif accelerator.model is not None and not accelerator.of_nvidia:
            reason = f"{accelerator.resource} is not NVIDIA's"
            yield Fault(path, reason, "leave one out", other=("spec", "accelerator", "resource"))
        if accelerator.of_nvidia:
            yield from gpu_faults(
                workload.platform, accelerator.model, path, workload.placement, ("spec", "placement")
            )
    yield from _identity(workload)


def gpu_faults(
    platform: str | None, model: str | None, path: Path, placement: Placement, placed: Path
) -> Iterator[Fault]:
    """Yield a model of GPUs that nobody can place, and a placement that leads to other nodes.

    `path` is where the model was written, `placed` where the placement was.
    """
    if platform is None:
        if model is not None:
            hint = "set platform: aws, azure, gcp or bare-metal; or placement.nodeSelector instead"
            yield Fault(path, "only a platform says which label its nodes carry", hint)
        return
    chosen = PLATFORMS[platform]
    values = chosen.gpu_models.get(model or "", ())
    if model is not None and not values:
        known = ", ".join(chosen.gpu_models)
        yield Fault(path, f"{platform} has no nodes with {model}", f"there are {known}", other=_PLATFORM)
    wanted: dict[str, tuple[str, ...]] = {key: (value,) for key, value in chosen.gpu_nodes.items()}
    if values:
        wanted[chosen.gpu_label] = values
    for key, given in placement.node_selector.items():
        if key in wanted and given not in wanted[key]:
            where = path if key == chosen.gpu_label else _PLATFORM
            reason = f"no node is {given} and {' or '.join(wanted[key])} at a time"
            yield Fault((*placed, "nodeSelector", key), reason, "leave one out", other=where)


def _identity(workload: PodWorkload) -> Iterator[Fault]:
    """Yield an identity that the platform does not know, or that somebody else words otherwise."""
    account = workload.service_account
    if account.identity is None:
        return
    path: Path = (*_SERVICE_ACCOUNT, "identity")
    if account.name is not None:
        reason = f'"{account.name}" exists already, and is not built here'
        hint = "give the identity where it is made, or leave name out"
        yield Fault(path, reason, hint, other=(*_SERVICE_ACCOUNT, "name"))
    annotated = (*_SERVICE_ACCOUNT, "annotations")
    yield from identity_faults(workload.platform, account.identity, account.annotations, path, annotated)
    form = IDENTITY_FORMS.get(workload.platform or "")
    for key, value in (form.pod_labels if form is not None else {}).items():
        if workload.pod_labels.get(key, value) != value:
            reason = "pods without this label get no token of the identity"
            yield Fault(("spec", "podLabels", key), reason, "leave it out", other=path)


def identity_faults(
    platform: str | None, identity: str, annotations: Mapping[str, str], path: Path, annotated: Path
) -> Iterator[Fault]:
    """Yield an identity that the platform does not know, or that an annotation words otherwise.

    `path` is where the identity was written, `annotated` where the annotations were.
    """
    if platform is None:
        hint = "set platform: aws, azure or gcp"
        yield Fault(path, "only a platform says how an account gets its identity", hint)
        return
    form = IDENTITY_FORMS.get(platform)
    if form is None:
        reason = f"{platform} gives pods no identity of a cloud"
        yield Fault(path, reason, "leave it out; use a Secret for what asks for a key", other=_PLATFORM)
        return
    if not re.fullmatch(form.pattern, identity):
        reason = f'"{identity}" is no identity of {platform}'
        yield Fault(path, reason, f"write {form.example}", other=_PLATFORM)
    if annotations.get(form.annotation, identity) != identity:
        where = (*annotated, form.annotation)
        yield Fault(where, "the identity says another one", "leave it out", other=path)
