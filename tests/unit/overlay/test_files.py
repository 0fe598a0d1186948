"""Which files a build may read."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

from mlkube.errors import FileAccessError, KustomizationError
from mlkube.overlay.files import Files, is_remote, shown
from mlkube.overlay.options import NO_RESTRICTION, ROOT_ONLY

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    real = tmp_path.resolve()
    (real / "app").mkdir()
    (real / "app" / "inside.yaml").write_text("a: 1\n")
    (real / "outside.yaml").write_text("b: 2\n")
    monkeypatch.chdir(real)
    return real


def test_a_file_in_the_folder_is_read_once(root: Path) -> None:
    files = Files(ROOT_ONLY)
    assert files.read(str(root / "app"), "inside.yaml") == b"a: 1\n"
    (root / "app" / "inside.yaml").write_text("changed: 1\n")
    assert files.read(str(root / "app"), "inside.yaml") == b"a: 1\n"


def test_a_file_beside_the_folder_is_refused(root: Path) -> None:
    with pytest.raises(FileAccessError) as raised:
        Files(ROOT_ONLY).read(str(root / "app"), "../outside.yaml")
    assert str(raised.value) == (
        "error: file '../outside.yaml' is not in or below 'app'; "
        "move it there, or pass --load-restrictor LoadRestrictionsNone"
    )


def test_no_restriction_lets_the_same_file_in(root: Path) -> None:
    assert Files(NO_RESTRICTION).read(str(root / "app"), "../outside.yaml") == b"b: 2\n"


def test_a_link_that_leads_out_is_refused_and_one_that_stays_is_read(root: Path) -> None:
    (root / "app" / "out.yaml").symlink_to(root / "outside.yaml")
    (root / "app" / "in.yaml").symlink_to(root / "app" / "inside.yaml")
    files = Files(ROOT_ONLY)
    assert files.read(str(root / "app"), "in.yaml") == b"a: 1\n"
    with pytest.raises(FileAccessError, match=r"file .out\.yaml. is not in or below 'app'"):
        files.read(str(root / "app"), "out.yaml")


def test_a_folder_whose_name_begins_alike_is_not_inside(root: Path) -> None:
    (root / "app-two").mkdir()
    (root / "app-two" / "x.yaml").write_text("")
    with pytest.raises(FileAccessError, match="not in or below"):
        Files(ROOT_ONLY).read(str(root / "app"), "../app-two/x.yaml")


def test_a_missing_file_says_where_it_was_looked_for(root: Path) -> None:
    with pytest.raises(FileAccessError) as raised:
        Files(ROOT_ONLY).read(str(root / "app"), "nope.yaml")
    assert str(raised.value) == "error: no such file: 'nope.yaml'; looked for app/nope.yaml"


@pytest.mark.parametrize(
    "path",
    [
        "https://example.com/base.yaml",
        "git@example.com:team/repo.git",
        "github.com/team/repo//base?ref=v1",
        "team/repo?ref=main",
        "ssh://git@example.com/repo",
        "org-7@example.com:team/repo",
        "example.com/team/repo.git",
        "example.com/team/repo.git/base",
        "dev.example.com/team/_git/repo",
        "example.com/team/repo//base?version=2",
    ],
)
def test_a_remote_resource_is_refused_with_the_way_out(root: Path, path: str) -> None:
    assert is_remote(path)
    with pytest.raises(FileAccessError) as raised:
        Files(ROOT_ONLY).read(str(root / "app"), path)
    assert str(raised.value) == (
        f"error: remote resource {path!r}: a build goes nowhere; "
        "download it into the project and name the file"
    )


def test_a_folder_may_lie_anywhere_but_not_above(root: Path) -> None:
    (root / "base").mkdir()
    files = Files(ROOT_ONLY)
    app = str(root / "app")
    assert files.folder(app, "../base", (app,)) == str(root / "base")
    with pytest.raises(KustomizationError) as raised:
        files.folder(app, "..", (app,))
    assert raised.value.reason == f"cycle: {shown(str(root))!r} is or contains 'app', which is being built"


def test_an_absolute_folder_is_refused(root: Path) -> None:
    with pytest.raises(FileAccessError, match="is absolute"):
        Files(ROOT_ONLY).folder(str(root / "app"), str(root), (str(root / "app"),))


def test_a_folder_has_exactly_one_kustomization(root: Path) -> None:
    files = Files(ROOT_ONLY)
    folder = str(root / "app")
    with pytest.raises(FileAccessError) as raised:
        files.kustomization(folder)
    assert str(raised.value) == (
        "error: no kustomization in 'app'; "
        "expected one of kustomization.yaml, kustomization.yml, Kustomization"
    )
    (root / "app" / "Kustomization").write_text("")
    assert files.kustomization(folder) == str(root / "app" / "Kustomization")
    (root / "app" / "kustomization.yml").write_text("")
    with pytest.raises(FileAccessError) as raised:
        files.kustomization(folder)
    assert str(raised.value) == (
        "error: several kustomizations in 'app': kustomization.yml, Kustomization; keep one"
    )


def test_a_kustomization_may_be_a_link_that_stays_inside_alone(root: Path) -> None:
    (root / "app" / "kustomization.yaml").symlink_to(root / "outside.yaml")
    with pytest.raises(FileAccessError) as raised:
        Files(ROOT_ONLY).kustomization(str(root / "app"))
    assert str(raised.value) == (
        "error: file 'kustomization.yaml' is not in or below 'app'; "
        "move it there, or pass --load-restrictor LoadRestrictionsNone"
    )
    found = Files(NO_RESTRICTION).kustomization(str(root / "app"))
    assert found == str(root / "app" / "kustomization.yaml")
    (root / "app" / "kustomization.yml").symlink_to(root / "app" / "inside.yaml")
    assert Files(ROOT_ONLY).kustomization(str(root / "app")) == str(root / "app" / "kustomization.yml")


@pytest.mark.parametrize("path", ["inside.yaml/", "inside.yaml/../inside.yaml", "nowhere/../inside.yaml"])
def test_paths_are_shortened_as_text(root: Path, path: str) -> None:
    assert Files(ROOT_ONLY).read(str(root / "app"), path) == b"a: 1\n"


def test_a_path_never_climbs_out_of_what_a_link_leads_to(root: Path) -> None:
    (root / "app" / "deep").mkdir()
    (root / "app" / "link").symlink_to(root / "app" / "deep")
    (root / "app" / "deep" / "inside.yaml").write_text("")
    assert Files(ROOT_ONLY).find(str(root / "app"), "link/../inside.yaml") == str(root / "app/inside.yaml")


def test_a_pipe_is_refused_without_waiting_for_it(root: Path) -> None:
    os.mkfifo(root / "app" / "pipe.yaml")
    with pytest.raises(FileAccessError) as raised:
        Files(ROOT_ONLY).read(str(root / "app"), "pipe.yaml")
    assert str(raised.value) == (
        "error: 'app/pipe.yaml' is no regular file; a pipe, socket or device is not read"
    )


def test_a_file_of_gigabytes_is_refused_without_reading_it(root: Path) -> None:
    with (root / "app" / "huge.yaml").open("wb") as file:
        file.truncate(1 << 40)
    with pytest.raises(FileAccessError) as raised:
        Files(ROOT_ONLY).read(str(root / "app"), "huge.yaml")
    assert str(raised.value) == (
        "error: 'app/huge.yaml' is larger than 256 MiB; no object that Kubernetes takes comes near; "
        "is the file meant?"
    )


def test_a_path_with_a_line_break_does_not_break_the_message(root: Path) -> None:
    with pytest.raises(FileAccessError) as raised:
        Files(ROOT_ONLY).read(str(root / "app"), "a\nb")
    assert str(raised.value) == r"error: no such file: 'a\nb'; looked for app/a\nb"


def test_a_path_with_a_nul_leads_nowhere(root: Path) -> None:
    app = str(root / "app")
    with pytest.raises(FileAccessError) as raised:
        Files(ROOT_ONLY).read(app, "a\0b")
    assert str(raised.value) == r"error: no such file: 'a\x00b'; looked for app/a\x00b"
    with pytest.raises(FileAccessError) as raised:
        Files(ROOT_ONLY).folder(app, "a\0b", (app,))
    assert raised.value.reason == r"'a\x00b' is neither a file nor a folder"
