"""The built-in transformers by the names kustomize gives them; a field and a plugin configuration share them.

Each factory takes the layer that configures it, the arguments as plain data, the field specs it works on, and
the field of the kustomization that holds it. What a factory needs is imported when it is called, because most
kustomizations use two or three of them.
"""
# ruff: noqa: PLC0415  imports inside of the factories: see the docstring

from __future__ import annotations

import os

from mlkube.errors import KustomizationError
from mlkube.overlay.entries import Entries
from mlkube.yamlio import scalar_text

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from typing import TypeAlias

    from mlkube.core.json import Json, JsonObject
    from mlkube.core.resource import Resource
    from mlkube.overlay.fields.field_spec_list import FieldSpecs
    from mlkube.overlay.layer import Layer

    Field: TypeAlias = tuple[str | int, ...]
    Apply: TypeAlias = Callable[[list[Resource]], list[Resource]]
    Factory: TypeAlias = Callable[[Layer, JsonObject, FieldSpecs, Field], Apply]


def _annotations(_: Layer, arguments: JsonObject, specs: FieldSpecs, __: Field) -> Apply:
    from mlkube.overlay.steps.annotations import set_annotations

    annotations = _texts(arguments.get("annotations"))
    return lambda resources: set_annotations(resources, annotations, specs)


def _labels(_: Layer, arguments: JsonObject, specs: FieldSpecs, __: Field) -> Apply:
    from mlkube.overlay.steps.labels import set_labels

    labels = _texts(arguments.get("labels"))
    return lambda resources: set_labels(resources, labels, specs)


def _images(layer: Layer, arguments: JsonObject, specs: FieldSpecs, field: Field) -> Apply:
    from mlkube.overlay.steps.images import set_images

    def run(resources: list[Resource], entries: Sequence[tuple[JsonObject, Field]]) -> list[Resource]:
        return set_images(resources, [image for image, _ in entries], specs, layer.place(*entries[0][1]))

    return Entries(("images", specs), run, [(_mapping(arguments.get("imageTag")), field)])


def _replicas(layer: Layer, arguments: JsonObject, specs: FieldSpecs, field: Field) -> Apply:
    from mlkube.overlay.steps.replicas import set_replicas

    def run(resources: list[Resource], entries: Sequence[tuple[JsonObject, Field]]) -> list[Resource]:
        return set_replicas(
            resources, [replica for replica, _ in entries], specs, layer.place(*entries[0][1])
        )

    return Entries(("replicas", specs), run, [(_mapping(arguments.get("replica")), field)])


def _namespace(layer: Layer, arguments: JsonObject, specs: FieldSpecs, field: Field) -> Apply:
    from mlkube.overlay.steps.namespace import ALL_SERVICE_ACCOUNTS, DEFAULT_ONLY, NO_SUBJECTS, set_namespace

    namespace = _text(_mapping(arguments.get("metadata")).get("namespace"))
    unset_only = bool(arguments.get("unsetOnly"))
    subjects = _text(arguments.get("setRoleBindingSubjects")) or DEFAULT_ONLY
    known = (DEFAULT_ONLY, ALL_SERVICE_ACCOUNTS, NO_SUBJECTS)
    if subjects not in known:
        reason = f"setRoleBindingSubjects is {subjects!r}, but must be one of {', '.join(known)}"
        raise layer.placed(KustomizationError(reason), *field)
    if not namespace:
        return list
    return lambda resources: set_namespace(
        resources, namespace, specs, unset_only=unset_only, set_role_binding_subjects=subjects
    )


def _prefix(_: Layer, arguments: JsonObject, specs: FieldSpecs, __: Field) -> Apply:
    from mlkube.overlay.steps.names import add_prefix

    prefix = _text(arguments.get("prefix"))
    return lambda resources: add_prefix(resources, prefix, specs)


def _suffix(_: Layer, arguments: JsonObject, specs: FieldSpecs, __: Field) -> Apply:
    from mlkube.overlay.steps.names import add_suffix

    suffix = _text(arguments.get("suffix"))
    return lambda resources: add_suffix(resources, suffix, specs)


def _prefix_and_suffix(layer: Layer, arguments: JsonObject, specs: FieldSpecs, field: Field) -> Apply:
    first, second = _prefix(layer, arguments, specs, field), _suffix(layer, arguments, specs, field)
    return lambda resources: second(first(resources))


def _value_add(layer: Layer, arguments: JsonObject, _: FieldSpecs, field: Field) -> Apply:
    from mlkube.overlay.steps.value_add import add_value
    from mlkube.yamlio import load_kustomization

    value = _text(arguments.get("value")).strip() or os.path.basename(layer.folder)
    wanted = _mappings(arguments.get("targets"))
    path = _text(arguments.get("targetFilePath"))
    if path:
        shared = layer.parsed(path, load_kustomization, *field)
        wanted += _mappings(_mapping(shared).get("targets"))
    return lambda resources: add_value(resources, value, wanted, layer.place(*field))


def _replacements(layer: Layer, arguments: JsonObject, _: FieldSpecs, field: Field) -> Apply:
    from mlkube.overlay.steps.replacements import apply_replacements

    entries = replacement_entries(layer, arguments.get("replacements"), field)
    written = layer.session.written
    return lambda resources: apply_replacements(resources, entries, layer.place(*field), written)


def replacement_entries(layer: Layer, entries: Json, field: Field) -> list[JsonObject]:
    """Return the replacements of a list; those in files stand in the places of the entries that name them.

    Raises:
        MlkubeError: a file cannot be read, or holds something else.

    """
    from mlkube.yamlio import load_kustomization

    result: list[JsonObject] = []
    for index, entry in enumerate(entries if isinstance(entries, list) else []):
        if not isinstance(entry, dict):
            raise layer.placed(KustomizationError("a replacement is a mapping"), *field, index)
        path = entry.get("path")
        if not path:
            result.append(entry)
            continue
        if entry.get("source") or entry.get("targets"):
            error = KustomizationError("either path or source and targets, not both")
            raise layer.placed(error, *field, index)
        content = layer.parsed(str(path), load_kustomization, *field, index, "path")
        for item in content if isinstance(content, list) else [content]:
            if not isinstance(item, dict):
                reason = "the file holds something else than replacements"
                raise layer.placed(KustomizationError(reason), *field, index, "path")
            result.append(item)
    return result


def _hash_names(_: Layer, __: JsonObject, ___: FieldSpecs, ____: Field) -> Apply:
    from mlkube.overlay.steps.hash_names import add_hash_names

    return add_hash_names


def _patch(layer: Layer, arguments: JsonObject, _: FieldSpecs, field: Field) -> Apply:
    from mlkube.overlay.patching import patch_transformer

    return patch_transformer(layer, arguments, field)


def _strategic_merge(layer: Layer, arguments: JsonObject, _: FieldSpecs, field: Field) -> Apply:
    from mlkube.overlay.patching import strategic_merge_transformer

    return strategic_merge_transformer(layer, arguments, field)


def _json6902(layer: Layer, arguments: JsonObject, _: FieldSpecs, field: Field) -> Apply:
    from mlkube.overlay.patching import json6902_transformer

    return json6902_transformer(layer, arguments, field)


TRANSFORMERS: dict[str, Factory] = {
    "AnnotationsTransformer": _annotations,
    "HashTransformer": _hash_names,
    "ImageTagTransformer": _images,
    "LabelTransformer": _labels,
    "NamespaceTransformer": _namespace,
    "PatchJson6902Transformer": _json6902,
    "PatchStrategicMergeTransformer": _strategic_merge,
    "PatchTransformer": _patch,
    "PrefixSuffixTransformer": _prefix_and_suffix,
    "PrefixTransformer": _prefix,
    "ReplacementTransformer": _replacements,
    "ReplicaCountTransformer": _replicas,
    "SuffixTransformer": _suffix,
    "ValueAddTransformer": _value_add,
}

GENERATORS = (
    "ConfigMapGenerator",
    "HelmChartInflationGenerator",
    "IAMPolicyGenerator",
    "SecretGenerator",
)


# The arguments of the built-ins; kustomize reads them, like all JSON in Go, whatever their case.
_ARGUMENTS = (
    "annotations",
    "fieldSpecs",
    "imageTag",
    "jsonOp",
    "labels",
    "metadata",
    "options",
    "patch",
    "patches",
    "path",
    "paths",
    "prefix",
    "replacements",
    "replica",
    "setRoleBindingSubjects",
    "suffix",
    "target",
    "targetFilePath",
    "targets",
    "unsetOnly",
    "value",
)


_INNER = {
    "imageTag": ("digest", "name", "newName", "newTag", "tagSuffix"),
    "replica": ("count", "name"),
    "target": ("annotationSelector", "group", "kind", "labelSelector", "name", "namespace", "version"),
}


def spelled(arguments: JsonObject) -> JsonObject:
    """Return the arguments of a plugin's configuration with their names in the usual spelling."""
    result = _spelled(arguments, _ARGUMENTS)
    for name, fields in _INNER.items():
        value = result.get(name)
        if isinstance(value, dict):
            result[name] = _spelled(value, fields)
    return result


def _spelled(value: JsonObject, names: Iterable[str]) -> JsonObject:
    by_lower = {name.lower(): name for name in names}
    return {by_lower.get(key.lower(), key): item for key, item in value.items()}


def _mappings(value: Json) -> list[JsonObject]:
    return [item for item in value if isinstance(item, dict)] if isinstance(value, list) else []


def _mapping(value: Json) -> JsonObject:
    return value if isinstance(value, dict) else {}


def _texts(value: Json) -> JsonObject:
    return {key: _text(item) for key, item in _mapping(value).items()}


def _text(value: Json) -> str:
    """Return a scalar as Go reads it into a string: numbers as a build prints them, null as nothing."""
    if value is None:
        return ""
    if isinstance(value, bool | str):
        return scalar_text(value)
    if isinstance(value, int):
        return str(int(value))
    return scalar_text(float(value)) if isinstance(value, float) else ""
