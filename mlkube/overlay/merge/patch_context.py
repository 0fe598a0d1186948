"""What patches merge by: the schema of kustomize or of the target, and how objects were written."""

from __future__ import annotations

from mlkube.overlay.merge.patch_source import WrittenSources
from mlkube.overlay.merge.strategic_merge import StrategicMerge

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from mlkube.overlay.descriptions import Addressing
    from mlkube.overlay.merge.target_nodes import Schemas, TargetNodes
    from mlkube.schema import Schema


class PatchContext:
    """What patches merge by, shared by the kustomizations of a build.

    `schema` is kustomize's, `target_schema` that of the target version with its custom resources. `lossless`
    merges by the latter. `strict` makes errors of what would be warnings. `read` gives the content of the
    file that an object came from, by the name its source has. `addressing` chooses the patches of a pass,
    None takes all. `built_by` holds what each description builds, as messages say it.
    """

    __slots__ = (
        "_merge",
        "_nodes",
        "addressing",
        "built_by",
        "lossless",
        "schema",
        "sources",
        "strict",
        "target_schema",
    )

    def __init__(
        self,
        schema: Schema,
        target_schema: Schemas,
        *,
        lossless: bool = False,
        strict: bool = False,
        read: Callable[[str], bytes | None] | None = None,
        addressing: Addressing | None = None,
        built_by: Mapping[str, Sequence[str]] | None = None,
    ) -> None:
        self.schema = schema
        self.target_schema = target_schema
        self.lossless = lossless
        self.strict = strict
        self.addressing = addressing
        self.built_by = built_by or {}
        self.sources = WrittenSources(read or _read)
        self._merge: StrategicMerge | None = None
        self._nodes: TargetNodes | None = None

    @property
    def nodes(self) -> TargetNodes:
        """The places of objects as the target sees them."""
        if self._nodes is None:
            from mlkube.overlay.merge.target_nodes import TargetNodes  # noqa: PLC0415 (most merges lose nothing)

            self._nodes = TargetNodes(self.target_schema, self.schema.find)
        return self._nodes

    @property
    def merge(self) -> StrategicMerge:
        """The merge that patches use."""
        if self._merge is None:
            if self.lossless:
                from mlkube.overlay.merge.lossless_merge import LosslessMerge  # noqa: PLC0415 (one of two)

                self._merge = LosslessMerge(self.nodes)
            else:
                self._merge = StrategicMerge(self.schema.find)
        return self._merge


def _read(file: str) -> bytes | None:
    try:
        with open(file, "rb") as opened:
            return opened.read()
    except OSError:
        return None
