"""The generated types are what the tool writes, and read as the schemas say."""

from __future__ import annotations

import ast
import importlib.util
import shutil
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from types import ModuleType

ROOT = Path(__file__).resolve().parents[3]
TOOL = ROOT / "tools" / "generate_k8s.py"
GENERATED = ROOT / "mlkube" / "k8s"


@pytest.fixture(scope="module")
def tool() -> ModuleType:
    spec = importlib.util.spec_from_file_location("generate_k8s", TOOL)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def source(module: str, name: str) -> str:
    text = (GENERATED / f"{module}.py").read_text()
    for node in ast.parse(text).body:
        targets = node.targets if isinstance(node, ast.Assign) else [node]
        if name in {getattr(target, "name", getattr(target, "id", None)) for target in targets}:
            return ast.get_source_segment(text, node) or ""
    raise AssertionError(name)


def test_the_committed_files_are_what_the_tool_writes(tool: ModuleType) -> None:
    assert tool.main(["--check"]) == 0


@pytest.mark.parametrize("seed", ["1", "2"])
def test_the_hash_seed_changes_nothing(seed: str) -> None:
    done = subprocess.run(
        [sys.executable, str(TOOL), "--check"],
        env={"PYTHONHASHSEED": seed},
        capture_output=True,
        text=True,
        check=False,
    )

    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


def test_a_changed_byte_a_missing_and_an_extra_file_are_found(
    tool: ModuleType, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for file in GENERATED.glob("*.py"):
        shutil.copy(file, tmp_path)
    changed = tmp_path / "policy_v1.py"
    changed.write_text(
        changed.read_text().replace("    minAvailable: int | str\n", "    minAvailable: int\n")
    )
    (tmp_path / "node_v1.py").unlink()
    (tmp_path / "old_v1.py").write_text("")

    assert tool.main(["--check"], tmp_path) == 1
    printed = capsys.readouterr().out.splitlines()
    assert [line for line in printed if "differs" in line] == [
        "node_v1.py differs; run python tools/generate_k8s.py",
        "old_v1.py differs; run python tools/generate_k8s.py",
        "policy_v1.py differs; run python tools/generate_k8s.py",
    ]
    assert printed[-2:] == ["-    minAvailable: int", "+    minAvailable: int | str"]

    assert tool.main([], tmp_path) == 0
    assert {file.name: file.read_text() for file in tmp_path.iterdir()} == {
        file.name: file.read_text() for file in GENERATED.glob("*.py")
    }


def test_a_kind_requires_what_names_it_and_refers_to_the_types_of_other_modules() -> None:
    assert (
        source("batch_v1", "CronJob")
        == '''\
class CronJob(TypedDict, total=False):
    """CronJob of batch/v1."""

    apiVersion: Required[Literal["batch/v1"]]
    kind: Required[Literal["CronJob"]]
    metadata: meta_v1.ObjectMeta
    spec: Required[CronJobSpec]
    status: CronJobStatus'''
    )


def test_a_kind_that_others_embed_may_go_without_its_name() -> None:
    assert '    kind: Literal["PersistentVolumeClaim"]\n' in source("core_v1", "PersistentVolumeClaim")


def test_quantities_lists_and_maps_have_types_of_python() -> None:
    assert (
        source("core_v1", "ResourceRequirements")
        == '''\
class ResourceRequirements(TypedDict, total=False):
    """ResourceRequirements of v1."""

    claims: list[ResourceClaim]
    limits: Mapping[str, str | int | float]
    requests: Mapping[str, str | int | float]'''
    )


def test_names_that_python_has_taken_need_no_class() -> None:
    assert (
        source("networking_v1", "NetworkPolicyIngressRule")
        == """\
NetworkPolicyIngressRule = TypedDict(
    "NetworkPolicyIngressRule",
    {
        "from": "list[NetworkPolicyPeer]",
        "ports": "list[NetworkPolicyPort]",
    },
    total=False,
)"""
    )


def test_every_module_imports_at_run_time(tool: ModuleType) -> None:
    for file in tool.generate():
        importlib.import_module(f"mlkube.k8s.{file.removesuffix('.py')}")
