"""What a validation is asked for, and the settings of a project that speak of it."""

from __future__ import annotations

from mlkube.schema import DEFAULT_VERSION

TYPE_CHECKING = False
if TYPE_CHECKING:
    from mlkube.validation.skips import Skip


class ValidateOptions:
    """How to judge: the version of Kubernetes, definitions, what to leave out.

    `crds` are files or folders with definitions, `definitions` is the project's own folder of them. `skips`
    come from the command line and the settings. `external` are `Kind/name` that the cluster brings.
    `only_objects` passes over what is no object in files, too.
    `together` runs the contracts between objects over all files. `python` is as in `mlkube.build`.
    """

    __slots__ = (
        "crds",
        "definitions",
        "external",
        "ignore_missing_schemas",
        "kubernetes_version",
        "only_objects",
        "project",
        "python",
        "skips",
        "together",
    )

    def __init__(  # noqa: PLR0913  the flags of `mlkube validate`
        self,
        *,
        kubernetes_version: str = DEFAULT_VERSION,
        crds: tuple[str, ...] = (),
        definitions: str = "",
        ignore_missing_schemas: bool = False,
        together: bool = False,
        skips: tuple[Skip, ...] = (),
        external: frozenset[str] = frozenset(),
        python: bool | None = None,
        project: str | None = None,
    ) -> None:
        self.kubernetes_version = kubernetes_version
        self.crds = crds
        self.definitions = definitions
        self.ignore_missing_schemas = ignore_missing_schemas
        self.together = together
        self.skips = skips
        self.external = external
        self.python = python
        self.project = project
        self.only_objects = False

    def is_external(self, kind: str, name: str) -> bool:
        """Tell whether the cluster is said to bring an object."""
        return f"{kind}/{name}" in self.external or f"{kind}/*" in self.external
