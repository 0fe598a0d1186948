"""What contradicts in a Workspace, with the exact text of each refusal."""
# ruff: noqa: E501  error texts stand as they are printed

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
import yaml

import mlkube
from mlkube.errors import ErrorGroup

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


@pytest.fixture
def refusals(tmp_path: Path, refusals_of: Callable[[Path], list[str]]) -> Callable[..., list[str]]:
    """Return what builds a workspace and returns the errors; `layer` is the rest of its kustomization."""

    def refused(spec: str, layer: str = "", **metadata: str) -> list[str]:
        body = {
            "apiVersion": "mlkube.dev/v1alpha1",
            "kind": "Workspace",
            "metadata": {"name": "vision", **metadata},
            "spec": yaml.safe_load(spec),
        }
        (tmp_path / "kustomization.yaml").write_text(f"resources: [w.yaml]\n{layer}")
        (tmp_path / "w.yaml").write_text(yaml.safe_dump(body))
        return refusals_of(tmp_path)

    return refused


def flavors(text: str, more: str = "") -> str:
    return f"queue: {{clusterQueue: {{{more} flavors: [{text}]}}}}"


CPU = "resources: [{name: cpu, nominalQuota: 4}]"


@pytest.mark.parametrize(
    ("spec", "expected"),
    [
        # quota
        (
            "quota: {}",
            "spec.quota: limits nothing; give cpu, memory, accelerators, or another of its fields",
        ),
        (
            "quota: {accelerators: {limits.nvidia.com/gpu: 2}}",
            'spec.quota.accelerators[limits.nvidia.com/gpu]: "limits.nvidia.com/gpu" is the key of a quota, not a resource; write nvidia.com/gpu',
        ),
        (
            "quota: {accelerators: {gpu: 2}}",
            'spec.quota.accelerators.gpu: "gpu" is no extended resource; write it as nvidia.com/gpu',
        ),
        (
            "quota: {accelerators: {nvidia.com/gpu: -1}}",
            "spec.quota.accelerators[nvidia.com/gpu]: is -1, but must be at least 0 devices",
        ),
        (
            "quota: {counts: {jobs: 5}}",
            "spec.quota.counts.jobs: the core group has no resource jobs; name its group too, such as jobs.batch",
        ),
        (
            "quota: {counts: {secret: 5}}",
            'spec.quota.counts.secret: the core group has no resource secret; did you mean "secrets"?',
        ),
        (
            "quota: {counts: {count/jobs.batch: 5}}",
            'spec.quota.counts[count/jobs.batch]: "count/jobs.batch" is the key of a quota, not a resource; write the resource alone, such as jobs.batch',
        ),
        (
            "quota: {storageClasses: {fast: {}}}",
            "spec.quota.storageClasses.fast: limits nothing; give storage or claims",
        ),
        (
            "quota: {priorityClasses: [{name: high}]}",
            "spec.quota.priorityClasses[0]: limits nothing; give cpu, memory, pods or accelerators",
        ),
        (
            "quota: {cpuLimit: 8}",
            "spec.quota.cpuLimit: pods with a container that has no limit of cpu are refused, and none gets one; set limits.container.default.cpu",
        ),
        (
            "{quota: {memory: 8Gi}, limits: {container: {defaultRequest: {cpu: 1}}}}",
            "spec.quota.memory: pods with a container that has no request of memory are refused, and none gets one; set limits.container.defaultRequest.memory",
        ),
        (
            "quota: {pods: 5, priorityClasses: [{name: high, memoryLimit: 8Gi}]}",
            "spec.quota.priorityClasses[0].memoryLimit: pods with a container that has no limit of memory are refused, and none gets one; set limits.container.default.memory",
        ),
        # limits
        (
            "limits: {container: {min: {memory: 1Gi}}}",
            "spec.limits.container.min.memory: 1Gi is more than defaultRequest, 256Mi",
        ),
        (
            "limits: {container: {default: {cpu: 4}, max: {cpu: 2}}}",
            "spec.limits.container.default.cpu: 4 is more than max, 2",
        ),
        (
            "limits: {container: {max: {nvidia.com/gpu: 8}}}",
            "spec.limits.container.max[nvidia.com/gpu]: every container without nvidia.com/gpu would get 8; count devices in quota.accelerators",
        ),
        (
            "limits: {container: {min: {nvidia.com/gpu: 1}}}",
            "spec.limits.container.min[nvidia.com/gpu]: every container without nvidia.com/gpu would have to ask for 1; count devices in quota.accelerators",
        ),
        (
            "limits: {pod: {max: {nvidia.com/gpu: 8}}}",
            "spec.limits.pod.max[nvidia.com/gpu]: every pod without nvidia.com/gpu would be refused; count devices in quota.accelerators",
        ),
        (
            "limits: {pod: {min: {cpu: 2}, max: {cpu: 1}}}",
            "spec.limits.pod.min.cpu: 2 is more than max, 1",
        ),
        (
            "limits: {container: {maxLimitRequestRatio: {cpu: 500m}}}",
            "spec.limits.container.maxLimitRequestRatio.cpu: 500m is less than 1, and a limit is never less than its request",
        ),
        (
            "limits: {claim: {}}",
            "spec.limits.claim: limits nothing; give min or max",
        ),
        (
            "limits: {claim: {min: 2Gi, max: 1Gi}}",
            "spec.limits.claim.min: 2Gi is more than max, 1Gi",
        ),
        (
            "limits: {container: {defaultRequest: {}}}",
            "spec.limits.container: limits nothing; give defaultRequest, max, pod or claim",
        ),
        # security and priority
        (
            "podSecurity: {enforce: strict}",
            'spec.podSecurity.enforce: is "strict", but must be one of restricted, baseline, privileged; did you mean "restricted"?',
        ),
        (
            "podSecurity: {enforceVersion: '1.36'}",
            r'spec.podSecurity.enforceVersion: "1.36" does not have the form latest|v1\.[0-9]+; write it as v1.36, or latest',
        ),
        (
            "{createNamespace: false, podSecurity: {enforce: baseline}, namespaceLabels: {a: b}}",
            "spec.namespaceLabels: no Namespace is built; set it where the Namespace is made",
        ),
        (
            "priorityClasses: [{name: high, value: 1000000001}]",
            "spec.priorityClasses[0].value: is 1000000001, but must be at most 1000000000",
        ),
        (
            "priorityClasses: [{name: high, value: 1}, {name: high, value: 2}]",
            "spec.priorityClasses[1].name: another element has the same name, high",
        ),
        # network
        (
            "network: {egress: [{name: all}]}",
            "spec.network.egress[0]: does not say who is at the other end; give namespaces or cidrs; 0.0.0.0/0 is every IPv4 address",
        ),
        (
            "network: {egress: [{name: all, cidrs: [10.0.0.1]}]}",
            'spec.network.egress[0].cidrs[0]: "10.0.0.1" is no network; write it as 10.20.0.0/16',
        ),
        (
            "network: {egress: [{name: all, cidrs: [10.0.0.0/8], except: [11.0.0.0/16]}]}",
            "spec.network.egress[0].except[0]: 11.0.0.0/16 lies in none of 10.0.0.0/8",
        ),
        (
            "network: {ingress: [{name: a, namespaces: [b], except: [10.0.0.0/16]}]}",
            "spec.network.ingress[0].except: there is no network to leave it out of; give cidrs",
        ),
        (
            "network: {ingress: [{name: a, cidrs: [10.0.0.0/16], peerLabels: {a: b}}]}",
            "spec.network.ingress[0].peerLabels: these are labels of pods, and no namespace is named; give namespaces",
        ),
        (
            "network: {ingress: [{name: a, namespaces: [b], protocol: UDP}]}",
            "spec.network.ingress[0].protocol: without ports every protocol passes; give ports",
        ),
        (
            "network: {deny: ingress, egress: [{name: a, cidrs: [10.0.0.0/8]}]}",
            "spec.network.egress: with deny: ingress this passes already, and a policy for it would deny the rest; leave it out, or set deny: all",
        ),
        (
            "network: {deny: none, monitoringNamespaces: [monitoring]}",
            "spec.network.monitoringNamespaces: with deny: none this passes already, and a policy for it would deny the rest; leave it out, or set deny: all",
        ),
        (
            "network: {dns: {cidrs: [dns]}}",
            'spec.network.dns.cidrs[0]: "dns" is no network; write it as 10.20.0.0/16',
        ),
        # rights and accounts
        (
            "access: {view: {}}",
            "spec.access.view: nobody has this role; name groups or users",
        ),
        (
            "access: {edit: {groups: ['system:authenticated']}}",
            "spec.access.edit.groups[0]: system:authenticated is every account of the cluster; name the team's own group",
        ),
        (
            "access: {engineer: {users: [a], rules: [{apiGroups: [''], resources: [], verbs: [get]}]}}",
            "spec.access.engineer.rules[0].resources: missing; a rule names groups, resources and verbs",
        ),
        (
            "{network: {deny: none}, accounts: [{name: a, rules: [{apiGroups: [''], resources: [pods], resourceNames: [b], verbs: [get, create]}]}]}",
            "spec.accounts[0].rules[0].verbs: create never holds for single names; give it in a rule without resourceNames",
        ),
        (
            "{network: {deny: none}, accounts: [{name: a, rules: [{nonResourceURLs: [/metrics], verbs: [get]}]}]}",
            "spec.accounts[0].rules[0].nonResourceURLs: a Role of a namespace holds no URLs; give it in a ClusterRole of its own",
        ),
        (
            "accounts: [{name: a, rules: [{apiGroups: [''], resources: [pods], verbs: [get]}]}]",
            "spec.accounts[0].rules: pods that call the API server with these rights do not reach it: all traffic is denied; name its addresses and port in network.egress",
        ),
        (
            "{platform: gcp, accounts: [{name: a, identity: trainer@project.iam.gserviceaccount.com}]}",
            "spec.accounts[0].identity: pods do not reach the cloud that knows this identity: all traffic is denied; name the addresses of its services in network.egress",
        ),
        (
            "{platform: aws, network: {deny: none}, accounts: [{name: a, identity: role}]}",
            'spec.accounts[0].identity: "role" is no identity of aws; write arn:aws:iam::123456789012:role/resnet',
        ),
        (
            "{network: {deny: none}, accounts: [{name: a, identity: role}]}",
            "spec.accounts[0].identity: only a platform says how an account gets its identity; set platform: aws, azure or gcp",
        ),
        (
            "{platform: bare-metal, network: {deny: none}, accounts: [{name: a, identity: role}]}",
            "spec.accounts[0].identity: bare-metal gives pods no identity of a cloud; leave it out; use a Secret for what asks for a key",
        ),
        (
            "{platform: aws, network: {deny: none}, accounts: [{name: a, annotations: {eks.amazonaws.com/role-arn: x}, identity: 'arn:aws:iam::123456789012:role/a'}]}",
            "spec.accounts[0].annotations[eks.amazonaws.com/role-arn]: the identity says another one; leave it out",
        ),
        (
            "accounts: [{name: default}]",
            "spec.accounts[0].name: every namespace has this account already; give it with defaultAccount, or choose another name",
        ),
        (
            "imagePullSecrets: [{name: registry}]",
            "spec.imagePullSecrets: no account is built here to have them; set accounts, or defaultAccount: {}",
        ),
        # queue
        (
            "queue: {}",
            "spec.queue: leads to no ClusterQueue; give existing, or clusterQueue to build one",
        ),
        (
            f"queue: {{existing: a, clusterQueue: {{flavors: [{{name: a, {CPU}}}]}}}}",
            "spec.queue.clusterQueue: existing and clusterQueue exclude each other; leave one out",
        ),
        (
            "queue: {clusterQueue: {flavors: []}}",
            "spec.queue.clusterQueue.flavors: there is no quota to admit by; name one",
        ),
        (
            flavors("{name: a, resources: []}"),
            "spec.queue.clusterQueue.flavors[0].resources: there is no quota of anything; name one",
        ),
        (
            flavors("{name: a, resources: [{name: gpu, nominalQuota: 4}]}"),
            'spec.queue.clusterQueue.flavors[0].resources[0].name: "gpu" is no extended resource; write it as nvidia.com/gpu',
        ),
        (
            flavors("{name: a, resources: [{name: cpu, nominalQuota: 4, borrowingLimit: 2}]}"),
            "spec.queue.clusterQueue.flavors[0].resources[0].borrowingLimit: there is no cohort to borrow from or lend to; set cohort",
        ),
        (
            flavors(
                "{name: a, resources: [{name: cpu, nominalQuota: 4, lendingLimit: 5}]}", "cohort: {name: c},"
            ),
            "spec.queue.clusterQueue.flavors[0].resources[0].lendingLimit: 5 is more than nominalQuota, 4",
        ),
        (
            flavors(
                f"{{name: a, {CPU}}}, {{name: b, resources: [{{name: cpu, nominalQuota: 1}}, {{name: memory, nominalQuota: 1Gi}}]}}"
            ),
            'spec.queue.clusterQueue.flavors[1].resources[0].name: flavor "a" has cpu too, so both need the same resources, and only one has memory; name the same resources in both, with a quota of 0 where there is none',
        ),
        (
            flavors(f"{{name: a, existing: true, nodeLabels: {{a: b}}, {CPU}}}"),
            'spec.queue.clusterQueue.flavors[0].nodeLabels: "a" exists already, and is not built here; set it where it is made, or leave existing out',
        ),
        (
            flavors(f"{{name: a, topology: racks, {CPU}}}"),
            "spec.queue.clusterQueue.flavors[0].topology: a topology is of nodes, and no label says which they are; set nodeLabels",
        ),
        (
            flavors(f"{{name: a, tolerations: [{{operator: Equal, value: x}}], {CPU}}}"),
            "spec.queue.clusterQueue.flavors[0].tolerations[0]: only Exists goes without a key, which then means every taint; give key, or set operator: Exists",
        ),
        (
            flavors(f"{{name: a, {CPU}}}", "cohort: {name: c, parent: d},"),
            "spec.queue.clusterQueue.cohort.parent: the cohort is not built here; set create: true",
        ),
        (
            flavors(
                f"{{name: a, {CPU}}}",
                "cohort: {name: c}, preemption: {reclaimWithinCohort: Never, borrowWithinCohort: {policy: LowerPriority}},",
            ),
            "spec.queue.clusterQueue.preemption.borrowWithinCohort.policy: what may not be reclaimed may not be borrowed by force; set reclaimWithinCohort, or policy: Never",
        ),
        (
            flavors(f"{{name: a, {CPU}}}", "flavorFungibility: {preference: BorrowingOverPreemption},"),
            "spec.queue.clusterQueue.flavorFungibility.preference: needs whenCanBorrow: TryNextFlavor, or there is nothing to choose from",
        ),
        (
            flavors(f"{{name: a100, {CPU}}}", "admissionChecks: [{name: c, onFlavors: [a10]}],"),
            'spec.queue.clusterQueue.admissionChecks[0].onFlavors[0]: the queue has no flavor "a10"; did you mean "a100"?',
        ),
        (
            flavors(f"{{name: a, {CPU}}}", "topologies: [{name: t, levels: []}],"),
            "spec.queue.clusterQueue.topologies[0].levels: there is no level; name node labels",
        ),
        (
            flavors(f"{{name: a, {CPU}}}", "topologies: [{name: t, levels: [rack, rack]}],"),
            "spec.queue.clusterQueue.topologies[0].levels[1]: rack is a level already; leave one out",
        ),
        (
            flavors(
                f"{{name: a, {CPU}}}", "topologies: [{name: t, levels: [kubernetes.io/hostname, rack]}],"
            ),
            "spec.queue.clusterQueue.topologies[0].levels[0]: nothing is narrower than a node; name kubernetes.io/hostname last",
        ),
        (
            "queue: {existing: a, priorityClasses: [{name: b, value: 3000000000}]}",
            "spec.queue.priorityClasses[0].value: is 3000000000, but must be at most 2147483647",
        ),
        # quota and queue
        (
            f"{{quota: {{cpu: 6}}, {flavors(f'{{name: a, {CPU}}}, {{name: b, {CPU}}}')}}}",
            "spec.quota.cpu: 6 is less than the queue admits, 4 + 4: pods of admitted jobs would be refused; raise it, or lower nominalQuota",
        ),
        (
            f"{{quota: {{accelerators: {{nvidia.com/gpu: 2}}}}, {flavors('{name: a, resources: [{name: nvidia.com/gpu, nominalQuota: 4}]}')}}}",
            "spec.quota.accelerators[nvidia.com/gpu]: 2 is less than the queue admits, 4: pods of admitted jobs would be refused; raise it, or lower nominalQuota",
        ),
    ],
)
def test_what_contradicts_is_refused(spec: str, expected: str, refusals: Callable[..., list[str]]) -> None:
    assert expected in refusals(spec)


@pytest.mark.parametrize(
    "spec",
    [
        "quota: {cpu: 4}",
        "{quota: {memoryLimit: 8Gi}, limits: {container: {default: {memory: 1Gi}}}}",
        "{quota: {memoryLimit: 8Gi}, limits: {container: {max: {memory: 1Gi}}}}",
        "limits: {container: {max: {nvidia.com/gpu: 8}, default: {nvidia.com/gpu: 0}}}",
        "{accounts: [{name: a}], imagePullSecrets: [{name: registry}]}",
        "network: {egress: [{name: a, cidrs: [10.0.0.1/8], except: [10.1.0.0/16]}]}",
        "access: {view: {groups: ['system:authenticated']}}",
        f"{{quota: {{cpu: 8}}, {flavors(f'{{name: a, {CPU}}}, {{name: b, {CPU}}}')}}}",
        # A ClusterQueue of several namespaces is no promise to this one alone.
        f"{{quota: {{cpu: 1}}, {flavors(f'{{name: a, {CPU}}}', 'namespaceSelector: {},')}}}",
    ],
)
def test_what_only_looks_alike_is_built(spec: str, refusals: Callable[..., list[str]]) -> None:
    assert refusals(spec) == []


def test_everything_is_said_at_once_and_names_the_other_place(tmp_path: Path) -> None:
    (tmp_path / "kustomization.yaml").write_text("resources: [w.yaml]\n")
    (tmp_path / "w.yaml").write_text(
        "apiVersion: mlkube.dev/v1alpha1\nkind: Workspace\nmetadata: {name: vision}\nspec:\n"
        "  quota: {cpu: 2}\n  limits:\n    container:\n      min: {memory: 1Gi}\n"
        "  queue:\n    clusterQueue:\n      flavors:\n"
        "        - {name: a, resources: [{name: cpu, nominalQuota: 4}]}\n"
    )
    with pytest.raises(ErrorGroup) as caught:
        mlkube.build(tmp_path)
    file = tmp_path / "w.yaml"
    assert [str(error) for error in caught.value.errors] == [
        f"{file}:8:13: error Workspace/vision spec.limits.container.min.memory: 1Gi is more than defaultRequest, 256Mi",
        f"{file}:5:11: error Workspace/vision spec.quota.cpu: 2 is less than the queue admits, 4: pods of admitted jobs would be refused (spec.queue.clusterQueue.flavors is at {file}:11:7); raise it, or lower nominalQuota",
    ]


def test_the_default_account_is_refused_under_a_prefix(refusals: Callable[..., list[str]]) -> None:
    expected = "spec.defaultAccount: a prefix or suffix makes x-default of it, and pods that name no account go on with default; name an account of accounts in the pods instead, or leave prefix and suffix out"
    assert refusals("defaultAccount: {}", "namePrefix: x-\n") == [expected]
    assert refusals("defaultAccount: {}", "namespace: other\n") == []


@pytest.mark.parametrize(
    ("layer", "metadata", "expected"),
    [
        ("", {"name": "kube-system"}, "metadata.name"),
        ("", {"namespace": "kube-system"}, "metadata.namespace"),
        ("namespace: kube-system\n", {}, "metadata.name"),
    ],
)
def test_the_namespaces_of_the_cluster_are_refused(
    layer: str, metadata: dict[str, str], expected: str, refusals: Callable[..., list[str]]
) -> None:
    assert refusals("{}", layer, **metadata) == [
        f"{expected}: kube-system belongs to the cluster: its own pods would be denied and refused; choose another namespace"
    ]


def test_a_name_that_no_namespace_can_have_is_refused(refusals: Callable[..., list[str]]) -> None:
    form = "does not have the form [a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?"
    assert refusals("{}", name="v" * 64) == [
        f'metadata.name: "{"v" * 64}" {form}; at most 63 lower-case letters, digits and `-`, as objects and DNS names have them'
    ]
    assert refusals("{}", namespace="Vision") == [
        f'metadata.namespace: "Vision" {form}; such names have at most 63 lower-case letters, digits and `-`'
    ]
