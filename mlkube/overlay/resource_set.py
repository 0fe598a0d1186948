"""The result of a build as a value: ordered, looked up by kind and name, patched into a new one, printed."""

from __future__ import annotations

from mlkube.errors import BuildError, Place, YamlError, raise_all
from mlkube.yamlio import dump, dump_all

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from mlkube.core.json import JsonObject
    from mlkube.core.resource import Resource
    from mlkube.overlay.options import BuildOptions


def _printing_error(resource: Resource) -> YamlError | None:
    """Return why an object cannot be printed, with the file that defines it; None where it can."""
    try:
        dump(resource.body)
    except YamlError as error:
        file = resource.sources[0].file if resource.sources else ""
        error.place = Place(file, resource=str(resource), field=error.place.field)
        return error
    return None


class ResourceSet:
    """Kubernetes objects in the order in which they are printed; frozen: every change returns a new one.

    `warnings` are pairs of a place and a sentence: what a build noticed and nothing else prints.
    """

    __slots__ = ("_by_kind_and_name", "_options", "resources", "warnings")

    def __init__(
        self,
        resources: Sequence[Resource],
        warnings: Sequence[tuple[Place, str]] = (),
        options: BuildOptions | None = None,
    ) -> None:
        self.resources = tuple(resources)
        self.warnings = tuple(warnings)
        self._options = options
        self._by_kind_and_name: dict[tuple[str, str], list[Resource]] | None = None

    def __iter__(self) -> Iterator[Resource]:
        return iter(self.resources)

    def __len__(self) -> int:
        return len(self.resources)

    def __getitem__(self, index: int) -> Resource:
        return self.resources[index]

    def __eq__(self, other: object) -> bool:
        return isinstance(other, ResourceSet) and self.bodies() == other.bodies()

    def __hash__(self) -> int:
        return hash(tuple(resource.id for resource in self.resources))

    def __repr__(self) -> str:
        return f"<ResourceSet of {len(self.resources)}>"

    def bodies(self) -> list[JsonObject]:
        """Return the objects as plain data; they are shared, so copy what you change."""
        return [resource.body for resource in self.resources]

    def get(self, kind: str, name: str, namespace: str | None = None) -> Resource | None:
        """Return the object of that kind and name, None where there is none.

        Raises:
            BuildError: several fit, and the namespace does not decide.

        """
        if self._by_kind_and_name is None:
            self._by_kind_and_name = {}
            for resource in self.resources:
                self._by_kind_and_name.setdefault((resource.kind, resource.name), []).append(resource)
        found = self._by_kind_and_name.get((kind, name), [])
        if namespace is not None:
            found = [resource for resource in found if resource.namespace == namespace]
        if len(found) > 1:
            ids = ", ".join(f"{resource.api_version} in {resource.namespace!r}" for resource in found)
            reason = f"several objects have this kind and name: {ids}"
            raise BuildError(reason, place=Place(resource=f"{kind}/{name}"), hint="name the namespace")
        return found[0] if found else None

    def to_yaml(self) -> str:
        """Return the objects as kustomize prints them: documents joined by `---`, keys sorted.

        Raises:
            YamlError: values that YAML or JSON cannot hold; of each object that has one.

        """
        try:
            return dump_all(resource.body for resource in self.resources)
        except YamlError:
            raise_all([error for error in map(_printing_error, self.resources) if error is not None])
            raise

    def patch(self, patch: str, *, target: JsonObject | None = None) -> ResourceSet:
        """Return the set with a patch applied, as an entry of `patches:` would be.

        `patch` is the text of a strategic merge patch or of a JSON 6902 patch. `target` selects what it
        applies to; a strategic merge patch may name its object itself.

        Raises:
            MlkubeError: the patch cannot be read, or matches nothing.

        """
        from mlkube.overlay.patching import patch_resources  # noqa: PLC0415  few callers patch a result

        resources, warnings = patch_resources(self.resources, patch, target, self._options)
        return ResourceSet(resources, (*self.warnings, *warnings), self._options)
