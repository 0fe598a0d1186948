"""The objects that a kustomization generates: config maps, secrets, Helm charts, and generator plugins."""

from __future__ import annotations

from mlkube.errors import KustomizationError, MlkubeError, raise_all
from mlkube.overlay.transformers import built_in, configured_in, plugin_origin

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from mlkube.core.json import JsonObject
    from mlkube.core.resource import Resource
    from mlkube.overlay.builtins import Field
    from mlkube.overlay.layer import Layer


def generated(layer: Layer) -> list[Resource]:
    """Return what the fields of a kustomization generate: config maps, then secrets, then charts.

    Raises:
        MlkubeError: missing files, keys that are no keys, charts without `--enable-helm`; all of them.

    """
    fields = layer.kustomization
    result: list[Resource] = []
    errors: list[MlkubeError] = []
    options = fields.generator_options or {}
    for kind, field, entries in (
        ("ConfigMapGenerator", "configMapGenerator", fields.config_map_generator),
        ("SecretGenerator", "secretGenerator", fields.secret_generator),
        ("HelmChartInflationGenerator", "helmCharts", _charts(fields.helm_globals, fields.helm_charts)),
    ):
        for index, arguments in enumerate(entries):
            try:
                result.extend(
                    _generate(layer, kind, arguments, options, (field, index), configured_in(layer, kind))
                )
            except MlkubeError as error:
                errors.append(error)
    raise_all(errors)
    return result


def plugin_generated(layer: Layer, configurations: Sequence[Resource]) -> list[Resource]:
    """Return what the configurations under `generators` generate.

    Raises:
        KustomizationError: a plugin that is not built in, or is a transformer.

    """
    if not configurations:
        return []
    from mlkube.overlay.plugin_arguments import check_arguments  # noqa: PLC0415  few builds have plugins

    result: list[Resource] = []
    for configuration in configurations:
        kind = built_in(layer, configuration, "generators")
        if not kind.endswith("Generator"):
            reason = f"{kind} is a transformer, not a generator"
            raise layer.placed(KustomizationError(reason, hint="list it under transformers"), "generators")
        check_arguments(layer, configuration, kind, "generators")
        result.extend(
            _generate(
                layer,
                kind,
                _arguments(configuration),
                {},
                ("generators",),
                plugin_origin(layer, configuration),
            )
        )
    return result


def _arguments(configuration: Resource) -> JsonObject:
    """Return a generator's arguments; name and namespace of the object may stand in the metadata."""
    metadata = configuration.body.get("metadata")
    named: JsonObject = {}
    if isinstance(metadata, dict):
        named = {key: metadata[key] for key in ("name", "namespace") if key in metadata}
    return {**named, **configuration.body}


def _generate(
    layer: Layer,
    kind: str,
    arguments: JsonObject,
    options: JsonObject,
    field: Field,
    origin: Mapping[str, object],
) -> Iterator[Resource]:
    if kind in ("ConfigMapGenerator", "SecretGenerator"):
        from mlkube.overlay.steps.generators import config_map, secret  # noqa: PLC0415  imported when used

        generate = config_map if kind == "ConfigMapGenerator" else secret
        made = generate(
            arguments,
            options,
            lambda path: layer.session.files.read(layer.folder, path),
            lambda *inner: layer.place(*field, *inner),
            lambda place, text: layer.session.warnings.append((place, text)),
        )
        yield made.replace(origin=origin)
    elif kind == "HelmChartInflationGenerator":
        from mlkube.overlay.helm import inflate  # noqa: PLC0415  imported when used

        for made in inflate(layer, arguments, field):
            yield made.replace(origin=origin)
    else:
        from mlkube.overlay.steps.iam_policy import iam_service_account  # noqa: PLC0415  imported when used

        yield iam_service_account(arguments).replace(origin=origin)


def _charts(helm_globals: JsonObject | None, charts: Sequence[JsonObject]) -> list[JsonObject]:
    return [{**(helm_globals or {}), **chart} for chart in charts]
