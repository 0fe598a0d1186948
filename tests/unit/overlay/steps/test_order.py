"""`sortOptions`."""

from __future__ import annotations

import pytest

from mlkube.core.resource import Resource
from mlkube.errors import KustomizationError, Place
from mlkube.overlay.steps.order import sort_resources

PLACE = Place("kustomization.yaml")


def make(api_version: str, kind: str, name: str, namespace: str = "") -> Resource:
    metadata = {"name": name, **({"namespace": namespace} if namespace else {})}
    return Resource({"apiVersion": api_version, "kind": kind, "metadata": metadata})


def names(resources: list[Resource]) -> list[str]:
    return [resource.name for resource in resources]


def test_kinds_with_a_place_stand_first_and_last() -> None:
    given = [
        make("admissionregistration.k8s.io/v1", "ValidatingWebhookConfiguration", "5"),
        make("example.com/v1", "Thing", "3"),
        make("apps/v1", "Deployment", "2"),
        make("admissionregistration.k8s.io/v1", "MutatingWebhookConfiguration", "4"),
        make("v1", "Namespace", "1"),
    ]
    assert names(sort_resources(given, None, PLACE)) == ["1", "2", "3", "4", "5"]


def test_an_empty_group_and_an_empty_namespace_come_last() -> None:
    given = [
        make("v1", "Pod", "4"),
        make("v1", "Pod", "3", "zoo"),
        make("v1", "Pod", "2", "ant"),
        make("zebra.io/v1", "Pod", "1"),
    ]
    assert names(sort_resources(given, {"order": "legacy"}, PLACE)) == ["1", "2", "3", "4"]


def test_the_core_namespace_stands_before_namespaces_of_other_groups() -> None:
    given = [make("bus.example.com/v1", "Namespace", "2"), make("v1", "Namespace", "1")]
    assert names(sort_resources(given, None, PLACE)) == ["1", "2"]


def test_fifo_keeps_the_order_of_appearance() -> None:
    given = [make("v1", "Pod", "b"), make("v1", "Namespace", "a")]
    assert names(sort_resources(given, {"order": "fifo"}, PLACE)) == ["b", "a"]


def test_own_lists_replace_the_built_in_ones() -> None:
    options = {"order": "legacy", "legacySortOptions": {"orderFirst": ["Pod"], "orderLast": ["Namespace"]}}
    given = [make("v1", "Namespace", "3"), make("v1", "Secret", "2"), make("v1", "Pod", "1")]
    assert names(sort_resources(given, options, PLACE)) == ["1", "2", "3"]


@pytest.mark.parametrize(
    ("options", "text"),
    [
        (
            {"order": "alphabetic"},
            "kustomization.yaml: error sortOptions.order: order 'alphabetic' is neither 'legacy' nor 'fifo'",
        ),
        (
            {"order": "fifo", "legacySortOptions": {}},
            (
                "kustomization.yaml: error sortOptions.legacySortOptions: "
                "legacySortOptions go with order 'legacy' only; remove them, or set order: legacy"
            ),
        ),
    ],
)
def test_options_that_cannot_be_meant_are_refused(options: dict[str, object], text: str) -> None:
    with pytest.raises(KustomizationError) as raised:
        sort_resources([], options, PLACE)
    assert str(raised.value) == text
