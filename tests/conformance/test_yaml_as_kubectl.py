"""What is read and printed is, byte for byte, what `kubectl kustomize` makes of the same file."""

from __future__ import annotations

import json
import shutil
import subprocess
from typing import TYPE_CHECKING

import pytest

from mlkube.yamlio import dump, dump_all, load_all, load_kustomization

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.skipif(shutil.which("kubectl") is None, reason="kubectl is not installed")

HEAD = "apiVersion: example.org/v1\nkind: Sample\nmetadata:\n  name: s{number}\n"

READ = r"""spec: [yes, y, on, True, TRUE, tRue, ~, Null, 0777, 012, 08, 0o17, 0x1F, 0b11, -0b11, 1_000, +5, =]
---
spec: [1e3, 1.50, 12e03, .5, 5., -.5e1, 1_000.5_5, .5_5, 123456.7, 1234567.5, 1e20, 1e21, 1e-7, -0.0]
---
spec: [9223372036854775807, 9223372036854775808, 18446744073709551616, -9223372036854775809]
---
spec: [0xFFFFFFFFFFFFFFFF, 0xFFFFFFFFFFFFFFFFF, 1e400, 1:30, 0b-11, 0o8, 1__0, _1]
---
spec:
- 2020-01-01
- 2020-1-2
- 2001-12-14t21:59:43.10-05:00
- 2001-12-14 21:59:43,5
- 2020-13-01
- '2020-01-01'
---
spec: {a: , b: [x, ], c: 2001-12-14 21:59:43, d: 2020-01-01}
---
spec:
  a:
  b: !!str 5
  c: !!int '5'
  d: !custom 5
  e: ! 5
  f: !!binary aGk=
  g: !!binary gIFo
---
spec:
  a: &x {p: 1, q: 2}
  b: *x
  c:
    q: 3
    <<: *x
  d: &x [1]
  e: *x
  '<<': lost
---
5: a
true: b
0x1F: c
---
spec:
  a: >
    x
     y

    z
  b: >+
    x


  c: |2
     x
    y
  d: |+
    x

  e: >-
    x
    y
---
spec:
  a: "it\'s"
  b: "x
    y

    z"
  c: 'x
    y'
  d: x
    y # comment
  e: a#b
---
spec: {"a":1,'b':2, c: http://x/y, d: [e: f, g]}"""

TEXTS = [
    *(
        "",
        " ",
        "a ",
        " a",
        "-",
        "- a",
        "-a",
        "?",
        "a: b",
        "a:b",
        "a #b",
        "a#b",
        "#",
        "it's",
        "'",
        '"',
        "\\",
        "=",
        "<<",
    ),
    *(
        "yes",
        "Y",
        "n",
        "on",
        "null",
        "~",
        "0777",
        "1_000",
        "1:30",
        "1:30:45",
        "1e3",
        ".5",
        "2020-01-01",
        "0x1F",
        "08",
    ),
    *(
        "a\tb",
        "a\nb",
        "a\nb\n",
        "a\n\n",
        "\na",
        " a\nb",
        "a \nb",
        "a\n b",
        "\n",
        "a\r\nb",
        "a\x01",
        "\x1b",
        "é",
        "😀",
    ),
    *(
        "\u00a0",
        "\u2028",
        "a\u2028b",
        "a \u2028b",
        "\ufeff",
        "a\ufeffb",
        "x" * 90,
        "x " * 60,
        "'" + "x " * 60,
        "é " * 60,
    ),
    *(
        "\t" + "x  y " * 40,
        "x  y " * 40,
        "---",
        "--- a",
        "...",
        "[a",
        "a]",
        "{",
        "&a",
        "*",
        "!",
        "|",
        ">",
        "%",
        "@",
        "`",
    ),
    "line one\n  indented\n\n" + "long " * 40 + "\nend\n\n",
]
KEYS = [*TEXTS[:40], "k" * 128, "k" * 129, "a10", "a9", "_u", "Z", "10", "9", "a-b", "a.b", "a/b"]


def kustomize(folder: Path) -> str:
    return subprocess.run(
        ["kubectl", "kustomize", str(folder)], capture_output=True, text=True, check=True
    ).stdout


def test_resources_are_read_and_printed_as_kubectl_does(tmp_path: Path) -> None:
    text = "\n---\n".join(
        HEAD.format(number=number) + body for number, body in enumerate(READ.split("\n---\n"), start=10)
    )
    (tmp_path / "kustomization.yaml").write_text("resources: [all.yaml]\n", encoding="utf-8")
    (tmp_path / "all.yaml").write_text(text, encoding="utf-8")
    assert dump_all(load_all(text.encode("utf-8"))) == kustomize(tmp_path)


def test_text_of_every_kind_is_printed_as_kubectl_does(tmp_path: Path) -> None:
    nested = {
        "list": TEXTS,
        "lists": [TEXTS, [TEXTS]],
        "map": {f"k{number}": text for number, text in enumerate(TEXTS)},
    }
    keys = {
        f"k{number}": {key: {"a": [key]}} for number, key in enumerate(key for key in KEYS if key != "<<")
    }
    body = {
        "apiVersion": "example.org/v1",
        "kind": "Sample",
        "metadata": {"name": "s"},
        "spec": nested,
        "keys": keys,
    }
    (tmp_path / "kustomization.yaml").write_text("resources: [all.yaml]\n", encoding="utf-8")
    (tmp_path / "all.yaml").write_text(json.dumps(body).replace("\\ud83d\\ude00", "😀"), encoding="utf-8")
    assert dump(body) == kustomize(tmp_path)


def test_configuration_is_read_as_kubectl_does(tmp_path: Path) -> None:
    value = (
        "{a: yes, b: y, c: off, d: 012, e: 2020-01-01, f: 1e3, g: 1:30, y: h, 5: i, 1.5: j, 1e20: k, .inf: m,"
        " n: {q: 3, <<: &x {p: 1, q: 2}}, o: [*x, !!str 5, !!binary aGk=], p: 1, p: 2}"
    )
    (tmp_path / "kustomization.yaml").write_text(
        "resources: [one.yaml]\npatches: [{path: patch.yaml, target: {kind: Sample}}]\n", encoding="utf-8"
    )
    (tmp_path / "one.yaml").write_text(HEAD.format(number=1), encoding="utf-8")
    (tmp_path / "patch.yaml").write_text(f"- op: add\n  path: /spec\n  value: {value}\n", encoding="utf-8")
    (resource,) = load_all(HEAD.format(number=1).encode("utf-8"))
    assert isinstance(resource, dict)
    assert dump({**resource, "spec": load_kustomization(value.encode("utf-8"))}) == kustomize(tmp_path)
