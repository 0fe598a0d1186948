"""Rules for one container as a user wrote it: its image, its environment, its resources."""

from __future__ import annotations

from mlkube.core.quantity import exceeds
from mlkube.workloads.faults import Fault

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from mlkube.k8s import core_v1
    from mlkube.workloads.faults import Path

_SECRET_WORDS = (
    "PASSWORD",
    "PASSWD",
    "PASSPHRASE",
    "SECRET",
    "TOKEN",
    "APIKEY",
    "CREDENTIAL",
    "CREDENTIALS",
)
_SECRET_KEYS = ("API", "ACCESS", "PRIVATE", "ENCRYPTION", "SIGNING")
_NO_SECRETS = (
    "_FILE",
    "_PATH",
    "_DIR",
    "_URL",
    "_NAME",
    "_COUNT",
    "_LENGTH",
    "_LIMIT",
    "_SECONDS",
    "_SIZE",
    "_TTL",
)


def container_faults(container: core_v1.Container, path: Path, *, dev: bool) -> Iterator[Fault]:
    """Yield what contradicts in a further container, a sidecar or an init container."""
    image = container.get("image")
    if not image:
        yield Fault((*path, "image"), "missing", "a container runs an image")
    elif not dev:
        yield from floating_image(image, (*path, "image"))
    yield from secrets_in_env(container.get("env", ()), (*path, "env"))
    resources = container.get("resources", {})
    requests, limits = resources.get("requests", {}), resources.get("limits", {})
    yield from requests_over_limits(requests, limits, (*path, "resources"))


def requests_over_limits(
    requests: Mapping[str, str | float], limits: Mapping[str, str | float], path: Path
) -> Iterator[Fault]:
    """Yield requests that are over their limits: the server refuses such a container."""
    for name, request in requests.items():
        limit = limits.get(name)
        if limit is not None and exceeds(request, limit):
            yield Fault(
                (*path, "requests", name),
                f"{request} is more than the limit, {limit}",
                "a request may reach its limit, but not pass it",
                other=(*path, "limits", name),
            )


def secrets_in_env(env: Sequence[core_v1.EnvVar], path: Path = ("spec", "env")) -> Iterator[Fault]:
    """Yield variables that seem to hold a secret's value: all who see the manifest would see it."""
    for at, variable in enumerate(env):
        name, value = str(variable.get("name", "")), variable.get("value")
        if isinstance(value, str) and is_secret(name) and _may_be_secret(value):
            hint = "keep it in a Secret and refer to it with valueFrom.secretKeyRef"
            yield Fault((*path, at, "value"), f"{name} looks like the value of a secret", hint)


def is_secret(name: str) -> bool:
    """Tell whether a variable's name says that it holds a secret: HF_TOKEN, not TOKENIZERS_PARALLELISM."""
    upper = name.upper().replace("-", "_").replace(".", "_")
    if upper.endswith(_NO_SECRETS):
        return False
    words = upper.split("_")
    if any(word.endswith(_SECRET_WORDS) for word in words):
        return True
    return any(words[at : at + 2] == [of, "KEY"] for at in range(len(words)) for of in _SECRET_KEYS)


def _may_be_secret(value: str) -> bool:
    """Tell whether a value may be a secret: no reference, no path to a mounted one, no switch."""
    return bool(value) and "$(" not in value and value[0] != "/" and value.lower() not in {"true", "false"}


def floating_image(image: str, path: Path = ("spec", "image")) -> Iterator[Fault]:
    """Yield an image without a fixed version: pods of one rollout could differ, with no way back."""
    name, _, digest = image.partition("@")
    tag = name.rpartition("/")[2].partition(":")[2]
    if not digest and tag in ("", "latest"):
        reason = f"{image} has no fixed version"
        yield Fault(path, reason, "name a tag or a digest, or set `profile: dev`", other=("spec", "profile"))
