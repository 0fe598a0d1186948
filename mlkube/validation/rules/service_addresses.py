"""Addresses of a Service: SVC-014 to 017, 020, 028, 029."""

from __future__ import annotations

from mlkube.validation import formats
from mlkube.validation.rules.addresses import strict_ip

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from mlkube.validation.check import Check

_FAMILIES = ("IPv4", "IPv6")
_FAMILY_POLICIES = ("PreferDualStack", "RequireDualStack", "SingleStack")
_EXTERNAL = "may not be set for ExternalName services"


def check_cluster_addresses(spec: dict[str, Any], kind: str, check: Check) -> None:
    """Check `clusterIP`, `clusterIPs`, `ipFamilies`, `ipFamilyPolicy`."""
    address, addresses = spec.get("clusterIP") or "", spec.get("clusterIPs") or []
    families, policy = spec.get("ipFamilies") or [], spec.get("ipFamilyPolicy")
    if kind == "ExternalName":
        for field, value in (
            ("clusterIPs", addresses or address),
            ("ipFamilies", families),
            ("ipFamilyPolicy", policy),
        ):
            if value:
                at = "spec.clusterIP" if field == "clusterIPs" and not addresses else ""
                check.forbidden("SVC-017", f"spec.{field}", _EXTERNAL, at=at)
        return
    if address and not addresses:
        addresses = [address]
    elif addresses and address != addresses[0]:
        detail = (
            "first value must match `clusterIP`"
            if address
            else "must be empty when `clusterIP` is not specified"
        )
        check.invalid("SVC-015", "spec.clusterIPs", addresses, detail)
    _check_families(families, policy, check)
    _check_list(addresses, families, policy, kind, check)


def _check_families(families: list[str], policy: str | None, check: Check) -> None:
    """Check SVC-028 and 029."""
    if policy is not None and policy not in _FAMILY_POLICIES:
        check.unsupported("SVC-029", "spec.ipFamilyPolicy", policy, _FAMILY_POLICIES)
    seen: set[str] = set()
    for at, family in enumerate(families):
        where = f"spec.ipFamilies[{at}]"
        if family not in _FAMILIES:
            check.unsupported("SVC-028", where, family, _FAMILIES)
        if family in seen:
            check.duplicate("SVC-028", where, family)
        seen.add(family)
    if len(families) > 2:  # noqa: PLR2004  there are two families
        check.invalid("SVC-028", "spec.ipFamilies", families, "may only hold up to 2 values")


def _check_list(
    addresses: list[str], families: list[str], policy: str | None, kind: str, check: Check
) -> None:
    """Check SVC-014 and 015."""
    if len(addresses) > 1 and "None" in addresses:
        detail = "'None' must be the first and only value"
        check.invalid("SVC-015", "spec.clusterIPs", addresses, detail)
    found: list[str] = []
    for at, address in enumerate(addresses):
        where = f"spec.clusterIPs[{at}]"
        place = "spec.clusterIP" if at == 0 else ""
        if address == "None":
            if kind in {"NodePort", "LoadBalancer"}:
                detail = f"may not be set to 'None' for {kind} services"
                check.invalid("SVC-014", where, address, detail, at=place)
            continue
        problems = strict_ip(address, check.minor)
        check.invalid_each("SVC-015", where, address, problems, at=place)
        if problems:
            continue
        family = "IPv6" if ":" in address else "IPv4"
        found.append(family)
        if at < len(families) and families[at] in _FAMILIES and families[at] != family:
            detail = f"expected an {families[at]} value as indicated by `ipFamilies[{at}]`"
            check.invalid("SVC-015", where, address, detail, at=place)
    if len(addresses) > 2:  # noqa: PLR2004  one a family
        check.invalid("SVC-015", "spec.clusterIPs", addresses, "may only hold up to 2 values")
    elif len(found) == 2 and found[0] == found[1]:  # noqa: PLR2004  as above
        detail = "may specify no more than one IP for each IP family"
        check.invalid("SVC-015", "spec.clusterIPs", addresses, detail)
    if policy == "SingleStack" and len(addresses) > 1:
        check.invalid(
            "SVC-029",
            "spec.ipFamilyPolicy",
            policy,
            "must be RequireDualStack or PreferDualStack when multiple `clusterIPs` are specified",
        )


def check_external_addresses(spec: dict[str, Any], check: Check) -> None:
    """Check `externalIPs`: SVC-020."""
    from ipaddress import ip_address  # noqa: PLC0415  few services name addresses

    for at, text in enumerate(spec.get("externalIPs") or ()):
        where = f"spec.externalIPs[{at}]"
        problems = strict_ip(text, check.minor)
        check.invalid_each("SVC-020", where, text, problems)
        plain = formats.parse_ip(text)
        if problems or not plain:
            continue
        address = ip_address(plain)
        if address.is_unspecified:
            check.invalid("SVC-020", where, text, f"may not be unspecified ({text})")
        if address.is_loopback:
            check.invalid("SVC-020", where, text, "may not be in the loopback range (127.0.0.0/8, ::1/128)")
        if address.is_link_local:
            check.invalid(
                "SVC-020", where, text, "may not be in the link-local range (169.254.0.0/16, fe80::/10)"
            )
        if address.is_multicast and _is_local(address.packed):
            check.invalid(
                "SVC-020",
                where,
                text,
                "may not be in the link-local multicast range (224.0.0.0/24, ff02::/10)",
            )


def _is_local(packed: bytes) -> bool:
    return packed[:3] == b"\xe0\x00\x00" if len(packed) == 4 else packed[1] & 0x0F == 2  # noqa: PLR2004  IPv4, scope
