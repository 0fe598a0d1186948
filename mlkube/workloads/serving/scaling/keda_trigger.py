"""One trigger of a ScaledObject: its scaler, how KEDA authenticates, how its value counts."""

from __future__ import annotations

from mlkube.workloads.faults import Fault
from mlkube.workloads.serving.scaling.authentication import (
    SECRET_PARAMETERS,
    KedaAuthentication,
    KedaAuthenticationRef,
    holds_password,
)
from mlkube.workloads.serving.scaling.triggers import (
    CronTrigger,
    PrometheusTrigger,
    ResourceTrigger,
    metadata_of,
)
from mlkube.workloads.spec import Spec, field

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from typing import Literal, TypeAlias

    from mlkube.core.json import JsonObject
    from mlkube.workloads.faults import Path
    from mlkube.workloads.serving.scaling.queues import (
        KafkaTrigger,
        RabbitmqTrigger,
        ServicebusTrigger,
        SqsTrigger,
    )

    Scaler: TypeAlias = (
        "PrometheusTrigger | KafkaTrigger | RabbitmqTrigger | SqsTrigger | ServicebusTrigger | CronTrigger"
        " | ResourceTrigger"
    )

_QUEUES = "mlkube.workloads.serving.scaling.queues"
SPECS_BY_MODULE = dict.fromkeys(
    ("KafkaTrigger", "RabbitmqTrigger", "ServicebusTrigger", "SqsTrigger"), _QUEUES
)

# The scalers that have fields of their own, by their keys here.
_TYPES = {
    "prometheus": "prometheus",
    "kafka": "kafka",
    "rabbitmq": "rabbitmq",
    "awsSqsQueue": "aws-sqs-queue",
    "azureServicebus": "azure-servicebus",
    "cron": "cron",
    "cpu": "cpu",
    "memory": "memory",
}
RESOURCES = ("cpu", "memory")


class KedaTrigger(Spec):
    """One thing that KEDA watches; the trigger that asks for most pods decides."""

    name: str = field(
        doc="Name of the trigger, by which patches find it and a formula counts with it.",
        pattern=r"[a-z]([-_a-z0-9]*[a-z0-9])?",
        hint="lower-case letters, digits, `-` and `_`",
    )
    prometheus: PrometheusTrigger | None = field(default=None, doc="A query to Prometheus.")
    kafka: KafkaTrigger | None = field(default=None, doc="Unread messages of a Kafka topic.")
    rabbitmq: RabbitmqTrigger | None = field(default=None, doc="Messages of a RabbitMQ queue.")
    aws_sqs_queue: SqsTrigger | None = field(default=None, doc="Messages of an Amazon SQS queue.")
    azure_servicebus: ServicebusTrigger | None = field(default=None, doc="Messages of Azure Service Bus.")
    cron: CronTrigger | None = field(default=None, doc="A number of pods between two times of day.")
    cpu: ResourceTrigger | None = field(default=None, doc="CPU of the server's container.")
    memory: ResourceTrigger | None = field(default=None, doc="Memory of the server's container.")
    type: str | None = field(
        default=None,
        doc="Any other scaler of KEDA by its type, such as nats-jetstream, with metadata as KEDA has it.",
    )
    metadata: Mapping[str, str] = field(default={}, doc="Parameters of the scaler that type names.")
    metric_type: Literal["AverageValue", "Value", "Utilization"] | None = field(
        default=None,
        doc="Whether the value is shared by the pods, stands as it is, or is a share of what they reserve. "
        "Utilization for cpu and memory by default, else AverageValue.",
    )
    use_cached_metrics: bool = field(
        default=False, doc="Whether the value is asked for once in pollingInterval, not by each look."
    )
    authentication: KedaAuthentication | None = field(
        default=None, doc="How KEDA authenticates; a TriggerAuthentication is built."
    )
    authentication_ref: KedaAuthenticationRef | None = field(
        default=None, doc="An authentication that exists already."
    )

    @property
    def scaler(self) -> tuple[str, Scaler] | None:
        """The scaler with fields of its own, by its key; the first of several."""
        return next(iter(self._scalers()), None)

    @property
    def scaler_type(self) -> str:
        """KEDA's name of the scaler."""
        found = self.scaler
        return _TYPES[found[0]] if found is not None else self.type or ""

    @property
    def of_resource(self) -> bool:
        """Whether it counts CPU or memory, which KEDA hands to the autoscaler and never looks at."""
        return self.scaler_type in RESOURCES

    def _scalers(self) -> Iterator[tuple[str, Scaler]]:
        for described in self.given():
            if described.key in _TYPES:
                yield described.key, getattr(self, described.name)

    def to_kubernetes(self, authentication: str, metadata: JsonObject) -> JsonObject:
        """Return the trigger; `authentication` is the TriggerAuthentication that is built for it."""
        result: JsonObject = {"type": self.scaler_type, "name": self.name, "metadata": metadata}
        if self.metric_type is not None or self.of_resource:
            result["metricType"] = self.metric_type or "Utilization"
        if self.use_cached_metrics:
            result["useCachedMetrics"] = True
        if self.authentication is not None:
            result["authenticationRef"] = {"name": authentication}
        elif self.authentication_ref is not None:
            result["authenticationRef"] = {
                "name": self.authentication_ref.name,
                "kind": self.authentication_ref.kind,
            }
        return result

    def parameters(self) -> JsonObject:
        """Return the scaler's parameters as the description gives them."""
        found = self.scaler
        return {**self.metadata} if found is None else metadata_of(found[1])

    def faults(self, path: Path) -> Iterator[Fault]:
        """Yield a trigger that watches nothing, or two things; and what its scaler refuses."""
        scalers = list(self._scalers())
        given = [key for key, _ in scalers] + (["type"] if self.type is not None else [])
        if not given:
            hint = "give prometheus, kafka, cron or another scaler"
            yield Fault(path, "says nothing of what to watch", hint)
            return
        for key in given[1:]:
            reason = f"{given[0]} and {key} exclude each other"
            yield Fault((*path, key), reason, "make it a trigger of its own", other=(*path, given[0]))
        if self.metadata and self.type is None:
            reason = f"{given[0]} has fields of its own"
            yield Fault((*path, "metadata"), reason, "write them there", other=(*path, given[0]))
        yield from self._secrets(path)
        yield from self._metric_type(path)
        if self.use_cached_metrics and self.scaler_type in {*RESOURCES, "cron"}:
            yield Fault(
                (*path, "useCachedMetrics"), f"{self.scaler_type} has nothing to keep", "leave it out"
            )
        proof, ref = self.authentication, self.authentication_ref
        if proof is not None and ref is not None:
            reason = "authentication and authenticationRef exclude each other"
            other = (*path, "authentication")
            yield Fault((*path, "authenticationRef"), reason, "leave one out", other=other)
        if proof is not None:
            yield from proof.faults((*path, "authentication"))
        for key, scaler in scalers:
            proven = proof is not None or ref is not None
            yield from scaler.faults((*path, key), proof, proven=proven)

    def _secrets(self, path: Path) -> Iterator[Fault]:
        """Yield what whoever reads the manifest could use."""
        for key, value in self.metadata.items():
            hint = "leave it to authentication.secretTargetRef"
            if key in SECRET_PARAMETERS and key != "key":  # of some scalers, a key of a ConfigMap
                yield Fault((*path, "metadata", key), f"{key} is a secret", hint)
            elif holds_password(value):
                yield Fault((*path, "metadata", key), "holds a password", hint)

    def _metric_type(self, path: Path) -> Iterator[Fault]:
        """Yield a form of target that the scaler has not."""
        allowed = ("Utilization", "AverageValue") if self.of_resource else ("AverageValue", "Value")
        if self.metric_type is not None and self.metric_type not in allowed:
            reason = f"{self.scaler_type} knows no {self.metric_type}"
            yield Fault((*path, "metricType"), reason, f"set {' or '.join(allowed)}")
        share = self.metric_type in {None, "Utilization"}
        for key, counted in (("cpu", self.cpu), ("memory", self.memory)):
            if counted is not None and share and not str(counted.value).isdigit():
                hint = "write it as 70, or set metricType: AverageValue"
                yield Fault((*path, key, "value"), f"{counted.value} is no percentage", hint)
