"""Sizes as the collectors write them: M is a million bytes to Fluent Bit, and 2^20 bytes to Fluentd.

Source: docs.fluentbit.io, Unit sizes; docs.fluentd.org, Config File Syntax, size.
"""

from __future__ import annotations

from mlkube.core.quantity import nanos

TYPE_CHECKING = False
if TYPE_CHECKING:
    from mlkube.core.quantity import Quantity

_BYTE = 10**9
_MEGABYTE = 10**6 * _BYTE
_MEBIBYTE = 2**20 * _BYTE
# What Fluent Bit puts into one chunk, on the average. Source: docs.fluentbit.io, Buffering.
_CHUNK = 2 * _MEGABYTE


def megabytes(size: Quantity) -> str:
    """Return a size for Fluent Bit, rounded down but for the first megabyte: 32Mi is `33M`."""
    return f"{max(1, (nanos(size) or 0) // _MEGABYTE)}M"


def chunks(size: Quantity) -> int:
    """Return how many of Fluent Bit's chunks have room in a size, one at least."""
    return max(1, (nanos(size) or 0) // _CHUNK)


def mebibytes(size: Quantity) -> str:
    """Return a size for Fluentd, rounded down but for the first mebibyte: 2Gi is `2048M`."""
    return f"{max(1, (nanos(size) or 0) // _MEBIBYTE)}M"
