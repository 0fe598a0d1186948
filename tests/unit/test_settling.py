# ruff: noqa: E501  error texts stand as they are printed
"""Descriptions in trees: settled through all layers, built in place, refused where they were written.

The kind here is a small one of its own: what the real workloads build is tested elsewhere.
"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import pytest

import mlkube
from mlkube.errors import MlkubeError
from mlkube.workloads import catalogue, json_schema
from mlkube.workloads.faults import Fault
from mlkube.workloads.objects import Context, Objects
from mlkube.workloads.spec import Spec, field
from mlkube.workloads.workload import Workload

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path


class Shelf(Spec):
    """A shelf."""

    name: str = field(doc="Name.")
    books: int = field(default=0, doc="Books.", minimum=0)


class TFServing(Workload):
    """Stands in for the real kind of this name."""

    shelves: Sequence[Shelf] = field(default=(), doc="Shelves.", keys=("name",))
    low: int = field(default=1, doc="Low.")
    high: int = field(default=3, doc="High.")
    image: str = field(doc="Image to run. There is none by default.")

    def objects(self, context: Context) -> Objects:
        objects = Objects()
        metadata = {"name": context.name, **({"namespace": self.namespace} if self.namespace else {})}
        objects.add(
            {
                "apiVersion": "v1",
                "kind": "ConfigMap",
                "metadata": {**metadata, "name": f"{context.name}-text"},
                "data": {
                    "where": f"{context.final(context.name)}.{context.namespace}",
                    "shelves": ",".join(f"{shelf.name}={shelf.books}" for shelf in self.shelves),
                },
            },
            hashed=True,
        )
        objects.add(
            {
                "apiVersion": "batch/v1",
                "kind": "Job",
                "metadata": {**metadata, "labels": {**self.labels}},
                "spec": {
                    "backoffLimit": self.high,
                    "template": {
                        "spec": {
                            "containers": [{"name": "main", "image": self.image}],
                            "volumes": [{"name": "v", "configMap": {"name": f"{context.name}-text"}}],
                        }
                    },
                },
            },
            hashed=True,
        )
        return objects

    def faults(self) -> Iterator[Fault]:
        if self.low > self.high:
            yield Fault(("spec", "low"), f"{self.low} is more than {self.high}", other=("spec", "high"))


DESCRIPTION = """\
apiVersion: mlkube.dev/v1alpha1
kind: TFServing
metadata:
  name: x
spec:
  image: a:1
  shelves:
    - name: top
      books: 1
    - name: low
"""


@pytest.fixture
def tree(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(catalogue, "_HOMES", {"TFServing": __name__})
    monkeypatch.setattr(catalogue, "KINDS", frozenset({"TFServing"}))
    monkeypatch.setattr(json_schema, "KINDS", frozenset({"TFServing"}))
    monkeypatch.setitem(sys.modules, __name__, sys.modules[__name__])
    json_schema.description_schema.cache_clear()
    monkeypatch.chdir(tmp_path)
    yield tmp_path
    json_schema.description_schema.cache_clear()


def write(root: Path, files: dict[str, str]) -> None:
    for name, text in files.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text)


def base(root: Path, description: str = DESCRIPTION) -> None:
    write(root, {"base/kustomization.yaml": "resources: [w.yaml]\n", "base/w.yaml": description})


def refused(folder: str) -> str:
    with pytest.raises(MlkubeError) as caught:
        mlkube.build(folder)
    return str(caught.value)


def names(resources: mlkube.ResourceSet) -> list[str]:
    return [str(resource) for resource in resources]


def shelves(resources: mlkube.ResourceSet) -> list[object]:
    return [each["data"] for each in resources.bodies() if each["kind"] == "ConfigMap"]


def test_a_description_becomes_its_objects_with_hashed_names(tree: Path) -> None:
    base(tree)
    built = mlkube.build("base")
    config, job = built.bodies()
    assert config["data"] == {"where": "x.", "shelves": "top=1,low=0"}
    assert names(built)[0].startswith("ConfigMap/x-text-")
    assert names(built)[1].startswith("Job/x-")
    assert built[1].body["spec"]["template"]["spec"]["volumes"][0]["configMap"]["name"] == built[0].name
    assert job["metadata"]["name"] != "x"


def test_patches_of_descriptions_and_of_objects_work_in_any_layer(tree: Path) -> None:
    base(tree)
    patch = "apiVersion: mlkube.dev/v1alpha1\nkind: TFServing\nmetadata: {name: x}\nspec:\n"
    write(
        tree,
        {
            "one/kustomization.yaml": "resources: [../base]\nnamePrefix: p-\npatches: [{path: patch.yaml}]\n",
            "one/patch.yaml": patch + "  shelves:\n    - {name: low, books: 7}\n  high: 9\n",
            "two/kustomization.yaml": (
                "resources: [../one]\nnamespace: ml\nnameSuffix: -s\npatches:\n"
                "  - target: {kind: TFServing}\n    patch: |-\n"
                "      - {op: replace, path: /spec/image, value: 'b:2'}\n"
                "  - target: {kind: Job}\n    patch: |-\n"
                "      - {op: add, path: /spec/suspend, value: true}\n"
                "  - patch: |-\n      apiVersion: batch/v1\n      kind: Job\n      metadata: {name: x}\n"
                "      spec: {parallelism: 2}\n"
            ),
        },
    )
    built = mlkube.build("two")
    config, job = built.bodies()
    assert config["data"] == {"where": "p-x-s.ml", "shelves": "low=7,top=1"}
    assert {key: job["spec"][key] for key in ("backoffLimit", "suspend", "parallelism")} == {
        "backoffLimit": 9,
        "suspend": True,
        "parallelism": 2,
    }
    assert job["spec"]["template"]["spec"]["containers"] == [{"name": "main", "image": "b:2"}]
    assert built[1].name.startswith("p-x-s-")
    assert built[1].namespace == "ml"


def test_a_base_under_two_prefixes_is_two_instances(tree: Path) -> None:
    base(tree)
    patch = 'patches:\n- target: {kind: TFServing}\n  patch: \'[{"op": "add", "path": "/spec/high", "value": %d}]\'\n'
    write(
        tree,
        {
            "a/kustomization.yaml": "resources: [../base]\nnamePrefix: a-\n" + patch % 4,
            "b/kustomization.yaml": "resources: [../base]\nnamePrefix: b-\n" + patch % 5,
            "kustomization.yaml": "resources: [a, b]\n",
        },
    )
    built = mlkube.build(".")
    assert [each["data"]["where"] for each in shelves_bodies(built)] == ["a-x.", "b-x."]
    limits = [each["spec"]["backoffLimit"] for each in built.bodies() if each["kind"] == "Job"]
    assert limits == [4, 5]


def shelves_bodies(resources: mlkube.ResourceSet) -> list[dict[str, dict[str, str]]]:
    return [each for each in resources.bodies() if each["kind"] == "ConfigMap"]  # type: ignore[misc]


def test_a_jobs_hash_follows_what_the_server_will_not_change(tree: Path) -> None:
    base(tree)

    def job_name(patch: str) -> str:
        write(
            tree,
            {
                "kustomization.yaml": f"resources: [base]\npatches:\n- target: {{kind: Job}}\n  patch: '{patch}'\n"
            },
        )
        return mlkube.build(".")[1].name

    same = job_name('[{"op": "test", "path": "/kind", "value": "Job"}]')
    assert job_name('[{"op": "add", "path": "/spec/suspend", "value": true}]') == same
    assert job_name('[{"op": "add", "path": "/spec/backoffLimit", "value": 17}]') == same
    assert job_name('[{"op": "add", "path": "/spec/completions", "value": 2}]') != same


def test_a_deleted_description_builds_nothing(tree: Path) -> None:
    base(tree)
    delete = "apiVersion: mlkube.dev/v1alpha1\nkind: TFServing\nmetadata: {name: x}\n$patch: delete\n"
    write(tree, {"kustomization.yaml": "resources: [base]\npatches: [{path: p.yaml}]\n", "p.yaml": delete})
    assert names(mlkube.build(".")) == []


def test_labels_select_descriptions_but_are_not_their_own(tree: Path) -> None:
    base(tree)
    write(
        tree,
        {
            "mid/kustomization.yaml": "resources: [../base]\nlabels: [{pairs: {tier: one}}]\n",
            "kustomization.yaml": (
                "resources: [mid]\npatches:\n- target: {kind: TFServing, labelSelector: tier=one}\n"
                '  patch: \'[{"op": "add", "path": "/spec/high", "value": 8}]\'\n'
            ),
        },
    )
    job = mlkube.build(".").bodies()[1]
    assert job["spec"]["backoffLimit"] == 8
    assert job["metadata"]["labels"] == {"tier": "one"}


def test_mistakes_are_refused_where_they_were_written(tree: Path) -> None:
    base(tree, DESCRIPTION.replace("books: 1", "boks: 1"))
    patch = "apiVersion: mlkube.dev/v1alpha1\nkind: TFServing\nmetadata: {name: x}\nspec: {hihg: 1}\n"
    write(tree, {"kustomization.yaml": "resources: [base]\npatches: [{path: p.yaml}]\n", "p.yaml": patch})
    assert refused(".") == (
        'base/w.yaml:9:7: error TFServing/x spec.shelves[0].boks: unknown field "boks"; did you mean "books"?\n'
        'p.yaml:4:8: error TFServing/x spec.hihg: unknown field "hihg"; did you mean "high"?'
    )


def test_a_contradiction_names_both_places(tree: Path) -> None:
    base(tree, DESCRIPTION + "  high: 2\n")
    patch = "apiVersion: mlkube.dev/v1alpha1\nkind: TFServing\nmetadata: {name: x}\nspec:\n  low: 5\n"
    write(tree, {"kustomization.yaml": "resources: [base]\npatches: [{path: p.yaml}]\n", "p.yaml": patch})
    assert refused(".") == (
        "p.yaml:5:3: error TFServing/x spec.low: 5 is more than 2 (spec.high is at base/w.yaml:11:3)"
    )


def test_what_a_json_patch_wrote_is_placed_at_its_operation(tree: Path) -> None:
    base(tree)
    text = "resources: [base]\npatches:\n- target: {kind: TFServing}\n  path: p.yaml\n"
    operations = "- op: replace\n  path: /spec/shelves/0/books\n  value: many\n"
    write(tree, {"kustomization.yaml": text, "p.yaml": operations})
    assert refused(".") == (
        "p.yaml:1:3: error TFServing/x spec.shelves[0].books: must be an integer, is a string"
    )


def test_what_is_missing_is_said_of_the_settled_description(tree: Path) -> None:
    base(tree, DESCRIPTION.replace("  image: a:1\n", ""))
    assert refused("base") == "base/w.yaml:5:1: error TFServing/x spec.image: missing; Image to run"


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        (
            (
                "replacements:\n- source: {kind: TFServing, fieldPath: spec.image}\n  targets:\n"
                "  - select: {kind: Job}\n    fieldPaths: [spec.x]\n"
            ),
            (
                "kustomization.yaml:3:3: error replacements[0].source: a replacement has no effect on the description of "
                "a workload; patch the description, or name an object that it builds"
            ),
        ),
        (
            "vars:\n- name: V\n  objref: {apiVersion: mlkube.dev/v1alpha1, kind: TFServing, name: x}\n",
            (
                "kustomization.yaml:4:3: error vars[0].objref: a variable has no effect on the description of a workload; "
                "patch the description, or name an object that it builds"
            ),
        ),
        (
            "configurations: [c.yaml]\n",
            (
                "kustomization.yaml:2:18: error configurations[0]: a field spec of 'c.yaml' names TFServing, the "
                "description of a workload; name the kinds that it builds"
            ),
        ),
    ],
)
def test_what_has_no_effect_on_a_description_is_refused(tree: Path, fields: str, expected: str) -> None:
    base(tree)
    configuration = "namePrefix:\n- path: spec/image\n  kind: TFServing\n"
    write(tree, {"kustomization.yaml": "resources: [base]\n" + fields, "c.yaml": configuration})
    assert refused(".") == expected


def test_a_patch_of_an_object_that_nobody_builds_names_what_is_built(tree: Path) -> None:
    base(tree)
    patch = "apiVersion: v1\nkind: Service\nmetadata: {name: x}\n"
    write(tree, {"kustomization.yaml": "resources: [base]\npatches: [{path: p.yaml}]\n", "p.yaml": patch})
    assert refused(".") == (
        "p.yaml:1:1: error Service/x: the patch matches no object; TFServing/x builds ConfigMap/x-text, Job/x"
    )


def test_an_unknown_kind_of_description_is_refused(tree: Path) -> None:
    base(tree, DESCRIPTION.replace("TFServing", "TFServin"))
    assert refused("base") == (
        'base/w.yaml:2:1: error TFServin/x kind: unknown workload kind "TFServin"; did you mean "TFServing"?'
    )


def test_a_workload_builds_alone(tree: Path) -> None:
    workload = TFServing(name="x", image="a:1", shelves=[Shelf(name="top", books=1), Shelf(name="low")])
    base(tree)
    assert workload.build() == mlkube.build("base")
    with pytest.raises(MlkubeError) as caught:
        TFServing(name="x", image="a", low=9).build()
    assert caught.value.reason == "9 is more than 3"


def test_a_replacement_in_a_file_is_refused_as_well(tree: Path) -> None:
    base(tree)
    replacement = "source: {kind: TFServing, fieldPath: spec.image}\ntargets: [{select: {kind: Job}, fieldPaths: [a]}]\n"
    write(
        tree,
        {"kustomization.yaml": "resources: [base]\nreplacements: [{path: r.yaml}]\n", "r.yaml": replacement},
    )
    assert refused(".") == (
        "kustomization.yaml:2:17: error replacements[0].path: a replacement has no effect on the description of "
        "a workload; patch the description, or name an object that it builds"
    )


def test_a_component_may_bring_a_description(tree: Path) -> None:
    base(tree)
    component = (
        "apiVersion: kustomize.config.k8s.io/v1alpha1\nkind: Component\nresources: [w.yaml]\nnamePrefix: c-\n"
    )
    write(
        tree,
        {
            "kustomization.yaml": "resources: [base]\ncomponents: [comp]\n",
            "comp/kustomization.yaml": component,
            "comp/w.yaml": DESCRIPTION.replace("name: x", "name: y"),
        },
    )
    assert [each["data"]["where"] for each in shelves_bodies(mlkube.build("."))] == ["c-x.", "c-y."]


def test_descriptions_in_a_list_are_descriptions(tree: Path) -> None:
    inner = DESCRIPTION.replace("\n", "\n  ").strip()
    base(tree, f"apiVersion: v1\nkind: List\nitems:\n- {inner}\n")
    assert [name.partition("-")[0] for name in names(mlkube.build("base"))] == ["ConfigMap/x", "Job/x"]
    base(tree, f"apiVersion: v1\nkind: List\nitems:\n- {inner}\n".replace("books: 1", "books: no"))
    assert refused("base") == (
        "base/w.yaml:12:9: error TFServing/x spec.shelves[0].books: must be an integer, is a string"
    )


def test_a_patch_may_replace_and_delete_elements_of_lists(tree: Path) -> None:
    base(tree)
    head = "apiVersion: mlkube.dev/v1alpha1\nkind: TFServing\nmetadata: {name: x}\nspec:\n  shelves:\n"
    for body, expected in (
        ("  - {name: low, $patch: delete}\n", "top=1"),
        ("  - $patch: replace\n  - {name: new}\n", "new=0"),
    ):
        write(
            tree,
            {"kustomization.yaml": "resources: [base]\npatches: [{path: p.yaml}]\n", "p.yaml": head + body},
        )
        assert [each["data"]["shelves"] for each in shelves_bodies(mlkube.build("."))] == [expected]


@pytest.mark.parametrize("field", ["transformers", "generators", "validators"])
def test_a_description_is_no_plugin(tree: Path, field: str) -> None:
    base(tree)
    write(tree, {"kustomization.yaml": f"resources: [base]\n{field}: [w.yaml]\n", "w.yaml": DESCRIPTION})
    assert refused(".") == (
        f"kustomization.yaml:2:{len(field) + 4}: error {field}[0]: 'w.yaml' describes a workload, which is no plugin; "
        "list it under resources"
    )


def test_a_patch_in_a_layer_without_descriptions_matches_nothing(tree: Path) -> None:
    base(tree)
    patch = "apiVersion: mlkube.dev/v1alpha1\nkind: TFServing\nmetadata: {name: x}\nspec: {high: 2}\n"
    write(
        tree,
        {
            "kustomization.yaml": "resources: [base, other]\n",
            "other/kustomization.yaml": "resources: []\npatches: [{path: p.yaml}]\n",
            "other/p.yaml": patch,
        },
    )
    assert refused(".") == "other/p.yaml:1:1: error TFServing/x: the patch matches no object"


def test_a_patch_cannot_make_a_kind_that_nobody_knows(tree: Path) -> None:
    base(tree)
    patch = 'patches:\n- target: {kind: TFServing}\n  patch: \'[{"op": "replace", "path": "/kind", "value": "Foo"}]\'\n'
    write(tree, {"kustomization.yaml": f"resources: [base]\n{patch}"})
    assert refused(".") == (
        'base/w.yaml:2:1: error Foo/x kind: unknown workload kind "Foo"; known are TFServing'
    )
