"""What every kind of model server has: its fields, and what contradicts among them."""

from __future__ import annotations

from mlkube.workloads.faults import Fault
from mlkube.workloads.parts.pod_workload import PodWorkload
from mlkube.workloads.parts.service_settings import ServiceSettings
from mlkube.workloads.serving.rollout import Rollout
from mlkube.workloads.serving.scaling import Autoscaling
from mlkube.workloads.serving.scaling.rules import scaling_faults
from mlkube.workloads.serving.server import CONTAINER, KSERVE_CONTAINER
from mlkube.workloads.spec import field

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Literal

    from mlkube.workloads.faults import Path
    from mlkube.workloads.objects import Context, Objects
    from mlkube.workloads.parts.gateway import Gateway
    from mlkube.workloads.parts.ingress import Ingress
    from mlkube.workloads.parts.monitoring import ServingMonitoring
    from mlkube.workloads.parts.routes import Route
    from mlkube.workloads.serving.kserve_model import Predictor
    from mlkube.workloads.serving.kserve_settings import KServeSettings
    from mlkube.workloads.serving.server import Server

# Parts that few servers have.
SPECS_BY_MODULE = {
    "Gateway": "mlkube.workloads.parts.gateway",
    "Ingress": "mlkube.workloads.parts.ingress",
    "KServeSettings": "mlkube.workloads.serving.kserve_settings",
    "Route": "mlkube.workloads.parts.routes",
    "ServingMonitoring": "mlkube.workloads.parts.monitoring",
}


class ServingWorkload(PodWorkload):
    """A model server: a Deployment with Service, scaling, ways in, metrics and a budget."""

    backend: Literal["deployment", "kserve"] = field(
        default="deployment",
        doc="deployment builds Deployment and Service; kserve an InferenceService (Standard mode) of KServe, "
        "which must be installed in the cluster and builds these itself.",
    )
    kserve: KServeSettings | None = field(
        default=None, doc="What KServe is told beside, with backend: kserve."
    )
    replicas: int = field(default=1, doc="Pods, where no autoscaler decides.", minimum=0, unit="pods")
    autoscaling: Autoscaling | None = field(
        default=None,
        doc="Lets the number of pods follow the load, replicas is then left out; or their size.",
    )
    rollout: Rollout = field(
        default=Rollout(), doc="How a new version takes the place of the old one, and gets requests."
    )
    service: ServiceSettings = field(default=ServiceSettings(), doc="The Service in front of the pods.")
    ingress: Ingress | None = field(default=None, doc="An Ingress to the ports.")
    route: Route | None = field(default=None, doc="Routes of the Gateway API to the ports.")
    gateway: Gateway | None = field(default=None, doc="A Gateway of the workload's own.")
    monitoring: ServingMonitoring | None = field(default=None, doc="A ServiceMonitor, and alerts.")
    disruption_budget: bool = field(
        default=True, doc="Whether drains of nodes take one pod at a time (PodDisruptionBudget)."
    )

    def objects(self, context: Context) -> Objects:
        """Return Deployment, Service, configuration, storage, and what else the fields ask for."""
        if self.on_kserve:
            from mlkube.workloads.serving import kserve  # noqa: PLC0415  few servers run there

            return kserve.build(self, context)
        from mlkube.workloads.serving.builder import build  # noqa: PLC0415  describing needs no builder

        return build(self, context)

    def serve(self, context: Context, objects: Objects) -> Server:
        """Return the server of the pods; objects that it alone needs are added.

        Names of such objects begin with `context.owner` of the fields that they come from.
        """
        raise NotImplementedError

    def predictor(self) -> Predictor:
        """Return what KServe serves, with `backend: kserve`."""
        raise NotImplementedError

    def downloads(self) -> Iterator[tuple[Path, str]]:
        """Yield what the pods fetch before they can work; KServe mounts claims and OCI images."""
        yield from super().downloads()
        uri = self.kserve.storage_uri if self.on_kserve and self.kserve is not None else None
        if uri is not None and not uri.startswith(("pvc://", "oci://")):
            yield ("spec", "kserve", "storageUri"), uri

    @property
    def on_kserve(self) -> bool:
        """Whether KServe runs the server."""
        return self.backend == "kserve"

    @property
    def brought(self) -> bool:
        """Whether KServe copies the models from a URI that the description names."""
        return self.on_kserve and self.kserve is not None and self.kserve.storage_uri is not None

    @property
    def main_container(self) -> str:
        """Name of the server's container."""
        return KSERVE_CONTAINER if self.on_kserve else CONTAINER

    @property
    def scaled(self) -> bool:
        """Whether a scaler owns the number of pods: `replicas` is then written nowhere else."""
        return self.autoscaling is not None and self.autoscaling.owns_replicas

    @property
    def most_pods(self) -> int:
        """The most pods that run at a time, rollouts left aside."""
        scaling = self.autoscaling
        if scaling is None or not scaling.owns_replicas:
            return self.replicas
        return scaling.max_replicas or scaling.min_replicas

    def faults(self) -> Iterator[Fault]:
        """Yield what contradicts: in the rollout, and in each version at the field that it gives."""
        if self.on_kserve or self.kserve is not None:
            from mlkube.workloads.serving.kserve_rules import kserve_faults  # noqa: PLC0415  few servers run there

            yield from kserve_faults(self)
        if any(self.rollout.given()):
            from mlkube.workloads.serving.rollout_rules import rollout_faults  # noqa: PLC0415  few have one

            yield from rollout_faults(self)
        if not self.rollout.side_by_side:
            yield from self.server_faults()
            return
        from mlkube.workloads.serving.editions import editions_of  # noqa: PLC0415  few have versions

        found = [
            edition.placed(fault)
            for edition in editions_of(self)
            for fault in edition.workload.server_faults()
        ]
        yield from dict.fromkeys(found)

    def server_faults(self) -> Iterator[Fault]:
        """Yield what contradicts in a server of one version."""
        raise NotImplementedError

    def serving_faults(self) -> Iterator[Fault]:
        """Yield what contradicts around the server."""
        yield from self.service.faults()
        yield from scaling_faults(self)
        if self.monitoring is not None:
            yield from self.monitoring.faults(("spec", "monitoring"))
        yield from self._exposed()
        yield from self._ways_in()
        if self.network_policy is not None:
            from mlkube.workloads.serving.network import policy_faults  # noqa: PLC0415  few servers have one

            yield from policy_faults(self)

    def _ways_in(self) -> Iterator[Fault]:
        """Yield what contradicts in the ways in, and routes without a Gateway."""
        if self.ingress is not None:
            yield from self.ingress.faults(("spec", "ingress"))
        path: Path = ("spec", "route")
        if self.gateway is not None:
            yield from self.gateway.faults(("spec", "gateway"))
        if self.route is None:
            return
        yield from self.route.faults(path)
        if self.route.gateway is None and self.gateway is None:
            yield Fault((*path, "gateway"), "no Gateway carries it", "name one, or describe one as gateway")
        if self.route.gateway is None and self.gateway is not None:
            from mlkube.workloads.parts.gateway import attached_faults  # noqa: PLC0415  few have their own

            yield from attached_faults(self.gateway, self.route, path)

    def _exposed(self) -> Iterator[Fault]:
        """Yield what opens the model to everybody outside of dev: nobody is asked for a password there."""
        if self.service.type == "LoadBalancer" and not self.service.internal:
            yield from self._public()
        if self.service.type == "NodePort" and self.profile != "dev":
            hint = "use ClusterIP with ingress or route, or `profile: dev`"
            path = ("spec", "service", "type")
            yield Fault(path, "a NodePort opens the model to everybody", hint, other=("spec", "profile"))

    def _public(self) -> Iterator[Fault]:
        """Yield a load balancer that is public to everybody, and one that nobody can say this of."""
        path = ("spec", "service", "internal")
        if self.platform is None:
            hint = "set platform, or give annotations of the cloud"
            yield Fault(path, "only a platform says how a load balancer is reached", hint)
        elif not self.service.source_ranges and self.profile != "dev":
            hint = "give sourceRanges, or use ingress or route; or `profile: dev`"
            yield Fault(path, "it opens the model to everybody", hint, other=("spec", "profile"))
