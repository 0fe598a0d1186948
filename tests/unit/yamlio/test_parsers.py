"""The parser in C and the one in Python give the same values."""

from __future__ import annotations

import subprocess
import sys

PROGRAM = """
import sys
sys.modules["yaml._yaml"] = None
from mlkube.errors import YamlError
from mlkube.yamlio import load_all, load_kustomization
from mlkube.yamlio.parse import _Parser
assert _Parser.__name__ == "PureParser"
print(load_all(sys.argv[1].encode()))
print(load_kustomization(sys.argv[1].encode()))
for text in ("[" * 300 + "]" * 300, "a: [", "a: 1\\na: 2", 'a: "it\\\\\\'s"'):
    try:
        print(load_all(text.encode(), "f.yaml"))
    except YamlError as error:
        print(error)
"""

TEXT = "a: &x {b: [1, yes, 'c']}\nd: *x\ne: &x >-\n  f\n  g\nh: *x\ni: !!str 5\n---\nj: é\n"


def test_without_libyaml_the_values_are_the_same() -> None:
    result = subprocess.run([sys.executable, "-c", PROGRAM, TEXT], capture_output=True, text=True, check=True)
    first = "'a': {'b': [1, 'yes', 'c']}, 'd': {'b': [1, 'yes', 'c']}, 'e': 'f g', 'h': 'f g', 'i': '5'"
    quoted = "'yes'"
    deep = "nested deeper than 200 levels; no manifest needs that; is the file a generated bomb?"
    assert result.stdout.splitlines() == [
        f"[{{{first}}}, {{'j': 'é'}}]",
        f"{{{first.replace(quoted, 'True')}}}",
        f"f.yaml:1:201: error: {deep}",
        "f.yaml:1:5: error: expected the node content, but found '<stream end>'",
        'f.yaml:2:1: error: the key "a" stands twice, first in line 1',
        "[{'a': \"it's\"}]",
    ]
