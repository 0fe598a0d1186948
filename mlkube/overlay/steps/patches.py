"""The fields patches, patchesStrategicMerge, patchesJson6902: which object gets which patch, and how."""

from __future__ import annotations

from mlkube.core.field_path import format_path
from mlkube.core.resource import Resource, Source
from mlkube.errors import BuildError, KustomizationError, MlkubeError, raise_all
from mlkube.overlay.identity import all_keys, current_key, index_by_any_id, index_by_current_id, remember_id
from mlkube.overlay.json_patch import JsonPatchError, apply_json_patch
from mlkube.overlay.merging import MergeError
from mlkube.overlay.patch_source import WrittenSources, without_blanks
from mlkube.overlay.patch_text import (
    JSON6902,
    PATCHES,
    STRATEGIC_MERGE,
    JsonPatch,
    MergePatch,
    PatchText,
    parse_patch,
)
from mlkube.overlay.selectors import Selector, select
from mlkube.overlay.strategic_merge import StrategicMerge
from mlkube.yamlio import scalar_text

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from mlkube.core.json import Json, JsonObject
    from mlkube.errors import Place
    from mlkube.overlay.identity import Key
    from mlkube.overlay.merging import Place as SchemaNode
    from mlkube.overlay.target_nodes import Schemas, TargetNodes
    from mlkube.schema import Schema

__all__ = ["PatchContext", "PatchText", "apply_patches"]

_NAME_CHANGE, _KIND_CHANGE = "allowNameChange", "allowKindChange"


class PatchContext:
    """What patches merge by, shared by the kustomizations of a build.

    `schema` is kustomize's, `target_schema` that of the target version with its custom resources. `lossless`
    merges by the latter. `strict` makes errors of what would be warnings. `read` gives the content of the
    file that an object came from, by the name its source has.
    """

    __slots__ = ("_merge", "_nodes", "lossless", "schema", "sources", "strict", "target_schema")

    def __init__(
        self,
        schema: Schema,
        target_schema: Schemas,
        *,
        lossless: bool = False,
        strict: bool = False,
        read: Callable[[str], bytes | None] | None = None,
    ) -> None:
        self.schema = schema
        self.target_schema = target_schema
        self.lossless = lossless
        self.strict = strict
        self.sources = WrittenSources(read or _read)
        self._merge: StrategicMerge | None = None
        self._nodes: TargetNodes | None = None

    @property
    def nodes(self) -> TargetNodes:
        """The places of objects as the target sees them."""
        if self._nodes is None:
            from mlkube.overlay.target_nodes import TargetNodes  # noqa: PLC0415 (most merges lose nothing)

            self._nodes = TargetNodes(self.target_schema, self.schema.find)
        return self._nodes

    @property
    def merge(self) -> StrategicMerge:
        """The merge that patches use."""
        if self._merge is None:
            if self.lossless:
                from mlkube.overlay.lossless_merge import LosslessMerge  # noqa: PLC0415 (one of two)

                self._merge = LosslessMerge(self.nodes)
            else:
                self._merge = StrategicMerge(self.schema.find)
        return self._merge


def _read(file: str) -> bytes | None:
    try:
        with open(file, "rb") as opened:
            return opened.read()
    except OSError:
        return None


def apply_patches(
    resources: Sequence[Resource], patches: Sequence[PatchText], context: PatchContext
) -> tuple[list[Resource], list[tuple[Place, str]]]:
    """Return the resources with all patches applied in their order, and the warnings about what was lost.

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
    if context.strict:
        errors.extend(BuildError(reason, place=place) for place, reason in run.warnings)
    raise_all(errors)
    return run.result(), run.warnings


class _Run:
    """The resources while patches are applied; what is deleted leaves None behind, so that indices stay."""

    __slots__ = ("_by_id", "_by_name", "context", "resources", "warnings")

    def __init__(self, resources: Sequence[Resource], context: PatchContext) -> None:
        self.resources: list[Resource | None] = list(resources)
        self.context = context
        self.warnings: list[tuple[Place, str]] = []
        self._by_id: dict[Key, list[int]] | None = None
        self._by_name: dict[str, list[int]] | None = None

    def result(self) -> list[Resource]:
        return [resource for resource in self.resources if resource is not None]

    def apply(self, text: PatchText) -> None:
        parsed = parse_patch(text)
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

    def _selected(self, text: PatchText) -> list[int]:
        """Return the indices of the objects that the target selects; warn where there are none."""
        selector = Selector.from_json(text.target or {}, text.place)
        name = selector.literal("name")
        if name:
            candidates = self._named(name)
            found = [at for at in candidates if (each := self.resources[at]) and selector.matches(each)]
        else:
            positions = [at for at, each in enumerate(self.resources) if each is not None]
            found = [positions[at] for at in select(self.result(), selector)]
        if not found:
            self.warnings.append((text.at().within(), f"the target ({selector}) matches no object"))
        return found

    def _named(self, name: str) -> list[int]:
        """Return the indices of the objects that have the name, or had it first."""
        if self._by_name is None:
            self._by_name = {}
            for at, resource in enumerate(self.resources):
                if resource is not None:
                    for each in {resource.name, resource.former[0][1] if resource.former else resource.name}:
                        self._by_name.setdefault(each, []).append(at)
        return self._by_name.get(name, [])

    def _only_match(self, patch: MergePatch) -> int:
        """Return the index of the object that a patch without a target means."""
        if self._by_id is None:
            kept = [at for at, each in enumerate(self.resources) if each is not None]
            index = index_by_any_id(self.result())
            self._by_id = {key: [kept[at] for at in found] for key, found in index.items()}
        wanted = Resource(patch.body)
        found = [at for at in self._by_id.get(current_key(wanted), []) if self.resources[at] is not None]
        if len(found) == 1:
            return found[0]
        place = patch.at().within(resource=str(wanted))
        if found:
            raise BuildError(f"the patch matches {len(found)} objects", place=place, hint="give it a target")
        raise BuildError("the patch matches no object", place=place, hint=self._near(wanted))

    def _near(self, wanted: Resource) -> str:
        """Return a hint that names objects which differ from the wanted one in one point only."""
        near = [
            f"apiVersion {each.api_version}, namespace {each.namespace or 'default'}"
            for each in self.result()
            if each.kind == wanted.kind and each.name == wanted.name
        ]
        if near:
            return f"{wanted} has {' or '.join(near)}"
        named = [str(each) for each in self.result() if each.name == wanted.name]
        return f"did you mean {' or '.join(named)}?" if named else ""

    def _merge_into(self, positions: list[int], patch: MergePatch) -> None:
        changed = False
        for at in positions:
            changed = self._merge_one(at, patch) or changed
        if not changed:
            hint = "; `$patch: replace` has no effect at the top of a patch" if "$patch" in patch.body else ""
            self.warnings.append((patch.at().within(), f"the patch changes nothing{hint}"))
        if patch.text.target is not None and (
            patch.text.allows(_NAME_CHANGE) or patch.text.allows(_KIND_CHANGE)
        ):
            self._refuse_twins(patch)

    def _merge_one(self, at: int, patch: MergePatch) -> bool:
        """Merge a patch into one object; return whether that changes it."""
        old = self.resources[at]
        if old is None:
            return False
        sources = self.context.sources
        body = sources.with_blanks(old)
        losses: list[tuple[tuple[str | int, ...], list[Json], list[Json]]] = []
        try:
            merged = self.context.merge.merge(
                body,
                self._prepared(old, patch),
                kind=patch.kind,
                comments=self._comments(old),
                replaced=lambda path, before, after: losses.append((path, before, after)),
                quoted=lambda path, text: sources.was_quoted(old, path, text),
            )
        except MergeError as error:
            place = patch.at(error.path).within(resource=str(old))
            raise BuildError(error.reason, place=place, hint=error.hint) from None
        if not merged:
            self.resources[at] = None
            return True
        if losses and not self.context.lossless:
            self._warn_of_losses(old, patch, losses)
        if body is not old.body:
            merged = old.body if merged is body else without_blanks(merged)
        new = old
        if patch.text.allows(_NAME_CHANGE) or patch.text.allows(_KIND_CHANGE):
            new = remember_id(old)
        merged = _with_identity(merged, old, patch.text)
        if merged is old.body:
            self._put(at, new)
            return False
        new = new.with_body(merged)
        self._put(at, _written_by(new, patch.text, patch.document))
        return True

    def _comments(self, target: Resource) -> dict[tuple[str | int, ...], SchemaNode]:
        """Return the schemas in comments of an object that has no other."""
        schema = self.context.schema
        if schema.find(target.api_version, target.kind) is not None:
            return {}
        found = self.context.sources.comment_schemas(target)
        nodes = {path: schema.node(raw) for path, raw in found.items()}
        return {path: node for path, node in nodes.items() if node is not None}

    def _prepared(self, target: Resource, patch: MergePatch) -> JsonObject:
        """Return the patch as it is merged into one object: under that object's identity.

        kustomize copies a patch that has a target or stands in patchesStrategicMerge, and makes texts of its
        labels and annotations on the way; a null too becomes a text there. Options do so to annotations.
        """
        text = patch.text
        body = dict(patch.body)
        metadata = body.get("metadata")
        if not text.allows(_KIND_CHANGE):
            body["kind"] = target.body.get("kind")
        if "apiVersion" in target.body:
            body["apiVersion"] = target.body["apiVersion"]
        if isinstance(metadata, dict):
            metadata = {key: value for key, value in metadata.items() if key != "namespace"}
            target_metadata = target.body.get("metadata")
            if not text.allows(_NAME_CHANGE) and isinstance(target_metadata, dict):
                metadata["name"] = target_metadata.get("name")
            for field in _text_fields(text):
                if field in metadata:
                    texts = self._texts(patch, field, metadata.pop(field))
                    if texts:
                        metadata[field] = texts
            body["metadata"] = metadata
        return body

    def _texts(self, patch: MergePatch, field: str, values: Json) -> JsonObject:
        if not isinstance(values, dict):
            return {}
        texts: JsonObject = {}
        for key, value in values.items():
            if value is None:
                texts[key] = None if self.context.lossless else self._null_text(patch, field, key)
            else:
                texts[key] = "" if isinstance(value, dict | list) else scalar_text(value)
        return texts

    def _null_text(self, patch: MergePatch, field: str, key: str) -> str:
        from mlkube.yamlio.written import WrittenFile  # noqa: PLC0415 (a patch hardly ever does this)

        path = ("metadata", field, key)
        written = WrittenFile(patch.text.text).scalar(patch.document, (*patch.prefix, *path))
        text = "null" if written is None else written[0]
        warning = (
            patch.at(path),
            f'kustomize does not remove this, but sets the text "{text}"',
        )
        if warning not in self.warnings:
            self.warnings.append(warning)
        return text

    def _warn_of_losses(
        self,
        target: Resource,
        patch: MergePatch,
        losses: list[tuple[tuple[str | int, ...], list[Json], list[Json]]],
    ) -> None:
        from mlkube.overlay.list_losses import loss_text  # noqa: PLC0415 (most merges lose nothing)

        for path, before, after in losses:
            if any(isinstance(item, dict) and item.get("$patch") == "replace" for item in after):
                continue
            text = loss_text(self.context.nodes, target.body, path, before, after)
            if text:
                self.warnings.append((patch.at(path).within(resource=str(target)), f"the patch {text}"))

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
            old = self.resources[at]
            if old is None:
                continue
            new = remember_id(old) if text.field == PATCHES else old
            if new.shared:
                new = new.replace(shared=())  # JSON has no nodes that stand in two places
            body = self._patched(new, patch)
            if body is not old.body:
                changed = True
                new = _written_by(new.with_body(body), text, 0)
            self._put(at, new)
        only_tests = all(isinstance(each, dict) and each.get("op") == "test" for each in patch.operations)
        if found and not changed and not only_tests:
            self.warnings.append((patch.at(), "the patch changes nothing"))

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

    def _put(self, at: int, new: Resource) -> None:
        """Put the new state of an object in place, and keep the indexes right."""
        old = self.resources[at]
        self.resources[at] = new
        if old is None or old is new or (current_key(old) == current_key(new) and new.former == old.former):
            return
        if self._by_name is not None and new.name != old.name:
            named = self._by_name.setdefault(new.name, [])
            self._by_name[new.name] = sorted({*named, at})  # the old name may stay: a match is checked anyhow
        if self._by_id is not None:
            before, after = set(all_keys(old)), set(all_keys(new))
            if not before <= after:
                self._by_id = None
                return
            for key in after - before:
                self._by_id.setdefault(key, []).append(at)

    def _refuse_twins(self, patch: MergePatch) -> None:
        resources = self.result()
        for found in index_by_current_id(resources).values():
            if len(found) > 1:
                raise BuildError(
                    f"the patch gives {len(found)} objects the same id",
                    place=patch.at().within(resource=str(resources[found[1]])),
                    hint="select one object, or leave the name and kind alone",
                )


def _text_fields(text: PatchText) -> tuple[str, ...]:
    """Return the fields of a patch's metadata whose values kustomize makes texts of."""
    if text.target is not None or text.field == STRATEGIC_MERGE:
        return ("labels", "annotations")
    return ("annotations",) if text.allows(_NAME_CHANGE) or text.allows(_KIND_CHANGE) else ()


def _with_identity(body: JsonObject, old: Resource, text: PatchText) -> JsonObject:
    """Return the merged body under the identity that the object had, unless the patch may change it."""
    before = old.body
    if not text.allows(_KIND_CHANGE) and body.get("kind") != before.get("kind"):
        body = {**body, "kind": before.get("kind")}
    metadata, old_metadata = body.get("metadata"), before.get("metadata")
    if metadata is old_metadata or not isinstance(old_metadata, dict):
        return body
    fields: JsonObject = dict(metadata) if isinstance(metadata, dict) else {}
    for field in ("namespace",) if text.allows(_NAME_CHANGE) else ("namespace", "name"):
        if field in old_metadata:
            fields[field] = old_metadata[field]
        else:
            fields.pop(field, None)
    return body if fields == metadata else {**body, "metadata": fields}


def _with_annotations(resource: Resource) -> JsonObject:
    """Return the body as an operation sees it: kustomize keeps an object's history in its annotations."""
    body = resource.body
    metadata = body.get("metadata")
    history = resource.former or resource.prefixes or resource.suffixes or resource.needs_hash
    if not history or not isinstance(metadata, dict) or metadata.get("annotations") is not None:
        return body
    return {**body, "metadata": {**metadata, "annotations": {}}}


def _written_by(resource: Resource, text: PatchText, document: int) -> Resource:
    """Return the resource with the patch among the files that wrote to it."""
    source = Source(text.place.file, document)
    if source in resource.sources:
        return resource
    return resource.replace(sources=(*resource.sources, source))
