"""The hash on the names of Jobs, JobSets and TrainJobs, which a server does not let anybody change later."""

from __future__ import annotations

from mlkube.core.resource import split_api_version
from mlkube.overlay.generators.hashing import hash_of
from mlkube.overlay.identity import remember_id

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable

    from mlkube.core.json import JsonObject
    from mlkube.core.resource import Resource

# The fields of a spec that a server lets change, so that they do not count, by group and kind.
# Source: pkg/apis/batch/validation/validation.go (ValidateJobUpdate); the validation rules in the definitions
# of JobSet and TrainJob.
_MUTABLE: dict[tuple[str, str], frozenset[str]] = {
    ("batch", "Job"): frozenset(
        {
            "activeDeadlineSeconds",
            "backoffLimit",
            "maxFailedIndexes",
            "parallelism",
            "podReplacementPolicy",
            "suspend",
            "ttlSecondsAfterFinished",
        }
    ),
    ("jobset.x-k8s.io", "JobSet"): frozenset({"suspend", "ttlSecondsAfterFinished"}),
    ("trainer.kubeflow.org", "TrainJob"): frozenset({"suspend"}),
}


def add_job_hash_names(resources: Iterable[Resource]) -> list[Resource]:
    """Return the objects; those that ask for it are named after what the server will not change in them.

    The hash is over the finished object, names of hashed ConfigMaps included, without its own name: so an
    applied change makes a new Job where the server would refuse to change the old one.
    """
    return [_with_hash(resource) if resource.hash_at_end else resource for resource in resources]


def _with_hash(resource: Resource) -> Resource:
    body = resource.body
    metadata = body.get("metadata")
    kept = metadata if isinstance(metadata, dict) else {}
    name = f"{resource.name}-{hash_of(_fixed(resource))}"
    return remember_id(resource).with_body({**body, "metadata": {**kept, "name": name}})


def _fixed(resource: Resource) -> JsonObject:
    """Return the part of an object that a server will not change."""
    mutable = _MUTABLE.get((split_api_version(resource.api_version)[0], resource.kind), frozenset())
    spec = resource.body.get("spec")
    fields = spec if isinstance(spec, dict) else {}
    return {
        "apiVersion": resource.api_version,
        "kind": resource.kind,
        "namespace": resource.namespace,
        "spec": {key: value for key, value in fields.items() if key not in mutable},
    }
