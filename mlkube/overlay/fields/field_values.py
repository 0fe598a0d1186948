"""The values at the end of a field spec's path: what they may be, and how their text changes."""

from __future__ import annotations

from mlkube.yamlio import resolve, scalar_text

TYPE_CHECKING = False
if TYPE_CHECKING:
    from mlkube.core.json import Json, JsonObject


class FieldError(ValueError):
    """A value that a path cannot be followed into, or that is of the wrong type; the text is the reason.

    `steps` is where the value stands; it grows outwards on the error's way up.
    """

    def __init__(self, reason: str, steps: tuple[str | int, ...] = ()) -> None:
        super().__init__(reason)
        self.steps = steps

    def within(self, step: str | int) -> FieldError:
        """Return the error as the mapping or list sees it that holds the value."""
        self.steps = (step, *self.steps)
        return self


class _Created(str):
    __slots__ = ()


CREATED = _Created()
"""What a setter is given for a scalar that was created: an empty string, and one without quotes."""


def mapping_or_null(value: Json) -> JsonObject | None:
    """Return the value, which must be a mapping or null.

    Raises:
        FieldError: it is something else.

    """
    if value is None or isinstance(value, dict):
        return value
    raise FieldError(f"expected a mapping, found {describe(value)}")


def text_of(value: Json) -> str:
    """Return the text of a scalar as its file has it.

    Raises:
        FieldError: the value is a mapping or a list.

    """
    if isinstance(value, (dict, list)):
        raise FieldError(f"expected a single value, found {describe(value)}")
    return scalar_text(value)


def rewritten(value: Json, text: str) -> Json:
    """Return what a scalar becomes whose text kustomize replaces but whose quotes it keeps.

    `replicas: 3` turns into a number, `replicas: "3"` into a string, an image newly named `123` into a
    number.
    """
    quoted = isinstance(value, str) and value is not CREATED and resolve(value) != value
    return text if quoted else resolve(text)


def describe(value: Json) -> str:
    """Return a value as a message shows it, short."""
    if isinstance(value, dict):
        return "a mapping"
    if isinstance(value, list):
        return "a list"
    return f"the value `{scalar_text(value)[:60]}`"
