from __future__ import annotations

import contextlib
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mlkube.errors import MlkubeError
from mlkube.planning.requirements.cluster import Cluster
from mlkube.planning.requirements.kubectl_text import ClusterText, read_text

HINT = "give output of kubectl api-resources, of kubectl get ... -o yaml or -o json, or of kubectl version"

TABLE = """\
NAME                  SHORTNAMES   APIVERSION                        NAMESPACED   KIND
bindings                           v1                                true         Binding
nodes                 no           v1                                false        Node
pods                  po           v1                                true         Pod
nodes                              metrics.k8s.io/v1beta1            false        NodeMetrics
servicemonitors       smon         monitoring.coreos.com/v1          true         ServiceMonitor
"""
WIDE = """\
NAME                  SHORTNAMES   APIVERSION                        NAMESPACED   KIND                      VERBS             CATEGORIES
bindings                           v1                                true         Binding                   create
nodes                 no           v1                                false        Node                      get,list
pods                  po           v1                                true         Pod                       get,list          all
nodes                              metrics.k8s.io/v1beta1            false        NodeMetrics               get,list
servicemonitors       smon         monitoring.coreos.com/v1          true         ServiceMonitor            delete,get,list   prometheus-operator,all
"""  # noqa: E501  kubectl's own width
NAMES = "bindings\nnodes\npods\nnodes.metrics.k8s.io\nservicemonitors.monitoring.coreos.com\n"
SERVED = {
    ("", "v1", "Binding"),
    ("", "v1", "Node"),
    ("", "v1", "Pod"),
    ("metrics.k8s.io", "v1beta1", "NodeMetrics"),
    ("monitoring.coreos.com", "v1", "ServiceMonitor"),
}
PLURALS = set(NAMES.split())
CLASSES = """\
apiVersion: v1
items:
- apiVersion: storage.k8s.io/v1
  kind: StorageClass
  metadata:
    name: fast
  provisioner: x
kind: List
metadata:
  resourceVersion: ""
"""
VERSION = """\
clientVersion:
  gitVersion: v1.32.4
kustomizeVersion: v5.5.0
serverVersion:
  gitVersion: v1.34.2-gke.100
  minor: 34+
"""


def read(text: str | bytes) -> ClusterText:
    found = ClusterText()
    read_text(text, found, "cluster.txt")
    return found


def fails(text: str | bytes) -> str:
    with pytest.raises(MlkubeError) as raised:
        read(text)
    return str(raised.value)


@pytest.mark.parametrize(
    "text",
    [TABLE, WIDE, TABLE.partition("\n")[2], TABLE.replace("\n", "\r\n")],
    ids=["plain", "wide", "bare", "crlf"],
)
def test_a_table_gives_kinds_with_their_versions(text: str) -> None:
    found = read(text)
    assert (found.served, found.plurals) == (SERVED, PLURALS)


def test_names_give_plurals_alone() -> None:
    found = read(NAMES)
    assert (found.served, found.plurals) == (set(), PLURALS)


def test_a_table_that_looks_like_a_version_in_its_short_names_is_read() -> None:
    found = read("things   v1,t   example.com/v1alpha1   true   Thing\n")
    assert found.served == {("example.com", "v1alpha1", "Thing")}


@pytest.mark.parametrize("indent", [None, 4])
def test_yaml_and_json_give_the_same_objects(indent: int | None) -> None:
    body = {
        "apiVersion": "storage.k8s.io/v1",
        "kind": "StorageClass",
        "metadata": {"name": "fast"},
        "provisioner": "x",
    }
    as_json = json.dumps({"apiVersion": "v1", "items": [body], "kind": "List"}, indent=indent)
    assert read(as_json).lists == read(CLASSES).lists == [[body]]


@pytest.mark.parametrize(
    ("text", "minor"),
    [
        (VERSION, 34),
        ('{"clientVersion": {"gitVersion": "v1.32.4"}, "serverVersion": {"gitVersion": "v1.31.0"}}', 31),
        ("Client Version: v1.32.4\nKustomize Version: v5.5.0\nServer Version: v1.33.1+k3s1\n", 33),
        ("clientVersion:\n  gitVersion: v1.32.4\nkustomizeVersion: v5.5.0\n", None),
        ("Client Version: v1.32.4\n", None),
    ],
)
def test_the_version_of_the_server_counts(text: str, minor: int | None) -> None:
    assert read(text).minor == minor


@pytest.mark.parametrize("separator", ["", "\n", "---\n"])
def test_outputs_may_follow_each_other_in_any_order(separator: str) -> None:
    as_json = json.dumps({"apiVersion": "v1", "kind": "Secret", "metadata": {"name": "a"}}, indent=4) + "\n"
    parts = [
        TABLE,
        CLASSES,
        as_json,
        VERSION,
        NAMES,
        as_json,
        CLASSES,
        "Server Version: v1.34.2\n",
        CLASSES,
        WIDE,
    ]
    for order in (parts, parts[::-1]):
        found = read(separator.join(order))
        assert (found.served, found.plurals, found.minor) == (SERVED, PLURALS, 34)
        assert [len(each) for each in found.lists] == [1, 1, 1]
        assert [each["kind"] for each in found.objects] == ["Secret", "Secret"]


def test_objects_of_several_documents_and_on_one_line_are_read() -> None:
    one = "kind: Secret\napiVersion: v1\nmetadata: {name: a}\n"
    assert len(read(f"{one}---\n{one}").objects) == 2
    assert len(read('{"kind": "Secret"} {"kind": "Secret"}\n{"kind": "Secret"}').objects) == 3


def test_texts_inside_of_objects_do_not_end_them() -> None:
    text = "apiVersion: v1\ndata:\n  a: |\n    apiVersion: v1\n    NAME  AGE\n\n    x\nkind: ConfigMap\n"
    (found,) = read(text).objects
    assert found["data"] == {"a": "apiVersion: v1\nNAME  AGE\n\nx\n"}


def test_a_list_of_one_kind_tells_of_all_also_when_it_is_empty() -> None:
    found = read('{"kind": "SecretList", "apiVersion": "v1", "items": []}')
    assert found.whole_lists == {("", "Secret")}
    assert Cluster(found).lists("", "Secret", "anywhere")


def test_a_list_of_one_namespace_tells_of_that_namespace_alone() -> None:
    def listed(*names: str) -> Cluster:
        items = [
            {"apiVersion": "v1", "kind": "Secret", "metadata": {"name": "a", "namespace": each}}
            for each in names
        ]
        return Cluster(read(json.dumps({"apiVersion": "v1", "kind": "List", "items": items})))

    assert [listed("ml").lists("", "Secret", each) for each in ("ml", "web")] == [True, False]
    assert [listed("ml", "web").lists("", "Secret", each) for each in ("ml", "other")] == [True, True]
    assert not listed().lists("", "Secret", "ml")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", f"cluster.txt: error: empty: kubectl printed nothing; {HINT}"),
        (" \n\n", f"cluster.txt: error: empty: kubectl printed nothing; {HINT}"),
        (b"\xff\xfe", f"cluster.txt: error: not UTF-8; {HINT}"),
        ("hello\n", f"cluster.txt:1: error: no output of kubectl that can be read: 'hello'; {HINT}"),
        (
            f"{TABLE}\nbash: kubectl: not found\n",
            (
                "cluster.txt:8:14: error: a second ': ' in one line, or a value below a value; "
                "put the text in quotes, or check the indentation"
            ),
        ),
        (
            "NAME   PROVISIONER   AGE\nfast   x   1d\n",
            (
                "cluster.txt:1: error: a table of kubectl get says too little; "
                "give the output of kubectl get ... -o yaml"
            ),
        ),
        (
            "storageclass.storage.k8s.io/fast\n",
            (
                "cluster.txt:1: error: names of objects alone say too little; "
                "give the output of kubectl get ... -o yaml"
            ),
        ),
        (
            "apps/v1\nv1\n",
            (
                "cluster.txt:1: error: versions of APIs alone say too little; "
                "give the output of kubectl api-resources"
            ),
        ),
        (
            "NAME   SHORTNAMES   APIGROUP   NAMESPACED   KIND\n",
            "cluster.txt:1: error: kubectl before 1.20 prints no versions; take a newer kubectl",
        ),
        ('{"a": }', f"cluster.txt:1:7: error: no JSON: Expecting value; {HINT}"),
        (
            '{"kind": "Secret"} and more',
            f"cluster.txt:1: error: no output of kubectl that can be read: 'and more'; {HINT}",
        ),
        ("[1]", f"cluster.txt:1: error: an object of Kubernetes is expected; {HINT}"),
        (
            f"{CLASSES}a: [\n",
            "cluster.txt:12:1: error: a value is missing here; put the text in quotes",
        ),
    ],
)
def test_what_kubectl_does_not_print_is_refused_with_its_line(text: str | bytes, message: str) -> None:
    assert fails(text) == message


def test_a_mistake_in_yaml_has_the_line_of_the_whole_text() -> None:
    assert fails(f"{TABLE}apiVersion: v1\nkind: 'a\n").startswith("cluster.txt:8:7: error: ")


def test_a_long_line_is_shortened() -> None:
    assert fails("x" * 100 + "!\n") == (
        f"cluster.txt:1: error: no output of kubectl that can be read: '{'x' * 60}...'; {HINT}"
    )


PIECES = st.sampled_from(
    [
        *TABLE.splitlines(),
        *CLASSES.splitlines(),
        *VERSION.splitlines(),
        *(
            "{",
            "}",
            '{"kind": "List", "items": [1]}',
            "---",
            "- a",
            "  b: [",
            "pods",
            "\t",
            "a: 'b",
            '"',
            "[]",
        ),
    ]
)


@given(st.lists(st.one_of(PIECES, st.text(max_size=20)), max_size=12).map("\n".join))
def test_any_text_is_read_or_refused(text: str) -> None:
    with contextlib.suppress(MlkubeError):
        Cluster(read(text))
