"""What tests of refusals share: the errors of a build, and how a test tells one."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

import mlkube
from mlkube.errors import ErrorGroup, MlkubeError

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


@pytest.fixture
def errors_of() -> Callable[[Path], list[MlkubeError]]:
    """Return what builds a folder and returns its errors, each of which has a line; none where it builds."""

    def errors(folder: Path) -> list[MlkubeError]:
        try:
            mlkube.build(folder)
        except ErrorGroup as group:
            found: list[MlkubeError] = list(group.errors)
        except MlkubeError as error:
            found = [error]
        else:
            return []
        assert all(error.place.line for error in found)
        return found

    return errors


@pytest.fixture
def refusals_of(errors_of: Callable[[Path], list[MlkubeError]]) -> Callable[[Path], list[str]]:
    """Return what builds a folder and tells its errors, each as its field, reason and hint."""

    def refusals(folder: Path) -> list[str]:
        return [_told(error) for error in errors_of(folder)]

    return refusals


@pytest.fixture
def told() -> Callable[[MlkubeError], str]:
    """Return what tells an error: its field, reason and hint."""
    return _told


def _told(error: MlkubeError) -> str:
    reason = error.reason.partition(" (spec.")[0]
    return f"{error.place.field}: {reason}" + (f"; {error.hint}" if error.hint else "")
