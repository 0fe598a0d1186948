"""What Spark's operators and spark-submit ask of a cluster: driver and executors with their overhead."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from mlkube.core.resource import Resource
from mlkube.planning.owners.spark_sizes import pod_resources
from mlkube.planning.pod_sets import pod_sets
from mlkube.yamlio import load_all

if TYPE_CHECKING:
    from mlkube.planning.pod_set import PodSet


def sets(text: str) -> list[PodSet]:
    return pod_sets(Resource(body) for body in load_all(text.encode()) if isinstance(body, dict))


@pytest.mark.parametrize(
    ("properties", "memory"),
    [
        ({}, "1408Mi"),  # 1 GiB, and at least 384 MiB of overhead
        ({"spark.executor.memory": "8g"}, "9011Mi"),  # 8192 + 819.2, rounded down
        ({"spark.executor.memory": "8g", "spark.executor.memoryOverheadFactor": "0.4"}, "11468Mi"),
        ({"spark.executor.memory": "8g", "spark.kubernetes.memoryOverheadFactor": "0.2"}, "9830Mi"),
        ({"spark.executor.memory": "8g", "spark.executor.memoryOverhead": "2g"}, "10240Mi"),
        ({"spark.executor.memory": "2048", "spark.executor.memoryOverhead": "512m"}, "2560Mi"),
        ({"spark.executor.memory": "4g", "spark.executor.pyspark.memory": "1g"}, "5529Mi"),
        (
            {
                "spark.executor.memory": "4g",
                "spark.memory.offHeap.enabled": "true",
                "spark.memory.offHeap.size": "1g",
            },
            "5529Mi",
        ),
    ],
)
def test_an_executor_asks_for_heap_overhead_and_what_stands_beside(
    properties: dict[str, str], memory: str
) -> None:
    assert pod_resources("executor", properties, "0.1") == {
        "requests": {"cpu": "1", "memory": memory},
        "limits": {"memory": memory},
    }


KUBEFLOW = """
apiVersion: sparkoperator.k8s.io/v1beta2
kind: SparkApplication
metadata: {name: etl, namespace: ml}
spec:
  type: Python
  driver: {cores: 1, coreRequest: 500m, coreLimit: "2", memory: 2g, labels: {a: b}}
  executor:
    cores: 4
    memory: 8g
    memoryOverhead: 1g
    instances: 5
    gpu: {name: nvidia.com/gpu, quantity: 1}
    tolerations: [{key: nvidia.com/gpu, operator: Exists}]
    nodeSelector: {pool: gpu}
    sidecars: [{name: agent, resources: {requests: {cpu: 100m}}}]
"""


def test_the_kubeflow_operator_sizes_pods_by_its_fields() -> None:
    driver, executor = sets(KUBEFLOW)
    assert (str(driver), driver.minimum, driver.maximum, driver.labels) == (
        "SparkApplication/etl driver",
        1,
        1,
        {"a": "b"},
    )
    assert driver.containers[0]["resources"] == {
        "requests": {"cpu": "500m", "memory": "2867Mi"},  # Python: 0.4 of the heap
        "limits": {"cpu": "2", "memory": "2867Mi"},
    }
    assert (executor.minimum, executor.maximum) == (5, 5)
    assert executor.containers[0]["resources"] == {
        "requests": {"cpu": "4", "memory": "9216Mi"},
        "limits": {"memory": "9216Mi", "nvidia.com/gpu": 1},
    }
    assert executor.containers[1]["name"] == "agent"
    assert executor.spec["nodeSelector"] == {"pool": "gpu"}


def test_dynamic_allocation_bounds_the_executors() -> None:
    dynamic = "  dynamicAllocation: {enabled: true, minExecutors: 1, maxExecutors: 12}\n"
    executor = sets(KUBEFLOW + dynamic)[1]
    assert (executor.minimum, executor.maximum, executor.assumed) == (1, 12, ())
    unbounded = sets(KUBEFLOW + "  dynamicAllocation: {enabled: true, initialExecutors: 7}\n")[1]
    assert (unbounded.minimum, unbounded.maximum) == (0, 7)
    assert unbounded.assumed == ("maxExecutors is not set: executors have no bound",)


def test_the_apache_operator_sizes_pods_by_spark_conf() -> None:
    driver, executor = sets("""
apiVersion: spark.apache.org/v1
kind: SparkApplication
metadata: {name: etl}
spec:
  pyFiles: local:///app/etl.py
  sparkConf:
    spark.executor.instances: "3"
    spark.executor.memory: 4g
    spark.executor.resource.gpu.amount: "2"
    spark.executor.resource.gpu.vendor: nvidia.com
    spark.kubernetes.node.selector.pool: batch
    spark.kubernetes.executor.volumes.persistentVolumeClaim.spark-local-dir-1.options.claimName: OnDemand
    spark.kubernetes.executor.volumes.persistentVolumeClaim.spark-local-dir-1.options.sizeLimit: 500Gi
    spark.kubernetes.executor.volumes.persistentVolumeClaim.spark-local-dir-1.options.storageClass: fast
  executorSpec: {podTemplateSpec: {spec: {containers: [{name: own, image: a}]}}}
""")
    assert driver.containers[0]["name"] == "spark-kubernetes-driver"
    assert executor.maximum == 3
    assert executor.containers == [
        {
            "name": "own",
            "image": "a",
            "resources": {
                "requests": {"cpu": "1", "memory": "5734Mi"},
                "limits": {"memory": "5734Mi", "nvidia.com/gpu": "2"},
            },
        }
    ]
    assert executor.spec["nodeSelector"] == {"pool": "batch"}
    assert executor.claim_templates == (
        {
            "metadata": {"name": "spark-local-dir-1"},
            "spec": {"resources": {"requests": {"storage": "500Gi"}}, "storageClassName": "fast"},
        },
    )


SUBMIT = """
apiVersion: batch/v1
kind: Job
metadata: {name: etl, namespace: ml}
spec:
  template:
    spec:
      containers:
        - name: driver
          command: [/opt/spark/bin/spark-submit]
          args: [--properties-file, /etc/spark/spark-defaults.conf, --num-executors, "6", etl.py]
      volumes: [{name: spark, configMap: {name: conf}}]
---
apiVersion: v1
kind: ConfigMap
metadata: {name: conf, namespace: ml}
data:
  spark-defaults.conf: |
    # executors
    spark.master k8s://https://kubernetes.default.svc:443
    spark.submit.deployMode client
    spark.executor.cores=2
    spark.kubernetes.executor.podTemplateFile /etc/spark/executor.yaml
  executor.yaml: |
    metadata: {labels: {role: executor}}
    spec: {tolerations: [{operator: Exists}], containers: [{name: spark}]}
"""


def test_the_executors_of_a_driver_in_client_mode_are_found_in_its_configuration() -> None:
    driver, executor = sets(SUBMIT)
    assert (str(driver), str(executor), executor.maximum) == ("Job/etl", "Job/etl executor", 6)
    assert (executor.labels, executor.spec["tolerations"]) == ({"role": "executor"}, [{"operator": "Exists"}])
    assert executor.containers[0]["resources"] == {
        "requests": {"cpu": "2", "memory": "1408Mi"},
        "limits": {"memory": "1408Mi"},
    }


def test_a_submission_in_cluster_mode_starts_a_driver_too() -> None:
    found = sets(SUBMIT.replace("deployMode client", "deployMode cluster"))
    assert [str(each) for each in found] == ["Job/etl", "Job/etl driver", "Job/etl executor"]
    assert found[1].containers[0]["resources"] == {
        "requests": {"cpu": "1", "memory": "1433Mi"},  # 0.4 of 1 GiB: the program is Python
        "limits": {"memory": "1433Mi"},
    }


def test_spark_outside_of_kubernetes_starts_no_pods() -> None:
    assert [str(each) for each in sets(SUBMIT.replace("k8s://https", "spark://https"))] == ["Job/etl"]


def test_a_scheduled_application_has_none_between_runs() -> None:
    found = sets("""
apiVersion: sparkoperator.k8s.io/v1beta2
kind: ScheduledSparkApplication
metadata: {name: nightly}
spec: {concurrencyPolicy: Replace, template: {type: Scala, executor: {instances: 2}}}
""")
    assert [(each.role, each.minimum, each.maximum, each.surge) for each in found] == [
        ("driver", 0, 1, 1),
        ("executor", 0, 2, 2),
    ]
