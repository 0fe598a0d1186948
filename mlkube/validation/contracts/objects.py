"""The objects of one check, found by kind and name; names are all that is kept beside them."""

from __future__ import annotations

from mlkube.validation.contracts.judged import Broken, Party, mapping
from mlkube.validation.finding import ERROR, WARNING, Finding

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from mlkube.validation.contracts.judged import Judged


_WITHOUT_PODS = frozenset(("CustomResourceDefinition", "ConfigMap", "Secret", "Service"))


class Objects:
    """All objects, indexed once; rules report to it."""

    def __init__(self, parties: Iterable[Judged], external: Callable[[str, str], bool]) -> None:
        self._parties = [Party(each.body, each.number) for each in parties]
        self._external = external
        self.broken: list[Broken] = []
        self._by_name: dict[tuple[str, str, str], Party] = {}
        self._by_kind: dict[str, list[Party]] = {}
        self._kinds_in: dict[str, dict[str, list[Party]]] = {}
        self._pods: dict[tuple[str, str, str], list[Party]] = {}
        self._in_namespace: dict[str, list[Party]] = {}
        for party in self._parties:
            self._by_name.setdefault((party.kind, party.namespace, party.name), party)
            self._by_kind.setdefault(party.kind, []).append(party)
        for party in tuple(self._parties):
            if party.pod:
                self._add_pods(party)
            elif party.kind not in _WITHOUT_PODS:
                for view in party.views():
                    self._parties.append(view)
                    self._add_pods(view)

    def _add_pods(self, party: Party) -> None:
        self._in_namespace.setdefault(party.namespace, []).append(party)
        for key, value in party.pod_labels.items():
            self._pods.setdefault((party.namespace, key, str(value)), []).append(party)

    def __iter__(self) -> Iterator[Party]:
        return iter(self._parties)

    def find(self, kind: str, namespace: str, name: str) -> Party | None:
        """Return an object of a namespace."""
        return self._by_name.get((kind, namespace, name))

    def of_kind(self, kind: str) -> list[Party]:
        """Return all objects of a kind."""
        return self._by_kind.get(kind, [])

    def of_kind_in(self, kind: str, namespace: str) -> list[Party]:
        """Return all objects of a kind in a namespace."""
        if kind not in self._kinds_in:
            found: dict[str, list[Party]] = {}
            for party in self.of_kind(kind):
                found.setdefault(party.namespace, []).append(party)
            self._kinds_in[kind] = found
        return self._kinds_in[kind].get(namespace, [])

    def find_anywhere(self, kind: str, name: str) -> Party | None:
        """Return an object that lives outside of namespaces."""
        return next((party for party in self.of_kind(kind) if party.name == name), None)

    def is_external(self, kind: str, name: str) -> bool:
        """Tell whether the cluster is said to bring an object."""
        return self._external(kind, name)

    def selected(self, labels: dict[str, object], namespace: str) -> list[Party]:
        """Return the objects of a namespace whose pods have all of these labels."""
        if not labels:
            return self._in_namespace.get(namespace, [])
        groups = [self._pods.get((namespace, key, str(value)), []) for key, value in labels.items()]
        fewest = min(groups, key=len)
        return [
            party
            for party in fewest
            if all(str(party.pod_labels.get(key)) == str(value) for key, value in labels.items())
        ]

    def selected_by(self, selector: dict[str, object], namespace: str) -> list[Party]:
        """Return the objects of a namespace whose pods a LabelSelector selects."""
        from mlkube.validation.rules.selectors import selects  # noqa: PLC0415  few objects hold expressions

        labels = mapping(selector.get("matchLabels"))
        found = self.selected(labels, namespace)
        if not selector.get("matchExpressions"):
            return found
        return [party for party in found if selects(selector, party.pod_labels)]

    def error(self, rule: str, party: Party, path: str, message: str, *, hint: str = "") -> None:
        """Report what cannot work."""
        self.broken.append(Broken(party.number, Finding(rule, path, message, hint=hint, severity=ERROR)))

    def warn(self, rule: str, party: Party, path: str, message: str, *, hint: str = "") -> None:
        """Report what only the cluster can make work."""
        self.broken.append(Broken(party.number, Finding(rule, path, message, hint=hint, severity=WARNING)))
