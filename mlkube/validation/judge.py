"""One object before the server's eyes: decoding, metadata, the rules of its kind, custom schemas."""

from __future__ import annotations

from mlkube.validation.check import Check
from mlkube.validation.decode import Decoder, fits, missing_fields, server_path
from mlkube.validation.finding import ERROR, NOTE, Finding
from mlkube.validation.metadata import check_metadata
from mlkube.validation.rules import find_rules
from mlkube.validation.shapes import kind_shape, shape_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

    from mlkube.core.json import Json
    from mlkube.schema.store import Schema
    from mlkube.validation.definitions import Definitions
    from mlkube.validation.shapes import Shape

VALID, INVALID, UNJUDGED, SKIPPED = "valid", "invalid", "error", "skipped"
_OBJECT_META = {"$ref": "io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta"}
_REQUEST_LIMIT = 3 * 1024 * 1024


class Verdict:
    """What the server would say of one object; `body` is the object as decoded, for contracts."""

    __slots__ = ("body", "findings", "status")

    def __init__(self, status: str, findings: list[Finding], body: dict[str, Any]) -> None:
        self.status = status
        self.findings = findings
        self.body = body


class Judge:
    """Judges objects for one version of Kubernetes and some definitions of custom resources."""

    __slots__ = ("_definitions", "_ignore_missing", "_minor", "_schema")

    def __init__(
        self, schema: Schema, definitions: Definitions, *, ignore_missing_schemas: bool = False
    ) -> None:
        self._schema = schema
        self._minor = int(schema.version.rpartition(".")[2])
        self._definitions = definitions
        self._ignore_missing = ignore_missing_schemas

    def judge(self, value: Json, size: int = 0) -> Verdict:
        """Judge one object; `size` is the length of its text in bytes."""
        check = Check(self._minor)
        if size > _REQUEST_LIMIT:
            check.error("DEC-017", "", f"Request entity too large: limit is {_REQUEST_LIMIT}")
        if not isinstance(value, dict):
            check.error("DEC-003", "", "no Kubernetes object: a mapping with apiVersion and kind is expected")
            return Verdict(UNJUDGED, check.findings, {})
        api_version, kind = value.get("apiVersion"), value.get("kind")
        if not isinstance(api_version, str) or not api_version or not isinstance(kind, str) or not kind:
            _no_kind(api_version, kind, check)
            return Verdict(UNJUDGED, check.findings, value)
        shape = kind_shape(self._schema, api_version, kind)
        if shape is None:
            return self._custom(value, api_version, kind, check)
        return self._built_in(value, api_version, kind, shape, check)

    def _built_in(
        self, value: dict[str, Json], api_version: str, kind: str, shape: Shape, check: Check
    ) -> Verdict:
        body: dict[str, Any] = value
        decoder: Decoder | None = None
        if not fits(value, shape):
            decoder = Decoder(check)
            body = decoder.decode(value, shape, ())
        decoded = len(check.findings)
        check_metadata(
            body.get("metadata") or {},
            api_version,
            kind,
            check,
            cluster_scoped=self._schema.is_cluster_scoped(api_version, kind),
        )
        rules = find_rules(api_version, kind)
        if rules is not None:
            rules(body, check)
        else:
            missing_fields(body, shape, (), check)
        if decoder is not None and decoder.broken:
            _drop_followers(check, decoded, decoder.broken)
        self._warn_of_retirement(api_version, kind, check)
        return Verdict(_status(check), check.findings, body)

    def _warn_of_retirement(self, api_version: str, kind: str, check: Check) -> None:
        if "beta" not in api_version and kind not in {"Endpoints", "ComponentStatus"}:
            return
        from mlkube.validation.api_versions import deprecation_text, retirement  # noqa: PLC0415  few objects need it

        found = retirement(api_version, kind)
        if found is not None and found.deprecated <= self._minor:
            check.warn("WARN-018", "apiVersion", deprecation_text(api_version, kind, found))

    def _custom(self, value: dict[str, Json], api_version: str, kind: str, check: Check) -> Verdict:
        found = self._definitions.find(api_version, kind)
        if found is None:
            return self._unknown(value, api_version, kind, check)
        body = _decoded_metadata(value, self._schema, check)
        metadata = body.get("metadata") or {}
        check_metadata(metadata, api_version, kind, check, cluster_scoped=found.cluster_scoped)
        if found.own_table:
            from mlkube.validation.own_types import check_own_type  # noqa: PLC0415  only without a definition

            check_own_type(body, found.schema, check)
        else:
            from mlkube.validation.custom.structural import check_custom  # noqa: PLC0415  only custom resources

            body = check_custom(body, found.schema, check)
        return Verdict(_status(check), check.findings, body)

    def _unknown(self, value: dict[str, Json], api_version: str, kind: str, check: Check) -> Verdict:
        from mlkube.validation.unknown_kinds import why_unknown  # noqa: PLC0415  only a finding needs it

        message, hint, is_built_in = why_unknown(
            api_version, kind, self._schema.version, self._definitions.versions_of(api_version, kind)
        )
        if self._ignore_missing and not is_built_in:
            check.findings.append(Finding("DEC-013", "apiVersion", message, hint=hint, severity=NOTE))
            return Verdict(SKIPPED, check.findings, value)
        check.error("DEC-013", "apiVersion", message, hint=hint)
        return Verdict(UNJUDGED, check.findings, value)


def _decoded_metadata(value: dict[str, Json], schema: Schema, check: Check) -> dict[str, Any]:
    metadata = value.get("metadata")
    node = schema.node(_OBJECT_META)  # type: ignore[arg-type]  # a mapping of texts
    shape = shape_of(node)
    if metadata is None:
        return dict(value)
    if fits(metadata, shape):
        return value
    decoded = Decoder(check).decode(metadata, shape, ("metadata",))
    return {**value, "metadata": decoded if isinstance(decoded, dict) else {}}


def _no_kind(api_version: Json, kind: Json, check: Check) -> None:
    for rule, name, value in (("DEC-014", "apiVersion", api_version), ("DEC-015", "kind", kind)):
        if not value:
            check.error(rule, name, f"{name} not set")
        elif not isinstance(value, str):
            check.error("DEC-003", name, f"{name} must be a string", hint="write it in quotes")


def _drop_followers(check: Check, decoded: int, broken: list[tuple[str | int, ...]]) -> None:
    """Leave out what rules said about fields that could not even be decoded, or about what holds them."""
    paths = [server_path(path) for path in broken]
    kept = check.findings[:decoded]
    for finding in check.findings[decoded:]:
        if not any(_related(path, finding.at or finding.path) for path in paths):
            kept.append(finding)
    check.findings[:] = kept


def _related(broken: str, path: str) -> bool:
    if broken.startswith(path):
        return len(broken) == len(path) or broken[len(path)] in ".["
    return path.startswith(broken) and path[len(broken)] in ".["


def _status(check: Check) -> str:
    return INVALID if any(finding.severity == ERROR for finding in check.findings) else VALID
