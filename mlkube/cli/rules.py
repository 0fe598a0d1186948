"""`mlkube rules`: what `mlkube validate` checks, and why."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import click

from mlkube.cli.options import examples, output_option
from mlkube.cli.output import write_json, write_lines, write_text

if TYPE_CHECKING:
    from mlkube.validation.explain import Explanation


class _RulesGroup(click.Group):
    """Takes the name of a group of rules where no subcommand has it."""

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        if args and args[0] not in self.commands:
            return "list", self.commands["list"], args
        return super().resolve_command(ctx, args)


@click.group(
    cls=_RulesGroup,
    invoke_without_command=True,
    short_help="List the rules of validate, or explain one.",
    epilog=examples("mlkube rules", "mlkube rules CTR", "mlkube rules explain CTR-031"),
)
@click.pass_context
def rules(context: click.Context) -> None:
    """List the rules that `mlkube validate` checks: all, or those of a group; `explain` tells of one."""
    if context.invoked_subcommand is None:
        context.invoke(list_rules)


@rules.command("list", short_help="List rules.")
@click.argument("group", required=False, metavar="[GROUP]")
@output_option("text", "json")
def list_rules(group: str | None = None, output: str = "text") -> None:
    """List the rules of GROUP (such as CTR), without one all rules."""
    from mlkube.errors import MlkubeError  # noqa: PLC0415  help needs nothing of this
    from mlkube.validation.explain import explanations, groups  # noqa: PLC0415  as above

    known = groups()
    if group is not None and group.upper() not in known:
        raise MlkubeError(f'no group of rules "{group}"', hint=f"groups are {', '.join(known)}")
    chosen = [group.upper()] if group is not None else known
    found = [entry for each in chosen for entry in explanations(each).values()]
    if output == "json":
        rows = [{"rule": each.rule, "title": each.title, "versions": each.versions or ""} for each in found]
        write_json(rows)
        return
    lines = (
        f"{each.rule}  {each.title}" + (f" ({each.versions})" if each.versions else "") for each in found
    )
    write_lines(lines)


@rules.command(short_help="Explain a rule.", epilog=examples("mlkube rules explain CTR-031"))
@click.argument("rule")
def explain(rule: str) -> None:
    """Say what RULE is about, why it is there, and how to mend what it finds, with examples."""
    from mlkube.validation.explain import explanation  # noqa: PLC0415  help needs no rules

    write_text(explanation_text(explanation(rule)))


def explanation_text(found: Explanation) -> str:
    """Return an explanation as `mlkube rules explain` prints it."""
    parts = [f"{found.rule}: {found.title}"]
    if found.versions:
        parts.append(f"Kubernetes: {found.versions}")
    parts.append(f"Why: {found.why}")
    if found.note:
        parts.append(f"Note: {found.note}")
    if found.reported_as:
        parts.append(f"Reported as {found.reported_as}.")
    if found.bad:
        parts.append(f"Wrong ({found.object}):" if found.object else "Wrong:")
        parts[-1] += "\n" + _indented(_changes(found.bad))
    if found.says:
        parts.append("The server says:\n" + _indented(found.says))
    parts.append(f"Fix: {found.fix}")
    if found.good:
        parts.append("Right:\n" + _indented(_changes(found.good)))
    return "\n\n".join(parts) + "\n"


def _changes(example: object) -> str:
    if isinstance(example, str):
        return example.rstrip("\n")
    if not isinstance(example, dict):
        return str(example)
    return "\n".join(f"{path}: {_value(value)}" for path, value in example.items())


def _value(value: object) -> str:
    return "(left out)" if value is None else json.dumps(value, ensure_ascii=False)


def _indented(text: str) -> str:
    return "\n".join(f"    {line}" for line in text.splitlines())
