"""`mlkube.validate`: objects, a text or a path before the server's eyes, the report as data."""

from __future__ import annotations

import os

from mlkube.overlay.resource_set import ResourceSet
from mlkube.schema import DEFAULT_VERSION, target_version
from mlkube.validating.options import ValidateOptions
from mlkube.validating.run import validate_inputs, validate_objects, validate_resources, validate_text

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from mlkube.core.json import Json
    from mlkube.validation.reports.report import Report


def validate(
    what: str | bytes | os.PathLike[str] | ResourceSet | Iterable[Json],
    *,
    kubernetes_version: str | None = None,
    crds: Sequence[str | os.PathLike[str]] = (),
    ignore_missing_schemas: bool = False,
    together: bool | None = None,
    external: Iterable[str] = (),
) -> Report:
    """Judge manifests as the API server of a Kubernetes version would, without one.

    `what` is the result of `build` or `render`, objects as plain data, a YAML text, or a path: an `os.PathLike`,
    or a text of one line that names a file or folder. `crds` are files or folders of definitions. `together`
    also holds the objects against each other; None does so for a `ResourceSet` alone. `external` are `Kind/name`
    that the cluster brings.

    Findings of texts and paths have lines and columns. Nothing is printed.

    Raises:
        MlkubeError: a path that does not exist or cannot be read, definitions that are none.

    """  # noqa: E501 the server's words
    options = ValidateOptions(
        kubernetes_version=target_version(kubernetes_version or DEFAULT_VERSION),
        crds=tuple(os.fsdecode(name) for name in crds),
        ignore_missing_schemas=ignore_missing_schemas,
        together=bool(together),
        external=frozenset(external),
    )
    if isinstance(what, ResourceSet):
        return validate_resources(what, options)
    if isinstance(what, os.PathLike) or (isinstance(what, str) and "\n" not in what and os.path.exists(what)):
        return validate_inputs([os.fsdecode(what)], options)
    if isinstance(what, str | bytes):
        return validate_text(what.encode() if isinstance(what, str) else what, options, file="<text>")
    return validate_objects(what, options)
