"""Short ways to objects, nodes and what `quota` finds."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

import mlkube
from mlkube.core.resource import Resource
from mlkube.planning.quota.node_file import read_nodes
from mlkube.yamlio import load_all

if TYPE_CHECKING:
    from collections.abc import Callable


def resources(text: str) -> list[Resource]:
    return [Resource(body) for body in load_all(text.encode()) if isinstance(body, dict)]


@pytest.fixture
def judge() -> Callable[..., mlkube.QuotaReport]:
    """Return a function from texts of objects, of nodes and of given quotas to what is found."""

    def judged(
        objects: str, *, nodes: str = "", given: str = "", applied: bool = False
    ) -> mlkube.QuotaReport:
        types = read_nodes(nodes.encode(), "nodes.yaml") if nodes else None
        return mlkube.quota(resources(objects), nodes=types, quotas=resources(given), applied=applied)

    return judged


@pytest.fixture
def said(judge: Callable[..., mlkube.QuotaReport]) -> Callable[..., str]:
    """Return a function like `judge` that gives what does not fit as text."""
    return lambda *arguments, **options: "\n".join(map(str, judge(*arguments, **options).findings))
