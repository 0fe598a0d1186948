"""Functions that Kubernetes adds to CEL: texts, lists, patterns, quantities, URLs, addresses."""

from __future__ import annotations

from ipaddress import ip_address, ip_network
from itertools import pairwise
from urllib.parse import parse_qs, urlsplit

from mlkube.core.quantity import nanos
from mlkube.validation.custom.go_patterns import compiled
from mlkube.validation.scalars_of_go import quantity_problem

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from typing import Any


def _found(text: str, pattern: str) -> str:
    match = compiled(pattern).search(text)
    return str(match.group(0)) if match else ""


def _all_found(text: str, pattern: str, limit: int = -1) -> list[str]:
    found = [str(match.group(0)) for match in compiled(pattern).finditer(text)]
    return found if limit < 0 else found[:limit]


def _split(text: str, separator: str, limit: int = -1) -> list[str]:
    if limit == 0:
        return []
    parts = text.split(separator) if separator else list(text)
    if limit < 0 or len(parts) <= limit:
        return parts
    return [*parts[: limit - 1], separator.join(parts[limit - 1 :])]


def _replace(text: str, old: str, new: str, limit: int = -1) -> str:
    return text.replace(old, new, limit)


def _substring(text: str, start: int, end: int | None = None) -> str:
    last = len(text) if end is None else end
    if not 0 <= start <= last <= len(text):
        raise ValueError("index out of range")
    return text[start:last]


def _index_of(sequence: Any, wanted: Any, start: int = 0) -> int:  # noqa: ANN401  a text or a list
    if isinstance(sequence, str):
        return sequence.find(wanted, start)
    return next((at for at, each in enumerate(sequence) if each == wanted), -1)


def _last_index_of(sequence: Any, wanted: Any) -> int:  # noqa: ANN401  as above
    if isinstance(sequence, str):
        return sequence.rfind(wanted)
    return max((at for at, each in enumerate(sequence) if each == wanted), default=-1)


def _is_sorted(values: Sequence[Any]) -> bool:
    return all(left <= right for left, right in pairwise(values))


def _quantity(text: str) -> str:
    if quantity_problem(text):
        raise ValueError("no quantity")
    return text


def _amount(value: Any) -> int:  # noqa: ANN401  a text or a number
    return nanos(value) or 0


def _compare(left: Any, right: Any) -> int:  # noqa: ANN401  quantities or addresses
    one, other = _amount(left), _amount(right)
    return (one > other) - (one < other)


def _is_ip(text: str) -> bool:
    try:
        ip_address(text)
    except ValueError:
        return False
    return "%" not in text


def _is_cidr(text: str) -> bool:
    try:
        ip_network(text, strict=False)
    except ValueError:
        return False
    return "/" in text


def _cidr(text: str) -> str:
    if not _is_cidr(text):
        raise ValueError("no CIDR")
    return text


def _ip(text: str) -> str:
    """Return an address: of a range the one that it is written with."""
    return str(ip_address(text.partition("/")[0]))


def _masked(text: str) -> str:
    return str(ip_network(text, strict=False))


def _contains_ip(text: str, address: str) -> bool:
    network, found = ip_network(text, strict=False), ip_address(address)
    return network.version == found.version and found in network


def _contains_cidr(text: str, other: str) -> bool:
    outer, inner = ip_network(text, strict=False), ip_network(other, strict=False)
    return (
        outer.version == inner.version
        and outer.prefixlen <= inner.prefixlen
        and inner.network_address in outer
    )


def _is_url(text: str) -> bool:
    parts = urlsplit(text)
    return bool(parts.scheme) or text.startswith("/")


def _url(text: str) -> str:
    if not _is_url(text):
        raise ValueError("no URL")
    return text


FUNCTIONS: dict[str, Callable[..., Any]] = {
    "find": _found,
    "findAll": _all_found,
    "split": _split,
    "join": lambda values, separator="": separator.join(values),
    "replace": _replace,
    "substring": _substring,
    "charAt": lambda text, at: text[at] if at < len(text) else "",
    "indexOf": _index_of,
    "lastIndexOf": _last_index_of,
    "lowerAscii": lambda text: "".join(char.lower() if char.isascii() else char for char in text),
    "upperAscii": lambda text: "".join(char.upper() if char.isascii() else char for char in text),
    "trim": lambda text: text.strip(),
    "isSorted": _is_sorted,
    "sum": sum,
    "min": lambda *values: min(values[0] if len(values) == 1 else values),
    "max": lambda *values: max(values[0] if len(values) == 1 else values),
    "isQuantity": lambda text: isinstance(text, str) and not quantity_problem(text),
    "quantity": _quantity,
    "isGreaterThan": lambda left, right: _compare(left, right) > 0,
    "isLessThan": lambda left, right: _compare(left, right) < 0,
    "compareTo": _compare,
    "asInteger": lambda text: _amount(text) // 10**9,
    "asApproximateFloat": lambda text: _amount(text) / 10**9,
    "isInteger": lambda text: _amount(text) % 10**9 == 0,
    "sign": lambda text: (_amount(text) > 0) - (_amount(text) < 0),
    "isURL": _is_url,
    "url": _url,
    "getScheme": lambda text: urlsplit(text).scheme,
    "getHost": lambda text: urlsplit(text).netloc.rpartition("@")[2],
    "getHostname": lambda text: urlsplit(text).hostname or "",
    "getPort": lambda text: str(urlsplit(text).port or ""),
    "getEscapedPath": lambda text: urlsplit(text).path,
    "getQuery": lambda text: parse_qs(urlsplit(text).query),
    "isIP": _is_ip,
    "ip": _ip,
    "family": lambda text: ip_address(text).version,
    "isLoopback": lambda text: ip_address(text).is_loopback,
    "isUnspecified": lambda text: ip_address(text).is_unspecified,
    "isLinkLocalUnicast": lambda text: ip_address(text).is_link_local,
    "isGlobalUnicast": lambda text: not ip_address(text).is_multicast,
    "isCIDR": _is_cidr,
    "cidr": _cidr,
    "masked": _masked,
    "prefixLength": lambda text: int(text.partition("/")[2]),
    "containsIP": _contains_ip,
    "containsCIDR": _contains_cidr,
}
