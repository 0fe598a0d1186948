"""Annotations in the output, and `buildMetadata`."""

from __future__ import annotations

from mlkube.core.resource import Resource
from mlkube.overlay.steps.metadata import drop_local, finish_metadata


def pod(**metadata: object) -> Resource:
    return Resource({"apiVersion": "v1", "kind": "Pod", "metadata": {"name": "p", **metadata}})


def finished(resource: Resource, *wanted: str) -> object:
    (result,) = finish_metadata([resource], wanted)
    return result.body["metadata"]


def test_annotations_are_text() -> None:
    assert finished(pod(annotations={"a": True, "b": 1, "c": "x"})) == {
        "name": "p",
        "annotations": {"a": "true", "b": "1", "c": "x"},
    }


def test_empty_annotations_are_gone() -> None:
    assert finished(pod(annotations={})) == {"name": "p"}
    assert finished(pod(annotations=None)) == {"name": "p"}


def test_the_annotations_of_a_build_are_gone() -> None:
    assert finished(pod(annotations={"config.kubernetes.io/index": "1", "keep": "x"})) == {
        "name": "p",
        "annotations": {"keep": "x"},
    }


def test_a_body_without_annotations_stays_the_same_object() -> None:
    resource = pod()
    assert finish_metadata([resource], ())[0] is resource


def test_local_configuration_is_dropped_unless_it_says_false() -> None:
    key = "config.kubernetes.io/local-config"
    kept = pod(annotations={key: "false"})
    assert drop_local([pod(annotations={key: "true"}), kept, pod(annotations={key: ""})]) == [kept]


def test_build_metadata_is_written_as_kustomize_writes_it() -> None:
    made_by = {
        "configuredIn": "base/kustomization.yaml",
        "configuredBy": {"apiVersion": "builtin", "kind": "Alpha"},
    }
    named = {
        "configuredIn": "t.yaml",
        "configuredBy": {"apiVersion": "builtin", "kind": "Beta", "name": "one", "namespace": ""},
    }
    resource = pod().replace(origin={"path": "base/pod.yaml"}, transformations=(made_by, named))
    wanted = ("originAnnotations", "transformerAnnotations", "managedByLabel")
    assert finished(resource, *wanted) == {
        "name": "p",
        "labels": {"app.kubernetes.io/managed-by": "kustomize-(devel)"},
        "annotations": {
            "config.kubernetes.io/origin": "path: base/pod.yaml\n",
            "alpha.config.kubernetes.io/transformations": (
                "- configuredIn: base/kustomization.yaml\n"
                "  configuredBy:\n"
                "    apiVersion: builtin\n"
                "    kind: Alpha\n"
                "- configuredIn: t.yaml\n"
                "  configuredBy:\n"
                "    apiVersion: builtin\n"
                "    kind: Beta\n"
                "    name: one\n"
            ),
        },
    }
