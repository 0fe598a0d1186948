from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from jsonschema import Draft202012Validator

from mlkube import __version__
from mlkube.validation.finding import NOTE, WARNING, Finding
from mlkube.validation.reports import FORMS, write_report
from mlkube.validation.reports.report import (
    FAILED,
    INVALID,
    SKIPPED,
    ContractReport,
    Report,
    ResourceReport,
)

REPOSITORY = Path(__file__).resolve().parents[2]
JUNIT = REPOSITORY.parent / "shared" / "conformance" / "validation" / "kubeconform" / "junit.xsd"
REPORT_SCHEMA = json.loads((REPOSITORY / "docs" / "validate-report.schema.json").read_text(encoding="utf-8"))
HOSTILE = "a\x00\x1b[31m\x9b%0A::error::b\r\n</failure>]]>&\"'\ud800\ufffe\u2028c, d: e"

TEXT = {"type": "object", "required": ["text"], "additionalProperties": False}
TEXT["properties"] = {"text": {"type": "string", "minLength": 1}}
POSITIVE = {"type": "integer", "minimum": 1}


def closed(required: str, **properties: object) -> dict[str, object]:
    return {
        "type": "object",
        "required": required.split(),
        "additionalProperties": False,
        "properties": properties,
    }


def several(item: object) -> dict[str, object]:
    return {"type": "array", "items": item}


# What SARIF 2.1.0 asks of the parts of it that the report uses.
PHYSICAL = closed(
    "artifactLocation",
    artifactLocation=closed("uri", uri={"type": "string", "pattern": "^[A-Za-z0-9._~:/%-]+$"}),
    region=closed("startLine", startLine=POSITIVE, startColumn=POSITIVE),
)
LOGICAL = closed("fullyQualifiedName", fullyQualifiedName={"type": "string"}, kind={"type": "string"})
RESULT = closed(
    "level message",
    ruleId={"type": "string", "minLength": 1},
    ruleIndex={"type": "integer", "minimum": 0},
    level={"enum": ["none", "note", "warning", "error"]},
    message=TEXT,
    locations=several(closed("", physicalLocation=PHYSICAL, logicalLocations=several(LOGICAL))),
)
RULE = closed("id", id={"type": "string"}, shortDescription=TEXT, fullDescription=TEXT, help=TEXT)
DRIVER = closed(
    "name", name={"type": "string"}, version={"type": "string"}, rules={**several(RULE), "uniqueItems": True}
)
RUN = closed(
    "tool",
    tool=closed("driver", driver=DRIVER),
    columnKind={"enum": ["utf16CodeUnits", "unicodeCodePoints"]},
    results=several(RESULT),
)
SARIF = closed(
    "version runs", version={"const": "2.1.0"}, runs=several(RUN), **{"$schema": {"type": "string"}}
)


def written(form: str, report: Report, **options: object) -> str:
    pieces: list[str] = []
    write_report(form, report, pieces.append, **options)
    return "".join(pieces)


def explain(rule: str) -> tuple[str, str]:
    return f"Title of {rule}", f"Help of {rule}"


MOUNT = "spec.template.spec.containers[0].volumeMounts[0].name"


def example() -> Report:
    model = ResourceReport(
        "ml/model.yaml",
        0,
        1,
        api_version="apps/v1",
        kind="Deployment",
        name="ml-model",
        namespace="ml",
        status=INVALID,
        errors=[
            Finding(
                "CTR-031",
                MOUNT,
                'Not found: "modle"',
                hint='did you mean "model-storage"?',
                line=24,
                column=17,
            )
        ],
        warnings=[Finding("WARN-004", "spec.replicas", "is one", severity=WARNING, line=7)],
        notes=[Finding("", "", "taken as it stands", severity=NOTE)],
    )
    service = ResourceReport("ml/service.yaml", 2, 30, api_version="v1", kind="Service", name="ml-model")
    broken = ResourceReport(
        "ml/service.yaml", 3, status=FAILED, errors=[Finding("", "", "no YAML", line=41, column=3)]
    )
    crd = ResourceReport(
        "ml/job.yaml",
        0,
        2,
        api_version="kubeflow.org/v1",
        kind="PyTorchJob",
        name="train",
        status=SKIPPED,
        notes=[Finding("", "", "nothing describes its kind", severity=NOTE)],
    )
    contracts = [
        ContractReport(
            service,
            Finding(
                "XREF-001",
                "spec.selector",
                "selects no pod",
                hint="x" * 101,
                line=33,
                column=5,
            ),
        ),
        ContractReport(
            model,
            Finding("XREF-007", "spec.x", "unused", severity=WARNING, file="ml/kustomization.yaml", line=4),
        ),
    ]
    return Report([model, service, broken, crd], contracts)


def hostile() -> Report:
    def found(severity: str) -> Finding:
        return Finding("R-1", HOSTILE, HOSTILE, hint=HOSTILE, severity=severity, file=HOSTILE + "2", line=3)

    resources = [
        ResourceReport(
            HOSTILE,
            api_version=HOSTILE,
            kind=HOSTILE,
            name=HOSTILE,
            namespace=HOSTILE,
            status=status,
            errors=[found("error")],
            warnings=[found(WARNING)],
            notes=[found(NOTE)],
        )
        for status in (INVALID, FAILED, SKIPPED)
    ]
    return Report(resources, [ContractReport(resources[0], found("error"))])


REPORTS = {"example": example(), "hostile": hostile(), "empty": Report([])}
every_report = pytest.mark.parametrize("report", REPORTS.values(), ids=REPORTS)


def test_text() -> None:
    assert written("text", example()) == (
        f'ml/model.yaml:24:17: error[CTR-031] Deployment/ml-model {MOUNT}: Not found: "modle";'
        ' did you mean "model-storage"?\n'
        "ml/model.yaml:7: warning[WARN-004] Deployment/ml-model spec.replicas: is one\n"
        "ml/model.yaml:1: note Deployment/ml-model: taken as it stands\n"
        "ml/service.yaml:41:3: error: no YAML\n"
        "ml/job.yaml:2: note PyTorchJob/train: nothing describes its kind\n"
        "ml/service.yaml:33:5: error[XREF-001] Service/ml-model spec.selector: selects no pod\n"
        f"    {'x' * 101}\n"
        "ml/kustomization.yaml:4: warning[XREF-007] Deployment/ml-model spec.x: unused\n"
        "4 resources: 1 valid, 1 invalid, 1 in error, 1 skipped; 2 errors, 1 warning, 2 broken contracts\n"
    )


def test_text_in_colors() -> None:
    lines = written("text", example(), color=True).splitlines()
    assert lines[0] == (
        "ml/model.yaml:24:17: \x1b[1;31merror[CTR-031]\x1b[0m Deployment/ml-model "
        f'{MOUNT}: Not found: "modle"; did you mean "model-storage"?'
    )
    assert lines[1].startswith("ml/model.yaml:7: \x1b[1;33mwarning[WARN-004]\x1b[0m Deployment/ml-model ")
    assert lines[2] == "ml/model.yaml:1: \x1b[1;36mnote\x1b[0m Deployment/ml-model: taken as it stands"
    assert "\x1b" not in lines[-1]


def test_text_without_a_file_in_colors() -> None:
    report = Report([ResourceReport("", status=FAILED, errors=[Finding("", "", "error: x")])])
    assert written("text", report, color=True).splitlines()[0] == "\x1b[1;31merror\x1b[0m: error: x"


@pytest.mark.parametrize(
    ("report", "summary"),
    [
        (Report([]), "0 resources\n"),
        (Report([ResourceReport("a.yaml")]), "1 resource: 1 valid\n"),
        (Report([ResourceReport("a.yaml"), ResourceReport("b.yaml")]), "2 resources: 2 valid\n"),
    ],
)
def test_text_of_what_is_fine_is_the_summary(report: Report, summary: str) -> None:
    assert written("text", report) == summary


def test_json() -> None:
    assert written("json", example()) == (
        '{"version": 1,\n'
        ' "resources": [\n'
        '  {"file": "ml/model.yaml", "document": 0, "line": 1, "apiVersion": "apps/v1", "kind": "Deployment",'
        ' "name": "ml-model", "namespace": "ml", "status": "invalid", "errors": [{"rule": "CTR-031",'
        f' "path": "{MOUNT}", "line": 24, "column": 17, "message": "Not found: \\"modle\\"",'
        ' "hint": "did you mean \\"model-storage\\"?"}], "warnings": [{"rule": "WARN-004",'
        ' "path": "spec.replicas", "line": 7, "column": 0, "message": "is one", "hint": ""}],'
        ' "notes": [{"rule": "", "path": "", "line": 0, "column": 0, "message": "taken as it stands",'
        ' "hint": ""}]},\n'
        '  {"file": "ml/service.yaml", "document": 2, "line": 30, "apiVersion": "v1", "kind": "Service",'
        ' "name": "ml-model", "namespace": "", "status": "valid", "errors": [], "warnings": []},\n'
        '  {"file": "ml/service.yaml", "document": 3, "line": 0, "apiVersion": "", "kind": "", "name": "",'
        ' "namespace": "", "status": "error", "errors": [{"rule": "", "path": "", "line": 41, "column": 3,'
        ' "message": "no YAML", "hint": ""}], "warnings": []},\n'
        '  {"file": "ml/job.yaml", "document": 0, "line": 2, "apiVersion": "kubeflow.org/v1",'
        ' "kind": "PyTorchJob", "name": "train", "namespace": "", "status": "skipped", "errors": [],'
        ' "warnings": [], "notes": [{"rule": "", "path": "", "line": 0, "column": 0,'
        ' "message": "nothing describes its kind", "hint": ""}]}\n'
        " ],\n"
        ' "contracts": [\n'
        '  {"file": "ml/service.yaml", "document": 2, "line": 33, "apiVersion": "v1", "kind": "Service",'
        ' "name": "ml-model", "namespace": "", "rule": "XREF-001", "severity": "error",'
        ' "path": "spec.selector", "column": 5, "message": "selects no pod",'
        f' "hint": "{"x" * 101}"}},\n'
        '  {"file": "ml/kustomization.yaml", "document": 0, "line": 4, "apiVersion": "apps/v1",'
        ' "kind": "Deployment", "name": "ml-model", "namespace": "ml", "rule": "XREF-007",'
        ' "severity": "warning", "path": "spec.x", "column": 0, "message": "unused", "hint": ""}\n'
        " ],\n"
        ' "summary": {"resources": 4, "valid": 1, "invalid": 1, "error": 1, "skipped": 1, "errors": 2,'
        ' "warnings": 1, "contracts": 2}}\n'
    )


def test_json_of_nothing() -> None:
    assert written("json", Report([])) == (
        '{"version": 1,\n "resources": [],\n "contracts": [],\n "summary": {"resources": 0, "valid": 0,'
        ' "invalid": 0, "error": 0, "skipped": 0, "errors": 0, "warnings": 0, "contracts": 0}}\n'
    )


@pytest.mark.parametrize("name", ["example", "empty"])
def test_json_is_the_data_of_the_report(name: str) -> None:
    assert json.loads(written("json", REPORTS[name])) == REPORTS[name].to_json()


def test_json_names_the_file_of_a_finding_that_stands_elsewhere() -> None:
    finding = Finding("A-1", "spec", "wrong", file="b.yaml", line=2, column=3)
    entry = ResourceReport("a.yaml", 0, 9, status=INVALID, errors=[finding]).to_json()
    assert entry["errors"] == [
        {
            "rule": "A-1",
            "path": "spec",
            "line": 2,
            "column": 3,
            "message": "wrong",
            "hint": "",
            "file": "b.yaml",
        }
    ]


@every_report
def test_json_matches_its_schema(report: Report) -> None:
    Draft202012Validator.check_schema(REPORT_SCHEMA)
    Draft202012Validator(REPORT_SCHEMA).validate(json.loads(written("json", report)))


def test_json_replaces_what_json_cannot_carry() -> None:
    (first, *_) = json.loads(written("json", hostile()))["resources"]
    assert first["name"] == HOSTILE.replace("\ud800", "\ufffd")


def test_junit() -> None:
    assert (
        written("junit", example())
        == f"""\
<?xml version="1.0" encoding="UTF-8"?>
<testsuites name="mlkube validate" tests="6" failures="2" errors="1">
  <testsuite name="ml/model.yaml" tests="1" failures="1" errors="0" skipped="0">
    <testcase name="Deployment/ml-model in ml" classname="Deployment@apps/v1">
      <failure message="{MOUNT}: Not found: &quot;modle&quot;" type="CTR-031">\
ml/model.yaml:24:17: error[CTR-031] Deployment/ml-model {MOUNT}: Not found: "modle"; \
did you mean "model-storage"?</failure>
      <system-out>ml/model.yaml:7: warning[WARN-004] Deployment/ml-model spec.replicas: is one
ml/model.yaml:1: note Deployment/ml-model: taken as it stands</system-out>
    </testcase>
  </testsuite>
  <testsuite name="ml/service.yaml" tests="2" failures="0" errors="1" skipped="0">
    <testcase name="Service/ml-model" classname="Service@v1" />
    <testcase name="document 4" classname="">
      <error message="no YAML">ml/service.yaml:41:3: error: no YAML</error>
    </testcase>
  </testsuite>
  <testsuite name="ml/job.yaml" tests="1" failures="0" errors="0" skipped="1">
    <testcase name="PyTorchJob/train" classname="PyTorchJob@kubeflow.org/v1">
      <skipped>ml/job.yaml:2: note PyTorchJob/train: nothing describes its kind</skipped>
    </testcase>
  </testsuite>
  <testsuite name="contracts" tests="2" failures="1" errors="0" skipped="0">
    <testcase name="Service/ml-model" classname="Service@v1">
      <failure message="spec.selector: selects no pod" type="XREF-001">\
ml/service.yaml:33:5: error[XREF-001] Service/ml-model spec.selector: selects no pod
    {"x" * 101}</failure>
    </testcase>
    <testcase name="Deployment/ml-model in ml" classname="Deployment@apps/v1">
      <system-out>ml/kustomization.yaml:4: warning[XREF-007] Deployment/ml-model spec.x: unused</system-out>
    </testcase>
  </testsuite>
</testsuites>
"""
    )


def test_junit_of_nothing() -> None:
    assert written("junit", Report([])) == (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        '<testsuites name="mlkube validate" tests="0" failures="0" errors="0" />\n'
    )


def test_junit_says_of_every_invalid_object_that_it_failed() -> None:
    root = ET.fromstring(written("junit", Report([ResourceReport("a.yaml", status=INVALID)])))  # noqa: S314  our own
    assert [root.get("failures"), len(root.findall(".//failure"))] == ["1", 1]


@every_report
def test_junit_matches_its_schema(report: Report) -> None:
    xmlschema = pytest.importorskip("xmlschema", reason="xmlschema is not installed")
    if not JUNIT.exists():
        pytest.skip("../shared/conformance/validation is not here")
    xmlschema.XMLSchema(str(JUNIT)).validate(ET.fromstring(written("junit", report)))  # noqa: S314  our own


def test_sarif() -> None:
    report = example()
    uri = {"uri": "ml/model.yaml"}
    model = [{"fullyQualifiedName": "Deployment/ml-model", "kind": "resource"}]
    assert json.loads(written("sarif", report, explain=explain)) == {
        "$schema": "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json",
        "version": "2.1.0",
        "runs": [
            {
                "tool": {
                    "driver": {
                        "name": "mlkube",
                        "version": __version__,
                        "rules": [
                            {
                                "id": rule,
                                "shortDescription": {"text": f"Title of {rule}"},
                                "fullDescription": {"text": f"Title of {rule}"},
                                "help": {"text": f"Help of {rule}"},
                            }
                            for rule in ("CTR-031", "WARN-004", "XREF-001", "XREF-007")
                        ],
                    }
                },
                "columnKind": "unicodeCodePoints",
                "results": [
                    {
                        "ruleId": "CTR-031",
                        "ruleIndex": 0,
                        "level": "error",
                        "message": {
                            "text": f'Deployment/ml-model {MOUNT}: Not found: "modle";'
                            ' did you mean "model-storage"?'
                        },
                        "locations": [
                            {
                                "physicalLocation": {
                                    "artifactLocation": uri,
                                    "region": {"startLine": 24, "startColumn": 17},
                                },
                                "logicalLocations": model,
                            }
                        ],
                    },
                    {
                        "ruleId": "WARN-004",
                        "ruleIndex": 1,
                        "level": "warning",
                        "message": {"text": "Deployment/ml-model spec.replicas: is one"},
                        "locations": [
                            {
                                "physicalLocation": {"artifactLocation": uri, "region": {"startLine": 7}},
                                "logicalLocations": model,
                            }
                        ],
                    },
                    {
                        "level": "note",
                        "message": {"text": "Deployment/ml-model: taken as it stands"},
                        "locations": [
                            {
                                "physicalLocation": {"artifactLocation": uri, "region": {"startLine": 1}},
                                "logicalLocations": model,
                            }
                        ],
                    },
                    {
                        "level": "error",
                        "message": {"text": "no YAML"},
                        "locations": [
                            {
                                "physicalLocation": {
                                    "artifactLocation": {"uri": "ml/service.yaml"},
                                    "region": {"startLine": 41, "startColumn": 3},
                                }
                            }
                        ],
                    },
                    {
                        "level": "note",
                        "message": {"text": "PyTorchJob/train: nothing describes its kind"},
                        "locations": [
                            {
                                "physicalLocation": {
                                    "artifactLocation": {"uri": "ml/job.yaml"},
                                    "region": {"startLine": 2},
                                },
                                "logicalLocations": [
                                    {"fullyQualifiedName": "PyTorchJob/train", "kind": "resource"}
                                ],
                            }
                        ],
                    },
                    {
                        "ruleId": "XREF-001",
                        "ruleIndex": 2,
                        "level": "error",
                        "message": {"text": f"Service/ml-model spec.selector: selects no pod; {'x' * 101}"},
                        "locations": [
                            {
                                "physicalLocation": {
                                    "artifactLocation": {"uri": "ml/service.yaml"},
                                    "region": {"startLine": 33, "startColumn": 5},
                                },
                                "logicalLocations": [
                                    {"fullyQualifiedName": "Service/ml-model", "kind": "resource"}
                                ],
                            }
                        ],
                    },
                    {
                        "ruleId": "XREF-007",
                        "ruleIndex": 3,
                        "level": "warning",
                        "message": {"text": "Deployment/ml-model spec.x: unused"},
                        "locations": [
                            {
                                "physicalLocation": {
                                    "artifactLocation": {"uri": "ml/kustomization.yaml"},
                                    "region": {"startLine": 4},
                                },
                                "logicalLocations": model,
                            }
                        ],
                    },
                ],
            }
        ],
    }


def test_sarif_of_nothing() -> None:
    assert written("sarif", Report([])) == (
        '{"$schema": "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json",\n'
        ' "version": "2.1.0",\n'
        ' "runs": [{\n'
        f'  "tool": {{"driver": {{"name": "mlkube", "version": "{__version__}", "rules": []}}}},\n'
        '  "columnKind": "unicodeCodePoints",\n'
        '  "results": []}]}\n'
    )


@every_report
@pytest.mark.parametrize("lookup", [None, explain, lambda _: ("", "")], ids=["none", "explained", "blank"])
def test_sarif_has_the_structure_of_the_standard(report: Report, lookup: object) -> None:
    Draft202012Validator(SARIF).validate(json.loads(written("sarif", report, explain=lookup)))


@pytest.mark.parametrize(
    ("file", "uri"),
    [
        ("./ml/a b.yaml", "ml/a%20b.yaml"),
        ("C:x#?.yaml", "C%3Ax%23%3F.yaml"),
        ("../é.yaml", "../%C3%A9.yaml"),
        ("/srv/a.yaml", "file:///srv/a.yaml"),
        ("<stdin>", "%3Cstdin%3E"),
    ],
)
def test_sarif_names_files_as_uris(file: str, uri: str) -> None:
    report = Report([ResourceReport(file, status=FAILED, errors=[Finding("", "", "no")])])
    (result,) = json.loads(written("sarif", report))["runs"][0]["results"]
    assert result["locations"] == [{"physicalLocation": {"artifactLocation": {"uri": uri}}}]


def test_sarif_without_a_place_has_no_location() -> None:
    report = Report([ResourceReport("", status=FAILED, errors=[Finding("", "", "no")])])
    (result,) = json.loads(written("sarif", report))["runs"][0]["results"]
    assert result == {"level": "error", "message": {"text": "no"}}


def test_github() -> None:
    assert written("github", example()) == (
        "::error file=ml/model.yaml,line=24,col=17,title=CTR-031 Deployment/ml-model::"
        f'{MOUNT}: Not found: "modle"%0Adid you mean "model-storage"?\n'
        "::warning file=ml/model.yaml,line=7,title=WARN-004 Deployment/ml-model::spec.replicas: is one\n"
        "::notice file=ml/model.yaml,line=1,title=Deployment/ml-model::taken as it stands\n"
        "::error file=ml/service.yaml,line=41,col=3::no YAML\n"
        "::notice file=ml/job.yaml,line=2,title=PyTorchJob/train::nothing describes its kind\n"
        "::error file=ml/service.yaml,line=33,col=5,title=XREF-001 Service/ml-model::"
        f"spec.selector: selects no pod%0A{'x' * 101}\n"
        "::warning file=ml/kustomization.yaml,line=4,title=XREF-007 Deployment/ml-model::spec.x: unused\n"
    )


def test_github_of_nothing() -> None:
    assert not written("github", Report([]))


def test_github_escapes_what_would_end_a_property_or_a_command() -> None:
    finding = Finding("A-1", "", "100%: a, b\n::warning::c\rd")
    report = Report([ResourceReport("a,b:c%.yaml", kind="X", name="y,z", status=INVALID, errors=[finding])])
    assert written("github", report) == (
        "::error file=a%2Cb%3Ac%25.yaml,title=A-1 X/y%2Cz::100%25: a, b%0A::warning::c\\rd\n"
    )


def test_github_without_a_place() -> None:
    report = Report([ResourceReport("", status=FAILED, errors=[Finding("", "", "no")])])
    assert written("github", report) == "::error::no\n"


@pytest.mark.parametrize("form", FORMS)
def test_hostile_texts_command_no_terminal_and_can_be_encoded(form: str) -> None:
    text = written(form, hostile())
    assert text.replace("\n", "").isprintable()
    assert text.encode()


@pytest.mark.parametrize("form", ["text", "github"])
def test_hostile_texts_break_no_line(form: str) -> None:
    lines = written(form, hostile()).splitlines()
    starts = {
        "text": ("a\\x00", "    a\\x00", "3 resources"),
        "github": ("::error ", "::warning ", "::notice "),
    }
    assert all(line.startswith(starts[form]) for line in lines)
    assert len(lines) == {"text": 11, "github": 10}[form]


def test_hostile_texts_come_through_junit() -> None:
    root = ET.fromstring(written("junit", hostile()))  # noqa: S314  our own
    failures = root.findall(".//failure")
    assert len(failures) == 2
    assert "</failure>]]>&\"'\\ud800\\ufffe\\u2028c" in str(failures[0].get("message"))


@pytest.mark.parametrize(
    ("report", "code"),
    [
        (Report([]), 0),
        (Report([ResourceReport("a.yaml"), ResourceReport("b.yaml", status=SKIPPED)]), 0),
        (Report([ResourceReport("a.yaml", warnings=[Finding("W", "", "w", severity=WARNING)])]), 0),
        (Report([ResourceReport("a.yaml", status=INVALID)]), 1),
        (Report([ResourceReport("a.yaml", status=FAILED)]), 1),
        (Report([], [ContractReport(ResourceReport("a.yaml"), Finding("X", "", "x"))]), 1),
        (Report([], [ContractReport(ResourceReport("a.yaml"), Finding("X", "", "x", severity=WARNING))]), 0),
    ],
)
def test_exit_code(report: Report, code: int) -> None:
    assert report.exit_code == code


@pytest.mark.parametrize("form", ["text", "json", "sarif", "github"])
def test_a_report_is_written_piece_by_piece(form: str) -> None:
    def failing(number: int) -> ResourceReport:
        return ResourceReport(
            "a.yaml", number, number + 1, status=INVALID, errors=[Finding("A-1", "spec", "x")]
        )

    pieces: list[str] = []
    write_report(form, Report([failing(number) for number in range(10_000)]), pieces.append)
    assert len(pieces) >= 10_000
    assert max(map(len, pieces)) < 1_000


def test_the_data_of_a_report_imports_little() -> None:
    heavy = "{'dataclasses', 'enum', 'json', 'typing', 'xml', 'urllib.parse'}"
    code = f"import sys; import mlkube.validation.reports.report; print({heavy} & set(sys.modules))"
    result = subprocess.run(
        [sys.executable, "-S", "-c", code], capture_output=True, text=True, check=True, cwd=REPOSITORY
    )
    assert result.stdout == "set()\n"
