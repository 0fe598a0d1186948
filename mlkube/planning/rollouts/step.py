"""Steps of a rollout, and what they come to at one number of pods."""

from __future__ import annotations

from mlkube.planning.rollouts.span import Span

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from mlkube.core.json import JsonObject


class Step:
    """What happens, how long it takes at most, and the least ready and most existing pods meanwhile."""

    __slots__ = ("pods", "ready", "span", "text")

    def __init__(self, text: str, span: Span, ready: int, pods: int) -> None:
        self.text = text
        self.span = span
        self.ready = ready
        self.pods = pods

    def to_json(self) -> JsonObject:
        """Return it as plain data."""
        return {"text": self.text, **self.span.to_json(), "ready": self.ready, "pods": self.pods}

    def __repr__(self) -> str:
        return f"<Step {self.text!r}>"


class Course:
    """The course of a rollout that starts at `replicas` pods: steps, of which all repeat `rounds` times.

    `ending` are further pods that are on their way out and still hold their room, at most.
    """

    __slots__ = ("devices", "ending", "replicas", "rounds", "steps")

    def __init__(
        self,
        replicas: int,
        steps: Sequence[Step],
        *,
        rounds: int = 1,
        ending: int = 0,
        devices: dict[str, int] | None = None,
    ) -> None:
        self.replicas = replicas
        self.steps = tuple(steps)
        self.rounds = rounds
        self.ending = ending
        self.devices = devices or {}

    @property
    def span(self) -> Span:
        """How long all of it takes at most."""
        once = Span()
        for step in self.steps:
            once += step.span
        return once * self.rounds

    @property
    def least_ready(self) -> int:
        """The fewest ready pods of any moment."""
        return min((step.ready for step in self.steps), default=self.replicas)

    @property
    def percent(self) -> int:
        """The same in percent of the pods at the beginning, rounded down."""
        return 100 * self.least_ready // self.replicas if self.replicas else 0

    @property
    def most_pods(self) -> int:
        """The most pods of any moment, without those that are ending."""
        return max((step.pods for step in self.steps), default=self.replicas)

    @property
    def extra_pods(self) -> int:
        """How many pods there are beyond the usual number."""
        return max(0, self.most_pods - self.replicas)

    @property
    def extra_devices(self) -> dict[str, int]:
        """What these take of extended resources."""
        extra = self.extra_pods
        return {name: amount * extra for name, amount in self.devices.items()} if extra else {}

    def to_json(self) -> JsonObject:
        """Return it as plain data."""
        return {
            "replicas": self.replicas,
            "steps": [step.to_json() for step in self.steps],
            "rounds": self.rounds,
            **self.span.to_json(),
            "leastReady": self.least_ready,
            "leastReadyPercent": self.percent,
            "mostPods": self.most_pods,
            "endingPods": self.ending,
            "extraPods": self.extra_pods,
            "extraDevices": {**self.extra_devices},
        }
