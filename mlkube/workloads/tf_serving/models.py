"""What is served: models, their versions, and how requests are batched."""

from __future__ import annotations

from mlkube.workloads.faults import Fault
from mlkube.workloads.parts.volume_sources import VolumeSource
from mlkube.workloads.spec import Spec, field

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from mlkube.workloads.faults import Path


_LATEST = 2**63 - 1  # many take the time of training for the version


class VersionPolicy(Spec):
    """Which versions of a model are loaded; the newest one without it."""

    latest: int | None = field(default=None, doc="The newest versions, so many.", minimum=1, unit="versions")
    all: bool = field(default=False, doc="Every version that the folder holds.")
    specific: Sequence[int] = field(
        default=(), doc="These versions and no others.", minimum=0, maximum=_LATEST
    )

    def faults(self, path: Path) -> Iterator[Fault]:
        """Yield policies that exclude each other: the server's configuration holds one of them."""
        given = [
            key
            for key, value in (("latest", self.latest), ("all", self.all), ("specific", self.specific))
            if value
        ]
        for key in given[1:]:
            reason = f"{given[0]} and {key} exclude each other"
            yield Fault((*path, key), reason, "leave one out", other=(*path, given[0]))


class Model(Spec):
    """A model: its name is that of its URL, its folder, its probe and its configuration.

    The volume holds `<version>/saved_model.pb` for whole numbers as versions.
    """

    name: str = field(
        doc="Name of the model, as clients ask for it: /v1/models/<name>:predict.",
        pattern=r"[A-Za-z0-9]([-A-Za-z0-9_.]*[A-Za-z0-9])?",
        hint="letters, digits, `-`, `_` and `.`",
    )
    storage: VolumeSource | None = field(
        default=None,
        doc="Where the model's versions lie; mounted as /models/<name>. Else modelStorage holds it.",
    )
    sub_path: str | None = field(default=None, doc="Folder of the volume that holds the versions.")
    version_policy: VersionPolicy | None = field(
        default=None, doc="Which versions are loaded; the newest one without it."
    )
    version_labels: Mapping[str, int] = field(
        default={},
        doc="Names for versions, such as stable: 42, by which clients may ask for them "
        "(/v1/models/<name>/labels/stable). A labelled version must be loaded.",
        minimum=0,
        maximum=_LATEST,
    )


class Batching(Spec):
    """Requests that are computed together; it pays on GPUs and costs latency.

    Source: tensorflow/serving, servables/tensorflow/batching_session and batching/README.md.
    """

    max_batch_size: int = field(default=32, doc="Most requests in a batch.", minimum=1, unit="requests")
    timeout_micros: int = field(
        default=2000,
        doc="How long a batch waits for more requests.",
        minimum=0,
        maximum=2**63 - 1,
        unit="microseconds",
    )
    threads: int | None = field(
        default=None,
        doc="Batches that are computed at a time; by default the cores that are reserved, at least one.",
        minimum=1,
    )
    max_enqueued: int | None = field(
        default=None,
        doc="Batches that may wait; as many as threads without it, so that load is shed early.",
        minimum=1,
    )
    allowed_sizes: Sequence[int] = field(
        default=(), doc="Sizes to which batches are padded, rising; the last is maxBatchSize.", minimum=1
    )
    pad_variable_length_inputs: bool = field(
        default=False, doc="Whether inputs of different lengths are padded."
    )

    def faults(self, path: Path) -> Iterator[Fault]:
        """Yield sizes that do not rise to the greatest batch: the server would not start."""
        sizes = self.allowed_sizes
        if sizes and (list(sizes) != sorted(set(sizes)) or sizes[-1] != self.max_batch_size):
            reason = f"must rise and end in {self.max_batch_size}"
            yield Fault((*path, "allowedSizes"), reason, other=(*path, "maxBatchSize"))
