"""A custom resource against its structural schema, in the order of the API server.

Unknown fields and nulls, defaults, the schema's keywords, unique lists, at last CEL (CRD-001 to 012).

Source: k8s.io/apiextensions-apiserver, pkg/apiserver/schema, and kube-openapi, pkg/validation.
"""

from __future__ import annotations

from mlkube.validation.custom.keywords import check_keywords
from mlkube.validation.custom.lists import check_lists
from mlkube.validation.custom.pruning import prepared
from mlkube.validation.finding import ERROR

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from mlkube.validation.check import Check

_OWN = ("apiVersion", "kind", "metadata")


def check_custom(obj: dict[str, Any], schema: dict[str, Any], check: Check) -> dict[str, Any]:
    """Check one custom resource by the `openAPIV3Schema` of its version; return it with defaults.

    Its metadata is checked elsewhere, as for every kind.
    """
    root = {**schema, "properties": {**(schema.get("properties") or {}), **dict.fromkeys(_OWN, _ANYTHING)}}
    body: dict[str, Any] = prepared(obj, root, "", check)
    found = len(check.findings)
    check_keywords(body, root, "", check)
    check_lists(body, root, "", check)
    refused = any(finding.severity == ERROR for finding in check.findings[found:])
    if not refused and "x-kubernetes-validations" in _Marks(schema):
        from mlkube.validation.custom.cel_rules import check_rules  # noqa: PLC0415  few schemas have rules

        check_rules(body, schema, "", check)
    return body


_ANYTHING: dict[str, Any] = {"x-kubernetes-preserve-unknown-fields": True}
_KNOWN: dict[int, tuple[dict[str, Any], bool]] = {}


class _Marks:
    """Tells whether a schema, or anything below it, has CEL rules; looked up once a schema."""

    def __init__(self, schema: dict[str, Any]) -> None:
        self._schema = schema

    def __contains__(self, name: object) -> bool:
        known = _KNOWN.get(id(self._schema))
        if known is None or known[0] is not self._schema:
            known = _KNOWN[id(self._schema)] = self._schema, _has(self._schema, str(name))
        return known[1]


def _has(schema: Any, name: str) -> bool:  # noqa: ANN401  any JSON
    if isinstance(schema, dict):
        return name in schema or any(_has(each, name) for each in schema.values())
    return isinstance(schema, list) and any(_has(each, name) for each in schema)
