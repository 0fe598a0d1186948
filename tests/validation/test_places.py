"""Where a finding about a built object points: at the text that wrote the value last."""

from __future__ import annotations

from pathlib import Path

import pytest

import mlkube

DEPLOYMENT = """\
apiVersion: apps/v1
kind: Deployment
metadata:
  name: web
spec:
  selector:
    matchLabels: {app: web}
  template:
    metadata:
      labels: {app: web}
    spec:
      containers:
      - name: web
        image: nginx:1.27
        imagePullPolicy: Sometimes
      - name: side
        image: busybox:1.37
"""
SERVING = """\
apiVersion: mlkube.dev/v1alpha1
kind: TFServing
metadata:
  name: resnet
spec:
  image: tensorflow/serving:2.20.0
  models:
    - name: resnet
      storage:
        claim: models
  resources:
    cpu: 500m
    memory: 512Mi
"""


def _build(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, **files: str) -> list[tuple[str, str, int, int]]:
    for name, text in files.items():
        path = tmp_path / name.replace("__", "/").replace("_yaml", ".yaml")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    monkeypatch.chdir(tmp_path)
    report = mlkube.validate(Path())
    return [
        (finding.rule, finding.file or resource.file, finding.line, finding.column)
        for resource in report.resources
        for finding in resource.errors
    ]


KUSTOMIZATION = "resources: [web.yaml]\n"


@pytest.mark.parametrize(
    ("files", "found"),
    [
        pytest.param(
            {"kustomization_yaml": KUSTOMIZATION, "web_yaml": DEPLOYMENT},
            [("CTR-006", "web.yaml", 15, 9)],
            id="a base",
        ),
        pytest.param(
            {
                "kustomization_yaml": KUSTOMIZATION + "patches: [{path: p.yaml}]\n",
                "web_yaml": DEPLOYMENT.replace("Sometimes", "Always"),
                "p_yaml": "apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: web}\nspec:\n  replicas: -1\n",  # noqa: E501 texts as they are written
            },
            [("DEP-006", "p.yaml", 5, 3)],
            id="a patch",
        ),
        pytest.param(
            {
                "kustomization_yaml": KUSTOMIZATION + "patches: [{path: p.yaml}, {path: q.yaml}]\n",
                "web_yaml": DEPLOYMENT.replace("Sometimes", "Always"),
                "p_yaml": "apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: web}\nspec: {replicas: -1}\n",  # noqa: E501 texts as they are written
                "q_yaml": "apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: web}\n\nspec: {replicas: -2}\n",  # noqa: E501 texts as they are written
            },
            [("DEP-006", "q.yaml", 5, 8)],
            id="the last of two patches",
        ),
        pytest.param(
            {
                "kustomization_yaml": KUSTOMIZATION
                + "patches:\n- patch: |-\n    apiVersion: apps/v1\n    kind: Deployment\n    metadata: {name: web}\n"  # noqa: E501 texts as they are written
                "    spec: {replicas: -1}\n",
                "web_yaml": DEPLOYMENT.replace("Sometimes", "Always"),
            },
            [("DEP-006", "kustomization.yaml", 7, 12)],
            id="an inline patch",
        ),
        pytest.param(
            {
                "kustomization_yaml": KUSTOMIZATION
                + "patches:\n- target: {kind: Deployment}\n  path: p.yaml\n",
                "web_yaml": DEPLOYMENT.replace("Sometimes", "Always"),
                "p_yaml": "- op: add\n  path: /spec/paused\n  value: false\n- op: add\n  path: /spec/replicas\n  value: -1\n",  # noqa: E501 texts as they are written
            },
            [("DEP-006", "p.yaml", 4, 3)],
            id="an operation of a JSON patch",
        ),
        pytest.param(
            {
                "kustomization_yaml": KUSTOMIZATION + "patches: [{path: p.yaml}]\n",
                "web_yaml": DEPLOYMENT.replace("Sometimes", "Always"),
                "p_yaml": "apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: web}\nspec:\n  template:\n    spec:\n"  # noqa: E501 texts as they are written
                "      containers:\n      - name: side\n        imagePullPolicy: Seldom\n",
            },
            [("CTR-006", "p.yaml", 9, 9)],
            id="a container of a patch, found by its name",
        ),
        pytest.param(
            {
                "kustomization_yaml": "resources: [base]\nnamePrefix: a-\n",
                "base__kustomization_yaml": KUSTOMIZATION,
                "base__web_yaml": DEPLOYMENT,
            },
            [("CTR-006", "base/web.yaml", 15, 9)],
            id="a base of a base, under a prefix",
        ),
        pytest.param(
            {
                "kustomization_yaml": "namespace: ml\nconfigMapGenerator:\n- name: settings\n  literals: ['a b=c']\n"  # noqa: E501 texts as they are written
            },
            [("CM-001", "kustomization.yaml", 3, 3)],
            id="a generator's entry",
        ),
        pytest.param(
            {
                "kustomization_yaml": KUSTOMIZATION,
                "web_yaml": "apiVersion: v1\nkind: List\nitems:\n- apiVersion: v1\n  kind: Service\n  metadata:\n    name: web\n"  # noqa: E501 texts as they are written
                "  spec:\n    ports:\n    - port: 0\n      targetPort: 80\n",
            },
            [("SVC-005", "web.yaml", 10, 7)],
            id="an item of a list",
        ),
    ],
)
def test_a_finding_points_at_what_wrote_the_value(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    files: dict[str, str],
    found: list[tuple[str, str, int, int]],
) -> None:
    assert _build(tmp_path, monkeypatch, **files) == found


def test_an_object_of_a_workload_points_at_its_description(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pool = "namespace: ml\nresources: [serving.yaml]\nlabels: [{pairs: {team: Not Good}}]\n"
    found = _build(tmp_path, monkeypatch, kustomization_yaml=pool, serving_yaml=SERVING)

    assert found
    assert {(rule, file) for rule, file, _, _ in found} == {("META-015", "serving.yaml")}
    assert {line for _, _, line, _ in found} == {2}  # nobody wrote the label there: the line of its kind


def test_a_value_of_a_spec_points_at_its_field(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    serving = (
        SERVING
        + "  placement:\n    tolerations:\n    - key: a\n      operator: Exists\n      effect: Never\n"
    )
    found = _build(
        tmp_path, monkeypatch, kustomization_yaml="resources: [serving.yaml]\n", serving_yaml=serving
    )

    assert found[0][:2] == ("POD-041", "serving.yaml")
    assert serving.splitlines()[found[0][2] - 1].strip() == "effect: Never"
