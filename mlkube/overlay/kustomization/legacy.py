"""What a kustomization's header must say, which of its fields are deprecated, and where old fields move."""

from __future__ import annotations

from mlkube.overlay.kustomization.read import Fault

TYPE_CHECKING = False
if TYPE_CHECKING:
    from mlkube.core.json import Json, JsonObject

KUSTOMIZATION_KIND = "Kustomization"
COMPONENT_KIND = "Component"
API_VERSIONS = {
    KUSTOMIZATION_KIND: "kustomize.config.k8s.io/v1beta1",
    COMPONENT_KIND: "kustomize.config.k8s.io/v1alpha1",
}

_HEADER = ("apiVersion", "kind")

# kustomize's own sentences, in its order (api/types/kustomization.go, CheckDeprecatedFields).
_FIX = "Run 'kustomize edit fix' to update your Kustomization automatically."
_SUCCESSORS = {
    "bases": ("resources", _FIX),
    "commonLabels": ("labels", _FIX),
    "imageTags": ("images", _FIX),
    "patchesJson6902": ("patches", _FIX),
    "patchesStrategicMerge": ("patches", _FIX),
    "vars": ("replacements", f"[EXPERIMENTAL] {_FIX}"),
}

MOVED = {"bases": "resources", "imageTags": "images", "helmChartInflationGenerator": "helmCharts"}
"""Fields whose items are appended to those of another field."""

_CHART_FIELDS = {
    "chartName": "name",
    "chartVersion": "version",
    "chartRepoUrl": "repo",
    "values": "valuesFile",
    "valuesLocal": "valuesInline",
    "valuesMerge": "valuesMerge",
    "releaseName": "releaseName",
}


def deprecations(fields: JsonObject) -> list[tuple[str, str]]:
    """Return (field, sentence) for each deprecated field that is present, as kustomize prints it."""
    return [
        (field, f"# Warning: '{field}' is deprecated. Please use '{successor}' instead. {advice}")
        for field, (successor, advice) in _SUCCESSORS.items()
        if field in fields
    ]


def header_fault(fields: JsonObject) -> Fault | None:
    """Return what is wrong with `kind` or `apiVersion`; both may be left out."""
    kind = fields.get("kind") or KUSTOMIZATION_KIND
    if kind not in API_VERSIONS:
        hint = f"write `{KUSTOMIZATION_KIND}` or `{COMPONENT_KIND}`"
        return Fault(("kind",), f'"{kind}" is no kind of kustomization', hint)
    expected = API_VERSIONS[str(kind)]
    found = fields.get("apiVersion") or expected
    if found != expected:
        return Fault(("apiVersion",), f'a {kind} has no version "{found}"', f"write `{expected}`")
    return None


def is_empty(fields: JsonObject) -> bool:
    """Tell whether there is nothing but a header, empty strings and empty lists of an old spelling."""
    return not any(
        value if isinstance(value, str) or field in MOVED else True
        for field, value in fields.items()
        if field not in _HEADER
    )


def move_legacy_fields(fields: JsonObject) -> JsonObject:
    """Return the fields with header filled in and old spellings turned into today's.

    Source: api/types/kustomization.go, FixKustomization.
    """
    result = dict(fields)
    kind = result.get("kind") or KUSTOMIZATION_KIND
    result["kind"] = kind
    result["apiVersion"] = result.get("apiVersion") or API_VERSIONS.get(str(kind), "")
    if "helmChartInflationGenerator" in result:
        _move_charts(result)
    for old, new in MOVED.items():
        moved = result.pop(old, None)
        if moved:
            result[new] = [*_items(result, new), *_items({old: moved}, old)]
    for generator in ("configMapGenerator", "secretGenerator"):
        entries = _items(result, generator)
        if any(isinstance(entry, dict) and entry.get("env") for entry in entries):
            result[generator] = [_with_env_as_envs(entry) for entry in entries]
    return result


def _items(fields: JsonObject, field: str) -> list[Json]:
    value = fields.get(field)
    return value if isinstance(value, list) else []


def _with_env_as_envs(entry: Json) -> Json:
    if not isinstance(entry, dict) or not entry.get("env"):
        return entry
    result = {field: value for field, value in entry.items() if field != "env"}
    result["envs"] = [*_items(entry, "envs"), entry["env"]]
    return result


def _move_charts(fields: JsonObject) -> None:
    """Turn each old chart into one of today's; the last `chartHome` and `helmHome` become `helmGlobals`."""
    charts: list[Json] = []
    found: JsonObject = {}
    for old in _items(fields, "helmChartInflationGenerator"):
        if isinstance(old, dict):
            charts.append({new: old[field] for field, new in _CHART_FIELDS.items() if old.get(field)})
            found["chartHome"] = old.get("chartHome") or found.get("chartHome", "")
            found["configHome"] = old.get("helmHome") or found.get("configHome", "")
    fields["helmChartInflationGenerator"] = charts
    if "helmGlobals" not in fields and any(found.values()):
        fields["helmGlobals"] = {field: value for field, value in found.items() if value}
