"""Where the JSON Schemas come from: kubernetes-validate, installed, and as it was for Kubernetes 1.21."""

from __future__ import annotations

import hashlib
import importlib.util
import json
import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path
from typing import Any

Definitions = dict[str, dict[str, Any]]

GVK = "x-kubernetes-group-version-kind"
KUSTOMIZE_MINOR = 21
MINORS = tuple(range(25, 38))

_PACKAGE_1_21 = "kubernetes-validate==1.21.0"
_SHA256_1_21 = "e041dbc840ec0bb921726a601b47ab7a5dab47d881ac100757b857f90788810c"

_GENERATORS = {
    "type": "array",
    "items": {"type": "object"},
    "x-kubernetes-patch-strategy": "merge",
    "x-kubernetes-patch-merge-key": "name",
}
# What kustomize adds to every schema; of it, only these two lists change how a patch merges.
# Source: kyaml/openapi/kustomizationapi/swagger.json of kustomize 5.5.0.
_KUSTOMIZATION = {
    "type": "object",
    "properties": {"configMapGenerator": _GENERATORS, "secretGenerator": _GENERATORS},
    GVK: [{"group": "kustomize.config.k8s.io", "version": "v1beta1", "kind": "Kustomization"}],
}


def installed_definitions() -> dict[int, Definitions]:
    """Return the definitions of each minor version from 1.25 on.

    Raises:
        OSError: kubernetes-validate is not installed, or lacks a version.

    """
    spec = importlib.util.find_spec("kubernetes_validate")
    if spec is None or spec.origin is None:
        raise OSError("kubernetes-validate is not installed: pip install -e '.[dev]'")
    root = Path(spec.origin).parent / "kubernetes-json-schema"
    return {minor: _definitions((root / _member(minor)).read_bytes()) for minor in MINORS}


def kustomize_definitions() -> Definitions:
    """Return the definitions that kustomize 5.5.0 merges with.

    That is Kubernetes 1.21 as a cluster serves it by default: without alpha groups and EphemeralContainers.

    Raises:
        OSError: pip cannot download the package, or the package is not what it was.

    """
    data = _download_1_21()
    if hashlib.sha256(data).hexdigest() != _SHA256_1_21:
        raise OSError(f"{_PACKAGE_1_21} is not what it was: its SHA-256 differs")
    definitions = _definitions(data)
    for definition in definitions.values():
        definition[GVK] = [gvk for gvk in definition.get(GVK, []) if _served_by_default(gvk)]
    return definitions | {"kustomize.Kustomization": _KUSTOMIZATION}


def _download_1_21() -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        pip = [sys.executable, "-m", "pip", "download", "--quiet", "--retries=1", "--no-deps"]
        command = [*pip, f"--dest={folder}", _PACKAGE_1_21]
        done = subprocess.run(command, check=False, capture_output=True, text=True)  # noqa: S603  constant
        if done.returncode:
            raise OSError(f"pip cannot download {_PACKAGE_1_21}: {done.stderr.strip()}")
        archive = next(Path(folder).glob("*.tar.gz"))
        with tarfile.open(archive) as tar:
            name = next(name for name in tar.getnames() if name.endswith(f"/{_member(KUSTOMIZE_MINOR)}"))
            member = tar.extractfile(name)
            return member.read() if member else b""


def _served_by_default(gvk: dict[str, str]) -> bool:
    return "alpha" not in gvk["version"] and gvk["kind"] != "EphemeralContainers"


def _definitions(data: bytes) -> Definitions:
    document = json.loads(data)
    definitions: Definitions = document.get("$defs") or document["definitions"]
    return definitions


def _member(minor: int) -> str:
    return f"v1.{minor}.0-local/_definitions.json"
