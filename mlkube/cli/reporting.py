"""Says on standard error what went wrong, and what deserves attention."""

from __future__ import annotations

import os
import sys

from mlkube.errors import finding_text

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from mlkube.errors import MlkubeError
    from mlkube.overlay.resource_set import ResourceSet

# kustomize's own warnings keep the form in which people and scripts know them.
_KUSTOMIZE_WARNING = "# Warning:"


def print_warnings(resources: ResourceSet) -> None:
    """Write the warnings of a build to standard error, one each line: `file:line: warning ...`."""
    if resources.warnings:
        _write(
            text if text.startswith(_KUSTOMIZE_WARNING) else finding_text(place, "warning", text)
            for place, text in resources.warnings
        )


def print_error(error: MlkubeError) -> None:
    """Write everything that is wrong to standard error."""
    _write([str(error)])


def print_note(text: str) -> None:
    """Write a line of information to standard error, where it does not disturb a pipe."""
    _write([text])


def silence_output() -> None:
    """Point standard output at nothing, so that the interpreter's last flush does not complain."""
    nothing = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nothing, 1)
    os.close(nothing)


def _write(lines: Iterable[str]) -> None:
    sys.stdout.flush()
    sys.stderr.write("".join(f"{line}\n" for line in lines))
    sys.stderr.flush()
