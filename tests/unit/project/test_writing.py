from __future__ import annotations

import os
import stat
from typing import TYPE_CHECKING

import pytest

from mlkube.errors import FileAccessError
from mlkube.project.writing import write_file

if TYPE_CHECKING:
    from pathlib import Path


def test_a_file_is_written_and_nothing_else_stays(tmp_path: Path) -> None:
    write_file(str(tmp_path / "out.yaml"), b"a: 1\n")

    assert {file.name: file.read_bytes() for file in tmp_path.iterdir()} == {"out.yaml": b"a: 1\n"}


def test_a_new_file_gets_the_usual_mode(tmp_path: Path) -> None:
    old_mask = os.umask(0o027)
    try:
        write_file(str(tmp_path / "out.yaml"), b"")
    finally:
        os.umask(old_mask)

    assert stat.S_IMODE((tmp_path / "out.yaml").stat().st_mode) == 0o640


def test_an_existing_file_keeps_its_mode(tmp_path: Path) -> None:
    file = tmp_path / "out.yaml"
    file.write_text("old")
    file.chmod(0o600)

    write_file(str(file), b"new")

    assert (file.read_bytes(), stat.S_IMODE(file.stat().st_mode)) == (b"new", 0o600)


def test_a_reader_keeps_the_whole_old_content(tmp_path: Path) -> None:
    file = tmp_path / "out.yaml"
    file.write_text("old content")
    with file.open() as reader:
        write_file(str(file), b"new")

        assert reader.read() == "old content"


def test_a_symbolic_link_stays_one(tmp_path: Path) -> None:
    (tmp_path / "real.yaml").write_text("old")
    (tmp_path / "link.yaml").symlink_to("real.yaml")

    write_file(str(tmp_path / "link.yaml"), b"new")

    assert (tmp_path / "link.yaml").is_symlink()
    assert (tmp_path / "real.yaml").read_bytes() == b"new"


def test_a_device_is_written_to_and_not_replaced() -> None:
    write_file(os.devnull, b"gone")

    assert not stat.S_ISREG(os.stat(os.devnull).st_mode)  # noqa: PTH116  the device itself


def test_a_file_left_by_a_process_of_the_same_number_is_no_obstacle(tmp_path: Path) -> None:
    left = tmp_path / f".mlkube-{os.getpid()}-0.tmp"
    left.write_text("left")

    write_file(str(tmp_path / "out.yaml"), b"new")

    assert {file.name for file in tmp_path.iterdir()} == {"out.yaml", left.name}


def test_a_missing_folder_is_an_error(tmp_path: Path) -> None:
    file = tmp_path / "missing" / "out.yaml"

    with pytest.raises(FileAccessError) as caught:
        write_file(str(file), b"")

    assert str(caught.value) == f"{file}: error: cannot be written: no such file or directory"


def test_a_failure_leaves_the_old_file_and_no_other(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "out.yaml"
    file.write_text("old")

    def refuse(*_arguments: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "replace", refuse)
    with pytest.raises(FileAccessError) as caught:
        write_file(str(file), b"new")

    assert str(caught.value) == f"{file}: error: cannot be written: no space left on device"
    assert {entry.name: entry.read_text() for entry in tmp_path.iterdir()} == {"out.yaml": "old"}
