"""What in a tree speaks of descriptions of workloads: objects, and patches that address them."""

from __future__ import annotations

from mlkube.core.description import GROUP
from mlkube.overlay.selection.go_regexp import PatternError, full_matcher, is_literal

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from mlkube.core.description import Key
    from mlkube.core.json import JsonObject
    from mlkube.core.resource import Resource
    from mlkube.overlay.layer import Layer

_PREFIX = f"{GROUP}/"
_NO_KIND = "AnyOtherKind"


class DescriptionsFoundError(Exception):
    """Ends a build that came to a description before the descriptions were settled."""


def is_description(body: JsonObject) -> bool:
    """Tell whether an object is the description of a workload."""
    version = body.get("apiVersion")
    return isinstance(version, str) and version.startswith(_PREFIX)


def hold_descriptions(resources: Iterable[Resource]) -> bool:
    """Tell whether one of the objects is a description."""
    return any(is_description(resource.body) for resource in resources)


def description_key(layer: Layer, field: tuple[str | int, ...], resource: Resource) -> Key:
    """Return what tells a description from all others: the way that led to it, and its document there."""
    source = resource.sources[0]
    return (*layer.path, *field, source.document, source.item)


class Addressing:
    """Which patches speak of descriptions: `kinds` are theirs, `version` is that of their API.

    `of_descriptions` chooses between the two passes: settling takes only these patches, building all others.
    """

    __slots__ = ("kinds", "of_descriptions", "version")

    def __init__(self, kinds: Iterable[str], version: str, *, of_descriptions: bool) -> None:
        self.kinds = frozenset(kinds)
        self.version = version
        self.of_descriptions = of_descriptions

    def takes_body(self, body: JsonObject) -> bool:
        """Tell whether a strategic merge patch that names its own object belongs to this pass."""
        return is_description(body) == self.of_descriptions

    def takes_target(self, target: JsonObject) -> bool:
        """Tell whether a patch with this target belongs to this pass; a pattern may belong to both."""
        if self.of_descriptions:
            return self.names_description(target)
        kind = target.get("kind")
        return not (isinstance(kind, str) and is_literal(kind) and self.names_description(target))

    def names_description(self, target: JsonObject) -> bool:
        """Tell whether a target or a selector names a kind of description.

        One that names no kind, or any kind at all, means built objects.
        """
        kind = target.get("kind")
        if not isinstance(kind, str) or not kind:
            return False
        try:
            matches = full_matcher(kind)
            group, version = target.get("group"), target.get("version")
            fits = all(
                not pattern or (isinstance(pattern, str) and full_matcher(pattern)(text))
                for pattern, text in ((group, GROUP), (version, self.version))
            )
        except PatternError:
            return False  # it is refused where it is used
        return fits and not matches(_NO_KIND) and any(matches(each) for each in self.kinds)
