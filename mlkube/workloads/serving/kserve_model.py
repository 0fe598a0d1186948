"""What a model server is to KServe: a runtime with a model that KServe brings, or a container of its own."""

from __future__ import annotations

from mlkube.workloads.faults import Fault

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from mlkube.workloads.faults import Path
    from mlkube.workloads.parts.volume_sources import VolumeSource

# Where KServe brings the models, and what its runtimes listen on.
MODELS = "/mnt/models"
HTTP_PORT, GRPC_PORT = 8080, 9000

# What has no URI, and what to write in its place.
_WITHOUT_URI = {
    "nfs": "use static with this nfs: it makes a claim",
    "csi": "use a claim",
    "host_path": "use a claim",
    "empty_dir": "use a claim, an image or an object store",
    "config_map": "use a claim, an image or an object store",
    "secret": "use a claim, an image or an object store",
}


class Predictor:
    """What KServe serves.

    `model_format` is empty for a server that runs as a container of its own; `runtime` and `protocol` are
    then empty too. `source` is what stands behind the models, `source_path` where the description says so;
    `sub_path` is the folder in it, `sub_path_at` where that is said, `volume` what the volume is called.
    `request_seconds` is how long an answer may take.
    """

    __slots__ = (
        "model_format",
        "protocol",
        "request_seconds",
        "runtime",
        "source",
        "source_path",
        "sub_path",
        "sub_path_at",
        "volume",
    )

    def __init__(  # noqa: PLR0913  KServe asks for all of this
        self,
        *,
        request_seconds: int,
        model_format: str = "",
        runtime: str = "",
        protocol: str = "",
        source: VolumeSource | None = None,
        source_path: Path = (),
        sub_path: str | None = None,
        sub_path_at: Path = (),
        volume: str = "",
    ) -> None:
        self.model_format = model_format
        self.runtime = runtime
        self.protocol = protocol
        self.source = source
        self.source_path = source_path
        self.sub_path = sub_path
        self.sub_path_at = sub_path_at
        self.volume = volume
        self.request_seconds = request_seconds

    @property
    def of_runtime(self) -> bool:
        """Whether a runtime of the cluster serves it."""
        return bool(self.runtime)


def uri_faults(predictor: Predictor) -> Iterator[Fault]:
    """Yield storage that has no URI which KServe copies from, and settings that no URI can say."""
    source, path = predictor.source, predictor.source_path
    if source is None:
        return
    for name, hint in _WITHOUT_URI.items():
        if getattr(source, name) is not None:
            key = type(source).spec_fields[name].key
            yield Fault((*path, key), "KServe knows no URI for it", hint, other=("spec", "backend"))
    if source.image is not None and source.image.pull_policy is not None:
        reason = "KServe decides on it"
        yield Fault((*path, "image", "pullPolicy"), reason, "leave it out", other=("spec", "backend"))
    if source.image is not None and predictor.sub_path is not None:
        reason = "KServe takes the folder /models of an image, and no other"
        yield Fault(predictor.sub_path_at, reason, "leave it out", other=("spec", "backend"))
    for key, given, hint in _of_download(source):
        if given:
            reason = "KServe's own copying does not read it"
            yield Fault((*path, "s3", key), reason, hint, other=("spec", "backend"))


def _of_download(source: VolumeSource) -> Iterator[tuple[str, bool, str]]:
    """Yield the settings of a download that an init container of ours would read."""
    download = source.s3
    if download is None:
        return
    given = {field.name for field in download.given()}
    annotated = "annotate the Secret with serving.kserve.io/s3-{}, or leave it out"
    yield "endpoint", "endpoint" in given, annotated.format("endpoint")
    yield "region", "region" in given, annotated.format("region")
    yield "image", "image" in given, "leave it out"
    yield "sizeLimit", "size_limit" in given, "leave it out"


def uri_of(predictor: Predictor, claim: str) -> str:
    """Return the URI of the models; `claim` is the final name of the claim behind them, if any."""
    source = predictor.source
    folder = (predictor.sub_path or "").strip("/")
    if source is None:
        return ""
    if claim:
        return f"pvc://{claim}/{folder}" if folder else f"pvc://{claim}"
    if source.image is not None:
        return f"oci://{source.image.reference}"
    if source.s3 is not None:
        uri = source.s3.uri
        return f"{uri.rstrip('/')}/{folder}" if folder else uri
    return ""
