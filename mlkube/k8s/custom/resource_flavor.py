"""ResourceFlavor of kueue.x-k8s.io/v1beta2, as Kueue 0.19 serves it; it stands in no namespace."""

from __future__ import annotations

from mlkube.k8s.custom.forms import (
    STRING,
    atomic_list_of,
    custom_resource,
    kubernetes,
    map_of,
    structure,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from mlkube.core.json import JsonObject

SCHEMA: JsonObject = custom_resource(
    "ResourceFlavor",
    structure(
        "ResourceFlavorSpec",
        {
            "nodeLabels": map_of(STRING),
            "nodeTaints": atomic_list_of(kubernetes("core.v1.Taint")),
            "tolerations": atomic_list_of(kubernetes("core.v1.Toleration")),
            "topologyName": STRING,
        },
    ),
)
