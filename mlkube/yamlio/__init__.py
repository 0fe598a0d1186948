"""Text to plain data and back, as kustomize reads and prints it; must not import anything of Kubernetes."""

from __future__ import annotations

from mlkube.yamlio.dump import dump, dump_all
from mlkube.yamlio.load import load_all
from mlkube.yamlio.locate import document_lines, locate, locate_in_block
from mlkube.yamlio.scalars import WrittenDate, WrittenFloat, WrittenInt, resolve, scalar_text
from mlkube.yamlio.yaml_1_1 import load_kustomization

__all__ = [
    "WrittenDate",
    "WrittenFloat",
    "WrittenInt",
    "document_lines",
    "dump",
    "dump_all",
    "load_all",
    "load_kustomization",
    "locate",
    "locate_in_block",
    "resolve",
    "scalar_text",
]
