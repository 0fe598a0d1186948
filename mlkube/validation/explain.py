"""What each rule is about: its explanation, with a wrong and a right example that tests run.

One file of explanations a group of rules (`CTR.yaml`), and the manifests that their examples change.
"""

from __future__ import annotations

import itertools
import os

from mlkube.core.suggest import suggest
from mlkube.errors import MlkubeError
from mlkube.yamlio import load_all
from mlkube.yamlio.server_yaml import read_server_documents

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any

_FOLDER = os.path.join(os.path.dirname(__file__), "explanations")
_SERVER_GROUPS = [
    "DEC",
    "META",
    "SEL",
    "POD",
    "CTR",
    "VOL",
    "DEP",
    "STS",
    "DS",
    "JOB",
    "CJ",
    "SVC",
    "PV",
    "PVC",
    "CM",
    "SEC",
    "HPA",
    "ING",
    "NP",
    "RQ",
    "LR",
    "PC",
    "PDB",
    "SC",
    "NS",
    "SA",
    "RBAC",
    "DRA",
    "SCH",
    "CRD",
    "WARN",
]
_OTHER_GROUPS = ["XREF", "ML", "YAML", "SPEC", "BUILD", "SKIP"]


class Explanation:
    """A rule: what it says, why, what to do, and an example of each kind.

    `bad` and `good` are changes to the manifest `object` by field, or whole documents; `says` is what the bad one
    yields, `versions` where the rule holds if not in all, `reported_as` the rule that speaks in its place.
    """  # noqa: E501 the server's words

    __slots__ = (
        "bad",
        "definition",
        "fix",
        "good",
        "kubernetes",
        "note",
        "object",
        "reported_as",
        "rule",
        "says",
        "title",
        "versions",
        "why",
    )

    def __init__(self, rule: str, entry: dict[str, Any]) -> None:
        self.rule = rule
        self.title: str = entry.get("title") or ""
        self.why: str = entry.get("why") or ""
        self.fix: str = entry.get("fix") or ""
        self.bad: Any = entry.get("bad")
        self.good: Any = entry.get("good")
        self.object: str = entry.get("object") or ""
        self.definition: str = entry.get("definition") or ""
        self.says: str = entry.get("says") or ""
        self.note: str = entry.get("note") or ""
        self.versions: str = entry.get("versions") or ""
        self.kubernetes: str = entry.get("kubernetes") or ""
        self.reported_as: str = entry.get("reported_as") or ""

    def example(self, which: str) -> dict[str, Any] | None:
        """Return the manifest with the changes of `bad` or `good`; None where those are whole documents."""
        changes = getattr(self, which)
        if not isinstance(changes, dict) or not self.object:
            return None
        body = base_object(self.object)
        for path, value in changes.items():
            _put(body, _steps(path), value)
        return body


def base_object(name: str) -> dict[str, Any]:
    """Return one of the manifests that examples change."""
    with open(os.path.join(_FOLDER, "objects", f"{name}.yaml"), "rb") as file:
        body: Any = load_all(file.read(), name)[0]
    return body  # type: ignore[no-any-return]  # each file holds one mapping


def groups() -> list[str]:
    """Return the groups of rules that have explanations, those of the server first."""
    known = {name.removesuffix(".yaml") for name in os.listdir(_FOLDER) if name.endswith(".yaml")}
    order = [*_SERVER_GROUPS, *_OTHER_GROUPS]
    return [group for group in order if group in known] + sorted(known - set(order))


def explanations(group: str) -> dict[str, Explanation]:
    """Return the explanations of a group by rule, in their order."""
    with open(os.path.join(_FOLDER, f"{group}.yaml"), "rb") as file:
        document = next(read_server_documents(file.read(), group))
    if document.error is not None:
        raise document.error
    entries: Any = document.value
    return {rule: Explanation(rule, entry) for rule, entry in entries.items()}


def explanation(rule: str) -> Explanation:
    """Return the explanation of a rule.

    Raises:
        MlkubeError: there is no such rule.

    """
    group = rule.partition("-")[0].upper()
    known = groups()
    if group in known:
        entries = explanations(group)
        if rule.upper() in entries:
            return entries[rule.upper()]
        near = suggest(rule.upper(), entries)
        raise MlkubeError(f'no rule "{rule}"', hint=f'did you mean "{near}"?' if near else _listed(group))
    raise MlkubeError(f'no rule "{rule}"', hint=f"groups of rules are {', '.join(known)}")


def _listed(group: str) -> str:
    return f"`mlkube rules {group}` lists those of the group"


def title_and_help(rule: str) -> tuple[str, str]:
    """Return a rule's title and help, empty for one without an explanation."""
    try:
        found = explanation(rule)
    except MlkubeError:
        return "", ""
    return found.title, f"{found.why} {found.fix}".strip()


def _steps(path: str) -> list[str | int]:
    """Return the steps of `spec.ports[0]`; keys with dots stand in brackets and quotes."""
    steps: list[str | int] = []
    rest = path
    while rest:
        if rest.startswith('["'):
            key, _, rest = rest[2:].partition('"]')
            steps.append(key)
        elif rest.startswith("["):
            index, _, rest = rest[1:].partition("]")
            steps.append(int(index))
        else:
            rest = rest.removeprefix(".")
            length = min((at for at in (rest.find("."), rest.find("[")) if at >= 0), default=len(rest))
            steps.append(rest[:length])
            rest = rest[length:]
    return steps


def _put(body: Any, steps: list[str | int], value: Any) -> None:  # noqa: ANN401  any JSON
    """Set what a path leads to, with what is missing on the way; null removes."""
    for step, following in itertools.pairwise(steps):
        if isinstance(body, list):
            if step == len(body):
                body.append([] if isinstance(following, int) else {})
        elif not isinstance(body.get(step), dict | list):
            body[step] = [] if isinstance(following, int) else {}
        body = body[step]
    last: Any = steps[-1]
    if isinstance(body, list):
        if value is None:
            del body[last]
        elif last == len(body):
            body.append(value)
        else:
            body[last] = value
    elif value is None:
        body.pop(last, None)
    else:
        body[last] = value
