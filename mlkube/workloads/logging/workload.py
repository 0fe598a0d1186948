"""The Logging kind: its fields, and what contradicts among them."""

from __future__ import annotations

from mlkube.core.quantity import exceeds, nanos
from mlkube.workloads.faults import Fault
from mlkube.workloads.logging.destinations import AzureMonitor, CloudLogging, CloudWatch
from mlkube.workloads.logging.elastic import Elasticsearch
from mlkube.workloads.parts.container_rules import floating_image
from mlkube.workloads.parts.monitoring import Scraping
from mlkube.workloads.parts.resources import Resources
from mlkube.workloads.parts.volume_sources import exactly_one
from mlkube.workloads.spec import LABEL_VALUE, OBJECT_NAME, Spec, field
from mlkube.workloads.workload import Workload

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from typing import Literal

    from mlkube.core.quantity import Quantity
    from mlkube.k8s import core_v1
    from mlkube.workloads.faults import Path
    from mlkube.workloads.objects import Context, Objects

FLUENT_BIT = "fluent/fluent-bit:5.1.2"
# Its client of Elasticsearch 8 writes to 9 as well, where bulk requests of the client of 9 fail
# (github.com/uken/fluent-plugin-elasticsearch/issues/1086).
FLUENTD = "fluent/fluentd-kubernetes-daemonset:v1.19.3-debian-elasticsearch8-1.1"

_DESTINATIONS = ("elasticsearch", "cloud_watch", "cloud_logging", "azure_monitor")


class LogBuffer(Spec):
    """What the collector keeps while the destination does not answer; past that the oldest are lost."""

    memory: Quantity = field(default="32Mi", doc="Records in memory; more goes to the disk.", unit="bytes")
    disk: Quantity = field(
        default="2Gi", doc="Records on the node's disk, which survive the pod.", unit="bytes"
    )

    def faults(self, path: Path, resources: Resources) -> Iterator[Fault]:
        """Yield a buffer that fills the memory limit: the collector would be killed when it is needed."""
        limit = resources.memory_limit or resources.memory
        if limit is not None and (nanos(self.memory) or 0) * 2 > (nanos(limit) or 0):
            yield Fault(
                (*path, "memory"),
                f"{self.memory} is more than half of the memory limit, {limit}",
                "the collector needs as much again: raise the limit, or lower the buffer",
                other=("spec", "resources", "memory"),
            )
        if exceeds(self.memory, self.disk):
            reason = f"{self.disk} is less than the buffer in memory, {self.memory}"
            yield Fault((*path, "disk"), reason, other=(*path, "memory"))


class Logging(Workload):
    """Logs of all containers: a collector on every node, sending to Elasticsearch or to a cloud's service."""

    profile: Literal["dev", "prod"] = field(
        default="prod", doc="dev allows an Elasticsearch without passwords and certificates."
    )
    collector: Literal["fluent-bit", "fluentd"] = field(
        default="fluent-bit",
        doc="Fluent Bit needs a tenth of the memory and knows every destination; Fluentd, with its plugins, "
        "writes to Elasticsearch.",
    )
    image: str | None = field(
        default=None, doc="Image of the collector; the one that the settings were written for without it."
    )
    image_pull_secrets: Sequence[core_v1.LocalObjectReference] = field(
        default=(), doc="Secrets with the registry's credentials.", keys=("name",)
    )
    resources: Resources = field(
        default=Resources(cpu="100m", memory="256Mi"), doc="Requests and limits of a collector."
    )
    buffer: LogBuffer = field(default=LogBuffer(), doc="What is kept while the destination does not answer.")
    exclude_namespaces: Sequence[str] = field(default=(), doc="Namespaces whose logs are left out.")
    merge_json: bool = field(
        default=True, doc="Whether a line that is a JSON object becomes fields of the record."
    )
    node_selector: Mapping[str, str] = field(
        default={}, doc="Labels of the nodes to collect from; all without it.", pattern=LABEL_VALUE
    )
    tolerations: Sequence[core_v1.Toleration] = field(
        default=({"operator": "Exists"},),
        doc="Taints that the collector tolerates; all of them, or the nodes with GPUs would be silent.",
        keys=("key", "operator", "value", "effect"),
    )
    priority_class: str | None = field(
        default=None, doc="PriorityClass of the collector, such as system-node-critical.", pattern=OBJECT_NAME
    )
    monitoring: Scraping | None = field(
        default=None, doc="A Service and a ServiceMonitor for the collector's own metrics (Fluent Bit)."
    )
    elasticsearch: Elasticsearch | None = field(default=None, doc="Elasticsearch, with Kibana on request.")
    cloud_watch: CloudWatch | None = field(default=None, doc="Amazon CloudWatch Logs.")
    cloud_logging: CloudLogging | None = field(default=None, doc="Google Cloud Logging.")
    azure_monitor: AzureMonitor | None = field(default=None, doc="Azure Monitor.")

    def objects(self, context: Context) -> Objects:
        """Return the collector with its rights and configuration, and the cluster that it writes to."""
        from mlkube.workloads.logging.builder import build  # noqa: PLC0415  describing needs no builder

        return build(self, context)

    @property
    def collector_image(self) -> str:
        """The image of the collector."""
        return self.image or (FLUENT_BIT if self.collector == "fluent-bit" else FLUENTD)

    def faults(self) -> Iterator[Fault]:
        """Yield what contradicts."""
        dev = self.profile == "dev"
        yield from exactly_one(self, _DESTINATIONS, ("spec",))
        yield from self.resources.faults(("spec", "resources"))
        yield from self.buffer.faults(("spec", "buffer"), self.resources)
        if not dev:
            yield from floating_image(self.collector_image)
        if self.elasticsearch is not None:
            yield from self.elasticsearch.faults(("spec", "elasticsearch"), dev=dev)
        if self.cloud_watch is not None:
            yield from self.cloud_watch.faults(("spec", "cloudWatch"))
        if self.cloud_logging is not None:
            yield from self.cloud_logging.faults(("spec", "cloudLogging"))
        if self.collector == "fluentd":
            yield from self._of_fluent_bit()

    def _of_fluent_bit(self) -> Iterator[Fault]:
        """Yield what the image of Fluentd has no plugin for: it would not start."""
        for name in ("cloud_watch", "cloud_logging", "azure_monitor", "monitoring"):
            if getattr(self, name) is not None:
                key = type(self).spec_fields[name].key
                reason = "the image of Fluentd has no plugin for it"
                hint = "use collector: fluent-bit"
                yield Fault(("spec", key), reason, hint, other=("spec", "collector"))
