"""Elasticsearch and Kibana of Elastic Cloud on Kubernetes (ECK).

Source: the resources' own fields; elastic.co/docs, Elastic Cloud on Kubernetes (updateStrategy.changeBudget).
"""

from __future__ import annotations

from mlkube.planning.body import at, count, items, text
from mlkube.planning.pod_set import ROLLING, PodSet, Rollout

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from mlkube.core.json import JsonObject
    from mlkube.core.resource import Resource

_UNSAID = "what its operator gives to a container that asks for nothing is not counted"


def of_elasticsearch(owner: Resource) -> Iterator[PodSet]:
    """Yield the pods of each node set; they keep their names, so that there are never more of them."""
    spec = at(owner.body, "spec")
    missing = at(spec, "updateStrategy", "changeBudget").get("maxUnavailable", 1)
    for number, node_set in enumerate(items(spec.get("nodeSets"))):
        template = at(node_set, "podTemplate")
        yield PodSet(
            owner,
            template,
            pods=count(node_set.get("count"), 1),
            role=text(node_set.get("name")),
            path=f"spec.nodeSets[{number}].podTemplate",
            rollout=Rollout(ROLLING, max_unavailable=missing),
            claim_templates=items(node_set.get("volumeClaimTemplates")),
            assumed=_assumed(template, "elasticsearch"),
        )


def of_kibana(owner: Resource) -> Iterator[PodSet]:
    """Yield the pods of Kibana, which its operator runs as a Deployment."""
    spec = at(owner.body, "spec")
    yield PodSet(
        owner,
        at(spec, "podTemplate"),
        pods=count(spec.get("count"), 1),
        path="spec.podTemplate",
        rollout=Rollout(ROLLING, max_surge="25%", max_unavailable="25%"),
        assumed=_assumed(at(spec, "podTemplate"), "kibana"),
    )


def _assumed(template: JsonObject, container: str) -> tuple[str, ...]:
    for each in items(at(template, "spec").get("containers")):
        if each.get("name") == container and at(each, "resources"):
            return ()
    return (_UNSAID,)
