"""The fields patches, patchesStrategicMerge, patchesJson6902: which object gets which patch, and how."""

from __future__ import annotations

from mlkube.core.field_path import format_path
from mlkube.core.resource import Source
from mlkube.core.writing import Writing
from mlkube.errors import BuildError, KustomizationError, MlkubeError, raise_all
from mlkube.overlay.history import (
    forget_history,
    forget_origin,
    has_history,
    may_forget,
    with_mark,
    without_mark,
)
from mlkube.overlay.identity import remember_id
from mlkube.overlay.merge.json_patch import JsonPatchError, apply_json_patch
from mlkube.overlay.merge.merging import MergeError
from mlkube.overlay.merge.operation_places import place_of_operation
from mlkube.overlay.merge.patch_body import allows_change, body_for, null_text, with_identity
from mlkube.overlay.merge.patch_context import PatchContext
from mlkube.overlay.merge.patch_source import Rewriting, without_blanks
from mlkube.overlay.merge.patch_targets import PatchTargets
from mlkube.overlay.merge.patch_text import JSON6902, PATCHES, JsonPatch, MergePatch, PatchText, parse_patch
from mlkube.overlay.selection.selectors import Selector

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from mlkube.core.json import Json, JsonObject
    from mlkube.core.resource import Resource
    from mlkube.errors import Place
    from mlkube.overlay.merge.merging import Place as SchemaNode

__all__ = ["PatchContext", "PatchText", "apply_patches"]


def apply_patches(
    resources: Sequence[Resource],
    patches: Sequence[PatchText],
    context: PatchContext,
    changed: Callable[[PatchText, list[tuple[Resource, Resource | None]]], None] | None = None,
) -> tuple[list[Resource], list[tuple[Place, str]]]:
    """Return the resources with all patches applied in their order, and the warnings about what was lost.

    `changed` is told, after each patch, what that changed: before and after.

    Raises:
        MlkubeError: patches that cannot be read or applied, or strategic merge patches without a match; all
            of them. With `strict` also everything there would be a warning about.

    Source: kustomize's PatchTransformer, PatchStrategicMergeTransformer and PatchJson6902Transformer.
    """
    run = _Run(resources, context)
    errors: list[MlkubeError] = []
    for text in patches:
        try:
            run.apply(text)
        except MlkubeError as error:
            errors.append(error)
        if changed is not None:
            changed(text, run.targets.take_changes())
    if context.strict:
        errors.extend(BuildError(reason, place=place) for place, reason in run.warnings)
    raise_all(errors)
    return run.targets.remaining(), run.warnings


class _Run:
    """Patches at work: the objects, what patches merge by, and the warnings so far."""

    __slots__ = ("context", "targets", "warnings")

    def __init__(self, resources: Sequence[Resource], context: PatchContext) -> None:
        self.targets = PatchTargets(resources)
        self.context = context
        self.warnings: list[tuple[Place, str]] = []

    def apply(self, text: PatchText) -> None:
        parsed = self._of_this_pass(text, parse_patch(text))
        if parsed is None:
            return
        if isinstance(parsed, JsonPatch):
            self._apply_json(parsed)
        elif not parsed:
            self.warnings.append((text.place, "the patch is empty"))
        elif text.target is None:
            errors: list[MlkubeError] = []
            for patch in parsed:
                try:
                    self._merge_into([self._only_match(patch)], patch)
                except MlkubeError as error:
                    errors.append(error)
            raise_all(errors)
        elif len(parsed) > 1:
            raise KustomizationError(
                "several strategic merge patches cannot share one target",
                place=parsed[1].at(),
                hint="give each its own entry, or leave the target out: each patch names its object",
            )
        else:
            found = self._selected(text)
            if found:
                self._merge_into(found, parsed[0])

    def _may_match_nothing(self, text: PatchText) -> bool:
        """Tell whether a target without a match is no mistake: for any description, or another pass."""
        addressing = self.context.addressing
        target = text.target or {}
        if addressing is None or not addressing.names_description(target):
            return False
        return not addressing.of_descriptions or not target.get("name")

    def _selected(self, text: PatchText) -> list[int]:
        """Return the indices of the objects that the target selects; warn where there are none."""
        selector = Selector.from_json(text.target or {}, text.place)
        found = self.targets.selected(selector)
        if not found and not self._may_match_nothing(text):
            reason = f"the target ({selector}) matches no object"
            builders = self._builders(selector.literal("kind"), selector.literal("name"))
            self.warnings.append((text.at().within(), f"{reason}; {builders}" if builders else reason))
        return found

    def _of_this_pass(
        self, text: PatchText, parsed: list[MergePatch] | JsonPatch
    ) -> list[MergePatch] | JsonPatch | None:
        """Return the part of a patch that belongs to this pass over the tree, None where none does."""
        addressing = self.context.addressing
        if addressing is None or not parsed:
            return parsed
        if text.target is not None:
            return parsed if addressing.takes_target(text.target) else None
        if isinstance(parsed, JsonPatch):
            return parsed
        return [patch for patch in parsed if addressing.takes_body(patch.body)] or None

    def _only_match(self, patch: MergePatch) -> int:
        try:
            return self.targets.only_match(patch.body, patch.at())
        except BuildError as error:
            metadata = patch.body.get("metadata")
            name = str(metadata.get("name")) if isinstance(metadata, dict) else ""
            error.hint = self._builders(patch.kind, name) or error.hint
            raise

    def _builders(self, kind: str, name: str) -> str:
        """Return what the workloads build whose objects a patch may have meant; empty for none."""
        kind_and_name = f"{kind}/{name}"
        built_by = self.context.built_by
        if not name or any(kind_and_name in objects for objects in built_by.values()):
            return ""
        return "; ".join(
            f"{subject} builds {', '.join(objects)}"
            for subject, objects in built_by.items()
            if subject.partition("/")[2] in name
        )

    def _merge_into(self, positions: list[int], patch: MergePatch) -> None:
        before = [self.targets.resources[at] for at in positions]
        changed = [self._merge_one(at, patch) for at in positions]
        if not any(changed):
            hint = "; `$patch: replace` has no effect at the top of a patch" if "$patch" in patch.body else ""
            self._warn_of_nothing(patch.at(), before, hint)
        if patch.text.target is not None and allows_change(patch.text):
            self.targets.refuse_twins(patch.at())

    def _merge_one(self, at: int, patch: MergePatch) -> bool:
        """Merge a patch into one object; return whether that changes it."""
        old = self.targets.resources[at]
        if old is None:
            return False
        prepared, nulls = body_for(patch, old, keep_nulls=self.context.lossless)
        self._warn_of_nulls(patch, nulls)
        sources = self.context.sources
        body = sources.with_blanks(old)
        endangered = has_history(old) and may_forget(prepared) and not self.context.lossless
        marked = with_mark(body) if endangered else body
        changes: list[tuple[tuple[str | int, ...], list[Json], list[Json], list[Json] | None]] = []
        try:
            merged = self.context.merge.merge(
                marked,
                prepared,
                kind=patch.kind,
                comments=self._comments(old),
                changed=None if self.context.lossless else lambda *change: changes.append(change),
                quoted=lambda path, text: sources.was_quoted(old, path, text),
            )
        except MergeError as error:
            place = patch.at(error.path).within(resource=str(old))
            raise BuildError(error.reason, place=place, hint=error.hint) from None
        if not merged:
            self.targets.put(at, None)
            return True
        if changes:
            self._warn_of_losses(old, patch, changes)
        forgets = False
        if marked is not body:
            merged, kept = without_mark(merged)
            forgets = not kept
            merged = body if merged == body else merged
        if body is not old.body:
            merged = old.body if merged is body else without_blanks(merged)
        new = remember_id(old) if allows_change(patch.text) else old
        if forgets:
            self._warn_of_forgetting(patch, old)
            new = forget_history(new)
        merged = with_identity(merged, old.body, patch.text)
        if merged is not old.body:
            source = Source(patch.text.place.file, patch.document)
            new = _written_by(new.with_body(merged), source, Writing(patch.body, patch.at))
        self.targets.put(at, new)
        return forgets or merged is not old.body

    def _warn_of_forgetting(self, patch: MergePatch, target: Resource) -> None:
        if target.former or target.needs_hash:
            text = (
                "with the annotations kustomize forgets former names: references to them stay what they are"
            )
            self.warnings.append((patch.at(("metadata",)).within(resource=str(target)), text))

    def _comments(self, target: Resource) -> dict[tuple[str | int, ...], SchemaNode]:
        """Return the schemas in comments of an object that has no other."""
        schema = self.context.schema
        if schema.find(target.api_version, target.kind) is not None:
            return {}
        found = self.context.sources.comment_schemas(target)
        nodes = {path: schema.node(raw) for path, raw in found.items()}
        return {path: node for path, node in nodes.items() if node is not None}

    def _warn_of_nulls(self, patch: MergePatch, nulls: list[str]) -> None:
        for each in nulls:
            field, _, key = each.partition("/")
            path = ("metadata", field, key)
            text = f'kustomize does not remove this, but sets the text "{null_text(patch, path)}"'
            if (patch.at(path), text) not in self.warnings:
                self.warnings.append((patch.at(path), text))

    def _warn_of_losses(
        self,
        target: Resource,
        patch: MergePatch,
        changes: list[tuple[tuple[str | int, ...], list[Json], list[Json], list[Json] | None]],
    ) -> None:
        from mlkube.overlay.merge.list_losses import ListChange  # noqa: PLC0415 (most merges lose nothing)

        for change in changes:
            text = ListChange(*change).text(self.context.nodes, target.body)
            if text:
                self.warnings.append((patch.at(change[0]).within(resource=str(target)), text))

    def _apply_json(self, patch: JsonPatch) -> None:
        text = patch.text
        if text.target is None:
            raise KustomizationError(
                "a JSON patch needs a target", place=patch.at(), hint="add `target:` with kind and name"
            )
        if text.field == JSON6902 and not text.target.get("name"):
            raise KustomizationError(
                "the target of a JSON patch needs a name here", place=text.place, hint="or use `patches`"
            )
        changed = False
        found = self._selected(text)
        for at in found:
            old = self.targets.resources[at]
            if old is None:
                continue
            new = remember_id(old) if text.field == PATCHES else old
            if new.shared:
                new = new.replace(shared=())  # JSON has no nodes that stand in two places
            body = self._patched(new, patch)
            if body is not old.body:
                changed = True
                if new.origin is not None:
                    body, kept = without_mark(body)
                    new = new if kept else forget_origin(new)
                writing = Writing(body, place_of_operation(patch))
                new = _written_by(new.with_body(body), Rewriting(text.place.file), writing)
            self.targets.put(at, new)
        only_tests = all(isinstance(each, dict) and each.get("op") == "test" for each in patch.operations)
        if found and not changed and not only_tests:
            self._warn_of_nothing(patch.at(), [self.targets.resources[at] for at in found])

    def _warn_of_nothing(self, place: Place, resources: list[Resource | None], hint: str = "") -> None:
        only = str(resources[0]) if len(resources) == 1 else ""
        self.warnings.append((place.within(resource=only), f"the patch changes nothing{hint}"))

    def _patched(self, target: Resource, patch: JsonPatch) -> JsonObject:
        try:
            body = apply_json_patch(_with_annotations(target), patch.operations, target.body)
        except JsonPatchError as error:
            operation = f"operation {error.index + 1}" + (f" on {error.path}" if error.path else "")
            raise BuildError(
                f"{operation}: {error.reason}",
                place=patch.at((error.index,)).within(resource=str(target)),
                hint=error.hint,
            ) from None
        for path in (("kind",), ("metadata", "name")):
            value: Json = body
            for step in path:
                value = value.get(step) if isinstance(value, dict) else None
            if value is None or value == "" or isinstance(value, dict | list):
                raise BuildError(
                    f"the patch leaves the object without {format_path(path)}",
                    place=patch.at().within(resource=str(target)),
                )
        return body


def _with_annotations(resource: Resource) -> JsonObject:
    """Return the body as an operation sees it: kustomize keeps an object's history in its annotations."""
    body = resource.body
    metadata = body.get("metadata")
    if resource.origin is not None:
        return with_mark(body)
    history = resource.former or resource.prefixes or resource.suffixes or resource.needs_hash
    if not history or not isinstance(metadata, dict) or metadata.get("annotations") is not None:
        return body
    return {**body, "metadata": {**metadata, "annotations": {}}}


def _written_by(resource: Resource, source: Source, writing: Writing) -> Resource:
    """Return the resource with a patch among the files that wrote to it."""
    writings = (*resource.writings, writing)
    if source in resource.sources and not isinstance(source, Rewriting):
        return resource.replace(writings=writings)
    return resource.replace(sources=(*resource.sources, source), writings=writings)
