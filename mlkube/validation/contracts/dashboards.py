"""Dashboards that Grafana's sidecar collects: ML-058 and 059."""

from __future__ import annotations

import json

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from typing import Any

    from mlkube.validation.contracts.judged import Party
    from mlkube.validation.contracts.objects import Objects

LABEL = "grafana_dashboard"


def checker() -> Callable[[Party, Objects], None]:
    """Return the check of ConfigMaps with dashboards; it remembers the uids that it has seen."""
    seen: dict[str, str] = {}

    def check(party: Party, objects: Objects) -> None:
        if party.kind == "ConfigMap" and LABEL in party.labels:
            for key, text in _files(party):
                _check(party, f"data[{key}]", text, seen, objects)

    return check


def _files(party: Party) -> Iterator[tuple[str, str]]:
    data: Any = party.body.get("data")
    for key, text in (data if isinstance(data, dict) else {}).items():
        if str(key).endswith(".json") and isinstance(text, str):
            yield str(key), text


def _check(party: Party, path: str, text: str, seen: dict[str, str], objects: Objects) -> None:
    try:
        board = json.loads(text)
    except ValueError as error:
        objects.error("ML-058", party, path, f"is no JSON: {error}")
        return
    if not isinstance(board, dict) or not board.get("title"):
        objects.error("ML-058", party, path, "is no dashboard: it has no title")
        return
    uid = str(board.get("uid") or "")
    if not uid:
        reason = "has no uid: Grafana gives it another one after each restart"
        objects.warn("ML-058", party, path, reason, hint="give it a uid of your own")
    elif uid in seen:
        reason = f"{seen[uid]} has a dashboard of the same uid, {uid}: Grafana shows neither"
        objects.error("ML-059", party, path, reason)
    else:
        seen[uid] = f"ConfigMap/{party.name}"
