"""Types of nodes: our own file with its errors at their places, and what kubectl prints."""

from __future__ import annotations

import json
from pathlib import Path

import jsonschema
import pytest

import mlkube
from mlkube.errors import MlkubeError
from mlkube.planning.amounts import ONE
from mlkube.planning.quota.node_file import read_nodes
from mlkube.yamlio import load_all

ROOT = Path(__file__).resolve().parents[4]
SCHEMA = json.loads((ROOT / "docs" / "quota-nodes.schema.json").read_text())
EXAMPLE = (ROOT / "examples" / "nodes" / "nodes.yaml").read_bytes()


def test_the_example_is_read() -> None:
    nodes = read_nodes(EXAMPLE, "nodes.yaml")
    assert nodes.currency == "EUR"
    general, l4, a100 = nodes.types
    assert (general.name, general.count, general.most, general.price) == ("general", 2, 6, 384_000_000)
    assert general.allocatable["cpu"] == 7_910_000_000
    assert general.allocatable["pods"] == 58 * ONE
    assert (l4.allocatable["pods"], l4.allocatable["nvidia.com/gpu"]) == (110 * ONE, ONE)
    assert l4.labels["kubernetes.io/os"] == "linux"
    assert [str(each) for each in a100.taints] == ["nvidia.com/gpu=present:NoSchedule"]


def test_the_example_fits_its_schema() -> None:
    jsonschema.Draft202012Validator.check_schema(SCHEMA)
    jsonschema.validate(load_all(EXAMPLE)[0], SCHEMA)


WRONG = b"""\
curency: EUR
nodeTypes:
  - name: gpu
    allocatble: {cpu: 8}
    count: 3
    max: 2
    pricePerHour: cheap
    taints: [{key: a, effect: NoSchdule}, {effect: NoExecute, colour: red}, gpu]
    labels: {gpu-count: 8}
    devices: {gpu.nvidia.com: -1}
  - name: gpu
    allocatable: {cpu: eight, memory: 1Gi}
  - 7
"""


def test_everything_that_is_wrong_is_said_at_its_place() -> None:
    with pytest.raises(MlkubeError) as caught:
        read_nodes(WRONG, "nodes.yaml")
    assert str(caught.value) == (
        'nodes.yaml:1:1: error curency: unknown key "curency"; did you mean "currency"?\n'
        "nodes.yaml:3:5: error nodeTypes[0].allocatable: allocatable is missing; "
        "write it as {cpu: 7.5, memory: 28Gi}\n"
        'nodes.yaml:4:5: error nodeTypes[0].allocatble: unknown key "allocatble"; '
        'did you mean "allocatable"?\n'
        "nodes.yaml:6:5: error nodeTypes[0].max: 2 is less than count, 3\n"
        'nodes.yaml:7:5: error nodeTypes[0].pricePerHour: "cheap" is no price; write a number, such as 3.67\n'
        'nodes.yaml:8:23: error nodeTypes[0].taints[0].effect: unknown effect "NoSchdule"; '
        'did you mean "NoSchedule"?\n'
        "nodes.yaml:8:43: error nodeTypes[0].taints[1]: key is missing\n"
        'nodes.yaml:8:63: error nodeTypes[0].taints[1].colour: unknown key "colour"; '
        "known are key, value, effect\n"
        "nodes.yaml:8:77: error nodeTypes[0].taints[2]: a taint is a mapping; "
        "write it as {key: nvidia.com/gpu, effect: NoSchedule}\n"
        "nodes.yaml:9:14: error nodeTypes[0].labels.gpu-count: a text is expected; write it in quotes\n"
        "nodes.yaml:10:15: error nodeTypes[0].devices[gpu.nvidia.com]: "
        "a whole number of nodes or devices is expected\n"
        'nodes.yaml:11:5: error nodeTypes[1].name: "gpu" is the name of another type\n'
        'nodes.yaml:12:19: error nodeTypes[1].allocatable.cpu: "eight" is no amount; '
        "write it as 8, 7500m or 28Gi\n"
        "nodes.yaml:13:5: error nodeTypes[2]: a mapping is expected; "
        "write name, allocatable and what else is known"
    )


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        (
            b"- name: a\n",
            (
                "nodes.yaml: error: a mapping with nodeTypes is expected, or a List of nodes; "
                "write nodeTypes, or give what `kubectl get nodes -o yaml` prints"
            ),
        ),
        (
            b"currency: EUR\n",
            (
                "nodes.yaml:1:1: error nodeTypes: at least one type of nodes is needed; "
                "write a list under nodeTypes"
            ),
        ),
        (
            b"kind: List\nitems: []\n",
            "nodes.yaml: error: List holds no nodes; write what `kubectl get nodes -o yaml` prints",
        ),
        (
            b"nodeTypes: [{name: a, allocatable: {memory: 1Gi}}]\n",
            "nodes.yaml:1:23: error nodeTypes[0].allocatable: cpu is missing",
        ),
    ],
)
def test_a_file_that_is_something_else_is_refused(text: bytes, complaint: str) -> None:
    with pytest.raises(MlkubeError) as caught:
        read_nodes(text, "nodes.yaml")
    assert str(caught.value) == complaint


def test_what_the_schema_refuses_the_reader_refuses() -> None:
    validator = jsonschema.Draft202012Validator(SCHEMA)
    assert len(list(validator.iter_errors(load_all(WRONG)[0]))) >= 8
    for text in (
        b"nodeTypes: []\n",
        b"nodeTypes: [{name: a}]\n",
        b"nodeTypes: [{allocatable: {cpu: 1, memory: 1}}]\n",
    ):
        assert not validator.is_valid(load_all(text)[0])
        with pytest.raises(MlkubeError):
            read_nodes(text, "nodes.yaml")


def node(name: str, *, memory: str = "32000000Ki", more: str = "", labels: str = "", status: str = "") -> str:
    return f"""
  - apiVersion: v1
    kind: Node
    metadata:
      name: {name}
      labels: {{kubernetes.io/hostname: {name}, node.kubernetes.io/instance-type: m5.2xlarge{labels}}}
    spec: {{{more}}}
    status:
      allocatable: {{cpu: 7910m, memory: {memory}, pods: "58"}}
      {status}"""


def test_nodes_of_a_cluster_are_put_together_into_types() -> None:
    listed = "apiVersion: v1\nkind: List\nitems:" + "".join(
        [
            node("a"),
            node("b", memory="31999000Ki"),
            node("c", labels=", zone: b"),
            node("d", more="taints: [{key: dedicated, value: ml, effect: NoSchedule}]"),
            node("e", more="unschedulable: true"),
            node("f", status='conditions: [{type: Ready, status: "False"}]'),
            node("g", status='conditions: [{type: Ready, status: "True"}]'),
        ]
    )
    nodes = read_nodes(listed.encode(), "<stdin>")
    assert [(each.name, each.count, each.most) for each in nodes.types] == [
        ("m5.2xlarge", 3, 3),
        ("m5.2xlarge-2", 1, 1),
        ("m5.2xlarge-3", 1, 1),
    ]
    assert nodes.types[0].allocatable["memory"] == 31999000 * 2**10 * ONE  # the least of those that are alike
    assert "kubernetes.io/hostname" not in nodes.types[0].labels
    assert [str(each) for each in nodes.types[2].taints] == ["dedicated=ml:NoSchedule"]
    assert nodes.left_out == (
        "node e is left out: it is cordoned",
        "node f is left out: it is not ready",
    )


def test_the_library_takes_types_as_values_or_by_their_file(tmp_path: Path) -> None:
    types = [mlkube.NodeType("a", {"cpu": 7.5, "memory": "28Gi"}, count=1, price="0.3")]
    assert (types[0].allocatable["cpu"], types[0].price) == (7_500_000_000, 300_000_000)
    assert mlkube.quota([], nodes=types).plan is not None
    with pytest.raises(ValueError, match="no amount: 'a lot'"):
        mlkube.NodeType("a", {"cpu": "a lot"})
    (tmp_path / "nodes.yaml").write_bytes(EXAMPLE)
    plan = mlkube.quota([], nodes=tmp_path / "nodes.yaml").plan
    assert plan is not None
    assert len(plan.nodes.types) == 3
    with pytest.raises(mlkube.FileAccessError, match="cannot be read: no such file or directory"):
        mlkube.quota([], nodes=tmp_path / "other.yaml")
