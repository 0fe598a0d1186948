"""The nearest known word to an unknown one, for `did you mean` hints."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

_CUTOFF = 0.7
_SHORTEST_END = 3


def suggest(word: str, candidates: Iterable[str]) -> str:
    """Return the candidate that `word` was most likely meant to be, empty where none is near.

    Upper and lower case count as equal; of equally near candidates the first one wins. Where none is near,
    one that ends in the word is taken: `newTag` for `tag`.
    """
    import difflib  # noqa: PLC0415 - only an error needs it

    known: dict[str, str] = {}
    for candidate in candidates:
        known.setdefault(candidate.lower(), candidate)
    near = difflib.get_close_matches(word.lower(), list(known), n=1, cutoff=_CUTOFF)
    if near:
        return known[near[0]]
    longer = (known[name] for name in known if name.endswith(word.lower()))
    return next(longer, "") if len(word) >= _SHORTEST_END else ""
