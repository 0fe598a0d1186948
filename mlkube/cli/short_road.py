"""Reads the plain forms of `build` and `render` without click, which costs as much as a small build.

Whatever it does not understand at once, help and mistakes included, it leaves to click.
"""

from __future__ import annotations

from mlkube.cli.request import BUILD, FLAGS, RENDER, Request

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from mlkube.cli.request import Flag


def read_arguments(arguments: Sequence[str]) -> Request | None:
    """Return the request that the arguments are, None where they need click's attention."""
    if not arguments or arguments[0] not in (BUILD, RENDER):
        return None
    command = arguments[0]
    request = Request(command, ".") if command == BUILD else Request(command, "")
    flags = {name: flag for flag in FLAGS for name in flag.names}
    targets: list[str] = []
    rest = list(reversed(arguments[1:]))
    while rest:
        argument = rest.pop()
        if not argument.startswith("-"):
            targets.append(argument)
        elif not _take_flag(request, flags, argument, rest):
            return None
    if targets:
        request.target = targets[0]
    excluded = request.every_base and request.base
    return None if len(targets) > 1 or excluded or not request.target else request


def _take_flag(request: Request, flags: dict[str, Flag], argument: str, rest: list[str]) -> bool:
    """Set what the flag says, with its value from `rest` if need be; False where it cannot be meant so."""
    name, equals, value = argument.partition("=")
    flag = flags.get(name)
    if flag is None or request.command not in flag.commands:
        return False
    if not flag.metavar:
        setattr(request, flag.slot, True)
        return not equals
    if not equals:
        value = rest.pop() if rest else ""
    elif not name.startswith("--"):
        return False
    if not value or (value.startswith("-") and value != "-") or (flag.choices and value not in flag.choices):
        return False
    setattr(request, flag.slot, (*getattr(request, flag.slot), value) if flag.repeatable else value)
    return True
