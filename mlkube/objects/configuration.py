"""ConfigMaps and Secrets."""

from __future__ import annotations

from mlkube.objects.parts import Checks, metadata

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping

    from mlkube.k8s import core_v1

_KEY_CHARACTERS = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._")
_LONGEST_KEY = 253


def config_map(
    *,
    name: str,
    data: Mapping[str, str | bytes],
    namespace: str | None = None,
    labels: Mapping[str, str] | None = None,
    annotations: Mapping[str, str] | None = None,
    immutable: bool | None = None,
) -> core_v1.ConfigMap:
    """Return a ConfigMap; text goes to `data`, bytes go to `binaryData` in base64.

    An `immutable` one cannot change any more: give it a new name with new content.

    Raises:
        BuildError: a key that is no file name: letters, digits, `-`, `_` and `.`, at most 253.

    Source: https://kubernetes.io/docs/concepts/configuration/configmap/
    """
    checks = Checks("ConfigMap", name)
    _check_keys(checks, data)
    checks.finish()
    found: core_v1.ConfigMap = {
        "apiVersion": "v1",
        "kind": "ConfigMap",
        "metadata": metadata(name, namespace, labels or {}, annotations),
    }
    texts, encoded = _divided(data)
    if texts:
        found["data"] = texts
    if encoded:
        found["binaryData"] = encoded
    if immutable is not None:
        found["immutable"] = immutable
    return found


def secret(
    *,
    name: str,
    data: Mapping[str, str | bytes],
    namespace: str | None = None,
    labels: Mapping[str, str] | None = None,
    annotations: Mapping[str, str] | None = None,
    type: str = "Opaque",  # noqa: A002  as Kubernetes names it
    immutable: bool | None = None,
) -> core_v1.Secret:
    """Return a Secret; text goes to `stringData`, bytes go to `data` in base64.

    Base64 hides nothing: a manifest with a Secret in it is as secret as its values.

    Raises:
        BuildError: a key that is no file name: letters, digits, `-`, `_` and `.`, at most 253.

    Source: https://kubernetes.io/docs/concepts/configuration/secret/
    """
    checks = Checks("Secret", name)
    _check_keys(checks, data)
    checks.finish()
    found: core_v1.Secret = {
        "apiVersion": "v1",
        "kind": "Secret",
        "metadata": metadata(name, namespace, labels or {}, annotations),
        "type": type,
    }
    texts, encoded = _divided(data)
    if encoded:
        found["data"] = encoded
    if texts:
        found["stringData"] = texts
    if immutable is not None:
        found["immutable"] = immutable
    return found


def _check_keys(checks: Checks, data: Mapping[str, str | bytes]) -> None:
    for key in data:
        fine = 0 < len(key) <= _LONGEST_KEY and _KEY_CHARACTERS.issuperset(key) and key not in {".", ".."}
        checks.that(
            fine and not key.startswith(".."),
            "data",
            f"{key!r} is no key",
            hint="keys are letters, digits, -, _ and .",
        )


def _divided(data: Mapping[str, str | bytes]) -> tuple[dict[str, str], dict[str, str]]:
    """Return the texts, and the bytes in base64."""
    from binascii import b2a_base64  # noqa: PLC0415  most builds encode nothing

    texts = {key: value for key, value in data.items() if isinstance(value, str)}
    encoded = {
        key: b2a_base64(value, newline=False).decode()
        for key, value in data.items()
        if isinstance(value, bytes)
    }
    return texts, encoded
