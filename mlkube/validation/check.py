"""What rules report to: findings in the API server's words, at the API server's paths."""

from __future__ import annotations

from mlkube.validation.finding import ERROR, WARNING, Finding
from mlkube.validation.go_text import shown

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable


class Check:
    """The findings of one object, and the minor version of Kubernetes that it is judged for (36 for 1.36).

    The methods are the kinds of errors that the server has; `path` is spelt as the server spells it.
    `at` names the place in the user's file where that is another one.

    Source: k8s.io/apimachinery, pkg/util/validation/field/errors.go.
    """

    __slots__ = ("findings", "minor")

    def __init__(self, minor: int) -> None:
        self.findings: list[Finding] = []
        self.minor = minor

    def required(self, rule: str, path: str, detail: str = "", *, at: str = "", hint: str = "") -> None:
        """Report that a value is missing."""
        self._add(rule, path, "Required value", detail, at, hint)

    def invalid(
        self, rule: str, path: str, value: object, detail: str, *, at: str = "", hint: str = ""
    ) -> None:
        """Report that a value is wrong."""
        self._add(rule, path, f"Invalid value: {shown(value)}", detail, at, hint)

    def invalid_each(
        self, rule: str, path: str, value: object, details: Iterable[str], *, at: str = ""
    ) -> None:
        """Report that a value is wrong for each of these reasons, such as `formats` gives them."""
        for detail in details:
            self.invalid(rule, path, value, detail, at=at)

    def unsupported(
        self, rule: str, path: str, value: object, supported: Iterable[str], *, at: str = "", hint: str = ""
    ) -> None:
        """Report that a value is none of those supported, which are named in the order given."""
        names = list(supported)
        listed = ", ".join(shown(name) for name in names)
        if not hint and isinstance(value, str) and value:
            from mlkube.core.suggest import suggest  # noqa: PLC0415  only a finding needs it

            near = suggest(value, names)
            hint = f'did you mean "{near}"?' if near else ""
        self._add(rule, path, f"Unsupported value: {shown(value)}: supported values: {listed}", "", at, hint)

    def duplicate(self, rule: str, path: str, value: object, *, at: str = "", hint: str = "") -> None:
        """Report that a value that may stand once stands twice."""
        self._add(rule, path, f"Duplicate value: {shown(value)}", "", at, hint)

    def forbidden(self, rule: str, path: str, detail: str, *, at: str = "", hint: str = "") -> None:
        """Report that a value must not stand here."""
        self._add(rule, path, "Forbidden", detail, at, hint)

    def not_found(
        self, rule: str, path: str, value: object, detail: str = "", *, at: str = "", hint: str = ""
    ) -> None:
        """Report that a name refers to nothing."""
        self._add(rule, path, f"Not found: {shown(value)}", detail, at, hint)

    def too_long(self, rule: str, path: str, limit: int, *, at: str = "", hint: str = "") -> None:
        """Report that a text or a sum of texts is longer than so many bytes."""
        said = "may not be more than" if self.minor >= 32 else "must have at most"  # noqa: PLR2004  1.32
        self._add(rule, path, f"Too long: {said} {limit} bytes", "", at, hint)

    def too_many(self, rule: str, path: str, number: int, limit: int, *, at: str = "") -> None:
        """Report that a list has more items than allowed."""
        self._add(rule, path, f"Too many: {number}: must have at most {limit} items", "", at, "")

    def warn(self, rule: str, path: str, text: str, *, at: str = "", hint: str = "") -> None:
        """Report what the server accepts and warns of."""
        self.findings.append(Finding(rule, path, text, hint=hint, at=at, severity=WARNING))

    def error(self, rule: str, path: str, text: str, *, at: str = "", hint: str = "") -> None:
        """Report an error in words that fit none of the other kinds."""
        self.findings.append(Finding(rule, path, text, hint=hint, at=at, severity=ERROR))

    def _add(self, rule: str, path: str, head: str, detail: str, at: str, hint: str) -> None:
        text = f"{head}: {detail}" if detail else head
        self.findings.append(Finding(rule, path, text, hint=hint, at=at, severity=ERROR))
