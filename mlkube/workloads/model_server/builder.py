"""What a ModelServer is as a server: its ports, times and probes, and what its runtime adds to the pod."""

from __future__ import annotations

from mlkube.workloads.model_server import mlserver, torchserve, triton, vllm
from mlkube.workloads.model_server.options import CustomOptions
from mlkube.workloads.model_server.runtimes import CUSTOM, RUNTIMES, ports_of
from mlkube.workloads.parts.config_files import add_immutable
from mlkube.workloads.parts.resources import quantity
from mlkube.workloads.serving.server import Port, Server

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable

    from mlkube.core.json import JsonObject
    from mlkube.core.quantity import Quantity
    from mlkube.workloads.model_server.workload import ModelServer
    from mlkube.workloads.objects import Context, Objects
    from mlkube.workloads.parts.pod import Pod

_PROBE_SECONDS = 5
_SPARE_SECONDS = 5  # to end once the last request has ended
_SHARED_MEMORY: dict[str, Quantity] = {"triton": "256Mi", "vllm": "2Gi"}

_FILES: dict[str, Callable[[ModelServer], JsonObject]] = {
    "mlserver": mlserver.files,
    "torchserve": torchserve.files,
}
_FILL: dict[str, Callable[[ModelServer, Pod, str], None]] = {
    "triton": triton.fill,
    "vllm": vllm.fill,
    "mlserver": mlserver.fill,
    "torchserve": torchserve.fill,
}


def server_of(workload: ModelServer, context: Context, objects: Objects) -> Server:
    """Return the server, and add its configuration."""
    fields = (workload.runtime, "server", "modelPath")
    config = f"{context.owner(*(('spec', field) for field in fields))}-config"
    files = _FILES.get(workload.runtime)
    data = {} if files is None else files(workload)
    if data:
        add_immutable(workload, context, objects, data, config)
    ports, metrics_path = _ports(workload)
    names = {port.name for port in ports}

    def fill(pod: Pod) -> None:
        _fill(workload, pod)
        if workload.runtime != CUSTOM:
            # Variables for Services would hide settings: VLLM_PORT of one that is called vllm is no port.
            pod.fields["enableServiceLinks"] = False
            _FILL[workload.runtime](workload, pod, config)

    return Server(
        container=workload.main_container,
        image=workload.server_image,
        ports=ports,
        http="http",
        grpc="grpc" if "grpc" in names else "",
        metrics="metrics" if "metrics" in names else "http",
        metrics_path=metrics_path,
        prefix=_prefix(workload),
        load="" if workload.runtime == CUSTOM else RUNTIMES[workload.runtime].load,
        system=workload.runtime,
        startup_seconds=workload.load_seconds,
        grace_seconds=workload.server.drain_seconds + workload.request_seconds + _ending(workload),
        fill=fill,
    )


def _ports(workload: ModelServer) -> tuple[tuple[Port, ...], str]:
    """Return the ports and where the metrics are."""
    if workload.runtime != CUSTOM:
        return ports_of(workload), "/metrics"
    options = workload.custom or CustomOptions()
    ports = [Port("http", options.http_port)]
    if options.grpc_port is not None:
        ports.append(Port("grpc", options.grpc_port, app_protocol="kubernetes.io/h2c"))
    if options.metrics_port is not None:
        ports.append(Port("metrics", options.metrics_port))
    return tuple(ports), options.metrics_path


def _prefix(workload: ModelServer) -> str:
    if workload.runtime != CUSTOM:
        return RUNTIMES[workload.runtime].prefix
    return (workload.custom or CustomOptions()).route_prefix


def _ending(workload: ModelServer) -> int:
    """Return the seconds that a server takes to end, once nobody waits for it."""
    return torchserve.STOP_SECONDS if workload.runtime == "torchserve" else _SPARE_SECONDS


def _fill(workload: ModelServer, pod: Pod) -> None:
    """Add what all servers have: probes, the models, shared memory."""
    pod.container.update(_probes(workload))
    drain = workload.server.drain_seconds
    if drain:
        pod.container["lifecycle"] = {"preStop": {"sleep": {"seconds": drain}}}
    if workload.model_storage is not None and not workload.served_by_kserve:
        pod.volumes.add("models", workload.model_storage, ("spec", "modelStorage"), read_only=True)
        pod.mount_volume("models", workload.models_folder, read_only=True, sub_path=workload.model_sub_path)
    size = workload.shared_memory or _SHARED_MEMORY.get(workload.runtime)
    several = workload.runtime != "vllm" or workload.tensor_parallel_size > 1
    if size is not None and (several or workload.shared_memory is not None):
        volume: JsonObject = {"medium": "Memory", "sizeLimit": quantity(size)}
        pod.mount({"name": "shm", "emptyDir": volume}, "/dev/shm")  # noqa: S108  of the container


def _probes(workload: ModelServer) -> JsonObject:
    if workload.runtime == CUSTOM:
        options = workload.custom or CustomOptions()
        ready, live = options.ready_path or "", options.live_path or ""
    else:
        known = RUNTIMES[workload.runtime]
        ready, live = known.ready, known.live
    return {
        # A start may take long: until it is over, no other probe is asked.
        "startupProbe": {
            **_question(ready),
            "periodSeconds": _PROBE_SECONDS,
            "failureThreshold": -(-workload.load_seconds // _PROBE_SECONDS),
        },
        "readinessProbe": {
            **_question(ready),
            "periodSeconds": _PROBE_SECONDS,
            "timeoutSeconds": 2,
            "failureThreshold": 3,
        },
        "livenessProbe": {
            **_question(live),
            "periodSeconds": 20,
            "timeoutSeconds": 5,
            "failureThreshold": 3,
        },
    }


def _question(path: str) -> JsonObject:
    if not path:
        return {"tcpSocket": {"port": "http"}}
    return {"httpGet": {"path": path, "port": "http"}}
