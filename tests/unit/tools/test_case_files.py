from __future__ import annotations

import sys
from pathlib import Path

TOOLS = str(Path(__file__).resolve().parents[3] / "tools")
if TOOLS not in sys.path:
    sys.path.insert(0, TOOLS)

from case_files import Case, read_case  # noqa: E402 - the path to tools/ stands above

TEXT = """\
One sentence,
in two lines.
target: top
args: --load-restrictor=LoadRestrictionsNone
=== top/kustomization.yaml
resources: [a.yaml]
=== top/a.yaml (open)
a: b
=== top/w.txt (crlf)
one
two
=== top/b.bin (base64)
/wA=
=== top/link (link)
a.yaml
=== stderr
a warning
=== expect
a: b
"""


def test_a_case_is_read_section_by_section() -> None:
    assert read_case(TEXT) == Case(
        "One sentence, in two lines.",
        {"target": "top", "args": "--load-restrictor=LoadRestrictionsNone"},
        {
            "top/kustomization.yaml": "resources: [a.yaml]\n",
            "top/a.yaml (open)": "a: b\n",
            "top/w.txt (crlf)": "one\ntwo\n",
            "top/b.bin (base64)": "/wA=\n",
            "top/link (link)": "a.yaml\n",
        },
        {"stderr": "a warning\n", "expect": "a: b\n"},
    )


def test_the_files_of_a_case_are_written_as_their_words_say(tmp_path: Path) -> None:
    assert read_case(TEXT).write(tmp_path) == tmp_path / "top"
    top = tmp_path / "top"
    assert (top / "kustomization.yaml").read_bytes() == b"resources: [a.yaml]\n"
    assert (top / "a.yaml").read_bytes() == b"a: b"
    assert (top / "w.txt").read_bytes() == b"one\r\ntwo\r\n"
    assert (top / "b.bin").read_bytes() == b"\xff\x00"
    assert (top / "link").readlink() == Path("a.yaml")
