"""The order of a build, on one page: what kustomize does to a tree of kustomizations."""

from __future__ import annotations

import os

from mlkube.errors import BuildError, FileAccessError, KustomizationError, MlkubeError, Place, raise_all
from mlkube.overlay.accumulation import Accumulation, require_unique
from mlkube.overlay.fields.transformer_config import EMPTY, builtin
from mlkube.overlay.generation import generated, plugin_generated
from mlkube.overlay.kustomization.kustomization import Kustomization
from mlkube.overlay.layer import Layer, missing, open_layer
from mlkube.overlay.options import BuildOptions
from mlkube.overlay.resource_file import read_resources
from mlkube.overlay.session import Session
from mlkube.overlay.steps.hash_names import add_hash_names
from mlkube.overlay.steps.metadata import drop_local, finish_metadata
from mlkube.overlay.steps.name_references import fix_name_references
from mlkube.overlay.steps.order import sort_resources
from mlkube.overlay.transformers import field_transformers, plugin_transformers
from mlkube.yamlio import load_kustomization

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from mlkube.core.resource import Resource
    from mlkube.overlay.transformers import Transformer


class Built:
    """What a build gives: the objects in the order of printing, and what was noticed on the way."""

    __slots__ = ("resources", "warnings")

    def __init__(self, resources: list[Resource], warnings: list[tuple[Place, str]]) -> None:
        self.resources = resources
        self.warnings = warnings


def build_folder(path: str, options: BuildOptions | None = None) -> Built:
    """Build the kustomization in a folder as `kubectl kustomize` does.

    Raises:
        MlkubeError: whatever is wrong in the stage that could not be finished.

    Source: kustomize, api/krusty/kustomizer.go and api/internal/target/kusttarget.go.
    """
    session = Session(options or BuildOptions())
    if not os.path.isdir(path):
        raise FileAccessError(
            f"no such folder: {path!r}", hint="name a folder that holds a kustomization.yaml"
        )
    folder = os.path.realpath(path)
    return _build(open_layer(session, folder, (folder,), ""))


def build_composition(
    root: str,
    resources: Sequence[str],
    components: Sequence[str],
    options: BuildOptions | None = None,
    *,
    name: str = "composition",
) -> Built:
    """Build `resources` with `components` over them, as if a kustomization in `root` listed these folders."""
    session = Session(options or BuildOptions())
    folder = os.path.realpath(root)
    kustomization = Kustomization(
        file=f"target {name}", resources=tuple(resources), components=tuple(components)
    )
    return _build(
        Layer(session, kustomization, folder, os.path.join(folder, "kustomization.yaml"), (folder,), "")
    )


def _build(layer: Layer) -> Built:
    """Build a kustomization; what takes all of the stack or the memory is refused like other mistakes."""
    try:
        return _built(layer)
    except RecursionError:
        reason, hint = (
            "an object or a field path is nested too deeply",
            "no manifest needs hundreds of levels",
        )
    except MemoryError:
        reason, hint = "the build needs more memory than there is", "does a patch or a base grow without end?"
    raise BuildError(reason, place=Place(layer.shown(layer.file)), hint=hint)


def _built(layer: Layer) -> Built:
    top = layer.kustomization
    session = layer.session
    session.tracks_origin = bool(top.build_metadata)
    session.use_openapi(layer)
    everything = Accumulation()
    _accumulate(layer, everything)
    resources = add_hash_names(everything.resources)
    resources = fix_name_references(resources, everything.config)
    resources = _resolve_variables(resources, everything, session)
    resources = drop_local(resources)
    require_unique(resources)
    resources = sort_resources(resources, top.sort_options, layer.place("sortOptions"))
    resources = finish_metadata(resources, top.build_metadata, session.written)
    return Built(resources, session.warnings)


def _accumulate(layer: Layer, gathered: Accumulation) -> None:
    """Gather what a kustomization holds and transform it; a component works on its parent's gathering."""
    _add_resources(layer, gathered, layer.kustomization.resources, "resources")
    _add_configuration(layer, gathered)
    gathered.absorb(generated(layer))
    gathered.absorb(plugin_generated(layer, _plugins(layer, layer.kustomization.generators, "generators")))
    _add_components(layer, gathered)
    for transformer in field_transformers(layer, gathered.config):
        _transform(layer, gathered, transformer)
    for transformer in plugin_transformers(
        layer, _plugins(layer, layer.kustomization.transformers, "transformers"), "transformers"
    ):
        _transform(layer, gathered, transformer)
    _validate(layer, gathered)
    if layer.kustomization.vars:
        from mlkube.overlay.steps.variables import mark_variables  # noqa: PLC0415  deprecated, so rarely needed
        from mlkube.overlay.variables import Variable  # noqa: PLC0415  as above

        entries = enumerate(layer.kustomization.vars)
        variables = [Variable.from_json(entry, layer.place("vars", index)) for index, entry in entries]
        gathered.resources = mark_variables(gathered.resources, variables)
        gathered.add_variables(variables)


def _add_resources(layer: Layer, gathered: Accumulation, paths: Sequence[str], field: str) -> None:
    errors: list[MlkubeError] = []
    for index, path in enumerate(paths):
        try:
            if layer.is_folder(path):
                _add_folder(layer, gathered, path, (field, index))
            elif layer.exists(path):
                gathered.append(_with_origin(layer, path, layer.resources(path, field, index)))
            else:
                raise layer.placed(missing(layer, path), field, index)
        except MlkubeError as error:
            errors.append(error)
    raise_all(errors)


def _add_folder(layer: Layer, gathered: Accumulation, path: str, field: tuple[str | int, ...]) -> None:
    inner = layer.enter(path, *field)
    inner.session.use_openapi(inner)
    if inner.kustomization.is_component:
        error = KustomizationError(f"{path!r} holds a Component", hint="list it under components")
        raise layer.placed(error, *field)
    below = Accumulation()
    _accumulate(inner, below)
    gathered.merge(below)


def _add_components(layer: Layer, gathered: Accumulation) -> None:
    for index, path in enumerate(layer.kustomization.components):
        inner = layer.enter(path, "components", index)
        inner.session.use_openapi(inner)
        if not inner.kustomization.is_component:
            error = KustomizationError(f"{path!r} holds no Component", hint="list it under resources")
            raise layer.placed(error, "components", index)
        _accumulate(inner, gathered)
        require_unique(gathered.resources)


def _add_configuration(layer: Layer, gathered: Accumulation) -> None:
    """Add the field specs that a kustomization brings: kustomize's own with its files', then its CRDs'."""
    fields = layer.kustomization
    if not fields.configurations and not fields.crds:
        gathered.merge_config(builtin())
        return
    from mlkube.overlay.fields.transformer_config_files import (  # noqa: PLC0415  few builds need it
        read_configuration,
        read_crd_definitions,
    )

    own, from_crds = EMPTY, EMPTY
    for index, path in enumerate(fields.configurations):
        data = layer.parsed(path, load_kustomization, "configurations", index)
        own = own.merge(read_configuration(data, layer.shown(path)), layer.place("configurations", index))
    for index, path in enumerate(fields.crds):
        data = layer.parsed(path, load_kustomization, "crds", index)
        from_crds = from_crds.merge(read_crd_definitions(data, layer.shown(path)), layer.place("crds", index))
    place = layer.place("configurations")
    gathered.merge_config(builtin().merge(own, place), place)
    gathered.merge_config(from_crds, layer.place("crds"))


def _plugins(layer: Layer, entries: Sequence[str], field: str) -> list[Resource]:
    """Return the configurations of plugins: those written inline, then those in files and folders."""
    if not entries:
        return []
    gathered = Accumulation()
    paths: list[str] = []
    for entry in entries:
        try:
            inline = read_resources(entry.encode(), layer.shown(os.path.basename(layer.file)))
        except MlkubeError:
            if "\n" in entry:
                raise
            paths.append(entry)  # as in kustomize: what is no object is a path
        else:
            gathered.append(inline)
    _add_resources(layer, gathered, paths, field)
    return gathered.resources


def _transform(layer: Layer, gathered: Accumulation, transformer: Transformer) -> None:
    resources = transformer.apply(gathered.resources)
    if layer.session.tracks_origin:
        resources = [_transformed_by(transformer.origin, resource) for resource in resources]
    gathered.resources = resources


def _transformed_by(origin: Mapping[str, object], resource: Resource) -> Resource:
    """Return the resource with one more transformation; what has no origin was made by it."""
    if resource.origin is None:
        return resource.replace(origin=origin)
    return resource.replace(transformations=(*resource.transformations, origin))


def _validate(layer: Layer, gathered: Accumulation) -> None:
    """Run the plugins under `validators`, which may look but not change."""
    for validator in plugin_transformers(
        layer, _plugins(layer, layer.kustomization.validators, "validators"), "validators"
    ):
        after = validator.apply(gathered.resources)
        if [resource.body for resource in after] != [resource.body for resource in gathered.resources]:
            error = KustomizationError("a validator changed the objects", hint="list it under transformers")
            raise layer.placed(error, "validators")


def _with_origin(layer: Layer, path: str, resources: Sequence[Resource]) -> Sequence[Resource]:
    if not layer.session.tracks_origin:
        return resources
    origin = {"path": os.path.normpath(os.path.join(layer.origin, path))}
    return [resource.replace(origin=origin) for resource in resources]


def _resolve_variables(resources: list[Resource], gathered: Accumulation, session: Session) -> list[Resource]:
    if not gathered.variables:
        return resources
    from mlkube.overlay.steps.variables import resolve_variables  # noqa: PLC0415  deprecated, so rarely needed

    specs = gathered.config.var_reference
    resolved, unused = resolve_variables(resources, gathered.variables, specs, session.written)
    if unused:
        session.warnings.append((Place(), f"well-defined vars that were never replaced: {','.join(unused)}"))
    return resolved
