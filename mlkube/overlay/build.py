"""The order of a build, on one page: what kustomize does to a tree of kustomizations."""

from __future__ import annotations

import os

from mlkube.errors import BuildError, FileAccessError, KustomizationError, MlkubeError, Place, raise_all
from mlkube.overlay.accumulation import Accumulation, require_unique
from mlkube.overlay.descriptions import (
    DescriptionsFoundError,
    description_key,
    hold_descriptions,
    is_description,
)
from mlkube.overlay.fields.transformer_config import EMPTY, builtin
from mlkube.overlay.files import Files
from mlkube.overlay.generation import generated, plugin_generated
from mlkube.overlay.kustomization.kustomization import Kustomization
from mlkube.overlay.layer import PYTHON, Layer, missing, open_layer
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

    from mlkube.core.description import Expansion, Key
    from mlkube.core.resource import Resource
    from mlkube.overlay.descriptions import Addressing
    from mlkube.overlay.transformers import Transformer


class Built:
    """What a build gives: the objects in the order of printing, and what was noticed on the way."""

    __slots__ = ("resources", "warnings")

    def __init__(self, resources: list[Resource], warnings: list[tuple[Place, str]]) -> None:
        self.resources = resources
        self.warnings = warnings


class Tree:
    """A tree of kustomizations: a folder, or bases and components that a kustomization in it would list.

    Files are read once, however often the tree is gone through.
    """

    __slots__ = ("_composed", "_files", "folder", "options")

    def __init__(self, folder: str, composed: Kustomization | None, options: BuildOptions) -> None:
        self.folder = folder
        self.options = options
        self._composed = composed
        self._files = Files(options.load_restrictor)

    def files_read(self) -> list[str]:
        """Return the paths of all files that were read so far."""
        return self._files.read_so_far()

    def open(self, expansions: Mapping[Key, Expansion] | None = None) -> Layer:
        """Return the top of the tree for one way through it."""
        session = Session(self.options, self._files, expansions)
        if self._composed is None:
            return open_layer(session, self.folder, (self.folder,), "")
        file = os.path.join(self.folder, "kustomization.yaml")
        return Layer(session, self._composed, self.folder, file, (self.folder,), "")

    def build(
        self, expansions: Mapping[Key, Expansion] | None = None, addressing: Addressing | None = None
    ) -> Built:
        """Build the tree as kustomize does, with the expansions in the places of descriptions.

        Raises:
            MlkubeError: whatever is wrong in the stage that could not be finished.
            DescriptionsFoundError: the tree has descriptions, and no expansions are given.

        Source: kustomize, api/krusty/kustomizer.go and api/internal/target/kusttarget.go.
        """
        layer = self.open(expansions)
        layer.session.addressing = addressing
        return _build(layer)


def folder_tree(path: str, options: BuildOptions | None = None) -> Tree:
    """Return the tree whose top is the kustomization in a folder.

    Raises:
        FileAccessError: there is no such folder.

    """
    if not os.path.isdir(path):
        raise FileAccessError(
            f"no such folder: {path!r}", hint="name a folder that holds a kustomization.yaml"
        )
    return Tree(os.path.realpath(path), None, options or BuildOptions())


def composed_tree(
    root: str,
    resources: Sequence[str],
    components: Sequence[str],
    options: BuildOptions | None = None,
    *,
    name: str = "composition",
) -> Tree:
    """Return the tree of `resources` with `components` over them, folders below `root`."""
    composed = Kustomization(file=f"target {name}", resources=tuple(resources), components=tuple(components))
    return Tree(os.path.realpath(root), composed, options or BuildOptions())


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
    layer.session.tracks_origin = bool(layer.kustomization.build_metadata)
    layer.session.use_openapi(layer)
    everything = Accumulation()
    _accumulate(layer, everything)
    return _completed(layer, everything)


def build_expansion(expansion: Expansion, options: BuildOptions | None = None) -> Built:
    """Build one expansion alone, as if a kustomization listed only its description."""
    kustomization = Kustomization(file=expansion.subject)
    layer = Layer(Session(options or BuildOptions()), kustomization, "", "", (), "")
    everything = Accumulation()
    everything.append(expansion.resources)
    add_configuration(layer, everything)
    _add_rows(everything, expansion)
    return _completed(layer, everything)


def _completed(layer: Layer, everything: Accumulation) -> Built:
    """Return what a gathering becomes at the top of the tree: hashes, references, order."""
    top, session = layer.kustomization, layer.session
    resources = add_hash_names(everything.resources)
    resources = fix_name_references(resources, everything.config)
    resources = _resolve_variables(resources, everything, session)
    if any(resource.hash_at_end for resource in resources):
        from mlkube.overlay.steps.job_hash_names import add_job_hash_names  # noqa: PLC0415  only workloads ask for it

        resources = add_job_hash_names(resources)
    resources = drop_local(resources)
    require_unique(resources)
    resources = sort_resources(resources, top.sort_options, layer.place("sortOptions"))
    resources = finish_metadata(resources, top.build_metadata, session.written)
    return Built(resources, session.warnings)


def _accumulate(layer: Layer, gathered: Accumulation) -> None:
    """Gather what a kustomization holds and transform it; a component works on its parent's gathering."""
    _add_resources(layer, gathered, layer.kustomization.resources, "resources")
    add_configuration(layer, gathered)
    gathered.absorb(generated(layer))
    gathered.absorb(plugin_generated(layer, plugins(layer, layer.kustomization.generators, "generators")))
    _add_components(layer, gathered)
    for transformer in field_transformers(layer, gathered.config):
        _transform(layer, gathered, transformer)
    for transformer in plugin_transformers(
        layer, plugins(layer, layer.kustomization.transformers, "transformers"), "transformers"
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
                if field != "resources" and path.endswith(PYTHON):
                    reason = f"{path!r} is Python, which is run under resources only"
                    raise layer.placed(KustomizationError(reason), field, index)
                resources: Sequence[Resource] = layer.resources(path, field, index)
                if field != "resources" and hold_descriptions(resources):
                    reason = f"{path!r} describes a workload, which is no plugin"
                    raise layer.placed(
                        KustomizationError(reason, hint="list it under resources"), field, index
                    )
                if hold_descriptions(resources):
                    resources = _expanded(layer, gathered, resources, (field, index))
                gathered.append(_with_origin(layer, path, resources))
            else:
                raise layer.placed(missing(layer, path), field, index)
        except MlkubeError as error:
            errors.append(error)
    raise_all(errors)


def _expanded(
    layer: Layer, gathered: Accumulation, resources: Sequence[Resource], field: tuple[str | int, ...]
) -> list[Resource]:
    """Return the objects of a file with what descriptions build in their places."""
    expansions = layer.session.expansions
    if expansions is None:
        raise DescriptionsFoundError
    result: list[Resource] = []
    for resource in resources:
        if not is_description(resource.body):
            result.append(resource)
            continue
        expansion = expansions.get(description_key(layer, field, resource))
        if expansion is None:
            continue  # a patch deleted the description
        result.extend(expansion.resources)
        _add_rows(gathered, expansion)
    return result


def _add_rows(gathered: Accumulation, expansion: Expansion) -> None:
    """Add the field specs that an expansion's custom resources need."""
    if expansion.configuration:
        from mlkube.overlay.fields.transformer_config_files import (  # noqa: PLC0415  custom resources only
            read_configuration,
        )

        gathered.merge_config(read_configuration(expansion.configuration, expansion.subject))


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


def add_configuration(layer: Layer, gathered: Accumulation) -> None:
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


def plugins(layer: Layer, entries: Sequence[str], field: str) -> list[Resource]:
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
        layer, plugins(layer, layer.kustomization.validators, "validators"), "validators"
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
