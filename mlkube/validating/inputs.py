"""What a user names on the command line, told apart and judged: files, folders, targets, standard input."""

from __future__ import annotations

import os
import sys

from mlkube.errors import ErrorGroup, FileAccessError, MlkubeError, Place, TargetError
from mlkube.overlay.files import read_file, shown
from mlkube.validating.definition_files import SUFFIXES, add_text, load_definitions
from mlkube.validating.folders import holds_kustomization, walk
from mlkube.validating.judging import KUSTOMIZE_GROUP, Judged
from mlkube.validating.run import contracts_between, judge_resources, judge_text, start
from mlkube.validation.finding import Finding
from mlkube.validation.judge import UNJUDGED
from mlkube.validation.reports.report import ContractReport, Report, ResourceReport
from mlkube.validation.skips import complaints

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from mlkube.overlay.resource_set import ResourceSet
    from mlkube.validating.judging import Session
    from mlkube.validating.options import ValidateOptions
    from mlkube.validation.definitions import Definitions

STANDARD_INPUT = "-"
_STDIN = "<stdin>"
_DESCRIPTIONS = b"mlkube.dev/"


def judge_inputs(names: Sequence[str], options: ValidateOptions) -> Report:
    """Judge everything that is named.

    Raises:
        MlkubeError: as `validate_inputs`.

    """
    run = _Run(options)
    for name in names:
        run.add(name)
    return run.finish()


class _Run:
    """One validation of several inputs: files first listed, then read one after the other."""

    def __init__(self, options: ValidateOptions) -> None:
        self._options = options
        self._input: bytes | None = None
        self._texts: list[tuple[str, bytes | None, bool]] = []  # file, its text where read, only objects
        self._builds: list[tuple[str, bool]] = []  # folder or target, whether a target
        self._seen: set[str] = set()

    def add(self, name: str) -> None:
        """Take in one name; what it means is found out by looking."""
        if name == STANDARD_INPUT:
            self._texts.append((_STDIN, self._standard_input(), False))
        elif os.path.isdir(name) and not self._is_target(name):
            self._add_folder(name)
        elif os.path.exists(name) and not (self._is_target(name)):
            self._add_file(name)
        elif os.sep in name or "/" in name or name.endswith(SUFFIXES):
            raise FileAccessError("no such file or folder", place=Place(shown(name)))
        else:
            self._builds.append((name, True))

    def _is_target(self, name: str) -> bool:
        """Tell whether a bare name is a target; where a file has it too, the target wins."""
        if os.sep in name or "/" in name or name in {os.curdir, os.pardir} or name.endswith(SUFFIXES):
            return False
        from mlkube.project import load_project  # noqa: PLC0415  only bare names ask
        from mlkube.project.targets import is_target  # noqa: PLC0415  as above

        try:
            return is_target(load_project(self._options.project), name)
        except TargetError:
            return False

    def _add_folder(self, name: str) -> None:
        if holds_kustomization(name):
            self._builds.append((name, False))
            return
        found = walk(name)
        self._builds.extend((folder, False) for folder in found.kustomizations)
        self._texts.extend((file, None, True) for file in found.files if self._first(file))

    def _add_file(self, name: str) -> None:
        if os.path.basename(name) in {"kustomization.yaml", "kustomization.yml", "Kustomization"}:
            self._builds.append((os.path.dirname(name) or os.curdir, False))
        elif self._first(name):
            self._texts.append((name, None, self._options.only_objects))

    def _first(self, file: str) -> bool:
        real = os.path.realpath(file)
        if real in self._seen:
            return False
        self._seen.add(real)
        return True

    def _standard_input(self) -> bytes:
        if self._input is None:
            self._input = sys.stdin.buffer.read() if sys.stdin is not None else b""
        return self._input

    def finish(self) -> Report:
        """Judge all that was added and return the report."""
        options = self._options
        definitions = load_definitions(options.crds, options.definitions, self._standard_input)
        for file, text, _ in self._texts:
            add_text(_read(file) if text is None else text, file, definitions)
        session = start(options, definitions)
        resources: list[ResourceReport] = []
        contracts: list[ContractReport] = []
        parties: list[Judged] = []
        for name, is_target in dict.fromkeys(self._builds):
            judged = self._judge_build(name, is_target, session, definitions)
            contracts.extend(contracts_between(judged, session, options))
            resources.extend(each.report for each in judged)
        for judged in self._judge_texts(session, options):
            resources.extend(each.report for each in judged)
            if options.together:
                parties.extend(judged)
        if options.together:
            contracts.extend(contracts_between(parties, session, options))
        return Report(resources, contracts, list(complaints([*session.skips, *session.local])))

    def _judge_texts(self, session: Session, options: ValidateOptions) -> list[list[Judged]]:
        from mlkube.validating.parallel import judge_files  # noqa: PLC0415  builds need it not

        return judge_files(self._texts, session, options, _judge_text)

    def _judge_build(
        self,
        name: str,
        is_target: bool,  # noqa: FBT001  one of two ways
        session: Session,
        definitions: Definitions,
    ) -> list[Judged]:
        try:
            built = self._built(name, is_target)
        except MlkubeError as error:
            if isinstance(error, TargetError) and is_target:
                raise
            return [
                _unbuilt(name, each) for each in (error.errors if isinstance(error, ErrorGroup) else [error])
            ]
        return judge_resources(built, session, definitions)

    def _built(self, name: str, is_target: bool) -> ResourceSet:  # noqa: FBT001  as above
        from mlkube import pipeline  # noqa: PLC0415  files need no engine

        options = self._options
        if is_target:
            return pipeline.render(name, project=options.project, python=options.python)
        return pipeline.build(name, python=options.python)


def _judge_text(file: str, text: bytes | None, session: Session, *, only_objects: bool) -> list[Judged]:
    data = _read(file) if text is None else text
    if only_objects and _is_template(data):
        return []
    if _DESCRIPTIONS in data:
        from mlkube.validating.described import judge_with_descriptions  # noqa: PLC0415  few files hold descriptions

        return judge_with_descriptions(data, shown(file), session, only_objects=only_objects)
    if only_objects and not (b"apiVersion" in data and b"kind" in data):
        return []
    if KUSTOMIZE_GROUP.encode() in data and only_objects:
        return []
    return judge_text(data, shown(file) if text is None else file, session, only_objects=only_objects)


def _is_template(data: bytes) -> bool:
    """Tell whether a text is a template of Helm rather than YAML."""
    return b"{{" in data and any(
        mark in data
        for mark in (b"{{ .", b"{{.", b"{{-", b"{{ include", b"{{ template", b"{{ if", b"{{ range")
    )


def _read(file: str) -> bytes:
    try:
        return read_file(file)
    except OSError as error:
        reason = (error.strerror or "unknown reason").lower()
        raise FileAccessError(f"cannot be read: {reason}", place=Place(shown(file))) from None


def _unbuilt(name: str, error: MlkubeError) -> Judged:
    """Return the report on what could not even be built."""
    place = error.place
    report = ResourceReport(file=place.file or shown(name), line=place.line, status=UNJUDGED)
    kind, _, named = place.resource.partition("/")
    report.kind, report.name = kind, named
    finding = Finding(
        "BUILD-001", place.field, error.reason, hint=error.hint, line=place.line, column=place.column
    )
    report.errors.append(finding)
    return Judged(report, {}, lambda _finding, _value: None)
