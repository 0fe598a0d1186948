"""The README and the pages beside it say what is true: commands run, links lead somewhere."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import click
import pytest

from mlkube.cli.commands import mlkube
from mlkube.cli.request import FLAGS

ROOT = Path(__file__).resolve().parents[2]
README = (ROOT / "README.md").read_text()
PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").glob("**/*.md")])


def blocks(language: str, text: str = README) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```$", text, flags=re.MULTILINE | re.DOTALL)


def commands() -> list[str]:
    return [line for block in blocks("sh") for line in block.splitlines() if line.startswith("mlkube ")]


def run(line: str, **options: object) -> subprocess.CompletedProcess[str]:
    scripts = Path(sys.executable).parent
    env = {**os.environ, "PATH": f"{scripts}{os.pathsep}{os.environ['PATH']}"}
    return subprocess.run(line, shell=True, env=env, capture_output=True, text=True, check=False, **options)  # type: ignore[call-overload, no-any-return]  # noqa: S602  a reader runs it in a shell


def every_command(group: click.Group, before: str = "mlkube") -> list[tuple[str, click.Command]]:
    found = []
    for name, command in group.commands.items():
        if isinstance(command, click.Group):
            found += every_command(command, f"{before} {name}")
        else:
            found.append((f"{before} {name}", command))
    return found


@pytest.mark.parametrize(
    "line", [line for line in commands() if "staging" not in line and "kubectl" not in line]
)
def test_a_command_of_the_readme_runs_as_written(line: str, tmp_path: Path) -> None:
    # In a copy, because some of them write.
    for name in ("bases", "overlays", "golden", "examples"):
        shutil.copytree(ROOT / name, tmp_path / name)
    shutil.copy(ROOT / "mlkube.toml", tmp_path)
    (tmp_path / "home/.local/share/bash-completion/completions").mkdir(parents=True)

    done = run(line.replace("~/", f"{tmp_path}/home/"), cwd=tmp_path)

    note = "bases/ml-model/workload.yaml: note: comments are not converted\n"
    assert (done.returncode, done.stderr) == (
        1 if line.startswith("mlkube diff cpu-prod") else 0,
        note if line.startswith("mlkube convert") else "",
    )


def test_a_build_piped_into_kubectl_needs_only_the_folder(tmp_path: Path) -> None:
    folder = tmp_path / "overlays" / "staging"
    folder.mkdir(parents=True)
    (folder / "kustomization.yaml").write_text("namePrefix: staging-\nresources: [map.yaml]\n")
    (folder / "map.yaml").write_text("apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\n")
    line = next(line for line in commands() if line.startswith("mlkube build"))

    done = run(line.replace("kubectl apply -f -", "cat"), cwd=tmp_path)

    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == "apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: staging-a\n"


@pytest.mark.parametrize(("name", "command"), every_command(mlkube), ids=str)
def test_every_command_and_flag_is_in_the_readme(name: str, command: click.Command) -> None:
    assert name in README
    for parameter in command.params:
        if isinstance(parameter, click.Option) and "--help" not in parameter.opts:
            assert any(f"{option}" in README for option in parameter.opts if option.startswith("--"))


def test_every_flag_of_the_table_is_explained() -> None:
    assert [flag.names[-1] for flag in FLAGS if f"`{flag.names[-1]}" not in README] == []


def test_the_library_example_runs_as_written() -> None:
    (example,) = blocks("python")

    done = subprocess.run(
        [sys.executable, "-"], cwd=ROOT, input=example, capture_output=True, text=True, check=False
    )

    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("apiVersion: v1\nkind: Namespace\n")
    assert "Deployment ml-model ml\n" in done.stdout


def test_the_settings_example_is_read(tmp_path: Path) -> None:
    (example,) = blocks("toml")
    (tmp_path / "mlkube.toml").write_text(example)
    for base in ("training", "serving"):
        (tmp_path / "bases" / base).mkdir(parents=True)
        (tmp_path / "bases" / base / "kustomization.yaml").write_text("resources: []\n")
    for component in ("gpu", "prod"):
        (tmp_path / "overlays" / component).mkdir(parents=True)
        (tmp_path / "overlays" / component / "kustomization.yaml").write_text("kind: Component\n")

    done = run("mlkube list", cwd=tmp_path)

    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.splitlines()[-2:] == [
        "  gpu-prod  bases/serving + overlays/gpu + overlays/prod",
        "  nightly   bases/training + overlays/gpu",
    ]


def test_the_error_example_is_what_a_user_sees(tmp_path: Path) -> None:
    (example,) = blocks("text")
    folder = tmp_path / "overlays" / "prod"
    folder.mkdir(parents=True)
    (folder / "kustomization.yaml").write_text("\n" * 6 + "configMapGenerators: []\n")

    done = run("mlkube build overlays/prod", cwd=tmp_path)

    assert (done.returncode, done.stdout, done.stderr) == (1, "", example)


def test_ci_runs_the_test_command_of_the_readme() -> None:
    ci = (ROOT / ".ci" / "run").read_text()
    set_up = next(block for block in blocks("sh") if "pytest" in block)

    assert set_up.rstrip("\n").endswith("python -m pytest -q")
    assert "python -m pytest -q" in ci
    assert "pip install -q -e '.[dev]'" in set_up
    assert "install -q -e '.[dev]'" in ci
    assert os.access(ROOT / ".ci" / "run", os.X_OK)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_links_lead_somewhere(page: Path) -> None:
    text = re.sub(r"^```.*?^```$", "", page.read_text(), flags=re.MULTILINE | re.DOTALL)
    targets = [target for target in re.findall(r"\]\(([^)\s]+)\)", text) if "://" not in target]
    headings = {
        re.sub(r"[^a-z0-9 -]", "", heading.lower()).replace(" ", "-")
        for heading in re.findall(r"^#+ (.*)$", text, flags=re.MULTILINE)
    }

    for target in targets:
        path, _, anchor = target.partition("#")
        assert (page.parent / path).exists(), target
        if not path:
            assert anchor in headings, target


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_shell_blocks_hold_no_typographic_dashes_or_quotes(page: Path) -> None:
    assert not [block for block in blocks("sh", page.read_text()) if re.search("[‐-―‘-”]", block)]  # noqa: RUF001  these are what it looks for


def test_the_contradiction_example_is_what_a_user_sees(tmp_path: Path) -> None:
    (example,) = blocks("console")
    for name in ("bases", "overlays"):
        shutil.copytree(ROOT / name, tmp_path / name)
    shutil.copy(ROOT / "mlkube.toml", tmp_path)
    patch = tmp_path / "overlays" / "prod" / "serving.yaml"
    patch.write_text(patch.read_text().replace("minReplicas: 3", "minReplicas: 12"))

    done = run("mlkube render prod", cwd=tmp_path)

    assert (done.returncode, done.stdout, done.stderr) == (1, "", example)
