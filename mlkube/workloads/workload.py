"""What every workload kind is: metadata, a spec, rules, and the objects that it builds."""

from __future__ import annotations

from mlkube.workloads.spec import DNS_LABEL, LABEL_VALUE, Spec, field

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from mlkube.core.json import JsonObject
    from mlkube.overlay.resource_set import ResourceSet
    from mlkube.workloads.faults import Fault
    from mlkube.workloads.objects import Context, Objects

API_VERSION = "mlkube.dev/v1alpha1"


class Workload(Spec):
    """A description that builds Kubernetes objects; its kind is the name of its class.

    In YAML the first four fields stand under `metadata`, all others under `spec`.
    """

    name: str = field(
        doc="Name of the workload; its objects are named after it.",
        pattern=DNS_LABEL,
        hint="at most 63 lower-case letters, digits and `-`, as objects and DNS names have them",
    )
    namespace: str | None = field(
        default=None,
        doc="Namespace of its objects; usually left to `namespace:` of a kustomization.",
        pattern=DNS_LABEL,
    )
    labels: Mapping[str, str] = field(
        default={}, doc="Labels of every object that it builds.", pattern=LABEL_VALUE
    )
    annotations: Mapping[str, str] = field(default={}, doc="Annotations of every object that it builds.")

    def objects(self, context: Context) -> Objects:
        """Return what the workload builds; `context` knows the final names."""
        raise NotImplementedError

    def faults(self) -> Iterator[Fault]:
        """Yield contradictions between fields; paths begin with `spec` or `metadata`, as in YAML."""
        yield from ()

    def build(self) -> ResourceSet:
        """Return the objects that the workload builds, as a base of its own would give them.

        Raises:
            SpecError: what is missing, and what contradicts; all of it.

        """
        from mlkube.pipeline import build_workload  # noqa: PLC0415  the one door upwards, for library users

        return build_workload(self)

    def to_body(self) -> JsonObject:
        """Return the description as it stands in YAML, without what equals its default."""
        from mlkube.workloads.writing import to_body  # noqa: PLC0415  few callers write

        return to_body(self)


METADATA = ("name", "namespace", "labels", "annotations")
