"""Descriptions of workloads in plain files: checked by their type, and what they build by the server's rules."""  # noqa: E501 the server's words

from __future__ import annotations

import os

from mlkube.core.description import GROUP, Description, Writing
from mlkube.core.resource import Source
from mlkube.errors import ErrorGroup, MlkubeError, Place, YamlError
from mlkube.validating.judging import Judged, judge_documents, report_for, unreadable_text
from mlkube.validation.finding import Finding
from mlkube.validation.judge import INVALID
from mlkube.yamlio.server_yaml import read_server_documents

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from mlkube.validating.judging import Session
    from mlkube.yamlio.server_yaml import ServerDocument


def judge_with_descriptions(data: bytes, file: str, session: Session, *, only_objects: bool) -> list[Judged]:
    """Judge a text that may hold descriptions beside objects."""
    session.know_comments(file, data)
    result: list[Judged] = []
    try:
        for document in read_server_documents(data, file):
            if _is_description(document.value):
                result.extend(_judge_description(document, file, session))
            else:
                result.extend(judge_documents([document], file, session, only_objects=only_objects))
    except YamlError as error:
        result.append(unreadable_text(error, file))
    return result


def _is_description(value: object) -> bool:
    return isinstance(value, dict) and str(value.get("apiVersion") or "").startswith(f"{GROUP}/")


def _judge_description(document: ServerDocument, file: str, session: Session) -> Iterator[Judged]:
    from mlkube.pipeline import build_description  # noqa: PLC0415  only descriptions need the workloads

    body = document.value
    report = report_for(body, file, document.number, document.line)

    def place(path: tuple[str | int, ...]) -> Place:
        return Place(file, *document.locate(path))

    description = Description(
        (file, document.number),
        body,  # type: ignore[arg-type]  # a mapping, as its apiVersion shows
        source=Source(file, document.number),
        folder=os.path.dirname(file) or os.curdir,
        writings=(Writing(body, place),),  # type: ignore[arg-type]  # as above
    )
    try:
        build_description(description)
    except MlkubeError as error:
        for each in error.errors if isinstance(error, ErrorGroup) else (error,):
            report.errors.append(
                Finding(
                    "SPEC-001",
                    each.place.field,
                    each.reason,
                    hint=each.hint,
                    line=each.place.line or document.line,
                    column=each.place.column,
                )
            )
        report.errors[:] = session.kept(report.errors, report, lambda _finding, _value: None, body)
        report.status = INVALID if report.errors else report.status
    yield Judged(report, {}, lambda _finding, _value: None)
