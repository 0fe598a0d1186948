"""The report of `quota` as text: sums, pods, nodes and cost, then what does not fit, one line each."""

from __future__ import annotations

import textwrap

from mlkube.errors import visible
from mlkube.planning.amounts import shown
from mlkube.planning.quota.finding import ALL_ROLLOUTS, ERROR, MAXIMUM, MINIMUM, ROLLOUT
from mlkube.planning.quota.node_types import money

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from mlkube.planning.amounts import Amounts
    from mlkube.planning.quota.demand import Demand
    from mlkube.planning.quota.node_plan import Fit, NodePlan
    from mlkube.planning.quota.queues import HeldQueue
    from mlkube.planning.quota.report import NamespaceDemand, QuotaReport
    from mlkube.planning.quota.resource_quotas import HeldQuota

_SITUATIONS = {MINIMUM: "minimum", MAXIMUM: "maximum", ROLLOUT: "one rollout", ALL_ROLLOUTS: "all rollouts"}
_WIDTH = 100
_TOGETHER = "\N{NO-BREAK SPACE}"
_PODS = "pods"
_FIRST = ("requests.cpu", "requests.memory", "limits.cpu", "limits.memory", "requests.storage", _PODS)


def report_text(quota: QuotaReport) -> str:
    """Return the whole report."""
    lines: list[str] = []
    for each in quota.namespaces:
        lines += [f"namespace {each.name}", *_sums(each), *_pods(each.demands), ""]
    for held in quota.quotas:
        lines += [*_held(held), ""]
    for queue in quota.queues:
        lines += [*_queue(queue), ""]
    if quota.plan is not None:
        lines += [*_nodes(quota.plan), ""]
    if quota.assumed:
        lines += ["assumed", *(f"  {each}" for each in quota.assumed), ""]
    lines += [*(str(each) for each in quota.findings), _last(quota)]
    return "".join(f"{visible(line)}\n" for line in lines)


def _last(quota: QuotaReport) -> str:
    errors = sum(each.severity == ERROR for each in quota.findings)
    warnings = len(quota.findings) - errors
    noted = [_counted(errors, "error")] if errors else []
    noted += [_counted(warnings, "warning")] if warnings else []
    verdict = "everything fits" if quota.fits else "not everything fits"
    return f"{verdict}: {', '.join(noted)}" if noted else verdict


def _counted(number: int, what: str) -> str:
    return f"{number} {what}" if number == 1 else f"{number} {what}s"


def _sums(asked: NamespaceDemand) -> Iterator[str]:
    """Yield a table of what is asked; counts of objects alone stand in one line behind it."""
    counted = {name for name in asked.asked if name.startswith("count/")}
    names = [name for name in asked.asked if name == _PODS or not {name, f"count/{name}"} & counted]
    names.sort(key=lambda name: (_FIRST.index(name) if name in _FIRST else len(_FIRST), name))
    rows = [["", *_SITUATIONS.values(), ""]]
    for name in names:
        each = asked.asked[name]
        cells = [shown(name, each.in_situation(situation)) for situation in _SITUATIONS]
        rows.append([name, *cells, "" if each.rollout_of is None else str(each.rollout_of)])
    if names:
        yield from _table(rows, numbers=True)
    objects = [
        f"{shown(name, asked.asked[name].maximum)}{_TOGETHER}{name.removeprefix('count/')}"
        for name in sorted(counted)
        if name != f"count/{_PODS}"
    ]
    if objects:
        lines = textwrap.wrap(", ".join(objects), width=_WIDTH, break_on_hyphens=False)
        for place, line in enumerate(lines):
            yield f"  {'' if place else 'objects':7}  {line.replace(_TOGETHER, ' ')}"


def _pods(demands: Sequence[Demand]) -> Iterator[str]:
    if demands:
        yield ""
    rows = []
    for demand in demands:
        number = str(demand.minimum)
        if demand.maximum != demand.minimum:
            number += f" to {demand.maximum}"
        surge = f"+{demand.surge}" if demand.surge else ""
        rows.append([str(demand), number, surge, _size(demand), _by(demand)])
    yield from _table(rows)


def _size(demand: Demand) -> str:
    size = _amounts(demand.size.requests)
    if demand.grown is not demand.size:
        size += f", up to {_amounts(demand.grown.requests)}"
    for name, devices in demand.devices.items():
        size += f", {devices} of {name}"
    return size


def _amounts(amounts: Amounts) -> str:
    order = sorted(amounts, key=lambda name: (name != "cpu", name != "memory", name))
    return ", ".join(f"{name} {shown(name, amounts[name])}" for name in order) or "nothing requested"


def _by(demand: Demand) -> str:
    pods = demand.pods
    scalers = [pods.scaled_by, "" if pods.vertical is None else pods.vertical.name]
    return ", ".join(each for each in scalers if each)


def _held(held: HeldQuota) -> Iterator[str]:
    yield f"{held.resource} in {held.resource.namespace or 'default'}"
    rows = [["", "hard", "used", *_SITUATIONS.values(), ""]]
    for key in held.keys:
        cells = [shown(key.key, key.asked.in_situation(each)) for each in _SITUATIONS]
        fits = "fits" if not key.first_excess else f"too much: {_SITUATIONS[key.first_excess]}"
        rows.append([key.key, shown(key.key, key.hard), shown(key.key, key.used), *cells, fits])
    yield from _table(rows, numbers=True)


def _queue(queue: HeldQueue) -> Iterator[str]:
    yield str(queue.resource)
    rows = [["", "nominal", "asked", ""]]
    for name, asked in sorted(queue.asked.items()):
        nominal = queue.nominal.get(name)
        if nominal is not None:
            fits = "fits" if asked <= nominal else "not all at once"
            rows.append([name, shown(name, nominal), shown(name, asked), fits])
    yield from _table(rows, numbers=True)


def _nodes(plan: NodePlan) -> Iterator[str]:
    yield "nodes needed (upper bounds: first fit, largest pods first)"
    rows = [["", "there", "max", *_SITUATIONS.values(), ""]]
    for place, node_type in enumerate(plan.nodes.types):
        there = ["" if each is None else str(each) for each in (node_type.count, node_type.most)]
        needed = [str(plan.needed[each][place]) for each in _SITUATIONS]
        rows.append([node_type.name, *there, *needed, ""])
    costs = {each: plan.cost(each) for each in _SITUATIONS}
    if any(node_type.price is not None for node_type in plan.nodes.types):
        unit = f"{plan.nodes.currency} per hour".strip()
        cells = ["unknown" if cost is None else money(cost) for cost in costs.values()]
        rows.append([unit, "", "", *cells, ""])
    if plan.rollout_of is not None:
        rows[0][-1] = f"one rollout: {plan.rollout_of}"
    yield from _table(rows, numbers=True)
    yield ""
    yield from _table([[str(each.demand), _where(each)] for each in plan.fits])
    yield from (f"  {each}" for each in plan.nodes.left_out)


def _where(fit: Fit) -> str:
    return f"fits on {', '.join(fit.types)}" if fit.types else "fits nowhere"


def _table(rows: Sequence[Sequence[str]], *, numbers: bool = False) -> Iterator[str]:
    """Yield rows with columns to the left; with `numbers`, all but the first and the last to the right.

    A column without any text is left out.
    """
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    for row in rows:
        cells = [
            cell.rjust(width) if numbers and 0 < place < len(row) - 1 else cell.ljust(width)
            for place, (cell, width) in enumerate(zip(row, widths, strict=True))
            if width
        ]
        yield f"  {'  '.join(cells)}".rstrip()
