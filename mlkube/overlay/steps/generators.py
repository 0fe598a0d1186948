"""ConfigMaps and Secrets from files, literals and `.env` files, and what `behavior` makes of them."""

from __future__ import annotations

from binascii import b2a_base64

from mlkube.core.field_path import format_path
from mlkube.core.resource import Resource, Source
from mlkube.errors import KustomizationError, MlkubeError, Place, raise_all
from mlkube.overlay.generators.data_sources import key_fault, read_pairs
from mlkube.overlay.generators.handed_on import as_handed_on
from mlkube.yamlio import scalar_text

TYPE_CHECKING = False
if TYPE_CHECKING:
    from mlkube.core.json import Json, JsonObject
    from mlkube.overlay.generators.data_sources import Locate, Read, Warn

_BEHAVIORS = ("create", "merge", "replace")
_BASE64_LINE = 70


def config_map(
    args: JsonObject,
    options: JsonObject,
    read: Read,
    place: Locate | None = None,
    warn: Warn | None = None,
) -> Resource:
    """Return the ConfigMap that an entry of `configMapGenerator` describes.

    `options` are the kustomization's `generatorOptions`. `read` returns the content of a file that the
    kustomization names; `place("files", 0)` is the place of a field of the entry; `warn` takes what kustomize
    would lose in silence. Values that are not UTF-8 go to `binaryData`, in base64.

    Raises:
        MlkubeError: everything that is wrong with the entry; see `read_pairs`.

    Source: api/internal/generators/configmap.go, plugin/builtin/configmapgenerator.

    """
    return _generate("ConfigMap", args, options, read, place or _field_place, warn or _ignore)


def secret(
    args: JsonObject,
    options: JsonObject,
    read: Read,
    place: Locate | None = None,
    warn: Warn | None = None,
) -> Resource:
    """Return the Secret that an entry of `secretGenerator` describes; see `config_map`.

    Every value goes to `data`, in base64; the `type` is `Opaque` unless given.

    Source: api/internal/generators/secret.go, plugin/builtin/secretgenerator.
    """
    return _generate("Secret", args, options, read, place or _field_place, warn or _ignore)


def _field_place(*path: str | int) -> Place:
    return Place(field=format_path(path))


def _ignore(_: Place, __: str) -> None:
    pass


def _generate(
    kind: str, args: JsonObject, options: JsonObject, read: Read, place: Locate, warn: Warn
) -> Resource:
    metadata_args = _mapping(args.get("metadata"))  # a generator among `generators:` is named like an object
    name = str(args.get("name") or metadata_args.get("name") or "")
    namespace = str(args.get("namespace") or metadata_args.get("namespace") or "")
    args = as_handed_on(args, place)
    merged = merge_options(_mapping(args.get("options")), options)
    errors: list[MlkubeError] = []
    if not name:
        errors.append(KustomizationError(f"a {kind} must have a name", place=place(), hint="add `name:`"))
    for field in ("labels", "annotations"):
        for key in _mapping(merged.get(field)):
            reason, hint = key_fault(key)
            if reason:
                where = place("options", field, key)
                errors.append(KustomizationError(reason, place=where, hint=hint))
    pairs: dict[str, bytes] = {}
    try:
        pairs = read_pairs(args, read, place, warn)
    except MlkubeError as error:
        errors.append(error)
    raise_all(errors)
    where = place()
    body = _body(kind, name, namespace, merged)
    if kind == "Secret":
        body["type"] = args.get("type") or "Opaque"
    body.update(_data_fields(kind, pairs))
    resource = Resource(body, (Source(where.file),) if where.file else ())
    resource.behavior = _behavior(args, place, warn)
    resource.needs_hash = not merged.get("disableNameSuffixHash")
    return resource


def _body(kind: str, name: str, namespace: str, options: JsonObject) -> JsonObject:
    metadata: JsonObject = {"name": name}
    if namespace:
        metadata["namespace"] = namespace
    for field in ("labels", "annotations"):
        if options.get(field):
            metadata[field] = options[field]
    body: JsonObject = {"apiVersion": "v1", "kind": kind, "metadata": metadata}
    if options.get("immutable"):
        body["immutable"] = True
    return body


def _data_fields(kind: str, pairs: dict[str, bytes]) -> JsonObject:
    data: JsonObject = {}
    binary: JsonObject = {}
    for key, value in pairs.items():
        if kind == "Secret":
            data[key] = _base64(value)
            continue
        try:
            data[key] = value.decode()
        except UnicodeDecodeError:
            binary[key] = _base64(value)
    fields: JsonObject = {}
    if data or kind == "Secret":
        fields["data"] = data
    if binary:
        fields["binaryData"] = binary
    return fields


def _base64(value: bytes) -> str:
    """Return base64, in lines of 70 characters where it takes more than one.

    Source: kyaml/yaml/datamap.go.
    """
    text = b2a_base64(value, newline=False).decode()
    if len(text) <= _BASE64_LINE:
        return text
    return "".join(text[at : at + _BASE64_LINE] + "\n" for at in range(0, len(text), _BASE64_LINE))


def _behavior(args: JsonObject, place: Locate, warn: Warn) -> str:
    behavior = args.get("behavior") or ""
    if behavior in _BEHAVIORS:
        return str(behavior)
    if behavior:
        known = ", ".join(_BEHAVIORS)
        warn(place("behavior"), f'unknown behavior "{behavior}" is taken as create; known are {known}')
    return ""


def merge_options(local: JsonObject, everywhere: JsonObject) -> JsonObject:
    """Return a generator's own options filled up from `generatorOptions`.

    Of two labels or annotations the generator's own wins; a `true` of either side wins over `false`.

    Source: api/types/generatoroptions.go, MergeGlobalOptionsIntoLocal.
    """
    if not everywhere:
        return local
    merged: JsonObject = {}
    for field in ("labels", "annotations"):
        merged[field] = {**_mapping(everywhere.get(field)), **_mapping(local.get(field))}
    for field in ("disableNameSuffixHash", "immutable"):
        merged[field] = bool(local.get(field) or everywhere.get(field))
    return merged


def merge_generated(old: Resource, new: Resource) -> Resource:
    """Return what generated `new` makes of `old`, which has its id: one object in the place of `old`.

    Name, namespace and history are those of `old`, labels and annotations those of both, all else that of
    `new`; only with behavior `merge` does the data of `old` stay, where `new` does not set it. The name gets
    a hash where both want one.

    Source: api/resmap/reswrangler.go, appendReplaceOrMerge; api/resource/resource.go.
    """
    merges = new.behavior == "merge"
    metadata: JsonObject = {**_mapping(new.body.get("metadata")), "name": old.name}
    metadata.pop("namespace", None)
    if old.namespace:
        metadata["namespace"] = old.namespace
    for field in ("labels", "annotations"):
        both = {
            **_texts(_mapping(old.body.get("metadata")).get(field), "null"),
            **_mapping(metadata.get(field)),
        }
        metadata.pop(field, None)
        if both:
            metadata[field] = both
    body: JsonObject = {**new.body, "metadata": metadata}
    if merges:
        for field in ("data", "binaryData"):
            body.pop(field, None)
            both = {**_texts(old.body.get(field), ""), **_mapping(new.body.get(field))}
            if both:
                body[field] = both
    return old.replace(
        body=body,
        sources=(*old.sources, *(source for source in new.sources if source not in old.sources)),
        needs_hash=old.needs_hash and new.needs_hash,
        behavior=new.behavior,
        origin=old.origin if merges and old.origin is not None else new.origin,
    )


def _mapping(value: Json) -> JsonObject:
    return value if isinstance(value, dict) else {}


def _texts(value: Json, null: str) -> JsonObject:
    """Return a map with each scalar as text; what is no scalar becomes empty."""
    return {
        key: null if entry is None else "" if isinstance(entry, dict | list) else scalar_text(entry)
        for key, entry in _mapping(value).items()
    }
