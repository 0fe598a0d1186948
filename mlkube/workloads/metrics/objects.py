"""The objects that hold rules and dashboards, as Prometheus' operator and Grafana's sidecar find them."""

from __future__ import annotations

from mlkube.workloads.metrics.alerts import group
from mlkube.workloads.parts.metadata import metadata

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from mlkube.core.json import Json, JsonObject
    from mlkube.workloads.metrics.alerts import Alert
    from mlkube.workloads.objects import Context
    from mlkube.workloads.parts.alert_settings import AlertSettings, DashboardSettings
    from mlkube.workloads.workload import Workload

OPERATOR = "monitoring.coreos.com/v1"


def rule_object(
    workload: Workload,
    context: Context,
    name: str,
    component: str,
    groups: list[Json],
    selected_by: Mapping[str, str],
) -> JsonObject:
    """Return the PrometheusRule of these groups."""
    return {
        "apiVersion": OPERATOR,
        "kind": "PrometheusRule",
        "metadata": labelled(metadata(workload, context, name, component), selected_by),
        "spec": {"groups": groups},
    }


def rules_of(
    workload: Workload,
    context: Context,
    component: str,
    name: str,
    alerts: Iterable[Alert],
    settings: AlertSettings,
    selected_by: Mapping[str, str],
) -> Iterator[JsonObject]:
    """Yield the PrometheusRule of a workload's alerts, none where all are left out; `name` is the group's."""
    groups = group(name, alerts, settings)
    if groups:
        yield rule_object(workload, context, context.name, component, groups, selected_by)


def dashboard_object(
    workload: Workload, context: Context, name: str, component: str, text: str, settings: DashboardSettings
) -> JsonObject:
    """Return the ConfigMap of a dashboard, labelled so that Grafana's sidecar finds it.

    No hash stands behind its name: the sidecar would show old and new at once, with one uid. It writes all
    dashboards into one folder, so the file's name holds namespace and final name.
    """
    own = labelled(metadata(workload, context, name, component), {settings.label: settings.label_value})
    if settings.folder is not None:
        given = own.get("annotations")
        own["annotations"] = {
            **(given if isinstance(given, dict) else {}),
            settings.folder_annotation: settings.folder,
        }
    file = "-".join(part for part in (context.namespace, context.final(name)) if part)
    return {"apiVersion": "v1", "kind": "ConfigMap", "metadata": own, "data": {f"{file}.json": text}}


def labelled(own: JsonObject, more: Mapping[str, str]) -> JsonObject:
    """Return metadata with further labels."""
    labels = own.get("labels")
    return {**own, "labels": {**(labels if isinstance(labels, dict) else {}), **more}}
