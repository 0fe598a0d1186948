"""Custom resources of monitoring.coreos.com/v1alpha1, as far as mlkube knows them; written by tools/generate_k8s.py."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, Required, TypedDict

if TYPE_CHECKING:
    from mlkube.core.json import Json
    from mlkube.k8s import core_v1, meta_v1


class AlertmanagerConfig(TypedDict, total=False):
    """AlertmanagerConfig of monitoring.coreos.com/v1alpha1."""

    apiVersion: Required[Literal["monitoring.coreos.com/v1alpha1"]]
    kind: Required[Literal["AlertmanagerConfig"]]
    metadata: meta_v1.ObjectMeta
    spec: Required[AlertmanagerConfigSpec]


class AlertmanagerConfigSpec(TypedDict, total=False):
    """AlertmanagerConfigSpec of monitoring.coreos.com/v1alpha1."""

    inhibitRules: list[InhibitRule]
    muteTimeIntervals: list[MuteTimeInterval]
    receivers: list[Receiver]
    route: Route


class DayOfMonthRange(TypedDict, total=False):
    """DayOfMonthRange of monitoring.coreos.com/v1alpha1."""

    end: int
    start: int


EmailConfig = TypedDict(
    "EmailConfig",
    {
        "authIdentity": "str",
        "authPassword": "core_v1.SecretKeySelector",
        "authSecret": "core_v1.SecretKeySelector",
        "authUsername": "str",
        "from": "str",
        "headers": "list[KeyValue]",
        "hello": "str",
        "html": "str",
        "requireTLS": "bool",
        "sendResolved": "bool",
        "smarthost": "str",
        "text": "str",
        "tlsConfig": "SafeTLSConfig",
        "to": "str",
    },
    total=False,
)
"""EmailConfig of monitoring.coreos.com/v1alpha1."""


class InhibitRule(TypedDict, total=False):
    """InhibitRule of monitoring.coreos.com/v1alpha1."""

    equal: list[str]
    sourceMatch: list[Matcher]
    targetMatch: list[Matcher]


class KeyValue(TypedDict, total=False):
    """KeyValue of monitoring.coreos.com/v1alpha1."""

    key: Required[str]
    value: Required[str]


class Matcher(TypedDict, total=False):
    """Matcher of monitoring.coreos.com/v1alpha1."""

    matchType: Literal["!=", "=", "=~", "!~"]
    name: Required[str]
    regex: bool
    value: str


class MuteTimeInterval(TypedDict, total=False):
    """MuteTimeInterval of monitoring.coreos.com/v1alpha1."""

    name: Required[str]
    timeIntervals: list[TimeInterval]


PagerDutyConfig = TypedDict(
    "PagerDutyConfig",
    {
        "class": "str",
        "client": "str",
        "clientURL": "str",
        "component": "str",
        "description": "str",
        "details": "list[KeyValue]",
        "group": "str",
        "routingKey": "core_v1.SecretKeySelector",
        "sendResolved": "bool",
        "serviceKey": "core_v1.SecretKeySelector",
        "severity": "str",
        "url": "str",
    },
    total=False,
)
"""PagerDutyConfig of monitoring.coreos.com/v1alpha1."""


class Receiver(TypedDict, total=False):
    """Receiver of monitoring.coreos.com/v1alpha1."""

    emailConfigs: list[EmailConfig]
    name: Required[str]
    pagerdutyConfigs: list[PagerDutyConfig]
    slackConfigs: list[SlackConfig]
    webhookConfigs: list[WebhookConfig]


Route = TypedDict(
    "Route",
    {
        "activeTimeIntervals": "list[str]",
        "continue": "bool",
        "groupBy": "list[str]",
        "groupInterval": "str",
        "groupWait": "str",
        "matchers": "list[Matcher]",
        "muteTimeIntervals": "list[str]",
        "receiver": "str",
        "repeatInterval": "str",
        "routes": "list[Json]",
    },
    total=False,
)
"""Route of monitoring.coreos.com/v1alpha1."""


class SafeTLSConfig(TypedDict, total=False):
    """SafeTLSConfig of monitoring.coreos.com/v1alpha1."""

    ca: SecretOrConfigMap
    cert: SecretOrConfigMap
    insecureSkipVerify: bool
    keySecret: core_v1.SecretKeySelector
    maxVersion: Literal["TLS10", "TLS11", "TLS12", "TLS13"]
    minVersion: Literal["TLS10", "TLS11", "TLS12", "TLS13"]
    serverName: str


class SecretOrConfigMap(TypedDict, total=False):
    """SecretOrConfigMap of monitoring.coreos.com/v1alpha1."""

    configMap: core_v1.ConfigMapKeySelector
    secret: core_v1.SecretKeySelector


class SlackConfig(TypedDict, total=False):
    """SlackConfig of monitoring.coreos.com/v1alpha1."""

    apiURL: core_v1.SecretKeySelector
    callbackId: str
    channel: str
    color: str
    fallback: str
    footer: str
    iconEmoji: str
    iconURL: str
    imageURL: str
    linkNames: bool
    mrkdwnIn: list[str]
    pretext: str
    sendResolved: bool
    shortFields: bool
    text: str
    thumbURL: str
    title: str
    titleLink: str
    username: str


class TimeInterval(TypedDict, total=False):
    """TimeInterval of monitoring.coreos.com/v1alpha1."""

    daysOfMonth: list[DayOfMonthRange]
    months: list[str]
    times: list[TimeRange]
    weekdays: list[str]
    years: list[str]


class TimeRange(TypedDict, total=False):
    """TimeRange of monitoring.coreos.com/v1alpha1."""

    endTime: str
    startTime: str


class WebhookConfig(TypedDict, total=False):
    """WebhookConfig of monitoring.coreos.com/v1alpha1."""

    maxAlerts: int
    sendResolved: bool
    url: str
    urlSecret: core_v1.SecretKeySelector
