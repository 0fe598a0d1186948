"""The grammar of image references: their parts, and the patterns that kustomize reads names of images as.

Source: kustomize api/internal/image.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

_ALPHANUMERIC = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_"
_PLAIN = f"{_ALPHANUMERIC}-./:@"  # of these only the dot is a sign of a pattern
_TAG = f"{_ALPHANUMERIC}.{{}}-"
_SHA256 = "sha256:"  # images with other digests match nothing
_TAG_AND_DIGEST = r"(:[a-zA-Z0-9_.{}-]*)?(@sha256:[a-zA-Z0-9_.{}-]*)?$"


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


def image_matcher(name: str) -> Callable[[str], bool]:
    """Return a test for images of that name; most names are no pattern but for their dots.

    Raises:
        PatternError: the name is no regular expression, or none that Python has a word for.

    """
    if not name.strip(_PLAIN):
        size = len(name)
        dots = "." in name

        def is_named(image: str) -> bool:
            if not image.startswith(name) and not (dots and _like(image[:size], name)):
                return False
            return len(image) == size or _is_tag_and_digest(image[size:])

        return is_named
    from mlkube.overlay.selection.go_regexp import tester, translate  # noqa: PLC0415 -- names with patterns are rare

    # Go lets a sign that repeats stand behind the ^: `*` then matches at any place.
    start, rest = ("" if name[0] in "*?" else "^"), name.lstrip("*?+")
    translate(rest)  # by itself first, for a message about the name alone
    return tester(translate(start + rest + _TAG_AND_DIGEST), name)


def _like(text: str, name: str) -> bool:
    """Return whether the text is the name with any characters for its dots."""
    return len(text) == len(name) and all(sign in (".", char) for sign, char in zip(name, text, strict=True))


def _is_tag_and_digest(rest: str) -> bool:
    tag, at, digest = rest.partition("@")
    if tag and (tag[0] != ":" or tag[1:].strip(_TAG)):
        return False
    return not at or (digest.startswith(_SHA256) and not digest[len(_SHA256) :].strip(_TAG))
