"""Actions of the AWS Load Balancer Controller, by which an Ingress splits requests.

A path of the Ingress names an action in place of a Service, with the port `use-annotation`; annotations say
what the action does, and which headers its requests have.
Source: kubernetes-sigs/aws-load-balancer-controller, docs/guide/ingress/annotations.md and
docs/guide/use_cases/blue_green.
"""

from __future__ import annotations

import json

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from mlkube.core.json import JsonObject
    from mlkube.workloads.objects import Context
    from mlkube.workloads.parts.branches import Branch

_PREFIX = "alb.ingress.kubernetes.io"


def alb_annotations(branches: Sequence[Branch], context: Context, port: str) -> dict[str, str]:
    """Return the annotations of an Ingress that leads each branch to the ports `port` of its Services.

    Pods are targets themselves, because the versions' Services have no node ports.
    """
    result = {f"{_PREFIX}/target-type": "ip"}
    for name, branch, headers in _actions(branches):
        # No layer above looks into this text, so it holds the final names.
        groups = [
            {
                "serviceName": context.final(backend.service),
                "servicePort": port,
                **({} if backend.weight is None else {"weight": backend.weight}),
            }
            for backend in branch.backends
        ]
        action = {"type": "forward", "forwardConfig": {"targetGroups": groups}}
        result[f"{_PREFIX}/actions.{name}"] = json.dumps(action)
        if headers:
            result[f"{_PREFIX}/conditions.{name}"] = json.dumps([*map(_condition, headers)])
    return result


def action_names(branches: Sequence[Branch]) -> list[str]:
    """Return the names of the actions; the first one whose requests match is taken."""
    return [name for name, _, _ in _actions(branches)]


def _actions(branches: Sequence[Branch]) -> Iterator[tuple[str, Branch, Sequence[JsonObject]]]:
    """Yield an action for each set of headers of a branch, and for the branch of all other requests."""
    number = 0
    for branch in branches:
        for headers in branch.headers or ((),):
            number += 1
            yield f"forward-{number}", branch, headers


def _condition(header: JsonObject) -> JsonObject:
    return {
        "field": "http-header",
        "httpHeaderConfig": {"httpHeaderName": header["name"], "values": [header["value"]]},
    }
