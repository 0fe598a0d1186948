from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from mlkube.overlay.resource_file import read_resources
from mlkube.planning.requirements.requires import requires

if TYPE_CHECKING:
    from collections.abc import Callable

    from mlkube.planning.requirements.requirement import Requirements


@pytest.fixture
def needs() -> Callable[[str], Requirements]:
    """Return what the objects of a text need."""
    return lambda text: requires(read_resources(text.encode(), "objects.yaml"))
