from __future__ import annotations

from typing import Any

import pytest

from mlkube.planning.rollouts.pod_times import PodTimes, Probe
from mlkube.planning.rollouts.span import Span, clock


def container(name: str = "a", **fields: Any) -> dict[str, Any]:  # noqa: ANN401  any field
    return {"name": name, **fields}


def times(*containers: dict[str, Any], **spec: Any) -> PodTimes:  # noqa: ANN401  any field
    return PodTimes({"containers": list(containers), **spec})


@pytest.mark.parametrize(
    ("probe", "budget", "ready"),
    [
        ({}, 30, 10),
        ({"periodSeconds": 5, "failureThreshold": 120}, 600, 5),
        (
            {"initialDelaySeconds": 15, "periodSeconds": 10, "failureThreshold": 2, "successThreshold": 3},
            35,
            30,
        ),
        # A probe that waits for 12 s misses every second tick of 10 s.
        ({"timeoutSeconds": 12}, 60, 20),
    ],
)
def test_a_probe_has_the_defaults_of_the_server(probe: dict[str, Any], budget: int, ready: int) -> None:
    found = Probe(probe)
    assert (found.budget, found.ready) == (budget, ready)


def test_a_start_lasts_as_long_as_the_longest_startup_probe_and_the_readiness_after_it() -> None:
    slow = container(
        startupProbe={"periodSeconds": 5, "failureThreshold": 60}, readinessProbe={"periodSeconds": 2}
    )
    fast = container(startupProbe={"periodSeconds": 1, "failureThreshold": 10})
    found = times(slow, fast)
    assert (found.startup, found.readiness, found.start) == (Span(300), 2, Span(302))


def test_a_container_without_a_startup_probe_may_start_for_any_time() -> None:
    found = times(
        container(startupProbe={"failureThreshold": 3}), container(readinessProbe={"initialDelaySeconds": 20})
    )
    assert found.startup == Span(30, starts=1)
    assert found.readiness == 30
    assert not found.start.is_bounded


def test_an_initial_delay_runs_beside_the_startup_probe() -> None:
    probed = container(startupProbe={"failureThreshold": 6}, readinessProbe={"initialDelaySeconds": 70})
    assert times(probed).readiness == 10 + 10


def test_an_init_container_may_take_any_time_and_sidecars_start_one_after_the_other() -> None:
    sidecar = container(restartPolicy="Always", startupProbe={"periodSeconds": 1, "failureThreshold": 20})
    probed = container(startupProbe={"failureThreshold": 3})
    assert times(probed, initContainers=[sidecar, sidecar]).startup == Span(70)
    assert times(probed, initContainers=[container()]).startup == Span(30, starts=1)


@pytest.mark.parametrize(
    ("hook", "seconds"),
    [
        (None, 0),
        ({"sleep": {"seconds": 10}}, 10),
        ({"exec": {"command": ["sleep", "7"]}}, 7),
        ({"exec": {"command": ["/bin/sh", "-c", "sleep 8"]}}, 8),
        ({"exec": {"command": ["/bin/sleep", "9s"]}}, 9),
        ({"exec": {"command": ["sh", "-c", "sleep 5; nginx -s quit"]}}, None),
        ({"httpGet": {"path": "/drain"}}, None),
    ],
)
def test_the_length_of_a_hook_is_known_where_it_only_sleeps(
    hook: dict[str, Any] | None, seconds: int | None
) -> None:
    assert times(container(**({"lifecycle": {"preStop": hook}} if hook else {}))).pre_stop == seconds


@pytest.mark.parametrize(
    ("slept", "grace", "stop"),
    [(10, None, 30), (10, 20, 20), (20, 20, 22), (None, 20, 20), (None, 0, 0)],
)
def test_an_end_takes_the_grace_period_and_two_seconds_after_a_hook_that_used_it_up(
    slept: int | None, grace: int | None, stop: int
) -> None:
    hook = {"lifecycle": {"preStop": {"sleep": {"seconds": slept}}}} if slept else {}
    spec = {} if grace is None else {"terminationGracePeriodSeconds": grace}
    assert times(container(**hook), **spec).stop == Span(stop)


@pytest.mark.parametrize(
    ("seconds", "text"),
    [(0, "0 s"), (59, "59 s"), (60, "1 min"), (605, "10 min 5 s"), (3600, "1 h"), (3661, "1 h 2 min")],
)
def test_times_read_as_people_say_them(seconds: int, text: str) -> None:
    assert clock(seconds) == text


@pytest.mark.parametrize(
    ("span", "text"),
    [
        (Span(30), "up to 30 s"),
        (Span(30, starts=1), "as long as a start and 30 s"),
        (Span(starts=2, waits=1), "as long as 2 starts and a promotion"),
        (Span(30, 1) * 3 + Span(5), "as long as 3 starts and 1 min 35 s"),
    ],
)
def test_what_nothing_bounds_is_said(span: Span, text: str) -> None:
    assert str(span) == text
