"""Who is told: Slack, PagerDuty, e-mail, webhooks, their credentials only by the Secrets that hold them.

The names are those of the custom resource.
Source: prometheus-operator 0.93 Documentation/api-reference, monitoring.coreos.com/v1alpha1.
"""

from __future__ import annotations

from mlkube.workloads.faults import Fault
from mlkube.workloads.parts.secret_key import SecretKey
from mlkube.workloads.spec import Spec, field
from mlkube.workloads.writing import to_json

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from mlkube.core.json import JsonObject
    from mlkube.workloads.faults import Path

_BY_NAME = "a credential stands in a Secret of the same namespace: write {name: ..., key: ...}"


class SlackConfig(Spec):
    """A message to Slack."""

    api_url: SecretKey | None = field(
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

    routing_key: SecretKey | None = field(
        default=None, doc="Secret with the key of an Events API v2 integration.", hint=_BY_NAME
    )
    service_key: SecretKey | None = field(
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
    auth_password: SecretKey | None = field(default=None, doc="Secret with the password.", hint=_BY_NAME)
    auth_identity: str | None = field(default=None, doc="Identity for the method PLAIN.")
    auth_secret: SecretKey | None = field(default=None, doc="Secret for CRAM-MD5.", hint=_BY_NAME)
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
    url_secret: SecretKey | None = field(
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
