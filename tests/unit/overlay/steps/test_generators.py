from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from mlkube.core.field_path import format_path
from mlkube.core.resource import Resource, Source
from mlkube.errors import FileAccessError, MlkubeError, Place
from mlkube.overlay.steps.generators import config_map, merge_generated, merge_options, secret

if TYPE_CHECKING:
    from collections.abc import Callable

    from mlkube.core.json import JsonObject

FILES = {
    "app.env": b"MODEL=resnet\nDEBUG\n",
    "conf/nginx.conf": b"listen 80;\n",
    "model.bin": b"\xff\xfe" * 30,
    "small.bin": b"\xff",
    "latin.env": b"A=\xe9\n\nB=\xe9\n",
}

REFUSED = "in YAML, which kustomize cannot build; choose another name"


def read(path: str) -> bytes:
    if path not in FILES:
        raise FileAccessError(f"no such file: {path!r}", hint="look again")
    return FILES[path]


def place(*path: str | int) -> Place:
    return Place("app/kustomization.yaml", 3, 1, "", format_path(("configMapGenerator", 0, *path)))


def made(
    args: JsonObject,
    options: JsonObject | None = None,
    *,
    generate: Callable[..., Resource] = config_map,
) -> Resource:
    return generate({"name": "web", **args}, options or {}, read, place)


def data(args: JsonObject) -> JsonObject:
    value = made(args).body.get("data", {})
    assert isinstance(value, dict)
    return value


def fault(args: JsonObject, *, generate: Callable[..., Resource] = config_map) -> str:
    with pytest.raises(MlkubeError) as raised:
        generate(args, {}, read, place)
    return str(raised.value).replace("app/kustomization.yaml:3:1: error configMapGenerator[0]", "$")


def test_a_config_map_holds_env_files_literals_and_files() -> None:
    resource = made(
        {
            "namespace": "ml",
            "envs": ["app.env"],
            "literals": ["PORT=8501"],
            "files": ["conf/nginx.conf", "proxy=conf/nginx.conf", "small.bin"],
        }
    )
    assert resource.body == {
        "apiVersion": "v1",
        "kind": "ConfigMap",
        "metadata": {"name": "web", "namespace": "ml"},
        "data": {
            "MODEL": "resnet",
            "DEBUG": "",
            "PORT": "8501",
            "nginx.conf": "listen 80;\n",
            "proxy": "listen 80;\n",
        },
        "binaryData": {"small.bin": "/w=="},
    }
    assert resource.sources == (Source("app/kustomization.yaml"),)
    assert resource.needs_hash
    assert resource.behavior == ""


def test_a_secret_encodes_every_value_and_is_opaque_unless_told_otherwise() -> None:
    assert made({"literals": ["a=b"], "files": ["small.bin"]}, generate=secret).body == {
        "apiVersion": "v1",
        "kind": "Secret",
        "metadata": {"name": "web"},
        "data": {"a": "Yg==", "small.bin": "/w=="},
        "type": "Opaque",
    }
    assert made({"type": "kubernetes.io/tls"}, generate=secret).body["type"] == "kubernetes.io/tls"


def test_long_base64_stands_in_lines_of_seventy_characters() -> None:
    assert made({"files": ["model.bin"]}).body["binaryData"] == {
        "model.bin": "//7//v/+//7//v/+//7//v/+//7//v/+//7//v/+//7//v/+//7//v/+//7//v/+//7//v\n/+//7//v/+\n"
    }
    assert made({"literals": [f"a={'x' * 51}"]}, generate=secret).body["data"] == {"a": "eHh4" * 17}


@pytest.mark.parametrize(
    ("literal", "key", "value"),
    [
        ("a=", "a", ""),
        ("a=b=c", "a", "b=c"),
        ("a==b", "a", "=b"),
        ('a="b"', "a", "b"),
        ("a='b'", "a", "b"),
        ('a=""', "a", ""),
        ('a="', "a", '"'),
        ('a="b', "a", '"b'),
        ("a=\"b'", "a", "\"b'"),
        ('a="""', "a", '"'),
        ("a= b ", "a", " b "),
        ("a b/c=d", "a b/c", "d"),
        ("y=1", "y", "1"),
        ("1a=1", "1a", "1"),
    ],
)
def test_a_literal_splits_at_its_first_equals_sign_and_loses_its_quotes(
    literal: str, key: str, value: str
) -> None:
    assert data({"literals": [literal]}) == {key: value}


def test_nothing_to_hold_leaves_data_out() -> None:
    assert made({}).body == {"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "web"}}


def test_an_empty_secret_keeps_its_data() -> None:
    assert made({}, generate=secret).body == {
        "apiVersion": "v1",
        "kind": "Secret",
        "metadata": {"name": "web"},
        "data": {},
        "type": "Opaque",
    }


def test_a_next_line_character_among_the_arguments_becomes_a_space() -> None:
    assert data({"literals": ["a=x\x85y", "b=x\n\u2028\ty"]}) == {"a": "x y", "b": "x\n\u2028\ty"}


def test_a_control_character_among_the_arguments_is_refused_even_for_a_secret() -> None:
    assert fault({"name": "web", "literals": ["a=x\x7f"]}, generate=secret).startswith(
        "$: the character U+007F cannot be printed"
    )


def test_options_of_the_generator_win_over_those_of_the_kustomization_and_true_over_false() -> None:
    resource = made(
        {"options": {"labels": {"tier": "own"}, "immutable": False, "disableNameSuffixHash": True}},
        {"labels": {"tier": "all", "team": "ml"}, "annotations": {"note": "all"}, "immutable": True},
    )
    assert resource.body == {
        "apiVersion": "v1",
        "kind": "ConfigMap",
        "metadata": {
            "name": "web",
            "labels": {"team": "ml", "tier": "own"},
            "annotations": {"note": "all"},
        },
        "immutable": True,
    }
    assert not resource.needs_hash


def test_without_options_of_the_kustomization_those_of_the_generator_stay_as_they_are() -> None:
    own: JsonObject = {"labels": {"a": "b"}}
    assert merge_options(own, {}) is own


def test_a_generator_among_generators_is_named_like_an_object() -> None:
    resource = config_map({"metadata": {"name": "plugin", "namespace": "ml"}}, {}, read)
    assert resource.body["metadata"] == {"name": "plugin", "namespace": "ml"}
    assert resource.sources == ()


def test_an_unknown_behavior_creates_and_is_said() -> None:
    warnings: list[tuple[str, str]] = []
    resource = config_map(
        {"name": "web", "behavior": "Merge"},
        {},
        read,
        place,
        lambda where, text: warnings.append((where.field, text)),
    )
    assert resource.behavior == ""
    assert warnings == [
        (
            "configMapGenerator[0].behavior",
            'unknown behavior "Merge" is taken as create; known are create, merge, replace',
        )
    ]
    assert made({"behavior": "merge"}).behavior == "merge"


def test_an_env_file_that_kustomize_would_cut_short_is_said() -> None:
    warnings: list[tuple[str, str]] = []
    long = b"A=1\nB=" + b"x" * 70_000 + b"\nC=1\n"
    resource = config_map(
        {"name": "web", "envs": ["long.env"]},
        {},
        lambda _: long,
        place,
        lambda where, text: warnings.append((where.field, text)),
    )
    assert resource.body["data"] == {"A": "1"}
    assert warnings == [
        (
            "configMapGenerator[0].envs[0]",
            "long.env: line 2 is longer than 65535 bytes: kustomize reads neither it nor what follows",
        )
    ]


def test_everything_that_is_wrong_with_a_generator_is_reported() -> None:
    assert fault(
        {
            "options": {"labels": {"1": "a"}, "annotations": {"": "a"}},
            "envs": ["latin.env", "missing.env"],
            "literals": ["novalue", "=nokey", "A=1", "true=1", "<<=1", "2020-01-01=1"],
            "files": ["=a", "a=", "a=b=c", "gone.txt", "A=small.bin", ""],
        }
    ).splitlines() == [
        "$: a ConfigMap must have a name; add `name:`",
        f'$.options.labels.1: key "1" would be a number {REFUSED}',
        "$.options.annotations.: a key is empty; give it a name",
        "latin.env:1: error: the line is not UTF-8; name it under `files`",
        "latin.env:3: error: the line is not UTF-8; name it under `files`",
        "$.envs[1]: no such file: 'missing.env'; look again",
        '$.literals[0]: "novalue" has no `=`; write `key=value`',
        '$.literals[1]: "=nokey" has no key; write `key=value`',
        f'$.literals[3]: key "true" would be a boolean {REFUSED}',
        '$.literals[4]: key "<<" would be a merge in YAML; choose another name',
        f'$.literals[5]: key "2020-01-01" would be a date {REFUSED}',
        '$.files[0]: "=a" has no key; write `path` or `key=path`',
        '$.files[1]: "a=" names no file; write `path` or `key=path`',
        '$.files[2]: "a=b=c" has more than one `=`; write `path` or `key=path`',
        "$.files[3]: no such file: 'gone.txt'; look again",
        '$.files[4]: key "A" comes from literals[2] and from files[4]; give each key once',
        "$.files[5]: no such file: ''; look again",
    ]


def test_a_key_of_an_env_file_is_named_with_its_line() -> None:
    assert fault({"name": "web", "envs": ["app.env"], "literals": ["DEBUG=1"]}) == (
        '$.literals[0]: key "DEBUG" comes from app.env:2 and from literals[0]; give each key once'
    )


OLD_BODY: JsonObject = {
    "apiVersion": "v1",
    "kind": "ConfigMap",
    "metadata": {
        "name": "dev-web",
        "namespace": "ml",
        "labels": {"app": "old", "tier": 5, "empty": None},
        "annotations": {"note": "old"},
        "uid": "1",
    },
    "immutable": True,
    "data": {"A": "old", "B": 1.5, "C": None, "D": ["list"]},
}


def old() -> Resource:
    return Resource(OLD_BODY, (Source("base.yaml"),)).replace(
        former=(("default", "web", "ConfigMap"),), prefixes=("dev-",), needs_hash=True, variables=("V",)
    )


def test_merge_keeps_the_old_data_as_text_and_the_old_history() -> None:
    new = made({"behavior": "merge", "literals": ["A=new"], "options": {"labels": {"app": "new"}}})
    merged = merge_generated(old(), new)
    assert merged.body == {
        "apiVersion": "v1",
        "kind": "ConfigMap",
        "metadata": {
            "name": "dev-web",
            "namespace": "ml",
            "labels": {"app": "new", "tier": "5", "empty": "null"},
            "annotations": {"note": "old"},
        },
        "data": {"A": "new", "B": "1.5", "C": "", "D": ""},
    }
    assert merged.former == (("default", "web", "ConfigMap"),)
    assert (merged.prefixes, merged.variables) == (("dev-",), ("V",))
    assert merged.sources == (Source("base.yaml"), Source("app/kustomization.yaml"))
    assert merged.needs_hash


def test_replace_keeps_only_name_labels_and_annotations() -> None:
    new = made({"behavior": "replace", "literals": ["A=new"]})
    assert merge_generated(old(), new).body == {
        "apiVersion": "v1",
        "kind": "ConfigMap",
        "metadata": {
            "name": "dev-web",
            "namespace": "ml",
            "labels": {"app": "old", "tier": "5", "empty": "null"},
            "annotations": {"note": "old"},
        },
        "data": {"A": "new"},
    }


def test_a_merged_object_takes_the_namespace_of_the_old_one_even_where_that_is_none() -> None:
    plain = Resource({"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "web", "labels": {}}})
    merged = merge_generated(plain, made({"behavior": "merge", "namespace": "default"}))
    assert merged.body == {"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "web"}}


def test_nothing_and_nothing_merge_to_an_object_without_data() -> None:
    empty = Resource({"apiVersion": "v1", "kind": "Secret", "metadata": {"name": "web"}, "data": {}})
    assert merge_generated(empty, made({"behavior": "merge"}, generate=secret)).body == {
        "apiVersion": "v1",
        "kind": "Secret",
        "metadata": {"name": "web"},
        "type": "Opaque",
    }


@pytest.mark.parametrize(
    ("before", "now", "needed"), [(True, True, True), (True, False, False), (False, True, False)]
)
def test_the_name_gets_a_hash_where_both_want_one(*, before: bool, now: bool, needed: bool) -> None:
    new = made({"behavior": "merge", "options": {"disableNameSuffixHash": not now}})
    assert merge_generated(old().replace(needs_hash=before), new).needs_hash is needed


def test_the_origin_of_a_merged_object_is_the_old_one_and_of_a_replaced_one_the_new_one() -> None:
    before, now = {"path": "old"}, {"path": "new"}
    for behavior, kept in (("merge", before), ("replace", now)):
        new = made({"behavior": behavior}).replace(origin=now)
        assert merge_generated(old().replace(origin=before), new).origin == kept


def test_merging_changes_neither_of_the_two_bodies() -> None:
    first, second = old(), made({"behavior": "merge", "literals": ["A=new"]})
    body = second.body
    merge_generated(first, second)
    assert first.body is OLD_BODY
    assert body["data"] == {"A": "new"}
    assert OLD_BODY["data"] == {"A": "old", "B": 1.5, "C": None, "D": ["list"]}
