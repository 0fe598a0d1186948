"""Types of nodes: what a node of each has to give, how many there are and may be, and what one costs."""

from __future__ import annotations

from mlkube.core.quantity import nanos
from mlkube.planning.amounts import ONE, decimal, number, unit

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from mlkube.core.json import Json, JsonObject
    from mlkube.core.quantity import Quantity
    from mlkube.planning.amounts import Amounts
    from mlkube.planning.placement import Taint

DEFAULT_PODS = 110 * ONE
"""Pods for each node where nothing is said: the kubelet's own bound."""

ASSUMED_LABELS = {"kubernetes.io/os": "linux", "kubernetes.io/arch": "amd64"}


class NodeType:
    """Nodes that are alike.

    `allocatable` is what the pods of one node may ask for together, given as quantities (`7.5`, `28Gi`) and
    held in billionths of cores, bytes and devices; `devices` are those of dynamic resource allocation, by
    DeviceClass. `count` are the nodes that there are, `most` those that an autoscaler may make of them; None
    for as many as are needed. `price` is for one node and hour, given as a number and held in billionths of
    the currency; None where it is not known.

    Raises:
        ValueError: an amount or a price is no quantity.

    """

    __slots__ = ("allocatable", "count", "devices", "labels", "most", "name", "price", "taints")

    def __init__(
        self,
        name: str,
        allocatable: Mapping[str, Quantity],
        *,
        labels: Mapping[str, str] | None = None,
        taints: Sequence[Taint] = (),
        devices: Mapping[str, int] | None = None,
        count: int | None = None,
        most: int | None = None,
        price: Quantity | None = None,
    ) -> None:
        self.name = name
        self.allocatable: Amounts = {
            resource: _billionths(amount) for resource, amount in allocatable.items()
        }
        self.allocatable.setdefault("pods", DEFAULT_PODS)
        self.labels = {**ASSUMED_LABELS, **(labels or {})}
        self.taints = tuple(taints)
        self.devices = dict(devices or {})
        self.count = count
        self.most = count if most is None else most
        self.price = None if price is None else _billionths(price)

    def __repr__(self) -> str:
        return f"NodeType({self.name!r})"

    def to_json(self) -> JsonObject:
        """Return it as plain data, amounts in units."""
        labels: dict[str, Json] = {**self.labels}
        devices: dict[str, Json] = {**self.devices}
        return {
            "name": self.name,
            "count": self.count,
            "max": self.most,
            "pricePerHour": None if self.price is None else number(self.price),
            "allocatable": [
                {"resource": name, "unit": unit(name), "amount": number(value)}
                for name, value in self.allocatable.items()
            ],
            "labels": labels,
            "taints": [str(each) for each in self.taints],
            "devices": devices,
        }


def _billionths(quantity: Quantity) -> int:
    value = nanos(quantity)
    if value is None or value < 0:
        raise ValueError(f"no amount: {quantity!r}")
    return value


class NodeTypes:
    """The types of nodes of a cluster, the currency of their prices, and what was left out and why."""

    __slots__ = ("currency", "left_out", "types")

    def __init__(
        self, types: Sequence[NodeType], *, currency: str = "", left_out: Sequence[str] = ()
    ) -> None:
        self.types = tuple(types)
        self.currency = currency
        self.left_out = tuple(left_out)


def money(value: int) -> str:
    """Return a price as people write it: at least two places, and all that there are."""
    whole, _, rest = decimal(value).partition(".")
    return f"{whole}.{rest:<02}"
