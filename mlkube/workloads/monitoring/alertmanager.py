"""Who is told: the routes and receivers of an AlertmanagerConfig, credentials only by their Secrets.

The names are those of the custom resource, which spells in camelCase what Alertmanager's own file spells with
underscores. Source: prometheus-operator 0.93 Documentation/api-reference, monitoring.coreos.com/v1alpha1;
prometheus.io/docs/alerting/latest/configuration.
"""

from __future__ import annotations

from mlkube.workloads.faults import Fault
from mlkube.workloads.parts.alert_settings import DURATION, DURATION_HINT
from mlkube.workloads.spec import Spec, field
from mlkube.workloads.writing import to_json

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from typing import Literal

    from mlkube.core.json import JsonObject
    from mlkube.workloads.faults import Path

_BY_NAME = "a credential stands in a Secret of the same namespace: write {name: ..., key: ...}"


class CredentialKey(Spec):
    """A key of a Secret in the same namespace."""

    name: str = field(doc="Name of the Secret.")
    key: str = field(doc="Key in it.")


class AlertMatcher(Spec):
    """A condition on a label of an alert."""

    name: str = field(doc="Name of the label.", pattern=r".+")
    value: str = field(default="", doc="Value, or regular expression, that the label is held against.")
    match_type: Literal["=", "!=", "=~", "!~"] = field(default="=", doc="How they are compared.")


class SlackConfig(Spec):
    """A message to Slack."""

    api_url: CredentialKey | None = field(
        default=None,
        key="apiURL",
        doc="Secret with the webhook's URL; Alertmanager's global one without it.",
        hint=_BY_NAME,
    )
    channel: str | None = field(default=None, doc="Channel, such as #ml-alerts.")
    send_resolved: bool = field(default=True, doc="Whether the end of an alert is told too.")
    title: str | None = field(default=None, doc="Title, with Alertmanager's templates.")
    text: str | None = field(default=None, doc="Text, with Alertmanager's templates.")
    color: str | None = field(default=None, doc="Colour of the bar beside the text.")
    username: str | None = field(default=None, doc="Name of the sender.")
    icon_emoji: str | None = field(default=None, doc="Emoji in place of the sender's picture.")
    link_names: bool | None = field(default=None, doc="Whether names and channels in the text become links.")


class PagerDutyConfig(Spec):
    """An incident at PagerDuty."""

    routing_key: CredentialKey | None = field(
        default=None, doc="Secret with the key of an Events API v2 integration.", hint=_BY_NAME
    )
    service_key: CredentialKey | None = field(
        default=None, doc="Secret with the key of a Prometheus integration.", hint=_BY_NAME
    )
    send_resolved: bool = field(default=True, doc="Whether the end of an alert resolves the incident.")
    severity: str | None = field(
        default=None,
        doc="Severity of the incident, with Alertmanager's templates: critical, error, warning, info.",
    )
    description: str | None = field(default=None, doc="Text, with Alertmanager's templates.")
    class_: str | None = field(default=None, doc="Class of the event.")
    component: str | None = field(default=None, doc="Component that is concerned.")
    group: str | None = field(default=None, doc="Cluster or grouping of sources.")
    client: str | None = field(default=None, doc="Name of the sender.")
    client_url: str | None = field(default=None, key="clientURL", doc="Link to the sender.")
    details: Mapping[str, str] = field(default={}, doc="Further facts, with Alertmanager's templates.")

    def faults(self, path: Path) -> Iterator[Fault]:
        """Yield no key, or two of them: the operator refuses the whole object."""
        if (self.routing_key is None) == (self.service_key is None):
            hint = "give either routingKey or serviceKey"
            yield Fault(path, "PagerDuty knows an integration by one key", hint)


class EmailConfig(Spec):
    """An e-mail."""

    to: str = field(doc="Address that it goes to.", pattern=r".+")
    from_: str | None = field(default=None, doc="Sender; Alertmanager's global one without it.")
    smarthost: str | None = field(
        default=None,
        doc="Server that takes it, with port; Alertmanager's global one without it.",
        pattern=r"[^@/]+:[0-9]+",
        hint="write it as smtp.example.com:587",
    )
    hello: str | None = field(default=None, doc="Name by which Alertmanager presents itself to the server.")
    auth_username: str | None = field(default=None, doc="User at the server.")
    auth_password: CredentialKey | None = field(default=None, doc="Secret with the password.", hint=_BY_NAME)
    auth_identity: str | None = field(default=None, doc="Identity for the method PLAIN.")
    auth_secret: CredentialKey | None = field(default=None, doc="Secret for CRAM-MD5.", hint=_BY_NAME)
    require_tls: bool | None = field(
        default=None, key="requireTLS", doc="Whether STARTTLS is asked for; Alertmanager does by default."
    )
    send_resolved: bool = field(default=True, doc="Whether the end of an alert is told too.")
    headers: Mapping[str, str] = field(
        default={}, doc="Headers, such as Subject, with Alertmanager's templates."
    )
    html: str | None = field(default=None, doc="Text in HTML, with Alertmanager's templates.")
    text: str | None = field(default=None, doc="Plain text, with Alertmanager's templates.")

    def faults(self, path: Path) -> Iterator[Fault]:
        """Yield a user without a password: the server would not let it in."""
        if self.auth_username is not None and self.auth_password is None and self.auth_secret is None:
            yield Fault((*path, "authUsername"), "nothing holds its password", "give authPassword")


class WebhookConfig(Spec):
    """A POST of the alerts as JSON."""

    url: str | None = field(
        default=None,
        doc="Where it goes, where the URL itself is no secret.",
        pattern=r"https?://.+",
        hint="begin it with https://",
    )
    url_secret: CredentialKey | None = field(
        default=None, doc="Secret with the URL, where it holds a token.", hint=_BY_NAME
    )
    send_resolved: bool = field(default=True, doc="Whether the end of an alert is told too.")
    max_alerts: int | None = field(default=None, doc="Most alerts in one request.", minimum=0)

    def faults(self, path: Path) -> Iterator[Fault]:
        """Yield no address or two, and one that is a credential itself."""
        if (self.url is None) == (self.url_secret is None):
            yield Fault(path, "a webhook has one address", "give either url or urlSecret")
        elif self.url is not None and _holds_token(self.url):
            yield Fault(
                (*path, "url"), "whoever reads this address can post to it", f"use urlSecret; {_BY_NAME}"
            )


class AlertReceiver(Spec):
    """Somebody who is told, in one or several ways."""

    name: str = field(doc="Name, to which routes refer.", pattern=r".+")
    slack_configs: Sequence[SlackConfig] = field(default=(), doc="Messages to Slack.")
    pagerduty_configs: Sequence[PagerDutyConfig] = field(default=(), doc="Incidents at PagerDuty.")
    email_configs: Sequence[EmailConfig] = field(default=(), doc="E-mails.")
    webhook_configs: Sequence[WebhookConfig] = field(default=(), doc="Webhooks.")

    def faults(self, path: Path) -> Iterator[Fault]:
        """Yield what is wrong with each way."""
        for at, incident in enumerate(self.pagerduty_configs):
            yield from incident.faults((*path, "pagerdutyConfigs", at))
        for at, mail in enumerate(self.email_configs):
            yield from mail.faults((*path, "emailConfigs", at))
        for at, webhook in enumerate(self.webhook_configs):
            yield from webhook.faults((*path, "webhookConfigs", at))

    def to_kubernetes(self) -> JsonObject:
        """Return it with what Alertmanager's defaults would leave open written out."""
        result: JsonObject = {"name": self.name}
        for key, configs in (
            ("slackConfigs", self.slack_configs),
            ("pagerdutyConfigs", self.pagerduty_configs),
            ("emailConfigs", self.email_configs),
            ("webhookConfigs", self.webhook_configs),
        ):
            if configs:
                result[key] = [_config(config) for config in configs]
        return result


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
        default={}, doc="Labels by which Alertmanager selects it (its alertmanagerConfigSelector)."
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

# Addresses that hold a token: Slack, Discord, Teams, and user information in front of a host.
_TOKENS = ("hooks.slack.com/", "discord.com/api/webhooks/", "webhook.office.com/", "/webhookb2/")


def _holds_token(url: str) -> bool:
    host = url.partition("://")[2].partition("/")[0]
    return "@" in host or any(mark in url for mark in _TOKENS) or "token=" in url or "key=" in url


def _config(config: Spec) -> JsonObject:
    result = to_json(config)
    for key in ("details", "headers"):
        if isinstance(given := result.get(key), dict):
            result[key] = [{"key": name, "value": value} for name, value in given.items()]
    return {**result, "sendResolved": config.send_resolved} if hasattr(config, "send_resolved") else result


def _one_of(name: str, names: Sequence[str]) -> str:
    from mlkube.core.suggest import suggest  # noqa: PLC0415  only messages need it

    near = suggest(name, names)
    return f'did you mean "{near}"?' if near else (f"one of {', '.join(names)}" if names else "name one")
