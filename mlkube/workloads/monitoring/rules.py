"""Rules in Prometheus' own form: the types of a rule file, and what Prometheus would not load."""

from __future__ import annotations

from mlkube.workloads.faults import Fault
from mlkube.workloads.metrics.promql import balanced
from mlkube.workloads.parts.alert_settings import DURATION, DURATION_HINT, label_faults
from mlkube.workloads.spec import Spec, field
from mlkube.workloads.writing import to_json

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from mlkube.core.json import JsonObject
    from mlkube.workloads.faults import Path

_METRIC = r"[a-zA-Z_:][a-zA-Z0-9_:]*"


class MetricRule(Spec):
    """An alert or a recording, as a rule file of Prometheus has it.

    Source: prometheus.io/docs/prometheus/latest/configuration/{recording_rules,alerting_rules}.
    """

    alert: str | None = field(default=None, doc="Name of the alert.")
    record: str | None = field(
        default=None,
        doc="Name of the series that is recorded, by convention level:metric:operations.",
        pattern=_METRIC,
        hint="letters, digits, _ and :, no digit in front",
    )
    expr: int | str = field(doc="PromQL.")
    for_: str | None = field(
        default=None,
        doc="How long it must hold before the alert fires.",
        pattern=DURATION,
        hint=DURATION_HINT,
    )
    keep_firing_for: str | None = field(
        default=None,
        key="keep_firing_for",
        doc="How long the alert goes on after it no longer holds.",
        pattern=DURATION,
        hint=DURATION_HINT,
    )
    labels: Mapping[str, str] = field(default={}, doc="Labels of the alert or of the recorded series.")
    annotations: Mapping[str, str] = field(default={}, doc="Texts of the alert, with Prometheus' templates.")

    def faults(self, path: Path) -> Iterator[Fault]:
        """Yield what Prometheus would not load: the operator leaves out the whole object for it."""
        if (self.alert is None) == (self.record is None):
            hint = "give either alert or record"
            yield Fault(path, "a rule is an alert or a recording", hint)
        if self.record is not None:
            for key, given in (
                ("for", self.for_),
                ("keep_firing_for", self.keep_firing_for),
                ("annotations", self.annotations),
            ):
                if given:
                    other = (*path, "record")
                    yield Fault((*path, key), "only an alert has it", "leave it out", other=other)
        wrong = balanced(str(self.expr)) if str(self.expr).strip() else "it is empty"
        if wrong:
            yield Fault((*path, "expr"), f"is no PromQL: {wrong}")
        yield from label_faults(self.labels, (*path, "labels"))


class RuleGroup(Spec):
    """Rules that are evaluated one after the other, as a rule file of Prometheus has it."""

    name: str = field(doc="Name of the group, one in the whole object.", pattern=r".+")
    interval: str | None = field(
        default=None,
        doc="How often it is evaluated; Prometheus' own interval without it.",
        pattern=DURATION,
        hint=DURATION_HINT,
    )
    query_offset: str | None = field(
        default=None,
        key="query_offset",
        doc="How far back it looks, where samples come late.",
        pattern=DURATION,
        hint=DURATION_HINT,
    )
    limit: int | None = field(default=None, doc="Most series that a rule of it may give.", minimum=0)
    labels: Mapping[str, str] = field(default={}, doc="Labels of every rule.")
    rules: Sequence[MetricRule] = field(default=(), doc="The rules, in order.")

    def faults(self, path: Path) -> Iterator[Fault]:
        """Yield what Prometheus would not load."""
        yield from label_faults(self.labels, (*path, "labels"))
        for at, rule in enumerate(self.rules):
            yield from rule.faults((*path, "rules", at))

    def to_prometheus(self) -> JsonObject:
        """Return it as it was written."""
        return to_json(self)


class RuleFile(Spec):
    """A rule file of Prometheus."""

    groups: Sequence[RuleGroup] = field(doc="The groups.", keys=("name",))
