"""From the documents of a text to reports: Lists opened, findings placed, skips applied."""

from __future__ import annotations

from mlkube.validation.finding import ERROR, NOTE, Finding
from mlkube.validation.judge import INVALID, SKIPPED, UNJUDGED, VALID, Judge
from mlkube.validation.paths import steps_to
from mlkube.validation.reports.report import ResourceReport
from mlkube.validation.skips import annotation_skips, comment_skips

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from typing import Any

    from mlkube.core.json import Json
    from mlkube.errors import YamlError
    from mlkube.validation.skips import Skip
    from mlkube.yamlio.server_yaml import ServerDocument

    Placer = Callable[[Finding, Json], None]

KUSTOMIZE_GROUP = "kustomize.config.k8s.io/"
_CORE_LIST = "v1"


class Judged:
    """A report with the object that it is about: what contracts between objects look at."""

    __slots__ = ("body", "place", "report")

    def __init__(self, report: ResourceReport, body: dict[str, Any], place: Placer) -> None:
        self.report = report
        self.body = body
        self.place = place

    def release(self) -> None:
        """Let go of the object; the report stays."""
        self.body = {}
        self.place = _placed


def _placed(_finding: Finding, _value: Json) -> None:
    """Leave places as they are: the text is no longer there."""


class Session:
    """What one validation shares: the judge, the skips, and which of these matched.

    With `errors_only`, as `render` has it, warnings and notes are not even placed. Without `whole` an object
    of a text is let go as soon as it is judged: nothing will be held against it.
    """

    __slots__ = ("comments", "errors_only", "judge", "local", "skips", "whole")

    def __init__(self, judge: Judge, skips: Sequence[Skip]) -> None:
        self.judge = judge
        self.skips = tuple(skips)
        self.local: list[Skip] = []
        self.errors_only = False
        self.whole = True
        self.comments: dict[str, dict[int, list[Skip]]] = {}

    def know_comments(self, file: str, data: bytes) -> None:
        """Take in the comments of a file that say what to leave out."""
        if file not in self.comments:
            found = self.comments[file] = comment_skips(data, file)
            for skips in found.values():
                self.local.extend(skips)

    def judge_value(
        self,
        value: Json,
        report: ResourceReport,
        place: Placer,
        *,
        size: int = 0,
        before: Iterable[Finding] = (),
    ) -> Judged:
        """Judge one object into its report; `before` are findings of the reading."""
        skip = next((skip for skip in self.skips if skip.covers_object(report.kind, report.file)), None)
        if skip is not None:
            skip.used = True
            report.status = SKIPPED
            return Judged(report, {}, place)
        verdict = self.judge.judge(value, size)
        findings = [*before, *verdict.findings]
        report.status = INVALID if verdict.status == VALID and findings else verdict.status
        if findings:
            self._sort(findings, report, place, value)
        return Judged(report, verdict.body, place)

    def _sort(self, findings: list[Finding], report: ResourceReport, place: Placer, value: Json) -> None:
        metadata = value.get("metadata") if isinstance(value, dict) else None
        own = list(annotation_skips(metadata, report.file, report.line)) if isinstance(metadata, dict) else []
        self.local.extend(own)
        for finding in self.kept(findings, report, place, value, own):
            if finding.severity == ERROR:
                report.errors.append(finding)
            elif finding.severity == NOTE:
                report.notes.append(finding)
            else:
                report.warnings.append(finding)
        if report.status in {VALID, INVALID}:
            report.status = INVALID if report.errors else VALID

    def kept(
        self,
        findings: Iterable[Finding],
        report: ResourceReport,
        place: Placer,
        value: Json,
        own: Sequence[Skip] = (),
    ) -> Iterator[Finding]:
        """Yield the findings that nobody skips, with their places."""
        for finding in findings:
            if self.errors_only and finding.severity != ERROR:
                continue
            if not finding.line:
                place(finding, value)
            comments = self.comments.get(finding.file or report.file)
            at_line = comments.get(finding.line, ()) if comments else ()
            skip = next(
                (
                    skip
                    for skip in (*own, *at_line, *self.skips)
                    if skip.covers(finding.rule, report.kind, report.file)
                ),
                None,
            )
            if skip is None:
                yield finding
            else:
                skip.used = True


def judge_documents(
    documents: Iterable[ServerDocument], file: str, session: Session, *, only_objects: bool = False
) -> Iterator[Judged]:
    """Yield a judged object for each one in the documents; empty documents are passed over.

    With `only_objects`, what has neither apiVersion nor kind is passed over too, as are kustomizations.
    """
    for document in documents:
        if document.error is not None:
            yield _unreadable(document, document.error, file, session)
            continue
        value = document.value
        if value is None:
            continue
        if only_objects and not _is_object(value):
            continue
        before = [
            Finding(
                "DEC-002",
                each.key,
                f'the key "{each.key}" stands twice, first in line {each.first_line}',
                hint="the server refuses it; remove one of them",
                line=each.line,
                column=each.column,
            )
            for each in document.duplicates
        ]
        items = _items(value)
        if items is None:
            yield session.judge_value(
                value,
                report_for(value, file, document.number, document.line),
                _placer(document, ()),
                size=document.size,
                before=before,
            )
            continue
        for at, item in enumerate(items):
            place = _placer(document, ("items", at))
            report = report_for(item, file, document.number, document.locate(("items", at))[0])
            yield session.judge_value(item, report, place, before=before if at == 0 else ())


def report_for(value: Json, file: str, document: int, line: int) -> ResourceReport:
    """Return an empty report that names an object."""
    mapping = value if isinstance(value, dict) else {}
    metadata = mapping.get("metadata")
    named = metadata if isinstance(metadata, dict) else {}
    return ResourceReport(
        file=file,
        document=document,
        line=line,
        api_version=_text(mapping.get("apiVersion")),
        kind=_text(mapping.get("kind")),
        name=_text(named.get("name")) or _text(named.get("generateName")),
        namespace=_text(named.get("namespace")),
    )


def _text(value: Json) -> str:
    return value if isinstance(value, str) else ""


def _is_object(value: Json) -> bool:
    return isinstance(value, dict) and "apiVersion" in value and "kind" in value


def _items(value: Json) -> list[Json] | None:
    """Return the objects of a List, None for anything else."""
    if not isinstance(value, dict) or not isinstance(value.get("kind"), str):
        return None
    items = value.get("items")
    kind: str = value["kind"]  # type: ignore[assignment]  # as just asked
    if not kind.endswith("List") or not (isinstance(items, list) or (items is None and "items" in value)):
        return None
    if kind == "List" and value.get("apiVersion") != _CORE_LIST:
        return None
    if isinstance(items, list) and kind != "List":
        element = {"apiVersion": value.get("apiVersion"), "kind": kind[: -len("List")]}
        return [{**element, **item} if isinstance(item, dict) else item for item in items]
    return items or []


def _placer(document: ServerDocument, prefix: tuple[str | int, ...]) -> Placer:
    def place(finding: Finding, value: Json) -> None:
        steps = steps_to(finding.at or finding.path, value)
        finding.line, finding.column = document.locate((*prefix, *steps))

    return place


def unreadable_text(error: YamlError, file: str) -> Judged:
    """Return the report on a text that cannot even be cut into documents."""
    place = error.place
    finding = Finding("YAML-001", "", error.reason, hint=error.hint, line=place.line, column=place.column)
    report = ResourceReport(file=file, line=place.line, status=UNJUDGED, errors=[finding])
    return Judged(report, {}, lambda _finding, _value: None)


def _unreadable(document: ServerDocument, error: YamlError, file: str, session: Session) -> Judged:
    report = ResourceReport(file=file, document=document.number, line=error.place.line, status=UNJUDGED)
    finding = Finding(
        "DEC-002" if "stands twice" in error.reason else "YAML-001",
        "",
        error.reason,
        hint=error.hint,
        line=error.place.line or document.line,
        column=error.place.column,
    )
    report.errors.extend(session.kept([finding], report, lambda _finding, _value: None, None))
    return Judged(report, {}, lambda _finding, _value: None)
