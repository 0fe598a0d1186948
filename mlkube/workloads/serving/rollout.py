"""Rollout: how a new version of a model server takes the place of the old one."""

from __future__ import annotations

from mlkube.workloads.serving.argo import Argo
from mlkube.workloads.serving.version import ServingVersion
from mlkube.workloads.spec import Spec, field

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Literal


class Rollout(Spec):
    """How a new version takes the place of the old one, and which of them gets which requests."""

    strategy: Literal["rolling", "recreate", "blueGreen", "canary", "abTest"] = field(
        default="rolling",
        doc="rolling replaces pods one by one, recreate all at once. The others run several versions side by "
        "side: blueGreen with all requests to one of them, canary with a share for the new one, abTest by "
        "header or cookie.",
    )
    engine: Literal["deployment", "argo"] = field(
        default="deployment",
        doc="deployment: the versions are listed here, and a patch of one value moves the requests. argo: a "
        "Rollout of Argo Rollouts, where every change of the pods goes through its steps.",
    )
    versions: Sequence[ServingVersion] = field(
        default=(), doc="The versions that run side by side.", keys=("name",)
    )
    active: str | None = field(
        default=None,
        doc="The version that has the traffic: all in blueGreen, what weight leaves in canary, whatever "
        "matches no other in abTest. The first one without it.",
    )
    weight: int = field(
        default=0,
        doc="canary: the share of requests that the new version gets.",
        minimum=0,
        maximum=100,
        unit="percent",
    )
    by: Literal["route", "replicas"] = field(
        default="route",
        doc="canary: what splits. A route or an Ingress splits requests; replicas split connections, as "
        "exactly as the numbers of pods allow.",
    )
    preview_replicas: int | None = field(
        default=None,
        doc="blueGreen: pods of the version without traffic; with an autoscaler its fewest pods. Without it "
        "as many as with traffic, so that a switch meets enough pods.",
        minimum=0,
        unit="pods",
    )
    max_surge: int | str | None = field(
        default=None,
        doc="Pods beyond replicas during a rollout, a number or a percentage. 1 without it; 0 with GPUs, of "
        "which a further one is rarely spare, and with volumes that mount once.",
        minimum=0,
        pattern=r"[0-9]+%",
        hint="a number, or a percentage such as 25%",
    )
    max_unavailable: int | str | None = field(
        default=None,
        doc="Pods below replicas during a rollout, a number or a percentage. 0 without it, 1 where maxSurge "
        "is 0.",
        minimum=0,
        pattern=r"(100|[0-9]{1,2})%",
        hint="a number, or a percentage such as 25%",
    )
    min_ready_seconds: int | None = field(
        default=None,
        doc="How long a new pod must be ready until it counts as available.",
        minimum=0,
        unit="seconds",
    )
    progress_deadline_seconds: int | None = field(
        default=None,
        doc="How long a rollout may stand still until it has failed; without it five minutes more than the "
        "longest start.",
        minimum=1,
        unit="seconds",
    )
    revision_history_limit: int | None = field(
        default=None,
        doc="Old ReplicaSets that are kept for a rollback; Kubernetes' own 10 without it.",
        minimum=0,
    )
    argo: Argo = field(default=Argo(), doc="What Argo Rollouts does, with engine: argo.")

    @property
    def side_by_side(self) -> bool:
        """Whether several versions run at a time, each in a Deployment of its own."""
        return self.strategy in {"blueGreen", "canary", "abTest"} and self.engine == "deployment"

    @property
    def splits_requests(self) -> bool:
        """Whether something has to look at requests, and send them to different Services."""
        return self.strategy == "abTest" or (self.strategy == "canary" and self.by == "route")

    @property
    def active_version(self) -> str:
        """Name of the version that has the traffic; empty where there is none."""
        return self.active or (self.versions[0].name if self.versions else "")

    @property
    def other_version(self) -> str:
        """Name of the first version that is not the active one; empty where there is none."""
        return next((each.name for each in self.versions if each.name != self.active_version), "")
