"""What contradicts in the scaling of a server: the exact text of each refusal, at the line that has the field."""
# ruff: noqa: E501  error texts stand as they are printed

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        # bounds and engines
        (
            "autoscaling: {minReplicas: 0, maxReplicas: 3}",
            [
                "spec.autoscaling.minReplicas: an HPA goes down to no pods behind the alpha gate HPAScaleToZero only, which is off; set engine: keda, or keep a pod"
            ],
        ),
        (
            "autoscaling: {engine: keda}",
            [
                "spec.autoscaling.maxReplicas: missing; Most pods",
                "spec.autoscaling.keda: missing; KEDA has nothing to watch: name triggers",
            ],
        ),
        (
            "autoscaling: {maxReplicas: 3, cpuUtilization: 50, metrics: [{resource: {name: cpu, target: {averageUtilization: 50}}}]}",
            [
                "spec.autoscaling.cpuUtilization: metrics stand in place of it; leave it out, or add a containerResource metric"
            ],
        ),
        (
            "autoscaling: {maxReplicas: 3, keda: {triggers: []}}",
            ["spec.autoscaling.keda: hpa has no use for it; leave it out, or set engine: keda"],
        ),
        (
            "autoscaling: {engine: vpa, minReplicas: 2, maxReplicas: 3}",
            [
                "spec.autoscaling.minReplicas: vpa has no use for it; leave it out, or set replicas",
                "spec.autoscaling.maxReplicas: vpa has no use for it; leave it out, or set replicas",
            ],
        ),
        (
            "autoscaling: {maxReplicas: 3, scaleDownSeconds: 60, behavior: {scaleDown: {stabilizationWindowSeconds: 50}}}",
            ["spec.autoscaling.scaleDownSeconds: behavior says how long as well; leave one out"],
        ),
        # metrics
        (
            "autoscaling: {maxReplicas: 3, metrics: [{}]}",
            [
                "spec.autoscaling.metrics[0]: says nothing of where the metric comes from; give resource, containerResource, pods, object or external"
            ],
        ),
        (
            "autoscaling: {maxReplicas: 3, metrics: [{resource: {name: cpu, target: {averageUtilization: 50}}, pods: {metric: {name: q}, target: {averageValue: 3}}}]}",
            [
                "spec.autoscaling.metrics[0].pods: resource and pods exclude each other; make it a metric of its own"
            ],
        ),
        (
            "autoscaling: {maxReplicas: 3, metrics: [{type: Pods, resource: {name: cpu, target: {averageUtilization: 50}}}]}",
            ["spec.autoscaling.metrics[0].type: is Pods, but resource is given; leave type out"],
        ),
        (
            "autoscaling: {maxReplicas: 3, metrics: [{resource: {name: cpu, target: {type: Value, averageUtilization: 50}}}]}",
            [
                "spec.autoscaling.metrics[0].resource.target.type: is Value, but averageUtilization is given; leave type out"
            ],
        ),
        (
            "autoscaling: {maxReplicas: 3, metrics: [{pods: {metric: {name: q}, target: {value: 3}}}]}",
            [
                "spec.autoscaling.metrics[0].pods.target.value: this metric has no such target; give averageValue"
            ],
        ),
        (
            "autoscaling: {maxReplicas: 3, metrics: [{external: {metric: {name: q}, target: {value: 3, averageValue: 4}}}]}",
            [
                "spec.autoscaling.metrics[0].external.target.value: averageValue and value exclude each other; leave one out"
            ],
        ),
        (
            "autoscaling: {maxReplicas: 3, metrics: [{external: {metric: {name: q}, target: {value: 0}}}]}",
            ["spec.autoscaling.metrics[0].external.target.value: must be more than 0"],
        ),
        (
            "autoscaling: {maxReplicas: 3, metrics: [{external: {metric: {name: q}, target: {}}}]}",
            ["spec.autoscaling.metrics[0].external.target: names no target; give averageValue or value"],
        ),
        (
            "resources: {cpu: 1}\nautoscaling: {maxReplicas: 3, metrics: [{containerResource: {name: memory, target: {averageUtilization: 50}}}]}",
            [
                "spec.autoscaling.metrics[0].containerResource: memory utilisation is measured against the memory that is reserved, and none is; set resources.memory"
            ],
        ),
        (
            "autoscaling: {maxReplicas: 3, metrics: [{containerResource: {name: memory, target: {averageUtilization: 95}}}]}",
            [
                "spec.autoscaling.metrics[0].containerResource.target.averageUtilization: use ends at the limit, 100 % of the request: 95 % and the tolerance are never passed; aim lower"
            ],
        ),
        (
            "sidecars: [{name: proxy, image: 'p:1'}]\nautoscaling: {maxReplicas: 3, metrics: [{resource: {name: cpu, target: {averageUtilization: 50}}}]}",
            [
                "spec.autoscaling.metrics[0].resource: the container proxy reserves no cpu, and the metric counts whole pods; use containerResource, or reserve some there"
            ],
        ),
        (
            "sidecars: [{name: proxy, image: 'p:1'}]\nautoscaling: {maxReplicas: 3, metrics: [{containerResource: {name: cpu, container: proxy, target: {averageUtilization: 50}}}]}",
            [
                "spec.autoscaling.metrics[0].containerResource: CPU utilisation is measured against the CPU that is reserved, and none is; reserve cpu in the container proxy"
            ],
        ),
        (
            "autoscaling: {maxReplicas: 3, metrics: [{containerResource: {name: cpu, container: server, target: {averageUtilization: 50}}}]}",
            [
                'spec.autoscaling.metrics[0].containerResource.container: the pods have no container "server"; they have serving'
            ],
        ),
        (
            "autoscaling: {maxReplicas: 3, behavior: {scaleUp: {policies: [{type: Pods, value: 0, periodSeconds: 2000}]}}}",
            [
                "spec.autoscaling.behavior.scaleUp.policies[0].value: is 0, but must be at least 1",
                "spec.autoscaling.behavior.scaleUp.policies[0].periodSeconds: is 2000, but must be at most 1800 seconds",
            ],
        ),
        # triggers
        (
            "autoscaling: {engine: keda, maxReplicas: 4, keda: {triggers: []}}",
            ["spec.autoscaling.keda.triggers: KEDA has nothing to watch; name one"],
        ),
        (
            "autoscaling: {engine: keda, maxReplicas: 4, keda: {triggers: [{name: a}]}}",
            [
                "spec.autoscaling.keda.triggers[0]: says nothing of what to watch; give prometheus, kafka, cron or another scaler"
            ],
        ),
        (
            "autoscaling: {engine: keda, maxReplicas: 4, keda: {triggers: [{name: a, cpu: {value: 70}, type: nats}]}}",
            [
                "spec.autoscaling.keda.triggers[0].type: cpu and type exclude each other; make it a trigger of its own"
            ],
        ),
        (
            "autoscaling: {engine: keda, maxReplicas: 4, keda: {triggers: [{name: a, cpu: {value: 70}, metadata: {a: b}}]}}",
            ["spec.autoscaling.keda.triggers[0].metadata: cpu has fields of its own; write them there"],
        ),
        (
            "autoscaling: {engine: keda, maxReplicas: 4, keda: {triggers: [{name: a, type: redis, metadata: {password: b}}]}}",
            [
                "spec.autoscaling.keda.triggers[0].metadata.password: password is a secret; leave it to authentication.secretTargetRef"
            ],
        ),
        (
            "autoscaling: {engine: keda, maxReplicas: 4, keda: {triggers: [{name: a, cpu: {value: 70}, metricType: Value}]}}",
            [
                "spec.autoscaling.keda.triggers[0].metricType: cpu knows no Value; set Utilization or AverageValue"
            ],
        ),
        (
            "autoscaling: {engine: keda, maxReplicas: 4, keda: {triggers: [{name: a, cpu: {value: 500m}}]}}",
            [
                "spec.autoscaling.keda.triggers[0].cpu.value: 500m is no percentage; write it as 70, or set metricType: AverageValue"
            ],
        ),
        (
            "autoscaling: {engine: keda, maxReplicas: 4, keda: {triggers: [{name: a, prometheus: {serverAddress: 'http://p:9090', threshold: 0}, metricType: Utilization}]}}",
            [
                "spec.autoscaling.keda.triggers[0].metricType: prometheus knows no Utilization; set AverageValue or Value",
                "spec.autoscaling.keda.triggers[0].prometheus.threshold: must be more than 0",
            ],
        ),
        (
            "autoscaling: {engine: keda, maxReplicas: 4, keda: {triggers: [{name: a, cron: {timezone: Etc/UTC, start: 0 8 * * *, end: 0 8 * * *, desiredReplicas: 9}, useCachedMetrics: true}]}}",
            [
                "spec.autoscaling.keda.triggers[0].useCachedMetrics: cron has nothing to keep; leave it out",
                "spec.autoscaling.keda.triggers[0].cron.end: ends when it begins",
                "spec.autoscaling.keda.triggers[0].cron.desiredReplicas: 9 is more than maxReplicas, 4",
            ],
        ),
        (
            "autoscaling: {engine: keda, maxReplicas: 4, keda: {triggers: [{name: a, prometheus: {serverAddress: 'http://p:9090', threshold: 5, authModes: [bearer]}}]}}",
            [
                "spec.autoscaling.keda.triggers[0].prometheus.authModes: nothing says with what; give authentication"
            ],
        ),
        (
            "autoscaling: {engine: keda, maxReplicas: 4, keda: {triggers: [{name: a, prometheus: {serverAddress: 'http://p:9090', threshold: 5, authModes: [bearer, tls]}, authentication: {secretTargetRef: [{parameter: cert, name: s, key: k}]}}]}}",
            [
                "spec.autoscaling.keda.triggers[0].prometheus.authModes[0]: bearer asks for bearerToken; add it to authentication.secretTargetRef",
                "spec.autoscaling.keda.triggers[0].prometheus.authModes[1]: tls asks for key; add it to authentication.secretTargetRef",
            ],
        ),
        (
            "autoscaling: {engine: keda, maxReplicas: 4, keda: {triggers: [{name: a, prometheus: {serverAddress: 'http://p:9090', threshold: 5, authModes: [basic]}, authentication: {secretTargetRef: [{parameter: username, name: s, key: k}], podIdentity: {provider: aws}}}]}}",
            [
                "spec.autoscaling.keda.triggers[0].prometheus.authModes: an identity of the cloud and other authentication exclude each other; leave one out"
            ],
        ),
        (
            "autoscaling: {engine: keda, maxReplicas: 4, keda: {triggers: [{name: a, prometheus: {serverAddress: 'http://p:9090', threshold: 5}, authentication: {}, authenticationRef: {name: x}}]}}",
            [
                "spec.autoscaling.keda.triggers[0].authenticationRef: authentication and authenticationRef exclude each other; leave one out",
                "spec.autoscaling.keda.triggers[0].authentication: proves nothing; give secretTargetRef or podIdentity",
            ],
        ),
        (
            "autoscaling: {engine: keda, maxReplicas: 4, keda: {triggers: [{name: a, kafka: {bootstrapServers: [], consumerGroup: g, limitToPartitionsWithLag: true, allowIdleConsumers: true, sasl: plaintext}}]}}",
            [
                "spec.autoscaling.keda.triggers[0].kafka.bootstrapServers: names no broker",
                "spec.autoscaling.keda.triggers[0].kafka.limitToPartitionsWithLag: counts the partitions of one topic; name topic",
                "spec.autoscaling.keda.triggers[0].kafka.limitToPartitionsWithLag: fewer pods than partitions and more exclude each other; leave one out",
                "spec.autoscaling.keda.triggers[0].kafka.sasl: nothing says with what; give authentication",
            ],
        ),
        (
            "autoscaling: {engine: keda, maxReplicas: 4, keda: {triggers: [{name: a, kafka: {bootstrapServers: ['a:1'], consumerGroup: g, sasl: plaintext}, authentication: {configMapTargetRef: [{parameter: password, name: s, key: k}]}}]}}",
            [
                "spec.autoscaling.keda.triggers[0].authentication.configMapTargetRef[0].parameter: password is a secret; keep it in a Secret: secretTargetRef",
                "spec.autoscaling.keda.triggers[0].kafka.sasl: plaintext asks for username; add it to authentication.secretTargetRef",
            ],
        ),
        (
            "autoscaling: {engine: keda, maxReplicas: 4, keda: {triggers: [{name: a, rabbitmq: {queueName: q, value: 5}}]}}",
            [
                "spec.autoscaling.keda.triggers[0].rabbitmq: nothing says where the server is; give host, or host in authentication"
            ],
        ),
        (
            "autoscaling: {engine: keda, maxReplicas: 4, keda: {triggers: [{name: a, rabbitmq: {host: 'amqp://u:p@r:5672/', queueName: q, value: 0, mode: MessageRate, excludeUnacknowledged: true}}]}}",
            [
                "spec.autoscaling.keda.triggers[0].rabbitmq.host: holds a password; leave user and password to authentication.secretTargetRef",
                "spec.autoscaling.keda.triggers[0].rabbitmq.value: must be more than 0",
                "spec.autoscaling.keda.triggers[0].rabbitmq.mode: AMQP knows no MessageRate; set protocol: http, and a URL to the management port",
                "spec.autoscaling.keda.triggers[0].rabbitmq.excludeUnacknowledged: AMQP knows no such count; set protocol: http, and a URL to the management port",
            ],
        ),
        (
            "autoscaling: {engine: keda, maxReplicas: 4, keda: {triggers: [{name: a, awsSqsQueue: {queueUrl: 'https://sqs.eu-west-1.amazonaws.com/1/q', awsRegion: eu-west-1}}]}}",
            [
                "spec.autoscaling.keda.triggers[0].awsSqsQueue: nothing says who asks; give authentication, such as podIdentity: {provider: aws}"
            ],
        ),
        (
            "autoscaling: {engine: keda, maxReplicas: 4, keda: {triggers: [{name: a, awsSqsQueue: {queueUrl: 'https://sqs.eu-west-1.amazonaws.com/1/q', awsRegion: eu-west-1}, authentication: {podIdentity: {provider: gcp, roleArn: x}}}]}}",
            [
                "spec.autoscaling.keda.triggers[0].authentication.podIdentity.roleArn: gcp has no such setting; it is one of aws",
                "spec.autoscaling.keda.triggers[0].awsSqsQueue: SQS knows no such identity; set podIdentity.provider: aws",
            ],
        ),
        (
            "autoscaling: {engine: keda, maxReplicas: 4, keda: {triggers: [{name: a, azureServicebus: {}}]}}",
            [
                "spec.autoscaling.keda.triggers[0].azureServicebus: says nothing of what to watch; give queueName, or topicName",
                "spec.autoscaling.keda.triggers[0].azureServicebus: nothing says who asks; give authentication, such as podIdentity: {provider: azure-workload}",
            ],
        ),
        (
            "autoscaling: {engine: keda, maxReplicas: 4, keda: {triggers: [{name: a, azureServicebus: {queueName: q, topicName: t}, authentication: {secretTargetRef: [{parameter: username, name: s, key: k}]}}]}}",
            [
                "spec.autoscaling.keda.triggers[0].azureServicebus.topicName: queueName and topicName exclude each other; leave one out",
                "spec.autoscaling.keda.triggers[0].azureServicebus.topicName: a topic alone has no messages; give subscriptionName",
                "spec.autoscaling.keda.triggers[0].azureServicebus: asks for the parameter connection; add it to authentication.secretTargetRef, or give podIdentity",
            ],
        ),
        (
            "autoscaling: {engine: keda, maxReplicas: 4, keda: {triggers: [{name: a, azureServicebus: {queueName: q}, authentication: {podIdentity: {provider: azure-workload}}}]}}",
            [
                "spec.autoscaling.keda.triggers[0].azureServicebus: podIdentity says nothing of where the bus is; give namespace"
            ],
        ),
        (
            "autoscaling: {engine: keda, maxReplicas: 4, keda: {triggers: [{name: a, cpu: {value: 70, containerName: server}}]}}",
            [
                'spec.autoscaling.keda.triggers[0].cpu.containerName: the pods have no container "server"; they have serving'
            ],
        ),
        (
            "resources: {memory: 1Gi}\nautoscaling: {engine: keda, maxReplicas: 4, keda: {triggers: [{name: a, cpu: {value: 70}}]}}",
            [
                "spec.autoscaling.keda.triggers[0].cpu: CPU use is measured against the CPU that is reserved, and none is; set resources.cpu"
            ],
        ),
        (
            "autoscaling: {engine: keda, maxReplicas: 4, keda: {triggers: [{name: a, prometheus: {serverAddress: 'http://p:9090', threshold: 5}}], idleReplicaCount: 1}}",
            [
                "spec.autoscaling.keda.idleReplicaCount: 1 must be less than minReplicas, 1; leave it out, or raise minReplicas"
            ],
        ),
        # no pods, fallback, formulas
        (
            "autoscaling: {engine: keda, minReplicas: 3, maxReplicas: 4, keda: {triggers: [{name: a, prometheus: {serverAddress: 'http://p:9090', threshold: 5}}], idleReplicaCount: 1}}",
            [
                "spec.autoscaling.keda.idleReplicaCount: the autoscaler undoes any number but 0; set 0, or leave it out"
            ],
        ),
        (
            "autoscaling: {engine: keda, minReplicas: 3, maxReplicas: 4, keda: {triggers: [{name: a, prometheus: {serverAddress: 'http://p:9090', threshold: 5}}], idleReplicaCount: 0}}",
            [
                "spec.autoscaling.keda.idleReplicaCount: no pod reports any load: nothing would start the first one; give a query of what stands in front of the pods, or keep a pod"
            ],
        ),
        (
            "autoscaling: {engine: keda, minReplicas: 0, maxReplicas: 4, keda: {triggers: [{name: a, cpu: {value: 70}}]}}",
            [
                "spec.autoscaling.minReplicas: no pod has any CPU or memory to count: nothing would start the first one; add another trigger, or keep a pod"
            ],
        ),
        (
            "autoscaling: {engine: keda, minReplicas: 0, maxReplicas: 4, keda: {triggers: [{name: a, kafka: {bootstrapServers: ['a:1'], consumerGroup: g}}]}}",
            [
                "spec.autoscaling.keda.triggers[0].kafka: without a topic, KEDA finds those of running consumers only, and here may be none; name topic"
            ],
        ),
        (
            "autoscaling: {engine: keda, maxReplicas: 4, keda: {triggers: [{name: a, prometheus: {serverAddress: 'http://p:9090', threshold: 5}}], fallback: {replicas: 9, behavior: scalingModifiers}}}",
            [
                "spec.autoscaling.keda.fallback.replicas: 9 is more than maxReplicas, 4",
                "spec.autoscaling.keda.fallback.behavior: there is no formula; give scalingModifiers",
            ],
        ),
        (
            "autoscaling: {engine: keda, maxReplicas: 4, keda: {triggers: [{name: a, cpu: {value: 70}}], fallback: {replicas: 2}}}",
            [
                "spec.autoscaling.keda.fallback: KEDA knows no failure of CPU and memory triggers; leave it out, or add another trigger"
            ],
        ),
        (
            "autoscaling: {engine: keda, maxReplicas: 4, keda: {triggers: [{name: a-b, cron: {timezone: Etc/UTC, start: 0 8 * * *, end: 0 9 * * *, desiredReplicas: 2}}], scalingModifiers: {formula: a-b, target: 0}}}",
            [
                "spec.autoscaling.keda.scalingModifiers.target: must be more than 0",
                "spec.autoscaling.keda.triggers[0].name: 'a-b' cannot stand in a formula, where `-` subtracts; write `_`",
            ],
        ),
        (
            "autoscaling: {engine: keda, maxReplicas: 4, keda: {triggers: [{name: a, prometheus: {serverAddress: 'http://p:9090', threshold: 5}}], transferHpaOwnership: true}}",
            [
                "spec.autoscaling.keda.transferHpaOwnership: says nothing of which autoscaler; name it: horizontalPodAutoscalerName"
            ],
        ),
        (
            "autoscaling: {engine: vpa, vpa: {updateMode: Auto}}",
            [
                "spec.autoscaling.vpa.updateMode: Auto is deprecated; write Recreate, which it means, or InPlaceOrRecreate"
            ],
        ),
        # sizes
        (
            "autoscaling: {engine: vpa, vpa: {updateMode: Recreate}}",
            [
                "spec.autoscaling.vpa.updateMode: a workload of one pod is left alone: the updater asks for 2; set minReplicas: 1 beside updateMode, or more pods"
            ],
        ),
        (
            "replicas: 3\nautoscaling: {engine: vpa, vpa: {updateMode: Recreate, minAllowed: {cpu: 2, memory: 4Gi}, maxAllowed: {memory: 2Gi}}}",
            [
                "spec.autoscaling.vpa.minAllowed.cpu: 2 is more than the request, 1; a request starts between the bounds",
                "spec.autoscaling.vpa.minAllowed.memory: 4Gi is more than maxAllowed, 2Gi",
            ],
        ),
        (
            "replicas: 3\nautoscaling: {engine: vpa, vpa: {updateMode: Recreate, controlledResources: [cpu], maxAllowed: {cpu: 500m, memory: 2Gi}}}",
            [
                "spec.autoscaling.vpa.maxAllowed.cpu: 500m is less than the request, 1; a request starts between the bounds",
                "spec.autoscaling.vpa.maxAllowed.memory: memory is not set; leave it out",
            ],
        ),
        (
            "replicas: 3\nautoscaling: {engine: vpa, vpa: {updateMode: Recreate, controlledValues: RequestsOnly}}",
            [
                "spec.autoscaling.vpa.controlledValues: the limit of memory, 1Gi, stays, and no request can pass it; leave controlledValues out, or raise resources.memoryLimit"
            ],
        ),
        (
            "replicas: 3\nautoscaling: {engine: vpa, vpa: {controlledResources: []}}",
            ["spec.autoscaling.vpa.controlledResources: nothing is left to set; name cpu or memory"],
        ),
        (
            "autoscaling: {maxReplicas: 3, vpa: {updateMode: Initial}}",
            [
                "spec.autoscaling.vpa.controlledResources: hpa counts pods by cpu already: the two would chase each other; set controlledResources: [memory], or updateMode: Off"
            ],
        ),
        (
            "autoscaling: {engine: keda, maxReplicas: 3, keda: {triggers: [{name: a, memory: {value: 70}}]}, vpa: {updateMode: Initial, controlledResources: [memory]}}",
            [
                "spec.autoscaling.vpa.controlledResources: keda counts pods by memory already: the two would chase each other; set updateMode: Off"
            ],
        ),
        # what stands in a manifest for everybody, and what versions share
        (
            "autoscaling: {engine: keda, maxReplicas: 4, keda: {triggers: [{name: a, prometheus: {serverAddress: 'http://u:p@p:9090', threshold: 5}}]}}",
            [
                "spec.autoscaling.keda.triggers[0].prometheus.serverAddress: holds a password; leave user and password to authentication.secretTargetRef"
            ],
        ),
        (
            "autoscaling: {engine: keda, maxReplicas: 4, keda: {triggers: [{name: a, type: redis, metadata: {address: 'redis://:p@r:6379/0'}}]}}",
            [
                "spec.autoscaling.keda.triggers[0].metadata.address: holds a password; leave it to authentication.secretTargetRef"
            ],
        ),
        (
            "rollout: {strategy: blueGreen, versions: [{name: v1}, {name: v2}], active: v1}\nautoscaling: {engine: keda, maxReplicas: 4, keda: {horizontalPodAutoscalerName: w, triggers: [{name: a, cpu: {value: 70}}]}}",
            [
                "spec.autoscaling.keda.horizontalPodAutoscalerName: each version has an autoscaler of its own; leave it out"
            ],
        ),
    ],
)
def test_refused(changes: str, expected: list[str], refused: Callable[..., list[str]]) -> None:
    assert refused(changes) == expected


def test_a_name_leaves_room_for_that_of_the_autoscaler_of_keda(refused: Callable[..., list[str]]) -> None:
    text = "autoscaling: {engine: keda, maxReplicas: 4, keda: {triggers: [{name: a, cpu: {value: 70}}]}}"
    assert refused(text, f"namePrefix: {'n' * 53}") == []
    assert refused(text, f"namePrefix: {'n' * 54}") == [
        f"metadata.name: KEDA's autoscaler would be called 'keda-hpa-{'n' * 54}m', 64 characters of 63 at most; shorten the name, or set horizontalPodAutoscalerName"
    ]
