"""The report as JUnit XML: a suite for each file, a test case for each object, a suite for the contracts."""

from __future__ import annotations

from xml.etree.ElementTree import Element, SubElement, indent, tostring

from mlkube.errors import visible
from mlkube.validation.finding import ERROR
from mlkube.validation.reports.report import FAILED, INVALID, SKIPPED
from mlkube.validation.reports.text import line

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from mlkube.validation.finding import Finding
    from mlkube.validation.reports.report import ContractReport, Report, ResourceReport

_CONTRACTS = "contracts"


def write_report(report: Report, write: Callable[[str], object], *, color: bool = False) -> None:  # noqa: ARG001  as the others
    """Write the report as one JUnit document."""
    root = Element("testsuites", name="mlkube validate")
    for file, resources in _by_file(report.resources).items():
        _add_suite(root, file, map(_resource_case, resources))
    if report.contracts:
        _add_suite(root, _CONTRACTS, map(_contract_case, report.contracts))
    for count in ("tests", "failures", "errors"):
        root.set(count, str(sum(int(suite.get(count, "0")) for suite in root)))
    indent(root)
    write('<?xml version="1.0" encoding="UTF-8"?>\n')
    write(tostring(root, encoding="unicode"))
    write("\n")


def _by_file(resources: Iterable[ResourceReport]) -> dict[str, list[ResourceReport]]:
    files: dict[str, list[ResourceReport]] = {}
    for resource in resources:
        files.setdefault(resource.file, []).append(resource)
    return files


def _add_suite(root: Element, name: str, cases: Iterable[Element]) -> None:
    suite = SubElement(root, "testsuite", name=visible(name, lines=False))
    suite.extend(cases)
    suite.set("tests", str(len(suite)))
    for count, tag in (("failures", "failure"), ("errors", "error"), ("skipped", "skipped")):
        suite.set(count, str(sum(case.find(tag) is not None for case in suite)))


def _case(resource: ResourceReport) -> Element:
    name = str(resource) or f"document {resource.document + 1}"
    if resource.namespace:
        name += f" in {resource.namespace}"
    kind = f"{resource.kind}@{resource.api_version}" if resource.api_version else resource.kind
    return Element("testcase", name=visible(name, lines=False), classname=visible(kind, lines=False))


def _resource_case(resource: ResourceReport) -> Element:
    case = _case(resource)
    if resource.status == SKIPPED:
        SubElement(case, "skipped").text = "\n".join(_lines(resource, resource.notes)) or None
    elif resource.status in {INVALID, FAILED}:
        for finding in resource.errors:
            _add_finding(case, "failure" if resource.status == INVALID else "error", resource, finding)
        if not resource.errors:
            SubElement(case, "failure" if resource.status == INVALID else "error")
    said = [*resource.warnings, *(resource.notes if resource.status != SKIPPED else ())]
    _add_output(case, resource, said)
    return case


def _contract_case(contract: ContractReport) -> Element:
    case = _case(contract.resource)
    if contract.finding.severity == ERROR:
        _add_finding(case, "failure", contract.resource, contract.finding)
    else:
        _add_output(case, contract.resource, [contract.finding])
    return case


def _add_finding(case: Element, tag: str, resource: ResourceReport, finding: Finding) -> None:
    text = f"{finding.path}: {finding.message}" if finding.path else finding.message
    element = SubElement(case, tag, message=visible(text, lines=False))
    if finding.rule:
        element.set("type", finding.rule)
    element.text = line(resource.place(finding), finding)


def _add_output(case: Element, resource: ResourceReport, findings: list[Finding]) -> None:
    if findings:
        SubElement(case, "system-out").text = "\n".join(_lines(resource, findings))


def _lines(resource: ResourceReport, findings: Iterable[Finding]) -> Iterable[str]:
    return (line(resource.place(finding), finding) for finding in findings)
