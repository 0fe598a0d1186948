"""Who is who in a job: rank, pod, DNS name and environment of each worker, as a cluster would give them.

It reads finished objects, so that every patch counts.
"""

from __future__ import annotations

from mlkube.errors import MlkubeError, Place
from mlkube.workloads.rank_environment import expanded

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from mlkube.core.json import Json, JsonObject
    from mlkube.core.resource import Resource


class Rank:
    """A worker: the object that makes it, its number, pod, DNS name and environment."""

    __slots__ = ("dns", "environment", "owner", "pod", "rank")

    def __init__(self, owner: str, rank: int, pod: str, dns: str, environment: dict[str, str]) -> None:
        self.owner = owner
        self.rank = rank
        self.pod = pod
        self.dns = dns
        self.environment = environment

    def to_json(self) -> JsonObject:
        """Return it as plain data."""
        return {
            "job": self.owner,
            "rank": self.rank,
            "pod": self.pod,
            "dns": self.dns,
            "environment": {**self.environment},
        }


def ranks(resources: Sequence[Resource], name: str | None = None) -> list[Rank]:
    """Return the workers of every job among the objects, or of those whose name is, or begins with, `name`.

    Raises:
        MlkubeError: a rendezvous that cannot work; there is no such job.

    """
    jobs = [each for each in resources if (each.kind) in _KINDS]
    if name is not None:
        jobs = [each for each in jobs if each.name == name or each.name.startswith(f"{name}-")]
        if not jobs:
            known = ", ".join(str(each) for each in resources if each.kind in _KINDS) or "none"
            raise MlkubeError(f'no job "{name}" among the objects', hint=f"there are: {known}")
    result: list[Rank] = []
    for job in jobs:
        found = list(_KINDS[job.kind](job))
        _check(job, found, resources)
        result.extend(found)
    return result


def _of_job(job: Resource) -> Iterator[Rank]:
    spec = _at(job.body, "spec")
    if spec.get("completionMode") == "Indexed":
        yield from _indexed(job, job.name, spec, str(_at(spec, "template", "spec").get("subdomain") or ""))


def _of_cron_job(job: Resource) -> Iterator[Rank]:
    spec = _at(job.body, "spec", "jobTemplate", "spec")
    if spec.get("completionMode") == "Indexed":
        subdomain = str(_at(spec, "template", "spec").get("subdomain") or "")
        yield from _indexed(job, f"{job.name}-<time>", spec, subdomain)


def _of_job_set(job: Resource) -> Iterator[Rank]:
    spec = _at(job.body, "spec")
    subdomain = str(_at(spec, "network").get("subdomain") or job.name)
    replicated = spec.get("replicatedJobs")
    for entry in replicated if isinstance(replicated, list) else ():
        if isinstance(entry, dict):
            replicas = entry.get("replicas")
            for number in range(replicas if isinstance(replicas, int) else 1):
                name = f"{job.name}-{entry.get('name')}-{number}"
                yield from _indexed(job, name, _at(entry, "template", "spec"), subdomain)


def _indexed(job: Resource, name: str, spec: JsonObject, subdomain: str) -> Iterator[Rank]:
    completions = spec.get("completions")
    template = _at(spec, "template")
    for index in range(completions if isinstance(completions, int) else 1):
        pod = f"{name}-{index}"
        fields = {
            "metadata.name": pod,
            "metadata.namespace": job.namespace,
            "metadata.annotations['batch.kubernetes.io/job-completion-index']": str(index),
            "metadata.labels['batch.kubernetes.io/job-completion-index']": str(index),
            "metadata.labels['batch.kubernetes.io/job-name']": name,
            "metadata.labels['job-name']": name,
            "metadata.labels['jobset.sigs.k8s.io/jobset-name']": job.name,
            "spec.serviceAccountName": str(_at(template, "spec").get("serviceAccountName") or "default"),
        }
        environment = expanded(_main(template), _labels(template, fields))
        environment["JOB_COMPLETION_INDEX"] = str(index)
        yield Rank(str(job), index, pod, _dns(pod, subdomain, job.namespace), environment)


def _of_train_job(job: Resource) -> Iterator[Rank]:
    trainer = _at(job.body, "spec", "trainer")
    nodes = trainer.get("numNodes")
    runtime = str(_at(job.body, "spec", "runtimeRef").get("name") or "")
    count = nodes if isinstance(nodes, int) else 1
    first = f"{job.name}-node-0-0.{job.name}"
    for index in range(count):
        pod = f"{job.name}-node-0-{index}"
        environment = expanded(trainer, {"metadata.name": pod, "metadata.namespace": job.namespace})
        if runtime.startswith("torch"):
            environment |= {
                "PET_NNODES": str(count),
                "PET_NPROC_PER_NODE": str(trainer.get("numProcPerNode") or "auto"),
                "PET_NODE_RANK": str(index),
                "PET_MASTER_ADDR": first,
                "PET_MASTER_PORT": "29500",
            }
        yield Rank(str(job), index, pod, _dns(pod, job.name, job.namespace), environment)


def _of_operator_job(job: Resource) -> Iterator[Rank]:
    replicas = next(
        (value for key, value in _at(job.body, "spec").items() if key.endswith("ReplicaSpecs")), None
    )
    roles: JsonObject = replicas if isinstance(replicas, dict) else {}
    order = sorted(roles, key=lambda role: (role not in {"Master", "Chief", "Launcher"}, role))
    pods = [(role, index) for role in order for index in range(_count(_at(roles, role)))]
    names = [f"{job.name}-{role.lower()}-{index}" for role, index in pods]
    for rank, (role, index) in enumerate(pods):
        template = _at(roles, role, "template")
        fields = {"metadata.name": names[rank], "metadata.namespace": job.namespace}
        environment = expanded(_main(template), _labels(template, fields))
        environment |= _given_by_operator(job, rank, role, index, names)
        dns = ".".join(part for part in (names[rank], job.namespace, "svc") if part)
        yield Rank(str(job), rank, names[rank], dns, environment)


def _given_by_operator(
    job: Resource, rank: int, role: str, index: int, names: Sequence[str]
) -> dict[str, str]:
    """Return what the operator adds to the environment of a replica."""
    if job.kind == "PyTorchJob":
        return {
            "MASTER_ADDR": names[0],
            "MASTER_PORT": "23456",
            "WORLD_SIZE": str(len(names)),
            "RANK": str(rank),
            "PET_NNODES": str(len(names)),
            "PET_NODE_RANK": str(rank),
            "PET_NPROC_PER_NODE": str(_at(job.body, "spec").get("nprocPerNode") or "1"),
        }
    if job.kind == "TFJob":
        where = f".{job.namespace}.svc:2222" if job.namespace else ".svc:2222"
        hosts = ",".join(f'"{name}{where}"' for name in names)
        task = f'{{"type":"{role.lower()}","index":{index}}}'
        return {"TF_CONFIG": f'{{"cluster":{{"worker":[{hosts}]}},"task":{task}}}'}
    if job.kind == "JAXJob":
        return {
            "COORDINATOR_ADDRESS": names[0],
            "COORDINATOR_PORT": "6666",
            "NUM_PROCESSES": str(len(names)),
            "PROCESS_ID": str(rank),
        }
    return {}


_KINDS = {
    "Job": _of_job,
    "CronJob": _of_cron_job,
    "JobSet": _of_job_set,
    "TrainJob": _of_train_job,
    "PyTorchJob": _of_operator_job,
    "TFJob": _of_operator_job,
    "JAXJob": _of_operator_job,
    "MPIJob": _of_operator_job,
}

_ADDRESSES = ("PET_MASTER_ADDR", "MASTER_ADDR", "JAX_COORDINATOR_ADDRESS")


def _check(job: Resource, found: Sequence[Rank], resources: Sequence[Resource]) -> None:
    """Refuse a rendezvous that cannot work: an address of no worker, or names that no Service gives."""
    if job.kind not in {"Job", "CronJob", "JobSet"} or len(found) < 2:  # noqa: PLR2004  one worker meets nobody
        return
    known = {rank.dns.partition(".svc")[0] for rank in found} | {rank.dns for rank in found}
    known |= {".".join(rank.dns.split(".")[:2]) for rank in found}
    place = Place(job.sources[0].file if job.sources else "", resource=str(job))
    for rank in found:
        for variable in _ADDRESSES:
            host = rank.environment.get(variable, "").partition(":")[0]
            if host and host.removesuffix(".cluster.local") not in known:
                reason = f"{variable} of rank {rank.rank} is {host}, which is none of the workers"
                raise MlkubeError(reason, place=place, hint=f"rank 0 is {found[0].dns}")
    subdomain = found[0].dns.split(".")[1] if "." in found[0].dns else ""
    services = [each for each in resources if each.kind == "Service" and each.name == subdomain]
    if job.kind != "JobSet" and not any(
        _at(each.body, "spec").get("clusterIP") == "None" for each in services
    ):
        reason = f"no headless Service {subdomain!r} gives the workers their names"
        raise MlkubeError(reason, place=place, hint="name it as spec.template.spec.subdomain")


def _dns(pod: str, subdomain: str, namespace: str) -> str:
    if not subdomain:
        return ""
    return ".".join(part for part in (pod, subdomain, namespace, "svc" if namespace else "") if part)


def _main(template: JsonObject) -> JsonObject:
    containers = _at(template, "spec").get("containers")
    first = containers[0] if isinstance(containers, list) and containers else None
    return first if isinstance(first, dict) else {}


def _labels(template: JsonObject, fields: dict[str, str]) -> dict[str, str]:
    """Return the fields of the downward API with the pod's own labels and annotations."""
    own: dict[str, str] = {}
    for kind in ("labels", "annotations"):
        own |= {
            f"metadata.{kind}['{key}']": str(value) for key, value in _at(template, "metadata", kind).items()
        }
    return own | fields


def _count(role: JsonObject) -> int:
    replicas = role.get("replicas")
    return replicas if isinstance(replicas, int) else 1


def _at(body: Json, *path: str) -> JsonObject:
    for step in path:
        body = body.get(step) if isinstance(body, dict) else None
    return body if isinstance(body, dict) else {}
