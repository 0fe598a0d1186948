"""`mlkube completion`: the script that completes commands, flags and targets in a shell."""

from __future__ import annotations

import click
from click.shell_completion import get_completion_class

from mlkube.cli.options import examples
from mlkube.cli.output import write_text

PROGRAM = "mlkube"
_VARIABLE = "_MLKUBE_COMPLETE"  # click's name for it, from the program's


@click.command(
    short_help="Print the script that completes in a shell.",
    epilog=examples(
        "mlkube completion bash > ~/.local/share/bash-completion/completions/mlkube",
        "mlkube completion zsh > ~/.zfunc/_mlkube",
        "mlkube completion fish > ~/.config/fish/completions/mlkube.fish",
    ),
)
@click.argument("shell", type=click.Choice(["bash", "zsh", "fish"]))
@click.pass_context
def completion(context: click.Context, shell: str) -> None:
    """Print the script that completes commands, flags and targets in SHELL."""
    script = get_completion_class(shell)
    root = context.find_root().command
    if script is None:  # the choice above allows click's own shells only
        raise click.UsageError(f"{shell} has no completion.")
    write_text(script(root, {}, PROGRAM, _VARIABLE).source())
