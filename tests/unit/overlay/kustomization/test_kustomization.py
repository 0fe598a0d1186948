from __future__ import annotations

import shutil
import subprocess
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mlkube.errors import ErrorGroup, KustomizationError, MlkubeError, Place, YamlError
from mlkube.overlay.kustomization.fields import BOOLEAN, INTEGER, KUSTOMIZATION, OBJECT, STRING, STRING_MAP
from mlkube.overlay.kustomization.kustomization import Kustomization

if TYPE_CHECKING:
    from pathlib import Path

    from mlkube.overlay.kustomization.fields import FieldType

API_VERSION = "kustomize.config.k8s.io/v1beta1"
COMPONENT_VERSION = "kustomize.config.k8s.io/v1alpha1"
HEADER = f"apiVersion: {API_VERSION}\nkind: Kustomization\n"

AS_A_LIST = "write it as a list, each item after `- `"
OUTERMOST = "is a field of the kustomization itself"
KNOWN_FIELDS = "one of `namespace`, `name`, `behavior`, `literals`, `files`, `envs`, `env`, `options`"


def read(text: str) -> Kustomization:
    return Kustomization.read(text.encode(), "app/kustomization.yaml")


def fault(text: str) -> str:
    with pytest.raises(MlkubeError) as raised:
        read(text)
    return str(raised.value)


def test_a_field_becomes_an_attribute_in_snake_case() -> None:
    kustomization = read("""\
resources: [deployment.yaml, ../base]
namePrefix: prod-
commonAnnotations: {team: ml}
patchesJson6902:
- path: patch.json
  target: {kind: Service}
configMapGenerator:
- name: settings
  literals: [MODEL=resnet]
sortOptions:
  order: fifo
""")
    assert kustomization.api_version == "kustomize.config.k8s.io/v1beta1"
    assert kustomization.kind == "Kustomization"
    assert not kustomization.is_component
    assert kustomization.resources == ("deployment.yaml", "../base")
    assert kustomization.name_prefix == "prod-"
    assert kustomization.common_annotations == {"team": "ml"}
    assert kustomization.patches_json6902 == ({"path": "patch.json", "target": {"kind": "Service"}},)
    assert kustomization.config_map_generator == ({"name": "settings", "literals": ["MODEL=resnet"]},)
    assert kustomization.sort_options == {"order": "fifo"}


def test_fields_that_are_left_out_are_empty() -> None:
    kustomization = read("resources: []\n")
    assert (kustomization.resources, kustomization.namespace, kustomization.openapi) == ((), "", {})
    assert kustomization.sort_options is None


def test_upper_and_lower_case_count_as_equal_at_every_depth() -> None:
    kustomization = read("Resources: [a.yaml]\nLABELS:\n- Pairs: {App: web}\n  includeselectors: true\n")
    assert kustomization.resources == ("a.yaml",)
    assert kustomization.labels == ({"pairs": {"App": "web"}, "includeSelectors": True},)


def test_two_spellings_of_a_map_meet_and_of_a_list_the_last_in_byte_order_wins() -> None:
    kustomization = read("commonLabels: {a: lower}\nCommonLabels: {a: upper, b: upper}\n")
    assert kustomization.common_labels == {"a": "lower", "b": "upper"}
    assert read("resources: [lower]\nResources: [upper]\n").resources == ("lower",)


def test_a_null_leaves_a_field_out_and_is_empty_inside_lists_and_maps() -> None:
    kustomization = read("namespace: null\nresources: [null]\ncommonLabels: {a: null}\nimages: [null]\n")
    assert (kustomization.namespace, kustomization.resources) == ("", ("",))
    assert (kustomization.common_labels, kustomization.images) == ({"a": ""}, ({},))


def test_a_whole_number_may_be_written_as_a_fraction() -> None:
    assert read("replicas: [{name: web, count: 3.0}]\n").replicas == ({"name": "web", "count": 3},)


def test_older_fields_move_to_those_that_replace_them() -> None:
    kustomization = read("""\
resources: [a.yaml]
bases: [../base]
images: [{name: one}]
imageTags: [{name: two, newTag: v2}]
configMapGenerator:
- name: settings
  envs: [first.env]
  env: second.env
helmChartInflationGenerator:
- chartName: minecraft
  chartRepoUrl: https://charts.example.com
  values: values.yaml
  valuesLocal: {a: 1}
  chartHome: charts
  helmHome: home
""")
    assert kustomization.resources == ("a.yaml", "../base")
    assert kustomization.images == ({"name": "one"}, {"name": "two", "newTag": "v2"})
    assert kustomization.config_map_generator == ({"name": "settings", "envs": ["first.env", "second.env"]},)
    assert kustomization.helm_charts == (
        {
            "name": "minecraft",
            "repo": "https://charts.example.com",
            "valuesFile": "values.yaml",
            "valuesInline": {"a": 1},
        },
    )
    assert kustomization.helm_globals == {"chartHome": "charts", "configHome": "home"}


def test_deprecated_fields_are_named_in_kustomizes_words_with_their_place() -> None:
    advice = "Run 'kustomize edit fix' to update your Kustomization automatically."
    assert read("resources: []\nvars: []\nbases: [../base]\ncommonLabels: {a: b}\n").warnings == (
        (
            Place("app/kustomization.yaml", 3, 1, "", "bases"),
            f"# Warning: 'bases' is deprecated. Please use 'resources' instead. {advice}",
        ),
        (
            Place("app/kustomization.yaml", 4, 1, "", "commonLabels"),
            f"# Warning: 'commonLabels' is deprecated. Please use 'labels' instead. {advice}",
        ),
        (
            Place("app/kustomization.yaml", 2, 1, "", "vars"),
            f"# Warning: 'vars' is deprecated. Please use 'replacements' instead. [EXPERIMENTAL] {advice}",
        ),
    )


def test_everything_that_is_wrong_is_reported_at_its_place() -> None:
    assert fault("""\
configMapGenrator: []
resources: deployment.yaml
namePrefix: yes
patches:
- taget: {kind: Service}
  path: 5
- patch.yaml
- patch: a
  target: {apiVersion: v1}
replicas:
- name: web
  count: "3"
labels: {app: web}
sortOptions: []
generatorOptions:
  labels: {tier: 1}
  immutable: "true"
configMapGenerator:
- name: a
  immutable: true
  patches: []
  bogus: []
""").replace("app/kustomization.yaml:", "").splitlines() == [
        '1:1: error: unknown field "configMapGenrator"; did you mean `configMapGenerator`?',
        f"2:1: error resources: must be a list of strings, is a string; {AS_A_LIST}",
        "3:1: error namePrefix: must be a string, is a boolean; quote it",
        '5:3: error patches[0]: unknown field "taget"; did you mean `target`?',
        "6:3: error patches[0].path: must be a string, is the number 5; quote it",
        "7:3: error patches[1]: must be a mapping, is a string; write `path: patch.yaml`",
        '9:12: error patches[2].target: unknown field "apiVersion"; write `group` and `version`',
        "12:3: error replicas[0].count: must be an integer, is a string; write it without quotes",
        "13:1: error labels: must be a list of mappings, is a mapping",
        "14:1: error sortOptions: must be a mapping, is a list",
        "16:12: error generatorOptions.labels.tier: must be a string, is the number 1; quote it",
        "17:3: error generatorOptions.immutable: must be a boolean, is a string; write it without quotes",
        '20:3: error configMapGenerator[0]: unknown field "immutable"; write it under `options`',
        f'21:3: error configMapGenerator[0]: unknown field "patches"; `patches` {OUTERMOST}',
        f'22:3: error configMapGenerator[0]: unknown field "bogus"; {KNOWN_FIELDS}',
    ]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "error: the kustomization is empty; add `resources:`, or `resources: []`"),
        ("# a comment\n", "error: the kustomization is empty; add `resources:`, or `resources: []`"),
        (HEADER, "error: the kustomization has nothing but a header; add `resources:`, or `resources: []`"),
        (
            "bases: []\nnamePrefix: ''\n",
            "error: the kustomization has nothing but a header; add `resources:`, or `resources: []`",
        ),
    ],
)
def test_an_empty_kustomization_is_an_error(text: str, message: str) -> None:
    assert fault(text) == f"app/kustomization.yaml: {message}"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("- a\n", "1: error: a kustomization is a mapping, this is a list"),
        ("text\n", "1: error: a kustomization is a mapping, this is a plain value"),
        (
            "apiVersion: apps/v1\nkind: Deployment\nspec: {}\n",
            '2:1: error kind: "Deployment" is no kind of kustomization; write `Kustomization` or `Component`',
        ),
        (
            "kind: Component\napiVersion: v1\nnamespace: a\n",
            f'2:1: error apiVersion: a Component has no version "v1"; write `{COMPONENT_VERSION}`',
        ),
        (
            "apiVersion: v1\nnamespace: a\n",
            f'1:1: error apiVersion: a Kustomization has no version "v1"; write `{API_VERSION}`',
        ),
        ("inventory: {}\n", '1:1: error: unknown field "inventory"; kustomize 5 dropped it'),
        ("zzz: {}\n", '1:1: error: unknown field "zzz"'),
    ],
)
def test_what_is_no_kustomization_is_refused(text: str, message: str) -> None:
    assert fault(text) == f"app/kustomization.yaml:{message}"


def test_text_that_is_no_yaml_is_a_yaml_error() -> None:
    with pytest.raises(YamlError):
        read("resources: [\n")


def test_several_faults_come_as_a_group_and_one_comes_alone() -> None:
    with pytest.raises(ErrorGroup):
        read("a: 1\nb: 2\n")
    with pytest.raises(KustomizationError):
        read("a: 1\n")


def test_a_place_is_where_the_file_has_the_field() -> None:
    kustomization = read("Patches:\n- path: a.yaml\nresources:\n- a.yaml\nbases:\n- ../base\n")
    assert kustomization.place("patches", 0, "path") == Place(
        "app/kustomization.yaml", 2, 3, "", "Patches[0].path"
    )
    assert kustomization.place("resources", 0) == Place("app/kustomization.yaml", 4, 3, "", "resources[0]")
    assert kustomization.place("resources", 1) == Place("app/kustomization.yaml", 6, 3, "", "bases[0]")


def test_a_place_of_a_kustomization_without_a_file_has_no_line() -> None:
    assert Kustomization(resources=["a.yaml"]).place("resources", 0) == Place("", 0, 0, "", "resources[0]")


def test_fields_are_written_in_kustomizes_order() -> None:
    kustomization = Kustomization(
        kind="Component",
        namespace="ml",
        resources=("a.yaml",),
        images=[{"newTag": "v2", "name": "web"}],
        config_map_generator=[{"name": "settings", "literals": ["A=1"]}],
        sort_options={"order": "legacy"},
    )
    assert (
        kustomization.write()
        == """\
apiVersion: kustomize.config.k8s.io/v1alpha1
kind: Component
resources:
- a.yaml
namespace: ml
configMapGenerator:
- literals:
  - A=1
  name: settings
images:
- name: web
  newTag: v2
sortOptions:
  order: legacy
"""
    )


def test_a_kustomization_without_fields_is_written_so_that_it_can_be_read() -> None:
    assert Kustomization().write() == f"{HEADER}resources: []\n"


def test_a_new_kustomization_is_checked_like_a_file() -> None:
    with pytest.raises(KustomizationError) as raised:
        Kustomization(patches=[{"taget": {}}])
    assert str(raised.value) == 'error patches[0]: unknown field "taget"; did you mean `target`?'
    with pytest.raises(TypeError, match="a Kustomization has no field 'bases'"):
        Kustomization(bases=["../base"])  # type: ignore[call-arg]


def test_a_kustomization_is_frozen_and_replace_makes_another() -> None:
    kustomization = read("resources: [a.yaml]\nnamespace: dev\n")
    with pytest.raises(AttributeError, match=r"a Kustomization is frozen; use replace\(namespace=...\)"):
        kustomization.namespace = "prod"
    with pytest.raises(AttributeError, match="a Kustomization is frozen"):
        del kustomization.namespace
    changed = kustomization.replace(namespace="prod")
    assert (changed.namespace, changed.resources, kustomization.namespace) == ("prod", ("a.yaml",), "dev")
    assert changed != kustomization
    assert changed.replace(namespace="dev") == kustomization


_TEXT = st.text(st.characters(exclude_categories=("Cs", "Cc"), exclude_characters="\ufeff\uffff\ufffe"))


def _values(kind: FieldType) -> st.SearchStrategy[object]:
    if isinstance(kind, list):
        return st.lists(_values(kind[0]), max_size=2)
    if isinstance(kind, dict):
        return st.fixed_dictionaries({}, optional={name: _values(inner) for name, inner in kind.items()})
    plain: dict[str, st.SearchStrategy[object]] = {
        STRING: _TEXT,
        BOOLEAN: st.booleans(),
        INTEGER: st.integers(-(2**63), 2**63 - 1),
        STRING_MAP: st.dictionaries(_TEXT, _TEXT, max_size=2),
        OBJECT: st.dictionaries(_TEXT, _TEXT | st.integers(-(2**53), 2**53) | st.booleans(), max_size=2),
    }
    return plain[kind]


_ARGUMENTS = {
    "resources": _values(KUSTOMIZATION["resources"]),
    "name_prefix": _values(KUSTOMIZATION["namePrefix"]),
    "common_labels": _values(KUSTOMIZATION["commonLabels"]),
    "labels": _values(KUSTOMIZATION["labels"]),
    "patches": _values(KUSTOMIZATION["patches"]),
    "replicas": _values(KUSTOMIZATION["replicas"]),
    "secret_generator": _values(KUSTOMIZATION["secretGenerator"]),
    "helm_charts": _values(KUSTOMIZATION["helmCharts"]),
    "sort_options": _values(KUSTOMIZATION["sortOptions"]),
}


@given(st.fixed_dictionaries({}, optional=_ARGUMENTS))
def test_what_is_written_reads_back_as_an_equal_value(arguments: dict[str, object]) -> None:
    kustomization = Kustomization(**arguments)  # type: ignore[arg-type]
    assert read(kustomization.write()) == kustomization


@pytest.mark.skipif(shutil.which("kubectl") is None, reason="kubectl is not installed")
@pytest.mark.parametrize(
    "text",
    [
        "resources: []\n",
        "resources: null\n",
        "namePrefix: x\n",
        "metadata: {name: x}\n",
        "metadata: {generateName: x}\n",
        "kind: Component\nnamePrefix: x\n",
        "kind: kustomization\nnamePrefix: x\n",
        "imageTags: []\n",
        "imageTags: []\npatchesJson6902: []\nvars: []\nbases: []\npatchesStrategicMerge: []\n",
        "commonAnnotations: {a: yes}\n",
        "commonAnnotations: {1: a}\n",
        "namePrefix: 2020-01-01\n",
        "namePrefix: 010\n",
        "patches: [a.yaml]\n",
        "images: [{NAME: a, digest: null}]\n",
        "helmGlobals: {chartHome: a, helmHome: b}\n",
        "generatorOptions: {labels: {a: 1}}\n",
        "labels: [{pairs: {a: b}, includeVolumeClaimTemplates: true}]\n",
    ],
)
def test_kubectl_reads_and_refuses_the_same_files(text: str, tmp_path: Path) -> None:
    (tmp_path / "kustomization.yaml").write_text(text, encoding="utf-8")
    run = subprocess.run(["kubectl", "kustomize", str(tmp_path)], capture_output=True, check=False, text=True)
    try:
        warnings = [warning for _, warning in read(text).warnings]
    except MlkubeError:
        assert run.returncode
    else:
        assert (run.returncode, run.stdout, run.stderr.splitlines()) == (0, "", warnings)
