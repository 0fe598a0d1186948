"""Numbers and times that KEDA watches; one type a scaler, with the scaler's own parameters.

Source: keda.sh/docs/2.20/scalers; github.com/kedacore/keda, schema/generated/scalers-schema.yaml.
"""

from __future__ import annotations

from mlkube.workloads.faults import Fault
from mlkube.workloads.serving.scaling.authentication import holds_password
from mlkube.workloads.spec import Spec, field

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from typing import Any, Literal

    from mlkube.core.json import JsonObject
    from mlkube.core.quantity import Quantity
    from mlkube.workloads.faults import Path
    from mlkube.workloads.serving.scaling.authentication import KedaAuthentication

URL_FORM = r"https?://[^\s/]+(/\S*)?"
_CRON_FORM = r"(\S+\s+){4}\S+"


class PrometheusTrigger(Spec):
    """A query to Prometheus, or to what answers like it.

    The query is asked whole: the answer divided by the threshold is the number of pods.
    """

    server_address: str = field(
        doc="URL of the server, such as http://prometheus-operated.monitoring:9090.",
        pattern=URL_FORM,
        hint="write it as http://prometheus-operated.monitoring:9090",
    )
    query: str | None = field(
        default=None,
        doc="PromQL with one number as its answer. By default the load that the pods of this workload "
        "report, such as their requests a second.",
    )
    threshold: float = field(doc="How much of it one pod carries.", minimum=0)
    activation_threshold: float | None = field(
        default=None, doc="How much of it brings the first pod; only above this are there any.", minimum=0
    )
    ignore_null_values: bool | None = field(
        default=None,
        doc="Whether an empty answer counts as 0, KEDA's own default. With false a lost target is a failure: "
        "the pods stay, or fallback applies.",
    )
    namespace: str | None = field(default=None, doc="Namespace of the query, as Thanos asks for one.")
    auth_modes: Sequence[Literal["basic", "bearer", "tls", "custom"]] = field(
        default=(), doc="How KEDA authenticates; the parameters stand in authentication."
    )
    unsafe_ssl: bool | None = field(default=None, doc="Whether any certificate will do.")
    timeout: str | None = field(
        default=None, doc="How long a query may take, such as 3s.", pattern=r"([0-9]+(ms|s|m))+|[0-9]+"
    )

    def faults(self, path: Path, proof: KedaAuthentication | None, *, proven: bool) -> Iterator[Fault]:
        """Yield a threshold of nothing, and modes without the parameters that KEDA asks for in them."""
        if holds_password(self.server_address):
            hint = "leave user and password to authentication.secretTargetRef"
            yield Fault((*path, "serverAddress"), "holds a password", hint)
        if not self.threshold:
            yield Fault((*path, "threshold"), "must be more than 0")
        if self.auth_modes and not proven:
            reason, hint = "nothing says with what", "give authentication"
            yield Fault((*path, "authModes"), reason, hint)
        if proof is None:
            return
        for at, mode in enumerate(self.auth_modes):
            missing = [each for each in _MODES[mode] if each not in proof.parameters]
            if missing:
                reason = f"{mode} asks for {' and '.join(missing)}"
                yield Fault((*path, "authModes", at), reason, "add it to authentication.secretTargetRef")
        if self.auth_modes and proof.pod_identity is not None:
            reason = "an identity of the cloud and other authentication exclude each other"
            yield Fault((*path, "authModes"), reason, "leave one out")


_MODES = {
    "basic": ("username",),
    "bearer": ("bearerToken",),
    "tls": ("cert", "key"),
    "custom": ("customAuthHeader", "customAuthValue"),
}


class CronTrigger(Spec):
    """A number of pods between two times of day."""

    timezone: str = field(
        doc="Time zone of both, such as Europe/Berlin.", pattern=r"[A-Za-z0-9_+-]+(/[A-Za-z0-9_+-]+)*"
    )
    start: str = field(
        doc="When it begins, as cron writes it: `0 8 * * 1-5`.",
        pattern=_CRON_FORM,
        hint="write five fields, such as 0 8 * * 1-5",
    )
    end: str = field(doc="When it ends.", pattern=_CRON_FORM, hint="write five fields, such as 0 18 * * 1-5")
    desired_replicas: int = field(doc="Pods in between.", minimum=1, unit="pods")

    def faults(self, path: Path, _proof: KedaAuthentication | None, *, proven: bool) -> Iterator[Fault]:
        """Yield a time that ends when it begins."""
        del proven
        if self.start.split() == self.end.split():
            yield Fault((*path, "end"), "ends when it begins", other=(*path, "start"))


class ResourceTrigger(Spec):
    """CPU or memory of the pods, from the metrics API; it never wakes the first pod."""

    value: Quantity = field(
        doc="What it should be: percent of what is reserved, or a quantity with metricType: AverageValue."
    )
    container_name: str | None = field(
        default=None, doc="The container that counts; the server's own without it."
    )

    def faults(self, path: Path, _proof: KedaAuthentication | None, *, proven: bool) -> Iterator[Fault]:
        """Yield a target of nothing."""
        from mlkube.core.quantity import nanos  # noqa: PLC0415  few triggers count resources

        del proven
        if not nanos(self.value):
            yield Fault((*path, "value"), "must be more than 0")


_RENAMED = {"queueUrl": "queueURL"}


def metadata_of(trigger: Spec) -> JsonObject:
    """Return a trigger's parameters as KEDA has them: each a text, whatever it means."""
    values = {field.key: getattr(trigger, field.name) for field in type(trigger).spec_fields.values()}
    return {_RENAMED.get(key, key): _text(value) for key, value in values.items() if value not in (None, ())}


def _text(value: Any) -> str:  # noqa: ANN401  a scalar, or a list of texts
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, tuple):
        return ",".join(value)
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() else repr(float(value))
    return str(value)
