"""Whole runs of the validator: places, skips, kinds of input, safety."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import mlkube
from mlkube.cli.run import run
from mlkube.errors import FileAccessError

ROOT = Path(__file__).resolve().parents[2]

TEN_FAULTS = """\
apiVersion: apps/v1
kind: Deployment
metadata:
  name: Resnet
  labels:
    canary: true
spec:
  replicas: "2"
  selector:
    matchLabels:
      app: resnet
  template:
    metadata:
      labels:
        app: resnett
    spec:
      restartPolicy: Never
      containers:
        - name: server
          image: tensorflow/serving:2.19.1
          imagePulPolicy: Always
          ports:
            - name: a-name-that-is-too-long
              containerPort: 70000
          resources:
            limits:
              memory: 4Gb
          volumeMounts:
            - name: modle
              mountPath: /models
      volumes:
        - name: model
          emptyDir: {}
"""


def test_ten_faults_give_ten_findings_each_at_its_place() -> None:
    (resource,) = mlkube.validate(TEN_FAULTS).resources

    assert sorted((finding.line, finding.column, finding.rule) for finding in resource.errors) == [
        (4, 3, "META-002"),
        (6, 5, "DEC-011"),
        (8, 3, "DEC-003"),
        (14, 7, "DEP-003"),
        (17, 7, "DEP-004"),
        (21, 11, "DEC-001"),
        (23, 15, "CTR-012"),
        (24, 15, "CTR-008"),
        (27, 15, "DEC-006"),
        (29, 15, "CTR-031"),
    ]
    hints = {finding.rule: finding.hint for finding in resource.errors}
    assert hints["CTR-031"] == 'did you mean "model"?'
    assert hints["DEC-001"] == 'did you mean "imagePullPolicy"?'


def test_a_list_a_bom_and_line_feeds_of_windows_are_read() -> None:
    text = (
        "\ufeffapiVersion: v1\nkind: List\nitems:\n- apiVersion: v1\n  kind: Service\n  metadata: {name: a}\n"
    )
    (resource,) = mlkube.validate(text.replace("\n", "\r\n")).resources

    assert (resource.kind, resource.name, resource.status) == ("Service", "a", "invalid")
    assert [(finding.rule, finding.line) for finding in resource.errors] == [("SVC-001", 4)]


def test_each_document_is_judged_although_one_cannot_be_read() -> None:
    report = mlkube.validate("a: [\n---\napiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\n")

    assert [resource.status for resource in report.resources] == ["error", "valid"]
    assert report.exit_code == 1


@pytest.mark.parametrize(
    "text",
    [
        "a: &a [x, x, x, x, x, x, x, x, x]\n"
        + "".join(
            f"{new}: &{new} [{', '.join([f'*{old}'] * 9)}]\n"
            for old, new in zip("abcdefgh", "bcdefghi", strict=True)
        ),
        "a: " + "[" * 10_000,
        "{" * 100_000,
        "\x00",
        "- " * 50_000,
    ],
    ids=["aliases", "depth", "braces", "zero", "dashes"],
)
def test_bombs_end_in_an_error(text: str) -> None:
    assert mlkube.validate(text + "\n").exit_code == 1


def test_one_object_over_three_mebibytes_is_refused_and_a_long_file_is_not() -> None:
    large = f"apiVersion: v1\nkind: ConfigMap\nmetadata: {{name: a}}\ndata: {{a: {'x' * 3_200_000}}}\n"
    small = "---\napiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\ndata: {a: b}\n"

    assert {finding.rule for finding in mlkube.validate(large).resources[0].errors} == {"DEC-017", "CM-003"}
    assert mlkube.validate(small * 2000).summary.valid == 2000


def test_sizes_and_the_near_limit_of_a_config_map() -> None:
    body = {"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "a"}}
    nearly = mlkube.validate([{**body, "data": {"a": "x" * 1_000_000}}], together=True)
    secret = {**body, "kind": "Secret", "stringData": {"a": "x" * 1_100_000}}
    noted = {"metadata": {"name": "a", "annotations": {"a": "x" * 300_000}}}

    assert [contract.finding.rule for contract in nearly.contracts] == ["ML-031"]
    assert [finding.rule for finding in mlkube.validate([secret]).resources[0].errors] == ["SEC-002"]
    assert [finding.rule for finding in mlkube.validate([{**body, **noted}]).resources[0].errors] == [
        "META-018"
    ]


def test_patterns_of_definitions_cannot_hang() -> None:
    definition = {
        "apiVersion": "apiextensions.k8s.io/v1",
        "kind": "CustomResourceDefinition",
        "metadata": {"name": "as.a.b"},
        "spec": {
            "group": "a.b",
            "names": {"kind": "A", "plural": "as"},
            "scope": "Namespaced",
            "versions": [
                {
                    "name": "v1",
                    "served": True,
                    "schema": {
                        "openAPIV3Schema": {
                            "type": "object",
                            "properties": {"x": {"type": "string", "pattern": "^(a+)+$"}},
                        }
                    },
                }
            ],
        },
    }
    custom = {"apiVersion": "a.b/v1", "kind": "A", "metadata": {"name": "a"}, "x": "a" * 50_000 + "b"}

    report = mlkube.validate([definition, custom])

    assert [finding.rule for finding in report.resources[1].errors] == ["CRD-005"]


def test_versions_decide_about_rules_and_kinds() -> None:
    budget = "apiVersion: policy/v1beta1\nkind: PodDisruptionBudget\nmetadata: {name: a}\n"
    (old,) = mlkube.validate(budget, kubernetes_version="1.25").resources
    claims = "apiVersion: resource.k8s.io/v1\nkind: DeviceClass\nmetadata: {name: a}\n"

    assert [finding.hint for finding in old.errors] == [
        "deprecated since 1.21, removed in 1.25; use policy/v1 PodDisruptionBudget"
    ]
    assert mlkube.validate(claims, kubernetes_version="1.34").ok
    assert mlkube.validate(claims, kubernetes_version="1.33").resources[0].errors[0].rule == "DEC-013"


def test_what_the_server_warns_of_is_a_warning() -> None:
    endpoints = "apiVersion: v1\nkind: Endpoints\nmetadata: {name: a}\n"
    report = mlkube.validate(endpoints)

    assert report.ok
    assert [(finding.rule, finding.message) for finding in report.resources[0].warnings] == [
        ("WARN-018", "v1 Endpoints is deprecated in v1.33+; use discovery.k8s.io/v1 EndpointSlice")
    ]


def test_our_own_tables_stand_in_for_missing_definitions() -> None:
    job = {
        "apiVersion": "kubeflow.org/v1",
        "kind": "PyTorchJob",
        "metadata": {"name": "a"},
        "spec": {"pytorchReplicaSpecs": {}, "somethingNew": 1},
    }
    (resource,) = mlkube.validate([job]).resources

    assert resource.status == "valid"
    assert [(note.rule, note.path) for note in resource.notes] == [("CRD-001", "spec.somethingNew")]
    assert "mlkube schemas add" in resource.notes[0].hint


def test_a_kind_that_nobody_defines_is_an_error_or_a_note() -> None:
    thing = {"apiVersion": "acme.io/v1", "kind": "Thing", "metadata": {"name": "a"}}

    assert mlkube.validate([thing]).resources[0].status == "error"
    (passed,) = mlkube.validate([thing], ignore_missing_schemas=True).resources
    assert (passed.status, [note.rule for note in passed.notes]) == ("skipped", ["DEC-013"])


def test_a_path_that_does_not_exist_is_told(tmp_path: Path) -> None:
    with pytest.raises(FileAccessError, match="no such file or folder"):
        mlkube.validate(tmp_path / "nothing.yaml")


SERVICE = "apiVersion: v1\nkind: Service\nmetadata:\n  name: web\nspec:\n"


class TestSkips:
    def test_a_comment_at_the_line_or_above_it(self) -> None:
        text = (
            SERVICE
            + "  type: Lodbalancer  # mlkube: ignore SVC-002 a test\n  # mlkube: ignore SVC-005 another\n  ports: [{port: 0}]\n"  # noqa: E501 texts as they are written
        )
        report = mlkube.validate(text)

        assert [finding.rule for finding in report.resources[0].errors] == ["SVC-007"]
        assert report.problems == []

    def test_an_annotation(self) -> None:
        text = SERVICE.replace(
            "  name: web\n", '  name: web\n  annotations: {mlkube.dev/ignore: "SVC-001 none yet; WARN-013"}\n'
        )
        report = mlkube.validate(text)

        assert report.ok
        assert [(problem.rule, problem.message) for problem in report.problems] == [
            ("SKIP-001", "the skip of rule WARN-013 has no reason"),
            ("SKIP-002", "the skip of rule WARN-013 matches nothing"),
        ]

    def test_flags_and_settings(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
    ) -> None:
        (tmp_path / "a.yaml").write_text(SERVICE)
        (tmp_path / "mlkube.toml").write_text(
            '[[validate.skip]]\nrule = "SVC-001"\nfile = "a.yaml"\nreason = "none yet"\n'
        )
        monkeypatch.chdir(tmp_path)

        assert run(["validate", "a.yaml"]) == 0
        assert capfd.readouterr().out == "1 resource: 1 valid\n"
        (tmp_path / "mlkube.toml").write_text("")
        assert run(["validate", "a.yaml", "--skip-kind", "Service"]) == 0
        assert capfd.readouterr().out == "1 resource: 1 skipped\n"
        assert run(["validate", "a.yaml", "--skip-rule=SVC-001"]) == 0
        assert run(["validate", "a.yaml", "--skip-file", "*.yaml"]) == 0
        assert run(["validate", "a.yaml"]) == 1


class TestFolders:
    @pytest.fixture(autouse=True)
    def tree(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        files = {
            "plain.yaml": SERVICE + "  ports: [{port: 80}]\n",
            "values.yaml": "image: a\n",
            "chart/Chart.yaml": "name: a\n",
            "chart/templates/a.yaml": "{{ if .Values.a }}\n",
            "template.yaml": "apiVersion: v1\nkind: Service\nmetadata: {name: {{ .Values.name }}}\n",
            "app/kustomization.yaml": "resources: [service.yaml]\npatches: [{path: patch.yaml}]\n",
            "app/service.yaml": SERVICE,
            "app/patch.yaml": SERVICE + "  ports: [{port: 0}]\n",
            "part/kustomization.yaml": "apiVersion: kustomize.config.k8s.io/v1alpha1\nkind: Component\n",
            ".hidden/a.yaml": SERVICE,
        }
        for name, text in files.items():
            path = tmp_path / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text)
        monkeypatch.chdir(tmp_path)

    def test_kustomizations_are_built_and_the_rest_is_judged(self) -> None:
        report = mlkube.validate(Path())

        assert [(resource.file, resource.status) for resource in report.resources] == [
            ("app/service.yaml", "invalid"),
            ("plain.yaml", "valid"),
        ]
        findings = report.resources[0].errors
        assert [(each.file, each.line, each.rule) for each in findings] == [
            ("app/patch.yaml", 6, "SVC-005"),
            ("app/patch.yaml", 6, "SVC-007"),
        ]

    def test_a_changed_file_is_judged_through_what_reaches_it(
        self, capfd: pytest.CaptureFixture[str]
    ) -> None:
        assert run(["validate", "--affected", "app/patch.yaml"]) == 1
        assert "app/patch.yaml:6:" in capfd.readouterr().out
        assert run(["validate", "--affected", "plain.yaml"]) == 0
        assert capfd.readouterr().out == "1 resource: 1 valid\n"

    def test_standard_input(self) -> None:
        done = subprocess.run(
            [sys.executable, "-m", "mlkube", "validate", "-"],
            input=SERVICE,
            capture_output=True,
            text=True,
            check=False,
        )

        assert done.returncode == 1
        assert done.stdout == (
            "<stdin>:5:1: error[SVC-001] Service/web spec.ports: Required value\n"
            "1 resource: 1 invalid; 1 error\n"
        )

    def test_a_build_that_fails_is_a_finding(self, tmp_path: Path) -> None:
        (tmp_path / "app" / "service.yaml").unlink()
        report = mlkube.validate(Path("app"))

        assert [(each.status, each.errors[0].rule) for each in report.resources] == [("error", "BUILD-001")]


def test_render_prints_nothing_that_would_be_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "kustomization.yaml").write_text("resources: [a.yaml]\n")
    (tmp_path / "a.yaml").write_text(SERVICE)
    monkeypatch.chdir(tmp_path)

    assert run(["render", "."]) == 1
    out, err = capfd.readouterr()
    assert out == ""
    assert err == (
        "a.yaml:5:1: error[SVC-001] Service/web spec.ports: Required value\n"
        "error: 1 of 1 objects would be refused or could not work; --no-validate prints them all the same\n"
    )
    assert run(["render", "--no-validate", "."]) == 0
    assert capfd.readouterr().out == SERVICE.replace("spec:\n", "spec: null\n")


def test_many_files_are_judged_alike_in_one_process_and_in_several(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(230):
        (tmp_path / f"{number:03}.yaml").write_text(
            SERVICE if number % 3 else SERVICE + "  ports: [{port: 80}]\n"
        )
    together = mlkube.validate(tmp_path).to_json()
    monkeypatch.setattr("mlkube.validating.parallel._cores", lambda: 1)

    assert mlkube.validate(tmp_path).to_json() == together
    assert together["summary"]["invalid"] == 153  # type: ignore[index, call-overload]  # two of three


def test_a_foreign_schema(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "schema.json").write_text('{"type": "object", "properties": {"a": {"type": "integer"}}}')
    (tmp_path / "values.yaml").write_text("b: 1\na: x\n")
    monkeypatch.chdir(tmp_path)

    assert run(["validate", "--schema", "schema.json", "values.yaml"]) == 1
    assert capfd.readouterr().out == (
        "values.yaml:2:1: error[SCH-002] a: 'x' is not of type 'integer'\n1 resource: 1 invalid; 1 error\n"
    )


def test_definitions_are_kept_in_the_project(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    definition = ROOT / "mlkube" / "validation" / "explanations" / "objects" / "definitions" / "models.yaml"
    (tmp_path / "mlkube.toml").write_text("")
    monkeypatch.chdir(tmp_path)

    assert run(["schemas", "add", str(definition)]) == 0
    assert run(["schemas", "list"]) == 0
    assert capfd.readouterr().out == (
        "schemas/ml.example.com_models.yaml: written\n"
        "ml.example.com/v1 Model (namespaced) schemas/ml.example.com_models.yaml\n"
    )
    (tmp_path / "model.yaml").write_text(
        "apiVersion: ml.example.com/v1\nkind: Model\nmetadata: {name: a}\nspec: {}\n"
    )
    assert run(["validate", "model.yaml"]) == 1
    assert "error[CRD-003] Model/a spec.image: Required value" in capfd.readouterr().out


@pytest.mark.parametrize("folder", ["golden", "tests/golden/training"])
def test_our_golden_files_are_valid_and_hold_together(folder: str) -> None:
    for file in sorted((ROOT / folder).glob("*.yaml")):
        report = mlkube.validate(file, together=True, external=["PersistentVolumeClaim/bert-checkpoints"])
        assert report.ok, file
        assert [contract.to_json() for contract in report.contracts] == []


def test_the_hooks_run_in_a_repository_of_their_own(tmp_path: Path) -> None:
    def call(*command: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            command, cwd=tmp_path, capture_output=True, text=True, check=False, env=_environment()
        )

    assert call(sys.executable, "-m", "mlkube", "init", ".").returncode == 0
    call("git", "init", "-q")
    call("git", "add", "-A")
    good = call(sys.executable, "-m", "pre_commit", "run", "mlkube-validate", "--all-files")
    assert good.returncode == 0, good.stdout + good.stderr
    (tmp_path / "service.yaml").write_text(SERVICE)
    call("git", "add", "-A")
    bad = call(sys.executable, "-m", "pre_commit", "run", "mlkube-validate")
    assert bad.returncode == 1
    assert "service.yaml:5:1: error[SVC-001] Service/web spec.ports: Required value" in bad.stdout


def _environment() -> dict[str, str]:
    import os  # noqa: PLC0415  one test's own

    folder = str(Path(sys.executable).parent)
    found = shutil.which("git")
    assert found is not None
    return {
        **os.environ,
        "PATH": os.pathsep.join([folder, os.environ["PATH"]]),
        "HOME": os.environ.get("HOME", "/"),
    }
