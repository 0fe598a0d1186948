"""`mlkube explain`: the workload kinds and their fields."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from mlkube.cli.options import examples, output_option
from mlkube.cli.output import write_json, write_lines, write_text

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem


def complete_kind(
    _context: click.Context, _parameter: click.Parameter, incomplete: str
) -> list[CompletionItem]:
    """Offer the workload kinds."""
    from click.shell_completion import CompletionItem  # noqa: PLC0415  only while completing

    from mlkube.workloads.catalogue import KINDS  # noqa: PLC0415  as above

    return [CompletionItem(kind) for kind in sorted(KINDS) if kind.lower().startswith(incomplete.lower())]


@click.command(
    short_help="Explain a workload kind or a field.",
    epilog=examples(
        "mlkube explain",
        "mlkube explain TFServing",
        "mlkube explain TFServing.spec.autoscaling",
        "mlkube explain TrainingJob --recursive --output json",
    ),
)
@click.argument("path", required=False, shell_complete=complete_kind, metavar="[KIND[.FIELD]...]")
@click.option("--recursive", is_flag=True, help="Show the fields below as well.")
@output_option("text", "json")
def explain(path: str | None, *, recursive: bool, output: str) -> None:
    """Explain a workload KIND, or a FIELD of one: types, defaults, units, and why.

    Without an argument the kinds are listed.
    """
    from mlkube.workloads import explain as explaining  # noqa: PLC0415  help needs no kinds

    if path is None:
        found = explaining.kinds()
        if output == "json":
            write_json(found)
            return
        width = max(len(str(each["kind"])) for each in found)
        write_lines(f"{each['kind']:{width}}  {each['description']}" for each in found)
        return
    explained = explaining.explain(path, recursive=recursive)
    if output == "json":
        write_json(explained.to_json())
    else:
        write_text(explained.to_text())
