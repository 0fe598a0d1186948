"""The arguments that the configuration of a built-in plugin may have, and the check of their types.

kustomize ignores arguments that it does not know. Some texts may be written as numbers there, others not.
Source: kustomize plugin/builtin; every type was tried with `kubectl kustomize`.
"""

from __future__ import annotations

from mlkube.core.field_path import format_path
from mlkube.errors import KustomizationError, MlkubeError, Place, raise_all
from mlkube.overlay.fields.field_spec import place_of
from mlkube.overlay.kustomization.fields import (
    BOOLEAN,
    CONFIG_MAP,
    HELM_CHART,
    HELM_GLOBALS,
    INTEGER,
    REPLACEMENT,
    SECRET,
    SELECTOR,
    STRING,
    TEXT,
    TEXT_MAP,
)
from mlkube.overlay.kustomization.read import read_value

TYPE_CHECKING = False
if TYPE_CHECKING:
    from mlkube.core.resource import Resource
    from mlkube.overlay.kustomization.fields import Fields
    from mlkube.overlay.kustomization.read import Fault
    from mlkube.overlay.layer import Layer

_IMAGE: Fields = {"name": TEXT, "newName": TEXT, "newTag": TEXT, "tagSuffix": TEXT, "digest": TEXT}
_OPTIONS: Fields = {"allowNameChange": BOOLEAN, "allowKindChange": BOOLEAN}
_VALUE_TARGET: Fields = {"fieldPath": TEXT, "filePathPosition": INTEGER, "selector": SELECTOR}
_KUBERNETES_SERVICE: Fields = {"name": STRING, "namespace": STRING}
_SERVICE_ACCOUNT: Fields = {"name": STRING, "projectId": STRING}

_ARGUMENTS: dict[str, Fields] = {
    "AnnotationsTransformer": {"annotations": TEXT_MAP},
    "ConfigMapGenerator": CONFIG_MAP,
    "HashTransformer": {},
    "HelmChartInflationGenerator": {**HELM_GLOBALS, **HELM_CHART},
    "IAMPolicyGenerator": {
        "cloud": STRING,
        "kubernetesService": _KUBERNETES_SERVICE,
        "serviceAccount": _SERVICE_ACCOUNT,
    },
    "ImageTagTransformer": {"imageTag": _IMAGE},
    "LabelTransformer": {"labels": TEXT_MAP},
    "NamespaceTransformer": {"unsetOnly": BOOLEAN, "setRoleBindingSubjects": TEXT},
    "PatchJson6902Transformer": {"target": SELECTOR, "path": TEXT, "jsonOp": TEXT},
    "PatchStrategicMergeTransformer": {"paths": [TEXT], "patches": TEXT},
    "PatchTransformer": {"path": TEXT, "patch": TEXT, "target": SELECTOR, "options": _OPTIONS},
    "PrefixSuffixTransformer": {"prefix": TEXT, "suffix": TEXT},
    "PrefixTransformer": {"prefix": TEXT},
    "ReplacementTransformer": {"replacements": [{"path": TEXT, **REPLACEMENT}]},
    "ReplicaCountTransformer": {"replica": {"name": TEXT, "count": INTEGER}},
    "SecretGenerator": SECRET,
    "SuffixTransformer": {"suffix": TEXT},
    "ValueAddTransformer": {"value": TEXT, "targetFilePath": TEXT, "targets": [_VALUE_TARGET]},
}

_NEED_FIELD_SPECS = ("PrefixSuffixTransformer", "PrefixTransformer", "SuffixTransformer")


def check_arguments(layer: Layer, configuration: Resource, kind: str, field: str) -> None:
    """Look at the types of a plugin's arguments; `field` is that of the kustomization which lists it.

    Raises:
        KustomizationError: values of the wrong type, all of them; `fieldSpecs` missing where nothing would
            happen without.

    """
    faults: list[Fault] = []
    read_value(configuration.body, _ARGUMENTS[kind], (), faults)
    errors: list[MlkubeError] = [
        _error(layer, configuration, field, fault) for fault in faults if not fault.unknown
    ]
    if kind in _NEED_FIELD_SPECS and not any(key.lower() == "fieldspecs" for key in configuration.body):
        place = _place(layer, configuration, field)
        hint = "name the fields, such as `- path: metadata/name`"
        errors.append(KustomizationError("fieldSpecs are missing", place=place, hint=hint))
    raise_all(errors)


def _error(layer: Layer, configuration: Resource, field: str, fault: Fault) -> KustomizationError:
    return KustomizationError(
        fault.reason, place=_place(layer, configuration, field, fault.path), hint=fault.hint
    )


def _place(layer: Layer, configuration: Resource, field: str, path: tuple[str | int, ...] = ()) -> Place:
    """Return the place in the file of the configuration, or in the kustomization that holds it inline."""
    if configuration.sources and configuration.sources[0].file != layer.place().file:
        return place_of(configuration, path)
    place = layer.place(field)
    return Place(place.file, place.line, place.column, str(configuration), format_path(path))
