"""IPPool of projectcalico.org/v3, as Calico's API server of version 3.32 serves it."""

from __future__ import annotations

from mlkube.k8s.custom.forms import BOOLEAN, INTEGER, STRING, choice, custom_resource, set_of, structure

TYPE_CHECKING = False
if TYPE_CHECKING:
    from mlkube.core.json import JsonObject

_MODE: JsonObject = choice("Never", "Always", "CrossSubnet")

SCHEMA: JsonObject = custom_resource(
    "IPPool",
    structure(
        "IPPoolSpec",
        {
            "allowedUses": set_of(choice("Workload", "Tunnel", "LoadBalancer")),
            "assignmentMode": choice("Automatic", "Manual"),
            "blockSize": INTEGER,
            "cidr": {"type": "string", "format": "cidr"},
            "disableBGPExport": BOOLEAN,
            "disabled": BOOLEAN,
            "ipipMode": _MODE,
            "namespaceSelector": STRING,
            "natOutgoing": BOOLEAN,
            "nodeSelector": STRING,
            "vxlanMode": _MODE,
        },
        "cidr",
    ),
    "metadata",
    "spec",
)
