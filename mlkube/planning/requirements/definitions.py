"""Custom resources: the definition that a cluster must have before an object of one can be applied."""

from __future__ import annotations

from mlkube.core.resource import split_api_version
from mlkube.planning.requirements.requirement import DEFINITION, Requirement
from mlkube.planning.requirements.systems import GATEWAY_API, system_of_kind

TYPE_CHECKING = False
if TYPE_CHECKING:
    from mlkube.core.resource import Resource
    from mlkube.planning.requirements.brought import Brought
    from mlkube.planning.requirements.kubernetes_version import ServedKinds

_VOWELS = frozenset("aeiou")
_HISSING = ("s", "x", "z", "ch", "sh")
_IMPLEMENTATION = "and an implementation of it, such as Envoy Gateway, Istio or a cloud's own"


def definition_need(resource: Resource, served: ServedKinds, brought: Brought) -> Requirement | None:
    """Return the definition that an object needs, None for Kubernetes' own and for what the render brings."""
    group, version = split_api_version(resource.api_version)
    if served.minors(resource.api_version, resource.kind) or served.has_group(group):
        return None
    if brought.has_kind(resource.api_version, resource.kind):
        return None
    return of_kind(group, version, resource.kind)


def of_kind(group: str, version: str, kind: str) -> Requirement:
    """Return the requirement of a kind's definition."""
    by = system_of_kind(group, kind)
    said = _IMPLEMENTATION if by is GATEWAY_API else ""
    name = f"{plural(kind)}.{group}"
    return Requirement(DEFINITION, name, group=group, version=version, text=said, by=by, of_kind=kind)


def plural(kind: str) -> str:
    """Return the name of a kind's resource, as definitions are named by rule: `HTTPRoute` is `httproutes`.

    The vowel before a final y counts, which Kubernetes' own guess forgets: Gateway is `gateways`.

    Source: k8s.io/apimachinery, pkg/api/meta/restmapper.go (UnsafeGuessKindToResource).
    """
    word = kind.lower()
    if word.endswith(_HISSING):
        return f"{word}es"
    if word.endswith("y") and word[-2:-1] not in _VOWELS:
        return f"{word[:-1]}ies"
    return f"{word}s"
