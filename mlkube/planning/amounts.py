"""Amounts of resources, exact: integers in billionths of cores, bytes, devices or objects, by resource."""

from __future__ import annotations

from mlkube.core.quantity import nanos

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from typing import TypeAlias

    Amounts: TypeAlias = dict[str, int]
    """Billionths by the name of the resource: `cpu`, `memory`, `nvidia.com/gpu`."""

ONE = 10**9
CORES, BYTES, COUNT = "cores", "bytes", "count"
_BINARY = (("Ei", 2**60), ("Pi", 2**50), ("Ti", 2**40), ("Gi", 2**30), ("Mi", 2**20), ("Ki", 2**10))
_SHORT = 100  # two places behind the point
_DECIMAL = (("T", 10**12), ("G", 10**9), ("M", 10**6), ("k", 10**3))


def read_amounts(quantities: Mapping[str, object]) -> Amounts:
    """Return the amounts of a mapping of quantities, without what is no quantity."""
    found: Amounts = {}
    for name, quantity in quantities.items():
        value = nanos(quantity) if isinstance(quantity, str | int | float) else None
        if value is not None:
            found[name] = value
    return found


def add(into: Amounts, other: Mapping[str, int], times: int = 1) -> None:
    """Add other amounts, as many times as said."""
    for name, value in other.items():
        into[name] = into.get(name, 0) + value * times


def raise_to(into: Amounts, other: Mapping[str, int]) -> None:
    """Raise each amount to another one where that is larger."""
    for name, value in other.items():
        if value > into.get(name, 0):
            into[name] = value


def total(each: Iterable[Mapping[str, int]]) -> Amounts:
    """Return the sum of several amounts."""
    result: Amounts = {}
    for amounts in each:
        add(result, amounts)
    return result


def unit(resource: str) -> str:
    """Return what a resource is measured in: cores, bytes or count. It takes names of quotas too."""
    name = resource.rpartition("/")[2] if resource.endswith("/requests.storage") else resource
    name = name.removeprefix("requests.").removeprefix("limits.")
    if name == "cpu":
        return CORES
    if name in {"memory", "ephemeral-storage", "storage"} or name.startswith("hugepages-"):
        return BYTES
    return COUNT


def shown(resource: str, value: int) -> str:
    """Return an amount as people write it, exact and in the shortest way: `1.5`, `14Gi`, `273.5Gi`."""
    if unit(resource) != BYTES or value <= 0:
        return decimal(value)
    written = [
        f"{decimal(value // size)}{suffix}"
        for suffix, size in (*_BINARY, *_DECIMAL)
        if value >= size * ONE and value * _SHORT % (size * ONE) == 0
    ]
    return min(written, key=len, default=decimal(value))


def decimal(value: int) -> str:
    """Return billionths as a decimal number, exact: `1.5`."""
    sign = "-" if value < 0 else ""
    whole, rest = divmod(abs(value), ONE)
    return f"{sign}{whole}" if not rest else f"{sign}{whole}.{rest:09d}".rstrip("0")


def number(value: int) -> int | float:
    """Return billionths as a number of JSON, in units; a fraction is rounded as readers of JSON do."""
    whole, rest = divmod(value, ONE)
    return whole if not rest else float(decimal(value))
