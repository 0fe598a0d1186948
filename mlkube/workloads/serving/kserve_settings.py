"""What KServe is told beyond what every backend is told.

Source: kserve/kserve v0.20.0, config/crd/full/serving.kserve.io_inferenceservices.yaml and
pkg/apis/serving/v1beta1/inference_service_validation.go.
"""

from __future__ import annotations

from mlkube.workloads.faults import Fault
from mlkube.workloads.spec import Spec, field

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Literal

    from mlkube.workloads.faults import Path

_URI = r"(pvc|oci|s3|gs|hf|https?|hdfs|webhdfs)://.+"


class KServeSettings(Spec):
    """Settings of an InferenceService, with `backend: kserve`."""

    runtime: str | None = field(
        default=None,
        doc="ServingRuntime or ClusterServingRuntime; the one that KServe ships for the server without it.",
    )
    model_format: str | None = field(
        default=None,
        doc="Format of the model, by which KServe holds a runtime to be fit: sklearn, xgboost, mlflow, "
        "triton. By the server and its models without it.",
    )
    protocol_version: Literal["v1", "v2", "grpc-v1", "grpc-v2"] | None = field(
        default=None, doc="Protocol of the requests; that of the server without it."
    )
    storage_uri: str | None = field(
        default=None,
        doc="Where KServe copies the models from, in place of modelStorage: hf://org/model, gs://bucket/path.",
        pattern=_URI,
        hint="pvc, oci, s3, gs, hf, https, http, hdfs or webhdfs, then :// and what to copy",
    )
    timeout_seconds: int | None = field(
        default=None,
        doc="How long KServe's route waits for an answer; server.requestTimeoutSeconds without it. KServe's "
        "own 60 would cut longer answers.",
        minimum=1,
        unit="seconds",
    )

    def faults(self, path: Path) -> Iterator[Fault]:
        """Yield a claim of a path alone."""
        if self.storage_uri is not None and self.storage_uri.startswith("pvc:///"):
            yield Fault((*path, "storageUri"), "names no claim", "write it as pvc://claim/folder")
