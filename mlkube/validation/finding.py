"""One thing that is wrong with an object; plain data."""

from __future__ import annotations

ERROR = "error"
WARNING = "warning"
NOTE = "note"


class Finding:
    """What a rule found: its id, the field as the server spells it, the message, perhaps a way out.

    `line` and `column` (1-based, 0 for unknown) say where it stands in `file`; `at` is the field to look for
    there where it is another than `path`.
    """

    __slots__ = ("at", "column", "file", "hint", "line", "message", "path", "rule", "severity")

    def __init__(  # noqa: PLR0913  plain data
        self,
        rule: str,
        path: str,
        message: str,
        *,
        hint: str = "",
        severity: str = ERROR,
        at: str = "",
        file: str = "",
        line: int = 0,
        column: int = 0,
    ) -> None:
        self.rule = rule
        self.path = path
        self.message = message
        self.hint = hint
        self.severity = severity
        self.at = at
        self.file = file
        self.line = line
        self.column = column

    def __repr__(self) -> str:
        return f"<{self.severity}[{self.rule}] {self.path}: {self.message}>"
