"""What a kustomization has gathered: objects with unique ids, transformer configuration, variables."""

from __future__ import annotations

from mlkube.errors import BuildError, MlkubeError, Place, raise_all
from mlkube.overlay.fields.transformer_config import EMPTY
from mlkube.overlay.identity import current_key, index_by_any_id

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from mlkube.core.resource import Resource
    from mlkube.overlay.fields.transformer_config import TransformerConfig
    from mlkube.overlay.identity import Key
    from mlkube.overlay.variables import Variable


class Accumulation:
    """The state of one kustomization while its resources, generators and components come together.

    Components work on their parent's accumulation; every other kustomization starts with an empty one.
    """

    __slots__ = ("_present", "_resources", "config", "variables")

    def __init__(self) -> None:
        self._resources: list[Resource] = []
        self._present: dict[Key, Resource] | None = None  # by identity, as long as nothing but append happens
        self.config: TransformerConfig = EMPTY
        self.variables: list[Variable] = []

    @property
    def resources(self) -> list[Resource]:
        """The objects so far, in order."""
        return self._resources

    @resources.setter
    def resources(self, resources: list[Resource]) -> None:
        self._resources = resources
        self._present = None

    def merge(self, below: Accumulation) -> None:
        """Take in what a kustomization below has gathered: objects, configuration, variables.

        Raises:
            BuildError: ids, or names of variables, that are there already.

        """
        self.append(below.resources)
        self.merge_config(below.config)
        self.add_variables(below.variables)

    def merge_config(self, config: TransformerConfig, place: Place | None = None) -> None:
        """Add field specs to those that are known so far.

        Raises:
            KustomizationError: rows that contradict each other; `place` is the field that brings them.

        """
        self.config = self.config.merge(config, place)

    def add_variables(self, variables: Sequence[Variable]) -> None:
        """Add variables.

        Raises:
            BuildError: two variables of one name.

        """
        if variables:
            from mlkube.overlay.steps.variables import merge_variables  # noqa: PLC0415  deprecated, so rarely needed

            self.variables = merge_variables(self.variables, variables)

    def append(self, incoming: Iterable[Resource]) -> None:
        """Add objects.

        Raises:
            BuildError: an object with the id of one that is there already; all such objects.

        """
        if self._present is None:
            self._present = {current_key(resource): resource for resource in self._resources}
        present = self._present
        errors: list[MlkubeError] = []
        for resource in incoming:
            key = current_key(resource)
            other = present.get(key)
            if other is None:
                present[key] = resource
                self._resources.append(resource)
            else:
                errors.append(_clash(resource, other))
        raise_all(errors)

    def absorb(self, generated: Sequence[Resource]) -> None:
        """Add generated objects; with `behavior` merge or replace they change the object of that id.

        Raises:
            BuildError: the object to change is missing or ambiguous, or there is one already.

        """
        if not generated:
            return
        from mlkube.overlay.steps.generators import merge_generated  # noqa: PLC0415  only generators need it

        resources = list(self._resources)
        index = index_by_any_id(resources)
        errors: list[MlkubeError] = []
        for resource in generated:
            key = current_key(resource)
            matches = index.get(key, [])
            changes = resource.behavior in ("merge", "replace")
            if not matches and not changes:
                index[key] = [len(resources)]
                resources.append(resource)
            elif len(matches) == 1 and changes:
                resources[matches[0]] = merge_generated(resources[matches[0]], resource)
            else:
                errors.append(_cannot_absorb(resource, [resources[number] for number in matches]))
        raise_all(errors)
        self.resources = resources


def require_unique(resources: Sequence[Resource]) -> None:
    """Refuse objects that became the same by renaming.

    Raises:
        BuildError: two objects with one id; all such objects.

    """
    Accumulation().append(resources)


def origin_of(resource: Resource) -> str:
    """Return the file that defines an object, as messages name it."""
    return resource.sources[0].file if resource.sources else "a generator"


def _clash(resource: Resource, other: Resource) -> BuildError:
    namespace = f" in namespace {resource.namespace!r}" if resource.namespace else ""
    return BuildError(
        f"there already is an object of this id{namespace}, from {origin_of(other)}",
        place=Place(origin_of(resource), resource=str(resource)),
        hint="remove one of them, or rename one with namePrefix or nameSuffix",
    )


def _cannot_absorb(resource: Resource, matches: list[Resource]) -> BuildError:
    place = Place(origin_of(resource), resource=str(resource))
    if not matches:
        return BuildError(
            f"no object of this id exists, so behavior {resource.behavior!r} has nothing to change",
            place=place,
            hint="check name and namespace, or use behavior: create",
        )
    if len(matches) > 1:
        files = ", ".join(f"{match} ({origin_of(match)})" for match in matches)
        return BuildError(
            f"several objects could be changed: {files}", place=place, hint="name the namespace"
        )
    return BuildError(
        f"an object of this id exists already, from {origin_of(matches[0])}",
        place=place,
        hint="set behavior: merge or replace to change it",
    )
