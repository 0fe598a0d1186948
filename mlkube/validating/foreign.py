"""Documents of other kinds, judged by a JSON Schema that the user gives."""

from __future__ import annotations

import sys

from mlkube.core.field_path import format_path
from mlkube.errors import FileAccessError, MlkubeError, Place, YamlError
from mlkube.overlay.files import read_file, shown
from mlkube.validation.finding import Finding
from mlkube.validation.foreign import schema_errors
from mlkube.validation.judge import INVALID, UNJUDGED, VALID
from mlkube.validation.reports.report import Report, ResourceReport
from mlkube.yamlio.server_yaml import read_server_documents

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from mlkube.core.json import JsonObject


def validate_foreign(inputs: Sequence[str], schema_file: str) -> Report:
    """Judge each document of the files (`-` is standard input) by the JSON Schema in a file, JSON or YAML.

    Raises:
        MlkubeError: the schema is none, or a file cannot be read.

    """
    schema = _schema(schema_file)
    reports: list[ResourceReport] = []
    for name in inputs:
        file = "<stdin>" if name == "-" else shown(name)
        data = sys.stdin.buffer.read() if name == "-" else _read(name)
        for document in read_server_documents(data, file):
            report = ResourceReport(file, document=document.number, line=document.line, status=VALID)
            if document.error is not None:
                place = document.error.place
                report.status = UNJUDGED
                report.errors.append(
                    Finding("YAML-001", "", document.error.reason, line=place.line, column=place.column)
                )
            elif document.value is not None:
                for path, message in schema_errors(schema, document.value):
                    line, column = document.locate(path)
                    report.errors.append(
                        Finding("SCH-002", format_path(path), message, line=line, column=column)
                    )
                report.status = INVALID if report.errors else VALID
            else:
                continue
            reports.append(report)
    return Report(reports)


def _schema(file: str) -> JsonObject:
    try:
        document = next(read_server_documents(_read(file), shown(file)))
    except YamlError as error:
        raise MlkubeError(error.reason, place=error.place) from None
    if document.error is not None:
        raise document.error
    if not isinstance(document.value, dict):
        raise MlkubeError("no JSON Schema: a mapping is expected", place=Place(shown(file)))
    return document.value


def _read(file: str) -> bytes:
    try:
        return read_file(file)
    except OSError as error:
        raise FileAccessError(
            f"cannot be read: {(error.strerror or 'unknown').lower()}", place=Place(shown(file))
        ) from None
