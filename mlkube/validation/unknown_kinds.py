"""Why a kind is not known: a version removed or not yet there, a slip of the pen, a missing definition."""

from __future__ import annotations

from mlkube.core.suggest import suggest
from mlkube.schema import SUPPORTED_VERSIONS
from mlkube.schema.compiled import CompiledVersion
from mlkube.validation.api_versions import retirement

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence


def why_unknown(api_version: str, kind: str, version: str, served: Sequence[str]) -> tuple[str, str, bool]:  # noqa: PLR0911 one case after the other
    """Return message, hint, and whether the group is Kubernetes' own, so that no definition could help.

    `served` are the versions in which definitions at hand have the kind.
    """
    message = f'no matches for kind "{kind}" in version "{api_version}"'
    retired = retirement(api_version, kind)
    if retired is not None:
        hint = f"deprecated since 1.{retired.deprecated}, removed in 1.{retired.removed}"
        return message, hint + (f"; use {retired.replacement}" if retired.replacement else ""), True
    if served:
        return message, f"its definition serves {', '.join(served)}", False
    known = [
        other for other in SUPPORTED_VERSIONS if CompiledVersion(_minor(other)).find_kind(api_version, kind)
    ]
    if known:
        since, until = known[0], known[-1]
        hint = (
            f"Kubernetes {since} is the first to have it"
            if _minor(since) > _minor(version)
            else f"Kubernetes {until} is the last to have it"
        )
        return message, hint, True
    compiled = CompiledVersion(_minor(version))
    names = compiled.kinds()
    own = [name.partition(" ")[2] for name in names if name.startswith(f"{api_version} ")]
    if own:
        near = suggest(kind, own)
        return message, f'did you mean "{near}"?' if near else f"{api_version} has no such kind", True
    elsewhere = [name.partition(" ")[0] for name in names if name.endswith(f" {kind}")]
    if elsewhere and ("." not in api_version.partition("/")[0] or "k8s.io/" in api_version):
        return message, f"use {elsewhere[-1]}", True
    if "/" not in api_version:
        return message, "v1 has no such kind" if api_version == "v1" else "", True
    hint = "give its definition with --crds, or keep it with `mlkube schemas add`"
    return message, hint, False


def _minor(version: str) -> int:
    return int(version.rpartition(".")[2])
