"""Settles the descriptions of a tree: every patch of a description, every name and namespace around it.

It goes through the same layers as a build, in the same order, with descriptions only. What their workloads
build is no affair of this module.
"""

from __future__ import annotations

from mlkube.core.description import Description, PlacedSource, Writing
from mlkube.errors import KustomizationError, MlkubeError, Place, raise_all
from mlkube.overlay.accumulation import Accumulation
from mlkube.overlay.build import add_configuration, plugins
from mlkube.overlay.builtins import TRANSFORMERS, replacement_entries
from mlkube.overlay.descriptions import Addressing, description_key, is_description
from mlkube.overlay.entries import Entries
from mlkube.overlay.merge.patch_context import PatchContext
from mlkube.overlay.settled_patches import apply_to_descriptions
from mlkube.overlay.transformers import configured, plugin_transformers
from mlkube.yamlio import locate

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from mlkube.core.json import Json, JsonObject
    from mlkube.core.resource import Resource
    from mlkube.overlay.layer import Layer
    from mlkube.overlay.merge.patch_text import PatchText
    from mlkube.overlay.session import Session
    from mlkube.schema.node import Node

    Find = Callable[[str, str], Node | None]

_PATCHES = ("PatchTransformer", "PatchStrategicMergeTransformer", "PatchJson6902Transformer")
_METADATA = (
    "AnnotationsTransformer",
    "LabelTransformer",
    "NamespaceTransformer",
    "PrefixTransformer",
    "PrefixSuffixTransformer",
    "SuffixTransformer",
)


class Settled:
    """The settled descriptions of a tree in the order of its resources, and what was noticed on the way."""

    __slots__ = ("descriptions", "warnings")

    def __init__(self, descriptions: list[Description], warnings: list[tuple[Place, str]]) -> None:
        self.descriptions = descriptions
        self.warnings = warnings


def settle(layer: Layer, kinds: Iterable[str], version: str, find: Find) -> Settled:
    """Return the settled descriptions of a tree.

    `kinds` are those of descriptions, `version` that of their API (`v1alpha1`), and `find` gives their
    schema: lists of named things merge by its keys, whatever the merge of the build.

    Raises:
        MlkubeError: what a build would refuse on the way; patches of descriptions that cannot be applied;
            what addresses a description and has no effect on one.

    """
    settling = _Settling(layer.session, Addressing(kinds, version, of_descriptions=True), find)
    everything = Accumulation()
    settling.gather(layer, everything)
    for resource in everything.resources:
        settling.refuse_unknown(layer, resource)  # a patch may have changed it
    descriptions = [settling.drafts[resource.key].finished(resource) for resource in everything.resources]
    return Settled(descriptions, settling.warnings)


class Draft:
    """A description on its way: what it says itself, apart from what kustomizations put on it."""

    __slots__ = ("folder", "metadata", "source", "writings")

    def __init__(self, resource: Resource, folder: str, place: Callable[..., Place]) -> None:
        metadata = resource.body.get("metadata")
        self.metadata: JsonObject = metadata if isinstance(metadata, dict) else {}
        self.source = resource.sources[0]
        self.folder = folder
        self.writings = [Writing(resource.body, place)]

    def patched(self, before: JsonObject, after: JsonObject) -> None:
        """Take over what a patch changed in the metadata."""
        self.metadata = _changed(
            self.metadata, _mapping(before.get("metadata")), _mapping(after.get("metadata"))
        )

    def finished(self, resource: Resource) -> Description:
        """Return the description; names and namespace around it are in the resource."""
        return Description(
            resource.key,
            {**resource.body, "metadata": self.metadata},
            source=self.source,
            prefix="".join(reversed(resource.prefixes)),
            suffix="".join(resource.suffixes),
            namespace=resource.namespace,
            folder=self.folder,
            writings=self.writings,
        )


class _Settling:
    """One way through a tree: the drafts by their keys, and what patches merge by."""

    __slots__ = ("_addressing", "_context", "drafts", "warnings")

    def __init__(self, session: Session, addressing: Addressing, find: Find) -> None:
        self._addressing = addressing
        self.drafts: dict[tuple[object, ...], Draft] = {}
        self.warnings: list[tuple[Place, str]] = []
        self._context = PatchContext(
            session.schema,
            _Schemas(find, session),
            lossless=True,
            strict=session.options.strict_patches,
            read=session.source_text,
            addressing=addressing,
        )

    def gather(self, layer: Layer, gathered: Accumulation) -> None:
        """Gather the descriptions of a kustomization and apply what it says of them."""
        self._add_resources(layer, gathered)
        add_configuration(layer, gathered)
        for index, path in enumerate(layer.kustomization.components):
            self.gather(layer.enter(path, "components", index), gathered)
        patches: list[PatchText] = []  # neighbours go in one pass over the descriptions
        for kind, arguments, specs, field in configured(layer, gathered.config):
            if kind in _PATCHES:
                transformation = TRANSFORMERS[kind](layer, arguments, specs, field)
                if isinstance(transformation, Entries):
                    patches.extend(transformation.entries)
                continue
            self._patch(gathered, patches)
            patches = []
            if kind in _METADATA:
                gathered.resources = TRANSFORMERS[kind](layer, arguments, specs, field)(gathered.resources)
        self._patch(gathered, patches)
        self._run_plugins(layer, gathered)
        self._refuse_what_has_no_effect(layer)

    def _add_resources(self, layer: Layer, gathered: Accumulation) -> None:
        errors: list[MlkubeError] = []
        for index, path in enumerate(layer.kustomization.resources):
            field = ("resources", index)
            try:
                if layer.is_folder(path):
                    below = Accumulation()
                    self.gather(layer.enter(path, *field), below)
                    gathered.merge(below)
                elif layer.exists(path):
                    found = layer.resources(path, *field)
                    gathered.append(
                        [self._draft(layer, field, each) for each in found if is_description(each.body)]
                    )
            except MlkubeError as error:
                errors.append(error)
        raise_all(errors)

    def _draft(self, layer: Layer, field: tuple[str | int, ...], resource: Resource) -> Resource:
        self.refuse_unknown(layer, resource)
        key = description_key(layer, field, resource)
        self.drafts[key] = Draft(resource, layer.folder, _place_in(layer.session, resource))
        return resource.replace(key=key)

    def refuse_unknown(self, layer: Layer, resource: Resource) -> None:
        """Refuse a description of a kind or an API version that nobody knows."""
        wrong = ""
        if resource.kind not in self._addressing.kinds:
            wrong, word, known = "kind", resource.kind, sorted(self._addressing.kinds)
        elif resource.api_version.rpartition("/")[2] != self._addressing.version:
            wrong, word, known = (
                "apiVersion",
                resource.api_version,
                [f"mlkube.dev/{self._addressing.version}"],
            )
        if wrong:
            from mlkube.core.suggest import suggest  # noqa: PLC0415  only messages need it

            near = suggest(word, known)
            place = _place_in(layer.session, resource)((wrong,)).within(resource=str(resource), field=wrong)
            hint = f'did you mean "{near}"?' if near else f"known are {', '.join(known)}"
            raise KustomizationError(f'unknown workload {wrong} "{word}"', place=place, hint=hint)

    def _patch(self, gathered: Accumulation, patches: Sequence[PatchText]) -> None:
        if not patches:
            return
        gathered.resources = apply_to_descriptions(
            gathered.resources, patches, self._context, self.drafts, self.warnings
        )

    def _run_plugins(self, layer: Layer, gathered: Accumulation) -> None:
        configurations = [
            each
            for each in plugins(layer, layer.kustomization.transformers, "transformers")
            if each.kind in _PATCHES or each.kind in _METADATA
        ]
        for transformer in plugin_transformers(layer, configurations, "transformers"):
            if isinstance(transformer.apply, Entries):
                self._patch(gathered, transformer.apply.entries)
            else:
                gathered.resources = transformer.apply(gathered.resources)

    def _refuse_what_has_no_effect(self, layer: Layer) -> None:
        """Refuse replacements, vars and field specs that name a description: nothing would come of them."""
        fields = layer.kustomization
        hint = "patch the description, or name an object that it builds"
        errors: list[MlkubeError] = []
        found: list[tuple[str, tuple[str | int, ...]]] = []
        for index, entry in enumerate(fields.replacements):
            for each in replacement_entries(layer, [entry], ("replacements",)) if entry.get("path") else ():
                targets = each.get("targets")
                chosen = [_mapping(target).get("select") for target in _list(targets)]
                if any(map(self._names, (each.get("source"), *chosen))):
                    found.append(("a replacement", ("replacements", index, "path")))
            selectors: list[tuple[Json, tuple[str | int, ...]]] = [(entry.get("source"), ("source",))]
            targets = entry.get("targets")
            for number, target in enumerate(targets if isinstance(targets, list) else ()):
                selectors.append((_mapping(target).get("select"), ("targets", number, "select")))
            found.extend(
                ("a replacement", ("replacements", index, *path))
                for selector, path in selectors
                if self._names(selector)
            )
        found.extend(
            ("a variable", ("vars", index, "objref"))
            for index, variable in enumerate(fields.vars)
            if self._names(variable.get("objref"))
        )
        for what, field in found:
            reason = f"{what} has no effect on the description of a workload"
            errors.append(layer.placed(KustomizationError(reason, hint=hint), *field))
        for index, path in enumerate(fields.configurations):
            from mlkube.yamlio import load_kustomization  # noqa: PLC0415  few kustomizations have configurations

            data = layer.parsed(path, load_kustomization, "configurations", index)
            for kind in sorted(_kinds_in(data) & self._addressing.kinds):
                reason = f"a field spec of {path!r} names {kind}, the description of a workload"
                error = KustomizationError(reason, hint="name the kinds that it builds")
                errors.append(layer.placed(error, "configurations", index))
        raise_all(errors)

    def _names(self, selector: Json) -> bool:
        return isinstance(selector, dict) and self._addressing.names_description(selector)


class _Schemas:
    """What descriptions merge by, with Kubernetes' pods for the fragments in them."""

    __slots__ = ("_session", "find")

    def __init__(self, find: Find, session: Session) -> None:
        self.find = find
        self._session = session

    def pod_template(self) -> Node | None:
        """Return the schema of a pod template."""
        return self._session.target_schema.pod_template()

    def pod_spec(self) -> Node | None:
        """Return the schema of a pod's spec."""
        return self._session.target_schema.pod_spec()


def _place_in(session: Session, resource: Resource) -> Callable[[tuple[str | int, ...]], Place]:
    """Return what gives the place of a field of an object, as its file has it."""
    source = resource.sources[0]
    if isinstance(source, PlacedSource):
        return source.locate
    inside: tuple[str | int, ...] = () if source.item < 0 else ("items", source.item)

    def place(path: tuple[str | int, ...]) -> Place:
        data = session.source_text(source.file) or b""
        line, column = locate(data, source.document, (*inside, *path))
        return Place(source.file, line, column)

    return place


def _changed(own: JsonObject, before: JsonObject, after: JsonObject) -> JsonObject:
    """Return a mapping with the changes between two others, mappings inside of it alike."""
    if before == after:
        return own
    result = {key: value for key, value in own.items() if key in after or key not in before}
    for key, value in after.items():
        old = before.get(key)
        if value == old and key in before:
            continue
        mapped = isinstance(value, dict) and isinstance(old, dict)
        result[key] = _changed(_mapping(own.get(key)), _mapping(old), _mapping(value)) if mapped else value
    return result


def _kinds_in(data: Json) -> set[str]:
    """Return every `kind` in a file of configurations."""
    if isinstance(data, dict):
        kind = data.get("kind")
        below: Sequence[Json] = list(data.values())
        own = {kind} if isinstance(kind, str) else set()
    else:
        below, own = data if isinstance(data, list) else [], set()
    return own.union(*(_kinds_in(each) for each in below if isinstance(each, dict | list)))


def _list(value: Json) -> list[Json]:
    return value if isinstance(value, list) else []


def _mapping(value: Json) -> JsonObject:
    return value if isinstance(value, dict) else {}
