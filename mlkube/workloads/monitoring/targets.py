"""Targets that Prometheus collects from: Services, pods, and addresses that a prober asks.

Source: prometheus-operator 0.93 Documentation/api-reference, ServiceMonitor, PodMonitor, Probe.
"""

from __future__ import annotations

from mlkube.workloads.construction import copied
from mlkube.workloads.faults import Fault
from mlkube.workloads.parts.alert_settings import DURATION, DURATION_HINT
from mlkube.workloads.spec import DNS_LABEL, Spec, field

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from typing import Literal

    from mlkube.core.json import JsonObject
    from mlkube.k8s import meta_v1
    from mlkube.workloads.faults import Path

_NAME = r"[a-z0-9]([-a-z0-9]*[a-z0-9])?"
_UNITS = {
    "ms": 1,
    "s": 1000,
    "m": 60_000,
    "h": 3_600_000,
    "d": 86_400_000,
    "w": 604_800_000,
    "y": 31_536_000_000,
}


class MetricsEndpoint(Spec):
    """A port with metrics."""

    port: str = field(doc="Name of the port; Prometheus' operator does not go by numbers.", pattern=r".+")
    path: str = field(default="/metrics", doc="Path of the metrics.", pattern=r"/.*")
    interval: str = field(
        default="30s", doc="How often they are collected.", pattern=DURATION, hint=DURATION_HINT
    )
    scrape_timeout: str | None = field(
        default=None,
        doc="How long an answer may take; Prometheus' own limit without it.",
        pattern=DURATION,
        hint=DURATION_HINT,
    )
    scheme: Literal["http", "https"] = field(default="http", doc="How it is asked.")
    honor_labels: bool = field(
        default=False, doc="Whether labels of the metrics win over those of the target, as exporters need it."
    )
    params: Mapping[str, Sequence[str]] = field(default={}, doc="Parameters of the request.")

    def faults(self, path: Path) -> Iterator[Fault]:
        """Yield a number for a name, and a limit that is longer than the interval: Prometheus refuses it."""
        if self.port.isdigit():
            reason = f"{self.port} is a number, and a monitor looks for a port of that name"
            yield Fault((*path, "port"), reason, "name the port, and write its name")
        yield from timeout_faults(self.interval, self.scrape_timeout, path)

    def to_kubernetes(self) -> JsonObject:
        """Return it as a monitor has it."""
        result: JsonObject = {"port": self.port, "path": self.path, "interval": self.interval}
        if self.scrape_timeout is not None:
            result["scrapeTimeout"] = self.scrape_timeout
        if self.scheme != "http":
            result["scheme"] = self.scheme
        if self.honor_labels:
            result["honorLabels"] = True
        if self.params:
            result["params"] = {name: [*values] for name, values in self.params.items()}
        return result


class MonitorTarget(Spec):
    """Services or pods whose metrics are collected."""

    name: str = field(doc="Name of the monitor, behind the workload's.", pattern=_NAME)
    selector: meta_v1.LabelSelector = field(doc="Labels of the Services or of the pods.")
    namespaces: Sequence[str] = field(
        default=(), doc="Namespaces in which they are; that of the workload without it.", pattern=DNS_LABEL
    )
    endpoints: Sequence[MetricsEndpoint] = field(doc="Their ports.", keys=("port",))
    job_label: str | None = field(
        default=None, doc="Label of the Service or pod whose value becomes the label job."
    )

    def faults(self, path: Path) -> Iterator[Fault]:
        """Yield targets without a port, and what is wrong with each."""
        if not self.endpoints:
            yield Fault((*path, "endpoints"), "nothing is collected", "name a port")
        for at, endpoint in enumerate(self.endpoints):
            yield from endpoint.faults((*path, "endpoints", at))

    def to_kubernetes(self, endpoints: str) -> JsonObject:
        """Return `spec` of the monitor, which calls its ports `endpoints` or `podMetricsEndpoints`."""
        spec: JsonObject = {
            "selector": copied(self.selector),
            endpoints: [endpoint.to_kubernetes() for endpoint in self.endpoints],
        }
        if self.namespaces:
            spec["namespaceSelector"] = {"matchNames": [*self.namespaces]}
        if self.job_label is not None:
            spec["jobLabel"] = self.job_label
        return spec


class ProbeTarget(Spec):
    """Addresses that a prober, such as the blackbox exporter, asks in Prometheus' place."""

    name: str = field(doc="Name of the probe, behind the workload's.", pattern=_NAME)
    prober: str = field(
        doc="Host and port of the prober, such as blackbox-exporter.monitoring.svc:9115.",
        pattern=r"[^/]+",
        hint="write host and port, without http:// in front",
    )
    prober_path: str = field(default="/probe", doc="Path of the prober.", pattern=r"/.*")
    module: str = field(default="http_2xx", doc="Module of the prober, which its configuration names.")
    targets: Sequence[str] = field(doc="Addresses.")
    labels: Mapping[str, str] = field(default={}, doc="Labels of the series.")
    interval: str = field(default="30s", doc="How often it asks.", pattern=DURATION, hint=DURATION_HINT)
    scrape_timeout: str | None = field(
        default=None,
        doc="How long an answer may take; Prometheus' own limit without it.",
        pattern=DURATION,
        hint=DURATION_HINT,
    )

    def faults(self, path: Path) -> Iterator[Fault]:
        """Yield a probe of nothing, and a limit that is longer than the interval."""
        if not self.targets:
            yield Fault((*path, "targets"), "nothing is asked", "give an address")
        yield from timeout_faults(self.interval, self.scrape_timeout, path)

    def to_kubernetes(self) -> JsonObject:
        """Return `spec` of a Probe."""
        static: JsonObject = {"static": [*self.targets]}
        if self.labels:
            static["labels"] = {**self.labels}
        spec: JsonObject = {
            "jobName": self.name,
            "prober": {"url": self.prober, "path": self.prober_path},
            "module": self.module,
            "interval": self.interval,
            "targets": {"staticConfig": static},
        }
        if self.scrape_timeout is not None:
            spec["scrapeTimeout"] = self.scrape_timeout
        return spec


def timeout_faults(interval: str, timeout: str | None, path: Path) -> Iterator[Fault]:
    """Yield a limit that is longer than the interval: Prometheus' operator leaves the monitor out for it."""
    if timeout is not None and milliseconds(timeout) > milliseconds(interval):
        reason = f"{timeout} is more than the interval, {interval}"
        yield Fault((*path, "scrapeTimeout"), reason, other=(*path, "interval"))


def milliseconds(duration: str) -> int:
    """Return a duration of Prometheus in milliseconds."""
    import re  # noqa: PLC0415  few descriptions have durations to compare

    return sum(int(number) * _UNITS[unit] for number, unit in re.findall(r"([0-9]+)(ms|[smhdwy])", duration))
