"""An Ingress to a Service's ports."""

from __future__ import annotations

from mlkube.workloads.parts.metadata import metadata
from mlkube.workloads.spec import Spec, field

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping

    from mlkube.core.json import JsonObject
    from mlkube.workloads.objects import Context
    from mlkube.workloads.workload import Workload


class Ingress(Spec):
    """An Ingress to the REST port."""

    host: str = field(doc="Host name under which it is reached.")
    class_name: str | None = field(default=None, doc="IngressClass; the cluster's default without it.")
    tls_secret: str | None = field(default=None, doc="Secret with the certificate of the host.")
    annotations: Mapping[str, str] = field(default={}, doc="The controller's own settings.")


def ingress_object(workload: Workload, context: Context, ingress: Ingress, service: str) -> JsonObject:
    """Return the Ingress that leads to a Service's port `http`."""
    backend: JsonObject = {"service": {"name": service, "port": {"name": "http"}}}
    spec: JsonObject = {
        "rules": [
            {
                "host": ingress.host,
                "http": {"paths": [{"path": "/", "pathType": "Prefix", "backend": backend}]},
            }
        ]
    }
    if ingress.class_name is not None:
        spec["ingressClassName"] = ingress.class_name
    if ingress.tls_secret is not None:
        spec["tls"] = [{"hosts": [ingress.host], "secretName": ingress.tls_secret}]
    own = metadata(workload, context, context.name, "serving")
    if ingress.annotations:
        own["annotations"] = {**workload.annotations, **ingress.annotations}
    return {"apiVersion": "networking.k8s.io/v1", "kind": "Ingress", "metadata": own, "spec": spec}
