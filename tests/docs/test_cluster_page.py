"""The page of the Cluster says of releases what the table says."""

from __future__ import annotations

import re
from pathlib import Path

from mlkube.schema.releases import RELEASES, SUPPORTED_RELEASES

PAGE = (Path(__file__).resolve().parents[2] / "docs" / "cluster.md").read_text()
ROWS = re.findall(r"^\| (1\.[0-9]+) \| (\S+) \| (\S+) \| (\w+)", PAGE, re.MULTILINE)


def test_the_page_tells_of_every_supported_release_and_of_refused_ones() -> None:
    assert {row[0] for row in ROWS if row[3] == "supported"} == set(SUPPORTED_RELEASES)
    assert {row[0] for row in ROWS if row[3] == "refused"} >= {"1.24"}


def test_the_page_has_the_dates_of_the_table() -> None:
    for version, released, end_of_life, said in ROWS:
        release = RELEASES[version]
        assert (released, end_of_life) == (release.released, release.end_of_life)
        assert (said == "supported") == release.supported
