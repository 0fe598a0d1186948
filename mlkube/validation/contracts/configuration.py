"""What ConfigMaps hold that they should not: ML-030 and 031."""

from __future__ import annotations

import re

from mlkube.validation.contracts.judged import mapping

TYPE_CHECKING = False
if TYPE_CHECKING:
    from mlkube.validation.contracts.judged import Party
    from mlkube.validation.contracts.objects import Objects

_SECRET_KEY = re.compile(
    r"(?:^|[._-])(?:password|passwd|secret[._-]?key|secret[._-]?access[._-]?key|api[._-]?key|access[._-]?token|"
    r"auth[._-]?token|client[._-]?secret|private[._-]?key)$",
    re.IGNORECASE,
)
_SECRET_TEXT = re.compile(
    r"-----BEGIN (?:[A-Z ]+ )?PRIVATE KEY-----|\bAKIA[0-9A-Z]{16}\b|\bghp_[0-9A-Za-z]{36}\b|"
    r"^\s*(?:spark\.hadoop\.)?fs\.s3a\.secret\.key\s*[= ]\s*\S+",
    re.MULTILINE,
)
_PLACEHOLDER = re.compile(r"^\s*$|^\$[({]|^<.*>$|^/|^(?:true|false|null|none)$", re.IGNORECASE)
_ALMOST = 1048576 * 9 // 10


def check(party: Party, objects: Objects) -> None:
    """Check a ConfigMap."""
    if party.kind != "ConfigMap":
        return
    size = 0
    for key, value in mapping(party.body.get("data")).items():
        if not isinstance(value, str):
            continue
        size += len(value.encode())
        named = _SECRET_KEY.search(key) and not _PLACEHOLDER.search(value) and "\n" not in value
        if named or _SECRET_TEXT.search(value):
            text = "this looks like a credential, and everybody who may read ConfigMaps reads it"
            objects.error("ML-030", party, f"data[{key}]", text, hint="put it into a Secret")
    if _ALMOST < size <= 1048576:  # noqa: PLR2004  1 MiB, from which on the server refuses it
        text = f"the data are {size} bytes, near the limit of 1048576"
        objects.warn("ML-031", party, "data", text, hint="keep large files in a volume")
