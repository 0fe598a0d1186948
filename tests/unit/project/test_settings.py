from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from mlkube.errors import FileAccessError, MlkubeError, SettingsError
from mlkube.project import read_settings

if TYPE_CHECKING:
    from pathlib import Path

EVERYTHING = """\
kubernetes = "1.35"
merge = "lossless"
on_demand = ["training"]

[targets]
gpu-prod = { components = ["gpu", "prod"] }

[targets.nightly]
bases = ["training", "serving"]
"""


def test_every_key_is_read_from_mlkube_toml(tmp_path: Path) -> None:
    (tmp_path / "mlkube.toml").write_text(EVERYTHING)

    settings = read_settings(str(tmp_path))

    assert (settings.kubernetes, settings.merge, settings.on_demand) == ("1.35", "lossless", ("training",))
    declared = {
        name: (target.bases, target.components, target.line) for name, target in settings.targets.items()
    }
    assert declared == {"gpu-prod": (None, ("gpu", "prod"), 6), "nightly": (("training", "serving"), (), 8)}


def test_pyproject_holds_the_same_keys_in_its_own_table(tmp_path: Path) -> None:
    (tmp_path / "pyproject.toml").write_text(
        '[project]\nname = "x"\n[tool.mlkube]\nmerge = "kustomize"\n'
        '[tool.mlkube.targets.cpu]\ncomponents = ["cpu"]\n'
    )

    settings = read_settings(str(tmp_path))

    assert settings.merge == "kustomize"
    assert settings.targets["cpu"].components == ("cpu",)
    assert settings.targets["cpu"].line == 5


def test_a_folder_without_settings_leaves_everything_open(tmp_path: Path) -> None:
    settings = read_settings(str(tmp_path))

    assert (settings.file, settings.kubernetes, settings.merge, settings.on_demand, settings.targets) == (
        "",
        None,
        None,
        (),
        {},
    )


def test_a_byte_order_mark_is_no_mistake(tmp_path: Path) -> None:
    (tmp_path / "mlkube.toml").write_bytes(b'\xef\xbb\xbfmerge = "lossless"\r\n')

    assert read_settings(str(tmp_path)).merge == "lossless"


def test_a_pyproject_of_somebody_else_may_hold_anything(tmp_path: Path) -> None:
    (tmp_path / "pyproject.toml").write_bytes(b"\xff no toml")

    assert read_settings(str(tmp_path)).file == ""


def test_a_patch_version_counts_as_its_minor_version(tmp_path: Path) -> None:
    (tmp_path / "mlkube.toml").write_text('kubernetes = "v1.36.2"\n')

    assert read_settings(str(tmp_path)).kubernetes == "1.36"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ('merg = "lossless"\n', 'mlkube.toml:1: error: unknown key "merg"; did you mean "merge"?'),
        (
            "zzz = 1\n",
            (
                'mlkube.toml:1: error: unknown key "zzz"; '
                "known keys: kubernetes, merge, on_demand, python, targets, validate"
            ),
        ),
        (
            'merge = "loseless"\n',
            'mlkube.toml:1: error: unknown way to merge: "loseless"; did you mean "lossless"?',
        ),
        (
            "merge = 3\n",
            "mlkube.toml:1: error: unknown way to merge: this value; known are kustomize and lossless",
        ),
        (
            "kubernetes = 1.36\n",
            'mlkube.toml:1: error: kubernetes must be a text; write it in quotes, such as "1.36"',
        ),
        ('on_demand = "a"\n', "mlkube.toml:1: error: on_demand must be a list of names"),
        ("targets = []\n", "mlkube.toml:1: error: targets must be a table of targets"),
        (
            '\n[targets]\ngpu = ["gpu"]\n',
            'mlkube.toml:3: error: target gpu must be a table; write it as { components = ["gpu", "prod"] }',
        ),
        (
            '[targets.gpu]\ncomponent = ["gpu"]\n',
            'mlkube.toml:2: error: unknown key "component"; did you mean "components"?',
        ),
        ("[targets.gpu]\nbases = [1]\n", "mlkube.toml:2: error: targets.gpu.bases must be a list of names"),
        (
            '[targets]\n"a/b" = {}\n',
            'mlkube.toml:2: error: a target cannot be named "a/b"; use a name without `/`',
        ),
        ("merge = \n", "mlkube.toml:1:9: error: no valid TOML: invalid value"),
        ("a = " + "9" * 5000, "mlkube.toml: error: no valid TOML: a number is too long"),
        ("a = " + "[" * 5000, "mlkube.toml: error: no valid TOML: it is nested too deeply"),
    ],
)
def test_what_cannot_be_meant_is_told_with_its_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, text: str, message: str
) -> None:
    (tmp_path / "mlkube.toml").write_text(text)
    monkeypatch.chdir(tmp_path)

    with pytest.raises(SettingsError) as caught:
        read_settings(".")

    assert str(caught.value) == message


def test_all_mistakes_are_told_at_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "mlkube.toml").write_text('colour = "red"\nkubernetes = "0.9"\n[targets.x]\nbase = []\n')
    monkeypatch.chdir(tmp_path)

    with pytest.raises(MlkubeError) as caught:
        read_settings(".")

    assert [
        line.partition(";")[0] for line in str(caught.value).splitlines() if line.startswith("mlkube")
    ] == [
        'mlkube.toml:1: error: unknown key "colour"',
        'mlkube.toml:2: error: unknown Kubernetes version "0.9"',
        'mlkube.toml:4: error: unknown key "base"',
    ]


def test_settings_in_two_files_are_an_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "mlkube.toml").touch()
    (tmp_path / "pyproject.toml").write_text("[tool.mlkube]\n")
    monkeypatch.chdir(tmp_path)

    with pytest.raises(SettingsError) as caught:
        read_settings(".")

    assert str(caught.value) == (
        "mlkube.toml: error: settings stand in mlkube.toml and in [tool.mlkube] of pyproject.toml; "
        "keep one of them"
    )


def test_settings_that_are_no_text_are_an_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "mlkube.toml").write_bytes(b"\xff\xfe")
    monkeypatch.chdir(tmp_path)

    with pytest.raises(SettingsError) as caught:
        read_settings(".")

    assert str(caught.value) == "mlkube.toml: error: settings must be UTF-8 text"


def test_a_settings_file_that_cannot_be_opened_is_an_error(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "mlkube.toml").touch()
    monkeypatch.chdir(tmp_path)

    def refuse(*_arguments: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr("builtins.open", refuse)
    with pytest.raises(FileAccessError) as caught:
        read_settings(".")

    assert str(caught.value) == "mlkube.toml: error: cannot read the settings: Permission denied"
