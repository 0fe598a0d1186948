"""How messages name a file."""

from __future__ import annotations

import os


def shown(path: str) -> str:
    """Return a path as messages name it: relative to the working directory where it lies below."""
    try:
        relative = os.path.relpath(path)
    except (OSError, ValueError):  # the working directory is gone, or the path lies on another drive
        return path
    return path if relative.startswith(os.pardir + os.sep + os.pardir) else relative
