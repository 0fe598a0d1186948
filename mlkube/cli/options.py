"""Turns the table of flags into click options, and click's values into a request."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from mlkube.cli.request import FLAGS, Request
from mlkube.errors import MlkubeError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from click.shell_completion import CompletionItem

    from mlkube.cli.request import Flag


def examples(*lines: str) -> str:
    """Return the end of a help text: examples, each on a line of its own."""
    return "\b\nExamples:\n" + "\n".join(f"  {line}" for line in lines)


def with_flags(command: str) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """Return a decorator that gives a command the flags of the table that are its own."""

    def decorate(function: Callable[..., None]) -> Callable[..., None]:
        for flag in reversed(FLAGS):
            if command in flag.commands:
                function = _option(flag)(function)
        return function

    return decorate


def to_request(command: str, target: str, values: dict[str, Any]) -> Request:
    """Return the request for click's values.

    Raises:
        UsageError: flags that exclude each other.

    """
    request = Request(command, target)
    for slot, value in values.items():
        setattr(request, slot, value)
    if request.every_base and request.base:
        raise click.UsageError("--all and --base exclude each other.")
    return request


def base_option(function: Callable[..., None]) -> Callable[..., None]:
    """Give a command the flag `--base`, which may be repeated."""
    return _option(next(flag for flag in FLAGS if flag.slot == "base"))(function)


def output_option(*forms: str) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """Return a decorator that gives a command the flag `--output`; without it the first of the forms."""
    return click.option("--output", type=click.Choice(forms), default=forms[0], help="How to print it.")


def project_option(function: Callable[..., None]) -> Callable[..., None]:
    """Give a command the flag `--project`."""
    return _option(next(flag for flag in FLAGS if flag.slot == "project"))(function)


def python_options(function: Callable[..., None]) -> Callable[..., None]:
    """Give a command the flags `--python` and `--no-python` as one value: None where neither is given."""

    def combined(
        *args: Any,  # noqa: ANN401  the command's own
        python: bool | None,
        no_python: bool | None,
        **values: Any,  # noqa: ANN401  as above
    ) -> None:
        function(*args, python=False if no_python else python, **values)

    combined.__name__, combined.__doc__ = function.__name__, function.__doc__
    combined.__dict__.update(function.__dict__)
    for flag in (each for each in FLAGS if each.slot in {"python", "no_python"}):
        combined = _option(flag)(combined)
    return combined


def complete_target(
    context: click.Context, _parameter: click.Parameter, incomplete: str
) -> list[CompletionItem]:
    """Offer the targets of the project, and folders where a path is begun."""
    from click.shell_completion import CompletionItem  # noqa: PLC0415  only while completing

    if "/" in incomplete or incomplete.startswith("."):
        return [CompletionItem(incomplete, type="dir")]
    return [CompletionItem(name) for name in _known(context, "targets") if name.startswith(incomplete)]


def complete_base(
    context: click.Context, _parameter: click.Parameter, incomplete: str
) -> list[CompletionItem]:
    """Offer the bases of the project."""
    from click.shell_completion import CompletionItem  # noqa: PLC0415  only while completing

    return [CompletionItem(name) for name in _known(context, "bases") if name.startswith(incomplete)]


def _known(context: click.Context, what: str) -> Sequence[str]:
    from mlkube.project import load_project  # noqa: PLC0415  help needs no project

    try:
        names: list[str] = getattr(load_project(context.params.get("project")), what)()
    except MlkubeError:
        return ()  # a shell that completes has nowhere to show an error
    return names


def _option(flag: Flag) -> Callable[[Callable[..., None]], Callable[..., None]]:
    settings: dict[str, Any] = {"help": flag.help}
    if not flag.metavar:
        settings.update(is_flag=True, default=False if flag.slot == "every_base" else None)
    else:
        settings.update(metavar=flag.metavar, multiple=flag.repeatable)
        if flag.choices:
            settings.update(type=click.Choice(flag.choices), metavar="|".join(flag.choices))
        elif flag.slot == "project":
            settings.update(type=click.Path())
        elif flag.slot == "base":
            settings.update(shell_complete=complete_base)
    return click.option(*flag.names, flag.slot, **settings)
