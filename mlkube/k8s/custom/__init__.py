"""Schemas of the custom resources that mlkube builds: the fields that it writes or that people patch.

One module a kind, each with `SCHEMA`: a JSON Schema as a CustomResourceDefinition holds it, with `$ref` to
Kubernetes' definitions where the custom resource embeds them, and `title` as the name of the type. A module
is imported when its kind is asked for. The tables know fewer fields than the operators do: a field that is
not here may be right all the same.
"""

from __future__ import annotations

from importlib import import_module

TYPE_CHECKING = False
if TYPE_CHECKING:
    from mlkube.core.json import JsonObject

# All of them live in namespaces.
CUSTOM_KINDS: dict[tuple[str, str], str] = {}


def custom_schema(api_version: str, kind: str) -> JsonObject:
    """Return the schema of a kind.

    Raises:
        LookupError: it is not in `CUSTOM_KINDS`.

    """
    schema: JsonObject = import_module(f"{__name__}.{CUSTOM_KINDS[api_version, kind]}").SCHEMA
    return schema
