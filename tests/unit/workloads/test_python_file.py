# ruff: noqa: E501  error texts and sources stand as they are
"""`.py` files under `resources:`: when they run, what they define, and what their mistakes look like."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import pytest

import mlkube
from mlkube.errors import MlkubeError

if TYPE_CHECKING:
    from pathlib import Path

WORKLOAD = """\
from mlkube import Model, Resources, TFServing, VolumeSource

serving = TFServing(
    name="serving",
    models=[Model(name="m", storage=VolumeSource(claim="models"))],
    resources=Resources(cpu=1, memory="2Gi"),
)
"""

YAML = """\
apiVersion: mlkube.dev/v1alpha1
kind: TFServing
metadata: {name: serving}
spec:
  models:
    - name: m
      storage: {claim: models}
  resources: {cpu: 1, memory: 2Gi}
"""


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "mlkube.toml").write_text("python = true\n")
    return tmp_path


def write(project: Path, python: str) -> None:
    (project / "kustomization.yaml").write_text("resources: [w.py]\n")
    (project / "w.py").write_text(python)


def names(resources: mlkube.ResourceSet) -> list[str]:
    return [f"{each.kind}/{each.name}" for each in resources]


def refused(**options: bool) -> str:
    with pytest.raises(MlkubeError) as caught:
        mlkube.build(".", **options)  # type: ignore[arg-type]
    return str(caught.value)


def test_python_and_yaml_of_one_workload_build_equal_objects(project: Path) -> None:
    write(project, WORKLOAD)
    other = project / "yaml"
    other.mkdir()
    (other / "kustomization.yaml").write_text("resources: [w.yaml]\n")
    (other / "w.yaml").write_text(YAML)
    assert mlkube.build(".").to_yaml() == mlkube.build("yaml").to_yaml()


def test_python_is_refused_unless_the_settings_allow_it(project: Path) -> None:
    write(project, WORKLOAD)
    (project / "mlkube.toml").write_text("")
    expected = (
        "kustomization.yaml:1:13: error resources[0]: 'w.py' is Python, and this project does not run it; "
        "set `python = true` in mlkube.toml, or pass --python"
    )
    assert refused() == expected
    assert len(mlkube.build(".", python=True)) > 1
    (project / "mlkube.toml").write_text("python = true\n")
    assert refused(python=False) == expected


def test_a_file_outside_of_the_project_is_not_run(project: Path) -> None:
    inner = project / "inner"
    inner.mkdir()
    (inner / "mlkube.toml").write_text("python = true\n")
    (project / "w.py").write_text(WORKLOAD)
    (inner / "kustomization.yaml").write_text("resources: [../w.py]\n")
    with pytest.raises(MlkubeError) as caught:
        mlkube.build("inner", load_restrictor="LoadRestrictionsNone")
    assert caught.value.reason == "Python is run inside of the project only, and that is 'inner'"


def test_a_list_of_resources_says_what_is_taken_and_in_which_order(project: Path) -> None:
    maps = 'b = {"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "b"}}\n'
    write(project, maps + maps.replace('"b"}', '"a"}').replace("b =", "a =") + "resources = [a]\n")
    assert names(mlkube.build(".")) == ["ConfigMap/a"]


def test_hidden_names_and_imported_workloads_are_left_out(project: Path) -> None:
    (project / "shared.py").write_text(WORKLOAD)
    write(
        project,
        'from shared import serving\n_no = {"apiVersion": "v1", "kind": "Secret", "metadata": {"name": "no"}}\n'
        'yes = {"apiVersion": "v1", "kind": "Secret", "metadata": {"name": "yes"}}\nagain = yes\n',
    )
    assert names(mlkube.build(".")) == ["Secret/yes"]
    assert "shared" not in sys.modules


def test_a_changed_copy_and_what_an_imported_function_makes_belong_to_the_file(project: Path) -> None:
    (project / "shared.py").write_text(
        "from mlkube import TFServing\n\ndef named(base, name):\n    return TFServing(name=name, models=base.models, resources=base.resources)\n"
    )
    write(
        project,
        WORKLOAD
        + 'other = serving.replace(name="other")\nfrom shared import named\nthird = named(serving, "third")\n',
    )
    assert [name for name in names(mlkube.build(".")) if name.startswith("Deployment/")] == [
        "Deployment/other",
        "Deployment/serving",
        "Deployment/third",
    ]
    assert not (project / "__pycache__").exists()


def test_imported_mappings_are_left_out(project: Path) -> None:
    (project / "shared.py").write_text(
        'a = {"apiVersion": "v1", "kind": "Secret", "metadata": {"name": "a"}}\n'
    )
    write(project, 'from shared import a\nb = {**a, "metadata": {"name": "b"}}\n')
    assert names(mlkube.build(".")) == ["Secret/b"]


@pytest.mark.parametrize("module", ["lib/common.py", "common.py"])
def test_two_folders_may_have_modules_of_the_same_name(project: Path, module: str) -> None:
    (project / "kustomization.yaml").write_text("resources: [a, b]\n")
    for name in ("a", "b"):
        file = project / name / module
        file.parent.mkdir(parents=True)
        file.write_text(f"NAME = {name!r}\n")
        (project / name / "kustomization.yaml").write_text("resources: [w.py]\n")
        (project / name / "w.py").write_text(
            f"from {module[:-3].replace('/', '.')} import NAME\n"
            'x = {"apiVersion": "v1", "kind": "Secret", "metadata": {"name": NAME}}\n'
        )
    assert names(mlkube.build(".")) == ["Secret/a", "Secret/b"]


@pytest.mark.parametrize("line", ["objects = serving.build()", "resources = list(serving.build())"])
def test_built_objects_are_taken(project: Path, line: str) -> None:
    write(project, WORKLOAD.replace("serving =", "_serving =") + line.replace("serving", "_serving") + "\n")
    built = mlkube.build(".")
    write(project, WORKLOAD)
    assert built.to_yaml() == mlkube.build(".").to_yaml()


def test_a_syntax_error_of_an_imported_file_is_placed_there(project: Path) -> None:
    (project / "shared.py").write_text("x = 1\ny = (\n")
    write(project, "import shared\n")
    assert refused() == "shared.py:2:5: error: no valid Python: '(' was never closed"


def test_what_a_file_prints_does_not_reach_standard_output(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write(project, 'print("hello")\n' + WORKLOAD)
    mlkube.build(".")
    assert capsys.readouterr() == ("", "hello\n")


@pytest.mark.parametrize(
    ("python", "expected"),
    [
        ("x = (\n", "w.py:1:5: error: no valid Python: '(' was never closed"),
        ("x = 1\ny = 1 / 0\n", "w.py:2: error: ZeroDivisionError: division by zero"),
        ("import sys\nsys.exit(3)\n", "w.py:2: error: SystemExit: 3"),
        (
            "x = 1\n",
            (
                "w.py: error: the file defines no workload and no object; "
                "assign a workload to a name, or list several under `resources`"
            ),
        ),
        ("resources = 1\n", "w.py: error: `resources` must be a list"),
        (
            'x = {"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "x"}, "data": {3: "a"}}\n',
            "w.py: error ConfigMap/x data: the key 3 is no text; put it in quotes",
        ),
        (
            'x = {"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "x"}, "data": {"a": [{1}]}}\n',
            "w.py: error ConfigMap/x data.a[0]: set is neither text, number, list nor mapping",
        ),
        (
            WORKLOAD + 'other = serving.replace(nmae="other")\n',
            'w.py:8:25: error TFServing nmae: unknown field "nmae"; did you mean "name"?',
        ),
        (
            "resources = [1]\n",
            (
                "w.py: error: int is neither a workload nor a Kubernetes object; "
                "list workloads, or mappings with apiVersion and kind"
            ),
        ),
        (
            WORKLOAD.replace('memory="2Gi"', 'memory="2Gb"'),
            "w.py:6:32: error Resources memory: '2Gb' is no quantity; write it as 500m, 2 or 4Gi",
        ),
        (
            WORKLOAD.replace('claim="models"', 'claim="models", secret="s"'),
            (
                "w.py:5:66: error TFServing/serving spec.models[0].storage.secret: claim and secret exclude each "
                "other (spec.models[0].storage.claim is at w.py:5:50); leave one out"
            ),
        ),
    ],
)
def test_a_mistake_is_refused_where_it_was_written(project: Path, python: str, expected: str) -> None:
    write(project, python)
    assert refused() == expected
