"""Triton: its arguments.

Source: docs.nvidia.com/deeplearning/triton-inference-server; github.com/triton-inference-server/server,
deploy/k8s-onprem.
"""

from __future__ import annotations

from mlkube.workloads.model_server.options import TritonOptions

TYPE_CHECKING = False
if TYPE_CHECKING:
    from mlkube.workloads.model_server.workload import ModelServer
    from mlkube.workloads.parts.pod import Pod


def fill(workload: ModelServer, pod: Pod, config: str) -> None:  # noqa: ARG001  Triton has no files of its own
    """Add the arguments; the image's entrypoint prepares for older drivers, then runs what it is given."""
    repository = f"--model-repository={workload.models_folder}"
    # KServe's runtime begins with these two, and puts what follows behind.
    first = [] if workload.served_by_kserve else ["tritonserver", repository]
    pod.container["args"] = [*first, *_arguments(workload)]


def _arguments(workload: ModelServer) -> list[str]:
    """Return the server's arguments but for the repository and the ports."""
    options = workload.triton or TritonOptions()
    result = [f"--exit-timeout-secs={workload.request_seconds}"]
    if options.load_models:
        result += ["--model-control-mode=explicit", *(f"--load-model={each}" for each in options.load_models)]
    elif options.poll_seconds is not None:
        result += ["--model-control-mode=poll", f"--repository-poll-secs={options.poll_seconds}"]
    if not options.strict_readiness:
        result.append("--strict-readiness=false")
    if not options.exit_on_error:
        result.append("--exit-on-error=false")
    result += [f"--backend-config={each}" for each in options.backend_config]
    if options.log_verbose:
        result.append(f"--log-verbose={options.log_verbose}")
    return result
