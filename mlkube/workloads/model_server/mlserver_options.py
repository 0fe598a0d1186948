"""The options of MLServer and of its models, under the names of its own documentation."""

from __future__ import annotations

from mlkube.workloads.faults import Fault
from mlkube.workloads.spec import Spec, field

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from mlkube.core.json import Json
    from mlkube.workloads.faults import Path

_NAME = r"[A-Za-z0-9]([-A-Za-z0-9_.]*[A-Za-z0-9])?"
_NAME_HINT = "letters, digits, `-`, `_` and `.`"


class MLServerModel(Spec):
    """A model of MLServer: what its model-settings.json says.

    Source: docs.seldon.ai/mlserver, model settings.
    """

    name: str = field(
        doc="Name of the model, as clients ask for it: /v2/models/<name>/infer.",
        pattern=_NAME,
        hint=_NAME_HINT,
    )
    implementation: str = field(
        doc="The runtime: mlserver_sklearn.SKLearnModel, mlserver_xgboost.XGBoostModel, "
        "mlserver_lightgbm.LightGBMModel, mlserver_mlflow.MLflowRuntime, mlserver_huggingface."
        "HuggingFaceRuntime, or a class of your own.",
        pattern=r"[A-Za-z_]\w*(\.[A-Za-z_]\w*)+",
        hint="write it as module.Class",
    )
    path: str | None = field(
        default=None, doc="File or folder of the model within modelPath; modelPath itself without it."
    )
    version: str | None = field(default=None, doc="Version of the model, where it has one.")
    content_type: str | None = field(default=None, doc="How requests are decoded by default: np, pd, str.")
    max_batch_size: int | None = field(
        default=None, doc="Most requests that are computed together; each alone without it.", minimum=2
    )
    max_batch_seconds: float | None = field(
        default=None,
        doc="How long a batch waits for more requests (max_batch_time).",
        minimum=0,
        unit="seconds",
    )
    extra: Mapping[str, Json] = field(
        default={}, doc="Further parameters of the runtime, such as task for Hugging Face."
    )

    def faults(self, path: Path) -> Iterator[Fault]:
        """Yield batches of which one half is missing, with which MLServer batches nothing; paths beyond."""
        for given, missing, key in (
            (self.max_batch_size, self.max_batch_seconds, "maxBatchSize"),
            (self.max_batch_seconds, self.max_batch_size, "maxBatchSeconds"),
        ):
            if given is not None and not missing:
                reason = "requests are batched only with both maxBatchSize and maxBatchSeconds"
                yield Fault((*path, key), reason, "give both, or neither")
        if self.path is not None and (self.path.startswith("/") or ".." in self.path.split("/")):
            reason = f'"{self.path}" is no path within modelPath'
            yield Fault((*path, "path"), reason, "a path without .. and / in front")


class MLServerOptions(Spec):
    """Options of Seldon MLServer.

    Source: docs.seldon.ai/mlserver, settings.
    """

    models: Sequence[MLServerModel] = field(
        default=(),
        doc="The models; without any the volume has a model-settings.json beside each model.",
        keys=("name",),
    )
    parallel_workers: int | None = field(
        default=None,
        doc="Processes that compute; 0 computes in the server itself. MLServer's own 1 without it.",
        minimum=0,
    )
    structured_logging: bool = field(default=True, doc="Whether the log is JSON.")

    def faults(self, path: Path) -> Iterator[Fault]:
        """Yield what contradicts in each model."""
        for at, model in enumerate(self.models):
            yield from model.faults((*path, "models", at))
