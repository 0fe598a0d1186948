"""Sizes as the collectors write them."""

from __future__ import annotations

from mlkube.core.quantity import nanos

TYPE_CHECKING = False
if TYPE_CHECKING:
    from mlkube.core.quantity import Quantity

_MEBIBYTE = 2**20 * 10**9


def mebibytes(size: Quantity) -> str:
    """Return a size in mebibytes, rounded down but for the first: `32M`, which both collectors read so."""
    return f"{max(1, (nanos(size) or 0) // _MEBIBYTE)}M"
