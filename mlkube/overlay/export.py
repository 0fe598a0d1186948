"""Turns a tree into plain kustomize, its descriptions expanded: files as data, nothing is written."""

from __future__ import annotations

import os

from mlkube.core.resource import split_api_version
from mlkube.errors import BuildError, MlkubeError, Place
from mlkube.overlay.descriptions import description_key, hold_descriptions, is_description
from mlkube.overlay.files import KUSTOMIZATION_NAMES, is_below, shown
from mlkube.overlay.merge.patch_text import (
    JSON6902,
    PATCHES,
    STRATEGIC_MERGE,
    JsonPatch,
    PatchText,
    parse_patch,
)
from mlkube.yamlio import dump, dump_all

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from mlkube.core.description import Expansion, Key
    from mlkube.core.json import Json, JsonObject
    from mlkube.core.resource import Resource
    from mlkube.overlay.build import Tree
    from mlkube.overlay.descriptions import Addressing
    from mlkube.overlay.layer import Layer

_KUSTOMIZATION = "kustomization.yaml"
_CONFIGURATION = "mlkube-configuration.yaml"
_TOP = "top"
_NOTHING: JsonObject = {"resources": []}


def exported_files(
    tree: Tree,
    expansions: Mapping[Key, Expansion],
    addressing: Addressing | None,
    built: Sequence[Resource],
    root: str,
) -> dict[str, bytes]:
    """Return the files of the exported tree by their paths in its folder.

    `built` is what the tree builds to; `root` is the folder that all of its files lie in.

    Raises:
        MlkubeError: the tree needs files from outside of its folders.

    """
    export = _Export(expansions, addressing, root)
    layer = tree.open(expansions)
    renamed = [resource for resource in built if resource.hash_at_end]
    top = export.write(layer)
    fields: JsonObject = {"resources": [top]}
    for name in ("buildMetadata", "sortOptions", "openapi"):
        value = export.top_fields.get(name)
        if value:
            fields[name] = value
    if renamed:
        fields["patches"] = [_final_name(resource) for resource in renamed]
    export.files[_KUSTOMIZATION] = _kustomization(fields)
    return export.files


def flat_files(built: Sequence[Resource]) -> dict[str, bytes]:
    """Return a tree of one file with the objects as they are built; it builds to the same whatever merges."""
    return {
        _KUSTOMIZATION: _kustomization({"resources": ["resources.yaml"]}),
        "resources.yaml": dump_all(resource.body for resource in built).encode(),
    }


def _kustomization(fields: JsonObject, *, component: bool = False) -> bytes:
    header: JsonObject = {
        "apiVersion": f"kustomize.config.k8s.io/{'v1alpha1' if component else 'v1beta1'}",
        "kind": "Component" if component else "Kustomization",
    }
    return "".join(dump({key: value}) for key, value in {**header, **fields}.items()).encode()


def _final_name(resource: Resource) -> Json:
    """Return the patch that gives an object the name with its hash, as the last thing that happens."""
    group, version = split_api_version(resource.api_version)
    before = resource.former[-1][1]
    target: JsonObject = {"version": version, "kind": resource.kind, "name": f"^{before}$"}
    if group:
        target["group"] = group
    if resource.namespace:
        target["namespace"] = resource.namespace
    operation = dump([{"op": "replace", "path": "/metadata/name", "value": resource.name}])
    return {"target": target, "options": {"allowNameChange": True}, "patch": operation}


class _Export:
    """An export on its way: the files so far, and the folders that inclusions of the tree got."""

    __slots__ = ("_addressing", "_expansions", "_root", "_taken", "files", "top_fields")

    def __init__(self, expansions: Mapping[Key, Expansion], addressing: Addressing | None, root: str) -> None:
        self.files: dict[str, bytes] = {}
        self.top_fields: JsonObject = {}
        self._expansions = expansions
        self._addressing = addressing
        self._root = root
        self._taken: set[str] = set()

    def write(self, layer: Layer) -> str:
        """Write a kustomization and all below it; return its folder in the export."""
        folder = self._folder(layer)
        kustomization = layer.kustomization
        fields: JsonObject = {}
        text = kustomization.write()
        from mlkube.yamlio import load_kustomization  # noqa: PLC0415  exports only

        loaded = load_kustomization(text.encode())
        if isinstance(loaded, dict):
            fields = loaded
        if os.path.isdir(layer.folder) and os.path.exists(layer.file):
            self._copy(layer, folder)
        added: JsonObject = {}
        self._resources(layer, folder, fields, added)
        if kustomization.components:
            fields["components"] = [
                os.path.relpath(self.write(layer.enter(path, "components", index)), folder)
                for index, path in enumerate(kustomization.components)
            ]
        self._patches(layer, folder, fields)
        _extend(fields, added)
        if not layer.path:
            self.top_fields = {
                name: fields.pop(name) for name in ("buildMetadata", "sortOptions") if name in fields
            }
        fields.pop("apiVersion", None)
        fields.pop("kind", None)
        filled: JsonObject = {
            name: value for name, value in fields.items() if value not in (None, "", [], {})
        }
        self.files[os.path.join(folder, _KUSTOMIZATION)] = _kustomization(
            filled or _NOTHING, component=kustomization.is_component
        )
        return folder

    def _folder(self, layer: Layer) -> str:
        """Return where an inclusion goes: the path below the root; a second one gets a number."""
        composed = not os.path.exists(layer.file)
        path = _TOP if composed else os.path.relpath(layer.folder, self._root)
        if path.startswith(os.pardir):
            reason = f"{shown(layer.folder)!r} is not in or below {shown(self._root)!r}"
            raise BuildError(f"the tree cannot be exported: {reason}", place=Place(shown(layer.file)))
        wanted = _TOP if path == os.curdir else path
        number, chosen = 1, wanted
        while chosen in self._taken:
            number += 1
            chosen = f"{wanted}-{number}"
        self._taken.add(chosen)
        return chosen

    def _copy(self, layer: Layer, folder: str) -> None:
        """Copy what lies in the folder, other kustomizations and hidden files left aside."""
        for path, below, names in os.walk(layer.folder):
            below[:] = sorted(
                name
                for name in below
                if not name.startswith(".")
                and not any(os.path.exists(os.path.join(path, name, each)) for each in KUSTOMIZATION_NAMES)
            )
            for name in sorted(names):
                full = os.path.join(path, name)
                if name in KUSTOMIZATION_NAMES or name.endswith(".py"):
                    continue
                if not is_below(os.path.realpath(full), layer.folder):
                    continue
                relative = os.path.relpath(full, layer.folder)
                self.files[os.path.join(folder, relative)] = layer.session.files.content(
                    os.path.realpath(full)
                )

    def _resources(self, layer: Layer, folder: str, fields: JsonObject, added: JsonObject) -> None:
        entries: list[Json] = []
        for index, path in enumerate(layer.kustomization.resources):
            field = ("resources", index)
            if layer.is_folder(path):
                entries.append(os.path.relpath(self.write(layer.enter(path, *field)), folder))
                continue
            found = layer.resources(path, *field)
            if not hold_descriptions(found) and not path.endswith(".py"):
                entries.append(path)
                continue
            bodies: list[JsonObject] = []
            for resource in found:
                if not is_description(resource.body):
                    bodies.append(resource.body)
                    continue
                expansion = self._expansions.get(description_key(layer, field, resource))
                if expansion is not None:
                    self._expand(expansion, folder, bodies, added)
            self.files.pop(os.path.join(folder, path), None)
            if bodies:
                name = f"{path.removesuffix('.py')}.yaml" if path.endswith(".py") else path
                self.files[os.path.join(folder, name)] = dump_all(bodies).encode()
                entries.append(name)
        fields["resources"] = entries

    def _expand(self, expansion: Expansion, folder: str, bodies: list[JsonObject], added: JsonObject) -> None:
        generators: list[Json] = []
        for resource in expansion.resources:
            if resource.needs_hash:
                generators.append(self._generator(resource, folder))
            else:
                bodies.append(resource.body)
        _extend(added, {"configMapGenerator": generators})
        if expansion.configuration:
            name = _CONFIGURATION
            known = added.get("configurations")
            present = known if isinstance(known, list) else []
            if present:
                name = f"{len(present) + 1}-{_CONFIGURATION}"
            self.files[os.path.join(folder, name)] = dump(expansion.configuration).encode()
            _extend(added, {"configurations": [name]})

    def _generator(self, resource: Resource, folder: str) -> Json:
        """Return the entry of configMapGenerator that makes a ConfigMap, and write its files."""
        body = resource.body
        data = body.get("data")
        files: list[Json] = []
        for key, value in (data if isinstance(data, dict) else {}).items():
            path = f"{resource.name}/{key}"
            self.files[os.path.join(folder, path)] = str(value).encode()
            files.append(f"{key}={path}")
        metadata = body.get("metadata")
        own = metadata if isinstance(metadata, dict) else {}
        options: JsonObject = {key: own[key] for key in ("labels", "annotations") if own.get(key)}
        if body.get("immutable"):
            options["immutable"] = True
        entry: JsonObject = {"name": resource.name, "files": files, "options": options}
        if resource.namespace:
            entry["namespace"] = resource.namespace
        return entry

    def _patches(self, layer: Layer, folder: str, fields: JsonObject) -> None:
        """Leave out the patches of descriptions: they have done their work."""
        patches = fields.get("patches")
        if isinstance(patches, list):
            kept = [each for each in patches if self._keeps(layer, folder, each)]
            fields["patches"] = kept
            needed = {each.get("path") for each in kept if isinstance(each, dict)}
            dropped = {each.get("path") for each in patches if isinstance(each, dict)} - needed - {None}
            for path in dropped:
                self.files.pop(os.path.join(folder, str(path)), None)
        merges = fields.get("patchesStrategicMerge")
        if isinstance(merges, list):
            fields["patchesStrategicMerge"] = [
                each
                for each in merges
                if self._keeps_text(layer, folder, str(each), STRATEGIC_MERGE) is not None
            ]
        operations = fields.get("patchesJson6902")
        if isinstance(operations, list):
            fields["patchesJson6902"] = [
                each
                for each in operations
                if not (isinstance(each, dict) and self._of_description(each.get("target")))
            ]

    def _of_description(self, target: Json) -> bool:
        if self._addressing is None or not isinstance(target, dict):
            return False
        return not self._addressing.takes_target(target)

    def _keeps(self, layer: Layer, folder: str, patch: Json) -> bool:
        if not isinstance(patch, dict):
            return True
        if isinstance(patch.get("target"), dict):
            return not self._of_description(patch["target"])
        text = patch.get("patch") or patch.get("path")
        kept = self._keeps_text(layer, folder, str(text), PATCHES if patch.get("patch") else JSON6902)
        if kept is not None and patch.get("patch"):
            patch["patch"] = kept
        return kept is not None

    def _keeps_text(self, layer: Layer, folder: str, entry: str, field: str) -> str | None:
        """Return a patch without its parts that speak of descriptions; None where nothing is left."""
        inline = field == PATCHES or "\n" in entry
        content = entry.encode() if inline else layer.read(entry)
        try:
            parsed = parse_patch(
                PatchText(content, Place(entry if not inline else ""), field=STRATEGIC_MERGE)
            )
        except MlkubeError:
            return entry
        if isinstance(parsed, JsonPatch):
            return entry
        kept = [patch.body for patch in parsed if not is_description(patch.body)]
        if len(kept) == len(parsed):
            return entry
        if not kept:
            if not inline:
                self.files.pop(os.path.join(folder, entry), None)
            return None
        text = dump_all(kept)
        if inline:
            return text
        self.files[os.path.join(folder, entry)] = text.encode()
        return entry


def _extend(fields: JsonObject, more: JsonObject) -> None:
    """Add to lists of a kustomization."""
    for name, values in more.items():
        present = fields.get(name)
        if isinstance(values, list) and values:
            fields[name] = [*(present if isinstance(present, list) else []), *values]
