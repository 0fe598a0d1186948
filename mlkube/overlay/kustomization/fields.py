"""The fields that a kustomization may have: names and types of kustomize 5.5.0, and what 5.8.1 adds, as data.

A type is the name of a plain one, a list with the type of its items, or a dictionary of fields.
Source: kustomize api/types; every name and type was tried with `kubectl kustomize`.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from typing import TypeAlias, TypedDict

    from mlkube.core.json import JsonObject

    FieldType: TypeAlias = "str | list[FieldType] | dict[str, FieldType]"
    Fields: TypeAlias = "dict[str, FieldType]"

    class KustomizationArguments(TypedDict, total=False):
        """What `Kustomization(...)` takes: the fields in snake case."""

        api_version: str
        kind: str
        metadata: JsonObject
        resources: Sequence[str]
        name_prefix: str
        name_suffix: str
        namespace: str
        crds: Sequence[str]
        common_labels: Mapping[str, str]
        labels: Sequence[JsonObject]
        common_annotations: Mapping[str, str]
        patches_strategic_merge: Sequence[str]
        patches_json6902: Sequence[JsonObject]
        patches: Sequence[JsonObject]
        config_map_generator: Sequence[JsonObject]
        secret_generator: Sequence[JsonObject]
        helm_charts: Sequence[JsonObject]
        helm_globals: JsonObject
        generator_options: JsonObject
        vars: Sequence[JsonObject]
        images: Sequence[JsonObject]
        replacements: Sequence[JsonObject]
        replicas: Sequence[JsonObject]
        configurations: Sequence[str]
        generators: Sequence[str]
        transformers: Sequence[str]
        validators: Sequence[str]
        components: Sequence[str]
        openapi: Mapping[str, str]
        build_metadata: Sequence[str]
        sort_options: JsonObject | None


STRING = "string"
BOOLEAN = "boolean"
INTEGER = "integer"
STRING_MAP = "map of strings"
OBJECT = "object"  # a mapping that kustomize hands on as it is
TEXT = "text"  # a string, or another scalar, which is taken as its text
TEXT_MAP = "map of texts"

SELECTOR: Fields = {
    "group": STRING,
    "version": STRING,
    "kind": STRING,
    "name": STRING,
    "namespace": STRING,
    "annotationSelector": STRING,
    "labelSelector": STRING,
}

_PATCH: Fields = {"path": STRING, "patch": STRING, "target": SELECTOR, "options": {}}
_PATCH["options"] = {"allowNameChange": BOOLEAN, "allowKindChange": BOOLEAN}

FIELD_SPEC: Fields = {
    "group": STRING,
    "version": STRING,
    "kind": STRING,
    "path": STRING,
    "create": BOOLEAN,
}

_LABEL: Fields = {
    "pairs": STRING_MAP,
    "includeSelectors": BOOLEAN,
    "includeTemplates": BOOLEAN,
    "fields": [FIELD_SPEC],
}

_IMAGE: Fields = {
    "name": STRING,
    "newName": STRING,
    "newTag": STRING,
    "tagSuffix": STRING,
    "digest": STRING,
}

_FIELD_OPTIONS: Fields = {"delimiter": STRING, "index": INTEGER, "encoding": STRING, "create": BOOLEAN}

_SOURCE: Fields = {
    "group": STRING,
    "version": STRING,
    "kind": STRING,
    "name": STRING,
    "namespace": STRING,
    "fieldPath": STRING,
    "options": _FIELD_OPTIONS,
}

_TARGET: Fields = {
    "select": SELECTOR,
    "reject": [SELECTOR],
    "fieldPaths": [STRING],
    "options": _FIELD_OPTIONS,
}

REPLACEMENT: Fields = {"source": _SOURCE, "sourceValue": STRING, "targets": [_TARGET]}  # sourceValue: 5.8.1

_VARIABLE: Fields = {
    "name": STRING,
    "objref": {
        "apiVersion": STRING,
        "group": STRING,
        "version": STRING,
        "kind": STRING,
        "name": STRING,
        "namespace": STRING,
    },
    "fieldref": {"fieldPath": STRING},
}

GENERATOR_OPTIONS: Fields = {
    "labels": STRING_MAP,
    "annotations": STRING_MAP,
    "disableNameSuffixHash": BOOLEAN,
    "immutable": BOOLEAN,
}

CONFIG_MAP: Fields = {
    "namespace": STRING,
    "name": STRING,
    "behavior": STRING,
    "literals": [STRING],
    "files": [STRING],
    "envs": [STRING],
    "env": STRING,
    "options": GENERATOR_OPTIONS,
}

SECRET: Fields = {**CONFIG_MAP, "type": STRING}

HELM_GLOBALS: Fields = {"chartHome": STRING, "configHome": STRING}

HELM_CHART: Fields = {
    "name": STRING,
    "version": STRING,
    "repo": STRING,
    "releaseName": STRING,
    "namespace": STRING,
    "additionalValuesFiles": [STRING],
    "valuesFile": STRING,
    "valuesInline": OBJECT,
    "valuesMerge": STRING,
    "includeCRDs": BOOLEAN,
    "skipHooks": BOOLEAN,
    "apiVersions": [STRING],
    "kubeVersion": STRING,
    "nameTemplate": STRING,
    "skipTests": BOOLEAN,
    "debug": BOOLEAN,
    "devel": BOOLEAN,  # 5.8.1
}

_HELM_CHART_ARGS: Fields = {
    "chartName": STRING,
    "chartVersion": STRING,
    "chartRepoUrl": STRING,
    "chartHome": STRING,
    "chartRepoName": STRING,
    "helmBin": STRING,
    "helmHome": STRING,
    "values": STRING,
    "valuesLocal": OBJECT,
    "valuesMerge": STRING,
    "releaseName": STRING,
    "releaseNamespace": STRING,
    "extraArgs": [STRING],
}

_SORT_OPTIONS: Fields = {
    "order": STRING,
    "legacySortOptions": {"orderFirst": [STRING], "orderLast": [STRING]},
}

_METADATA: Fields = {
    "name": STRING,
    "namespace": STRING,
    "labels": STRING_MAP,
    "annotations": STRING_MAP,
}

KUSTOMIZATION: Fields = {
    "apiVersion": STRING,
    "kind": STRING,
    "metadata": _METADATA,
    "resources": [STRING],
    "bases": [STRING],
    "namePrefix": STRING,
    "nameSuffix": STRING,
    "namespace": STRING,
    "crds": [STRING],
    "commonLabels": STRING_MAP,
    "labels": [_LABEL],
    "commonAnnotations": STRING_MAP,
    "patchesStrategicMerge": [STRING],
    "patchesJson6902": [_PATCH],
    "patches": [_PATCH],
    "configMapGenerator": [CONFIG_MAP],
    "secretGenerator": [SECRET],
    "helmCharts": [HELM_CHART],
    "helmChartInflationGenerator": [_HELM_CHART_ARGS],
    "helmGlobals": HELM_GLOBALS,
    "generatorOptions": GENERATOR_OPTIONS,
    "vars": [_VARIABLE],
    "images": [_IMAGE],
    "imageTags": [_IMAGE],
    "replacements": [{"path": STRING, **REPLACEMENT}],
    "replicas": [{"name": STRING, "count": INTEGER}],
    "configurations": [STRING],
    "generators": [STRING],
    "transformers": [STRING],
    "validators": [STRING],
    "components": [STRING],
    "openapi": STRING_MAP,
    "buildMetadata": [STRING],
    "sortOptions": _SORT_OPTIONS,
}
"""Every field in the order in which kustomize writes a kustomization."""

ADVICE = {
    ("configMapGenerator", "immutable"): "write it under `options`",
    ("configMapGenerator", "type"): "only a Secret has a type",
    ("images", "imageName"): "write `name`",
    ("inventory", "inventory"): "kustomize 5 dropped it",
    ("patches", "apiVersion"): "write `group` and `version`",
    ("patchesJson6902", "apiVersion"): "write `group` and `version`",
    ("replacements", "apiVersion"): "write `group` and `version`",
    ("secretGenerator", "immutable"): "write it under `options`",
}
"""What to write in place of a field that people expect, by the outermost field and its own name."""
