"""How fast an autoscaler acts, in the shape of Kubernetes' HorizontalPodAutoscalerBehavior."""

from __future__ import annotations

from mlkube.workloads.parts.resources import quantity
from mlkube.workloads.spec import Spec, field

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Literal

    from mlkube.core.json import JsonObject
    from mlkube.core.quantity import Quantity


class ScalingPolicy(Spec):
    """A most change within a time."""

    type: Literal["Pods", "Percent"] = field(doc="Whether value counts pods or is a share of the pods.")
    value: int = field(doc="Pods, or percent of the pods.", minimum=1)
    period_seconds: int = field(
        doc="Time within which the change may be that large.", minimum=1, maximum=1800, unit="seconds"
    )


class ScalingRules(Spec):
    """How fast pods are added, or removed.

    Source: kubernetes.io/docs/concepts/workloads/autoscaling/horizontal-pod-autoscale, configurable
    scaling behavior.
    """

    stabilization_window_seconds: int | None = field(
        default=None,
        doc="How long the safest of the past decisions counts; Kubernetes' own is 0 up and 300 down.",
        minimum=0,
        maximum=3600,
        unit="seconds",
    )
    select_policy: Literal["Max", "Min", "Disabled"] | None = field(
        default=None, doc="Which policy counts; Disabled never scales this way. Max without it."
    )
    policies: Sequence[ScalingPolicy] = field(default=(), doc="Most changes within a time.")
    tolerance: Quantity | None = field(
        default=None,
        doc="Deviation from the target that changes nothing, as a share: 50m is 5 percent. 0.1 without it. "
        "Kubernetes 1.35 and later; before, behind the gate HPAConfigurableTolerance.",
    )

    def to_kubernetes(self) -> JsonObject:
        """Return HPAScalingRules; fields that are not given stay out."""
        result: JsonObject = {}
        if self.stabilization_window_seconds is not None:
            result["stabilizationWindowSeconds"] = self.stabilization_window_seconds
        if self.select_policy is not None:
            result["selectPolicy"] = self.select_policy
        if self.policies:
            result["policies"] = [
                {"type": policy.type, "value": policy.value, "periodSeconds": policy.period_seconds}
                for policy in self.policies
            ]
        if self.tolerance is not None:
            result["tolerance"] = quantity(self.tolerance)
        return result


class ScalingBehavior(Spec):
    """How fast pods are added and removed."""

    scale_up: ScalingRules | None = field(default=None, doc="How fast pods are added; Kubernetes' own else.")
    scale_down: ScalingRules | None = field(
        default=None,
        doc="How fast pods are removed: one a minute without policies, as a removed pod has to load its "
        "models anew.",
    )
