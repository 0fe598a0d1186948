"""Whatever the short road reads, click reads the same; what click refuses, it does not take."""

from __future__ import annotations

import click
from hypothesis import given
from hypothesis import strategies as st

from mlkube.cli import build, render
from mlkube.cli.commands import mlkube
from mlkube.cli.request import FLAGS, Request
from mlkube.cli.short_road import read_arguments

VALUES = [
    "gpu-prod",
    ".",
    "-",
    "",
    "--",
    "a=b",
    "lossless",
    "kustomize",
    "LoadRestrictionsNone",
    "1.36",
    "-x",
]
NAMES = sorted({name for flag in FLAGS for name in flag.names})

words = st.one_of(
    st.sampled_from(VALUES),
    st.sampled_from(NAMES),
    st.builds("{}={}".format, st.sampled_from(NAMES), st.sampled_from(VALUES)),
    st.sampled_from(["--help", "-h", "--merg", "-oout", "-ofoo=bar", "--al"]),
)


def through_click(arguments: list[str]) -> dict[str, object] | None:
    seen: list[Request] = []
    originals = build.perform, render.perform
    build.perform = render.perform = seen.append
    try:
        mlkube.main(args=arguments, standalone_mode=False)
    except click.ClickException:
        return None
    finally:
        build.perform, render.perform = originals
    return slots(seen[0]) if seen else None


def slots(request: Request) -> dict[str, object]:
    return {slot: getattr(request, slot) for slot in Request.__slots__}


@given(st.sampled_from(["build", "render"]), st.lists(words, max_size=6))
def test_the_short_road_reads_what_click_reads(command: str, rest: list[str]) -> None:
    arguments = [command, *rest]
    request = read_arguments(arguments)

    if request is not None:
        assert through_click(arguments) == slots(request)
