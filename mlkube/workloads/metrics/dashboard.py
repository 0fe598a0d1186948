"""Grafana dashboards as data: panels in rows, variables, and the JSON that Grafana reads.

Source: grafana.com/docs/grafana, view-dashboard-json-model: the classic model, which Grafana 10.4 to 13 read.
"""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from mlkube.core.json import Json, JsonObject

# Grafana's own words for the window of a rate, and what panels choose by.
INTERVAL, NAMESPACE = "$__rate_interval", 'namespace=~"$namespace"'
NO_PAUSE = 'container!=""'  # the kubelet counts pods as a whole beside their containers

SCHEMA_VERSION = 39
MOST_BYTES = 1024 * 1024
LONGEST_UID, _DIGEST = 40, 12
_COLUMNS, _HEIGHT, _STAT_HEIGHT = 24, 8, 4
_DATASOURCE: JsonObject = {"type": "prometheus", "uid": "${datasource}"}


class Panel:
    """A graph, or one number where `stat` says so; `targets` are pairs of PromQL and legend."""

    __slots__ = ("description", "maximum", "stat", "targets", "title", "unit")

    def __init__(
        self,
        title: str,
        unit: str,
        *targets: tuple[str, str],
        description: str = "",
        maximum: float | None = None,
        stat: bool = False,
    ) -> None:
        self.title = title
        self.unit = unit
        self.targets = targets
        self.description = description
        self.maximum = maximum
        self.stat = stat

    def to_json(self, number: int, place: JsonObject) -> JsonObject:
        """Return it as Grafana has it."""
        defaults: JsonObject = {"unit": self.unit, "min": 0}
        if self.maximum is not None:
            defaults["max"] = self.maximum
        options: JsonObject = {
            "legend": {"displayMode": "list", "placement": "bottom", "showLegend": True},
            "tooltip": {"mode": "multi", "sort": "desc"},
        }
        if self.stat:
            options = {"reduceOptions": {"calcs": ["lastNotNull"], "fields": "", "values": False}}
        panel: JsonObject = {
            "id": number,
            "type": "stat" if self.stat else "timeseries",
            "title": self.title,
            "datasource": {**_DATASOURCE},
            "gridPos": place,
            "fieldConfig": {"defaults": defaults, "overrides": []},
            "options": options,
            "targets": [_target(at, *target) for at, target in enumerate(self.targets)],
        }
        if self.description:
            panel["description"] = self.description
        return panel


class Variable:
    """A choice at the head of a dashboard: the values of a label, at first `value`, or all of them."""

    __slots__ = ("label", "name", "query", "value")

    def __init__(self, name: str, label: str, query: str, *, value: str = "") -> None:
        self.name = name
        self.label = label
        self.query = query
        self.value = value

    def to_json(self) -> JsonObject:
        """Return it as Grafana has it."""
        chosen: JsonObject = {"text": ["All"], "value": ["$__all"]}
        if self.value:
            chosen = {"text": [self.value], "value": [self.value]}
        return {
            "name": self.name,
            "label": self.label,
            "type": "query",
            "datasource": {**_DATASOURCE},
            "query": {"query": self.query, "refId": f"variable-{self.name}"},
            "definition": self.query,
            "current": chosen,
            "includeAll": True,
            "allValue": ".*",
            "multi": True,
            "refresh": 2,
            "sort": 1,
            "hide": 0,
            "regex": "",
            "options": [],
        }


class Row:
    """A heading with panels below it."""

    __slots__ = ("panels", "title")

    def __init__(self, title: str, *panels: Panel) -> None:
        self.title = title
        self.panels = panels


def dashboard(
    *, uid: str, title: str, tags: Sequence[str], variables: Sequence[Variable], rows: Sequence[Row]
) -> JsonObject:
    """Return a dashboard in Grafana's classic model; `uid` is what links and provisioning know it by."""
    return {
        "uid": uid,
        "title": title,
        "tags": ["mlkube", *tags],
        "schemaVersion": SCHEMA_VERSION,
        "version": 1,
        "editable": True,
        "graphTooltip": 1,
        "timezone": "browser",
        "refresh": "1m",
        "time": {"from": "now-6h", "to": "now"},
        "templating": {"list": [_datasource(), *(variable.to_json() for variable in variables)]},
        "annotations": {"list": []},
        "links": [],
        "panels": _laid_out(rows),
    }


def to_text(board: JsonObject) -> str:
    """Return the JSON of a dashboard: keys in order, one panel a line, so that a difference can be read."""
    import json  # noqa: PLC0415  few renders have dashboards

    def compact(value: Json) -> str:
        return json.dumps(value, ensure_ascii=False, separators=(",", ":"), sort_keys=True)

    lines = []
    for key in sorted(board):
        value = board[key]
        if key == "panels" and isinstance(value, list):
            panels = ",\n".join(map(compact, value))
            lines.append(f'"{key}":[\n{panels}\n]')
        else:
            lines.append(f'"{key}":{compact(value)}')
    return "{\n" + ",\n".join(lines) + "\n}\n"


def stable_uid(prefix: str, *identity: str) -> str:
    """Return a uid that the same names always give; Grafana shows no two dashboards of one uid."""
    import hashlib  # noqa: PLC0415  few renders have dashboards

    digest = hashlib.sha256("\0".join(identity).encode()).hexdigest()
    return f"{prefix[: LONGEST_UID - _DIGEST - 1]}-{digest[:_DIGEST]}"


def _datasource() -> JsonObject:
    return {
        "name": "datasource",
        "label": "Data source",
        "type": "datasource",
        "query": "prometheus",
        "current": {},
        "includeAll": False,
        "multi": False,
        "refresh": 1,
        "hide": 0,
        "regex": "",
        "options": [],
    }


def _target(at: int, expression: str, legend: str) -> JsonObject:
    return {
        "refId": chr(ord("A") + at),
        "datasource": {**_DATASOURCE},
        "expr": expression,
        "legendFormat": legend,
    }


def _laid_out(rows: Sequence[Row]) -> list[Json]:
    """Return the panels in a grid of 24 columns, each row below the one before."""
    panels: list[Json] = []
    y = 0
    for row in rows:
        place: JsonObject = {"x": 0, "y": y, "w": _COLUMNS, "h": 1}
        panels.append(
            {
                "id": len(panels) + 1,
                "type": "row",
                "title": row.title,
                "collapsed": False,
                "gridPos": place,
                "panels": [],
            }
        )
        y += 1
        for line in _lines(row.panels):
            width = _COLUMNS // len(line)
            height = _STAT_HEIGHT if all(panel.stat for panel in line) else _HEIGHT
            for at, panel in enumerate(line):
                place = {"x": at * width, "y": y, "w": width, "h": height}
                panels.append(panel.to_json(len(panels) + 1, place))
            y += height
    return panels


_MOST_BESIDE = 3


def _lines(panels: Sequence[Panel]) -> list[Sequence[Panel]]:
    """Return panels that stand beside each other: numbers in one line, graphs by three."""
    stats = [panel for panel in panels if panel.stat]
    graphs = [panel for panel in panels if not panel.stat]
    lines: list[Sequence[Panel]] = [stats] if stats else []
    return [*lines, *(graphs[at : at + _MOST_BESIDE] for at in range(0, len(graphs), _MOST_BESIDE))]
