"""Field paths as Kubernetes prints them: `spec.template.spec.containers[0].image`."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable


def format_path(steps: Iterable[str | int]) -> str:
    """Return the steps (keys and list indices) the way the API server writes a field path.

    A key with a dot or a slash stands in brackets: `metadata.labels[app.kubernetes.io/name]`.
    """
    text = ""
    for step in steps:
        if isinstance(step, int) or "." in step or "/" in step:
            text += f"[{step}]"
        else:
            text += f".{step}" if text else step
    return text
