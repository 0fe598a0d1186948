"""The Elasticsearch that is built: by a StatefulSet, or by the resources of Elastic Cloud on Kubernetes.

Source: elastic.co/docs, Elasticsearch and Kibana settings; elastic/cloud-on-k8s, config/samples.
"""

from __future__ import annotations

from mlkube.workloads.logging.target import cluster_name
from mlkube.workloads.parts.metadata import metadata
from mlkube.workloads.parts.resources import quantity

TYPE_CHECKING = False
if TYPE_CHECKING:
    from mlkube.core.json import JsonObject
    from mlkube.workloads.logging.elastic import ElasticCluster, Elasticsearch, Kibana
    from mlkube.workloads.logging.workload import Logging
    from mlkube.workloads.objects import Context, Objects

ELASTICSEARCH, KIBANA = "elasticsearch", "kibana"
# The default of the kernel is too low for memory maps, and raising it needs a privileged container.
NO_MEMORY_MAPS: JsonObject = {"node.store.allow_mmap": False}


def add_cluster(workload: Logging, elasticsearch: Elasticsearch, context: Context, objects: Objects) -> None:
    """Add the cluster, and Kibana where it is wanted."""
    cluster = elasticsearch.cluster
    if cluster is None:
        return
    if cluster.backend == "statefulset":
        from mlkube.workloads.logging.stateful import add_stateful_cluster  # noqa: PLC0415  one of two

        add_stateful_cluster(workload, elasticsearch, cluster, context, objects)
        return
    objects.add(_elasticsearch(workload, cluster, context))
    if cluster.kibana is not None:
        objects.add(_kibana(workload, cluster, cluster.kibana, context))


def _elasticsearch(workload: Logging, cluster: ElasticCluster, context: Context) -> JsonObject:
    container: JsonObject = {"name": ELASTICSEARCH, "resources": cluster.resources.to_kubernetes()}
    claim: JsonObject = {
        "metadata": {"name": "elasticsearch-data"},  # the operator knows it by this name
        "spec": claim_spec(cluster),
    }
    return {
        "apiVersion": "elasticsearch.k8s.elastic.co/v1",
        "kind": "Elasticsearch",
        "metadata": metadata(workload, context, cluster_name(context), ELASTICSEARCH),
        "spec": {
            "version": cluster.version,
            "nodeSets": [
                {
                    "name": "default",
                    "count": cluster.nodes,
                    "config": {**NO_MEMORY_MAPS},
                    "podTemplate": {"spec": {"containers": [container]}},
                    "volumeClaimTemplates": [claim],
                }
            ],
        },
    }


def _kibana(workload: Logging, cluster: ElasticCluster, kibana: Kibana, context: Context) -> JsonObject:
    container: JsonObject = {"name": KIBANA, "resources": kibana.resources.to_kubernetes()}
    return {
        "apiVersion": "kibana.k8s.elastic.co/v1",
        "kind": "Kibana",
        "metadata": metadata(workload, context, f"{context.name}-kibana", KIBANA),
        "spec": {
            "version": cluster.version,
            "count": kibana.replicas,
            "elasticsearchRef": {"name": cluster_name(context)},
            "podTemplate": {"spec": {"containers": [container]}},
        },
    }


def claim_spec(cluster: ElasticCluster) -> JsonObject:
    """Return `spec` of the claim on a node's disk."""
    spec: JsonObject = {
        "accessModes": ["ReadWriteOnce"],
        "resources": {"requests": {"storage": quantity(cluster.storage)}},
    }
    if cluster.storage_class is not None:
        spec["storageClassName"] = cluster.storage_class
    return spec
