"""A whole run of `mlkube validate` as plain data: the objects, the contracts between them, the sums."""

from __future__ import annotations

from mlkube.errors import Place
from mlkube.validation.finding import ERROR

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from mlkube.core.json import Json
    from mlkube.validation.finding import Finding

VALID = "valid"
INVALID = "invalid"
FAILED = "error"
SKIPPED = "skipped"

VERSION = (
    1  # of the JSON form; a reader of the form may rely on every field of docs/validate-report.schema.json
)


class ResourceReport:
    """One object, or one document that could not be read as one, and everything found in it.

    `document` counts the documents of the file from 0; `line` is where the object starts, 0 for unknown.
    `status` is `valid`, `invalid`, `error` (nothing could judge it) or `skipped`.
    """

    __slots__ = (
        "api_version",
        "document",
        "errors",
        "file",
        "kind",
        "line",
        "name",
        "namespace",
        "notes",
        "status",
        "warnings",
    )

    def __init__(  # noqa: PLR0913  plain data
        self,
        file: str,
        document: int = 0,
        line: int = 0,
        *,
        api_version: str = "",
        kind: str = "",
        name: str = "",
        namespace: str = "",
        status: str = VALID,
        errors: list[Finding] | None = None,
        warnings: list[Finding] | None = None,
        notes: list[Finding] | None = None,
    ) -> None:
        self.file = file
        self.document = document
        self.line = line
        self.api_version = api_version
        self.kind = kind
        self.name = name
        self.namespace = namespace
        self.status = status
        self.errors = errors if errors is not None else []
        self.warnings = warnings if warnings is not None else []
        self.notes = notes if notes is not None else []

    def __str__(self) -> str:
        """Return `Deployment/ml-model`, or as much of it as is known."""
        return f"{self.kind}/{self.name}" if self.name else self.kind

    def findings(self) -> Iterator[Finding]:
        """Yield everything found: the errors, the warnings, the notes."""
        yield from self.errors
        yield from self.warnings
        yield from self.notes

    def place(self, finding: Finding) -> Place:
        """Return where a finding stands: its own place, or else the start of the object."""
        file, line = finding.file or self.file, finding.line
        if not line and file == self.file:
            line = self.line
        return Place(file, line, finding.column, str(self), finding.path)

    def to_json(self) -> dict[str, Json]:
        """Return the object's entry of the JSON form."""
        entry: dict[str, Json] = {
            "file": self.file,
            "document": self.document,
            "line": self.line,
            "apiVersion": self.api_version,
            "kind": self.kind,
            "name": self.name,
            "namespace": self.namespace,
            "status": self.status,
            "errors": [self._entry(finding) for finding in self.errors],
            "warnings": [self._entry(finding) for finding in self.warnings],
        }
        if self.notes:
            entry["notes"] = [self._entry(finding) for finding in self.notes]
        return entry

    def _entry(self, finding: Finding) -> Json:
        entry: dict[str, Json] = {
            "rule": finding.rule,
            "path": finding.path,
            "line": finding.line,
            "column": finding.column,
            "message": finding.message,
            "hint": finding.hint,
        }
        if finding.file and finding.file != self.file:
            entry["file"] = finding.file
        return entry


class ContractReport:
    """One broken contract between objects, told of the object that relies on it."""

    __slots__ = ("finding", "resource")

    def __init__(self, resource: ResourceReport, finding: Finding) -> None:
        self.resource = resource
        self.finding = finding

    def place(self) -> Place:
        """Return where the finding stands."""
        return self.resource.place(self.finding)

    def to_json(self) -> dict[str, Json]:
        """Return the contract's entry of the JSON form; file, line and column are those of the finding."""
        resource, finding, place = self.resource, self.finding, self.place()
        return {
            "file": place.file,
            "document": resource.document,
            "line": place.line,
            "apiVersion": resource.api_version,
            "kind": resource.kind,
            "name": resource.name,
            "namespace": resource.namespace,
            "rule": finding.rule,
            "severity": finding.severity,
            "path": finding.path,
            "column": place.column,
            "message": finding.message,
            "hint": finding.hint,
        }


class Summary:
    """The sums of a report: objects by status, errors and warnings in objects, contracts."""

    __slots__ = ("contracts", "error", "errors", "invalid", "resources", "skipped", "valid", "warnings")

    def __init__(self, resources: list[ResourceReport], contracts: list[ContractReport]) -> None:
        by_status = {VALID: 0, INVALID: 0, FAILED: 0, SKIPPED: 0}
        for resource in resources:
            by_status[resource.status] += 1
        self.resources = len(resources)
        self.valid = by_status[VALID]
        self.invalid = by_status[INVALID]
        self.error = by_status[FAILED]
        self.skipped = by_status[SKIPPED]
        self.errors = sum(len(resource.errors) for resource in resources)
        self.warnings = sum(len(resource.warnings) for resource in resources)
        self.contracts = len(contracts)

    def to_json(self) -> dict[str, Json]:
        """Return the summary of the JSON form."""
        return {
            "resources": self.resources,
            "valid": self.valid,
            "invalid": self.invalid,
            "error": self.error,
            "skipped": self.skipped,
            "errors": self.errors,
            "warnings": self.warnings,
            "contracts": self.contracts,
        }


class Report:
    """Everything that one run found, in the order of the input.

    `problems` are about the run itself: skips without a reason, or that match nothing.
    """

    __slots__ = ("contracts", "problems", "resources")

    def __init__(
        self,
        resources: list[ResourceReport],
        contracts: list[ContractReport] | None = None,
        problems: list[Finding] | None = None,
    ) -> None:
        self.resources = resources
        self.contracts = contracts if contracts is not None else []
        self.problems = problems if problems is not None else []

    def __repr__(self) -> str:
        return f"<Report of {len(self.resources)} resources, exit code {self.exit_code}>"

    @property
    def ok(self) -> bool:
        """Whether all of it would be applied."""
        return self.exit_code == 0

    @property
    def summary(self) -> Summary:
        """The sums of it."""
        return Summary(self.resources, self.contracts)

    @property
    def exit_code(self) -> int:
        """1 where an object is invalid or could not be judged, or a contract is broken; else 0."""
        bad = any(resource.status in {INVALID, FAILED} for resource in self.resources)
        return int(bad or any(contract.finding.severity == ERROR for contract in self.contracts))

    def findings(self) -> Iterator[tuple[ResourceReport, Finding]]:
        """Yield all that was found, each with its object: the objects in order, then the contracts."""
        for resource in self.resources:
            for finding in resource.findings():
                yield resource, finding
        for contract in self.contracts:
            yield contract.resource, contract.finding
        for problem in self.problems:
            yield ResourceReport(problem.file), problem

    def to_json(self) -> dict[str, Json]:
        """Return the JSON form: docs/validate-report.schema.json."""
        return {
            "version": VERSION,
            "resources": [resource.to_json() for resource in self.resources],
            "contracts": [contract.to_json() for contract in self.contracts],
            "summary": self.summary.to_json(),
        }
