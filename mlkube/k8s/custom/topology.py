"""Topology of kueue.x-k8s.io/v1beta2, as Kueue 0.19 serves it; it stands in no namespace."""

from __future__ import annotations

from mlkube.k8s.custom.forms import STRING, atomic_list_of, custom_resource, structure

TYPE_CHECKING = False
if TYPE_CHECKING:
    from mlkube.core.json import JsonObject

SCHEMA: JsonObject = custom_resource(
    "Topology",
    structure(
        "TopologySpec",
        {"levels": atomic_list_of(structure("TopologyLevel", {"nodeLabel": STRING}, "nodeLabel"))},
        "levels",
    ),
)
