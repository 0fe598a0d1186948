"""The page of `quota`: its commands print what it shows, its Python runs, its tables are complete."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PAGE = (ROOT / "docs" / "quota.md").read_text()


def test_the_command_of_the_page_prints_what_it_shows() -> None:
    match = re.search(r"^`mlkube (quota [^`]+)` prints\n\n<!-- show: (\S+) -->", PAGE, flags=re.MULTILINE)
    assert match is not None
    done = subprocess.run(
        [sys.executable, "-m", "mlkube", *match[1].split()],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.stdout, done.stderr, done.returncode) == ((ROOT / match[2]).read_text(), "", 1)


def test_the_python_of_the_page_runs() -> None:
    (source,) = re.findall(r"^```python\n(.*?)^```$", PAGE, flags=re.MULTILINE | re.DOTALL)
    done = subprocess.run(
        [sys.executable, "-"], cwd=ROOT, input=source, capture_output=True, text=True, check=False
    )
    assert (done.stderr, done.returncode) == ("", 0)
    assert done.stdout.endswith(
        "Deployment/ml-model 3 10 0 HorizontalPodAutoscaler/ml-model\n"
        "CronJob/etl 0 1 0 \n"
        "CronJob/etl executor 0 4 0 \n"
    )


def test_the_page_names_every_key_of_a_file_of_nodes() -> None:
    schema = json.loads((ROOT / "docs" / "quota-nodes.schema.json").read_text())
    keys = [*schema["properties"], *schema["$defs"]["nodeType"]["properties"]]
    assert [key for key in keys if f"`{key}`" not in PAGE and f"{key}:" not in PAGE] == []
