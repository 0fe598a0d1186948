"""PrometheusRule of monitoring.coreos.com/v1, as the Prometheus operator 0.93 serves it.

Its fields are spelt as in Prometheus' own rule files, with underscores.
"""

from __future__ import annotations

from mlkube.k8s.custom.forms import (
    INT_OR_STRING,
    INTEGER,
    STRING,
    custom_resource,
    list_of,
    map_of,
    structure,
)

TYPE_CHECKING = False
if TYPE_CHECKING:
    from mlkube.core.json import JsonObject

# Rules of one group run in order, and an alert may stand in it twice: patches replace the list.
_RULE: JsonObject = structure(
    "Rule",
    {
        "alert": STRING,
        "annotations": map_of(STRING),
        "expr": INT_OR_STRING,
        "for": STRING,
        "keep_firing_for": STRING,
        "labels": map_of(STRING),
        "record": STRING,
    },
    "expr",
)

SCHEMA: JsonObject = custom_resource(
    "PrometheusRule",
    structure(
        "PrometheusRuleSpec",
        {
            "groups": list_of(
                structure(
                    "RuleGroup",
                    {
                        "interval": STRING,
                        "labels": map_of(STRING),
                        "limit": INTEGER,
                        "name": STRING,
                        "partial_response_strategy": STRING,
                        "query_offset": STRING,
                        "rules": list_of(_RULE),
                    },
                    "name",
                ),
                "name",
            )
        },
    ),
    "spec",
)
