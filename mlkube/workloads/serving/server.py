"""What a model server is to the parts around it: its container, ports, times, and what fills its pod."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from mlkube.core.json import JsonObject
    from mlkube.workloads.parts.pod import Pod


# The component label of a server's pods.
SERVING = "serving"

# The server's container: KServe insists on its own name for it.
CONTAINER, KSERVE_CONTAINER = "serving", "kserve-container"
# How the names of the Deployment and the Service end that KServe makes.
PREDICTOR = "-predictor"


class Port:
    """A port of the server, by the name that container, Service, probes and monitors share.

    `app_protocol` is what gateways and meshes go by, such as kubernetes.io/h2c for gRPC without TLS.
    """

    __slots__ = ("app_protocol", "name", "number")

    def __init__(self, name: str, number: int, *, app_protocol: str = "") -> None:
        self.name = name
        self.number = number
        self.app_protocol = app_protocol

    def of_container(self) -> JsonObject:
        """Return it as a container has it."""
        return {"name": self.name, "containerPort": self.number, "protocol": "TCP"}

    def of_service(self) -> JsonObject:
        """Return it as a Service has it."""
        port: JsonObject = {
            "name": self.name,
            "port": self.number,
            "protocol": "TCP",
            "targetPort": self.name,
        }
        if self.app_protocol:
            port["appProtocol"] = self.app_protocol
        return port


class Server:
    """A model server of one version of a workload.

    `container` and `image` are those of the main container. `ports` stand in the order in which the Service
    names them; `http` and `grpc` are the names of those that take requests, empty where there is none, and
    `metrics` of the one with metrics at `metrics_path`. `prefix` is what the paths of requests begin with.
    `load` is PromQL for the load of all pods together, with `$pods` for the labels of their series and
    `$window` for the time of a rate; empty where it is not known. `system` is the key of its metrics in
    the tables, empty likewise. `startup_seconds` is how long the start
    may take, `grace_seconds` how long a stopping pod lives at most. `fill` puts arguments, probes,
    environment and volumes into the pod.
    """

    __slots__ = (
        "container",
        "fill",
        "grace_seconds",
        "grpc",
        "http",
        "image",
        "load",
        "metrics",
        "metrics_path",
        "ports",
        "prefix",
        "startup_seconds",
        "system",
    )

    def __init__(  # noqa: PLR0913  a server is all of this
        self,
        *,
        container: str,
        image: str,
        ports: Sequence[Port],
        http: str,
        grpc: str,
        metrics: str,
        metrics_path: str,
        prefix: str,
        startup_seconds: int,
        grace_seconds: int,
        fill: Callable[[Pod], None],
        load: str = "",
        system: str = "",
    ) -> None:
        self.container = container
        self.image = image
        self.ports = tuple(ports)
        self.http = http
        self.grpc = grpc
        self.metrics = metrics
        self.metrics_path = metrics_path
        self.prefix = prefix
        self.startup_seconds = startup_seconds
        self.grace_seconds = grace_seconds
        self.fill = fill
        self.load = load
        self.system = system

    def port(self, name: str) -> Port:
        """Return the port of a name.

        Raises:
            LookupError: the server has none of that name.

        """
        for port in self.ports:
            if port.name == name:
                return port
        raise LookupError(name)
