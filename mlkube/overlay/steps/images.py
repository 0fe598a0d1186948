"""`images`: new names, tags and digests for container images."""

from __future__ import annotations

from mlkube.errors import KustomizationError, Place
from mlkube.overlay.field_spec import change_each, refused, set_fields
from mlkube.overlay.field_spec_list import FieldSpecs
from mlkube.overlay.field_values import FieldError, mapping_or_null, rewritten, text_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from mlkube.core.json import Json, JsonObject
    from mlkube.core.resource import Resource
    from mlkube.overlay.field_spec import FieldSpec, Setter

_CONTAINERS = frozenset({"containers", "initContainers"})
_ALPHANUMERIC = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_"
_PLAIN = f"{_ALPHANUMERIC}-./:@"  # of these only the dot is a sign of a pattern
_TAG = f"{_ALPHANUMERIC}.{{}}-"
_SHA256 = "sha256:"  # images with other digests match nothing
_TAG_AND_DIGEST = r"(:[a-zA-Z0-9_.{}-]*)?(@sha256:[a-zA-Z0-9_.{}-]*)?$"


def set_images(
    resources: Sequence[Resource],
    images: Sequence[JsonObject],
    specs: Iterable[FieldSpec],
    place: Place | None = None,
) -> list[Resource]:
    """Return the objects with their images replaced: `[{name: nginx, newName: …, newTag: …, digest: …}]`.

    An image changes in every list named `containers` or `initContainers`, at any depth, and in the fields
    of the specs. A CustomResourceDefinition stays as it is. The name is a regular expression for the whole
    image without tag and digest. The entries apply one after the other. An image that both ways lead to
    changes twice, which shows with `tagSuffix` alone; kustomize 5.5.0 does that, and it is kept.

    Raises:
        KustomizationError: a name that is no regular expression; `place` is the field of the kustomization.
        BuildError: an image that is a mapping or a list.

    Source: kustomize api/filters/imagetag, api/internal/image.
    """
    fields = FieldSpecs.of(specs)
    setters = [_setter(image, place) for image in images]
    if not setters:
        return list(resources)

    def change(resource: Resource) -> Resource:
        if resource.kind == "CustomResourceDefinition":
            return resource
        selected = fields.for_kind(resource.api_version, resource.kind)
        body: JsonObject = resource.body
        try:
            for setter in setters:
                body = _set_below(body, setter)  # type: ignore[assignment]  # a mapping stays one
                body = set_fields(body, selected, setter)
        except FieldError as error:
            raise refused(resource, error) from error
        return resource.with_body(body)

    return change_each(resources, change)


def _set_below(node: Json, setter: Setter) -> Json:
    """Return the value with the images set in all lists of containers in it."""
    if isinstance(node, dict):
        return _set_in_mapping(node, setter)
    if not isinstance(node, list):
        return node
    items: list[Json] = []
    same = True
    try:
        for item in node:
            new = _set_below(item, setter) if isinstance(item, (dict, list)) else item
            same = same and new is item
            items.append(new)
    except FieldError as error:
        raise error.within(len(items)) from None
    return node if same else items


def _set_in_mapping(node: JsonObject, setter: Setter) -> JsonObject:
    changed: JsonObject | None = None
    key = ""
    try:
        for key, value in node.items():
            if not isinstance(value, (dict, list)):
                continue
            new = _set_below(value, setter)
            if key in _CONTAINERS and isinstance(new, list):
                new = _set_in_containers(new, setter)
            if new is not value:
                if changed is None:
                    changed = dict(node)
                changed[key] = new
    except FieldError as error:
        raise error.within(key) from None
    return node if changed is None else changed


def _set_in_containers(containers: list[Json], setter: Setter) -> list[Json]:
    items: list[Json] = []
    same = True
    try:
        for value in containers:
            container = mapping_or_null(value)
            if container is None or "image" not in container:
                items.append(value)
                continue
            old = container["image"]
            try:
                new = setter(old)
            except FieldError as error:
                raise error.within("image") from None
            same = same and new is old
            items.append(value if new is old else {**container, "image": new})
    except FieldError as error:
        raise error.within(len(items)) from None
    return containers if same else items


def _setter(image: JsonObject, place: Place | None) -> Setter:
    """Return what an entry of `images` does to the value of an image field."""
    matches = _matcher(_field(image, "name"), place)
    new_name, new_tag = _field(image, "newName"), _field(image, "newTag")
    new_digest, tag_suffix = _field(image, "digest"), _field(image, "tagSuffix")

    def replace(value: Json) -> Json:
        text = text_of(value)
        if not matches(text):
            return value
        name, tag, digest = split_image(text)
        if new_tag or new_digest:
            tag, digest = new_tag, new_digest
        elif tag_suffix:
            tag, digest = tag + tag_suffix, ""
        new = new_name or name
        if tag:
            new += f":{tag}"
        if digest:
            new += f"@{digest}"
        return value if new == text else rewritten(value, new)

    return replace


def split_image(image: str) -> tuple[str, str, str]:
    """Return name, tag and digest of `[[host[:port]/]component/]component[:tag][@digest]`."""
    slash = max(image.find("/"), 0)
    at, colon = image.find("@", slash), image.find(":", slash)
    if at >= 0 and (colon < 0 or at < colon):
        return image[:at], "", image[at + 1 :]
    if colon < 0:
        return image, "", ""
    if at >= 0:
        return image[:colon], image[colon + 1 : at], image[at + 1 :]
    return image[:colon], image[colon + 1 :], ""


def _matcher(name: str, place: Place | None) -> Callable[[str], bool]:
    """Return a test for images of that name; most names are no pattern but for their dots."""
    if not name.strip(_PLAIN):
        size = len(name)
        dots = "." in name

        def is_named(image: str) -> bool:
            if not image.startswith(name) and not (dots and _like(image[:size], name)):
                return False
            return len(image) == size or _is_tag_and_digest(image[size:])

        return is_named
    import re  # noqa: PLC0415 -- names with patterns are rare

    from mlkube.overlay.go_regexp import PatternError, translate  # noqa: PLC0415 -- as above

    # Go lets a sign that repeats stand behind the ^: `*` then matches at any place.
    start, rest = ("" if name[0] in "*?" else "^"), name.lstrip("*?+")
    try:
        translate(rest)  # by itself first, for a message about the name alone
        pattern = re.compile(translate(start + rest + _TAG_AND_DIGEST), re.ASCII)
    except (PatternError, re.error, OverflowError, RecursionError) as error:
        raise KustomizationError(
            f"{error}",
            place=place or Place(field="images"),
            hint="kustomize reads the name of an image as a pattern in Go's syntax",
        ) from error
    return lambda image: pattern.search(image) is not None


def _like(text: str, name: str) -> bool:
    """Return whether the text is the name with any characters for its dots."""
    return len(text) == len(name) and all(sign in (".", char) for sign, char in zip(name, text, strict=True))


def _is_tag_and_digest(rest: str) -> bool:
    tag, at, digest = rest.partition("@")
    if tag and (tag[0] != ":" or tag[1:].strip(_TAG)):
        return False
    return not at or (digest.startswith(_SHA256) and not digest[len(_SHA256) :].strip(_TAG))


def _field(image: JsonObject, key: str) -> str:
    value = image.get(key)
    return "" if value is None else text_of(value)
