"""The objects that contracts look at, and what they find."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

    from mlkube.validation.finding import Finding


class Judged:
    """One object of the input: its decoded body, and its number."""

    __slots__ = ("body", "number")

    def __init__(self, body: dict[str, Any], number: int) -> None:
        self.body = body
        self.number = number


class Party(Judged):
    """An object with what contracts ask of every one."""

    __slots__ = ("is_view", "kind", "labels", "name", "namespace", "pod", "pod_labels", "pod_path", "spec")

    def __init__(self, body: dict[str, Any], number: int) -> None:
        super().__init__(body, number)
        metadata = mapping(body.get("metadata"))
        self.kind = str(body.get("kind") or "")
        self.name = str(metadata.get("name") or "")
        self.namespace = str(metadata.get("namespace") or "default")
        self.labels = mapping(metadata.get("labels"))
        self.spec = mapping(body.get("spec"))
        self.is_view = False
        self.pod, self.pod_labels, self.pod_path = _pod(self.kind, self.spec, self.labels)

    def views(self) -> Iterator[Party]:
        """Yield this custom resource once for each pod template inside of it, with that template's pods."""
        if self.kind == "InferenceService":
            yield from self._predictors()
            return
        for path, template in _templates(self.spec, "spec"):
            view = Party(self.body, self.number)
            view.is_view = True
            view.pod = mapping(template.get("spec"))
            view.pod_labels = mapping(mapping(template.get("metadata")).get("labels"))
            view.pod_path = f"{path}.spec"
            yield view

    def _predictors(self) -> Iterator[Party]:
        """Yield this InferenceService once for each predictor, whose fields are those of a pod."""
        found = [("spec.predictor", mapping(self.spec.get("predictor")))]
        for at, canary in enumerate(items(self.spec.get("canary"))):
            found.append((f"spec.canary[{at}].predictor", mapping(canary.get("predictor"))))
        for path, predictor in found:
            view = Party(self.body, self.number)
            view.is_view = True
            # The model is a container; behind the others, so that their places stay what they are.
            model = predictor.get("model")
            own = [{**model, "name": "kserve-container"}] if isinstance(model, dict) else []
            view.pod = {**predictor, "containers": [*items(predictor.get("containers")), *own]}
            view.pod_labels = {
                **self.labels,
                **mapping(predictor.get("labels")),
                "serving.kserve.io/inferenceservice": self.name,
                "component": "predictor",
            }
            view.pod_path = path
            yield view


def _templates(value: object, path: str) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield path and body of each pod template below a value."""
    if isinstance(value, dict):
        pod = value.get("spec")
        if isinstance(pod, dict) and isinstance(pod.get("containers"), list):
            yield path, value
            return
        for key, each in value.items():
            if isinstance(each, dict | list):
                yield from _templates(each, f"{path}.{key}")
    elif isinstance(value, list):
        for at, each in enumerate(value):
            if isinstance(each, dict | list):
                yield from _templates(each, f"{path}[{at}]")


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
    """Return the pod spec of an object, the labels of its pods, and the path of the spec; empty for no pods."""  # noqa: E501 the server's words
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


def strings(value: object) -> list[str]:
    """Return the texts of a list, nothing for anything else."""
    return [each for each in value if isinstance(each, str)] if isinstance(value, list) else []


def items(value: object) -> list[dict[str, Any]]:
    """Return the items of a list, those that are no mappings as empty ones."""
    return [mapping(each) for each in value] if isinstance(value, list) else []
