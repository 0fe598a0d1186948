"""Monitoring: the types that describe it, and what metrics, rules and dashboards each system has."""

from __future__ import annotations

from mlkube.workloads.monitoring.alertmanager import (
    Alerting,
    AlertMatcher,
    AlertRoute,
    DayRange,
    InhibitRule,
    MuteInterval,
    MuteTimes,
    TimeRange,
)
from mlkube.workloads.monitoring.dcgm import GpuCounter, GpuMetrics
from mlkube.workloads.monitoring.receivers import (
    AlertReceiver,
    EmailConfig,
    PagerDutyConfig,
    SlackConfig,
    WebhookConfig,
)
from mlkube.workloads.monitoring.rules import MetricRule, RuleGroup
from mlkube.workloads.monitoring.targets import MetricsEndpoint, MonitorTarget, ProbeTarget
from mlkube.workloads.monitoring.workload import Dashboards, Monitoring
from mlkube.workloads.parts.alert_settings import (
    DashboardSettings,
    GpuAlerts,
    ServingAlerts,
    SparkAlerts,
    TrainingAlerts,
)

__all__ = [
    "AlertMatcher",
    "AlertReceiver",
    "AlertRoute",
    "Alerting",
    "DashboardSettings",
    "Dashboards",
    "DayRange",
    "EmailConfig",
    "GpuAlerts",
    "GpuCounter",
    "GpuMetrics",
    "InhibitRule",
    "MetricRule",
    "MetricsEndpoint",
    "MonitorTarget",
    "Monitoring",
    "MuteInterval",
    "MuteTimes",
    "PagerDutyConfig",
    "ProbeTarget",
    "RuleGroup",
    "ServingAlerts",
    "SlackConfig",
    "SparkAlerts",
    "TimeRange",
    "TrainingAlerts",
    "WebhookConfig",
]
