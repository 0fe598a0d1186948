"""Nodes as `kubectl get nodes -o yaml` lists them, put together into types."""

from __future__ import annotations

from mlkube.errors import MlkubeError, Place
from mlkube.planning.amounts import ONE, decimal, read_amounts
from mlkube.planning.body import at, items, text
from mlkube.planning.placement import read_taints
from mlkube.planning.quota.node_types import NodeType, NodeTypes

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import TypeAlias

    from mlkube.core.json import JsonObject
    from mlkube.planning.amounts import Amounts

    Key: TypeAlias = tuple[object, ...]

# Labels that differ between nodes that are otherwise alike.
_OWN_LABELS = frozenset(("kubernetes.io/hostname",))
_INSTANCE_TYPE = "node.kubernetes.io/instance-type"
_GIB = 2**30 * ONE
_MEASURED = ("memory", "ephemeral-storage")


def group_nodes(document: JsonObject, file: str) -> NodeTypes:
    """Return the types of the nodes of a List, or of a single Node; each type has as many as are listed.

    Nodes are alike where labels (but for the name of the host), taints and what they have to give are equal.
    Memory and storage are compared in whole GiB, since two machines never report the same bytes; the least
    of a type counts. Nodes that are cordoned or not ready are left out.

    Raises:
        MlkubeError: it is no List, or has no nodes.

    """
    listed = [document] if document.get("kind") == "Node" else items(document.get("items"))
    nodes = [each for each in listed if each.get("kind") == "Node"]
    if not nodes:
        reason = f"{document.get('kind')} holds no nodes"
        raise MlkubeError(reason, place=Place(file), hint="write what `kubectl get nodes -o yaml` prints")
    groups: dict[Key, list[JsonObject]] = {}
    left_out = []
    for node in nodes:
        name = text(at(node, "metadata").get("name"))
        if why := _unusable(node):
            left_out.append(f"node {name} is left out: it is {why}")
            continue
        groups.setdefault(_key(node), []).append(node)
    names: dict[str, int] = {}
    types = [_type(group, names) for group in groups.values()]
    return NodeTypes(types, left_out=left_out)


def _unusable(node: JsonObject) -> str:
    if at(node, "spec").get("unschedulable") is True:
        return "cordoned"
    conditions = items(at(node, "status").get("conditions"))
    ready = next((each.get("status") for each in conditions if each.get("type") == "Ready"), "True")
    return "" if ready == "True" else "not ready"


def _key(node: JsonObject) -> Key:
    amounts = read_amounts(at(node, "status", "allocatable"))
    rough = tuple(
        sorted((name, value // _GIB if name in _MEASURED else value) for name, value in amounts.items())
    )
    taints = tuple(str(each) for each in read_taints(at(node, "spec").get("taints")))
    return tuple(sorted(_labels(node).items())), taints, rough


def _labels(node: JsonObject) -> dict[str, str]:
    labels = at(node, "metadata", "labels")
    return {key: str(value) for key, value in labels.items() if key not in _OWN_LABELS}


def _type(group: list[JsonObject], names: dict[str, int]) -> NodeType:
    """Return the type of equal nodes, named by their instance type or by the first of them."""
    first = group[0]
    least: Amounts = read_amounts(at(first, "status", "allocatable"))
    for node in group[1:]:
        for name, value in read_amounts(at(node, "status", "allocatable")).items():
            least[name] = min(value, least.get(name, value))
    name = _labels(first).get(_INSTANCE_TYPE) or text(at(first, "metadata").get("name"))
    names[name] = names.get(name, 0) + 1
    if names[name] > 1:
        name = f"{name}-{names[name]}"
    return NodeType(
        name,
        {resource: decimal(amount) for resource, amount in least.items()},
        labels=_labels(first),
        taints=read_taints(at(first, "spec").get("taints")),
        count=len(group),
    )
