"""Patches of descriptions: applied like others, and remembered as texts that wrote to them."""

from __future__ import annotations

from mlkube.core.description import Writing
from mlkube.overlay.merge.operation_places import place_of_operation
from mlkube.overlay.merge.patch_text import JsonPatch, parse_patch
from mlkube.overlay.steps.patches import apply_patches

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from mlkube.core.json import Json
    from mlkube.core.resource import Resource
    from mlkube.errors import Place
    from mlkube.overlay.merge.patch_context import PatchContext
    from mlkube.overlay.merge.patch_text import MergePatch, PatchText
    from mlkube.overlay.settle import Draft

    Path = tuple[str | int, ...]


def apply_to_descriptions(
    resources: list[Resource],
    patches: Sequence[PatchText],
    context: PatchContext,
    drafts: Mapping[tuple[object, ...], Draft],
    warnings: list[tuple[Place, str]],
) -> list[Resource]:
    """Return the descriptions with the patches applied that address them; drafts learn what they wrote.

    `warnings` takes what is noticed.

    Raises:
        MlkubeError: as `apply_patches`.

    """

    def remember(patch: PatchText, changes: list[tuple[Resource, Resource | None]]) -> None:
        parsed = parse_patch(patch) if changes else []
        for old, new in changes:
            if new is None or new.body is old.body:
                continue
            draft = drafts[old.key]
            draft.patched(old.body, new.body)
            if isinstance(parsed, JsonPatch):
                draft.writings.append(Writing(new.body, place_of_operation(parsed)))
            else:
                written = _of(parsed, old, has_target=patch.target is not None)
                draft.writings.extend(Writing(each.body, each.at) for each in written)

    settled, noticed = apply_patches(resources, patches, context, remember)
    warnings.extend(noticed)
    return settled


def _of(patches: Sequence[MergePatch], old: Resource, *, has_target: bool) -> list[MergePatch]:
    """Return those of several patches that were merged into an object."""
    if has_target or len(patches) == 1:
        return list(patches)
    names = {old.name, *(name for _, name, _ in old.former)}
    return [each for each in patches if each.kind == old.kind and _name(each.body) in names]


def _name(body: Mapping[str, Json]) -> str:
    metadata = body.get("metadata")
    return str(metadata.get("name")) if isinstance(metadata, dict) else ""
