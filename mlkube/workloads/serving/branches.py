"""Which version of a model server gets which requests."""

from __future__ import annotations

import re

from mlkube.workloads.parts.branches import Backend, Branch

TYPE_CHECKING = False
if TYPE_CHECKING:
    from mlkube.core.json import JsonObject
    from mlkube.workloads.objects import Context
    from mlkube.workloads.serving.version import CookieMatch, RequestMatch
    from mlkube.workloads.serving.workload import ServingWorkload

_ALL = 100


def branches_of(workload: ServingWorkload, context: Context) -> list[Branch]:
    """Return the branches of the requests; one, to the workload's own Service, where nothing is split."""
    rollout = workload.rollout
    name = context.name
    if rollout.strategy == "canary" and rollout.splits_requests:
        if rollout.engine == "argo":
            # The controller writes the weights; this is where a rollout begins.
            return [Branch([Backend(name, _ALL), Backend(f"{name}-canary", 0)])]
        old, new = rollout.active_version, rollout.other_version
        weights = ((old, _ALL - rollout.weight), (new, rollout.weight))
        return [Branch([Backend(f"{name}-{version}", weight) for version, weight in weights])]
    if rollout.strategy == "abTest":
        arms = [
            Branch([Backend(f"{name}-{version.name}")], [_headers(match) for match in version.matches])
            for version in rollout.versions
            if version.name != rollout.active_version
        ]
        return [*arms, Branch([Backend(f"{name}-{rollout.active_version}")])]
    return [Branch([Backend(name)])]


def _headers(match: RequestMatch) -> list[JsonObject]:
    """Return the headers that a request must have, as a route has them."""
    headers: list[JsonObject] = [
        {"type": each.type, "name": each.name, "value": each.value} for each in match.headers
    ]
    if match.cookie is not None:
        headers.append({"type": "RegularExpression", "name": "Cookie", "value": _pattern(match.cookie)})
    return headers


def _pattern(cookie: CookieMatch) -> str:
    """Return the expression of a Cookie header that has the cookie; anchored, for whoever searches in it."""
    return f"^(.*;\\s*)?{re.escape(cookie.name)}={re.escape(cookie.value)}(;.*)?$"
