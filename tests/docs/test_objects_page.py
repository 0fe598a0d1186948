"""The page on single objects: its example runs as written and builds what the page shows."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import yaml

import mlkube
from mlkube import objects

ROOT = Path(__file__).resolve().parents[2]
PAGE = (ROOT / "docs" / "objects.md").read_text(encoding="utf-8")


def block(language: str) -> str:
    (found,) = re.findall(rf"```{language}\n(.*?)```", PAGE, re.DOTALL)
    return str(found)


def test_the_example_builds_what_the_page_shows() -> None:
    names: dict[str, Any] = {}
    exec(block("python"), names)  # noqa: S102  the page's own example

    assert yaml.safe_dump(names["server"], sort_keys=False) == block("yaml")
    assert names["claim"]["spec"]["volumeName"] == "ml-models"
    assert names["scaler"]["spec"]["scaleTargetRef"]["name"] == names["server"]["metadata"]["name"]


def test_the_table_has_every_builder_and_no_other() -> None:
    rows = re.findall(r"^\| (`.*?) \|", PAGE, re.MULTILINE)
    homes = {name for name in mlkube.__all__ if _home(name).startswith(f"{objects.__name__}.")}

    assert {name for row in rows for name in re.findall(r"`(\w+)`", row)} == homes


def test_every_module_of_types_that_the_page_names_exists() -> None:
    named = re.findall(r"`(\w+_v[0-9]\w*)`", PAGE)

    assert named
    assert [name for name in named if not (ROOT / "mlkube" / "k8s" / f"{name}.py").is_file()] == []


def _home(name: str) -> str:
    return str(getattr(getattr(mlkube, name), "__module__", ""))
