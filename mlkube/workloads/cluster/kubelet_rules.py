"""What a kubelet refuses to start with, and fields of its file and kube-proxy's that two places would write.

Source: github.com/kubernetes/kubernetes, pkg/kubelet/apis/config/validation/validation.go.
"""

from __future__ import annotations

import re

from mlkube.core.quantity import nanos
from mlkube.workloads.faults import Fault

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from mlkube.workloads.cluster.kubeadm_settings import Kubeadm
    from mlkube.workloads.cluster.nodes import Kubelet, KubeProxy
    from mlkube.workloads.faults import Path

_PATH = ("spec", "kubeadm")
_RESERVED = ("cpu", "memory", "ephemeral-storage", "pid")
# Use of the disk, in percent, at which the kubelet removes images, and at which it stops.
_IMAGES_HIGH, _IMAGES_LOW = 85, 80
_SECONDS = {"ms": 0.001, "s": 1.0, "m": 60.0, "h": 3600.0}


def kubelet_faults(kubeadm: Kubeadm) -> Iterator[Fault]:
    """Yield everything that is wrong with what kubelets and kube-proxy are told."""
    yield from _kubelet(kubeadm.kubelet)
    yield from _owned(kubeadm.kubelet, "kubelet")
    yield from _owned(kubeadm.kube_proxy, "kubeProxy")


def _kubelet(kubelet: Kubelet) -> Iterator[Fault]:
    """Yield what the kubelet refuses to start with."""
    path: Path = (*_PATH, "kubelet")
    reserved = (kubelet.kube_reserved.get("cpu"), kubelet.system_reserved.get("cpu"))
    if kubelet.cpu_manager_policy == "static" and not any(nanos(each) for each in reserved if each):
        reason = "static needs CPU that no pod gets, and none is reserved"
        yield Fault((*path, "cpuManagerPolicy"), reason, "set kubeReserved.cpu or systemReserved.cpu")
    high = kubelet.image_gc_high_threshold_percent or _IMAGES_HIGH
    low = kubelet.image_gc_low_threshold_percent
    low = _IMAGES_LOW if low is None else low
    if low >= high:
        given = kubelet.image_gc_low_threshold_percent is not None
        key = "imageGCLowThresholdPercent" if given else "imageGCHighThresholdPercent"
        reason = f"images are removed from {high} percent of the disk down to {low}, which is not less"
        yield Fault((*path, key), reason, "keep imageGCLowThresholdPercent below imageGCHighThresholdPercent")
    for name, amounts in (
        ("kubeReserved", kubelet.kube_reserved),
        ("systemReserved", kubelet.system_reserved),
    ):
        yield from _amounts(amounts, (*path, name))
    whole, part = kubelet.shutdown_grace_period, kubelet.shutdown_grace_period_critical_pods
    if part is not None and _seconds(part) > _seconds(whole or "0s"):
        reason = f"{part} is more than shutdownGracePeriod, {whole or 'which is not given'}"
        other = None if whole is None else (*path, "shutdownGracePeriod")
        yield Fault((*path, "shutdownGracePeriodCriticalPods"), reason, "it is a part of that", other=other)


def _amounts(amounts: Mapping[str, str], path: Path) -> Iterator[Fault]:
    """Yield resources that cannot be kept, and amounts that are none."""
    for name, amount in amounts.items():
        if name not in _RESERVED:
            yield Fault((*path, name), f"the kubelet reserves no {name}", f"known are {', '.join(_RESERVED)}")
        elif (nanos(amount) or -1) < 0 and amount != "0":
            yield Fault((*path, name), f'"{amount}" is no quantity', "write it as 500m or 1Gi")


def _owned(part: Kubelet | KubeProxy, name: str) -> Iterator[Fault]:
    """Yield further fields that a field of the description writes, and a port without a password."""
    own = {each.key for each in type(part).spec_fields.values()} | {"apiVersion", "kind"}
    for key, value in part.further.items():
        path = (*_PATH, name, "further", key)
        if key in own:
            reason = f"{key} is a field of {name} itself"
            yield Fault(path, reason, f"set kubeadm.{name}.{key} instead")
        elif key == "readOnlyPort" and value:
            reason = f"{value} would tell everybody of pods and logs, and ask nobody for a password"
            yield Fault(path, reason, "leave it out")


def _seconds(duration: str) -> float:
    """Return a duration as Go writes it in seconds."""
    return sum(
        float(number) * _SECONDS[unit] for number, unit in re.findall(r"([0-9.]+)(ms|s|m|h)", duration)
    )
