"""What the pods of Elasticsearch and Kibana share: settings in ConfigMaps, secrets, users of the images."""

from __future__ import annotations

from mlkube.workloads.parts.metadata import metadata, selector
from mlkube.yamlio import dump

TYPE_CHECKING = False
if TYPE_CHECKING:
    from mlkube.core.json import JsonObject
    from mlkube.workloads.logging.workload import Logging
    from mlkube.workloads.objects import Context, Objects

HTTP = 9200
CERTIFICATES = "certificates"
# Of the images, whose files belong to the group of root.
# Source: elastic/elasticsearch, distribution/docker: USER 1000:0, and `chown -R 0:0` of its home.
_USER, _GROUP = 1000, 0


def add_configuration(
    workload: Logging, context: Context, objects: Objects, name: str, file: str, settings: JsonObject
) -> None:
    """Add an immutable ConfigMap with one file of settings."""
    objects.add(
        {
            "apiVersion": "v1",
            "kind": "ConfigMap",
            "metadata": metadata(workload, context, f"{name}-config", "configuration"),
            "immutable": True,
            "data": {file: dump(settings)},
        },
        hashed=True,
    )


def service_object(
    workload: Logging, context: Context, name: str, component: str, spec: JsonObject
) -> JsonObject:
    """Return a Service of this spec for the pods of a component."""
    return {
        "apiVersion": "v1",
        "kind": "Service",
        "metadata": metadata(workload, context, name, component),
        "spec": {**spec, "selector": {**selector(workload, component)}},
    }


def file_mount(path: str) -> JsonObject:
    """Return the mount of one file among others of the image; the ConfigMap never changes in place."""
    return {
        "name": "configuration",
        "mountPath": path,
        "subPath": path.rpartition("/")[2],
        "readOnly": True,
    }


def drain() -> JsonObject:
    """Return a hook that keeps a stopping pod until every node has removed its endpoint."""
    return {"preStop": {"sleep": {"seconds": 10}}}


def pod_security() -> JsonObject:
    """Return the user of Elastic's images."""
    return {
        "runAsNonRoot": True,
        "runAsUser": _USER,
        "runAsGroup": _GROUP,
        "fsGroup": _USER,
        "fsGroupChangePolicy": "OnRootMismatch",
        "seccompProfile": {"type": "RuntimeDefault"},
    }


def container_security() -> JsonObject:
    """Return no rights; the root file system stays writable, for keystore, logs and optimised bundles."""
    return {"allowPrivilegeEscalation": False, "capabilities": {"drop": ["ALL"]}}
