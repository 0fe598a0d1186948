"""From YAML to Python and back: equal workloads, and source that formatters leave alone."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mlkube.workloads.catalogue import KINDS, load_kind
from mlkube.workloads.field_types import (
    ANYTHING,
    BOOLEAN,
    CHOICE,
    INT_OR_STRING,
    INTEGER,
    KUBERNETES,
    LIST,
    MAP,
    NUMBER,
    QUANTITY,
    SPEC,
    FieldType,
)
from mlkube.workloads.python_text import python_source
from mlkube.workloads.reading import Reader
from mlkube.workloads.spec import Field, Spec, make

TEXT = st.text(st.characters(codec="utf-8", exclude_categories=["Cs"]), max_size=8)
NAME = st.from_regex(r"[a-z][a-z0-9]{0,5}", fullmatch=True)


FRAGMENTS: dict[str, dict[str, Any]] = {
    "Affinity": {},
    "CSIVolumeSource": {"driver": "d"},
    "Container": {"name": "c", "image": "i:1"},
    "ContainerPort": {"containerPort": 80},
    "EnvFromSource": {"configMapRef": {"name": "c"}},
    "EnvVar": {"name": "A", "value": "1"},
    "LabelSelector": {"matchLabels": {"app": "a"}},
    "LocalObjectReference": {"name": "l"},
    "Toleration": {"key": "k"},
    "Volume": {"name": "v", "emptyDir": {}},
    "VolumeMount": {"name": "v", "mountPath": "/v"},
}


def values(  # noqa: C901, PLR0911  one for each form
    expected: FieldType, field: Field, depth: int
) -> st.SearchStrategy[Any]:
    if expected.form == SPEC and expected.spec is not None:
        return specs(expected.spec, depth - 1)
    if expected.form == LIST and expected.item is not None:
        size = 1 if field.keys else 2
        return st.lists(values(expected.item, field, depth), max_size=size).map(tuple)
    if expected.form == MAP and expected.item is not None:
        return st.dictionaries(NAME, values(expected.item, field, depth), max_size=2)
    if expected.form == CHOICE:
        return st.sampled_from(expected.choices)
    if expected.form == BOOLEAN:
        return st.booleans()
    if expected.form in {INTEGER, NUMBER}:
        low, high = field.minimum, field.maximum
        return st.integers(int(low or 0), int(high if high is not None else (low or 0) + 1000))
    if expected.form == QUANTITY:
        return st.sampled_from(["4Gi", "500m", 2])
    if expected.form == INT_OR_STRING:
        return st.one_of(st.integers(0, 9), NAME)
    if expected.form == KUBERNETES:
        return st.just(FRAGMENTS[expected.definition.rpartition(".")[2]])
    if expected.form == ANYTHING:
        return st.one_of(TEXT, st.integers(), st.booleans())
    return st.from_regex(field.pattern, fullmatch=True) if field.pattern else TEXT


def specs(spec_type: type[Spec], depth: int = 1) -> st.SearchStrategy[Any]:
    chosen = {
        name: values(field.type, field, depth)
        for name, field in spec_type.spec_fields.items()
        if field.required or depth > 0
    }
    required = {name: each for name, each in chosen.items() if spec_type.spec_fields[name].required}
    optional = {name: each for name, each in chosen.items() if name not in required}
    return st.fixed_dictionaries(required, optional=optional).map(lambda given: make(spec_type, given))


@pytest.mark.parametrize("kind", sorted(KINDS))
@given(data=st.data())
@settings(max_examples=10, deadline=None)
def test_a_workload_survives_both_forms(kind: str, data: st.DataObject) -> None:
    workload = data.draw(specs(load_kind(kind)))
    reader = Reader()
    assert reader.workload(load_kind(kind), workload.to_body()) == workload
    assert reader.faults == []
    names: dict[str, object] = {}
    exec(compile(python_source([workload]), "w.py", "exec"), names)  # noqa: S102  our own text
    assert workload in [value for value in names.values() if isinstance(value, Spec)]


def convert(*arguments: str, text: str = "") -> subprocess.CompletedProcess[str]:
    program = str(Path(sys.executable).with_name("mlkube"))
    command = [program, "convert", *arguments]
    return subprocess.run(command, input=text, capture_output=True, text=True, check=True)


def test_the_source_is_laid_out_as_a_formatter_does(tmp_path: Path) -> None:
    file = tmp_path / "w.py"
    ruff = str(Path(sys.executable).with_name("ruff"))
    base = Path(__file__).resolve().parents[3] / "bases"
    for kind in ("ml-model", "train", "etl"):
        done = convert(str(base / kind / "workload.yaml"))
        assert done.stderr.endswith("workload.yaml: note: comments are not converted\n")
        file.write_text(done.stdout)
        formatted = subprocess.run([ruff, "format", "--isolated", "--check", str(file)], check=False)
        assert formatted.returncode == 0
        back = convert("--python", str(file))
        assert convert("-", "--to", "python", text=back.stdout).stdout == done.stdout


def test_a_formatter_leaves_every_text_and_number_alone(tmp_path: Path) -> None:
    texts = ["it's \"", 'it\'s "a" "b"', "\\d'\"", 'say "a"', "line\n", "\u200b\x7f", "\\", "'"]
    numbers = [1e20, 1.5, 1e-7, float("inf"), 10**20]
    source = python_source([{"kind": "Odd-Kind", "texts": texts, "numbers": numbers}])
    file = tmp_path / "w.py"
    file.write_text(source)
    ruff = str(Path(sys.executable).with_name("ruff"))
    assert subprocess.run([ruff, "format", "--isolated", "--check", str(file)], check=False).returncode == 0
    names: dict[str, Any] = {}
    exec(compile(source, "w.py", "exec"), names)  # noqa: S102  our own text
    assert names["odd_kind"] == {"kind": "Odd-Kind", "texts": texts, "numbers": numbers}


def test_a_part_of_a_description_stays_a_part() -> None:
    text = "apiVersion: mlkube.dev/v1alpha1\nkind: TFServing\nmetadata:\n  name: s\nspec:\n  profile: dev\n"
    python = convert("-", "--to", "python", text=text).stdout
    assert python == 'from mlkube import TFServing\n\ns = TFServing(\n    name="s",\n    profile="dev",\n)\n'
    assert convert("-", "--to", "yaml", "--python", text=python).stdout == text
