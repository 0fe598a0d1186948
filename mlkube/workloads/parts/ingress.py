"""An Ingress to a Service's ports; a split of its requests where its controller has one.

Source: kubernetes.io/docs/concepts/services-networking/ingress; for the split kubernetes-sigs/
aws-load-balancer-controller, docs/guide/ingress/annotations.md. The Ingress itself knows no weights, and
ingress-nginx, whose annotations had them, was archived in March 2026.
"""

from __future__ import annotations

from mlkube.workloads.faults import Fault
from mlkube.workloads.parts.routes import HOSTNAME, path_faults
from mlkube.workloads.spec import OBJECT_NAME, Spec, field, make

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from typing import Literal

    from mlkube.core.json import Json, JsonObject
    from mlkube.workloads.faults import Path


class IngressPath(Spec):
    """A path of requests, and the port that they go to."""

    path: str = field(default="/", doc="The path.", pattern=r"/.*", hint="an absolute path")
    path_type: Literal["Exact", "Prefix", "ImplementationSpecific"] = field(
        default="Prefix", doc="How it is compared: as a whole, by segments, or as the controller does."
    )
    port: Literal["http", "grpc"] = field(
        default="http",
        doc="REST or gRPC. For gRPC the controller must be told to speak HTTP/2 to the pods: by annotations.",
    )


class IngressHost(Spec):
    """A further host name, with its own paths and certificate."""

    host: str = field(doc="Host name.", pattern=HOSTNAME, hint="a lower-case name of DNS")
    paths: Sequence[IngressPath] = field(default=(), doc="Paths; everything to REST without it.")
    tls_secret: str | None = field(
        default=None, doc="Secret with the certificate of the host.", pattern=OBJECT_NAME
    )


class Ingress(Spec):
    """An Ingress to the REST port."""

    host: str | None = field(
        default=None,
        doc="Host name under which it is reached.",
        pattern=HOSTNAME,
        hint="a lower-case name of DNS",
    )
    paths: Sequence[IngressPath] = field(default=(), doc="Paths of host; everything to REST without it.")
    hosts: Sequence[IngressHost] = field(default=(), doc="Further host names.", keys=("host",))
    class_name: str | None = field(
        default=None, doc="IngressClass; the cluster's default without it.", pattern=OBJECT_NAME
    )
    controller: Literal["alb"] | None = field(
        default=None,
        doc="The controller of the class, for a rollout that splits requests: alb is the AWS Load Balancer "
        "Controller, which className: alb says too. How others split, where they do, is not written here.",
    )
    tls_secret: str | None = field(
        default=None, doc="Secret with the certificate of host.", pattern=OBJECT_NAME
    )
    annotations: Mapping[str, str] = field(default={}, doc="The controller's own settings.")

    @property
    def splits(self) -> bool:
        """Whether its controller splits requests among Services."""
        return "alb" in {self.controller, self.class_name}

    def rules(self) -> list[IngressHost]:
        """Return every host with its paths."""
        if self.host is None:
            return [*self.hosts]
        first = {"host": self.host, "paths": self.paths, "tls_secret": self.tls_secret}
        return [make(IngressHost, first), *self.hosts]

    def faults(self, path: Path) -> Iterator[Fault]:
        """Yield an Ingress for no host, fields of a host that is not there, one twice, unclear paths."""
        for here, paths in self._paths(path):
            for at, asked in enumerate(paths):
                if asked.path_type != "ImplementationSpecific":
                    yield from path_faults(asked.path, (*here, at, "path"))
        if self.host is None and not self.hosts:
            yield Fault((*path, "host"), "no host name leads to it", "give host, or hosts")
        if self.host is None:
            for key, given in (("paths", self.paths), ("tlsSecret", self.tls_secret)):
                if given:
                    yield Fault((*path, key), "it belongs to host, which is not given", "write it in hosts")
        for at, each in enumerate(self.hosts):
            if each.host == self.host:
                reason = f"{each.host} is host already"
                yield Fault((*path, "hosts", at, "host"), reason, "leave one out", other=(*path, "host"))

    def _paths(self, path: Path) -> Iterator[tuple[Path, Sequence[IngressPath]]]:
        yield (*path, "paths"), self.paths
        for at, each in enumerate(self.hosts):
            yield (*path, "hosts", at, "paths"), each.paths


def ingress_spec(
    ingress: Ingress, service: str, ports: Mapping[str, str], *, actions: Sequence[str] = ()
) -> JsonObject:
    """Return `spec` of the Ingress; `ports` are the names of the Service's ports for REST and gRPC.

    `actions` are the names of a controller's actions, which stand in place of the Service.
    """
    hosts = ingress.rules()
    spec: JsonObject = {
        "rules": [
            {"host": each.host, "http": {"paths": [*_paths(each, service, ports, actions)]}} for each in hosts
        ]
    }
    if ingress.class_name is not None:
        spec["ingressClassName"] = ingress.class_name
    secured: list[Json] = [
        {"hosts": [each.host], "secretName": each.tls_secret} for each in hosts if each.tls_secret is not None
    ]
    if secured:
        spec["tls"] = secured
    return spec


def _paths(
    host: IngressHost, service: str, ports: Mapping[str, str], actions: Sequence[str]
) -> Iterator[JsonObject]:
    for each in host.paths or (IngressPath(),):
        backends = [(action, "use-annotation") for action in actions] or [(service, ports[each.port])]
        for name, port in backends:
            yield {
                "path": each.path,
                "pathType": each.path_type,
                "backend": {"service": {"name": name, "port": {"name": port}}},
            }
