"""What the program says when the system fails it: one line, never a traceback."""

from __future__ import annotations

import shlex
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

    from conftest import Ran

needs_full = pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no /dev/full here")


@pytest.fixture
def shell(project: Path) -> Callable[[str], tuple[int, str, str]]:
    """Run a line of shell in the project, `mlkube` standing for the program."""

    def run(line: str) -> tuple[int, str, str]:
        program = f"{shlex.quote(sys.executable)} -m mlkube"
        line = line.replace("mlkube", program)
        done = subprocess.run(  # noqa: S602  the line is the test's own
            line, shell=True, cwd=project, capture_output=True, text=True, check=False
        )
        return done.returncode, done.stdout, done.stderr

    return run


@needs_full
@pytest.mark.parametrize("arguments", ["--help", "--version"])
def test_a_full_disk_is_told_by_help_too(
    shell: Callable[[str], tuple[int, str, str]], arguments: str
) -> None:
    assert shell(f"mlkube {arguments} >/dev/full") == (1, "", "error: no space left on device\n")


@needs_full
def test_warnings_that_nobody_can_take_do_not_stop_a_build(
    shell: Callable[[str], tuple[int, str, str]], project: Path
) -> None:
    (project / "kustomization.yaml").write_text("resources: []\npatches: [{patch: '# nothing'}]\n")
    assert shell("mlkube build . 2>/dev/full") == (0, "", "")


def test_a_comparison_tells_that_standard_output_is_closed(
    shell: Callable[[str], tuple[int, str, str]],
) -> None:
    assert shell("mlkube diff big prod >&-") == (1, "", "error: standard output is closed\n")


def test_a_comparison_tells_that_standard_input_is_closed(
    shell: Callable[[str], tuple[int, str, str]],
) -> None:
    assert shell("mlkube diff - prod <&-") == (1, "", "error: standard input is closed\n")


@pytest.mark.parametrize("command", ["build .", "render prod", "list"])
def test_a_working_directory_that_is_gone_is_told(
    shell: Callable[[str], tuple[int, str, str]], command: str
) -> None:
    assert shell(f'mkdir gone && cd gone && rmdir "$PWD" && mlkube {command}') == (
        1,
        "",
        "error: the working directory does not exist any more\n",
    )


def test_an_output_folder_has_to_be_there(mlkube: Callable[..., Ran], project: Path) -> None:
    assert mlkube("build", "overlays/staging", "-o", "new/") == (
        1,
        "",
        "new/: error: no such folder; make it first\n",
    )
    assert not (project / "new").exists()


def test_a_device_or_a_pipe_is_no_file_to_compare(mlkube: Callable[..., Ran], project: Path) -> None:
    (project / "zero.yaml").symlink_to("/dev/zero")
    assert mlkube("diff", "zero.yaml", "prod") == (
        1,
        "",
        "error: 'zero.yaml' is no regular file; a pipe, socket or device is not read\n",
    )


def test_a_target_of_thousands_of_words_is_refused_at_once(mlkube: Callable[..., Ran], project: Path) -> None:
    assert project.is_dir()
    assert mlkube("render", "-".join(["prod"] * 9000)) == (
        1,
        "",
        "error: no name of a target has more than 100 words, joined by -\n",
    )
