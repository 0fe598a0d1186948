"""Which objects a `target` or `select` means: group, version, kind, name, namespace, labels, annotations."""

from __future__ import annotations

from mlkube.core.resource import split_api_version
from mlkube.errors import KustomizationError
from mlkube.overlay.identity import effective_namespace, own_namespace
from mlkube.overlay.selection.go_regexp import PatternError, full_matcher, is_literal
from mlkube.overlay.selection.label_selectors import parse_label_selector
from mlkube.yamlio import scalar_text

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from mlkube.core.json import JsonObject
    from mlkube.core.resource import Resource
    from mlkube.errors import Place
    from mlkube.overlay.selection.label_selectors import Requirement

_IDENTITY_FIELDS = ("group", "version", "kind", "name", "namespace")


class Selector:
    """A kustomize selector: regular expressions over the identity, label selectors over labels, annotations.

    An empty or missing field matches everything. Name and namespace match when either the first or the
    current one does, group, version and kind only as they are now.
    Source: kustomize's api/types/selector.go and Select in api/resmap/reswrangler.go.
    """

    __slots__ = (
        "_annotation_requirements",
        "_label_requirements",
        "_matchers",
        "annotation_selector",
        "label_selector",
        "place",
        "texts",
    )

    def __init__(
        self, texts: dict[str, str], label_selector: str, annotation_selector: str, place: Place | None
    ) -> None:
        self.texts = texts
        self.label_selector = label_selector
        self.annotation_selector = annotation_selector
        self.place = place
        self._label_requirements: list[Requirement] | None = None
        self._annotation_requirements: list[Requirement] | None = None
        self._matchers: dict[str, Callable[[str], bool]] = {}
        for field, text in texts.items():
            try:
                self._matchers[field] = full_matcher(text)
            except PatternError as error:
                raise KustomizationError(
                    f"{field} of the selector: {error}",
                    place=place,
                    hint="selectors are regular expressions in Go's syntax, anchored at both ends",
                ) from error

    @classmethod
    def from_json(cls, data: JsonObject, place: Place | None = None) -> Selector:
        """Return the selector of a parsed `target` or `select`.

        Raises:
            KustomizationError: a regular expression that Go would refuse or Python cannot express.

        """
        texts: dict[str, str] = {}
        for field in _IDENTITY_FIELDS:
            value = data.get(field)
            if value is not None and value != "":
                texts[field] = scalar_text(value)
        return cls(
            texts,
            scalar_text(data.get("labelSelector") or ""),
            scalar_text(data.get("annotationSelector") or ""),
            place,
        )

    def literal(self, field: str) -> str:
        """Return the text of an identity field that is no pattern and matches itself alone; else empty."""
        text = self.texts.get(field, "")
        return text if is_literal(text) else ""

    def matches(self, resource: Resource) -> bool:
        """Return whether the selector selects the resource.

        Raises:
            KustomizationError: a label or annotation selector that cannot be read.

        """
        matchers = self._matchers
        if matchers and not self._matches_identity(resource, matchers):
            return False
        if self.label_selector:
            if self._label_requirements is None:
                self._label_requirements = self._requirements(self.label_selector)
            if not _meets(self._label_requirements, resource, "labels"):
                return False
        if self.annotation_selector:
            if self._annotation_requirements is None:
                self._annotation_requirements = self._requirements(self.annotation_selector)
            return _meets(self._annotation_requirements, resource, "annotations")
        return True

    def _matches_identity(self, resource: Resource, matchers: dict[str, Callable[[str], bool]]) -> bool:
        former = resource.former[0] if resource.former else None
        matcher = matchers.get("name")
        if matcher and not (matcher(resource.name) or (former is not None and matcher(former[1]))):
            return False
        matcher = matchers.get("kind")
        if matcher and not matcher(resource.kind):
            return False
        matcher = matchers.get("namespace")
        if matcher:
            api_version = resource.api_version
            namespace = own_namespace(resource)
            if not matcher(namespace) and not (
                former is not None and matcher(effective_namespace(api_version, former[2], former[0]))
            ):
                return False
        group_matcher, version_matcher = matchers.get("group"), matchers.get("version")
        if group_matcher or version_matcher:
            group, version = split_api_version(resource.api_version)
            if group_matcher and not group_matcher(group):
                return False
            if version_matcher and not version_matcher(version):
                return False
        return True

    def _requirements(self, text: str) -> list[Requirement]:
        try:
            return parse_label_selector(text)
        except KustomizationError as error:
            raise KustomizationError(error.reason, place=self.place, hint=error.hint) from error

    def __str__(self) -> str:
        """Return the conditions as a message shows them: `kind: Deployment, name: web-.*`."""
        parts = [f"{field}: {text}" for field, text in self.texts.items()]
        if self.label_selector:
            parts.append(f"labelSelector: {self.label_selector}")
        if self.annotation_selector:
            parts.append(f"annotationSelector: {self.annotation_selector}")
        return ", ".join(parts) or "everything"


def select(resources: Iterable[Resource], selector: Selector) -> list[int]:
    """Return the indices of the resources that the selector selects, ascending."""
    return [position for position, resource in enumerate(resources) if selector.matches(resource)]


def _meets(requirements: list[Requirement], resource: Resource, field: str) -> bool:
    metadata = resource.body.get("metadata")
    values = metadata.get(field) if isinstance(metadata, dict) else None
    labels = (
        {
            key: value if isinstance(value, str) else "" if value is None else scalar_text(value)
            for key, value in values.items()
            if not isinstance(value, dict | list)
        }
        if isinstance(values, dict)
        else {}
    )
    return all(requirement.matches(labels) for requirement in requirements)
