"""The Kubernetes versions that have a schema."""

from __future__ import annotations

from mlkube.errors import SettingsError

FIRST_MINOR = 25
LAST_MINOR = 37

SUPPORTED_VERSIONS: tuple[str, ...] = tuple(f"1.{minor}" for minor in range(FIRST_MINOR, LAST_MINOR + 1))
DEFAULT_VERSION = "1.36"

# kustomize 5.5.0 merges with Kubernetes 1.21; nobody can choose that as the version to run on.
KUSTOMIZE_VERSION = "kustomize-1.21"

# What `openapi: version:` may say: the one schema that is built into kustomize 5.5.0.
KUSTOMIZE_OPENAPI_VERSIONS: tuple[str, ...] = ("v1.21.2",)


def target_version(text: str) -> str:
    """Return `1.36` for `1.36`, `v1.36`, `1.36.2` or `v1.36.2-gke.1`.

    Raises:
        SettingsError: no such version is supported.

    """
    version = ".".join(text.strip().removeprefix("v").split(".")[:2])
    if version not in SUPPORTED_VERSIONS:
        raise SettingsError(
            f'unknown Kubernetes version "{text}"', hint=f"known are {', '.join(SUPPORTED_VERSIONS)}"
        )
    return version
