"""Says on standard error what went wrong, and what deserves attention."""

from __future__ import annotations

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


def write_error(text: str) -> None:
    """Write a text of whole lines to standard error."""
    _write(text.splitlines())


def _write(lines: Iterable[str]) -> None:
    if sys.stderr is None:  # closed: there is nobody to tell
        return
    try:
        sys.stderr.write("".join(f"{line}\n" for line in lines))
        sys.stderr.flush()
    except OSError:
        sys.stderr = None  # full or gone: the exit code still tells
