"""IP addresses and CIDRs where newer servers are strict: NP-007, SVC-020, SVC-021, WARN-017."""

from __future__ import annotations

from mlkube.validation import formats

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from mlkube.validation.check import Check

STRICT_SINCE = 36
"""The minor version from which new objects must hold canonical addresses."""


def strict_ip(value: str, minor: int) -> Sequence[str]:
    """Return what is wrong with an address: from 1.36 no leading zeros, no IPv4 in IPv6."""
    problems = formats.ip_address(value)
    if problems or minor < STRICT_SINCE:
        return problems
    if _has_leading_zeros(value):
        return ["must not have leading 0s"]
    return ["must not be an IPv4-mapped IPv6 address"] if _is_mapped(value) else ()


def strict_cidr(value: str, minor: int) -> Sequence[str]:
    """Return what is wrong with a range: from 1.36 no leading zeros, no bits beyond the prefix."""
    problems = formats.cidr(value)
    if problems or minor < STRICT_SINCE:
        return problems
    address, _, length = value.partition("/")
    if _has_leading_zeros(address) or (len(length) > 1 and length.startswith("0")):
        return ["must not have leading 0s in IP or prefix length"]
    if _is_mapped(address):
        return ["must not have an IPv4-mapped IPv6 address"]
    return ["must not have bits set beyond the prefix length"] if has_host_bits(value) else ()


def _has_leading_zeros(address: str) -> bool:
    return any(len(part) > 1 and part.startswith("0") for part in address.split(".")) and ":" not in address


def _is_mapped(address: str) -> bool:
    return address.lower().startswith("::ffff:") and "." in address


def has_host_bits(value: str) -> bool:
    """Tell whether a range has bits set beyond the length of its prefix."""
    from ipaddress import ip_network  # noqa: PLC0415  few objects have ranges

    try:
        ip_network(value)
    except ValueError:
        return True
    return False


def warn_of_address(value: str, path: str, check: Check) -> None:
    """Warn of an address that is not written as the canonical one: WARN-017."""
    canonical = formats.parse_ip(value)
    if canonical and canonical != value and ("." in value and ":" not in value):
        check.warn(
            "WARN-017",
            path,
            f'non-standard IP address "{value}" will be considered invalid in a future Kubernetes release: use "{canonical}"',  # noqa: E501 the server's words
        )


def contains(outer: str, inner: str) -> bool:
    """Tell whether a range lies strictly inside of another."""
    from ipaddress import ip_network  # noqa: PLC0415  few objects have ranges

    try:
        wide, narrow = ip_network(outer, strict=False), ip_network(inner, strict=False)
    except ValueError:
        return False
    if wide.version != narrow.version or wide.prefixlen >= narrow.prefixlen:
        return False
    return narrow.network_address in wide
