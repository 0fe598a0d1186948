"""Texts of PromQL: which series an expression looks at, and the few forms that rules and panels need."""

from __future__ import annotations

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

WINDOW = "5m"


class Where:
    """Which series an expression looks at.

    `scraped` are the matchers of what the workload's own endpoints say, `pods` those of what
    kube-state-metrics, the kubelet and DCGM say of its pods, `namespace` the one for everything else. All are
    texts that stand between braces; an empty one matches everything.
    """

    __slots__ = ("namespace", "pods", "scraped")

    def __init__(self, *, namespace: str = "", scraped: str = "", pods: str = "") -> None:
        self.namespace = namespace
        self.scraped = scraped
        self.pods = pods


def equals(label: str, value: str) -> str:
    """Return a matcher for one value."""
    return f"{label}={quoted(value)}"


def matches(label: str, pattern: str) -> str:
    """Return a matcher for a regular expression, which Prometheus anchors at both ends."""
    return f"{label}=~{quoted(pattern)}"


def quoted(text: str) -> str:
    """Return a text as PromQL writes strings."""
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
    return f'"{escaped}"'


def literal(text: str) -> str:
    """Return a regular expression that matches a name of Kubernetes alone."""
    return text.replace(".", "\\.")


def series(metric: str, *matchers: str) -> str:
    """Return a selector of a metric's series; empty matchers are left out."""
    given = ",".join(matcher for matcher in matchers if matcher)
    return f"{metric}{{{given}}}" if given else metric


def summed(by: Sequence[str], expression: str) -> str:
    """Return the sum of an expression by labels."""
    return f"sum by ({', '.join(by)}) ({expression})"


def rate(metric: str, *matchers: str, window: str = WINDOW) -> str:
    """Return the rate of a counter."""
    return f"rate({series(metric, *matchers)}[{window}])"


def grew(counter: str, window: str) -> str:
    """Return PromQL that is above zero where a counter grew, or began: many begin with their first event."""
    return f"(increase({counter}[{window}]) > 0 or {counter} unless {counter} offset {window})"


def balanced(expression: str) -> str:
    """Return what is wrong with the brackets and quotes of an expression, empty where nothing is.

    It is no parser: what it finds, no parser accepts.
    """
    open_brackets: list[str] = []
    quote, at = "", 0
    while at < len(expression):
        char = expression[at]
        if quote:
            if char == "\\" and quote != "`":
                at += 1
            elif char == quote:
                quote = ""
        elif char in "\"'`":
            quote = char
        elif char == "#":
            at = (expression + "\n").index("\n", at)
        elif char in _PAIRS:
            open_brackets.append(_PAIRS[char])
        elif char in ")]}" and (not open_brackets or open_brackets.pop() != char):
            return f"{char!r} closes nothing"
        at += 1
    if quote:
        return f"a text that begins with {quote} does not end"
    return f"{open_brackets[-1]!r} is missing" if open_brackets else ""


_PAIRS = {"(": ")", "[": "]", "{": "}"}
