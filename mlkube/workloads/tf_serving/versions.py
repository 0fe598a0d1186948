"""Versions of TensorFlow Serving that run side by side: what one of them may change."""

from __future__ import annotations

from mlkube.workloads.parts.volume_sources import VolumeSource
from mlkube.workloads.serving.rollout import Rollout
from mlkube.workloads.serving.version import ServingVersion
from mlkube.workloads.spec import field
from mlkube.workloads.tf_serving.models import Model

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence


class TFServingVersion(ServingVersion):
    """One version of TensorFlow Serving: its name, and what differs from the workload's own fields.

    Lists with keys and mappings are merged with those of the workload; everything else replaces it.
    """

    models: Sequence[Model] = field(
        default=(), doc="What differs of the models, such as their storage or versionPolicy.", keys=("name",)
    )
    model_storage: VolumeSource | None = field(
        default=None, doc="The volume with a folder for each model, in place of the workload's own."
    )


class TFServingRollout(Rollout):
    """How a new version takes the place of the old one, and which of them gets which requests."""

    versions: Sequence[TFServingVersion] = field(
        default=(), doc="The versions that run side by side.", keys=("name",)
    )
