"""What every kind of model server has: its fields, and what contradicts among them."""

from __future__ import annotations

from mlkube.workloads.faults import Fault
from mlkube.workloads.parts.exposure import Ingress, Route, ServiceSettings
from mlkube.workloads.parts.monitoring import MonitoringSettings
from mlkube.workloads.parts.pod_workload import PodWorkload
from mlkube.workloads.serving.scaling import Autoscaling
from mlkube.workloads.spec import field

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from mlkube.workloads.objects import Context, Objects
    from mlkube.workloads.serving.server import Server


class ServingWorkload(PodWorkload):
    """A model server: a Deployment with Service, scaling, ways in, metrics and a budget."""

    replicas: int = field(default=1, doc="Pods, where no autoscaler decides.", minimum=0, unit="pods")
    autoscaling: Autoscaling | None = field(
        default=None, doc="Lets the number of pods follow the load; replicas is then left out."
    )
    service: ServiceSettings = field(default=ServiceSettings(), doc="The Service in front of the pods.")
    ingress: Ingress | None = field(default=None, doc="An Ingress to the REST port.")
    route: Route | None = field(default=None, doc="A Gateway API route to the REST port.")
    monitoring: MonitoringSettings | None = field(default=None, doc="A ServiceMonitor.")
    disruption_budget: bool = field(
        default=True, doc="Whether drains of nodes take one pod at a time (PodDisruptionBudget)."
    )

    def objects(self, context: Context) -> Objects:
        """Return Deployment, Service, configuration, storage, and what else the fields ask for."""
        from mlkube.workloads.serving.builder import build  # noqa: PLC0415  describing needs no builder

        return build(self, context)

    def serve(self, context: Context, objects: Objects, name: str) -> Server:
        """Return the server of the Deployment `name`; objects that it alone needs are added."""
        raise NotImplementedError

    @property
    def scaled(self) -> bool:
        """Whether a scaler owns the number of pods: `replicas` is then written nowhere else."""
        return self.autoscaling is not None

    @property
    def most_pods(self) -> int:
        """The most pods that run at a time, rollouts left aside."""
        return self.autoscaling.max_replicas if self.autoscaling is not None else self.replicas

    def serving_faults(self) -> Iterator[Fault]:
        """Yield what contradicts around the server."""
        yield from self.service.faults()
        if self.autoscaling is not None:
            yield from self.autoscaling.faults(("spec", "autoscaling"))
        yield from self._utilization_without_request()
        yield from self._exposed()

    def _utilization_without_request(self) -> Iterator[Fault]:
        """Yield an autoscaler on CPU without reserved CPU: it would take no action for ever."""
        if self.autoscaling is not None and self.resources.cpu is None:
            yield Fault(
                ("spec", "autoscaling"),
                "CPU utilisation is measured against the CPU that is reserved, and none is",
                "set resources.cpu",
                other=("spec", "resources"),
            )

    def _exposed(self) -> Iterator[Fault]:
        """Yield a port on every node outside of dev: nobody is asked for a password there."""
        if self.service.type == "NodePort" and self.profile != "dev":
            hint = "use ClusterIP with ingress or route, or `profile: dev`"
            path = ("spec", "service", "type")
            yield Fault(path, "a NodePort opens the model to everybody", hint, other=("spec", "profile"))
