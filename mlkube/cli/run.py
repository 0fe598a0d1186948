"""Runs one command line and returns its exit code; decides between the short road and click."""

from __future__ import annotations

from mlkube.cli.output import silence_output
from mlkube.cli.rendering import Refused, perform
from mlkube.cli.reporting import print_error
from mlkube.cli.short_road import read_arguments
from mlkube.errors import FileAccessError, MlkubeError, Place

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

FINE = 0
WRONG_INPUT = 1
INTERRUPTED = 130  # as shells count a program that SIGINT ended


def run(arguments: Sequence[str]) -> int:  # noqa: PLR0911 one case after the other
    """Run `mlkube` with these arguments and return the exit code: 0 fine, 1 wrong input, 2 wrong usage.

    A reader of the output that leaves early ends the program quietly, with code 1.
    """
    try:
        request = read_arguments(arguments)
        if request is None:
            return _validate(arguments)
        perform(request)
    except Refused:
        return WRONG_INPUT
    except MlkubeError as error:
        print_error(error)
        return WRONG_INPUT
    except BrokenPipeError:
        silence_output()
        return WRONG_INPUT
    except KeyboardInterrupt:
        return INTERRUPTED
    except (OSError, RecursionError, MemoryError) as error:
        silence_output()  # it may be what failed
        print_error(_refusal(error))
        return WRONG_INPUT
    return FINE


def _refusal(error: OSError | RecursionError | MemoryError) -> MlkubeError:
    """Return what to say about a failure of the system that nobody foresaw at its place."""
    if isinstance(error, MemoryError):
        return MlkubeError("there is not enough memory")
    if isinstance(error, RecursionError):
        return MlkubeError("the input is nested too deeply")
    if isinstance(error, FileNotFoundError) and error.filename is None:
        return FileAccessError("the working directory does not exist any more")
    reason = (error.strerror or str(error)).lower()
    return FileAccessError(reason, place=Place(str(error.filename or "")))


def _validate(arguments: Sequence[str]) -> int:
    """Take the short road of `validate` where the arguments are plain; leave all else to click."""
    if arguments and arguments[0] == "validate":
        from mlkube.cli.short_validate import read_validate  # noqa: PLC0415  one command's own

        asked = read_validate(arguments)
        if asked is not None:
            from mlkube.cli.validating import perform_validate  # noqa: PLC0415  as above

            return perform_validate(**asked)
    return _click(arguments)


def _click(arguments: Sequence[str]) -> int:
    from mlkube.cli.commands import mlkube  # noqa: PLC0415  click is what the short road avoids

    try:
        mlkube.main(args=list(arguments), prog_name="mlkube")
    except SystemExit as leaving:
        return leaving.code if isinstance(leaving.code, int) else FINE
    return FINE
