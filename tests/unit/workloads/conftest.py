"""What tests of refusals share: the errors of a build, each as its field, reason and hint."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

import mlkube
from mlkube.errors import ErrorGroup, MlkubeError

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


@pytest.fixture
def refusals_of() -> Callable[[Path], list[str]]:
    """Return what builds a folder and returns its errors, each of which has a line; none where it builds."""

    def refusals(folder: Path) -> list[str]:
        try:
            mlkube.build(folder)
        except ErrorGroup as group:
            errors: list[MlkubeError] = list(group.errors)
        except MlkubeError as error:
            errors = [error]
        else:
            return []
        assert all(error.place.line for error in errors)
        return [
            f"{error.place.field}: {error.reason.partition(' (spec.')[0]}"
            + (f"; {error.hint}" if error.hint else "")
            for error in errors
        ]

    return refusals
