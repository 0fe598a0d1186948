"""Which workloads Kueue never admits, and which wait for one another."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    import mlkube

    Judge = Callable[..., mlkube.QuotaReport]
    Said = Callable[..., str]


def job(name: str = "train", *, pods: int = 2, gpus: int = 4, pod: str = "", queue: str = "gpu") -> str:
    return f"""
---
apiVersion: batch/v1
kind: Job
metadata: {{name: {name}, namespace: ml, labels: {{kueue.x-k8s.io/queue-name: {queue}}}}}
spec:
  parallelism: {pods}
  template:
    spec:
      {pod}
      containers: [{{name: c, resources: {{requests: {{cpu: 8}}, limits: {{nvidia.com/gpu: {gpus}}}}}}}]
"""


def flavor(name: str, *, gpus: int, more: str = "") -> str:
    return (
        f"{{name: {name}, resources: [{{name: cpu, nominalQuota: 64}}, "
        f"{{name: nvidia.com/gpu, nominalQuota: {gpus}{more}}}]}}"
    )


def queue(*flavors: str, more: str = "", name: str = "team", selector: str = "namespaceSelector: {}") -> str:
    return f"""
---
apiVersion: kueue.x-k8s.io/v1beta2
kind: ClusterQueue
metadata: {{name: {name}}}
spec:
  {selector}
  {more}
  resourceGroups:
    - coveredResources: [cpu, nvidia.com/gpu]
      flavors: [{", ".join(flavors)}]
"""


LOCAL = """
---
apiVersion: kueue.x-k8s.io/v1beta2
kind: LocalQueue
metadata: {name: gpu, namespace: ml}
spec: {clusterQueue: team}
"""


def test_a_workload_that_fits_is_summed(judge: Judge) -> None:
    found = judge(job() + LOCAL + queue(flavor("a100", gpus=8)))
    assert found.findings == ()
    assert [each.to_json() for each in found.queues] == [
        {
            "object": "ClusterQueue/team",
            "resources": [
                {"resource": "cpu", "unit": "cores", "nominalQuota": 64, "asked": 16, "fits": True},
                {
                    "resource": "nvidia.com/gpu",
                    "unit": "count",
                    "nominalQuota": 8,
                    "asked": 8,
                    "fits": True,
                },
            ],
        }
    ]


def test_a_workload_larger_than_every_flavor_is_never_admitted(said: Said) -> None:
    assert said(job() + LOCAL + queue(flavor("a100", gpus=4), flavor("h100", gpus=6))) == (
        "error Job/train in ml: it is never admitted: 8 nvidia.com/gpu asked, 6 in flavor h100 of "
        "ClusterQueue/team: 2 too much; ask for less, or raise nominalQuota or borrowingLimit"
    )


def test_a_resource_that_no_group_covers_is_never_admitted(said: Said) -> None:
    objects = job().replace("cpu: 8", "cpu: 8, memory: 1Gi") + LOCAL + queue(flavor("a100", gpus=8))
    assert said(objects) == (
        "error Job/train in ml: it is never admitted: ClusterQueue/team covers no memory; "
        "add memory to a group's coveredResources"
    )


def test_jobs_that_do_not_fit_together_wait(said: Said) -> None:
    assert said(job() + job("tune") + LOCAL + queue(flavor("a100", gpus=8))) == (
        "warning ClusterQueue/team: 16 nvidia.com/gpu asked together, 8 there: 8 too much; what does not fit "
        "waits; raise nominalQuota of nvidia.com/gpu where all is to run at once"
    )


def test_a_queue_without_a_selector_takes_nothing(said: Said) -> None:
    refused = (
        "error Job/train in ml: it is never admitted: ClusterQueue/team takes workloads of other namespaces "
        "only; set its namespaceSelector, {} for all namespaces"
    )
    assert said(job() + LOCAL + queue(flavor("a100", gpus=8), selector="")) == refused
    labelled = "namespaceSelector: {matchLabels: {team: vision}}"
    namespace = "\n---\n{apiVersion: v1, kind: Namespace, metadata: {name: ml, labels: {team: LABEL}}}\n"
    objects = job() + LOCAL + queue(flavor("a100", gpus=8), selector=labelled) + namespace
    assert said(objects.replace("LABEL", "audio")) == refused
    assert said(objects.replace("LABEL", "vision")) == ""


COHORT = "cohortName: research"


def test_a_cohort_lends_what_its_members_do_not_keep(said: Said) -> None:
    asks = job(pods=3) + LOCAL  # 12 GPUs
    own = queue(flavor("a100", gpus=8), more=COHORT)
    other = queue(flavor("a100", gpus=8), more=COHORT, name="other")
    assert said(asks + own + other) == ""
    stingy = queue(flavor("a100", gpus=8, more=", lendingLimit: 2"), more=COHORT, name="other")
    assert "12 nvidia.com/gpu asked, 10 in flavor a100 of ClusterQueue/team: 2 too much" in said(
        asks + own + stingy
    )
    modest = queue(flavor("a100", gpus=8, more=", borrowingLimit: 1"), more=COHORT)
    assert "12 nvidia.com/gpu asked, 9 in flavor a100 of ClusterQueue/team: 3 too much" in said(
        asks + modest + other
    )


def test_a_cohort_of_unknown_members_bounds_only_what_is_borrowed(said: Said) -> None:
    asks = job(pods=3) + LOCAL
    assert said(asks + queue(flavor("a100", gpus=8), more=COHORT)) == ""
    bounded = queue(flavor("a100", gpus=8, more=", borrowingLimit: 2"), more=COHORT)
    assert "12 nvidia.com/gpu asked, 10 in flavor a100" in said(asks + bounded)


FLAVORS = """
---
apiVersion: kueue.x-k8s.io/v1beta2
kind: ResourceFlavor
metadata: {name: a100}
spec:
  nodeLabels: {gpu: a100}
  nodeTaints: [{key: nvidia.com/gpu, effect: NoSchedule}]
"""


def test_a_flavor_takes_the_pods_that_its_nodes_take(said: Said) -> None:
    objects = LOCAL + queue(flavor("a100", gpus=8)) + FLAVORS
    assert said(job(pod="nodeSelector: {gpu: h100}") + objects) == (
        "error Job/train in ml: it is never admitted: no flavor of ClusterQueue/team takes it "
        "(a100: nodeSelector wants gpu=h100, it is a100); add what its node labels and taints ask for"
    )
    assert "(a100: its taint nvidia.com/gpu:NoSchedule is not tolerated)" in said(job() + objects)
    tolerates = "tolerations: [{key: nvidia.com/gpu, operator: Exists}]"
    assert said(job(pod=f"nodeSelector: {{gpu: a100, disk: ssd}}\n      {tolerates}") + objects) == ""


def test_pods_of_a_deployment_are_admitted_one_by_one(said: Said, judge: Judge) -> None:
    serving = job(pods=3).replace("batch/v1", "apps/v1").replace("Job", "Deployment")
    serving = serving.replace("parallelism", "replicas")
    objects = serving + LOCAL + queue(flavor("a100", gpus=8))
    assert judge(objects).fits
    assert said(objects).startswith("warning ClusterQueue/team: 12 nvidia.com/gpu asked together")


def test_pod_sets_of_one_workload_share_a_flavor(said: Said) -> None:
    two = """
---
apiVersion: jobset.x-k8s.io/v1alpha2
kind: JobSet
metadata: {name: two, namespace: ml, labels: {kueue.x-k8s.io/queue-name: gpu}}
spec:
  replicatedJobs:
    - {name: a, template: &job {spec: {template: {spec: {containers: [
        {name: c, resources: {limits: {nvidia.com/gpu: 5}}}]}}}}}
    - {name: b, template: *job}
"""
    assert said(two + LOCAL + queue(flavor("a100", gpus=8))) == (
        "error JobSet/two b in ml: it is never admitted: 10 nvidia.com/gpu asked, 8 in flavor a100 of "
        "ClusterQueue/team: 2 too much; ask for less, or raise nominalQuota or borrowingLimit"
    )


def test_a_queue_named_default_takes_jobs_that_name_none(judge: Judge) -> None:
    plain = job().replace(", labels: {kueue.x-k8s.io/queue-name: gpu}", "")
    assert judge(plain + LOCAL + queue(flavor("a100", gpus=8))).queues == ()
    default = LOCAL.replace("name: gpu", "name: default")
    assert len(judge(plain + default + queue(flavor("a100", gpus=8))).queues) == 1


def test_a_cron_job_is_queued_by_the_label_of_its_jobs(judge: Judge) -> None:
    nightly = """
apiVersion: batch/v1
kind: CronJob
metadata: {name: nightly, namespace: ml}
spec:
  jobTemplate:
    metadata: {labels: {kueue.x-k8s.io/queue-name: gpu}}
    spec: {template: {spec: {containers: [{name: c, resources: {requests: {cpu: 1}}}]}}}
"""
    (held,) = judge(nightly + LOCAL + queue(flavor("a100", gpus=8))).queues
    assert held.asked["cpu"] == 10**9


def test_queues_may_be_given_beside_the_render(said: Said) -> None:
    given = LOCAL + queue(flavor("a100", gpus=4))
    assert "8 nvidia.com/gpu asked, 4 in flavor a100" in said(job(), given=given)
