"""ConfigMap, Secret, Namespace, ServiceAccount: CM-*, SEC-*, NS-*."""

from __future__ import annotations

from mlkube.validation import formats
from mlkube.validation.go_text import quoted

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Any

    from mlkube.validation.check import Check

_MOST_BYTES = 1048576
_REDACTED = "<secret contents redacted>"
_ACCOUNT = "kubernetes.io/service-account.name"
_STANDARD_FINALIZERS = frozenset(("kubernetes", "orphan", "foregroundDeletion"))


def check_config_map(config: dict[str, Any], check: Check) -> None:
    """Check a ConfigMap: CM-001 to 003."""
    data, binary = config.get("data") or {}, config.get("binaryData") or {}
    size = 0
    for key, value in data.items():
        _check_key(key, "data", "CM-001", check)
        if key in binary:
            check.invalid("CM-002", f"data[{key}]", key, "duplicate of key present in binaryData")
        size += len(value) if value.isascii() else len(value.encode())
    for key, value in binary.items():
        _check_key(key, "binaryData", "CM-001", check)
        size += _decoded_size(value)
    if size > _MOST_BYTES:
        check.too_long("CM-003", "[]", _MOST_BYTES, at="data")


def _check_key(key: str, field: str, rule: str, check: Check) -> None:
    check.invalid_each(rule, f"{field}[{key}]", key, formats.config_key(key))


def _decoded_size(text: str) -> int:
    digits = len(text.replace("\n", "").replace("\r", "").rstrip("="))
    return digits * 3 // 4


def check_secret(secret: dict[str, Any], check: Check) -> None:
    """Check a Secret: SEC-001 to 008; `stringData` is merged over `data` first."""
    data: dict[str, Any] = secret.get("data") or {}
    plain: dict[str, str] = secret.get("stringData") or {}
    size = 0
    for key in {**data, **plain}:
        check.invalid_each(
            "SEC-001",
            f"data[{key}]",
            key,
            formats.config_key(key),
            at=f"stringData[{key}]" if key in plain else "",
        )
        size += len(plain[key].encode()) if key in plain else _decoded_size(data[key])
    if size > _MOST_BYTES:
        check.too_long("SEC-002", "data", _MOST_BYTES)
    kind = secret.get("type") or "Opaque"
    if kind in _TYPES:
        _TYPES[kind](secret, data, plain, check)


def _check_tls(_secret: dict[str, Any], data: dict[str, Any], plain: dict[str, str], check: Check) -> None:
    for key in ("tls.crt", "tls.key"):
        if key not in data and key not in plain:
            check.required("SEC-003", f"data[{key}]", at="data")


def _check_basic(_secret: dict[str, Any], data: dict[str, Any], plain: dict[str, str], check: Check) -> None:
    keys = ("username", "password")
    if not any(key in data or key in plain for key in keys):
        for key in keys:
            check.required("SEC-006", f"data[{key}]", at="data")


def _check_ssh(_secret: dict[str, Any], data: dict[str, Any], plain: dict[str, str], check: Check) -> None:
    key = "ssh-privatekey"
    if not (plain[key] if key in plain else data.get(key)):
        check.required("SEC-007", f"data[{key}]", at="data")


def _check_token(secret: dict[str, Any], _data: dict[str, Any], _plain: dict[str, str], check: Check) -> None:
    annotations = (secret.get("metadata") or {}).get("annotations") or {}
    if not annotations.get(_ACCOUNT):
        check.required("SEC-008", f"metadata.annotations[{_ACCOUNT}]")


_JSON_TYPES = {list: "array", str: "string", int: "number", float: "number", bool: "bool"}
_JSON_PLACES = {
    "Expecting value": "looking for beginning of value",
    "Expecting property name enclosed in double quotes": "looking for beginning of object key string",
    "Expecting ':' delimiter": "after object key",
    "Expecting ',' delimiter": "after object key:value pair",
    "Extra data": "after top-level value",
}


def _json_problem(text: str, message: str, position: int) -> str:
    """Return what Go's decoder says of a text that is no JSON."""
    if position >= len(text) or message.startswith("Unterminated"):
        return "unexpected end of JSON input"
    place = _JSON_PLACES.get(message)
    return message if place is None else f"invalid character {_character(text[position])} {place}"


def _character(char: str) -> str:
    return {"'": r"'\''", '"': "'\"'"}.get(char) or f"'{quoted(char)[1:-1]}'"


def _check_docker(key: str, rule: str, data: dict[str, Any], plain: dict[str, str], check: Check) -> None:
    if key not in data and key not in plain:
        check.required(rule, f"data[{key}]", at="data")
        return
    import json  # noqa: PLC0415  few Secrets are of this type
    from binascii import a2b_base64  # noqa: PLC0415  as above

    raw = plain[key].encode() if key in plain else a2b_base64(data[key])
    text = raw.decode("latin-1")  # Go reads bytes, and takes any in a text
    problem = ""
    try:
        value = json.loads(text)
        if value is not None and not isinstance(value, dict):
            kind = _JSON_TYPES[type(value)]
            problem = f"json: cannot unmarshal {kind} into Go value of type map[string]interface {{}}"
    except json.JSONDecodeError as error:
        problem = _json_problem(text, error.msg, error.pos)
    if problem:
        field = "stringData" if key in plain else "data"
        check.invalid(rule, f"data[{key}]", _REDACTED, problem, at=f"{field}[{key}]")


_TYPES: dict[str, Callable[[dict[str, Any], dict[str, Any], dict[str, str], Check], None]] = {
    "kubernetes.io/tls": _check_tls,
    "kubernetes.io/basic-auth": _check_basic,
    "kubernetes.io/ssh-auth": _check_ssh,
    "kubernetes.io/service-account-token": _check_token,
    "kubernetes.io/dockerconfigjson": lambda _secret, data, plain, check: _check_docker(
        ".dockerconfigjson", "SEC-004", data, plain, check
    ),
    "kubernetes.io/dockercfg": lambda _secret, data, plain, check: _check_docker(
        ".dockercfg", "SEC-005", data, plain, check
    ),
}


def check_namespace(namespace: dict[str, Any], check: Check) -> None:
    """Check a Namespace: NS-002; its name is checked with all metadata."""
    metadata = namespace.get("metadata") or {}
    labels, name = metadata.get("labels"), metadata.get("name")
    if name:  # the server puts the name into a label before it looks at the labels
        for problem in formats.label_value(name, check.minor):
            rule = "META-016" if problem.startswith("must be no more") else "META-015"
            check.invalid(rule, "metadata.labels", name, problem, at="metadata.name")
    if labels:
        _check_security_labels(labels, check)
    for finalizer in (namespace.get("spec") or {}).get("finalizers") or ():
        check.invalid_each("NS-002", "spec.finalizers", finalizer, formats.qualified_name(finalizer))
        if "/" not in finalizer and finalizer not in _STANDARD_FINALIZERS:
            detail = "name is neither a standard finalizer name nor is it fully qualified"
            check.invalid("NS-002", "spec.finalizers", finalizer, detail)


_LEVELS = ("privileged", "baseline", "restricted")
_SECURITY = "pod-security.kubernetes.io/"


def _check_security_labels(labels: dict[str, str], check: Check) -> None:
    """Check the labels of Pod Security Admission, which is on by default: NS-003."""
    for mode in ("enforce", "audit", "warn"):
        key = f"{_SECURITY}{mode}"
        level, version = labels.get(key), labels.get(f"{key}-version")
        if level is not None and level not in _LEVELS and not formats.label_value(level):
            detail = f"must be one of {', '.join(_LEVELS)}"
            check.invalid("NS-003", f"metadata.labels[{key}]", level, detail)
        if version is not None and not _is_version(version) and not formats.label_value(version):
            detail = 'must be "latest" or "v1.x"'
            check.invalid("NS-003", f"metadata.labels[{key}-version]", version, detail)


def _is_version(text: str) -> bool:
    minor = text.removeprefix("v1.")
    canonical = minor == "0" or not minor.startswith("0")
    return text == "latest" or (
        text.startswith("v1.") and minor.isdecimal() and minor.isascii() and canonical
    )


def check_service_account(_account: dict[str, Any], _check: Check) -> None:
    """Check nothing: the server looks at the metadata of a ServiceAccount alone (SA-001)."""


KINDS = {
    "ConfigMap": check_config_map,
    "Secret": check_secret,
    "Namespace": check_namespace,
    "ServiceAccount": check_service_account,
}
