from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mlkube.overlay.merge.lossless_merge import LosslessMerge
from mlkube.overlay.merge.merging import MergeError
from mlkube.overlay.merge.strategic_merge import StrategicMerge
from mlkube.overlay.merge.target_nodes import TargetNodes
from mlkube.schema import KUSTOMIZE_VERSION, load_schema
from mlkube.yamlio import load_all

if TYPE_CHECKING:
    from mlkube.core.json import Json, JsonObject

KUSTOMIZE = load_schema(KUSTOMIZE_VERSION)
LOSSLESS = LosslessMerge(TargetNodes(load_schema("1.36"), KUSTOMIZE.find))


def _yaml(text: str) -> JsonObject:
    (document,) = load_all(text.encode())
    assert isinstance(document, dict)
    return document


def _merged(kind: str, target: str, patch: str) -> Json:
    head = f"apiVersion: {'v1' if kind in {'Pod', 'Service'} else 'example.com/v1'}\nkind: {kind}"
    merged = LOSSLESS.merge(_yaml(f"{head}\nspec: {target}"), _yaml(f"{head}\nspec: {patch}"))
    assert merged is not None
    return merged["spec"]


@pytest.mark.parametrize(
    ("target", "patch", "result"),
    [
        (
            "{resourceClaims: [{name: a, x: 1}, {name: b}]}",
            "{resourceClaims: [{name: b, x: 2}]}",
            "{resourceClaims: [{name: b, x: 2}, {name: a, x: 1}]}",
        ),
        ("{tolerations: [{key: a}]}", "{tolerations: [{key: b}]}", "{tolerations: [{key: b}]}"),
        (
            "{tolerations: [{key: a}]}",
            "{tolerations: [{$patch: replace}, {key: b}]}",
            "{tolerations: [{key: b}]}",
        ),
        ("{tolerations: [{key: a}]}", "{tolerations: [{$patch: delete}]}", "{}"),
        (
            "{containers: [{name: a, image: i}, {name: b}]}",
            "{containers: [{name: a, image: j, $patch: replace}, {name: b, $patch: delete}]}",
            "{containers: [{name: a, image: j}]}",
        ),
        (
            "{containers: [{name: a}, {name: b}]}",
            "{containers: [{name: c}, {$patch: replace}]}",
            "{containers: [{name: c}]}",
        ),
        ("{containers: [{name: a}]}", "{containers: [{$patch: delete}]}", "{}"),
        (
            "{containers: [{name: a}, {image: x}]}",
            "{containers: [{name: a, image: y}, {image: z}]}",
            "{containers: [{name: a, image: y}, {image: z}, {image: x}]}",
        ),
        (
            "{containers: [{name: a, v: 1}, {name: a, v: 2}]}",
            "{containers: [{name: a, v: 3}]}",
            "{containers: [{name: a, v: 3}, {name: a, v: 1}]}",
        ),
        (
            """{containers: [{name: a, ports: [
                {containerPort: 1, protocol: TCP}, {containerPort: 1, protocol: UDP}
            ]}]}""",
            "{containers: [{name: a, ports: [{containerPort: 1, name: x}, {containerPort: 2}]}]}",
            """{containers: [{name: a, ports: [
                {containerPort: 2},
                {containerPort: 1, protocol: TCP, name: x}, {containerPort: 1, protocol: UDP}
            ]}]}""",
        ),
        ("{}", "{containers: [{name: a, $patch: delete}, {name: b, x: null}]}", "{containers: [{name: b}]}"),
        ("{}", "{containers: [{$patch: replace}, {name: b}]}", "{containers: [{name: b}]}"),
    ],
)
def test_a_pod_merges_by_the_keys_of_the_target(target: str, patch: str, result: str) -> None:
    assert _merged("Pod", target, patch) == _yaml(result)


def test_ports_of_a_service_merge_by_port_and_protocol() -> None:
    assert _merged(
        "Service", "{ports: [{port: 53, protocol: UDP}, {port: 53}]}", "{ports: [{port: 53, name: tcp}]}"
    ) == _yaml("{ports: [{port: 53, protocol: UDP}, {port: 53, name: tcp}]}")


def test_pods_inside_of_custom_resources_are_known_by_their_shape() -> None:
    target = """
        containers: [plain]
        replicas: {Worker: {template: {
          metadata: {finalizers: [a]},
          spec: {containers: [{name: p, image: i}, {name: s}], volumes: [{name: v}], tolerations: [{key: a}]}
        }}}
    """
    patch = """
        containers: [other]
        replicas: {Worker: {template: {
          metadata: {finalizers: [b]},
          spec: {containers: [{name: p, args: [x]}], volumes: [{name: w}], tolerations: [{key: b}]}
        }}}
    """
    template = _yaml("""
        metadata: {finalizers: [b, a]}
        spec:
          containers: [{name: p, image: i, args: [x]}, {name: s}]
          volumes: [{name: w}, {name: v}]
          tolerations: [{key: b}]
    """)
    assert _merged("PyTorchJob", f"\n{target}", f"\n{patch}") == {
        "containers": ["other"],
        "replicas": {"Worker": {"template": template}},
    }


def test_the_spec_of_a_pod_is_known_without_a_template() -> None:
    assert _merged(
        "Prometheus", "{containers: [{name: a, image: i}], volumes: [{name: v}]}", "{volumes: [{name: w}]}"
    ) == _yaml("{containers: [{name: a, image: i}], volumes: [{name: w}, {name: v}]}")


def test_other_lists_of_custom_resources_are_replaced() -> None:
    assert _merged("Route", "{hosts: [{name: a}]}", "{hosts: [{name: b}]}") == _yaml("{hosts: [{name: b}]}")


def test_definitions_give_custom_resources_their_keys() -> None:
    definition = _yaml(
        """
        kind: CustomResourceDefinition
        spec:
          group: example.com
          names: {kind: Route}
          versions:
          - name: v1
            schema:
              openAPIV3Schema:
                properties:
                  spec:
                    properties:
                      hosts: {type: array, x-kubernetes-list-type: map, x-kubernetes-list-map-keys: [host]}
                      containers: {type: array, x-kubernetes-list-type: atomic}
        """
    )
    merge = LosslessMerge(TargetNodes(load_schema("1.36").with_crds([definition]), KUSTOMIZE.find))
    head = "apiVersion: example.com/v1, kind: Route"
    assert merge.merge(
        _yaml(f"{{{head}, spec: {{hosts: [{{host: a, x: 1}}, {{host: b}}], containers: [{{name: a}}]}}}}"),
        _yaml(f"{{{head}, spec: {{hosts: [{{host: a, y: 1}}], containers: [{{name: b}}]}}}}"),
    ) == _yaml(
        f"{{{head}, spec: {{hosts: [{{host: a, x: 1, y: 1}}, {{host: b}}], containers: [{{name: b}}]}}}}"
    )


def test_a_kind_that_the_target_has_no_longer_merges_as_kustomize_merges_it() -> None:
    head = "apiVersion: batch/v1beta1, kind: CronJob"
    path = "spec: {jobTemplate: {spec: {template: {spec: {containers: %s}}}}}"
    merged = LOSSLESS.merge(
        _yaml(f"{{{head}, {path % '[{name: a}]'}}}"), _yaml(f"{{{head}, {path % '[{name: b}]'}}}")
    )
    assert merged == _yaml(f"{{{head}, {path % '[{name: b}, {name: a}]'}}}")


def test_an_unknown_directive_is_refused() -> None:
    with pytest.raises(MergeError) as raised:
        _merged("Pod", "{containers: [{name: a}]}", "{containers: [{$patch: keep}]}")
    assert raised.value.reason == "unknown directive `$patch: keep`"


def _named(values: st.SearchStrategy[JsonObject]) -> st.SearchStrategy[list[JsonObject]]:
    return st.dictionaries(st.sampled_from("abc"), values, max_size=3).map(
        lambda found: [{"name": name, **fields} for name, fields in found.items()]
    )


scalars = st.sampled_from(["x", "y", 1, True])
ports = st.lists(st.sampled_from([80, 81, 82]), unique=True).map(
    lambda found: [{"containerPort": port, "protocol": "TCP"} for port in found]
)
containers = _named(
    st.fixed_dictionaries({}, optional={"image": scalars, "ports": ports, "env": _named(st.just({}))})
)
pods = st.fixed_dictionaries(
    {},
    optional={"containers": containers, "volumes": _named(st.just({})), "nodeSelector": st.just({"a": "b"})},
)


@given(pods, pods)
def test_where_kustomize_loses_nothing_the_result_is_the_same(target: JsonObject, patch: JsonObject) -> None:
    head: JsonObject = {"apiVersion": "v1", "kind": "Pod"}
    old: JsonObject = {**head, "spec": target}
    new: JsonObject = {**head, "spec": patch}
    assert LOSSLESS.merge(old, new) == StrategicMerge(KUSTOMIZE.find).merge(old, new)
