"""A value that stands in a Secret, and in no description."""

from __future__ import annotations

from mlkube.workloads.spec import Spec, field

TYPE_CHECKING = False
if TYPE_CHECKING:
    from mlkube.core.json import JsonObject


class SecretKey(Spec):
    """A key of a Secret in the same namespace; its value never stands in the description."""

    name: str = field(doc="Name of the Secret.")
    key: str = field(doc="Key in it.")

    def variable(self, name: str) -> JsonObject:
        """Return a container's environment variable of this name with the value."""
        return {"name": name, "valueFrom": {"secretKeyRef": {"name": self.name, "key": self.key}}}
