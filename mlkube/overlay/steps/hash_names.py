"""The hash suffix on the names of generated objects."""

from __future__ import annotations

from mlkube.overlay.generators.hashing import hash_suffix
from mlkube.overlay.identity import remember_id

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from mlkube.core.resource import Resource


def add_hash_names(resources: Iterable[Resource]) -> list[Resource]:
    """Return the resources; those that need a hash are renamed to `name-hash`, and remember their former id.

    Source: plugin/builtin/hashtransformer.
    """
    return [_with_hash(resource) if resource.needs_hash else resource for resource in resources]


def _with_hash(resource: Resource) -> Resource:
    body = resource.body
    metadata = body.get("metadata")
    name = f"{resource.name}-{hash_suffix(body)}"
    kept = metadata if isinstance(metadata, dict) else {}
    return remember_id(resource).with_body({**body, "metadata": {**kept, "name": name}})
