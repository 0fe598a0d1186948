"""The environment of a container as the kubelet makes it: downward API and `$(NAME)` in order.

Source: pkg/kubelet/kubelet_pods.go (makeEnvironmentVariables); third_party/forked/golang/expansion.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping

    from mlkube.core.json import JsonObject


def expanded(container: JsonObject, fields: Mapping[str, str]) -> dict[str, str]:
    """Return the variables of a container; `fields` are what the downward API knows of its pod.

    What comes from ConfigMaps and Secrets is shown as where it comes from.
    """
    result: dict[str, str] = {}
    entries = container.get("env")
    for entry in entries if isinstance(entries, list) else ():
        if not isinstance(entry, dict):
            continue
        name, source = str(entry.get("name")), entry.get("valueFrom")
        if isinstance(source, dict):
            result[name] = _from(source, fields)
        else:
            result[name] = _substituted(str(entry.get("value") or ""), result)
    return result


def _from(source: JsonObject, fields: Mapping[str, str]) -> str:
    for kind in ("configMapKeyRef", "secretKeyRef"):
        reference = source.get(kind)
        if isinstance(reference, dict):
            return f"<{kind[:-6]} {reference.get('name')}: {reference.get('key')}>"
    reference = source.get("fieldRef")
    path = str(reference.get("fieldPath")) if isinstance(reference, dict) else ""
    return fields.get(path, f"<{path}>") if path else "<resource>"


def _substituted(text: str, known: Mapping[str, str]) -> str:
    """Return the text with `$(NAME)` of known variables replaced; `$$` is a dollar."""
    parts: list[str] = []
    at = 0
    while at < len(text):
        if text.startswith("$$", at):
            parts.append("$")
            at += 2
        elif text.startswith("$(", at) and (end := text.find(")", at)) > 0:
            name = text[at + 2 : end]
            parts.append(known.get(name, f"$({name})"))
            at = end + 1
        else:
            parts.append(text[at])
            at += 1
    return "".join(parts)
