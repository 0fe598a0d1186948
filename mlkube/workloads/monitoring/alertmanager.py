"""Which alerts go to whom: the routes of an AlertmanagerConfig.

The names are those of the custom resource, which spells in camelCase what Alertmanager's own file spells with
underscores. Source: prometheus-operator 0.93 Documentation/api-reference, monitoring.coreos.com/v1alpha1;
prometheus.io/docs/alerting/latest/configuration.
"""

from __future__ import annotations

from mlkube.workloads.faults import Fault
from mlkube.workloads.monitoring.receivers import AlertReceiver
from mlkube.workloads.parts.alert_settings import DURATION, DURATION_HINT
from mlkube.workloads.spec import LABEL_VALUE, Spec, field
from mlkube.workloads.writing import to_json

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from typing import Literal

    from mlkube.core.json import JsonObject
    from mlkube.workloads.faults import Path


class AlertMatcher(Spec):
    """A condition on a label of an alert."""

    name: str = field(doc="Name of the label.", pattern=r".+")
    value: str = field(default="", doc="Value, or regular expression, that the label is held against.")
    match_type: Literal["=", "!=", "=~", "!~"] = field(default="=", doc="How they are compared.")


class AlertRoute(Spec):
    """Which alerts go to whom, and how they are bundled; a route takes over what it does not say itself."""

    receiver: str | None = field(default=None, doc="Name of the receiver; that of the parent without it.")
    group_by: Sequence[str] = field(
        default=(), doc="Labels whose values make a bundle; ... as the only one bundles nothing."
    )
    group_wait: str | None = field(
        default=None, doc="How long a new bundle waits for more.", pattern=DURATION, hint=DURATION_HINT
    )
    group_interval: str | None = field(
        default=None,
        doc="How long until a bundle that has grown is told again.",
        pattern=DURATION,
        hint=DURATION_HINT,
    )
    repeat_interval: str | None = field(
        default=None,
        doc="How long until the same bundle is told again.",
        pattern=DURATION,
        hint=DURATION_HINT,
    )
    matchers: Sequence[AlertMatcher] = field(default=(), doc="Conditions, all of which an alert must meet.")
    continue_: bool = field(default=False, doc="Whether the routes behind it are tried too.")
    mute_time_intervals: Sequence[str] = field(default=(), doc="Names of times at which nobody is told.")
    routes: Sequence[AlertRoute] = field(
        default=(), doc="Routes below it; the first that matches takes the alert."
    )

    def faults(self, path: Path, receivers: Sequence[str], times: Sequence[str]) -> Iterator[Fault]:
        """Yield names that nothing has: the operator refuses the whole object."""
        if self.receiver is not None and self.receiver not in receivers:
            reason = f'there is no receiver "{self.receiver}"'
            yield Fault((*path, "receiver"), reason, _one_of(self.receiver, receivers))
        for at, name in enumerate(self.mute_time_intervals):
            if name not in times:
                place = (*path, "muteTimeIntervals", at)
                yield Fault(place, f'there are no times "{name}"', _one_of(name, times))
        for at, route in enumerate(self.routes):
            yield from route.faults((*path, "routes", at), receivers, times)


class InhibitRule(Spec):
    """Alerts that say nothing while another one fires, such as a warning beside its critical form."""

    source_match: Sequence[AlertMatcher] = field(doc="Conditions on the alert that silences.")
    target_match: Sequence[AlertMatcher] = field(doc="Conditions on the alert that is silenced.")
    equal: Sequence[str] = field(default=(), doc="Labels that both must have with the same value.")


class TimeRange(Spec):
    """A part of a day."""

    start_time: str = field(doc="Begin.", pattern=r"([01][0-9]|2[0-3]):[0-5][0-9]", hint="write it as 09:00")
    end_time: str = field(
        doc="End.",
        pattern=r"([01][0-9]|2[0-3]):[0-5][0-9]|24:00",
        hint="write it as 17:00; midnight is 24:00",
    )


class MuteInterval(Spec):
    """Times of a week or a year; all conditions hold at once."""

    times: Sequence[TimeRange] = field(default=(), doc="Parts of the day, in UTC.")
    weekdays: Sequence[str] = field(default=(), doc="Days or ranges of them, such as monday:friday.")
    days_of_month: Sequence[DayRange] = field(default=(), doc="Days of the month; from its end below zero.")
    months: Sequence[str] = field(default=(), doc="Months or ranges of them, such as january:march or 1:3.")
    years: Sequence[str] = field(default=(), doc="Years or ranges of them.")


class DayRange(Spec):
    """Days of a month."""

    start: int = field(doc="First day.", minimum=-31, maximum=31)
    end: int = field(doc="Last day.", minimum=-31, maximum=31)


class MuteTimes(Spec):
    """Times at which nobody is told, by a name."""

    name: str = field(doc="Name, to which routes refer.", pattern=r".+")
    time_intervals: Sequence[MuteInterval] = field(doc="The times, any of which counts.")


class Alerting(Spec):
    """Who is told of the alerts of the namespace: an AlertmanagerConfig.

    The operator adds a condition on the label `namespace`: alerts of other namespaces never come here.
    """

    alertmanager_labels: Mapping[str, str] = field(
        default={},
        doc="Labels by which Alertmanager selects it (its alertmanagerConfigSelector).",
        pattern=LABEL_VALUE,
    )
    route: AlertRoute = field(doc="The route that takes every alert of the namespace.")
    receivers: Sequence[AlertReceiver] = field(doc="Those who are told.", keys=("name",))
    inhibit_rules: Sequence[InhibitRule] = field(default=(), doc="Which alerts silence which others.")
    mute_time_intervals: Sequence[MuteTimes] = field(
        default=(), doc="Times at which nobody is told.", keys=("name",)
    )

    def faults(self, path: Path) -> Iterator[Fault]:
        """Yield what the operator or Alertmanager would refuse."""
        names = [receiver.name for receiver in self.receivers]
        times = [each.name for each in self.mute_time_intervals]
        if self.route.receiver is None:
            yield Fault((*path, "route", "receiver"), "missing", "the first route has to name a receiver")
        yield from self.route.faults((*path, "route"), names, times)
        for at, receiver in enumerate(self.receivers):
            yield from receiver.faults((*path, "receivers", at))

    def to_kubernetes(self) -> JsonObject:
        """Return `spec` of an AlertmanagerConfig."""
        route = {**_ROUTE, **to_json(self.route)}
        spec: JsonObject = {
            "route": route,
            "receivers": [receiver.to_kubernetes() for receiver in self.receivers],
        }
        if self.inhibit_rules:
            spec["inhibitRules"] = [to_json(rule) for rule in self.inhibit_rules]
        if self.mute_time_intervals:
            spec["muteTimeIntervals"] = [to_json(each) for each in self.mute_time_intervals]
        return spec


# What the first route says where it is silent: one bundle an alert and namespace, told twice a day.
_ROUTE: JsonObject = {
    "groupBy": ["alertname", "namespace"],
    "groupWait": "30s",
    "groupInterval": "5m",
    "repeatInterval": "12h",
}


def _one_of(name: str, names: Sequence[str]) -> str:
    from mlkube.core.suggest import suggest  # noqa: PLC0415  only messages need it

    near = suggest(name, names)
    return f'did you mean "{near}"?' if near else (f"one of {', '.join(names)}" if names else "name one")
