"""`images`: new names, tags and digests for container images."""

from __future__ import annotations

from mlkube.errors import KustomizationError, Place
from mlkube.overlay.fields.field_spec import change_each, refused, set_fields
from mlkube.overlay.fields.field_spec_list import FieldSpecs
from mlkube.overlay.fields.field_values import FieldError, mapping_or_null, rewritten, text_of
from mlkube.overlay.image_names import image_matcher, split_image

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from mlkube.core.json import Json, JsonObject
    from mlkube.core.resource import Resource
    from mlkube.overlay.fields.field_spec import FieldSpec, Setter

_CONTAINERS = frozenset({"containers", "initContainers"})


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
    replacements = [_Replacement(image, place) for image in images]
    if not replacements:
        return list(resources)

    def change(resource: Resource) -> Resource:
        if resource.kind == "CustomResourceDefinition":
            return resource
        try:
            return resource.with_body(
                _replace(resource.body, replacements, fields.for_kind(resource.api_version, resource.kind))
            )
        except FieldError as error:
            raise refused(resource, error) from error

    return change_each(resources, change)


class _Replacement:
    """An entry of `images`: which images it means, and what becomes of them."""

    __slots__ = ("matches", "setter")

    def __init__(self, image: JsonObject, place: Place | None) -> None:
        self.matches = _matcher(_field(image, "name"), place)
        self.setter = _setter(image, self.matches)


def _replace(
    body: JsonObject, replacements: Sequence[_Replacement], specs: Iterable[FieldSpec]
) -> JsonObject:
    """Return the body with the replacements made, one after the other.

    Most objects have none of the images: that is seen in one walk, before the body is taken apart.
    """
    present: list[Json] | None = None
    for replacement in replacements:
        if present is None:
            present = _images_in(body)
            # The setter that keeps everything still turns null lists of containers into empty ones.
            body = set_fields(body, specs, _keeper(present))
        if any(isinstance(value, (dict, list)) or replacement.matches(text_of(value)) for value in present):
            body = _set_in_mapping(body, replacement.setter)
            body = set_fields(body, specs, replacement.setter)
            present = None
    return body


def _keeper(values: list[Json]) -> Setter:
    def keep(value: Json) -> Json:
        values.append(value)
        return value

    return keep


def _images_in(body: JsonObject) -> list[Json]:
    """Return the images of all lists of containers, and what stands among the containers but is none."""
    found: list[Json] = []
    rest: list[JsonObject | list[Json]] = [body]
    while rest:
        node = rest.pop()
        if isinstance(node, dict):
            for key, value in node.items():
                if isinstance(value, dict):
                    rest.append(value)
                elif isinstance(value, list):
                    rest.append(value)
                    if key in _CONTAINERS:
                        found.extend(_image_of(container) for container in value)
        else:
            rest.extend(item for item in node if isinstance(item, (dict, list)))
    return found


def _image_of(container: Json) -> Json:
    if isinstance(container, dict):
        return container.get("image")
    return None if container is None else []


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


def _setter(image: JsonObject, matches: Callable[[str], bool]) -> Setter:
    """Return what an entry of `images` does to the value of an image field."""
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


def _field(image: JsonObject, key: str) -> str:
    value = image.get(key)
    return "" if value is None else text_of(value)


def _matcher(name: str, place: Place | None) -> Callable[[str], bool]:
    try:
        return image_matcher(name)
    except ValueError as error:
        raise KustomizationError(
            str(error),
            place=place or Place(field="images"),
            hint="kustomize reads the name of an image as a pattern in Go's syntax",
        ) from error
