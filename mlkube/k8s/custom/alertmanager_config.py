"""AlertmanagerConfig of monitoring.coreos.com/v1alpha1, as the Prometheus operator 0.93 serves it.

Of the receivers: Slack, PagerDuty, e-mail, webhooks.
"""

from __future__ import annotations

from mlkube.k8s.custom.forms import (
    BOOLEAN,
    INT32,
    INTEGER,
    STRING,
    atomic_list_of,
    choice,
    custom_resource,
    list_of,
    set_of,
    structure,
)
from mlkube.k8s.custom.scraping import SAFE_TLS, SECRET_KEY

TYPE_CHECKING = False
if TYPE_CHECKING:
    from mlkube.core.json import JsonObject

_KEY_VALUES: JsonObject = atomic_list_of(
    structure("KeyValue", {"key": STRING, "value": STRING}, "key", "value")
)
_MATCHERS: JsonObject = atomic_list_of(
    structure(
        "Matcher",
        {"matchType": choice("!=", "=", "=~", "!~"), "name": STRING, "regex": BOOLEAN, "value": STRING},
        "name",
    )
)

_SLACK: JsonObject = structure(
    "SlackConfig",
    {
        "apiURL": SECRET_KEY,
        "callbackId": STRING,
        "channel": STRING,
        "color": STRING,
        "fallback": STRING,
        "footer": STRING,
        "iconEmoji": STRING,
        "iconURL": STRING,
        "imageURL": STRING,
        "linkNames": BOOLEAN,
        "mrkdwnIn": atomic_list_of(STRING),
        "pretext": STRING,
        "sendResolved": BOOLEAN,
        "shortFields": BOOLEAN,
        "text": STRING,
        "thumbURL": STRING,
        "title": STRING,
        "titleLink": STRING,
        "username": STRING,
    },
)
_PAGER_DUTY: JsonObject = structure(
    "PagerDutyConfig",
    {
        "class": STRING,
        "client": STRING,
        "clientURL": STRING,
        "component": STRING,
        "description": STRING,
        "details": _KEY_VALUES,
        "group": STRING,
        "routingKey": SECRET_KEY,
        "sendResolved": BOOLEAN,
        "serviceKey": SECRET_KEY,
        "severity": STRING,
        "url": STRING,
    },
)
_EMAIL: JsonObject = structure(
    "EmailConfig",
    {
        "authIdentity": STRING,
        "authPassword": SECRET_KEY,
        "authSecret": SECRET_KEY,
        "authUsername": STRING,
        "from": STRING,
        "headers": _KEY_VALUES,
        "hello": STRING,
        "html": STRING,
        "requireTLS": BOOLEAN,
        "sendResolved": BOOLEAN,
        "smarthost": STRING,
        "text": STRING,
        "tlsConfig": SAFE_TLS,
        "to": STRING,
    },
)
_WEBHOOK: JsonObject = structure(
    "WebhookConfig",
    {"maxAlerts": INT32, "sendResolved": BOOLEAN, "url": STRING, "urlSecret": SECRET_KEY},
)
_RECEIVER: JsonObject = structure(
    "Receiver",
    {
        "emailConfigs": atomic_list_of(_EMAIL),
        "name": STRING,
        "pagerdutyConfigs": atomic_list_of(_PAGER_DUTY),
        "slackConfigs": atomic_list_of(_SLACK),
        "webhookConfigs": atomic_list_of(_WEBHOOK),
    },
    "name",
)
_ROUTE: JsonObject = structure(
    "Route",
    {
        "activeTimeIntervals": set_of(STRING),
        "continue": BOOLEAN,
        "groupBy": set_of(STRING),
        "groupInterval": STRING,
        "groupWait": STRING,
        "matchers": _MATCHERS,
        "muteTimeIntervals": set_of(STRING),
        "receiver": STRING,
        "repeatInterval": STRING,
        # Routes again, which the definition does not spell out.
        "routes": atomic_list_of({"x-kubernetes-preserve-unknown-fields": True}),
    },
)
_INHIBIT_RULE: JsonObject = structure(
    "InhibitRule",
    {"equal": atomic_list_of(STRING), "sourceMatch": _MATCHERS, "targetMatch": _MATCHERS},
)
_TIMES: JsonObject = structure(
    "TimeInterval",
    {
        "daysOfMonth": atomic_list_of(structure("DayOfMonthRange", {"end": INTEGER, "start": INTEGER})),
        "months": atomic_list_of(STRING),
        "times": atomic_list_of(structure("TimeRange", {"endTime": STRING, "startTime": STRING})),
        "weekdays": atomic_list_of(STRING),
        "years": atomic_list_of(STRING),
    },
)

SCHEMA: JsonObject = custom_resource(
    "AlertmanagerConfig",
    structure(
        "AlertmanagerConfigSpec",
        {
            "inhibitRules": atomic_list_of(_INHIBIT_RULE),
            "muteTimeIntervals": atomic_list_of(
                structure(
                    "MuteTimeInterval", {"name": STRING, "timeIntervals": atomic_list_of(_TIMES)}, "name"
                )
            ),
            "receivers": list_of(_RECEIVER, "name"),
            "route": _ROUTE,
        },
    ),
    "spec",
)
