"""Each rule's own examples: the wrong one is found, in the words it promises, the right one is not."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

import mlkube
from mlkube.errors import MlkubeError
from mlkube.validation.explain import Explanation, explanation, explanations, groups

ROOT = Path(__file__).resolve().parents[2]
HANDBOOK = ROOT.parent / "shared" / "handbook" / "server-rules.json"
DEFINITIONS = ROOT / "mlkube" / "validation" / "explanations" / "objects" / "definitions"
EVERY = [found for group in groups() for found in explanations(group).values()]
WITH_EXAMPLES = [found for found in EVERY if found.bad]


def _judge(found: Explanation, which: str) -> mlkube.Report:
    example = getattr(found, which)
    what = example if isinstance(example, str) else [found.example(which)]
    crds = [DEFINITIONS / f"{found.definition}.yaml"] if found.definition else []
    together = found.rule.startswith(("XREF", "ML"))
    return mlkube.validate(
        what, kubernetes_version=str(found.kubernetes or "1.36"), crds=crds, together=together
    )


def _said(report: mlkube.Report, rule: str) -> list[str]:
    return [
        f"{finding.path}: {finding.message}"
        for resource in report.resources
        for finding in resource.findings()
        if finding.rule == rule
    ] + [
        f"{contract.finding.path}: {contract.finding.message}"
        for contract in report.contracts
        if contract.finding.rule == rule
    ]


@pytest.mark.parametrize("found", WITH_EXAMPLES, ids=lambda found: found.rule)
def test_the_wrong_example_is_found_by_its_rule(found: Explanation) -> None:
    said = _said(_judge(found, "bad"), found.reported_as or found.rule)

    assert said
    if found.says:
        assert found.says in said


@pytest.mark.parametrize("found", WITH_EXAMPLES, ids=lambda found: found.rule)
def test_the_right_example_is_valid(found: Explanation) -> None:
    report = _judge(found, "good")

    assert _said(report, found.reported_as or found.rule) == []
    errors = [str(finding) for resource in report.resources for finding in resource.errors]
    assert errors == []


@pytest.mark.parametrize("found", EVERY, ids=lambda found: found.rule)
def test_a_rule_says_what_why_and_how(found: Explanation) -> None:
    assert found.title
    assert found.why
    assert found.fix
    assert found.bad or found.note, "a rule without an example says why it has none"
    assert bool(found.bad) == (found.good is not None)


def test_every_rule_that_the_code_names_is_explained() -> None:
    sources = (ROOT / "mlkube" / "validation").rglob("*.py")
    named = {
        rule
        for source in [*sources, *(ROOT / "mlkube" / "validating").rglob("*.py")]
        for rule in re.findall(r'"([A-Z]{2,5}-\d{3})"', source.read_text(encoding="utf-8"))
    }

    assert named - {found.rule for found in EVERY} == set()


@pytest.mark.skipif(not HANDBOOK.is_file(), reason="../shared/handbook is not here")
def test_every_rule_of_the_handbook_is_explained() -> None:
    rows = json.loads(HANDBOOK.read_text(encoding="utf-8"))
    ids = set(re.findall(r'"id": "([A-Z]+-\d{3})"', json.dumps(rows)))

    assert len(ids) == 485
    assert ids - {found.rule for found in EVERY} == set()


def test_an_unknown_rule_names_a_near_one() -> None:
    with pytest.raises(MlkubeError) as caught:
        explanation("DEP-099")

    assert str(caught.value).startswith('error: no rule "DEP-099"')
