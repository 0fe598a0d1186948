"""How many objects, claims and devices a render takes of its namespace."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    import mlkube

    Judge = Callable[..., mlkube.QuotaReport]


def asked(found: mlkube.QuotaReport, namespace: str = "ml") -> dict[str, tuple[object, object]]:
    (each,) = [each for each in found.namespaces if each.name == namespace]
    return {row["resource"]: (row["minimum"], row["maximum"]) for row in each.to_json()["asked"]}  # type: ignore[index, union-attr, call-overload]  # as documented


def test_objects_are_counted_by_their_resource(judge: Judge) -> None:
    found = judge("""
{apiVersion: v1, kind: ConfigMap, metadata: {name: a, namespace: ml}}
---
{apiVersion: v1, kind: Secret, metadata: {name: a, namespace: ml}}
---
{apiVersion: networking.k8s.io/v1, kind: NetworkPolicy, metadata: {name: a, namespace: ml}}
---
{apiVersion: networking.k8s.io/v1, kind: Ingress, metadata: {name: a, namespace: ml}}
---
{apiVersion: rbac.authorization.k8s.io/v1, kind: ClusterRole, metadata: {name: a}}
---
{apiVersion: kueue.x-k8s.io/v1beta2, kind: ClusterQueue, metadata: {name: a, namespace: ml}}
---
apiVersion: v1
kind: Service
metadata: {name: a, namespace: ml}
spec: {type: NodePort, ports: [{port: 1}, {port: 2}]}
---
apiVersion: v1
kind: Service
metadata: {name: b, namespace: ml}
spec: {type: LoadBalancer, ports: [{port: 1}]}
""")
    assert [each.name for each in found.namespaces] == ["ml"]
    assert asked(found) == {
        "configmaps": (1, 1),
        "count/configmaps": (1, 1),
        "count/ingresses.networking.k8s.io": (1, 1),
        "count/networkpolicies.networking.k8s.io": (1, 1),
        "count/secrets": (1, 1),
        "count/services": (2, 2),
        "secrets": (1, 1),
        "services": (2, 2),
        "services.loadbalancers": (1, 1),
        "services.nodeports": (3, 3),
    }


def test_controllers_make_objects_too(judge: Judge) -> None:
    found = judge("""
apiVersion: apps/v1
kind: Deployment
metadata: {name: a, namespace: ml}
spec: {revisionHistoryLimit: 3, replicas: 0, template: {spec: {containers: [{name: c}]}}}
---
apiVersion: batch/v1
kind: CronJob
metadata: {name: a, namespace: ml}
spec: {jobTemplate: {spec: {template: {spec: {containers: [{name: c}]}}}}}
---
apiVersion: jobset.x-k8s.io/v1alpha2
kind: JobSet
metadata: {name: a, namespace: ml}
spec:
  replicatedJobs:
    - {name: w, replicas: 2, template: {spec: {template: {spec: {containers: [{name: c}]}}}}}
""")
    counts = asked(found)
    assert counts["count/replicasets.apps"] == (4, 4)
    assert counts["count/jobs.batch"] == (7, 7)  # one that runs, 3 and 1 that are kept, and 2 of the JobSet


STORAGE = """
apiVersion: v1
kind: PersistentVolumeClaim
metadata: {name: models, namespace: ml}
spec: {storageClassName: fast, resources: {requests: {storage: 10Gi}}}
---
apiVersion: apps/v1
kind: StatefulSet
metadata: {name: db, namespace: ml}
spec:
  replicas: 3
  volumeClaimTemplates: [{metadata: {name: data}, spec: {resources: {requests: {storage: 1Gi}}}}]
  template:
    spec:
      containers: [{name: c}]
      volumes:
        - name: scratch
          ephemeral:
            volumeClaimTemplate:
              spec: {storageClassName: fast, resources: {requests: {storage: 2Gi}}}
"""
GIB = 2**30


def test_claims_of_objects_of_replicas_and_of_volumes_are_added(judge: Judge) -> None:
    counts = asked(judge(STORAGE))
    assert counts["requests.storage"] == (19 * GIB, 19 * GIB)
    assert counts["persistentvolumeclaims"] == counts["count/persistentvolumeclaims"] == (7, 7)
    assert counts["fast.storageclass.storage.k8s.io/requests.storage"] == (16 * GIB, 16 * GIB)
    assert counts["fast.storageclass.storage.k8s.io/persistentvolumeclaims"] == (4, 4)


def test_a_claim_without_a_class_is_of_the_default_class(judge: Judge) -> None:
    default = """
---
apiVersion: storage.k8s.io/v1
kind: StorageClass
metadata: {name: slow, annotations: {storageclass.kubernetes.io/is-default-class: "true"}}
"""
    counts = asked(judge(STORAGE + default))
    assert counts["slow.storageclass.storage.k8s.io/requests.storage"] == (3 * GIB, 3 * GIB)


def test_devices_of_dynamic_allocation_are_counted_by_class(judge: Judge) -> None:
    counts = asked(
        judge("""
apiVersion: resource.k8s.io/v1
kind: ResourceClaimTemplate
metadata: {name: gpus, namespace: ml}
spec:
  spec:
    devices:
      requests:
        - {name: a, exactly: {deviceClassName: gpu.nvidia.com, count: 2}}
        - {name: b, firstAvailable: [{deviceClassName: mig.nvidia.com}, {deviceClassName: gpu.nvidia.com}]}
---
apiVersion: apps/v1
kind: Deployment
metadata: {name: a, namespace: ml}
spec:
  replicas: 3
  strategy: {type: Recreate}
  template:
    spec:
      containers: [{name: c, resources: {claims: [{name: gpu}]}}]
      resourceClaims: [{name: gpu, resourceClaimTemplateName: gpus}]
""")
    )
    assert counts["gpu.nvidia.com.deviceclass.resource.k8s.io/devices"] == (6, 6)
    assert counts["mig.nvidia.com.deviceclass.resource.k8s.io/devices"] == (3, 3)
    assert counts["count/resourceclaims.resource.k8s.io"] == (3, 3)


def test_a_claim_that_pods_share_is_counted_once(judge: Judge) -> None:
    counts = asked(
        judge("""
apiVersion: resource.k8s.io/v1
kind: ResourceClaim
metadata: {name: shared, namespace: ml}
spec: {devices: {requests: [{name: a, exactly: {deviceClassName: gpu.nvidia.com, count: 2}}]}}
---
apiVersion: apps/v1
kind: Deployment
metadata: {name: a, namespace: ml}
spec:
  replicas: 3
  template: {spec: {containers: [{name: c}], resourceClaims: [{name: gpu, resourceClaimName: shared}]}}
""")
    )
    assert counts["gpu.nvidia.com.deviceclass.resource.k8s.io/devices"] == (2, 2)
    assert counts["count/resourceclaims.resource.k8s.io"] == (1, 1)


def test_what_operators_decide_alone_is_said_not_to_be_counted(judge: Judge) -> None:
    found = judge(
        "{apiVersion: kafka.strimzi.io/v1, kind: Kafka, metadata: {name: bus, namespace: ml}, spec: {}}"
    )
    assert found.assumed == ("Kafka/bus: its pods are not counted: its operator decides what they ask for",)
