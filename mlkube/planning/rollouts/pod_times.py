"""How long a pod may take to start and to end, from its probes, hooks and grace period.

Scheduling, pulling of images and attaching of volumes are not in it: no field bounds them. Sources:
kubernetes.io, Pod Lifecycle ("Pod termination", "Container probes") and Sidecar Containers; kubernetes,
pkg/kubelet/prober/worker.go, pkg/kubelet/kuberuntime/kuberuntime_container.go (killContainer).
"""

from __future__ import annotations

from mlkube.planning.body import at, count, items, text
from mlkube.planning.rollouts.span import Span

TYPE_CHECKING = False
if TYPE_CHECKING:
    from mlkube.core.json import JsonObject

_GRACE = 30
_PERIOD, _TIMEOUT, _FAILURES = 10, 1, 3
_EXTRA = 2  # what a container gets after a hook that took the whole grace period


class Probe:
    """A probe with the defaults of the server filled in."""

    __slots__ = ("delay", "failures", "period", "successes")

    def __init__(self, body: JsonObject) -> None:
        timeout = count(body.get("timeoutSeconds"), _TIMEOUT) or _TIMEOUT
        period = count(body.get("periodSeconds"), _PERIOD) or _PERIOD
        self.delay = count(body.get("initialDelaySeconds"), 0)
        # A probe that waits longer than a period misses ticks of the kubelet's clock.
        self.period = period * -(-timeout // period)
        self.failures = count(body.get("failureThreshold"), _FAILURES) or _FAILURES
        self.successes = count(body.get("successThreshold"), 1) or 1

    @property
    def budget(self) -> int:
        """Seconds from the start of a container until it has failed for good."""
        return self.delay + self.failures * self.period

    @property
    def ready(self) -> int:
        """Seconds until enough probes have succeeded, of a container that answers."""
        return self.successes * self.period


class ContainerTimes:
    """The probes and the preStop hook of a container; None where it has none.

    `pre_stop` are the seconds that a hook sleeps, None for a hook whose length nobody can tell.
    """

    __slots__ = ("field", "has_hook", "liveness", "name", "pre_stop", "readiness", "startup")

    def __init__(self, body: JsonObject, field: str) -> None:
        self.name = text(body.get("name"))
        self.field = field
        self.startup = _probe(body, "startupProbe")
        self.readiness = _probe(body, "readinessProbe")
        self.liveness = _probe(body, "livenessProbe")
        hook = at(body, "lifecycle", "preStop")
        self.has_hook = bool(hook)
        self.pre_stop = _slept(hook) if hook else 0


class PodTimes:
    """Longest times of a pod.

    `startup` is until its containers have started, `readiness` from there to the endpoint, `grace` for its
    end.
    """

    __slots__ = ("containers", "grace", "init_containers", "readiness", "sidecars", "startup")

    def __init__(self, spec: JsonObject) -> None:
        self.grace = count(spec.get("terminationGracePeriodSeconds"), _GRACE)
        self.containers = [
            ContainerTimes(body, f"containers[{number}]")
            for number, body in enumerate(items(spec.get("containers")))
        ]
        every = list(enumerate(items(spec.get("initContainers"))))
        self.sidecars = [
            ContainerTimes(body, f"initContainers[{number}]")
            for number, body in every
            if body.get("restartPolicy") == "Always"
        ]
        self.init_containers = [
            text(body.get("name")) for _, body in every if body.get("restartPolicy") != "Always"
        ]
        self.startup = self._startup()
        self.readiness = max((self._ready(each) for each in (*self.sidecars, *self.containers)), default=0)

    def _startup(self) -> Span:
        """Return how long starting may take: sidecars one after the other, then all containers together.

        An init container that runs to its end, and a container without a startup probe, may take any time.
        """
        before = sum(each.startup.budget for each in self.sidecars if each.startup is not None)
        budgets = [each.startup.budget for each in self.containers if each.startup is not None]
        unbounded = self.init_containers or len(budgets) < len(self.containers) or not self.containers
        return Span(before + max(budgets, default=0), starts=1 if unbounded else 0)

    def _ready(self, container: ContainerTimes) -> int:
        """Return how long a started container takes to be ready; an initial delay runs from its own start."""
        probe = container.readiness
        if probe is None:
            return 0
        started = container.startup.budget if container.startup is not None else 0
        return max(0, probe.delay - started) + probe.ready

    @property
    def start(self) -> Span:
        """Longest time from a pod on its node to its endpoint."""
        return self.startup + Span(self.readiness)

    @property
    def pre_stop(self) -> int | None:
        """The longest sleep of a preStop hook; None where a hook's length is not known."""
        slept = [each.pre_stop for each in (*self.containers, *self.sidecars)]
        known = [each for each in slept if each is not None]
        return max(known, default=0) if len(known) == len(slept) else None

    @property
    def stop(self) -> Span:
        """Longest time from the removal of the endpoint to the end of the last container."""
        hooks = [each.pre_stop for each in self.containers if each.has_hook]
        overrun = self.grace and any(slept is None or slept >= self.grace for slept in hooks)
        return Span(self.grace + (_EXTRA if overrun else 0))


def _probe(body: JsonObject, field: str) -> Probe | None:
    probe = at(body, field)
    return Probe(probe) if probe else None


def _slept(hook: JsonObject) -> int | None:
    """Return the seconds that a hook sleeps: by `sleep`, or by a command that is nothing but that."""
    sleep = hook.get("sleep")
    if isinstance(sleep, dict):
        return count(sleep.get("seconds"), 0)
    command = at(hook, "exec").get("command")
    words = " ".join(str(each) for each in command).split() if isinstance(command, list) else []
    if words and words[0].endswith("sh") and "-c" in words:
        words = words[words.index("-c") + 1 :]
    if len(words) == _SLEEP and words[0].endswith("sleep") and words[1].removesuffix("s").isdecimal():
        return int(words[1].removesuffix("s"))
    return None


_SLEEP = 2  # words of `sleep 10`
