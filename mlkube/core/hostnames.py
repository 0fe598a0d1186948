"""Host names with wildcards, as the Gateway API compares them."""

from __future__ import annotations

_WILDCARD = "*."


def hostnames_meet(one: str, other: str) -> bool:
    """Tell whether a request may have both names: *.example.com stands for every name below example.com.

    Source: kubernetes-sigs/gateway-api, apis/v1, Hostname and the hostnames of a route.
    """
    if one == other:
        return True
    if one.startswith(_WILDCARD) and other.removeprefix(_WILDCARD).endswith(one[1:]):
        return True
    return other.startswith(_WILDCARD) and one.removeprefix(_WILDCARD).endswith(other[1:])
