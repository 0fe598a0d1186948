"""Rules and dashboards that users bring as files, in Prometheus' and Grafana's own form."""

from __future__ import annotations

from mlkube.errors import YamlError
from mlkube.workloads.faults import Fault, Refusal
from mlkube.workloads.metrics.dashboard import MOST_BYTES
from mlkube.workloads.monitoring.rules import RuleFile
from mlkube.workloads.reading import Reader

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from mlkube.core.json import Json
    from mlkube.workloads.faults import Path
    from mlkube.workloads.monitoring.workload import Monitoring
    from mlkube.workloads.objects import Context


def own_groups(workload: Monitoring, context: Context, built: Iterable[Json]) -> list[Json]:
    """Return the groups of rules that users bring, of the description and of files.

    Raises:
        Refusal: a file that cannot be read, or that Prometheus would not load; a name that is taken.

    """
    taken = {str(each["name"]): "a group that is built" for each in built if isinstance(each, dict)}
    faults: list[Fault] = []
    groups: list[Json] = []

    def add(group: Json, place: Path, where: str) -> None:
        name = str(group["name"]) if isinstance(group, dict) else ""
        if name in taken:
            faults.append(Fault(place, f'the group "{name}" has the name of {taken[name]}', "rename it"))
        taken.setdefault(name, where)
        groups.append(group)

    for at, group in enumerate(workload.groups):
        add(group.to_prometheus(), ("spec", "groups", at, "name"), f"spec.groups[{at}]")
    for at, file in enumerate(workload.rule_files):
        path: Path = ("spec", "ruleFiles", at)
        try:
            for each in _read(file, context, path).groups:
                add(each.to_prometheus(), path, file)
        except Refusal as refusal:
            faults.extend(refusal.faults)
    if faults:
        raise Refusal(faults)
    return groups


def _read(file: str, context: Context, path: Path) -> RuleFile:
    from mlkube.yamlio.load import load_all  # noqa: PLC0415  few descriptions bring rule files

    try:
        documents = load_all(context.read_text(file, path).encode(), context.shown(file))
    except YamlError as error:
        raise Refusal([Fault(path, f"{context.shown(file)}: {error.reason}")]) from error
    if len(documents) != 1 or not isinstance(documents[0], dict):
        raise Refusal([Fault(path, f"{file!r} is no rule file of Prometheus", "it begins with groups:")])
    reader = Reader()
    read = reader.spec(RuleFile, documents[0], ())
    found = reader.faults or [
        fault for at, group in enumerate(read.groups) for fault in group.faults(("groups", at))
    ]
    if found:
        raise Refusal(
            Fault(path, f"{context.shown(file)}: {fault.field}: {fault.reason}", fault.hint)
            for fault in found
        )
    return read


def own_dashboards(workload: Monitoring, context: Context, built: Iterable[str]) -> dict[str, str]:
    """Return the texts of the dashboards that users bring, by their names.

    Raises:
        Refusal: a file that cannot be read, that is no dashboard, or larger than a ConfigMap may be.

    """
    taken = set(built)
    boards: dict[str, str] = {}
    faults: list[Fault] = []
    uids: dict[str, str] = {}
    for name, file in workload.dashboards.files.items():
        path: Path = ("spec", "dashboards", "files", name)
        try:
            text = context.read_text(file, path)
        except Refusal as refusal:
            faults.extend(refusal.faults)
            continue
        reason = _wrong_dashboard(text, uids, name)
        if name in taken:
            reason = f'the dashboard "{name}" is built already'
        if reason:
            faults.append(Fault(path, reason))
        boards[name] = text
    if faults:
        raise Refusal(faults)
    return boards


def _wrong_dashboard(text: str, uids: dict[str, str], name: str) -> str:
    """Return why Grafana would not show a text as a dashboard, empty where it would."""
    import json  # noqa: PLC0415  few descriptions bring dashboards

    if len(text.encode()) > MOST_BYTES:
        return "it is larger than a ConfigMap may be, 1 MiB"
    try:
        board = json.loads(text)
    except ValueError as error:
        return f"it is no JSON: {error}"
    if not isinstance(board, dict) or not isinstance(board.get("title"), str):
        return "it is no dashboard: it has no title"
    uid = board.get("uid")
    if not isinstance(uid, str) or not uid:
        return "it has no uid: Grafana would give it another one after each restart"
    if uid in uids:
        return f'the dashboard "{uids[uid]}" has the same uid, {uid}: Grafana shows neither'
    uids[uid] = name
    return ""
