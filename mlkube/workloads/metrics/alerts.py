"""Alerts: what is watched, when it matters, what is said; and the rules of Prometheus that come of it."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from mlkube.core.json import Json, JsonObject
    from mlkube.workloads.parts.alert_settings import AlertSettings

WARNING, CRITICAL = "warning", "critical"

# What alerts speak of, in Prometheus' templates.
POD = "{{ $labels.pod }} in {{ $labels.namespace }}"
VALUE, PERCENT = "{{ $value }}", "{{ $value | humanizePercentage }}"


class Alert:
    """An alert before anybody has changed its severity or labels; the texts hold Prometheus' templates.

    `since` is how long it must hold, empty for at once. `system` is a label that tells alerts of one name
    apart, empty where the name alone does.
    """

    __slots__ = ("description", "expression", "name", "severity", "since", "summary", "system")

    def __init__(
        self,
        name: str,
        expression: str,
        *,
        since: str,
        severity: str,
        summary: str,
        description: str,
        system: str = "",
    ) -> None:
        self.name = name
        self.expression = expression
        self.since = since
        self.severity = severity
        self.summary = summary
        self.description = description
        self.system = system

    def rule(self, settings: AlertSettings) -> JsonObject:
        """Return it in Prometheus' form."""
        annotations: JsonObject = {"summary": self.summary, "description": self.description}
        if settings.runbook_url is not None:
            annotations["runbook_url"] = f"{settings.runbook_url.rstrip('/')}/{self.name}"
        labels: JsonObject = {"severity": settings.severities.get(self.name, self.severity)}
        if self.system:
            labels["system"] = self.system
        rule: JsonObject = {"alert": self.name, "expr": self.expression}
        if self.since:
            rule["for"] = self.since
        return {**rule, "labels": {**labels, **settings.labels}, "annotations": annotations}


def group(name: str, alerts: Iterable[Alert], settings: AlertSettings) -> list[Json]:
    """Return the group of the alerts that are not left out; none where nothing remains."""
    rules: list[Json] = [alert.rule(settings) for alert in alerts if alert.name not in settings.disabled]
    return [{"name": name, "rules": rules}] if rules else []
