"""Elasticsearch as a destination: one that exists, or one that is built with its Kibana."""

from __future__ import annotations

from mlkube.core.quantity import exceeds
from mlkube.workloads.faults import Fault
from mlkube.workloads.parts.resources import Resources
from mlkube.workloads.parts.secret_key import SecretKey
from mlkube.workloads.spec import OBJECT_NAME, Spec, field

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Literal

    from mlkube.core.quantity import Quantity
    from mlkube.workloads.faults import Path

VERSION = "9.4.4"


class Kibana(Spec):
    """Kibana in front of the cluster."""

    replicas: int = field(default=1, doc="Pods.", minimum=1, unit="pods")
    resources: Resources = field(
        default=Resources(cpu="500m", memory="1Gi"), doc="Requests and limits of a pod."
    )
    password: SecretKey | None = field(
        default=None, doc="Password of the user kibana_system; an ECK cluster makes its own."
    )
    encryption_key: SecretKey | None = field(
        default=None,
        doc="At least 32 characters that encrypt sessions, saved objects and reports; without it all of them "
        "are lost with the pod. An ECK cluster makes its own.",
    )


class ElasticCluster(Spec):
    """A cluster that is built: a StatefulSet, or the resources of Elastic Cloud on Kubernetes (ECK).

    Source: elastic.co/docs, Elasticsearch settings; github.com/elastic/cloud-on-k8s, config/samples.
    """

    backend: Literal["statefulset", "eck"] = field(
        default="statefulset",
        doc="statefulset needs certificates and passwords from you; eck the operator, which makes both.",
    )
    version: str = field(
        default=VERSION, doc="Version of Elasticsearch and Kibana.", pattern=r"[0-9]+\.[0-9]+\.[0-9]+"
    )
    nodes: int = field(
        default=3, doc="Nodes; each may be master and holds data.", minimum=1, maximum=50, unit="nodes"
    )
    resources: Resources = field(
        default=Resources(cpu=1, memory="4Gi"),
        doc="Requests and limits of a node; half of the memory becomes the heap.",
    )
    storage: Quantity = field(default="50Gi", doc="Disk of each node.", unit="bytes")
    storage_class: str | None = field(
        default=None,
        doc="StorageClass of the disks; the cluster's default without it.",
        pattern=f"({OBJECT_NAME})?",
    )
    tls_secret: str | None = field(
        default=None,
        doc="Secret with ca.crt, tls.crt and tls.key for all nodes (statefulset), as cert-manager writes it.",
        pattern=OBJECT_NAME,
    )
    kibana: Kibana | None = field(default=None, doc="Kibana in front of it.")

    def faults(self, path: Path, *, dev: bool) -> Iterator[Fault]:
        """Yield a cluster that loses its master, that is open to everybody, or without room for a heap."""
        yield from self.resources.faults((*path, "resources"))
        if self.nodes == 2:  # noqa: PLR2004  neither alone has a majority
            reason = "two nodes have no majority where one is lost"
            yield Fault((*path, "nodes"), reason, "use 1 or 3")
        if self.resources.memory is None or exceeds("1Gi", self.resources.memory):
            reason = f"{self.resources.memory or 'no memory'} leaves no room for a heap"
            yield Fault((*path, "resources", "memory"), reason, "reserve 1Gi or more")
        if self.backend == "eck":
            yield from self._of_the_operator(path)
        elif not dev:
            yield from self._secured(path)

    def _of_the_operator(self, path: Path) -> Iterator[Fault]:
        """Yield what the operator makes itself."""
        kibana = self.kibana
        for keys, given in (
            (("tlsSecret",), self.tls_secret),
            (("kibana", "password"), kibana is not None and kibana.password),
            (("kibana", "encryptionKey"), kibana is not None and kibana.encryption_key),
        ):
            if given:
                reason = "the operator makes its own"
                yield Fault((*path, *keys), reason, "leave it out", other=(*path, "backend"))

    def _secured(self, path: Path) -> Iterator[Fault]:
        """Yield a cluster without certificates, or a Kibana that could not log in."""
        if self.tls_secret is None:
            hint = "name a Secret with ca.crt, tls.crt and tls.key, use backend: eck, or `profile: dev`"
            reason = "nodes trust each other by certificates, and there are none"
            yield Fault((*path, "tlsSecret"), reason, hint)
        if self.kibana is not None and self.kibana.password is None:
            reason = "Kibana cannot log in without the password of kibana_system"
            yield Fault((*path, "kibana", "password"), reason, "name the Secret that holds it")
        if self.kibana is not None and self.kibana.replicas > 1 and self.kibana.encryption_key is None:
            reason = "several pods do not know each other's sessions without a key that they share"
            hint = "name a Secret with at least 32 characters"
            yield Fault((*path, "kibana", "encryptionKey"), reason, hint, other=(*path, "kibana", "replicas"))


class Elasticsearch(Spec):
    """An Elasticsearch that exists (`host`), or one that is built (`cluster`).

    Records go to a data stream, which Elasticsearch rolls over and removes by its own lifecycle for `logs`.
    """

    host: str | None = field(default=None, doc="Host name of one that exists.")
    port: int = field(default=9200, doc="Port of the one that exists.", minimum=1, maximum=65535)
    tls: bool = field(default=True, doc="Whether the one that exists speaks TLS.")
    ca_secret: str | None = field(
        default=None,
        doc="Secret with the key ca.crt that signed its certificate; public authorities without it.",
        pattern=OBJECT_NAME,
    )
    user: str = field(
        default="elastic",
        doc="User that writes; elastic may do everything, so make one that may only create documents.",
    )
    password: SecretKey | None = field(
        default=None, doc="Password of the user; an ECK cluster has one of its own."
    )
    data_stream: str = field(
        default="logs-kubernetes-default",
        doc="Data stream to write to; names of the form logs-*-* have a template and a lifecycle by default.",
        pattern=r"[a-z0-9][-_.a-z0-9]*",
        hint="lower-case letters, digits, `-`, `_` and `.`",
    )
    cluster: ElasticCluster | None = field(default=None, doc="A cluster that is built.")

    def faults(self, path: Path, *, dev: bool) -> Iterator[Fault]:
        """Yield neither a host nor a cluster, or both; a user without a password."""
        cluster = self.cluster
        if self.host is None and cluster is None:
            yield Fault(path, "says nothing of where it is", "give host, or cluster to build one")
        if cluster is not None:
            for key, given in (
                ("host", self.host),
                ("port", self.port != _default("port")),
                ("tls", not self.tls),
                ("caSecret", self.ca_secret),
            ):
                if given:
                    reason = "belongs to an Elasticsearch that exists, and one is built"
                    yield Fault((*path, key), reason, "leave it out", other=(*path, "cluster"))
            yield from cluster.faults((*path, "cluster"), dev=dev)
        own = cluster is not None and cluster.backend == "eck"
        if self.password is None and not own and not dev:
            yield Fault((*path, "password"), f"{self.user} has no password", "name the Secret that holds it")
        if self.password is not None and own:
            reason = "the operator makes its own"
            other = (*path, "cluster", "backend")
            yield Fault((*path, "password"), reason, "leave it out", other=other)


def _default(name: str) -> object:
    return Elasticsearch.spec_fields[name].default
