"""Writing a kustomization: its fields in kustomize's order, as text that reads back as the same value."""

from __future__ import annotations

from mlkube.overlay.kustomization.fields import KUSTOMIZATION
from mlkube.yamlio import dump

TYPE_CHECKING = False
if TYPE_CHECKING:
    from mlkube.core.json import JsonObject


def write_fields(fields: JsonObject) -> str:
    """Return the text of a kustomization; fields that are empty or null are left out.

    A kustomization without any field is written with `resources: []`, since kustomize refuses a bare header.
    """
    filled = {name: fields[name] for name in KUSTOMIZATION if _is_filled(name, fields.get(name))}
    if not any(name not in {"apiVersion", "kind"} for name in filled):
        filled["resources"] = []
    return "".join(dump({name: value}) for name, value in filled.items())


def _is_filled(name: str, value: object) -> bool:
    return value is not None if name == "sortOptions" else bool(value)
