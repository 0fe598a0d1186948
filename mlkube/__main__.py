"""The program `mlkube`, also as `python -m mlkube`."""

from __future__ import annotations

import gc
import os
import sys

_INTERRUPTED = 130  # as shells count a program that SIGINT ended


def main() -> None:
    """Run the command line and leave with its exit code: 0 fine, 1 wrong input, 2 wrong usage."""
    # What a command makes is in use until its end: looking for garbage costs a tenth and finds nothing.
    gc.disable()
    try:
        from mlkube.cli.run import run  # noqa: PLC0415  importing this module alone stays free of consequences

        code = run(sys.argv[1:])
    except KeyboardInterrupt:  # before or after `run` could see it
        code = _INTERRUPTED
    _leave(code)


def _leave(code: int) -> None:
    """Leave without taking the interpreter apart, which would cost a sixth of a small build."""
    if sys.getprofile() is not None or sys.gettrace() is not None:
        sys.exit(code)  # whoever measures the program wants to say so at its end
    for stream in (sys.stdout, sys.stderr):
        try:
            if stream is not None:
                stream.flush()
        except OSError:
            continue  # whoever wrote has been told already
    os._exit(code)


if __name__ == "__main__":
    main()
