"""Argo Rollouts: what its controller is told of a rollout.

Source: argoproj/argo-rollouts v1.9.1, manifests/crds/rollout-crd.yaml; argoproj.github.io/argo-rollouts.
"""

from __future__ import annotations

from mlkube.workloads.spec import OBJECT_NAME, Spec, field

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence


class AnalysisTemplateRef(Spec):
    """An AnalysisTemplate that exists already."""

    template_name: str = field(doc="Name of the template.", pattern=OBJECT_NAME)
    cluster_scope: bool = field(default=False, doc="Whether it is a ClusterAnalysisTemplate.")


class AnalysisRunArgument(Spec):
    """An argument of the templates."""

    name: str = field(doc="Name of the argument.")
    value: str = field(doc="Its value.")


class RolloutAnalysis(Spec):
    """Measurements that decide whether a rollout goes on."""

    templates: Sequence[AnalysisTemplateRef] = field(doc="What is measured.", keys=("templateName",))
    args: Sequence[AnalysisRunArgument] = field(default=(), doc="Arguments of the templates.", keys=("name",))


class RolloutPause(Spec):
    """A wait between two steps."""

    duration: str | None = field(
        default=None,
        doc="How long, such as 10m; without it until somebody promotes the rollout.",
        pattern=r"[1-9][0-9]*[smh]?",
        hint="write it as 30s, 10m or 1h",
    )


class CanaryStep(Spec):
    """One step of a canary rollout; exactly one of the fields."""

    set_weight: int | None = field(
        default=None,
        doc="Share of the requests that the new version gets.",
        minimum=0,
        maximum=100,
        unit="percent",
    )
    pause: RolloutPause | None = field(default=None, doc="Waits.")
    analysis: RolloutAnalysis | None = field(default=None, doc="Measures, and goes on where it succeeds.")


class Argo(Spec):
    """What Argo Rollouts does at a change of the pods."""

    steps: Sequence[CanaryStep] = field(default=(), doc="canary: the steps to the new version.")
    analysis: RolloutAnalysis | None = field(
        default=None, doc="canary: measurements in the background, which abort the rollout where they fail."
    )
    dynamic_stable_scale: bool = field(
        default=False,
        doc="canary: whether the old version shrinks as the new one grows; saves GPUs, slows an abort.",
    )
    auto_promotion_enabled: bool = field(
        default=False, doc="blueGreen: whether the new version gets the traffic as soon as it is ready."
    )
    auto_promotion_seconds: int | None = field(
        default=None,
        doc="blueGreen: how long a ready version waits for somebody until it is promoted.",
        minimum=1,
        unit="seconds",
    )
    scale_down_delay_seconds: int | None = field(
        default=None,
        doc="How long the old version is kept after the switch, so that every node learns of it; Argo's own "
        "30 s without it.",
        minimum=0,
        unit="seconds",
    )
    pre_promotion_analysis: RolloutAnalysis | None = field(
        default=None, doc="blueGreen: measurements before the switch."
    )
    post_promotion_analysis: RolloutAnalysis | None = field(
        default=None, doc="blueGreen: measurements after the switch, which take it back where they fail."
    )
