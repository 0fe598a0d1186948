"""What replacements say when they cannot be made."""

from __future__ import annotations

from mlkube.core.field_path import format_path
from mlkube.errors import BuildError, MlkubeError, Place

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from mlkube.core.resource import Resource
    from mlkube.overlay.replacement.selection import Condition
    from mlkube.overlay.scalar_text import RawScalar


def wrong_kind(resource: Resource, steps: list[str | int], scalar: RawScalar, kind: str) -> BuildError:
    """Return the error for a text that the type of its field cannot hold."""
    file = resource.sources[0].file if resource.sources else ""
    return BuildError(
        f"`{scalar.text}`, written by {scalar.writer}, is not {kind}, as the field was before",
        place=Place(file, resource=str(resource), field=format_path(steps)),
        hint="a replacement keeps the type of the field; quote the value in the object to make it a string",
    )


def lost_identity(before: Resource, after: Resource) -> list[MlkubeError]:
    """Return an error for each of kind and name that the object had and has no longer."""
    file = before.sources[0].file if before.sources else ""
    return [
        BuildError(
            f"the replacements take away the object's {field}",
            place=Place(file, resource=str(before), field=field),
            hint="leave this object out of the targets with `reject`",
        )
        for field, had, has in (
            ("kind", before.kind, after.kind),
            ("metadata.name", before.name, after.name),
        )
        if had and not has
    ]


def no_single_source(
    condition: Condition, found: list[Resource], resources: Sequence[Resource], place: Place
) -> BuildError:
    """Return the error for a source that means no object, or the several that it means."""
    where = place.within(field=f"{place.field}.source")
    if found:
        names = ", ".join(_named(each) for each in found)
        return BuildError(
            f"several objects match the source ({condition}): {names}",
            place=where,
            hint="name kind, name and namespace so that one object is left",
        )
    from mlkube.core.suggest import suggest  # noqa: PLC0415  only messages need it

    kind, name = condition.texts[2], condition.texts[3]
    known = {each.name for each in resources if not kind or each.kind == kind}
    near = suggest(name, sorted(known)) if name else ""
    return BuildError(
        f"no object matches the source ({condition})",
        place=where,
        hint=f"did you mean `{near}`?" if near and near != name else "",
    )


def _named(resource: Resource) -> str:
    file = resource.sources[0].file if resource.sources else ""
    return f"{resource} ({file})" if file else str(resource)
