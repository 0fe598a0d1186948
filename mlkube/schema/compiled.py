"""The compiled file of Kubernetes' schemas: finds kinds and definitions in its text and decodes only those.

The file has no index: reading it whole and searching it is cheaper than decoding one.
`tools/compile_schemas.py` writes it and describes its lines.
"""

from __future__ import annotations

import os.path
from functools import cache

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from mlkube.core.json import JsonObject

_FILE = os.path.join(os.path.dirname(__file__), "kubernetes.tsv")


class CompiledVersion:
    """What one minor version of Kubernetes knows."""

    __slots__ = ("_kinds_end", "_minor", "_text")

    def __init__(self, minor: int) -> None:
        self._minor = minor
        self._text = text = _read()
        head = text[: text.find(b"\n")]
        self._kinds_end = int(head.rpartition(b"\t")[2])

    def find_kind(self, api_version: str, kind: str) -> tuple[str, bool] | None:
        """Return the definition of a kind and whether it is cluster-scoped."""
        line = self._find(f"{api_version} {kind}", self._kinds_end)
        if line is None:
            return None
        scope, definition = line.split("\t")
        return definition, scope == "cluster"

    def kinds(self) -> list[str]:
        """Return `apps/v1 Deployment` for each kind that this version has, sorted."""
        lines = self._text[: self._kinds_end].decode().splitlines()[1:]
        fields = (line.split("\t") for line in lines)
        return [name for name, versions, *_ in fields if _covers(versions, self._minor)]

    def find_definition(self, name: str) -> JsonObject | None:
        """Return the JSON Schema of a definition."""
        line = self._find(name, len(self._text))
        return None if line is None else _decoder()(line, 0)[0]

    def _find(self, key: str, end: int) -> str | None:
        """Return what follows the versions on the line of this key that holds for this version."""
        if not key.isascii() or "\n" in key or "\t" in key:
            return None
        text = self._text
        start = f"\n{key}\t".encode()
        position = text.find(start, 0, end)
        while position >= 0 and text.startswith(start, position):
            line_end = text.find(b"\n", position + 1)
            versions, _, rest = text[position + len(start) : line_end].decode().partition("\t")
            if _covers(versions, self._minor):
                return rest
            position = line_end
        return None


def _covers(ranges: str, minor: int) -> bool:
    for part in ranges.split(","):
        first, _, last = part.partition("-")
        if int(first) <= minor <= int(last or first):
            return True
    return False


@cache
def _read() -> bytes:
    with open(_FILE, "rb", buffering=0) as file:
        return file.read()


class _ScannerOptions:
    """What the C scanner asks of its caller: plain JSON, nothing special."""

    strict = True
    object_hook = None
    object_pairs_hook = None
    parse_float = float
    parse_int = int
    parse_constant = None


@cache
def _decoder() -> Callable[[str, int], tuple[JsonObject, int]]:
    """Return a function that decodes the JSON text at an index.

    The C scanner alone costs 0.15 ms to import, the json package with its regular expressions 1.2.
    """
    try:
        from _json import make_scanner  # noqa: PLC0415  needed only where a schema is
    except ImportError:  # an interpreter without it
        from json import JSONDecoder  # noqa: PLC0415  as above

        return JSONDecoder().raw_decode
    return make_scanner(_ScannerOptions)  # type: ignore[arg-type]  # any object with these attributes will do
