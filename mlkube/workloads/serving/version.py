"""A version of a model server: what it changes of the workload, and whose requests it gets."""

from __future__ import annotations

from mlkube.workloads.faults import Fault
from mlkube.workloads.parts.resources import Resources
from mlkube.workloads.spec import Spec, field

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from typing import Literal

    from mlkube.k8s import core_v1
    from mlkube.workloads.faults import Path

# The label of pods that says which version they are; no selector that must cover all versions holds it.
VERSION_LABEL = "mlkube.dev/version"


class HeaderMatch(Spec):
    """A header that a request must have."""

    name: str = field(
        doc="Name of the header; upper and lower case are the same.",
        pattern=r"[A-Za-z0-9!#$%&'*+\-.^_`|~]{1,256}",
        hint="letters, digits and `-`",
    )
    value: str = field(doc="What the header must be.", pattern=r".{1,4096}", hint="not nothing")
    type: Literal["Exact", "RegularExpression"] = field(
        default="Exact",
        doc="How the value is compared. Whether and which regular expressions are understood depends on the "
        "implementation of the Gateway API.",
    )


class CookieMatch(Spec):
    """A cookie that a request must have.

    The Gateway API knows no cookies: it becomes a regular expression on the Cookie header, which an
    implementation may or may not understand.
    """

    name: str = field(
        doc="Name of the cookie.", pattern=r"[A-Za-z0-9!#$%&'*+\-.^_`|~]+", hint="letters, digits and `-`"
    )
    value: str = field(
        doc="Value of the cookie.", pattern=r"[^\s\",;\\]+", hint="no spaces, quotes, commas and semicolons"
    )


class RequestMatch(Spec):
    """Requests that have all of these headers and this cookie."""

    headers: Sequence[HeaderMatch] = field(default=(), doc="Headers; all of them.", keys=("name",))
    cookie: CookieMatch | None = field(default=None, doc="A cookie.")

    def faults(self, path: Path) -> Iterator[Fault]:
        """Yield a match of nothing, which every request has, and two conditions on the header of cookies."""
        if not self.headers and self.cookie is None:
            yield Fault(path, "matches every request", "give headers or a cookie")
        for at, header in enumerate(self.headers):
            if self.cookie is not None and header.name.lower() == "cookie":
                reason = "a route compares a header once, and cookie compares this one"
                yield Fault((*path, "headers", at), reason, "leave one out", other=(*path, "cookie"))


class ServingVersion(Spec):
    """One version of a model server: its name, and what differs from the workload's own fields.

    Lists with keys and mappings are merged with those of the workload; everything else replaces it.
    """

    name: str = field(
        doc="Name of the version; its objects are called <workload>-<version>.",
        pattern=r"[a-z0-9]([-a-z0-9]*[a-z0-9])?",
        hint="lower-case letters, digits and `-`, as names of objects have them",
    )
    image: str | None = field(default=None, doc="Image of the server.")
    replicas: int | None = field(
        default=None, doc="Pods of this version, where no autoscaler decides.", minimum=0, unit="pods"
    )
    args: Sequence[str] = field(default=(), doc="Arguments in place of the workload's own.")
    env: Sequence[core_v1.EnvVar] = field(
        default=(), doc="Environment over that of the workload.", keys=("name",)
    )
    resources: Resources | None = field(default=None, doc="Requests and limits over those of the workload.")
    pod_annotations: Mapping[str, str] = field(default={}, doc="Further annotations of the pods.")
    matches: Sequence[RequestMatch] = field(
        default=(),
        doc="abTest: the requests that this version gets, any of these; all others go to the active version.",
    )
