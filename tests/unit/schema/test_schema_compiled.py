"""The compiled file is what the tool writes, and reads back as what Kubernetes publishes."""

from __future__ import annotations

import gzip
import importlib.util
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from mlkube.schema import SUPPORTED_VERSIONS, compiled
from mlkube.schema.compiled import CompiledVersion

if TYPE_CHECKING:
    from types import ModuleType

ROOT = Path(__file__).parents[3]
TOOL = ROOT / "tools" / "compile_schemas.py"
COMPILED = ROOT / "mlkube" / "schema" / "kubernetes.tsv"

needs_package = pytest.mark.skipif(
    importlib.util.find_spec("kubernetes_validate") is None, reason="kubernetes-validate is not installed"
)


@pytest.fixture(scope="module")
def tool() -> ModuleType:
    spec = importlib.util.spec_from_file_location("compile_schemas", TOOL)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@needs_package
def test_every_definition_of_every_version_reads_back(tool: ModuleType) -> None:
    different = []
    for minor, definitions in tool.installed_definitions().items():
        version = CompiledVersion(minor)
        different += [
            (minor, name)
            for name, definition in tool.needed_definitions(definitions).items()
            if version.find_definition(name) != tool.compact_definition(name, definition)
        ]
    assert different == []


@needs_package
def test_every_kind_of_every_version_is_found_and_no_other(tool: ModuleType) -> None:
    lines = [line.split("\t") for line in COMPILED.read_text().splitlines()[1:]]
    kinds = [tuple(line[0].split(" ")) for line in lines if " " in line[0]]
    for minor, definitions in tool.installed_definitions().items():
        published = {
            (f"{gvk['group']}/{gvk['version']}" if gvk["group"] else gvk["version"], gvk["kind"]): name
            for name, definition in definitions.items()
            for gvk in definition.get("x-kubernetes-group-version-kind", [])
        }
        version = CompiledVersion(minor)
        found = {kind: line[0] for kind in kinds if (line := version.find_kind(*kind)) is not None}
        missing = {kind for _, kind in published.keys() - found.keys() if not kind.endswith("List")}
        assert found.items() <= published.items()
        assert missing <= {"APIGroup", "APIVersions", "DeleteOptions", "Status", "WatchEvent"}


def committed_definitions(minor: int) -> dict[str, dict[str, Any]]:
    """Return the definitions of a version as the committed file holds them."""
    version = CompiledVersion(minor)
    definitions: dict[str, dict[str, Any]] = {}
    for key in {line.split("\t")[0] for line in COMPILED.read_text().splitlines()[1:]}:
        if " " not in key and (definition := version.find_definition(key)) is not None:
            definitions[key] = {**definition, "x-kubernetes-group-version-kind": []}
    for key in {line.split("\t")[0] for line in COMPILED.read_text().splitlines()[1:]}:
        api_version, _, kind = key.partition(" ")
        if kind and (found := version.find_kind(api_version, kind)) is not None:
            group, _, name = api_version.rpartition("/")
            gvk = {"group": group, "version": name, "kind": kind}
            definitions[found[0]]["x-kubernetes-group-version-kind"].append(gvk)
    return definitions


@needs_package
def test_the_committed_file_is_what_the_tool_writes_of_the_installed_package(tool: ModuleType) -> None:
    text = tool.compile_text(tool.installed_definitions() | {21: committed_definitions(21)})
    assert text.splitlines() == COMPILED.read_text().splitlines()


@needs_package
@pytest.mark.skipif(
    not os.environ.get("MLKUBE_NETWORK_TESTS"),
    reason="downloads with pip; MLKUBE_NETWORK_TESTS=1 runs it, as does tools/compile_schemas.py --check",
)
def test_the_committed_file_is_what_the_tool_writes() -> None:
    done = subprocess.run([sys.executable, str(TOOL), "--check"], capture_output=True, text=True, check=False)
    if done.returncode == 2:
        pytest.skip(done.stderr)
    data = COMPILED.read_bytes()
    definitions = data.count(b"}\n")
    sizes = (
        f"{definitions} definitions, {len(data)} bytes, {len(gzip.compress(data, 9, mtime=0))} compressed\n"
    )
    assert (done.stdout, done.stderr, done.returncode) == (sizes, "", 0)


def test_a_check_that_fails_names_the_lines(
    tool: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    gvk = [{"group": "apps", "version": "v1", "kind": "Deployment"}]
    one = {"apps.Deployment": {"type": ["object", "null"], "x-kubernetes-group-version-kind": gvk}}
    monkeypatch.setattr(tool, "OUTPUT", tmp_path / "kubernetes.tsv")
    monkeypatch.setattr(tool, "installed_definitions", lambda: {25: one, 26: one})
    monkeypatch.setattr(tool, "kustomize_definitions", dict)
    assert (tool.main([]), tool.main(["--check"])) == (0, 0)
    text = tool.OUTPUT.read_text()
    assert text == (
        "mlkube schemas\t1\t1.21 1.25 1.26\t000091\n"
        "apps/v1 Deployment\t25-26\tnamespaced\tapps.Deployment\n"
        'apps.Deployment\t25-26\t{"type":"object"}\n'
    )
    tool.OUTPUT.write_text(text.replace("object", "array"))
    capsys.readouterr()
    assert tool.main(["--check"]) == 1
    sizes, _, rest = capsys.readouterr().out.partition("\n")
    assert sizes.startswith("1 definitions, 131 bytes, ")
    assert rest == (
        "kubernetes.tsv differs; run python tools/compile_schemas.py\n"
        "--- committed\n+++ compiled\n@@ -3 +3 @@\n"
        '-apps.Deployment\t25-26\t{"type":"array"}\n'
        '+apps.Deployment\t25-26\t{"type":"object"}\n'
    )


@pytest.mark.parametrize(
    ("definition", "message"),
    [
        ({"maxLength": 3}, "apps.Thing: keywords that this tool does not know: maxLength"),
        ({"items": {"not": {}}}, "apps.Thing.items: keywords that this tool does not know: not"),
    ],
)
def test_the_tool_refuses_keywords_that_it_would_lose(
    tool: ModuleType, definition: dict[str, Any], message: str
) -> None:
    with pytest.raises(SystemExit) as caught:
        tool.compact_definition("apps.Thing", definition)
    assert str(caught.value) == message


def test_a_source_that_is_not_to_be_had_is_said(
    tool: ModuleType, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def unreachable() -> None:
        raise OSError("pip cannot download it")

    monkeypatch.setattr(tool, "installed_definitions", unreachable)
    assert tool.main(["--check"]) == 2
    assert capsys.readouterr() == ("", "pip cannot download it\n")


def test_the_tool_refuses_kinds_without_a_scope(tool: ModuleType) -> None:
    gvk = [{"group": "apps", "version": "v2", "kind": "Fleet"}]
    with pytest.raises(SystemExit) as caught:
        tool.compile_text({38: {"apps.Fleet": {"x-kubernetes-group-version-kind": gvk}}})
    assert str(caught.value) == "apps/Fleet: say in tools/scopes.py whether it lives in a namespace"


def test_a_property_may_be_called_as_a_keyword(tool: ModuleType) -> None:
    definition = {"properties": {"description": {"description": "prose", "type": "string"}, "$ref": {}}}
    assert tool.compact_definition("apps.Thing", definition) == {
        "properties": {"$ref": {}, "description": {"type": "string"}}
    }


def test_the_file_holds_the_supported_versions() -> None:
    head = COMPILED.read_text().split("\n", 1)[0].split("\t")
    assert head[:3] == ["mlkube schemas", "1", " ".join(("1.21", *SUPPORTED_VERSIONS))]


def test_the_file_is_small() -> None:
    assert len(gzip.compress(COMPILED.read_bytes(), 9)) < 40_000


def test_both_decoders_read_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    version = CompiledVersion(36)
    name = "io.k8s.api.core.v1.PodSpec"
    compiled._decoder.cache_clear()  # noqa: SLF001  which decoder serves is decided once
    monkeypatch.setitem(sys.modules, "_json", None)
    by_package = version.find_definition(name)
    monkeypatch.undo()
    compiled._decoder.cache_clear()  # noqa: SLF001  as above
    assert by_package == version.find_definition(name)
    assert json.dumps(by_package).startswith('{"type": "object", "required": ["containers"]')
