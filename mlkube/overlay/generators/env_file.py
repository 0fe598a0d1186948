"""The `.env` files of `envs:`: one KEY=value a line, read as kustomize reads them."""

from __future__ import annotations

from mlkube.errors import KustomizationError, MlkubeError, Place, raise_all

_BOM = b"\xef\xbb\xbf"

# unicode.IsSpace of Go; Python's own strip would take more.
_SPACES = (
    "\t\n\v\f\r \x85\xa0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a"
    "\u2028\u2029\u202f\u205f\u3000"
)

LINE_LIMIT = 64 * 1024 - 1
"""The longest line in bytes: at a longer one kustomize silently stops reading (Go's bufio.Scanner)."""


class EnvEntry:
    """A key and its value, and the line (from 1) that holds them."""

    __slots__ = ("key", "line", "value")

    def __init__(self, key: str, value: str, line: int) -> None:
        self.key = key
        self.value = value
        self.line = line


def parse_env_file(data: bytes, file: str) -> tuple[list[EnvEntry], int]:
    """Return the entries of a file, and the number of the line at which kustomize stops reading, 0 for none.

    Blank lines and lines that start with `#` are left out, and so is, as in kustomize, a line that starts
    with `=`. A key alone has an empty value: the environment is never asked. Values keep quotes and trailing
    space.

    Raises:
        KustomizationError: lines that are not UTF-8; an `ErrorGroup` of several.

    Source: api/kv/kv.go.

    """
    entries: list[EnvEntry] = []
    errors: list[MlkubeError] = []
    lines = data.removeprefix(_BOM).split(b"\n")
    for number, raw in enumerate(lines, start=1):
        size = len(raw) + (len(_BOM) if number == 1 and data.startswith(_BOM) else 0)
        if size > LINE_LIMIT:
            return entries, number
        try:
            line = raw.removesuffix(b"\r").decode().lstrip(_SPACES)
        except UnicodeDecodeError:
            place = Place(file, number)
            errors.append(
                KustomizationError("the line is not UTF-8", place=place, hint="name it under `files`")
            )
            continue
        key, _, value = line.partition("=")
        if key and not line.startswith("#"):
            entries.append(EnvEntry(key, value, number))
    raise_all(errors)
    return entries, 0
