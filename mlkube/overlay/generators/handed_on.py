"""What the arguments of a built-in go through in kustomize before it sees them: YAML, there and back."""

from __future__ import annotations

from mlkube.errors import KustomizationError, MlkubeError
from mlkube.yamlio import dump, load_kustomization

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from mlkube.core.json import Json, JsonObject
    from mlkube.overlay.generators.data_sources import Locate


def as_handed_on(args: JsonObject, place: Locate) -> JsonObject:
    """Return the arguments as they reach kustomize's generator: written as YAML and read again.

    That turns a next-line character (U+0085) into a space, and control characters into an error. `place()` is
    the place of the arguments.

    Raises:
        KustomizationError: a string that kustomize cannot write.

    Source: api/internal/target/kusttarget_configplugin.go, configureBuiltinPlugin.

    """
    if not any(map(_is_odd, _strings(args))):
        return args
    try:
        value = load_kustomization(dump(args).encode(), "")
    except MlkubeError as error:
        raise KustomizationError(error.reason, place=place(), hint=error.hint) from None
    return value if isinstance(value, dict) else {}


def _strings(value: Json) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for key, entry in value.items():
            yield key
            yield from _strings(entry)
    elif isinstance(value, list):
        for entry in value:
            yield from _strings(entry)


def _is_odd(text: str) -> bool:
    if text.isascii():
        return "\x7f" in text
    return any("\x7f" <= letter <= "\x9f" or letter in "\ufffe\uffff" for letter in text)
