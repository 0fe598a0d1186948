from __future__ import annotations

import pytest

from mlkube.core.resource import Resource
from mlkube.errors import KustomizationError, Place
from mlkube.overlay.selection.selectors import Selector, select


def _object(kind: str, name: str, *, api_version: str = "v1", **metadata: object) -> Resource:
    return Resource({"apiVersion": api_version, "kind": kind, "metadata": {"name": name, **metadata}})


WEB = _object("Deployment", "web", api_version="apps/v1", labels={"tier": "front", "size": 5}, namespace="ml")
API = _object("Deployment", "api", api_version="apps/v1", annotations={"owner": "ml"})
ROLE = _object("ClusterRole", "web", api_version="rbac.authorization.k8s.io/v1")
MOVED = _object("ConfigMap", "p-web", namespace="new").replace(
    former=(("default", "web", "ConfigMap"), ("default", "b-web", "ConfigMap"))
)
ALL = [WEB, API, ROLE, MOVED]


@pytest.mark.parametrize(
    ("selector", "selected"),
    [
        ({}, [WEB, API, ROLE, MOVED]),
        ({"name": ""}, [WEB, API, ROLE, MOVED]),
        ({"name": "web"}, [WEB, ROLE, MOVED]),
        ({"name": "p-web"}, [MOVED]),
        ({"name": "b-web"}, []),
        ({"name": "w.b"}, [WEB, ROLE, MOVED]),
        ({"kind": "Deploy"}, []),
        ({"kind": "Deploy.*"}, [WEB, API]),
        ({"group": "apps"}, [WEB, API]),
        ({"group": ".*k8s.io"}, [ROLE]),
        ({"version": "v1", "kind": "ConfigMap"}, [MOVED]),
        ({"version": "v2"}, []),
        ({"namespace": "default"}, [API, MOVED]),
        ({"namespace": "new"}, [MOVED]),
        ({"namespace": "ml"}, [WEB]),
        ({"labelSelector": "tier in (front), size=5"}, [WEB]),
        ({"labelSelector": "!tier"}, [API, ROLE, MOVED]),
        ({"annotationSelector": "owner=ml"}, [API]),
        ({"kind": "Deployment", "labelSelector": "tier", "annotationSelector": "owner"}, []),
    ],
)
def test_a_selector_selects(selector: dict[str, str], selected: list[Resource]) -> None:
    chosen = Selector.from_json(selector)
    assert [ALL[index] for index in select(ALL, chosen)] == selected


def test_a_selector_shows_its_conditions() -> None:
    chosen = Selector.from_json(
        {"kind": "Pod", "name": "a.*", "labelSelector": "a=b", "annotationSelector": "!c"}
    )
    assert str(chosen) == "kind: Pod, name: a.*, labelSelector: a=b, annotationSelector: !c"
    assert str(Selector.from_json({})) == "everything"


def test_only_a_text_without_metacharacters_is_literal() -> None:
    chosen = Selector.from_json({"kind": "Pod", "name": "a.b"})
    assert (chosen.literal("kind"), chosen.literal("name"), chosen.literal("group")) == ("Pod", "", "")


def test_a_broken_expression_is_refused_at_once() -> None:
    with pytest.raises(KustomizationError) as raised:
        Selector.from_json({"kind": "(Pod"}, Place("kustomization.yaml", 4))
    assert str(raised.value) == (
        "kustomization.yaml:4: error: kind of the selector: cannot use the regular expression `(Pod`: "
        "missing closing ); selectors are regular expressions in Go's syntax, anchored at both ends"
    )


def test_a_broken_label_selector_is_refused_when_an_object_gets_that_far() -> None:
    chosen = Selector.from_json({"kind": "Pod", "labelSelector": "a b"}, Place("kustomization.yaml", 4))
    assert select(ALL, chosen) == []
    with pytest.raises(KustomizationError) as raised:
        select([_object("Pod", "a")], chosen)
    assert raised.value.place == Place("kustomization.yaml", 4)
