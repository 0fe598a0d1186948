"""docs/rollout.md: its Python runs; its outputs are kept by tools/examples.py."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PAGE = (ROOT / "docs" / "rollout.md").read_text()
(PYTHON,) = re.findall(r"^```python\n(.*?)^```$", PAGE, flags=re.MULTILINE | re.DOTALL)


def test_the_python_runs_as_written() -> None:
    done = subprocess.run(
        [sys.executable, "-"], cwd=ROOT, input=PYTHON, capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("3 2 3 up to ")
