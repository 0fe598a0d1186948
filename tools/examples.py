"""Builds every example of `examples/`, and keeps its golden files and the pages that show it.

python tools/examples.py                    compare and say what differs
python tools/examples.py --write [NAME...]  write golden files and pages: read them before they are committed

`examples/NAME/VARIANT/kustomization.yaml` is a build; what it prints stands in
`examples/NAME/golden/VARIANT.yaml`. What `mlkube cluster kubeadm` prints of it stands in
`examples/NAME/kubeadm/VARIANT.ROLE.yaml`, or `VARIANT.ROLE.POOL.yaml`; a new one begins as an empty file.
What `mlkube quota` says of it on the nodes of `examples/nodes/nodes.yaml` stands in
`examples/NAME/quota/VARIANT.txt` or `VARIANT.json`.
Where a page of `docs/` or an example's own page has a line `<!-- show: PATH -->`, the fenced block behind it
is the file PATH, seen from the repository's root.
Behind `<!-- run: mlkube ... -->` stands what the command prints, run in the repository's root.
Behind `<!-- list: kinds -->` stand the workload kinds, behind `<!-- list: pages -->` the pages of `docs/`.
"""

from __future__ import annotations

import argparse
import re
import shlex
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from docs_index import listed

import mlkube
from mlkube.yamlio import dump_all

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).resolve().parents[1]
EXAMPLES = ROOT / "examples"
_SHOWN = re.compile(
    r"(<!-- show: (?P<path>\S+) -->\n+)```(?P<form>[a-z]*)\n.*?^```$", re.DOTALL | re.MULTILINE
)
_RUN = re.compile(
    r"(<!-- run: mlkube (?P<line>[^\n]+) -->\n+)```(?P<form>[a-z]*)\n.*?^```$", re.DOTALL | re.MULTILINE
)


def variants() -> Iterator[Path]:
    """Yield the folder of each build."""
    for file in sorted(EXAMPLES.glob("*/*/kustomization.yaml")):
        if file.parent.name != "base":
            yield file.parent


def golden_file(variant: Path) -> Path:
    """Return the file that holds what a variant prints."""
    return variant.parent / "golden" / f"{variant.name}.yaml"


def kubeadm_files() -> list[Path]:
    """Return the files that hold what kubeadm is told in an example."""
    return sorted(EXAMPLES.glob("*/kubeadm/*.yaml"))


def kubeadm_text(file: Path) -> str:
    """Return what `mlkube cluster kubeadm` prints for the variant, role and pool that a file's name says."""
    variant, role, *pool = file.stem.split(".")
    folder = file.parent.parent / variant
    return dump_all(mlkube.kubeadm(str(folder), role=role, pool=pool[0] if pool else None))


def quota_files() -> list[Path]:
    """Return the files that hold what `mlkube quota` says of an example."""
    return sorted([*EXAMPLES.glob("*/quota/*.txt"), *EXAMPLES.glob("*/quota/*.json")])


def quota_text(file: Path) -> str:
    """Return what `mlkube quota` prints for the variant that a file's name says, as text or JSON."""
    variant = (file.parent.parent / file.stem).relative_to(ROOT)
    found = mlkube.quota(mlkube.build(variant), nodes=EXAMPLES / "nodes" / "nodes.yaml")
    return found.to_json_text() if file.suffix == ".json" else found.to_text()


def pages() -> list[Path]:
    """Return the pages that may show files."""
    return [*sorted((ROOT / "docs").glob("*.md")), *sorted(EXAMPLES.glob("**/*.md"))]


def shown(page: str) -> str:
    """Return a page with each shown file, output and list as it is now."""

    def block(match: re.Match[str]) -> str:
        text = (ROOT / match["path"]).read_text(encoding="utf-8")
        return f"{match[1]}```{match['form']}\n{text}```"

    def output(match: re.Match[str]) -> str:
        return f"{match[1]}```{match['form']}\n{_printed(match['line'])}```"

    return listed(_RUN.sub(output, _SHOWN.sub(block, page)))


def _printed(line: str) -> str:
    """Return what `mlkube` prints for a command line of a page; its exit code may be 1."""
    arguments = [sys.executable, "-m", "mlkube", *shlex.split(line)]
    done = subprocess.run(arguments, cwd=ROOT, capture_output=True, text=True, check=False)  # noqa: S603  pages of our own
    if done.stderr:
        raise RuntimeError(f"mlkube {line}: {done.stderr}")
    return done.stdout


def main() -> int:
    """Compare or write; the exit code is 1 where a file differs."""
    parser = argparse.ArgumentParser(description="Compare or write what the examples build.")
    parser.add_argument("--write", action="store_true", help="write golden files and pages")
    parser.add_argument("names", nargs="*", help="only these examples (all pages are kept in any case)")
    arguments = parser.parse_args()
    different = 0
    for variant in variants():
        if arguments.names and variant.parent.name not in arguments.names:
            continue
        different += _keep(golden_file(variant), mlkube.build(variant).to_yaml(), write=arguments.write)
    for file in kubeadm_files():
        if arguments.names and file.parent.parent.name not in arguments.names:
            continue
        different += _keep(file, kubeadm_text(file), write=arguments.write)
    for file in quota_files():
        if not arguments.names or file.parent.parent.name in arguments.names:
            different += _keep(file, quota_text(file), write=arguments.write)
    for page in pages():
        different += _keep(page, shown(page.read_text(encoding="utf-8")), write=arguments.write)
    return 0 if arguments.write or not different else 1


def _keep(file: Path, text: str, *, write: bool) -> int:
    """Compare a file, or write it; return how many differ."""
    if file.exists() and file.read_text(encoding="utf-8") == text:
        return 0
    print(f"{'wrote' if write else 'differs'}: {file.relative_to(ROOT)}")
    if write:
        file.parent.mkdir(exist_ok=True)
        file.write_text(text, encoding="utf-8")
    return 1


if __name__ == "__main__":
    sys.exit(main())
