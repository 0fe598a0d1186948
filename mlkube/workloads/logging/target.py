"""Elasticsearch as the collector sees it: host, certificates, credentials, by their final names."""

from __future__ import annotations

from mlkube.workloads.parts.secret_key import SecretKey

TYPE_CHECKING = False
if TYPE_CHECKING:
    from mlkube.workloads.logging.elastic import Elasticsearch
    from mlkube.workloads.objects import Context

# Names in the operator's own objects. Source: elastic/cloud-on-k8s, pkg/controller/elasticsearch/user,
# pkg/controller/common/certificates.
_ECK_USER = "{}-es-elastic-user"
_ECK_SERVICE = "{}-es-http"
_ECK_CERTIFICATE = "{}-es-http-certs-public"


class Target:
    """An Elasticsearch as clients see it.

    `ca_secret` holds the key ca.crt; None where there is none, as for `password`.
    """

    __slots__ = ("ca_secret", "host", "password", "port", "tls", "user")

    def __init__(
        self,
        *,
        host: str,
        port: int,
        tls: bool,
        user: str,
        password: SecretKey | None,
        ca_secret: str | None,
    ) -> None:
        self.host = host
        self.port = port
        self.tls = tls
        self.user = user
        self.password = password
        self.ca_secret = ca_secret


def cluster_name(context: Context) -> str:
    """Return the base name of the cluster that is built."""
    return f"{context.name}-elasticsearch"


def target_of(elasticsearch: Elasticsearch, context: Context) -> Target:
    """Return the target; one that the operator makes is called after the final name of its resource."""
    cluster = elasticsearch.cluster
    if cluster is None:
        return Target(
            host=elasticsearch.host or "",
            port=elasticsearch.port,
            tls=elasticsearch.tls,
            user=elasticsearch.user,
            password=elasticsearch.password,
            ca_secret=elasticsearch.ca_secret,
        )
    final = context.final(cluster_name(context))
    if cluster.backend == "eck":
        return Target(
            host=_ECK_SERVICE.format(final),
            port=9200,
            tls=True,
            user="elastic",
            password=SecretKey(name=_ECK_USER.format(final), key="elastic"),
            ca_secret=_ECK_CERTIFICATE.format(final),
        )
    return Target(
        host=final,
        port=9200,
        tls=cluster.tls_secret is not None,
        user=elasticsearch.user,
        password=elasticsearch.password,
        ca_secret=cluster.tls_secret,
    )
