"""The objects that contracts look at, and what they find."""

from __future__ import annotations

from mlkube.validation.finding import Finding

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any


class Judged:
    """One object of the input: its decoded body, and its number."""

    __slots__ = ("body", "number")

    def __init__(self, body: dict[str, Any], number: int) -> None:
        self.body = body
        self.number = number


class Party(Judged):
    """An object with what contracts ask of every one."""

    __slots__ = ("kind", "labels", "name", "namespace", "pod", "pod_labels", "pod_path", "spec")

    def __init__(self, body: dict[str, Any], number: int) -> None:
        super().__init__(body, number)
        metadata = mapping(body.get("metadata"))
        self.kind = str(body.get("kind") or "")
        self.name = str(metadata.get("name") or "")
        self.namespace = str(metadata.get("namespace") or "default")
        self.labels = mapping(metadata.get("labels"))
        self.spec = mapping(body.get("spec"))
        self.pod, self.pod_labels, self.pod_path = _pod(self.kind, self.spec, self.labels)


class Broken:
    """A broken contract: the number of the object that relies on it, and what was found."""

    __slots__ = ("finding", "object")

    def __init__(self, number: int, finding: Finding) -> None:
        self.object = number
        self.finding = finding


_TEMPLATES = ("Deployment", "ReplicaSet", "StatefulSet", "DaemonSet", "Job", "ReplicationController")


def _pod(
    kind: str, spec: dict[str, Any], labels: dict[str, Any]
) -> tuple[dict[str, Any], dict[str, Any], str]:
    """Return the pod spec of an object, the labels of its pods, and the path of the spec; empty for no pods."""
    if kind == "Pod":
        return spec, labels, "spec"
    path = "spec.template"
    template = mapping(spec.get("template")) if kind in _TEMPLATES else {}
    if kind == "CronJob":
        job = mapping(mapping(spec.get("jobTemplate")).get("spec"))
        template, path = mapping(job.get("template")), "spec.jobTemplate.spec.template"
    pod = mapping(template.get("spec"))
    return pod, mapping(mapping(template.get("metadata")).get("labels")), f"{path}.spec" if pod else ""


def mapping(value: object) -> dict[str, Any]:
    """Return a mapping, an empty one for anything else."""
    return value if isinstance(value, dict) else {}


def items(value: object) -> list[dict[str, Any]]:
    """Return the items of a list, those that are no mappings as empty ones."""
    return [mapping(each) for each in value] if isinstance(value, list) else []
