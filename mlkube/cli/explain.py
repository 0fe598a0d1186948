"""`mlkube explain`: the workload kinds and their fields."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import click

from mlkube.cli.options import examples
from mlkube.cli.output import write_text

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
@click.option("--output", type=click.Choice(["text", "json"]), default="text", help="How to print it.")
def explain(path: str | None, *, recursive: bool, output: str) -> None:
    """Explain a workload KIND, or a FIELD of one: types, defaults, units, and why.

    Without an argument the kinds are listed.
    """
    from mlkube.workloads import explain as explaining  # noqa: PLC0415  help needs no kinds

    if path is None:
        found = explaining.kinds()
        width = max(len(str(each["kind"])) for each in found)
        lines = "".join(f"{each['kind']:{width}}  {each['description']}\n" for each in found)
        write_text(json.dumps(found, indent=2) + "\n" if output == "json" else lines)
        return
    explained = explaining.explain(path, recursive=recursive)
    write_text(json.dumps(explained.to_json(), indent=2) + "\n" if output == "json" else explained.to_text())
