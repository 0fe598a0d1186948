"""What not to report: by rule, kind or file in settings and flags, by comment at the line, by annotation."""

from __future__ import annotations

from mlkube.validation.finding import WARNING, Finding

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from typing import Any

ANNOTATION = "mlkube.dev/ignore"
_COMMENT = b"mlkube: ignore"
_NO_REASON, _NO_MATCH = "SKIP-001", "SKIP-002"
_SEPARATORS = ("\n", ";")


class Skip:
    """One thing to leave out; an empty `rule`, `kind` or `file` means any. `file` is a pattern of a path.

    `place` says where the skip stands (file and line, 0 for none), for the report on skips that match nothing;
    `is_flag` marks one of the command line, which needs no reason. `used` is set once it matched.
    """  # noqa: E501 the server's words

    __slots__ = ("file", "is_flag", "kind", "place", "reason", "rule", "used")

    def __init__(
        self,
        *,
        rule: str = "",
        kind: str = "",
        file: str = "",
        reason: str = "",
        place: tuple[str, int] = ("", 0),
        is_flag: bool = False,
    ) -> None:
        self.rule = rule
        self.kind = kind
        self.file = file
        self.reason = reason
        self.place = place
        self.is_flag = is_flag
        self.used = False

    def covers_object(self, kind: str, file: str) -> bool:
        """Tell whether a whole object is left out."""
        return not self.rule and self._fits(kind, file)

    def covers(self, rule: str, kind: str, file: str) -> bool:
        """Tell whether a finding is left out."""
        return self.rule == rule and self._fits(kind, file)

    def _fits(self, kind: str, file: str) -> bool:
        if self.kind and self.kind != kind:
            return False
        if not self.file:
            return True
        from fnmatch import fnmatchcase  # noqa: PLC0415  few runs skip files

        return fnmatchcase(file, self.file) or fnmatchcase(file, f"*/{self.file}")

    def __str__(self) -> str:
        parts = (("rule", self.rule), ("kind", self.kind), ("file", self.file))
        return ", ".join(f"{name} {value}" for name, value in parts if value)


def comment_skips(data: bytes, file: str) -> dict[int, list[Skip]]:
    """Return the skips of comments by the line that they are about: their own, or the next one with text.

    A comment reads `# mlkube: ignore RULE reason`.
    """
    found: dict[int, list[Skip]] = {}
    if _COMMENT not in data:
        return found
    lines = data.decode("utf-8", "replace").splitlines()
    for at, line in enumerate(lines):
        head, mark, said = line.partition("# mlkube: ignore")
        if not mark:
            continue
        about = at
        while not head.strip() and about + 1 < len(lines):
            about += 1
            text = lines[about].strip()
            if text and not text.startswith("#"):
                break
        found.setdefault(about + 1, []).append(_skip(said, file, at + 1))
    return found


def annotation_skips(metadata: dict[str, Any], file: str, line: int) -> Iterator[Skip]:
    """Yield the skips of the annotation `mlkube.dev/ignore`: `RULE reason`, one a line or between `;`."""
    annotations = metadata.get("annotations")
    text = annotations.get(ANNOTATION) if isinstance(annotations, dict) else None
    if isinstance(text, str):
        for part in text.replace(";", "\n").splitlines():
            if part.strip():
                yield _skip(part, file, line)


def _skip(said: str, file: str, line: int) -> Skip:
    rule, _, reason = said.strip().partition(" ")
    return Skip(rule=rule, reason=reason.strip(" :-"), place=(file, line))


def complaints(skips: Iterable[Skip]) -> Iterator[Finding]:
    """Yield a warning for each skip without a reason, and for each that matched nothing."""
    for skip in skips:
        file, line = skip.place
        if not skip.reason and not skip.is_flag:
            text = f"the skip of {skip} has no reason"
            yield Finding(
                _NO_REASON,
                "",
                text,
                hint="write the reason behind it",
                severity=WARNING,
                file=file,
                line=line,
            )
        if not skip.used:
            text = f"the skip of {skip} matches nothing"
            hint = "remove it" if not skip.is_flag else ""
            yield Finding(_NO_MATCH, "", text, hint=hint, severity=WARNING, file=file, line=line)
