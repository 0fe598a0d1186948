"""Places in the user's files and the one tree of errors; imports nothing."""

from __future__ import annotations

_SHORT_HINT = 100


class Place:
    """A spot in the user's input: file, line and column (1-based, 0 for unknown), object, field.

    `resource` reads `Deployment/ml-model`, `field` reads `spec.template.spec.containers[0].image`.
    """

    __slots__ = ("column", "field", "file", "line", "resource")

    def __init__(
        self, file: str = "", line: int = 0, column: int = 0, resource: str = "", field: str = ""
    ) -> None:
        self.file = file
        self.line = line
        self.column = column
        self.resource = resource
        self.field = field

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Place) and self._key() == other._key()

    def __hash__(self) -> int:
        return hash(self._key())

    def __repr__(self) -> str:
        return f"Place{self._key()!r}"

    def __str__(self) -> str:
        """Return `file:line:column`, without the parts that are not known."""
        file = visible(self.file, lines=False)
        if not self.line:
            return file
        column = f":{self.column}" if self.column else ""
        return f"{file}:{self.line}{column}"

    def _key(self) -> tuple[str, int, int, str, str]:
        return self.file, self.line, self.column, self.resource, self.field

    def within(self, *, resource: str = "", field: str = "") -> Place:
        """Return this place with the object or the field filled in."""
        return Place(self.file, self.line, self.column, resource or self.resource, field or self.field)


def visible(text: str, *, lines: bool = True) -> str:
    """Return a text with escapes for what would command a terminal and, unless `lines`, break the line."""
    if text.isprintable():
        return text
    return "".join(
        char if char.isprintable() or (char == "\n" and lines) else repr(char)[1:-1] for char in text
    )


def finding_text(place: Place, severity: str, reason: str, *, hint: str = "", rule: str = "") -> str:
    """Return the one line that people and scripts read: place, severity, object, field, reason, hint.

    A hint that is long stands on an indented line of its own.
    """
    where = str(place)
    head = f"{where}: {severity}" if where else severity
    if rule:
        head += f"[{rule}]"
    subject = visible(" ".join(part for part in (place.resource, place.field) if part), lines=False)
    reason, hint = visible(reason), visible(hint)
    text = f"{head} {subject}: {reason}" if subject else f"{head}: {reason}"
    if not hint:
        return text
    return f"{text}; {hint}" if len(hint) <= _SHORT_HINT and "\n" not in hint else f"{text}\n    {hint}"


class MlkubeError(Exception):
    """What the user gave is wrong; carries the place, the reason and, where one exists, the way out."""

    def __init__(self, reason: str, *, place: Place | None = None, hint: str = "", rule: str = "") -> None:
        super().__init__(reason)
        self.reason = reason
        self.place = place or Place()
        self.hint = hint
        self.rule = rule

    def __str__(self) -> str:
        return finding_text(self.place, "error", self.reason, hint=self.hint, rule=self.rule)


class YamlError(MlkubeError):
    """Text that is no YAML, or YAML that Kubernetes' tools would not read."""


class FileAccessError(MlkubeError):
    """A file that is missing, unreadable, or outside of what a kustomization may read."""


class KustomizationError(MlkubeError):
    """A kustomization whose fields are unknown, of the wrong type, or contradict each other."""


class BuildError(MlkubeError):
    """A build that cannot go on: a patch without a match, ids that clash, a reference with two meanings."""


class SettingsError(MlkubeError):
    """Settings in `mlkube.toml` or `pyproject.toml` that cannot be meant."""


class TargetError(MlkubeError):
    """A target, base or component that the project does not have."""


class ErrorGroup(MlkubeError):  # noqa: N818  named as the language names its own groups
    """Everything that is wrong in one stage; `errors` holds them in the order of the input."""

    def __init__(self, errors: list[MlkubeError]) -> None:
        super().__init__("; ".join(error.reason for error in errors), place=errors[0].place)
        self.errors = tuple(errors)

    def __str__(self) -> str:
        return "\n".join(str(error) for error in self.errors)


def raise_all(errors: list[MlkubeError]) -> None:
    """Raise the collected errors of a stage: nothing for none, the error itself for one.

    What is wrong in a base is found again wherever the base is listed, and said once.

    Raises:
        MlkubeError: the single error, or an `ErrorGroup` of all.

    """
    if not errors:
        return
    flat: list[MlkubeError] = []
    for error in errors:
        flat.extend(error.errors if isinstance(error, ErrorGroup) else [error])
    flat = list({str(error): error for error in flat}.values())
    raise flat[0] if len(flat) == 1 else ErrorGroup(flat)
