"""Kubernetes' minor releases: when each came, when its support ends, and which of them a cluster may run.

The table decides, never today's date: the same description is right or wrong on every day.
Source: kubernetes.io/releases and github.com/kubernetes/website, data/releases, read in November 2026.
"""

from __future__ import annotations


class Release:
    """A minor release; dates are those of the project itself, clouds may support it longer."""

    __slots__ = ("end_of_life", "released", "supported", "version")

    def __init__(self, version: str, released: str, end_of_life: str, *, supported: bool) -> None:
        self.version = version
        self.released = released
        self.end_of_life = end_of_life
        self.supported = supported


RELEASES = {
    version: Release(version, released, end_of_life, supported=supported)
    for version, released, end_of_life, supported in (
        ("1.20", "2020-12-08", "2022-02-28", False),
        ("1.21", "2021-04-08", "2022-06-28", False),
        ("1.22", "2021-08-04", "2022-10-28", False),
        ("1.23", "2021-12-07", "2023-02-28", False),
        ("1.24", "2022-05-03", "2023-07-28", False),
        ("1.25", "2022-08-23", "2023-10-28", False),
        ("1.26", "2022-12-09", "2024-02-28", False),
        ("1.27", "2023-04-11", "2024-07-16", False),
        ("1.28", "2023-08-15", "2024-10-22", False),
        ("1.29", "2023-12-13", "2025-02-28", False),
        ("1.30", "2024-04-17", "2025-07-15", False),
        ("1.31", "2024-08-13", "2025-11-11", False),
        ("1.32", "2024-12-11", "2026-02-28", False),
        ("1.33", "2025-04-23", "2026-06-28", False),
        ("1.34", "2025-08-27", "2026-10-27", False),
        ("1.35", "2025-12-17", "2027-02-28", True),
        ("1.36", "2026-04-22", "2027-06-28", True),
        ("1.37", "2026-08-26", "2027-10-28", True),
    )
}

SUPPORTED_RELEASES = tuple(release.version for release in RELEASES.values() if release.supported)
