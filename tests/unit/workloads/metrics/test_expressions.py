"""Every expression of rules and dashboards is PromQL, and asks only for metrics that the tables name."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import promql_parser
import pytest
import yaml

import mlkube
from mlkube.workloads.metrics.promql import balanced, quoted, series
from mlkube.workloads.metrics.systems import gpu, kubernetes, spark
from mlkube.workloads.metrics.systems.serving import SERVING_SYSTEMS

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

SYSTEMS = [*SERVING_SYSTEMS, "training", "spark"]
KNOWN = (
    kubernetes.METRICS
    | spark.METRICS
    | gpu.METRICS
    | {name for system in SERVING_SYSTEMS.values() for name in system.metrics}
)


def built(spec: dict[str, Any], folder: Path, namespace: str = "ml") -> mlkube.ResourceSet:
    body = {
        "apiVersion": "mlkube.dev/v1alpha1",
        "kind": "Monitoring",
        "metadata": {"name": "team"},
        "spec": spec,
    }
    (folder / "m.yaml").write_text(yaml.safe_dump(body))
    line = f"namespace: {namespace}\n" if namespace else ""
    (folder / "kustomization.yaml").write_text(f"{line}namePrefix: eu-\nresources: [m.yaml]\n")
    return mlkube.build(folder)


def rules(resources: mlkube.ResourceSet) -> list[dict[str, Any]]:
    found = resources.get("PrometheusRule", "eu-team")
    assert found is not None
    spec: Any = found.body["spec"]
    return [rule for group in spec["groups"] for rule in group["rules"]]


def boards(resources: mlkube.ResourceSet) -> list[dict[str, Any]]:
    return [
        json.loads(text)
        for resource in resources
        if resource.kind == "ConfigMap"
        for file, text in resource.body["data"].items()  # type: ignore[union-attr]
        if file.endswith(".json")
    ]


def names(expression: Any) -> Iterator[str]:  # noqa: ANN401  the parser's own classes
    """Yield the metrics of a parsed expression."""
    if isinstance(expression, promql_parser.VectorSelector):
        yield expression.name
    for field in ("lhs", "rhs", "expr", "vector_selector", "param"):
        inner = getattr(expression, field, None)
        if inner is not None:
            yield from names(inner)
    for argument in getattr(expression, "args", None) or ():
        yield from names(argument)


@pytest.mark.parametrize("scope", ["namespace", "cluster"])
@pytest.mark.parametrize("system", [*SYSTEMS, "gpu"])
def test_rules_are_promql_of_known_metrics(system: str, scope: str, tmp_path: Path) -> None:
    spec = {"gpu": {"profiling": True}} if system == "gpu" else {"systems": [system], "scope": scope}
    found = [promql_parser.parse(rule["expr"]) for rule in rules(built(spec, tmp_path))]
    asked = {name for expression in found for name in names(expression)}
    assert found
    assert asked <= KNOWN


@pytest.mark.parametrize("system", SYSTEMS)
def test_rules_of_a_namespace_look_at_nothing_else(system: str, tmp_path: Path) -> None:
    for rule in rules(built({"systems": [system]}, tmp_path)):
        expression = promql_parser.parse(rule["expr"])
        selectors = rule["expr"].count("{")
        assert rule["expr"].count('namespace="ml"') == selectors == len(list(names(expression)))


@pytest.mark.parametrize("system", [*SYSTEMS, "gpu"])
def test_panels_are_promql_of_known_metrics(system: str, tmp_path: Path) -> None:
    spec = {"gpu": {"profiling": True}} if system == "gpu" else {"systems": [system]}
    (board,) = boards(built(spec, tmp_path))
    expressions = [target["expr"] for panel in board["panels"] for target in panel.get("targets", ())]
    asked: set[str] = set()
    for text in expressions:
        asked |= set(names(promql_parser.parse(text.replace("$__rate_interval", "5m"))))
    assert len(expressions) >= 7
    assert asked <= KNOWN


@pytest.mark.parametrize("system", [*SYSTEMS, "gpu"])
def test_a_dashboard_keeps_the_rules_of_grafana(system: str, tmp_path: Path) -> None:
    spec = {"gpu": {"profiling": True}} if system == "gpu" else {"systems": [system]}
    (board,) = boards(built(spec, tmp_path))
    panels = board["panels"]
    source = {"type": "prometheus", "uid": "${datasource}"}
    numbers = [panel["id"] for panel in panels]
    assert numbers == list(range(1, len(panels) + 1))
    cells = [
        (x, y)
        for place in (panel["gridPos"] for panel in panels)
        for x in range(place["x"], place["x"] + place["w"])
        for y in range(place["y"], place["y"] + place["h"])
    ]
    assert len(cells) == len(set(cells)), "panels lie on each other"
    assert all(0 <= x < 24 for x, _ in cells)
    for panel in panels:
        if panel["type"] != "row":
            assert panel["datasource"] == source
            assert [target["datasource"] for target in panel["targets"]] == [source] * len(panel["targets"])
            assert len({target["refId"] for target in panel["targets"]}) == len(panel["targets"])
    variables = {variable["name"]: variable for variable in board["templating"]["list"]}
    assert variables["datasource"]["type"] == "datasource"
    used = {name for name in variables if f"${name}" in json.dumps(panels)}
    assert used | {"datasource"} == set(variables)
    assert board["schemaVersion"] == 39
    assert len(board["uid"]) <= 40


def test_dashboards_of_two_names_have_two_uids_and_files(tmp_path: Path) -> None:
    found = []
    for namespace in ("ml", "vision"):
        for resource in built({"systems": ["triton"]}, tmp_path, namespace):
            if resource.kind == "ConfigMap":
                found += [
                    (file, json.loads(str(text))["uid"]) for file, text in resource.body["data"].items()
                ]  # type: ignore[union-attr]
    assert found == [
        ("ml-eu-team-dashboard-triton.json", "triton-30f5f6a5293c"),
        ("vision-eu-team-dashboard-triton.json", "triton-00c8a866ceb4"),
    ]


def test_the_text_of_a_dashboard_is_the_same_each_time(tmp_path: Path) -> None:
    spec = {"systems": ["vllm"], "gpu": {}}
    assert built(spec, tmp_path).to_yaml() == built(spec, tmp_path).to_yaml()


@pytest.mark.parametrize(
    ("expression", "wrong"),
    [
        ('sum(rate(x{a="b"}[5m])) > 1', ""),
        ("x  # a comment with (\n> 1", ""),
        ("x{a=~'\\\\d+(\"'}", ""),
        ("x{a=`\\`}", ""),
        ("sum(rate(x[5m])", "')' is missing"),
        ("x}", "'}' closes nothing"),
        ("sum(x]", "']' closes nothing"),
        ('x{a="b}', 'a text that begins with " does not end'),
    ],
)
def test_brackets_and_quotes_are_held_against_each_other(expression: str, wrong: str) -> None:
    assert balanced(expression) == wrong


def test_names_with_quotes_stay_texts() -> None:
    assert quoted('a"b\\c\nd') == '"a\\"b\\\\c\\nd"'
    assert series("up", "", 'job="a"', "") == 'up{job="a"}'
    assert series("up") == "up"


def test_tables_name_counters_once() -> None:
    listed = [name for name, _, _ in (*gpu.COUNTERS, *gpu.PROFILING)]
    assert len(listed) == len(set(listed))
    assert all(kind in {"gauge", "counter"} for _, kind, _ in (*gpu.COUNTERS, *gpu.PROFILING))
    assert all("," not in text for _, _, text in (*gpu.COUNTERS, *gpu.PROFILING))
