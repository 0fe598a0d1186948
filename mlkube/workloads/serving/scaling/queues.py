"""Queues that KEDA watches: messages that wait for the pods.

Source: keda.sh/docs/2.20/scalers; github.com/kedacore/keda, schema/generated/scalers-schema.yaml.
"""

from __future__ import annotations

from mlkube.workloads.faults import Fault
from mlkube.workloads.serving.scaling.authentication import holds_password
from mlkube.workloads.serving.scaling.triggers import URL_FORM
from mlkube.workloads.spec import Spec, field

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from typing import Literal

    from mlkube.workloads.faults import Path
    from mlkube.workloads.serving.scaling.authentication import KedaAuthentication


class KafkaTrigger(Spec):
    """Messages of a topic that a consumer group has not read; at most one pod a partition."""

    bootstrap_servers: Sequence[str] = field(doc="Brokers to begin with, as host:port.")
    consumer_group: str = field(doc="The consumer group of the pods.")
    topic: str | None = field(default=None, doc="The topic; all topics of the group without it.")
    lag_threshold: int | None = field(
        default=None, doc="Unread messages for each pod; KEDA's own is 10.", minimum=1, unit="messages"
    )
    activation_lag_threshold: int | None = field(
        default=None, doc="Unread messages that bring the first pod.", minimum=0, unit="messages"
    )
    offset_reset_policy: Literal["latest", "earliest"] | None = field(
        default=None, doc="Where a new group begins to read: the consumers' auto.offset.reset."
    )
    allow_idle_consumers: bool | None = field(
        default=None, doc="Whether there may be more pods than partitions."
    )
    limit_to_partitions_with_lag: bool | None = field(
        default=None, doc="Whether only partitions with unread messages count."
    )
    ensure_even_distribution_of_partitions: bool | None = field(
        default=None, doc="Whether each pod gets as many partitions as the others."
    )
    exclude_persistent_lag: bool | None = field(
        default=None, doc="Whether messages that nobody can read stay out of count."
    )
    scale_to_zero_on_invalid_offset: bool | None = field(
        default=None, doc="Whether a partition without an offset counts as read."
    )
    partition_limitation: str | None = field(
        default=None, doc="Partitions that count, such as 1,2,10-20.", pattern=r"[0-9]+([-,][0-9]+)*"
    )
    version: str | None = field(default=None, doc="Version of the brokers; KEDA takes 1.0.0.")
    sasl: Literal["none", "plaintext", "scram_sha256", "scram_sha512", "gssapi", "oauthbearer"] | None = (
        field(default=None, doc="How KEDA authenticates; the parameters stand in authentication.")
    )
    tls: Literal["enable", "disable"] | None = field(default=None, doc="Whether the brokers speak TLS.")
    unsafe_ssl: bool | None = field(default=None, doc="Whether any certificate will do.")

    def faults(self, path: Path, proof: KedaAuthentication | None, *, proven: bool) -> Iterator[Fault]:
        """Yield what KEDA refuses, at the start or at the first look."""
        if not self.bootstrap_servers:
            yield Fault((*path, "bootstrapServers"), "names no broker")
        if self.limit_to_partitions_with_lag:
            key = (*path, "limitToPartitionsWithLag")
            if self.topic is None:
                yield Fault(key, "counts the partitions of one topic", "name topic")
            if self.allow_idle_consumers:
                reason = "fewer pods than partitions and more exclude each other"
                yield Fault(key, reason, "leave one out", other=(*path, "allowIdleConsumers"))
        if self.sasl not in {None, "none"} and not proven:
            yield Fault((*path, "sasl"), "nothing says with what", "give authentication")
        if self.sasl in {"plaintext", "scram_sha256", "scram_sha512"} and proof is not None:
            missing = [each for each in ("username", "password") if each not in proof.parameters]
            if missing:
                reason = f"{self.sasl} asks for {' and '.join(missing)}"
                yield Fault((*path, "sasl"), reason, "add it to authentication.secretTargetRef")


class RabbitmqTrigger(Spec):
    """Messages of a queue, or their rates."""

    host: str | None = field(
        default=None,
        doc="URL of the server without user and password, such as http://rabbitmq:15672/; else the parameter "
        "host of authentication.",
    )
    queue_name: str = field(doc="The queue.")
    mode: Literal[
        "QueueLength",
        "MessageRate",
        "DeliverGetRate",
        "PublishedToDeliveredRatio",
        "ExpectedQueueConsumptionTime",
    ] = field(default="QueueLength", doc="What counts; all but QueueLength ask over HTTP.")
    value: float = field(doc="How much of it one pod carries.", minimum=0)
    activation_value: float | None = field(
        default=None, doc="How much of it brings the first pod.", minimum=0
    )
    protocol: Literal["auto", "http", "amqp"] | None = field(
        default=None, doc="How KEDA asks; auto takes what the host's URL says."
    )
    vhost_name: str | None = field(default=None, doc="Virtual host, in place of the one in the URL.")
    exclude_unacknowledged: bool | None = field(
        default=None, doc="Whether messages that a consumer holds stay out of count; over HTTP only."
    )
    unsafe_ssl: bool | None = field(default=None, doc="Whether any certificate will do.")

    def faults(self, path: Path, proof: KedaAuthentication | None, *, proven: bool) -> Iterator[Fault]:
        """Yield a server that nobody names, a password in its URL, and a mode that its protocol has not."""
        named = proof is not None and "host" in proof.parameters
        if self.host is None and not named and (proof is not None or not proven):
            yield Fault(path, "nothing says where the server is", "give host, or host in authentication")
        if self.host is not None and holds_password(self.host):
            hint = "leave user and password to authentication.secretTargetRef"
            yield Fault((*path, "host"), "holds a password", hint)
        if not self.value:
            yield Fault((*path, "value"), "must be more than 0")
        amqp = self.protocol == "amqp" or (
            self.protocol != "http" and self.host is not None and self.host.startswith("amqp")
        )
        other = (*path, "protocol" if self.protocol == "amqp" else "host")
        if amqp and self.mode != "QueueLength":
            hint = "set protocol: http, and a URL to the management port"
            yield Fault((*path, "mode"), f"AMQP knows no {self.mode}", hint, other=other)
        if amqp and self.exclude_unacknowledged:
            hint = "set protocol: http, and a URL to the management port"
            yield Fault((*path, "excludeUnacknowledged"), "AMQP knows no such count", hint, other=other)


class SqsTrigger(Spec):
    """Messages of a queue of Amazon SQS."""

    queue_url: str = field(doc="URL of the queue (KEDA's queueURL).", pattern=URL_FORM)
    aws_region: str = field(doc="Region of the queue.")
    queue_length: int | None = field(
        default=None, doc="Messages for each pod; KEDA's own is 5.", minimum=1, unit="messages"
    )
    activation_queue_length: int | None = field(
        default=None, doc="Messages that bring the first pod.", minimum=0, unit="messages"
    )
    scale_on_in_flight: bool | None = field(
        default=None, doc="Whether messages that a pod holds count; so by default."
    )
    scale_on_delayed: bool | None = field(default=None, doc="Whether delayed messages count.")
    aws_endpoint: str | None = field(default=None, doc="Another endpoint than the region's.")

    def faults(self, path: Path, proof: KedaAuthentication | None, *, proven: bool) -> Iterator[Fault]:
        """Yield a queue that nobody may read."""
        if not proven:
            hint = "give authentication, such as podIdentity: {provider: aws}"
            yield Fault(path, "nothing says who asks", hint)
        if proof is not None and proof.pod_identity is not None and proof.pod_identity.provider != "aws":
            yield _foreign(path, "SQS", "aws")


class ServicebusTrigger(Spec):
    """Messages of a queue or a subscription of Azure Service Bus."""

    queue_name: str | None = field(default=None, doc="The queue.")
    topic_name: str | None = field(default=None, doc="The topic, beside subscriptionName.")
    subscription_name: str | None = field(default=None, doc="The subscription of the topic.")
    message_count: int | None = field(
        default=None, doc="Messages for each pod; KEDA's own is 5.", minimum=1, unit="messages"
    )
    activation_message_count: int | None = field(
        default=None, doc="Messages that bring the first pod.", minimum=0, unit="messages"
    )
    namespace: str | None = field(
        default=None, doc="Namespace of Service Bus; podIdentity asks for it, a connection has it."
    )

    def faults(self, path: Path, proof: KedaAuthentication | None, *, proven: bool) -> Iterator[Fault]:
        """Yield what KEDA refuses: no queue or two, and a bus that nobody names or may read."""
        if self.queue_name is None and self.topic_name is None:
            yield Fault(path, "says nothing of what to watch", "give queueName, or topicName")
        for key, value in (("topicName", self.topic_name), ("subscriptionName", self.subscription_name)):
            if self.queue_name is not None and value is not None:
                reason = f"queueName and {key} exclude each other"
                yield Fault((*path, key), reason, "leave one out", other=(*path, "queueName"))
        if self.topic_name is not None and self.subscription_name is None:
            yield Fault((*path, "topicName"), "a topic alone has no messages", "give subscriptionName")
        if not proven:
            hint = "give authentication, such as podIdentity: {provider: azure-workload}"
            yield Fault(path, "nothing says who asks", hint)
        if proof is None:
            return
        if proof.pod_identity is None and "connection" not in proof.parameters:
            reason = "asks for the parameter connection"
            yield Fault(path, reason, "add it to authentication.secretTargetRef, or give podIdentity")
        if proof.pod_identity is not None and proof.pod_identity.provider != "azure-workload":
            yield _foreign(path, "Service Bus", "azure-workload")
        elif proof.pod_identity is not None and self.namespace is None:
            yield Fault(path, "podIdentity says nothing of where the bus is", "give namespace")


def _foreign(path: Path, service: str, provider: str) -> Fault:
    return Fault(path, f"{service} knows no such identity", f"set podIdentity.provider: {provider}")
