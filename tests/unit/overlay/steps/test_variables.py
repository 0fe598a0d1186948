from __future__ import annotations

import shutil
import subprocess
from textwrap import dedent
from typing import TYPE_CHECKING

import pytest

from mlkube.core.resource import Resource, Source
from mlkube.errors import MlkubeError, Place
from mlkube.overlay.fields.field_spec import FieldSpec
from mlkube.overlay.fields.field_spec_list import FieldSpecs
from mlkube.overlay.steps.variables import mark_variables, merge_variables, resolve_variables
from mlkube.overlay.variables import Variable
from mlkube.yamlio import dump_all, load_all

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

SPECS = FieldSpecs([FieldSpec("spec/text", kind="Job")])
PLACE = Place("kustomization.yaml", 3, 1, field="vars[0]")


def variable(name: str, path: str = "metadata.name", /, **reference: str) -> Variable:
    """A variable that reads from the ConfigMap settings, unless the reference says otherwise."""
    objref = {"apiVersion": "v1", "kind": "ConfigMap", "name": "settings", **reference}
    return Variable.from_json({"name": name, "objref": {**objref}, "fieldref": {"fieldPath": path}}, PLACE)


def resources_of(text: str) -> list[Resource]:
    return [
        Resource(body, (Source("objects.yaml", number),))
        for number, body in enumerate(load_all(text.encode()))
        if isinstance(body, dict)
    ]


def objects(data: str, text: str) -> str:
    return dedent(f"""\
        apiVersion: v1
        kind: ConfigMap
        metadata: {{name: settings}}
        data: {data}
        ---
        apiVersion: batch/v1
        kind: Job
        metadata: {{name: train}}
        spec: {{text: {text}}}
    """)


def resolved(text: str, *variables: Variable) -> tuple[list[Resource], list[str]]:
    return resolve_variables(mark_variables(resources_of(text), variables), variables, SPECS)


# text of the Job, data of the ConfigMap, path of the variable X: the text afterwards
CASES = [
    ("'$(X)'", "{a: 5}", "data.a", 5),
    ("'run $(X) times'", "{a: 5}", "data.a", "run 5 times"),
    ("'$(X)'", "{a: 010}", "data.a", 10),
    ("'$(X)'", "{a: 1.50}", "data.a", 1.5),
    ("'$(X)s'", "{a: 1.50}", "data.a", "1.5s"),
    ("'$(X)s'", "{a: 1e6}", "data.a", "1e+06s"),
    ("'$(X)'", "{a: true}", "data.a", True),
    ("'$(X)!'", "{a: true}", "data.a", "true!"),
    ("'$(X)'", "{a: '5'}", "data.a", "5"),
    ("'$(X)'", "{a: 2026-01-31}", "data.a", "2026-01-31"),
    ("'on $(X)'", "{a: null}", "data.a", "on null"),
    ("'$(X)/$(X)'", "{}", "metadata.name", "settings/settings"),
    ("'$$(X) $(Y) $ $(X'", "{a: 5}", "data.a", "$(X) $(Y) $ $(X"),
    ("'$(X)'", "{a: [{port: 1}, {port: 2}]}", "data.a[1].port", 2),
    ("'$(X)'", "{a: [{n: x, port: 1}]}", "data.a.[n=x].port", 1),
    ("'$(X)'", "{a.b: dots}", "data.[a.b]", "dots"),
    ("[a, '$(X)', '-$(X)']", "{a: 5}", "data.a", ["a", 5, "-5"]),
    ("{a: '$(X)', b: 1, c: ['$(X)']}", "{a: 5}", "data.a", {"a": 5, "b": 1, "c": ["$(X)"]}),
    ("7", "{a: 5}", "data.a", 7),
    ("'$(X)'", "{a: {b: c}}", "data.a", "$(X)"),
    ("'$(X)'", "{a: '$(X)'}", "data.a", "$(X)"),
]


@pytest.mark.parametrize(("text", "data", "path", "expected"), CASES)
def test_a_variable_is_replaced(text: str, data: str, path: str, expected: object) -> None:
    resources, _ = resolved(objects(data, text), variable("X", path))
    spec = resources[1].body["spec"]
    assert isinstance(spec, dict)
    assert (spec["text"], type(spec["text"])) == (expected, type(expected))


@pytest.mark.skipif(shutil.which("kubectl") is None, reason="kubectl is not installed")
def test_kubectl_replaces_the_same(tmp_path: Path) -> None:
    configuration = "varReference: [{path: spec/text, kind: Job}]\n"
    for number, (text, data, path, _) in enumerate(CASES):
        folder = tmp_path / str(number)
        folder.mkdir()
        (folder / "objects.yaml").write_text(objects(data, text))
        (folder / "fields.yaml").write_text(configuration)
        (folder / "kustomization.yaml").write_text(
            "resources: [objects.yaml]\nconfigurations: [fields.yaml]\n"
            "vars:\n- name: X\n  objref: {apiVersion: v1, kind: ConfigMap, name: settings}\n"
            f"  fieldref: {{fieldPath: '{path}'}}\n"
        )
        run = subprocess.run(["kubectl", "kustomize", folder], capture_output=True, text=True, check=False)
        ours = [each.body for each in resolved(objects(data, text), variable("X", path))[0]]
        assert run.stdout == dump_all(ours), run.stderr


def test_names_that_were_never_replaced_are_told_in_order() -> None:
    variables = variable("Z"), variable("USED"), variable("A"), variable("MAP", "data")
    _, unused = resolved(objects("{a: b}", "$(USED) $(MAP)"), *variables)
    assert unused == ["A", "MAP", "Z"]


def test_untouched_objects_stay_as_they_are() -> None:
    before = resources_of(objects("{a: b}", "plain"))
    after, _ = resolve_variables(mark_variables(before, [variable("X")]), [variable("X")], SPECS)
    assert after[1] is before[1]
    assert after[0].body is before[0].body


def test_the_object_is_found_by_any_name_it_had() -> None:
    former = ("default", "settings", "ConfigMap"), ("default", "a-settings", "ConfigMap")
    renamed = [
        Resource({"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "b-a-settings"}}).replace(
            former=former
        )
    ]
    for name in ("settings", "a-settings", "b-a-settings"):
        assert mark_variables(renamed, [variable("X", name=name)])[0].variables == ("X",)
    assert mark_variables(renamed, [variable("X", name="c")])[0] is renamed[0]


def test_a_namespace_narrows_and_none_means_all() -> None:
    both = resources_of(
        "{apiVersion: v1, kind: ConfigMap, metadata: {name: settings, namespace: dev}}\n---\n"
        "{apiVersion: v1, kind: ConfigMap, metadata: {name: settings}}\n"
    )
    for namespace, expected in (("dev", [("X",), ()]), ("default", [(), ("X",)]), ("prod", [(), ()])):
        marked = mark_variables(both, [variable("X", namespace=namespace)])
        assert [each.variables for each in marked] == expected
    with pytest.raises(MlkubeError) as caught:
        mark_variables(both, [variable("X")])
    assert str(caught.value) == (
        "kustomization.yaml:3:1: error vars[0]: the variable `X` could read from several objects: "
        "ConfigMap/settings in dev (objects.yaml), ConfigMap/settings in default (objects.yaml); "
        "name the namespace under objref, or rename one of them"
    )


def test_two_variables_of_one_name_are_refused() -> None:
    first, other = variable("X", "data.a"), variable("X", kind="Secret", namespace="dev")
    more = variable("Y")
    assert merge_variables([first], [more]) == [first, more]
    for known, incoming in (([first], [other]), ([], [first, other])):
        with pytest.raises(MlkubeError) as caught:
            merge_variables(known, incoming)
        assert str(caught.value) == (
            "kustomization.yaml:3:1: error vars[0]: the variable `X` is defined twice: "
            "data.a of ConfigMap/settings (kustomization.yaml:3:1) and "
            "metadata.name of Secret/settings in dev (kustomization.yaml:3:1); "
            "rename one of them, and its `$(NAME)` where it is meant"
        )


ERRORS = {
    ("data.zzz", ""): (
        "objects.yaml: error ConfigMap/settings data.zzz: cannot read the variable `X`: no such field; "
        "check fieldref.fieldPath; it defaults to metadata.name"
    ),
    ("data.hex", ""): (
        "objects.yaml: error ConfigMap/settings data.hex: cannot read the variable `X`: "
        "kustomize cannot read the integer `0x1F`; write it in decimal, or in quotes"
    ),
    ("data.hex.a", ""): (
        "objects.yaml: error ConfigMap/settings data.hex.a: cannot read the variable `X`: "
        "there is no `a` in the scalar `0x1F`; "
        "a field path reads like `spec.template.spec.containers.[name=web].image` or `spec.ports.0.port`"
    ),
    ("metadata.name", "name: setings"): (
        "kustomization.yaml:3:1: error vars[0]: "
        "the variable `X` has no object to read from: v1 ConfigMap/setings is not there; "
        "did you mean `settings`?"
    ),
    ("metadata.name", "apiVersion: v2"): (
        "kustomization.yaml:3:1: error vars[0]: "
        "the variable `X` has no object to read from: v2 ConfigMap/settings is not there; "
        "write `apiVersion: v1` under objref"
    ),
    ("metadata.name", "namespace: dev"): (
        "kustomization.yaml:3:1: error vars[0]: "
        "the variable `X` has no object to read from: v1 ConfigMap/settings is not in `dev`\n"
        "    there is ConfigMap/settings in default (objects.yaml); "
        "leave out the namespace where the object has none"
    ),
}


@pytest.mark.parametrize(("path", "reference"), ERRORS)
def test_error(path: str, reference: str) -> None:
    key, _, value = reference.partition(": ")
    with pytest.raises(MlkubeError) as caught:
        resolved(objects("{hex: 0x1F}", "$(X)"), variable("X", path, **({key: value} if key else {})))
    assert str(caught.value) == ERRORS[path, reference]


@pytest.mark.parametrize(
    ("reference", "api_version"),
    [
        ({"apiVersion": "apps/v1", "group": "x", "version": "y"}, "apps/v1"),
        ({"apiVersion": "v2", "group": "x", "version": "y"}, "x/v2"),
        ({"apiVersion": "a/b/c", "version": "y"}, "y"),
        ({"group": "x", "version": "y"}, "x/y"),
        ({}, ""),
    ],
)
def test_api_version_wins_over_group_and_version(reference: dict[str, str], api_version: str) -> None:
    assert Variable.from_json({"name": "X", "objref": {**reference}}).api_version == api_version


def test_a_null_is_read_as_it_was_written() -> None:
    resources = mark_variables(resources_of(objects("{a: null}", "$(X)")), [variable("X", "data.a")])
    asked = []

    def written(resource: Resource, path: Sequence[str | int]) -> str:
        asked.append((str(resource), list(path)))
        return "~"

    after, _ = resolve_variables(resources, [variable("X", "data.a")], SPECS, written)
    assert (after[1].body["spec"], asked) == ({"text": "~"}, [("ConfigMap/settings", ["data", "a"])])


def test_a_list_must_hold_strings_only() -> None:
    with pytest.raises(
        MlkubeError, match="variables are expanded in a list of strings, this one holds something else"
    ):
        resolved(objects("{}", "[a, 5]"), variable("X"))
