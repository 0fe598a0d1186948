from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from mlkube.overlay.resource_file import read_resources
from mlkube.planning.rollouts.rollout import rollout

if TYPE_CHECKING:
    from collections.abc import Callable

    from mlkube.planning.rollouts.rollout import RolloutReport


@pytest.fixture
def report() -> Callable[..., RolloutReport]:
    """Return the report on the objects of a text."""

    def of_text(text: str, name: str | None = None, **options: int) -> RolloutReport:
        return rollout(read_resources(text.encode(), "objects.yaml"), name, **options)  # type: ignore[arg-type]  # numbers

    return of_text
