"""Branches: which requests go to which Services; what an Ingress or a route is written from."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from mlkube.core.json import JsonObject


class Backend:
    """A Service behind a route; `weight` is its percentage, None where it is the only one."""

    __slots__ = ("service", "weight")

    def __init__(self, service: str, weight: int | None = None) -> None:
        self.service = service
        self.weight = weight


class Branch:
    """Requests with one of these sets of headers, each of a route's `headers`, and where they go.

    The branch of all other requests has no headers; it stands last.
    """

    __slots__ = ("backends", "headers")

    def __init__(self, backends: Sequence[Backend], headers: Sequence[Sequence[JsonObject]] = ()) -> None:
        self.backends = tuple(backends)
        self.headers = tuple(headers)
