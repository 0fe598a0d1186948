"""The transformations that a kustomization asks for, in kustomize's order."""

from __future__ import annotations

import os

from mlkube.errors import KustomizationError, MlkubeError, Place, raise_all
from mlkube.overlay.builtins import GENERATORS, TRANSFORMERS, spelled
from mlkube.overlay.entries import joined
from mlkube.overlay.fields.field_spec_list import FieldSpecs
from mlkube.overlay.files import shown

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from typing import TypeAlias

    from mlkube.core.json import JsonObject
    from mlkube.core.resource import Resource
    from mlkube.overlay.builtins import Apply, Field
    from mlkube.overlay.fields.transformer_config import TransformerConfig
    from mlkube.overlay.layer import Layer

    # kind of the built-in, its arguments, the fields it works on, the field that asks for it
    Configured: TypeAlias = tuple[str, JsonObject, FieldSpecs, Field]


_NO_SPECS = FieldSpecs()


class Transformer:
    """One configured transformation; `origin` says where it was configured, for `buildMetadata`."""

    __slots__ = ("apply", "origin")

    def __init__(self, apply: Apply, origin: dict[str, object]) -> None:
        self.apply = apply
        self.origin = origin


def field_transformers(layer: Layer, config: TransformerConfig) -> list[Transformer]:
    """Return the transformations of a kustomization's own fields.

    Raises:
        MlkubeError: files that are missing, patches that are none, and the like; all of them.

    """
    result: list[Transformer] = []
    errors: list[MlkubeError] = []
    for kind, arguments, specs, field in configured(layer, config):
        try:
            apply = TRANSFORMERS[kind](layer, arguments, specs, field)
        except MlkubeError as error:
            errors.append(error)
            continue
        one = joined(result[-1].apply, apply) if result and not layer.session.tracks_origin else None
        if one is not None:
            result[-1].apply = one
        else:
            result.append(Transformer(apply, configured_in(layer, kind)))
    raise_all(errors)
    return result


def configured(layer: Layer, config: TransformerConfig) -> Iterator[Configured]:
    """Yield in kustomize's order: patches, namespace, names, labels, annotations, the rest."""
    yield from _patches(layer)
    yield from _names(layer, config)
    yield from _labels(layer, config)
    fields = layer.kustomization
    if fields.common_annotations:
        annotations: JsonObject = {"annotations": {**fields.common_annotations}}
        yield "AnnotationsTransformer", annotations, config.common_annotations, ("commonAnnotations",)
    for index, patch in enumerate(fields.patches_json6902):
        yield "PatchJson6902Transformer", _json6902(patch), _NO_SPECS, ("patchesJson6902", index)
    for index, replica in enumerate(fields.replicas):
        yield "ReplicaCountTransformer", {"replica": replica}, config.replicas, ("replicas", index)
    for index, image in enumerate(fields.images):
        yield "ImageTagTransformer", {"imageTag": image}, config.images, ("images", index)
    if fields.replacements:
        replacements: JsonObject = {"replacements": [*fields.replacements]}
        yield "ReplacementTransformer", replacements, _NO_SPECS, ("replacements",)


def _patches(layer: Layer) -> Iterator[Configured]:
    fields = layer.kustomization
    if fields.patches_strategic_merge:
        paths: JsonObject = {"paths": [*fields.patches_strategic_merge]}
        yield "PatchStrategicMergeTransformer", paths, _NO_SPECS, ("patchesStrategicMerge",)
    for index, patch in enumerate(fields.patches):
        yield "PatchTransformer", patch, _NO_SPECS, ("patches", index)


def _names(layer: Layer, config: TransformerConfig) -> Iterator[Configured]:
    fields = layer.kustomization
    if fields.namespace:
        namespace: JsonObject = {"metadata": {"namespace": fields.namespace}}
        yield "NamespaceTransformer", namespace, config.namespace, ("namespace",)
    if fields.name_prefix:
        yield "PrefixTransformer", {"prefix": fields.name_prefix}, config.name_prefix, ("namePrefix",)
    if fields.name_suffix:
        yield "SuffixTransformer", {"suffix": fields.name_suffix}, config.name_suffix, ("nameSuffix",)


def _labels(layer: Layer, config: TransformerConfig) -> Iterator[Configured]:
    fields = layer.kustomization
    if fields.labels:
        from mlkube.overlay.steps.labels import label_specs  # noqa: PLC0415  imported when the field is used

        for index, label in enumerate(fields.labels):
            pairs = label.get("pairs")
            yield (
                "LabelTransformer",
                {"labels": pairs},
                label_specs(label, config, layer.place("labels", index)),
                ("labels", index),
            )
    if fields.common_labels or fields.labels:  # kustomize runs it after `labels` even without labels
        labels: JsonObject = {"labels": {**fields.common_labels}}
        yield "LabelTransformer", labels, config.common_labels, ("commonLabels",)


def _json6902(patch: JsonObject) -> JsonObject:
    """Return the arguments of the built-in, which calls an inline patch `jsonOp`."""
    renamed = {"patch": "jsonOp"}
    return {renamed.get(key, key): value for key, value in patch.items()}


def configured_in(layer: Layer, kind: str) -> dict[str, object]:
    """Return the origin of what a field of a kustomization makes or changes."""
    where = os.path.join(layer.origin, os.path.basename(layer.file))
    return {"configuredIn": where, "configuredBy": {"apiVersion": "builtin", "kind": kind}}


def plugin_transformers(layer: Layer, configurations: Sequence[Resource], field: str) -> list[Transformer]:
    """Return the transformations that the configurations under `transformers` or `validators` describe.

    Raises:
        KustomizationError: a plugin that is not built in, or is a generator.

    """
    if not configurations:
        return []
    from mlkube.overlay.fields.transformer_config_files import read_field_specs  # noqa: PLC0415  few builds have plugins
    from mlkube.overlay.plugin_arguments import check_arguments  # noqa: PLC0415  as above

    result: list[Transformer] = []
    for configuration in configurations:
        kind = built_in(layer, configuration, field)
        factory = TRANSFORMERS.get(kind)
        if factory is None:
            reason = f"{kind} is a generator, not a transformer"
            raise layer.placed(KustomizationError(reason, hint="list it under generators"), field)
        check_arguments(layer, configuration, kind, field)
        arguments = spelled(configuration.body)
        file = configuration.sources[0].file if configuration.sources else shown(layer.file)
        place = Place(file, resource=str(configuration), field="fieldSpecs")
        specs = read_field_specs(arguments.get("fieldSpecs"), place)
        apply = factory(layer, arguments, specs, (field,))
        result.append(Transformer(apply, plugin_origin(layer, configuration)))
    return result


def plugin_origin(layer: Layer, configuration: Resource) -> dict[str, object]:
    """Return the origin of what a plugin makes or changes: the file of its configuration."""
    path = (configuration.origin or {}).get("path") or os.path.join(
        layer.origin, os.path.basename(layer.file)
    )
    identifier = {
        "apiVersion": configuration.api_version,
        "kind": configuration.kind,
        "name": configuration.name,
        "namespace": configuration.namespace,
    }
    return {"configuredIn": path, "configuredBy": identifier}


def built_in(layer: Layer, configuration: Resource, field: str) -> str:
    """Return the kind of a plugin's configuration.

    Raises:
        KustomizationError: it is no built-in: a build runs no programs, containers or shared objects.

    """
    kind = configuration.kind
    if configuration.api_version != "builtin":
        file = configuration.sources[0].file if configuration.sources else shown(layer.file)
        raise layer.placed(
            KustomizationError(
                f"{configuration} ({file}) is no built-in plugin, and a build runs no other",
                hint="exec, container and Go plugins are refused: run them beforehand, list what they print",
            ),
            field,
        )
    if kind not in TRANSFORMERS and kind not in GENERATORS:
        from mlkube.core.suggest import suggest  # noqa: PLC0415  only messages need it

        near = suggest(kind, (*TRANSFORMERS, *GENERATORS))
        hint = f"did you mean {near!r}?" if near else ""
        raise layer.placed(KustomizationError(f"kustomize has no built-in {kind!r}", hint=hint), field)
    return kind
