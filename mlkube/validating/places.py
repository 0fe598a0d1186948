"""Where the fields of built objects were written, for whoever plans with them."""

from __future__ import annotations

from mlkube.errors import Place
from mlkube.validating.origins import Origins
from mlkube.validation.paths import steps_to

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from mlkube.core.resource import Resource

    Steps = tuple[str | int, ...]


def locator() -> Callable[[Resource, Steps], Place]:
    """Return a function that finds the place of a field by the object and the steps to it.

    Files are read once. A field that stands in no text is at the place of the object, or of its description.
    """
    origins = Origins(lambda _file, _data: None)

    def locate(resource: Resource, steps: Steps) -> Place:
        file, line, column = origins.find(resource, steps) or ("", 0, 0)
        return Place(file, line, column)

    return locate


def field_locator() -> Callable[[Resource, str], Place]:
    """Return the same for fields as the server spells them; one that is not there counts as its parent."""
    locate = locator()
    return lambda resource, field: locate(resource, steps_to(field, resource.body))
