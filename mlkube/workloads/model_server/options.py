"""The options of Triton and of servers of one's own, and the times that every server has."""

from __future__ import annotations

from mlkube.workloads.faults import Fault
from mlkube.workloads.spec import Spec, field

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from mlkube.workloads.faults import Path

_SERVER_PATH = r"/.*"


class ServerTimes(Spec):
    """How long a server may take to start, to answer and to stop."""

    load_seconds: int | None = field(
        default=None,
        doc="How long a start may take, models and all; a pod that takes longer is started anew. Without it "
        "30 minutes for vLLM, which may have to download and to compile, and 10 for the others.",
        minimum=1,
        unit="seconds",
    )
    request_timeout_seconds: int | None = field(
        default=None,
        doc="Longest request; a stopping pod waits this long for the last ones. Without it two minutes for "
        "vLLM, whose answers are streamed, and 30 seconds for the others.",
        minimum=1,
        unit="seconds",
    )
    drain_seconds: int = field(
        default=10,
        doc="How long a stopping pod goes on serving before the server is told to stop: requests keep coming "
        "until every node has removed its endpoint.",
        minimum=0,
        unit="seconds",
    )


class TritonOptions(Spec):
    """Options of NVIDIA Triton Inference Server.

    Source: docs.nvidia.com/deeplearning/triton-inference-server, model management and model repository.
    """

    load_models: Sequence[str] = field(
        default=(),
        doc="Models of the repository to load, all of them without it. Names turn explicit control on: "
        "whoever reaches the server may then load and unload models.",
    )
    poll_seconds: int | None = field(
        default=None,
        doc="How often the repository is searched for changes; never without it. A change is no rollout "
        "then, and cannot be rolled back.",
        minimum=1,
        unit="seconds",
    )
    strict_readiness: bool = field(
        default=True, doc="Whether a pod is ready only with all of its models; else as soon as it answers."
    )
    exit_on_error: bool = field(
        default=True, doc="Whether a model that fails to load ends the server; else the others are served."
    )
    backend_config: Sequence[str] = field(
        default=(),
        doc="Settings of backends, such as python,shm-default-byte-size=8388608 (see sharedMemory).",
        pattern=r"([^,=]+,)?[^,=]+=.*",
        hint="write it as backend,setting=value",
    )
    log_verbose: int = field(default=0, doc="Verbosity of the log; 0 is none.", minimum=0)

    def faults(self, path: Path) -> Iterator[Fault]:
        """Yield two ways to choose models, and names beside `*`: the server refuses these."""
        if self.load_models and self.poll_seconds is not None:
            reason = "a repository is either polled, or its models are named"
            yield Fault((*path, "pollSeconds"), reason, "leave one out", other=(*path, "loadModels"))
        if "*" in self.load_models and len(self.load_models) > 1:
            at = self.load_models.index("*")
            yield Fault(
                (*path, "loadModels", at), "* is all models, and stands alone", "leave the others out"
            )


class CustomOptions(Spec):
    """A server that is none of these: which ports it has, and how it is asked whether it works."""

    http_port: int = field(default=8080, doc="Port that takes requests.", minimum=1, maximum=65535)
    grpc_port: int | None = field(default=None, doc="Port for gRPC.", minimum=1, maximum=65535)
    metrics_port: int | None = field(
        default=None, doc="Port with metrics, where it is none of these.", minimum=1, maximum=65535
    )
    metrics_path: str = field(
        default="/metrics", doc="Where the metrics are.", pattern=_SERVER_PATH, hint="an absolute path"
    )
    ready_path: str | None = field(
        default=None,
        doc="What answers 200 once models are loaded; an open port is enough without it.",
        pattern=_SERVER_PATH,
        hint="an absolute path",
    )
    live_path: str | None = field(
        default=None,
        doc="What answers 200 as long as a restart would not help; an open port is enough without it.",
        pattern=_SERVER_PATH,
        hint="an absolute path",
    )
    route_prefix: str = field(
        default="/",
        doc="What the paths of requests begin with.",
        pattern=_SERVER_PATH,
        hint="an absolute path",
    )

    def faults(self, path: Path) -> Iterator[Fault]:
        """Yield two uses of one port."""
        seen = {self.http_port: "httpPort"}
        for key, port in (("grpcPort", self.grpc_port), ("metricsPort", self.metrics_port)):
            if port is None:
                continue
            if port in seen:
                reason = f"{port} is {seen[port]} already"
                yield Fault(
                    (*path, key), reason, "leave it out, or choose another port", other=(*path, seen[port])
                )
            seen.setdefault(port, key)
