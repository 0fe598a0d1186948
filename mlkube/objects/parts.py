"""What the builders share: metadata, containers, the fragment given as `spec`, errors with their field."""

from __future__ import annotations

from mlkube.errors import BuildError, Place, raise_all

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from typing import Any

    from mlkube.errors import MlkubeError
    from mlkube.k8s import core_v1, meta_v1

NAME_LABEL = "app.kubernetes.io/name"

_LAST_PORT = 65535


class Checks:
    """What is wrong with the arguments of one call; `finish` raises all of it."""

    __slots__ = ("_errors", "_resource")

    def __init__(self, kind: str, name: str) -> None:
        self._resource = f"{kind}/{name}"
        self._errors: list[MlkubeError] = []
        self.that(bool(name), "metadata.name", "is empty")

    def that(self, holds: bool, field: str, reason: str, *, hint: str = "") -> None:  # noqa: FBT001  reads as a sentence
        """Refuse a field unless something holds."""
        if not holds:
            self._errors.append(
                BuildError(reason, place=Place(resource=self._resource, field=field), hint=hint)
            )

    def at_least(self, least: int, field: str, value: int | None) -> None:
        """Refuse a number that is too small; None is one that nobody gave."""
        self.that(value is None or value >= least, field, f"{value} is less than {least}")

    def port(self, field: str, port: int) -> None:
        """Refuse a number that is no port."""
        self.that(0 < port <= _LAST_PORT, field, f"{port} is no port", hint=f"ports are 1 to {_LAST_PORT}")

    def amount(self, field: str, quantity: str | float) -> None:
        """Refuse what is no quantity, or not more than nothing."""
        from mlkube.core.quantity import nanos  # noqa: PLC0415  few builders need it

        found = nanos(quantity)
        if found is None:
            self.that(False, field, f"{quantity!r} is no quantity", hint="write it as 500m, 2 or 4Gi")  # noqa: FBT003  as above
        else:
            self.that(found > 0, field, f"{quantity!r} is not more than 0")

    def finish(self) -> None:
        """Raise what was found.

        Raises:
            BuildError: one thing is wrong; several come as an ErrorGroup.

        """
        raise_all(self._errors)


def metadata(
    name: str,
    namespace: str | None,
    labels: Mapping[str, str],
    annotations: Mapping[str, str] | None,
) -> meta_v1.ObjectMeta:
    """Return the metadata of an object, without what is empty."""
    found: meta_v1.ObjectMeta = {"name": name}
    if namespace:
        found["namespace"] = namespace
    if labels:
        found["labels"] = dict(labels)
    if annotations:
        found["annotations"] = dict(annotations)
    return found


def named(name: str, labels: Mapping[str, str] | None) -> dict[str, str]:
    """Return the labels of an object that names its application."""
    return {NAME_LABEL: name, **(labels or {})}


def filled(
    checks: Checks,
    defaults: Mapping[str, object],
    given: Mapping[str, object],
    spec: Mapping[str, object] | None,
) -> Any:  # noqa: ANN401  the builder's own type says which spec it is
    """Return the fields of a spec: defaults, over them what arguments say (unless None) and the fragment."""
    arguments = {field: value for field, value in given.items() if value is not None}
    for field in sorted(arguments.keys() & (spec or {}).keys()):
        checks.that(False, f"spec.{field}", "is given as an argument and in spec", hint="keep one of them")  # noqa: FBT003  reads as a sentence
    return {**defaults, **arguments, **(spec or {})}


def container(
    checks: Checks,
    *,
    name: str,
    image: str,
    command: Sequence[str] | None,
    args: Sequence[str] | None,
    env: Mapping[str, str] | None,
    ports: Mapping[str, int] | None,
    resources: core_v1.ResourceRequirements | None,
) -> core_v1.Container:
    """Return a container; what is not given stays out."""
    place = "spec.template.spec.containers[0]"
    checks.that(
        bool(image), f"{place}.image", "no image is given", hint="pass image=, or the pod template in spec="
    )
    found: core_v1.Container = {"name": name, "image": image}
    if command is not None:
        found["command"] = list(command)
    if args is not None:
        found["args"] = list(args)
    if env:
        found["env"] = [{"name": variable, "value": value} for variable, value in env.items()]
    if ports:
        for index, port in enumerate(ports.values()):
            checks.port(f"{place}.ports[{index}].containerPort", port)
        found["ports"] = [{"name": label, "containerPort": port} for label, port in ports.items()]
    if resources is not None:
        found["resources"] = resources
    return found
