"""The page of platforms names the models that each platform has, as the table does."""

from __future__ import annotations

from pathlib import Path

import pytest

from mlkube.workloads.parts.platforms import PLATFORMS

PAGE = (Path(__file__).resolve().parents[2] / "docs" / "platforms.md").read_text()
COLUMNS = ("aws", "azure", "gcp", "bare-metal")


def cells(model: str) -> dict[str, str]:
    """Return what the page says of a model, by platform."""
    (line,) = [line for line in PAGE.splitlines() if line.startswith(f"| {model} |")]
    return dict(zip(COLUMNS, [cell.strip() for cell in line.strip("| ").split("|")][1:], strict=False))


@pytest.mark.parametrize("platform", COLUMNS)
@pytest.mark.parametrize("model", sorted({model for each in PLATFORMS.values() for model in each.gpu_models}))
def test_a_model_is_named_where_it_runs(model: str, platform: str) -> None:
    values = PLATFORMS[platform].gpu_models.get(model, ())
    said = cells(model).get(platform, "")
    assert bool(said) == bool(values)
    if platform in {"gcp", "bare-metal"}:
        assert said == ", ".join(values)
    elif platform == "aws" and values:
        families = dict.fromkeys(value.partition(".")[0] for value in values)
        assert said.partition(" ")[0].rstrip(",") == next(iter(families))
        assert all(family in said for family in families)


@pytest.mark.parametrize("platform", COLUMNS)
def test_classes_of_volumes_are_named(platform: str) -> None:
    chosen = PLATFORMS[platform]
    for name in (chosen.block_class, chosen.shared_class):
        assert name is None or f"`{name}`" in PAGE
