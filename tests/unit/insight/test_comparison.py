from __future__ import annotations

import json
from typing import TYPE_CHECKING

from mlkube.core.resource import Resource
from mlkube.insight.comparison import FieldChange, compare
from mlkube.insight.report import text_lines, to_json
from mlkube.yamlio import load_all

if TYPE_CHECKING:
    from mlkube.core.json import Json, JsonObject


def body(kind: str, name: str, **fields: Json) -> JsonObject:
    return {"apiVersion": "v1", "kind": kind, "metadata": {"name": name}, **fields}


def changes(old: JsonObject, new: JsonObject) -> list[FieldChange]:
    """Return the changed fields of one object."""
    (found,) = compare([Resource(old)], [Resource(new)]).changed.values()
    return list(found)


def pod(**fields: Json) -> JsonObject:
    return body("Pod", "web", spec=fields)


def containers(*names: str, **fields: Json) -> list[Json]:
    return [{"name": name, **fields} for name in names]


def text(old: list[JsonObject], new: list[JsonObject]) -> str:
    return "\n".join(line for _, line in text_lines(compare(map(Resource, old), map(Resource, new))))


def test_equal_sets_do_not_differ_whatever_their_order() -> None:
    one, other = Resource(body("Service", "a")), Resource(body("Service", "b"))

    assert not compare([one, other], [other, one])


def test_objects_are_added_and_removed_in_order() -> None:
    comparison = compare(
        [Resource(body("Service", "b")), Resource(body("Pod", "z"))],
        [Resource(body("Service", "c")), Resource(body("Service", "a"))],
    )

    assert list(map(str, comparison.removed)) == ["Pod/z", "Service/b"]
    assert list(map(str, comparison.added)) == ["Service/a", "Service/c"]
    assert not comparison.changed


def test_another_version_of_a_kind_is_a_changed_field() -> None:
    old = body("CronJob", "nightly") | {"apiVersion": "batch/v1beta1"}
    new = body("CronJob", "nightly") | {"apiVersion": "batch/v1"}

    assert changes(old, new) == [FieldChange("apiVersion", "changed", "batch/v1beta1", "batch/v1")]


def service_in(namespace: str) -> JsonObject:
    return body("Service", "a") | {"metadata": {"name": "a", "namespace": namespace}}


def test_an_only_object_that_moves_to_another_namespace_is_a_changed_one() -> None:
    assert text([service_in("x")], [service_in("y")]) == (
        '~ Service/a in x\n    ~ metadata.namespace: "x" -> "y"'
    )


def test_of_several_objects_of_one_name_none_is_taken_for_moved() -> None:
    assert text([service_in("x")], [service_in("y"), service_in("z")]) == (
        "- Service/a in x\n+ Service/a in y\n+ Service/a in z"
    )


def test_the_same_name_in_another_group_is_another_object() -> None:
    here = service_in("x")

    assert (
        len(compare([Resource(here)], [Resource(here | {"apiVersion": "serving.knative.dev/v1"})]).added) == 1
    )


def test_a_second_object_of_one_identity_is_not_lost() -> None:
    twice = [Resource(body("Service", "a")), Resource(body("Service", "a"))]

    assert list(map(str, compare(twice, twice[:1]).removed)) == ["Service/a"]


def test_fields_are_told_with_old_and_new_value() -> None:
    old = pod(nodeName="n1", hostNetwork=True, priority=1)
    new = pod(nodeName="n2", hostNetwork="true", restartPolicy="Never")

    assert changes(old, new) == [
        FieldChange("spec.hostNetwork", "changed", old=True, new="true"),
        FieldChange("spec.nodeName", "changed", "n1", "n2"),
        FieldChange("spec.priority", "removed", 1),
        FieldChange("spec.restartPolicy", "added", None, "Never"),
    ]


def test_a_key_with_a_slash_stands_in_brackets() -> None:
    old, new = pod(nodeSelector={"nvidia.com/gpu.present": "true"}), pod(nodeSelector={})

    assert changes(old, new) == [FieldChange("spec.nodeSelector[nvidia.com/gpu.present]", "removed", "true")]


def test_elements_are_matched_by_name_wherever_they_stand() -> None:
    old = pod(containers=containers("a", image="x") + containers("b", image="x"))
    new = pod(containers=containers("new") + containers("a", image="y") + containers("b", image="x"))

    assert changes(old, new) == [
        FieldChange("spec.containers[name=a].image", "changed", "x", "y"),
        FieldChange("spec.containers[name=new]", "added", None, {"name": "new"}),
    ]


def test_another_order_of_the_same_elements_is_told() -> None:
    old, new = pod(containers=containers("a", "b", "gone")), pod(containers=containers("b", "a"))

    assert changes(old, new) == [
        FieldChange("spec.containers", "reordered", ["a", "b"], ["b", "a"]),
        FieldChange("spec.containers[name=gone]", "removed", {"name": "gone"}),
    ]


def test_an_argument_put_in_between_moves_nothing() -> None:
    old, new = pod(args=["--a", "--b"]), pod(args=["--a", "--new", "--b"])

    assert changes(old, new) == [FieldChange("spec.args[1]", "added", None, "--new")]


def test_elements_without_a_key_are_compared_by_index() -> None:
    old = pod(tolerations=[{"key": "a", "effect": "NoSchedule"}, {"key": "a", "effect": "NoExecute"}])
    new = pod(tolerations=[{"key": "a", "effect": "NoSchedule"}, {"key": "b", "effect": "NoExecute"}])

    assert changes(old, new) == [FieldChange("spec.tolerations[1].key", "changed", "a", "b")]


def test_a_number_counts_by_its_value_not_by_how_it_was_written() -> None:
    (old,) = load_all(
        b"{apiVersion: v1, kind: Pod, metadata: {name: a}, spec: {x: 0o17, y: 1.50, z: 1}}", "old"
    )
    (new,) = load_all(b"{apiVersion: v1, kind: Pod, metadata: {name: a}, spec: {x: 15, y: 1.5, z: 2}}", "new")
    assert isinstance(old, dict)
    assert isinstance(new, dict)

    assert changes(old, new) == [FieldChange("spec.z", "changed", 1, 2)]


def test_values_of_secrets_are_never_shown() -> None:
    applied = "kubectl.kubernetes.io/last-applied-configuration"
    old = body(
        "Secret",
        "keys",
        data={"same": "c2FtZQ==", "other": "b2xk", "gone": "Z29uZQ=="},
        stringData={"a": "1"},
    )
    new = body("Secret", "keys", data={"same": "c2FtZQ==", "other": "bmV3", "more": "bW9yZQ=="})
    old["metadata"] = {"name": "keys", "annotations": {applied: "{old secret}"}}
    new["metadata"] = {"name": "keys", "annotations": {applied: "{new secret}"}}

    assert text([old], [new]) == (
        "~ Secret/keys\n"
        '    - data.gone: "(hidden)"\n'
        '    + data.more: "(hidden)"\n'
        '    ~ data.other: "(hidden)" -> "(hidden, another value)"\n'
        f'    ~ metadata.annotations[{applied}]: "(hidden)" -> "(hidden, another value)"\n'
        '    - stringData: {"a": "(hidden)"}'
    )
    json_text = to_json(compare([Resource(old)], [Resource(new)]))
    for value in ("b2xk", "Z29uZQ==", "bmV3", "bW9yZQ==", "c2FtZQ==", "{old secret}", "{new secret}", '"1"'):
        assert value not in json_text


def test_a_secret_that_becomes_one_key_for_another_hides_both() -> None:
    old, new = body("Secret", "keys", data={"key": "b2xk"}), body("Secret", "keys", stringData={"key": "old"})

    assert text([old], [new]) == (
        '~ Secret/keys\n    - data: {"key": "(hidden)"}\n    + stringData: {"key": "(hidden)"}'
    )


def test_texts_of_several_lines_are_compared_by_line() -> None:
    old = body("ConfigMap", "files", data={"a.conf": "one\ntwo\nthree\n"})
    new = body("ConfigMap", "files", data={"a.conf": "one\n2\nthree\n"})

    assert text([old], [new]) == (
        "~ ConfigMap/files\n"
        "    ~ data[a.conf]:\n"
        "        @@ -1,4 +1,4 @@\n"
        "         one\n"
        "        -two\n"
        "        +2\n"
        "         three\n"
        "         "
    )


def test_signs_tell_what_a_line_is_about() -> None:
    comparison = compare(
        [Resource(body("Pod", "gone")), Resource(pod(priority=1))],
        [Resource(body("Pod", "new")), Resource(pod(hostNetwork=True))],
    )

    assert [(sign, line.split(":")[0].strip()) for sign, line in text_lines(comparison)] == [
        ("-", "- Pod/gone"),
        ("+", "+ Pod/new"),
        ("~", "~ Pod/web"),
        ("+", "+ spec.hostNetwork"),
        ("-", "- spec.priority"),
    ]


def test_json_names_objects_and_fields() -> None:
    old, new = pod(priority=1), pod(priority=2, hostname="ü")

    assert json.loads(to_json(compare([Resource(old)], [Resource(new), Resource(body("Pod", "x"))]))) == {
        "added": [{"group": "", "kind": "Pod", "namespace": "", "name": "x"}],
        "removed": [],
        "changed": [
            {
                "group": "",
                "kind": "Pod",
                "namespace": "",
                "name": "web",
                "fields": [
                    {"path": "spec.hostname", "change": "added", "new": "ü"},
                    {"path": "spec.priority", "change": "changed", "old": 1, "new": 2},
                ],
            }
        ],
    }


def test_bodies_are_left_as_they_are() -> None:
    old, new = body("Secret", "a", data={"k": "MQ=="}), body("Secret", "a", data={"k": "Mg=="})

    compare([Resource(old)], [Resource(new)])

    assert (old["data"], new["data"]) == ({"k": "MQ=="}, {"k": "Mg=="})
