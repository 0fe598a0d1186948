"""Cases of tests/cases: the text format, and filling in what the real tool prints.

    python tools/case_files.py FILE...      # write the output of `kubectl kustomize` into the cases

A case is a sentence, settings (`target: DIR`, `args: FLAG...`, `differs: REASON`), and sections that
each begin with a line `=== NAME`. The sections `expect` (standard output), `error` (the exact message)
and `stderr` (the exact warnings) say what must happen; every other section is a file of the tree. A
word in parentheses after a file's name changes how the section is read: `(base64)`, `(link)` for a
symbolic link to the named place, `(open)` for a text without its last newline, `(crlf)`.
"""

from __future__ import annotations

import base64
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable

MARK = "=== "
OUTCOMES = ("expect", "error", "stderr")
SETTINGS = ("target", "args", "differs")


class Case(NamedTuple):
    """One case: `files` maps a path, with its word in parentheses, to the section's text."""

    sentence: str
    settings: dict[str, str]
    files: dict[str, str]
    outcomes: dict[str, str]

    @property
    def arguments(self) -> list[str]:
        """The flags of the build."""
        return self.settings.get("args", "").split()

    def write(self, root: Path) -> Path:
        """Write the tree below `root` and return the folder to build."""
        for name, text in self.files.items():
            path, _, word = name.removesuffix(")").partition(" (")
            place = root / path
            place.parent.mkdir(parents=True, exist_ok=True)
            if word == "link":
                place.symlink_to(text.strip())
            else:
                place.write_bytes(_READ[word](text))
        target = root / self.settings.get("target", ".")
        target.mkdir(parents=True, exist_ok=True)
        return target


_READ: dict[str, Callable[[str], bytes]] = {
    "": str.encode,
    "base64": base64.b64decode,
    "open": lambda text: text.removesuffix("\n").encode(),
    "crlf": lambda text: text.replace("\n", "\r\n").encode(),
}


def read_case(text: str) -> Case:
    """Return the case that a file of tests/cases holds."""
    head, *sections = ("\n" + text).split("\n" + MARK)
    settings: dict[str, str] = {}
    sentence = []
    for line in head.strip().splitlines():
        key, _, value = line.partition(": ")
        if key in SETTINGS:
            settings[key] = value
        else:
            sentence.append(line)
    files: dict[str, str] = {}
    outcomes: dict[str, str] = {}
    for number, section in enumerate(sections, start=1):
        name, _, body = section.partition("\n")
        if number < len(sections):
            body += "\n"
        (outcomes if name in OUTCOMES else files)[name] = body
    return Case(" ".join(sentence), settings, files, outcomes)


def run_kubectl(case: Case) -> subprocess.CompletedProcess[str]:
    """Build the case with `kubectl kustomize`."""
    with tempfile.TemporaryDirectory() as folder:
        target = case.write(Path(folder).resolve())
        command = ["kubectl", "kustomize", str(target), *case.arguments]
        return subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603 - the tool compared with


def record(path: Path) -> str:
    """Write what the real tool prints into the case; return a word about it."""
    text = path.read_text(encoding="utf-8")
    case = read_case(text)
    if "differs" in case.settings:
        return "differs, left alone"
    run = run_kubectl(case)
    if run.returncode:
        return f"kubectl fails: {run.stderr.strip()[-300:]}"
    head = text.partition(f"\n{MARK}expect\n")[0].rstrip("\n") + "\n"
    path.write_text(f"{head}{MARK}expect\n{run.stdout}", encoding="utf-8")
    return "written" + (f"; it also says: {run.stderr.strip()}" if run.stderr.strip() else "")


if __name__ == "__main__":
    for name in sys.argv[1:]:
        print(f"{name}: {record(Path(name))}")
