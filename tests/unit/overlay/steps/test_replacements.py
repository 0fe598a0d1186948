from __future__ import annotations

import shutil
import subprocess
from textwrap import dedent, indent
from typing import TYPE_CHECKING

import pytest

from mlkube.core.resource import Resource, Source
from mlkube.errors import MlkubeError, Place
from mlkube.overlay.steps.replacements import apply_replacements
from mlkube.yamlio import dump_all, load_all, load_kustomization

if TYPE_CHECKING:
    from pathlib import Path

SETTINGS = """\
    apiVersion: v1
    kind: ConfigMap
    metadata:
      name: settings
    data:
"""
MODEL = """\
    apiVersion: example.com/v1
    kind: Model
    metadata:
      name: resnet
    spec:
"""


def objects(settings: str, model: str) -> str:
    """A ConfigMap with this data and a custom resource with this spec."""
    parts = [
        dedent(head) + indent(dedent(body), "  ") for head, body in ((SETTINGS, settings), (MODEL, model))
    ]
    return "---\n".join(parts)


def copy(source: str, *targets: str, options: str = "{}", source_options: str = "{}") -> str:
    """A replacement from a field of the ConfigMap to fields of the custom resource."""
    return dedent(f"""\
        - source: {{kind: ConfigMap, name: settings, fieldPath: '{source}', options: {source_options}}}
          targets:
          - select: {{kind: Model}}
            fieldPaths: [{", ".join(f"'{target}'" for target in targets)}]
            options: {options}
    """)


def resources_of(text: str) -> list[Resource]:
    return [
        Resource(body, (Source("objects.yaml", number),))
        for number, body in enumerate(load_all(text.encode()))
        if isinstance(body, dict)
    ]


def replaced(text: str, replacements: str) -> list[Resource]:
    entries = load_kustomization(replacements.encode(), "")
    assert isinstance(entries, list)
    return apply_replacements(
        resources_of(text), entries, Place("kustomization.yaml", 4, 1, field="replacements")
    )


def printed(text: str, replacements: str) -> str:
    return dump_all([resource.body for resource in replaced(text, replacements)])


def error(text: str, replacements: str) -> str:
    with pytest.raises(MlkubeError) as caught:
        replaced(text, replacements)
    return str(caught.value)


def spec_after(settings: str, model: str, replacements: str) -> str:
    """The custom resource's spec after the replacements, as it is printed."""
    output = printed(objects(settings, model), replacements)
    return dedent(output.rpartition("spec:\n")[2])


# name: (data of the ConfigMap, spec of the custom resource, replacements, the spec afterwards)
CASES = {
    "a string is copied": ("host: db.local\n", "db: old\n", copy("data.host", "spec.db"), "db: db.local\n"),
    "the field path is the name by default": (
        "{}\n",
        "config: old\n",
        "- source: {kind: ConfigMap}\n  targets: [{select: {kind: Model}, fieldPaths: [spec.config]}]\n",
        "config: settings\n",
    ),
    "a string stays a string whatever it takes": (
        "port: 8501\n",
        "port: 'x'\n",
        copy("data.port", "spec.port"),
        'port: "8501"\n',
    ),
    "a number takes the text of a string": (
        "port: '8501'\n",
        "port: 1\n",
        copy("data.port", "spec.port"),
        "port: 8501\n",
    ),
    "a number keeps the way it was written": (
        "ratio: 1.50\nmask: 0x1F\n",
        "ratio: x\nmask: x\n",
        copy("data.ratio", "spec.ratio") + copy("data.mask", "spec.mask"),
        'mask: "0x1F"\nratio: "1.50"\n',
    ),
    "a float takes an integer": ("n: 12\n", "ratio: 0.5\n", copy("data.n", "spec.ratio"), "ratio: 12\n"),
    "a boolean takes the text true": (
        "on: 'true'\n",
        "gpu: false\n",
        copy("data.on", "spec.gpu"),
        "gpu: true\n",
    ),
    "a created field is what its text says": (
        "port: '010'\n",
        "{}\n",
        copy("data.port", "spec.server.port", options="{create: true}"),
        "server:\n  port: 8\n",
    ),
    "a created empty field is null": (
        "none: ''\n",
        "some: x\n",
        copy("data.none", "spec.none", options="{create: true}"),
        "none: null\nsome: x\n",
    ),
    "a mapping replaces a mapping": (
        "limits: {cpu: 2}\n",
        "limits: {memory: 1Gi}\n",
        copy("data.limits", "spec.limits"),
        "limits:\n  cpu: 2\n",
    ),
    "a mapping empties a string": (
        "limits: {cpu: 2}\n",
        "limits: x\n",
        copy("data.limits", "spec.limits"),
        'limits: ""\n',
    ),
    "a list is created": (
        "args: [a, '1']\n",
        "{}\n",
        copy("data.args", "spec.pod.args", options="{create: true}"),
        'pod:\n  args:\n  - a\n  - "1"\n',
    ),
    "a key with dots stands in brackets or behind backslashes": (
        "model.conf: big\n",
        "notes: {example.com/size: s, example.com/kind: k}\n",
        copy("data.[model.conf]", "spec.notes.[example.com/size]", "spec.notes.example\\.com/kind"),
        "notes:\n  example.com/kind: big\n  example.com/size: big\n",
    ),
    "an element is chosen by what its field holds": (
        "tag: new\n",
        "items: [{name: server, tag: a}, {name: server-2, tag: b}, {name: other, tag: c}]\n",
        copy("data.tag", "spec.items.[name=server].tag"),
        "items:\n- name: server\n  tag: new\n- name: server-2\n  tag: new\n- name: other\n  tag: c\n",
    ),
    "an element is chosen by a regular expression": (
        "tag: new\n",
        "items: [{name: server, tag: a}, {name: server-2, tag: b}]\n",
        copy("data.tag", "spec.items.[name=^server$].tag"),
        "items:\n- name: server\n  tag: new\n- name: server-2\n  tag: b\n",
    ),
    "every element is meant by a star": (
        "tag: new\n",
        "items: [{tag: a}, {}, {tag: b}]\n",
        copy("data.tag", "spec.items.*.tag"),
        "items:\n- tag: new\n- {}\n- tag: new\n",
    ),
    "every element gets the field": (
        "tag: new\n",
        "items: [{tag: a}, {}]\n",
        copy("data.tag", "spec.items.*.tag", options="{create: true}"),
        "items:\n- tag: new\n- tag: new\n",
    ),
    "an element of a list of strings is chosen": (
        "arg: --port=1\n",
        "args: [--rest, --port]\n",
        copy("data.arg", "spec.args.[=--port]"),
        "args:\n- --rest\n- --port=1\n",
    ),
    "a missing element is created": (
        "level: debug\n",
        "env: []\n",
        copy("data.level", "spec.env.[name=LEVEL].value", options="{create: true}"),
        "env:\n- name: LEVEL\n  value: debug\n",
    ),
    "the element behind the last is created": (
        "arg: b\n",
        "args: [a]\n",
        copy("data.arg", "spec.args.1", options="{create: true}"),
        "args:\n- a\n- b\n",
    ),
    "what is created inside of null vanishes": (
        "arg: b\n",
        "pod: null\n",
        copy("data.arg", "spec.pod.args", options="{create: true}"),
        "pod: null\n",
    ),
    "what is created deep inside of null vanishes as well": (
        "arg: b\n",
        "pod: null\n",
        copy("data.arg", "spec.pod.containers.[name=a].args.0", options="{create: true}"),
        "pod: null\n",
    ),
    "a piece of the source is taken": (
        "image: repo/serving:2.20\n",
        "tag: x\n",
        copy("data.image", "spec.tag", source_options="{delimiter: ':', index: 1}"),
        'tag: "2.20"\n',
    ),
    "a piece of the target is replaced": (
        "tag: '2.20'\n",
        "image: repo/serving:1.0\n",
        copy("data.tag", "spec.image", options="{delimiter: ':', index: 1}"),
        "image: repo/serving:2.20\n",
    ),
    "a negative index puts the piece first": (
        "prefix: mirror\n",
        "image: repo/serving\n",
        copy("data.prefix", "spec.image", options="{delimiter: /, index: -1}"),
        "image: mirror/repo/serving\n",
    ),
    "an index past the end puts the piece last": (
        "port: 8501\n",
        "host: model.ml\n",
        copy("data.port", "spec.host", options="{delimiter: ':', index: 9}"),
        "host: model.ml:8501\n",
    ),
    "pieces are put together in a created field": (
        "host: model\nport: 1\n",
        "{}\n",
        copy("data.port", "spec.url", options="{create: true}")
        + copy("data.host", "spec.url", options="{delimiter: ':', index: -1}"),
        "url: model:1\n",
    ),
    "the source is the last element of a list": (
        "hosts: [a, b]\n",
        "host: x\n",
        copy("data.hosts.-", "spec.host"),
        "host: b\n",
    ),
    "the source is chosen by an exact value": (
        "hosts: [{name: db-2, ip: wrong}, {name: db, ip: right}]\n",
        "host: x\n",
        copy("data.hosts.[name=db].ip", "spec.host"),
        "host: right\n",
    ),
    "a date keeps its text": (
        "day: 2026-01-31\n",
        "day: x\n",
        copy("data.day", "spec.day"),
        'day: "2026-01-31"\n',
    ),
    "a leading dot is passed over": ("a: b\n", "a: x\n", copy(".data.a", ".spec.a"), "a: b\n"),
}

# The same for what kustomize 5.5.0 refuses or reads in another way.
NEWER_CASES = {
    "a value stands in the kustomization": (
        "{}\n",
        "image: x\nport: 1\n",
        "- sourceValue: '8501'\n  targets: [{select: {kind: Model}, fieldPaths: [spec.image, spec.port]}]\n",
        'image: "8501"\nport: 8501\n',
    ),
    "targets are selected by regular expressions": (
        "a: b\n",
        "a: x\nb: x\n",
        dedent("""\
            - source: {kind: ConfigMap, fieldPath: data.a}
              targets:
              - {select: {kind: Mod.*|Other, name: res}, fieldPaths: [spec.a]}
              - {select: {kind: M.del, name: "re[a-z]+"}, fieldPaths: [spec.b]}
        """),
        "a: x\nb: b\n",
    ),
    "targets are rejected by regular expressions": (
        "a: b\n",
        "a: x\n",
        dedent("""\
            - source: {kind: ConfigMap, fieldPath: data.a}
              targets: [{select: {kind: Model}, reject: [{name: res.*}], fieldPaths: [spec.a]}]
        """),
        "a: x\n",
    ),
    "the path goes on inside of YAML": (
        "host: db.local\n",
        "conf: |\n  # where the data is\n  db:\n      host: 'old' # moved\n      port: 1\n",
        copy("data.host", "spec.conf.db.host"),
        "conf: |-\n  # where the data is\n  db:\n    host: 'db.local' # moved\n    port: 1\n",
    ),
    "the path goes on inside of JSON": (
        "port: '8501'\n",
        'conf: \'{"servers": [{"port": 1, "host": "a<b"}]}\'\n',
        copy("data.port", "spec.conf.servers.0.port"),
        'conf: \'{"servers":[{"host":"a\\u003cb","port":8501}]}\'\n',
    ),
}


@pytest.mark.parametrize("name", [*CASES, *NEWER_CASES])
def test_replacement(name: str) -> None:
    settings, model, replacements, expected = {**CASES, **NEWER_CASES}[name]
    assert spec_after(settings, model, replacements) == expected


@pytest.mark.skipif(shutil.which("kubectl") is None, reason="kubectl is not installed")
def test_kubectl_makes_the_same_replacements(tmp_path: Path) -> None:
    for number, (settings, model, replacements, _) in enumerate(CASES.values()):
        folder = tmp_path / str(number)
        folder.mkdir()
        text = objects(settings, model)
        (folder / "objects.yaml").write_text(text)
        (folder / "kustomization.yaml").write_text(
            f"resources: [objects.yaml]\nreplacements:\n{replacements}"
        )
        run = subprocess.run(["kubectl", "kustomize", folder], capture_output=True, text=True, check=False)
        assert run.stdout == printed(text, replacements), run.stderr


TWO_MAPS = """\
apiVersion: v1
kind: ConfigMap
metadata: {name: a, namespace: dev, labels: {tier: front}}
data: {k: old}
---
apiVersion: v1
kind: ConfigMap
metadata: {name: b, labels: {tier: back}}
data: {k: old}
---
apiVersion: v1
kind: Secret
metadata: {name: b}
data: {k: old}
"""


def chosen(target: str) -> list[str]:
    """The objects that a target with these selectors writes to."""
    text = f"- sourceValue: new\n  targets: [{{fieldPaths: [data.k], {target}}}]\n"
    return [str(each) for each in replaced(TWO_MAPS, text) if each.body["data"] == {"k": "new"}]


def test_select_narrows_by_every_field() -> None:
    assert chosen("select: {}") == ["ConfigMap/a", "ConfigMap/b", "Secret/b"]
    assert chosen("select: {kind: ConfigMap, name: b}") == ["ConfigMap/b"]
    assert chosen("select: {version: v1, group: apps}") == []
    assert chosen("select: {labelSelector: tier in (front)}") == ["ConfigMap/a"]


def test_an_object_without_namespace_is_in_the_default_one() -> None:
    assert chosen("select: {namespace: default}") == ["ConfigMap/b", "Secret/b"]
    assert chosen("select: {namespace: d.*}") == ["ConfigMap/a"]


def test_reject_takes_away_by_id_or_by_labels() -> None:
    assert chosen("select: {}, reject: [{kind: Secret}, {name: a}]") == ["ConfigMap/b"]
    assert chosen("select: {}, reject: [{name: zzz, labelSelector: tier=front}]") == [
        "ConfigMap/b",
        "Secret/b",
    ]
    assert chosen("select: {}, reject: [{}]") == ["ConfigMap/a", "ConfigMap/b", "Secret/b"]


def test_former_names_select_and_reject() -> None:
    renamed = [
        each.replace(former=(("default", "original", "ConfigMap"),)) if each.name == "b" else each
        for each in resources_of(TWO_MAPS)
    ]
    for target, expected in (
        ({"select": {"name": "original"}}, {"ConfigMap/b", "Secret/b"}),
        ({"select": {"name": "original", "kind": "Secret"}}, set()),
        ({"select": {"kind": "Secret", "name": "b"}, "reject": [{"name": "orig.*"}]}, set()),
    ):
        entry = {"sourceValue": "new", "targets": [{**target, "fieldPaths": ["data.k"]}]}
        after = apply_replacements(renamed, [entry], Place())
        assert {str(each) for each in after if each.body["data"] == {"k": "new"}} == expected


def test_a_renamed_object_is_selected_by_its_new_name() -> None:
    text = (
        "- sourceValue: c\n  targets: [{select: {kind: Secret}, fieldPaths: [metadata.name]}]\n"
        "- sourceValue: new\n  targets: [{select: {name: c}, fieldPaths: [data.k]}]\n"
    )
    assert [str(each) for each in replaced(TWO_MAPS, text) if each.body["data"] == {"k": "new"}] == [
        "Secret/c"
    ]


def test_untouched_objects_and_input_stay_as_they_are() -> None:
    before = resources_of(TWO_MAPS)
    copies = [dump_all([each.body]) for each in before]
    entry = {"sourceValue": "new", "targets": [{"select": {"name": "a"}, "fieldPaths": ["data.k"]}]}
    after = apply_replacements(before, [entry], Place())
    assert [dump_all([each.body]) for each in before] == copies
    assert [new is old for new, old in zip(after, before, strict=True)] == [False, True, True]
    same = {"sourceValue": "old", "targets": [{"select": {}, "fieldPaths": ["data.k"]}]}
    assert [
        new is old for new, old in zip(apply_replacements(before, [same], Place()), before, strict=True)
    ] == [True, True, True]


def test_a_target_inside_of_the_source_changes_what_follows() -> None:
    text = dedent("""\
        - source: {kind: ConfigMap, fieldPath: data}
          targets:
          - select: {kind: ConfigMap}
            fieldPaths: [data.all, data.again]
            options: {create: true}
    """)
    settings = "{apiVersion: v1, kind: ConfigMap, metadata: {name: a}, data: {k: v}}\n"
    assert printed(settings, text) == dedent("""\
        apiVersion: v1
        data:
          again:
            again: {}
            all:
              all: {}
              k: v
            k: v
          all:
            all: {}
            k: v
          k: v
        kind: ConfigMap
        metadata:
          name: a
    """)


def test_created_annotations_are_the_texts_that_were_written() -> None:
    text = dedent("""\
        - source: {kind: ConfigMap, fieldPath: data.empty}
          targets:
          - {select: {kind: Model}, fieldPaths: [metadata.annotations.a], options: {create: true}}
        - source: {kind: ConfigMap, fieldPath: data.on}
          targets:
          - {select: {kind: Model}, fieldPaths: [metadata.annotations.b], options: {create: true}}
    """)
    after = replaced(objects("empty: ''\non: 'TRUE'\n", "a: x\n"), text)[1]
    assert after.body["metadata"] == {"name": "resnet", "annotations": {"a": "", "b": "TRUE"}}


def test_replacing_all_annotations_takes_the_memory_with_them() -> None:
    source, target = resources_of(objects("a: b\n", "a: b\n"))
    source = source.replace(former=(("default", "old", "ConfigMap"),), suffixes=("-v1",), needs_hash=True)
    entry = {
        "source": {"kind": "ConfigMap", "fieldPath": "metadata.annotations"},
        "targets": [
            {"select": {"kind": "Model"}, "fieldPaths": ["metadata.annotations"], "options": {"create": True}}
        ],
    }
    after = apply_replacements([source, target], [entry], Place())[1]
    assert (after.former, after.suffixes, after.needs_hash) == (source.former, source.suffixes, True)


def test_a_boolean_is_copied_as_the_file_spells_it() -> None:
    entries = load_kustomization(copy("data.on", "spec.a").encode(), "")
    assert isinstance(entries, list)
    for value, spelled, expected in ((True, "True", "True"), (True, "yes", "true"), (False, "", "false")):
        resources = resources_of(objects(f"on: {str(value).lower()}\n", "a: x\n"))
        text = spelled
        after = apply_replacements(resources, entries, Place(), lambda _resource, _path, text=text: text)
        assert after[1].body["spec"] == {"a": expected}


# replacements on the two objects (data `a: b`, `list: [x]`; spec `a: x`, `n: 1`, `list: [x]`): the error
ERRORS = {
    copy("data.zzz", "spec.a"): (
        "kustomization.yaml:4:1: error ConfigMap/settings data.zzz: cannot read the source of "
        "replacements[0]: "
        "no such field, or an empty one"
    ),
    copy("data.*", "spec.a"): (
        "kustomization.yaml:4:1: error ConfigMap/settings data.*: cannot read the source of replacements[0]: "
        "`*` has no single value; choose one element, by index or `[field=value]`"
    ),
    copy("data.list.-1", "spec.a"): (
        "kustomization.yaml:4:1: error ConfigMap/settings data.list.-1: cannot read the source of "
        "replacements[0]: the list index `-1` is negative; `-` is the last element"
    ),
    copy("data.a", "spec.a", source_options="{delimiter: '-', index: 1}"): (
        "kustomization.yaml:4:1: error ConfigMap/settings data.a: cannot read the source of replacements[0]: "
        "`b` has no piece 1 between `-`; the index of a source goes from 0 to 0 here"
    ),
    copy("data.list", "spec.a", source_options="{delimiter: '-'}"): (
        "kustomization.yaml:4:1: error ConfigMap/settings data.list: cannot read the source of "
        "replacements[0]: `delimiter` works on text, this is a mapping or a list"
    ),
    copy("data.a", "spec.zzz"): (
        "kustomization.yaml:4:1: error Model/resnet spec.zzz: cannot write the target of replacements[0]: "
        "no such field; `options: {create: true}` adds it"
    ),
    copy("data.a", "spec.a.b"): (
        "kustomization.yaml:4:1: error Model/resnet spec.a.b: cannot write the target of replacements[0]: "
        "there is no `b` in the scalar `x`; "
        "a field path reads like `spec.template.spec.containers.[name=web].image` or `spec.ports.0.port`"
    ),
    copy("data.a", "spec.0"): (
        "kustomization.yaml:4:1: error Model/resnet spec.0: cannot write the target of replacements[0]: "
        "`0` chooses an element of a list, this is a mapping; "
        "a number is always a list index; no path names a key of digits"
    ),
    copy("data.a", "spec.list.[0]"): (
        "kustomization.yaml:4:1: error Model/resnet spec.list.[0]: cannot write the target of "
        "replacements[0]: `[0]` chooses no element of a list; write the index (`.0`) or `[field=value]`"
    ),
    copy("data.a", "spec.list.1"): (
        "kustomization.yaml:4:1: error Model/resnet spec.list.1: cannot write the target of replacements[0]: "
        "index 1 is past the end of the list, which has 1; "
        "`.1` with `options: {create: true}` appends one"
    ),
    copy("data.a", "spec.nothing.1.b", options="{create: true}"): (
        "kustomization.yaml:4:1: error Model/resnet spec.nothing.1.b: cannot write the target of "
        "replacements[0]: index 1 is past the end of the list, which has 0"
    ),
    copy("data.a", "spec.list.[=(]"): (
        "kustomization.yaml:4:1: error Model/resnet spec.list.[=(]: cannot write the target of "
        "replacements[0]: `[...=(]` holds no regular expression: cannot use the regular expression `(`: "
        "missing closing )"
    ),
    copy("data.a", "spec.list.[=^y$]", options="{create: true}"): (
        "kustomization.yaml:4:1: error Model/resnet spec.list.[=^y$]: cannot write the target of "
        "replacements[0]: `[=^y$]` would not choose the element that it creates; "
        "to create an element, write its value and no regular expression"
    ),
    copy("data.a", "spec.list", options="{delimiter: '-'}"): (
        "kustomization.yaml:4:1: error Model/resnet spec.list: cannot write the target of replacements[0]: "
        "`delimiter` works on text, this is a mapping or a list"
    ),
    copy("data.a", "spec.n"): (
        "objects.yaml: error Model/resnet spec.n: `b`, written by replacements[0], is not an integer, "
        "as the field was before; "
        "a replacement keeps the type of the field; quote the value in the object to make it a string"
    ),
    "- sourceValue: ''\n  targets: [{select: {kind: Model}}]\n": (
        "objects.yaml: error Model/resnet metadata.name: the replacements take away the object's "
        "metadata.name; leave this object out of the targets with `reject`"
    ),
    "- source: {version: v1, fieldPath: kind}\n  targets: [{select: {}}]\n": (
        "kustomization.yaml:4:1: error replacements[0].source: several objects match the source "
        "(version: v1): ConfigMap/settings (objects.yaml), Model/resnet (objects.yaml); "
        "name kind, name and namespace so that one object is left"
    ),
    "- source: {kind: ConfigMap, name: setings}\n  targets: [{select: {}}]\n": (
        "kustomization.yaml:4:1: error replacements[0].source: no object matches the source "
        "(kind: ConfigMap, name: setings); did you mean `settings`?"
    ),
    "- targets: [{select: {}}]\n": (
        "kustomization.yaml:4:1: error replacements[0]: a replacement needs a source and at "
        "least one target; "
        "write `source: {kind: ..., name: ..., fieldPath: ...}` and `targets: [...]`"
    ),
    "- {source: {kind: ConfigMap}, targets: []}\n": (
        "kustomization.yaml:4:1: error replacements[0].targets: a replacement needs at least one target"
    ),
    "- {source: {}, sourceValue: a, targets: [{select: {}}]}\n": (
        "kustomization.yaml:4:1: error replacements[0]: both `source` and `sourceValue` are set; "
        "keep the one that is meant"
    ),
    "- {source: {}, targets: [{fieldPaths: [a]}]}\n": (
        "kustomization.yaml:4:1: error replacements[0].targets[0]: a target needs `select`; "
        "write `select: {kind: ..., name: ...}`; `select: {}` means every object"
    ),
    "- {source: {}, targets: [{select: {}, fieldPaths: a}]}\n": (
        "kustomization.yaml:4:1: error replacements[0].targets[0].fieldPaths: "
        "must be a list of strings, is a string; write it as a list, each item after `- `"
    ),
    "- {source: {kind: ConfigMap}, targets: [{select: {name: '('}}]}\n": (
        "kustomization.yaml:4:1: error replacements[0]: `name` of a target: cannot use the "
        "regular expression "
        "`(`: missing closing ); targets select by regular expressions in Go's syntax, anchored at both ends"
    ),
}


@pytest.mark.parametrize("replacements", ERRORS)
def test_error(replacements: str) -> None:
    text = objects("a: b\nlist: [x]\n", "a: x\nn: 1\nlist: [x]\nnothing: null\n")
    assert error(text, replacements) == ERRORS[replacements]


def test_all_errors_are_told_at_once() -> None:
    both = copy("data.zzz", "spec.a") + copy("data.a", "spec.zzz")
    text = error(objects("a: b\n", "a: x\n"), both)
    assert [line.partition(": error ")[2].partition(":")[0] for line in text.splitlines()] == [
        "ConfigMap/settings data.zzz",
        "Model/resnet spec.zzz",
    ]
