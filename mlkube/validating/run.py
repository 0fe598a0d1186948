"""A validation from end to end: inputs, definitions, verdicts, contracts, skips, the report."""

from __future__ import annotations

from mlkube.schema import load_schema
from mlkube.validating.definition_files import add_text, definitions_in, load_definitions
from mlkube.validating.judging import Session, judge_documents, report_for
from mlkube.validation.judge import UNJUDGED, Judge
from mlkube.validation.reports.report import ContractReport, Report, ResourceReport
from mlkube.validation.skips import complaints
from mlkube.yamlio.server_yaml import read_server_documents

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from mlkube.core.json import Json
    from mlkube.overlay.resource_set import ResourceSet
    from mlkube.validating.judging import Judged
    from mlkube.validating.options import ValidateOptions
    from mlkube.validation.definitions import Definitions
    from mlkube.validation.finding import Finding


def start(options: ValidateOptions, definitions: Definitions) -> Session:
    """Return what the verdicts of one validation share."""
    judge = Judge(
        load_schema(options.kubernetes_version),
        definitions,
        ignore_missing_schemas=options.ignore_missing_schemas,
    )
    session = Session(judge, options.skips)
    session.whole = options.together
    return session


def validate_text(data: bytes, options: ValidateOptions, *, file: str = "<stdin>") -> Report:
    """Judge every object in a text."""
    definitions = load_definitions(options.crds, options.definitions)
    add_text(data, file, definitions)
    session = start(options, definitions)
    judged = list(judge_text(data, file, session))
    return finished(judged, session, options, together=options.together)


def judge_text(data: bytes, file: str, session: Session, *, only_objects: bool = False) -> list[Judged]:
    """Return the judged objects of one text; a text that cannot be cut into documents is one error."""
    from mlkube.errors import YamlError  # noqa: PLC0415  only here
    from mlkube.validating.judging import unreadable_text  # noqa: PLC0415  as above

    session.know_comments(file, data)
    result: list[Judged] = []
    try:
        documents = read_server_documents(data, file)
        for each in judge_documents(documents, file, session, only_objects=only_objects):
            if not session.whole:
                each.release()
            result.append(each)
    except YamlError as error:
        result.append(unreadable_text(error, file))
    return result


def validate_objects(objects: Iterable[Json], options: ValidateOptions) -> Report:
    """Judge objects that are plain data; findings have no lines."""
    bodies = list(objects)
    definitions = load_definitions(options.crds, options.definitions)
    for body in bodies:
        for definition in definitions_in(body):
            definitions.add(definition)
    session = start(options, definitions)
    judged = [
        session.judge_value(body, report_for(body, "", number, 0), _nowhere)
        for number, body in enumerate(bodies)
    ]
    return finished(judged, session, options, together=options.together)


def _nowhere(_finding: Finding, _value: Json) -> None:
    """Leave a finding without a line: nobody wrote the object to a file."""


def validate_resources(
    resources: ResourceSet, options: ValidateOptions, *, errors_only: bool = False
) -> Report:
    """Judge the result of a build, with findings placed where the user wrote what they are about."""
    definitions = load_definitions(options.crds, options.definitions)
    session = start(options, definitions)
    session.errors_only = errors_only
    judged = judge_resources(resources, session, definitions)
    return finished(judged, session, options, together=True)


def judge_resources(resources: ResourceSet, session: Session, definitions: Definitions) -> list[Judged]:
    """Return the judged objects of a build."""
    from mlkube.validating.origins import Origins  # noqa: PLC0415  only built objects

    for resource in resources:
        if resource.kind == "CustomResourceDefinition":
            definitions.add(resource.body)
    origins = Origins(session.know_comments)
    return [
        session.judge_value(resource.body, origins.report_for(resource), origins.placer(resource))
        for resource in resources
    ]


def finished(
    judged: Sequence[Judged], session: Session, options: ValidateOptions, *, together: bool
) -> Report:
    """Return the report, with contracts between the objects where they are asked for."""
    contracts = contracts_between(judged, session, options) if together else []
    reports = [each.report for each in judged]
    return Report(reports, contracts, list(complaints([*session.skips, *session.local])))


def contracts_between(
    judged: Sequence[Judged], session: Session, options: ValidateOptions
) -> list[ContractReport]:
    """Return the contracts that the objects break."""
    from mlkube.validation.contracts import check_contracts  # noqa: PLC0415  not every run wants them
    from mlkube.validation.contracts.judged import Judged as Party  # noqa: PLC0415  as above

    parties = [
        Party(each.body, number)
        for number, each in enumerate(judged)
        if each.body and each.report.status != UNJUDGED
    ]
    result: list[ContractReport] = []
    for found in check_contracts(parties, external=options.is_external):
        each = judged[found.object]
        result.extend(
            ContractReport(each.report, finding)
            for finding in session.kept([found.finding], each.report, each.place, each.body)
        )
    return result


def validate_inputs(names: Sequence[str], options: ValidateOptions) -> Report:
    """Judge files, folders, targets and standard input (`-`), each by its own way.

    Raises:
        MlkubeError: something that does not exist, a target that cannot be built, wrong settings.

    """
    from mlkube.validating.inputs import judge_inputs  # noqa: PLC0415  the library has texts and objects too

    return judge_inputs(names, options)


__all__ = [
    "Report",
    "ResourceReport",
    "validate_inputs",
    "validate_objects",
    "validate_resources",
    "validate_text",
]
