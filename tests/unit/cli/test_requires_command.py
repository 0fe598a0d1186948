from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path
    from typing import Any

    Mlkube = Callable[..., Any]

HIGH = """\
kind: Component
patches:
- patch: |
    apiVersion: apps/v1
    kind: Deployment
    metadata: {name: web}
    spec:
      template:
        spec:
          priorityClassName: production
"""
NEEDS = """\
Namespaces
  prod
    Service/web metadata.namespace (bases/web/web.yaml:14:1)
    Deployment/web metadata.namespace (overlays/high/kustomization.yaml:6:5)
Priority classes
  production
    Deployment/web spec.template.spec.priorityClassName (overlays/high/kustomization.yaml:10:11)
"""
TABLE = """\
NAME   SHORTNAMES   APIVERSION   NAMESPACED   KIND
pods   po           v1           true         Pod
"""
CLASSES = """\
apiVersion: v1
items:
- apiVersion: scheduling.k8s.io/v1
  kind: PriorityClass
  metadata: {name: production}
- apiVersion: v1
  kind: Namespace
  metadata: {name: prod}
kind: List
"""
POD = "apiVersion: v1\nkind: Pod\nmetadata: {name: a}\nspec: {priorityClassName: production}\n"


@pytest.fixture
def high(project: Path) -> Path:
    """Give the project a component whose pods have a priority."""
    (project / "overlays" / "high").mkdir()
    (project / "overlays" / "high" / "kustomization.yaml").write_text(HIGH)
    return project


@pytest.mark.usefixtures("high")
class TestRequires:
    def test_needs_are_listed_with_the_places_that_wrote_them(self, mlkube: Mlkube) -> None:
        assert mlkube("requires", "high-prod") == (0, NEEDS, "")

    def test_json_is_the_same_as_data(self, mlkube: Mlkube) -> None:
        found = json.loads(mlkube("requires", "high-prod", "--output", "json").out)

        assert [(each["kind"], each["name"]) for each in found["requirements"]] == [
            ("Namespace", "prod"),
            ("PriorityClass", "production"),
        ]
        assert found["requirements"][1]["neededBy"] == [
            {
                "object": "Deployment/web",
                "namespace": "prod",
                "field": "spec.template.spec.priorityClassName",
                "file": "overlays/high/kustomization.yaml",
                "line": 10,
                "column": 11,
            }
        ]

    def test_what_is_missing_makes_the_exit_code_1(self, mlkube: Mlkube, high: Path) -> None:
        (high / "classes.yaml").write_text(CLASSES.replace("production", "batch"))

        assert mlkube("requires", "high-prod", "--check", "classes.yaml") == (
            1,
            (
                "Namespaces\n"
                "  met      prod\n"
                "Priority classes\n"
                "  missing  production\n"
                "    Deployment/web spec.template.spec.priorityClassName "
                "(overlays/high/kustomization.yaml:10:11)\n"
                "2 requirements: 1 met, 1 missing, 0 unknown\n"
            ),
            "",
        )

    def test_several_files_and_standard_input_are_held_together(self, mlkube: Mlkube, high: Path) -> None:
        (high / "table.txt").write_text(TABLE)

        held = mlkube("requires", "high-prod", "--check", "table.txt", "--check", "-", stdin=CLASSES)

        assert (held.code, held.err) == (0, "")
        assert held.out.endswith("2 requirements: 2 met, 0 missing, 0 unknown\n")

    def test_json_of_a_check_has_the_same_exit_code(self, mlkube: Mlkube) -> None:
        held = mlkube(
            "requires", "prod", "--check", "-", "--output", "json", stdin=CLASSES.replace("prod}", "web}")
        )

        assert (held.code, held.err) == (1, "")
        assert json.loads(held.out)["summary"] == {"met": 0, "missing": 1, "unknown": 0}

    def test_unknown_is_no_failure(self, mlkube: Mlkube) -> None:
        held = mlkube("requires", "prod", "--check", "-", stdin=TABLE)

        assert (held.code, held.out.splitlines()[-1]) == (0, "1 requirement: 0 met, 0 missing, 1 unknown")

    @pytest.mark.parametrize("text", ["hello\n", "", "NAME   AGE\na   1d\n"])
    def test_text_that_is_none_of_kubectls_leaves_standard_output_empty(
        self, mlkube: Mlkube, text: str
    ) -> None:
        held = mlkube("requires", "prod", "--check", "-", stdin=text)

        assert (held.code, held.out) == (1, "")
        assert held.err.startswith("<stdin>")

    def test_a_file_that_is_not_there_is_told(self, mlkube: Mlkube) -> None:
        assert mlkube("requires", "prod", "--check", "none.txt") == (
            1,
            "",
            "none.txt: error: cannot be read: no such file or directory\n",
        )

    def test_any_yaml_can_be_asked_about(self, mlkube: Mlkube, high: Path) -> None:
        (high / "pod.yaml").write_text(POD)
        expected = "Priority classes\n  production\n    Pod/a spec.priorityClassName (pod.yaml:4:8)\n"

        assert mlkube("requires", "pod.yaml") == (0, expected, "")
        assert mlkube("requires", "-", stdin=POD) == (0, expected.replace("pod.yaml:4:8", "<stdin>"), "")

    def test_standard_input_is_read_once(self, mlkube: Mlkube) -> None:
        held = mlkube("requires", "-", "--check", "-", stdin=POD)

        assert (held.code, held.out) == (2, "")
        assert held.err.endswith("Error: Standard input can be given once.\n")

    def test_nothing_is_said_to_be_nothing(self, mlkube: Mlkube) -> None:
        assert mlkube("requires", "big") == (0, "nothing is required of the cluster\n", "")
