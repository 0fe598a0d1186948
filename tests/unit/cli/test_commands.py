from __future__ import annotations

import json
import os
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path
    from typing import Any

    Mlkube = Callable[..., Any]

STAGING = """\
apiVersion: v1
kind: Service
metadata:
  name: staging-web
---
apiVersion: apps/v1
kind: Deployment
metadata:
  name: staging-web
spec:
  template:
    spec:
      containers:
      - image: nginx:1.27
        name: web
"""
BIG_PROD = """\
apiVersion: v1
kind: Service
metadata:
  name: web
  namespace: prod
---
apiVersion: apps/v1
kind: Deployment
metadata:
  name: web
  namespace: prod
spec:
  replicas: 9
  template:
    spec:
      containers:
      - image: nginx:1.27
        name: web
"""


@pytest.mark.usefixtures("project")
class TestBuildAndRender:
    def test_build_prints_a_folder(self, mlkube: Mlkube) -> None:
        assert mlkube("build", "overlays/staging") == (0, STAGING, "")

    def test_render_prints_a_target(self, mlkube: Mlkube) -> None:
        assert mlkube("render", "--no-validate", "big-prod") == (0, BIG_PROD, "")
        assert mlkube("render", "--no-validate", "staging") == (0, STAGING, "")
        assert mlkube("render", "--no-validate", "./overlays/staging") == (0, STAGING, "")

    def test_both_roads_print_the_same(self, mlkube: Mlkube) -> None:
        # `--` is nothing that the short road reads.
        assert mlkube("render", "--no-validate", "--", "big-prod") == (0, BIG_PROD, "")

    def test_the_working_directory_is_built_by_default(self, mlkube: Mlkube, project: Path) -> None:
        (project / "kustomization.yaml").write_text("resources: [overlays/staging]\n")

        assert mlkube("build") == (0, STAGING, "")

    def test_an_error_leaves_standard_output_empty(self, mlkube: Mlkube) -> None:
        assert mlkube("render", "bigg-prod") == (
            1,
            "",
            (
                'error: unknown component "bigg" in the target "bigg-prod"\n'
                '    did you mean "big"?\n'
                "    targets: big, prod, staging\n"
                "    components: big, prod\n"
            ),
        )

    @pytest.mark.parametrize(
        ("arguments", "message"),
        [
            (["render"], "Missing argument 'TARGET'."),
            (["render", "a", "b"], "Got unexpected extra argument (b)"),
            (["render", "a", "--all", "--base", "b"], "--all and --base exclude each other."),
            (["build", "--merge", "sideways"], "Invalid value for '--merge'"),
            (["nonsense"], "No such command 'nonsense'"),
        ],
    )
    def test_wrong_usage_leaves_with_2(self, mlkube: Mlkube, arguments: list[str], message: str) -> None:
        ran = mlkube(*arguments)

        assert (ran.code, ran.out) == (2, "")
        assert f"Error: {message}" in ran.err

    def test_warnings_go_to_standard_error(self, mlkube: Mlkube, project: Path) -> None:
        file = project / "overlays" / "staging" / "kustomization.yaml"
        file.write_text(
            "bases: [../../bases/web]\nnamePrefix: staging-\n"
            'patches:\n- target: {kind: Job}\n  patch: \'[{"op": "remove", "path": "/spec"}]\'\n'
        )

        ran = mlkube("build", "overlays/staging")

        assert (ran.code, ran.out) == (0, STAGING)
        deprecated, unmatched = ran.err.splitlines()
        assert deprecated.startswith("# Warning: 'bases' is deprecated. Please use 'resources' instead.")
        assert unmatched == (
            "overlays/staging/kustomization.yaml:5:3: warning: the target (kind: Job) matches no object"
        )

    def test_strict_patches_make_warnings_errors(self, mlkube: Mlkube, project: Path) -> None:
        file = project / "overlays" / "staging" / "kustomization.yaml"
        file.write_text(
            "resources: [../../bases/web]\n"
            'patches:\n- target: {kind: Job}\n  patch: \'[{"op": "remove", "path": "/spec"}]\'\n'
        )

        ran = mlkube("build", "overlays/staging", "--strict-patches")

        assert (ran.code, ran.out) == (1, "")
        assert ran.err == (
            "overlays/staging/kustomization.yaml:4:3: error: the target (kind: Job) matches no object\n"
        )

    def test_output_is_utf_8_with_line_feeds_whatever_the_locale(self, mlkube: Mlkube, project: Path) -> None:
        (project / "kustomization.yaml").write_text(
            "configMapGenerator:\n- name: text\n  literals: ['a=grüße 漢字']\n"
            "generatorOptions: {disableNameSuffixHash: true}\n",
            encoding="utf-8",
        )
        expected = "apiVersion: v1\ndata:\n  a: grüße 漢字\nkind: ConfigMap\nmetadata:\n  name: text\n"

        assert mlkube("build", env={"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}) == (
            0,
            expected,
            "",
        )
        assert mlkube("build", env={"PYTHONIOENCODING": "latin-1"}) == (0, expected, "")


@pytest.mark.usefixtures("project")
class TestOutputFiles:
    def test_a_file_gets_everything(self, mlkube: Mlkube, project: Path) -> None:
        assert mlkube("render", "--no-validate", "big-prod", "-o", "out.yaml") == (0, "", "")
        assert (project / "out.yaml").read_text() == BIG_PROD

    def test_a_dash_is_standard_output(self, mlkube: Mlkube) -> None:
        assert mlkube("render", "--no-validate", "big-prod", "--output", "-") == (0, BIG_PROD, "")

    def test_a_folder_gets_a_file_for_each_object(self, mlkube: Mlkube, project: Path) -> None:
        (project / "out").mkdir()

        assert mlkube("render", "--no-validate", "big-prod", "-o", "out") == (0, "", "")
        assert {file.name: file.read_text() for file in (project / "out").iterdir()} == {
            "v1_service_web.yaml": BIG_PROD.split("---\n", maxsplit=1)[0],
            "apps_v1_deployment_web.yaml": BIG_PROD.split("---\n")[1],
        }

    def test_a_failed_build_touches_nothing(self, mlkube: Mlkube, project: Path) -> None:
        (project / "out.yaml").write_text("old")
        (project / "bases" / "web" / "web.yaml").write_text("kind: [")

        assert mlkube("render", "--no-validate", "big-prod", "-o", "out.yaml").code == 1
        assert (project / "out.yaml").read_text() == "old"

    def test_a_place_that_cannot_be_written_is_an_error(self, mlkube: Mlkube) -> None:
        assert mlkube("render", "--no-validate", "big-prod", "-o", "missing/out.yaml") == (
            1,
            "",
            "missing/out.yaml: error: cannot be written: no such file or directory\n",
        )


@pytest.mark.usefixtures("project")
def test_a_reader_that_leaves_early_is_no_error_to_read_about(project: Path) -> None:
    (project / "big.yaml").write_text(
        "---\n".join(f"apiVersion: v1\nkind: ConfigMap\nmetadata: {{name: c{n}}}\n" for n in range(5000))
    )
    (project / "kustomization.yaml").write_text("resources: [big.yaml]\n")
    for command, unbuffered in ((["build"], ""), (["build"], "1"), (["build", "--", "."], "")):
        with subprocess.Popen(
            [sys.executable, "-m", "mlkube", *command],
            cwd=project,
            env={**os.environ, "PYTHONUNBUFFERED": unbuffered},
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        ) as program:
            assert program.stdout is not None
            assert program.stderr is not None
            program.stdout.read(10)
            program.stdout.close()

            assert program.stderr.read() == b""
            assert program.wait() == 1


@pytest.mark.usefixtures("project")
@pytest.mark.parametrize("command", ["build overlays/staging", "list"])
def test_a_full_disk_is_an_error(project: Path, command: str) -> None:
    if not os.access("/dev/full", os.W_OK):  # noqa: PTH  a device of Linux
        pytest.skip("this system has no /dev/full")
    with open("/dev/full", "w") as full:  # noqa: PTH123  as above
        done = subprocess.run(
            [sys.executable, "-m", "mlkube", *command.split()],
            cwd=project,
            stdout=full,
            stderr=subprocess.PIPE,
            check=False,
        )

    assert (done.returncode, done.stderr.decode()) == (
        1,
        "error: standard output cannot be written: no space left on device\n",
    )


@pytest.mark.usefixtures("project")
def test_a_closed_output_is_an_error(project: Path) -> None:
    line = f'"{sys.executable}" -m mlkube render --no-validate prod >&-'
    done = subprocess.run(["sh", "-c", line], cwd=project, stderr=subprocess.PIPE, check=False)

    assert (done.returncode, done.stderr.decode()) == (1, "error: standard output is closed\n")


@pytest.mark.usefixtures("project")
class TestList:
    def test_everything_is_listed(self, mlkube: Mlkube, project: Path) -> None:
        (project / "bases" / "extra").mkdir()
        (project / "bases" / "extra" / "kustomization.yaml").write_text("resources: []\n")
        (project / "mlkube.toml").write_text(
            'on_demand = ["extra"]\n[targets]\nnightly = { bases = ["extra"], components = ["big"] }\n'
        )

        assert mlkube("list") == (
            0,
            (
                "bases\n"
                "  extra  (on demand)\n"
                "  web\n"
                "components\n"
                "  big\n"
                "  prod\n"
                "targets\n"
                "  nightly  bases/extra + overlays/big\n"
                "  prod     bases/web + overlays/prod\n"
                "  staging  overlays/staging\n"
            ),
            "",
        )

    def test_a_section_is_plain_names(self, mlkube: Mlkube) -> None:
        assert mlkube("list", "targets") == (0, "big\nprod\nstaging\n", "")

    def test_json_holds_every_section(self, mlkube: Mlkube) -> None:
        assert json.loads(mlkube("list", "--format", "json").out) == {
            "bases": ["web"],
            "components": ["big", "prod"],
            "targets": ["big", "prod", "staging"],
        }


@pytest.mark.usefixtures("project")
class TestDiff:
    def test_equal_targets_print_nothing(self, mlkube: Mlkube) -> None:
        assert mlkube("diff", "big-prod", "prod-big") == (0, "", "")

    def test_targets_differ_field_by_field(self, mlkube: Mlkube) -> None:
        assert mlkube("diff", "prod", "big-prod") == (
            1,
            "~ Deployment/web in prod\n    + spec.replicas: 9\n",
            "",
        )

    def test_files_folders_and_standard_input_can_be_compared(self, mlkube: Mlkube, project: Path) -> None:
        (project / "old.yaml").write_text(STAGING.replace("1.27", "1.26"))
        changed = (
            "~ Deployment/staging-web\n"
            '    ~ spec.template.spec.containers[name=web].image: "nginx:1.26" -> "nginx:1.27"\n'
        )

        assert mlkube("diff", "old.yaml", "overlays/staging") == (1, changed, "")
        assert mlkube("diff", "old.yaml", "-", stdin=STAGING) == (1, changed, "")
        assert mlkube("diff", "-", "staging", stdin=STAGING) == (0, "", "")

    def test_a_list_from_kubectl_is_opened(self, mlkube: Mlkube) -> None:
        items = {"apiVersion": "v1", "kind": "List", "items": [{"apiVersion": "v1", "kind": "Service"}]}
        items["items"][0]["metadata"] = {"name": "staging-web"}  # type: ignore[index]  # a literal above

        assert mlkube("diff", "staging", "-", stdin=json.dumps(items)) == (
            1,
            "- Deployment/staging-web\n",
            "",
        )

    def test_json_holds_the_same(self, mlkube: Mlkube) -> None:
        ran = mlkube("diff", "--format", "json", "prod", "big-prod")

        assert ran.code == 1
        assert json.loads(ran.out) == {
            "added": [],
            "removed": [],
            "changed": [
                {
                    "group": "apps",
                    "kind": "Deployment",
                    "namespace": "prod",
                    "name": "web",
                    "fields": [{"path": "spec.replicas", "change": "added", "new": 9}],
                }
            ],
        }

    def test_a_missing_file_is_an_error(self, mlkube: Mlkube) -> None:
        assert mlkube("diff", "missing.yaml", "prod") == (
            1,
            "",
            "missing.yaml: error: cannot be read: no such file or directory\n",
        )

    def test_standard_input_is_read_once_only(self, mlkube: Mlkube) -> None:
        assert mlkube("diff", "-", "-").code == 2


@pytest.mark.usefixtures("project")
class TestGolden:
    def test_update_writes_and_check_agrees(self, mlkube: Mlkube, project: Path) -> None:
        assert mlkube("golden", "update") == (
            0,
            (
                "golden/big.yaml: written\ngolden/prod.yaml: written\ngolden/staging.yaml: written\n"
                "0 golden files unchanged\n"
            ),
            "",
        )
        assert (project / "golden" / "staging.yaml").read_text() == STAGING
        assert mlkube("golden", "check") == (0, "3 golden files as rendered\n", "")
        assert mlkube("golden", "update") == (0, "3 golden files unchanged\n", "")

    def test_a_missing_file_is_a_failure(self, mlkube: Mlkube, project: Path) -> None:
        mlkube("golden", "update")
        (project / "golden" / "big.yaml").unlink()

        assert mlkube("golden", "check") == (
            1,
            "golden/big.yaml: missing; write it with mlkube golden update big\n",
            "",
        )

    def test_an_orphan_is_a_failure_until_an_update_removes_it(self, mlkube: Mlkube, project: Path) -> None:
        mlkube("golden", "update")
        (project / "golden" / "small.yaml").write_text("")

        assert mlkube("golden", "check") == (
            1,
            "golden/small.yaml: belongs to no target; mlkube golden update removes it\n",
            "",
        )
        assert mlkube("golden", "check", "big").code == 0
        assert mlkube("golden", "update") == (
            0,
            "golden/small.yaml: removed, it belonged to no target\n3 golden files unchanged\n",
            "",
        )
        assert mlkube("golden", "check").code == 0

    def test_a_file_that_differs_shows_how(self, mlkube: Mlkube, project: Path) -> None:
        mlkube("golden", "update")
        file = project / "golden" / "big.yaml"
        file.write_text(file.read_text().replace("replicas: 9", "replicas: 2"))

        assert mlkube("golden", "check", "big", "prod") == (
            1,
            (
                "golden/big.yaml: differs from what big renders to\n"
                "    ~ Deployment/web\n"
                "        ~ spec.replicas: 2 -> 9\n"
            ),
            "",
        )

    def test_other_bytes_of_the_same_objects_are_a_failure(self, mlkube: Mlkube, project: Path) -> None:
        mlkube("golden", "update")
        file = project / "golden" / "staging.yaml"
        file.write_text(file.read_text() + "# a comment\n")

        assert mlkube("golden", "check", "staging") == (
            1,
            "golden/staging.yaml: holds the same objects, written differently\n",
            "",
        )

    def test_a_composition_with_a_golden_file_is_checked_too(self, mlkube: Mlkube, project: Path) -> None:
        mlkube("golden", "update")
        assert mlkube("golden", "update", "big-prod") == (
            0,
            "golden/big-prod.yaml: written\n0 golden files unchanged\n",
            "",
        )
        assert (project / "golden" / "big-prod.yaml").read_text() == BIG_PROD
        assert mlkube("golden", "check") == (0, "4 golden files as rendered\n", "")

    def test_nothing_is_written_where_a_target_cannot_be_rendered(
        self, mlkube: Mlkube, project: Path
    ) -> None:
        (project / "overlays" / "big" / "kustomization.yaml").write_text("kind: Component\nreplica: []\n")

        ran = mlkube("golden", "update")

        assert (ran.code, ran.out) == (1, "")
        assert ran.err.startswith("overlays/big/kustomization.yaml:2:")
        assert not (project / "golden").exists()

    def test_folders_and_unknown_targets_are_refused(self, mlkube: Mlkube) -> None:
        assert mlkube("golden", "check", "./overlays/staging") == (
            1,
            "",
            "error: ./overlays/staging is a folder; golden files belong to targets\n",
        )
        assert mlkube("golden", "update", "nonsense").code == 1


def test_the_version_is_the_package_s(mlkube: Mlkube) -> None:
    from mlkube import __version__  # noqa: PLC0415  the program runs in a process of its own

    assert mlkube("--version") == (0, f"mlkube {__version__}\n", "")


@pytest.mark.parametrize(
    "command", ["build", "render", "list", "diff", "golden", "golden check", "completion"]
)
def test_every_command_explains_itself(mlkube: Mlkube, command: str) -> None:
    ran = mlkube(*command.split(), "--help")

    assert (ran.code, ran.err) == (0, "")
    assert ran.out.startswith(f"Usage: mlkube {command} ")


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_completion_prints_a_script(mlkube: Mlkube, shell: str) -> None:
    ran = mlkube("completion", shell)

    assert (ran.code, ran.err) == (0, "")
    assert "_MLKUBE_COMPLETE" in ran.out


@pytest.mark.usefixtures("project")
@pytest.mark.parametrize(
    ("words", "offered"),
    [
        ("mlkube render ", ["big", "prod", "staging"]),
        ("mlkube render st", ["staging"]),
        ("mlkube render big --base ", ["web"]),
        ("mlkube re", ["render", "requires"]),
        ("mlkube requires s", ["staging"]),
        ("mlkube rollout big --base ", ["web"]),
        ("mlkube quota st", ["staging"]),
        ("mlkube quota ./overlays/st", ["./overlays/st"]),
        ("mlkube validate web.y", ["web.y"]),
        ("mlkube rollout staging ", ["staging-web"]),
        ("mlkube rollout - ", [""]),
        ("mlkube rollout nope ", [""]),
        ("mlkube cluster kubeadm staging ", [""]),
        ("mlkube cluster kubeadm nope --pool ", [""]),
    ],
)
def test_completion_offers_what_the_project_has(mlkube: Mlkube, words: str, offered: list[str]) -> None:
    ran = mlkube(
        env={
            "_MLKUBE_COMPLETE": "bash_complete",
            "COMP_WORDS": words,
            "COMP_CWORD": str(len(words.split(" ")) - 1),
        }
    )

    assert [line.partition(",")[2] for line in ran.out.splitlines()] == offered


@pytest.mark.usefixtures("project")
def test_colours_are_for_terminals_that_want_them(project: Path) -> None:
    pty = pytest.importorskip("pty")

    def on_a_terminal(**env: str) -> bytes:
        leader, follower = pty.openpty()
        subprocess.run(
            [sys.executable, "-m", "mlkube", "diff", "prod", "big-prod"],
            cwd=project,
            stdout=follower,
            env={**{key: value for key, value in os.environ.items() if key != "NO_COLOR"}, **env},
            check=False,
        )
        os.close(follower)
        output: bytes = os.read(leader, 10_000)
        os.close(leader)
        return output

    assert b"\x1b[33m~ Deployment/web in prod\x1b[0m" in on_a_terminal()
    assert b"\x1b" not in on_a_terminal(NO_COLOR="1")
