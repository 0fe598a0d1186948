"""The program `mlkube`, also as `python -m mlkube`."""

from __future__ import annotations

import sys


def main() -> None:
    """Run the command line and leave with its exit code: 0 fine, 1 wrong input, 2 wrong usage."""
    from mlkube.cli.run import run  # noqa: PLC0415  the import of this module costs nothing, whoever does it

    sys.exit(run(sys.argv[1:]))


if __name__ == "__main__":
    main()
