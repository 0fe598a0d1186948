"""Reads what kubectl prints: tables and names of `api-resources`, objects in YAML and JSON, versions.

Several outputs may follow each other in one text, as `(kubectl api-resources; kubectl get nodes -o yaml)`
gives them; no separator is needed between them. Source: kubernetes/kubectl,
pkg/cmd/apiresources/apiresources.go and pkg/cmd/version/version.go; compared with kubectl 1.32 by tests.
"""

from __future__ import annotations

import json
import re

from mlkube.core.resource import split_api_version
from mlkube.errors import MlkubeError, Place, YamlError
from mlkube.yamlio import load_all

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from mlkube.core.json import Json, JsonObject

_VERSION = r"v[0-9]+(?:(?:alpha|beta)[0-9]+)?"
_GROUP_VERSION = rf"(?:[a-z0-9](?:[-a-z0-9.]*[a-z0-9])?/)?{_VERSION}"
_HEADER = re.compile(
    r"NAME\s+(?:SHORTNAMES\s+)?APIVERSION\s+NAMESPACED\s+KIND(?:\s+VERBS)?(?:\s+CATEGORIES)?\s*$"
)
# Name, short names, version, whether it has namespaces, kind; verbs and categories with `-o wide`.
_ROW = re.compile(
    rf"(?P<name>[a-z0-9][-a-z0-9]*)\s+(?:[-a-z0-9,]+\s+)?(?P<version>{_GROUP_VERSION})\s+"
    r"(?:true|false)\s+(?P<kind>[A-Z]\w*)(?:\s+[a-z,]+)?(?:\s+[-a-z0-9,]+)?\s*$"
)
_OLD_HEADER = re.compile(r"NAME\s+(?:SHORTNAMES\s+)?APIGROUP\s+NAMESPACED\s+KIND")
_OTHER_TABLE = re.compile(r"(?:NAMESPACE\s+)?NAME(?:\s+[A-Z][-A-Z() ]*)+\s*$")
_PLURAL = re.compile(r"(?P<name>[a-z][-a-z0-9]*)(?P<group>(?:\.[a-z0-9][-a-z0-9]*)*)\s*$")
_API_VERSION = re.compile(rf"{_GROUP_VERSION}\s*$")
_OBJECT_NAME = re.compile(r"[a-z][-a-z0-9.]*/[a-z0-9][-a-z0-9.:]*\s*$")
_PLAIN_VERSION = re.compile(r"(?P<which>Client|Kustomize|Server) Version: (?P<version>v\d+\.\d+\S*)\s*$")
_TOP_KEY = re.compile(r"(?P<key>[A-Za-z_][-\w./]*):(?:\s|$)")
_SEPARATORS = frozenset(("---", "..."))
_MINOR = re.compile(r"v?1\.(\d+)")
_HINT = "give output of kubectl api-resources, of kubectl get ... -o yaml or -o json, or of kubectl version"
_LONGEST = 60
_OF_VERSIONS = frozenset(("clientVersion", "kustomizeVersion", "serverVersion"))
# The resources of the core group, whose names stand alone in `api-resources -o name`.
_CORE = frozenset(
    (
        "bindings",
        "componentstatuses",
        "configmaps",
        "endpoints",
        "events",
        "limitranges",
        "namespaces",
        "nodes",
        "persistentvolumeclaims",
        "persistentvolumes",
        "pods",
        "podtemplates",
        "replicationcontrollers",
        "resourcequotas",
        "secrets",
        "serviceaccounts",
        "services",
    )
)


class ClusterText:
    """What the texts say: rows of `api-resources`, plural names, objects, and the server's version.

    `served` are group, version and kind of each row; `plurals` names such as `jobsets.jobset.x-k8s.io`.
    `lists` are the objects of each List, `objects` those that stand alone. `whole_lists` are the groups and
    kinds of which every object was listed. `minor` is None where no text tells the version of the server.
    """

    __slots__ = ("lists", "minor", "objects", "plurals", "served", "whole_lists")

    def __init__(self) -> None:
        self.served: set[tuple[str, str, str]] = set()
        self.plurals: set[str] = set()
        self.lists: list[list[JsonObject]] = []
        self.objects: list[JsonObject] = []
        self.whole_lists: set[tuple[str, str]] = set()
        self.minor: int | None = None


def read_text(data: str | bytes, found: ClusterText, file: str = "") -> None:
    """Add what a text says to what is known.

    Raises:
        MlkubeError: a line that kubectl does not print in any of these forms, objects that cannot be read.

    """
    try:
        text = data.decode("utf-8-sig") if isinstance(data, bytes) else data
    except UnicodeDecodeError as error:
        raise MlkubeError("not UTF-8", place=Place(file), hint=_HINT) from error
    if not text.strip():
        raise MlkubeError("empty: kubectl printed nothing", place=Place(file), hint=_HINT)
    _Reader(text, found, file).read()


class _Reader:
    """Goes through the lines of one text and hands each block to whoever can read it."""

    def __init__(self, text: str, found: ClusterText, file: str) -> None:
        self._text = text
        self._lines = text.split("\n")
        self._found = found
        self._file = file
        self._at = 0
        self._offset = 0  # of the line, in the text

    def read(self) -> None:
        while self._at < len(self._lines):
            line = self._lines[self._at]
            if not line.strip() or line.rstrip() in _SEPARATORS or line.startswith("#"):
                self._step()
            elif line.startswith(("{", "[")):
                self._read_json()
            elif _TOP_KEY.match(line) and not _PLAIN_VERSION.match(line):
                self._read_yaml()
            else:
                self._read_line(line)
                self._step()

    def _step(self) -> None:
        self._offset += len(self._lines[self._at]) + 1
        self._at += 1

    def _read_line(self, line: str) -> None:
        """Take a row of a table, a plural name or a version."""
        if _HEADER.match(line):
            return
        row = _ROW.match(line)
        version = _PLAIN_VERSION.match(line)
        if row is not None:
            self._found.served.add((*split_api_version(row["version"]), row["kind"]))
            self._found.plurals.add(_full_name(row["name"], row["version"]))
        elif version is not None:
            if version["which"] == "Server":
                self._take_version(version["version"])
        elif (plural := _PLURAL.match(line)) is not None and (plural["group"] or plural["name"] in _CORE):
            self._found.plurals.add(line.strip())
        else:
            raise self._refusal(line)

    def _refusal(self, line: str) -> MlkubeError:
        place = Place(self._file, self._at + 1)
        if _OLD_HEADER.match(line):
            reason = "kubectl before 1.20 prints no versions"
            return MlkubeError(reason, place=place, hint="take a newer kubectl")
        if _OTHER_TABLE.match(line):
            reason = "a table of kubectl get says too little"
            return MlkubeError(reason, place=place, hint="give the output of kubectl get ... -o yaml")
        if _API_VERSION.match(line):
            reason = "versions of APIs alone say too little"
            return MlkubeError(reason, place=place, hint="give the output of kubectl api-resources")
        if _OBJECT_NAME.match(line):
            reason = "names of objects alone say too little"
            return MlkubeError(reason, place=place, hint="give the output of kubectl get ... -o yaml")
        shown = line if len(line) <= _LONGEST else f"{line[:_LONGEST]}..."
        return MlkubeError(f"no output of kubectl that can be read: {shown!r}", place=place, hint=_HINT)

    def _read_json(self) -> None:
        """Take the JSON values that begin on a line; several may stand behind each other on one."""
        start, end = self._at, self._offset
        decoder = json.JSONDecoder()
        while self._text.startswith(("{", "["), end):
            try:
                value, end = decoder.raw_decode(self._text, end)
            except json.JSONDecodeError as error:
                place = Place(self._file, error.lineno, error.colno)
                raise MlkubeError(f"no JSON: {error.msg}", place=place, hint=_HINT) from error
            except RecursionError as error:
                raise MlkubeError("nested too deeply", place=Place(self._file, start + 1)) from error
            self._take(value, start)
            while self._text.startswith((" ", "\t", "\r"), end):
                end += 1
        while self._at < len(self._lines) and self._offset + len(self._lines[self._at]) < end:
            self._step()
        behind = self._lines[self._at][end - self._offset :]
        if behind.strip():
            raise self._refusal(behind)
        self._step()

    def _read_yaml(self) -> None:
        start = self._at
        text = "\n".join(self._block())
        try:
            for value in load_all(text.encode(), self._file):
                self._take(value, start)
        except YamlError as error:
            place = Place(self._file, start + max(error.place.line, 1), error.place.column)
            raise MlkubeError(error.reason, place=place, hint=error.hint or _HINT) from error

    def _block(self) -> Iterator[str]:
        """Yield the lines of one YAML document and step behind them.

        It ends before a separator, before a table, and before a key at the left margin that it has already.
        """
        keys: set[str] = set()
        while self._at < len(self._lines):
            line = self._lines[self._at]
            key = _TOP_KEY.match(line)
            if key is not None and (key["key"] in keys or _parts(keys, key["key"])):
                return
            if key is None and line[:1] not in {"", " ", "-", "#"}:
                return
            if line.rstrip() in _SEPARATORS:
                return
            if key is not None:
                keys.add(key["key"])
            yield line
            self._step()

    def _take(self, value: Json, at: int) -> None:
        """Take a List, an object, or the output of `kubectl version`."""
        if isinstance(value, dict) and ("clientVersion" in value or "serverVersion" in value):
            server = value.get("serverVersion")
            git = server.get("gitVersion") if isinstance(server, dict) else None
            if isinstance(git, str):
                self._take_version(git)
            return
        place = Place(self._file, at + 1)
        if not isinstance(value, dict) or not isinstance(value.get("kind"), str):
            raise MlkubeError("an object of Kubernetes is expected", place=place, hint=_HINT)
        kind, items = str(value["kind"]), value.get("items")
        if not kind.endswith("List") or not isinstance(items, list):
            self._found.objects.append(value)
            return
        every = [each for each in items if isinstance(each, dict)]
        if kind != "List":  # a list of one kind, as `kubectl get --raw` prints it, leaves the kind out
            own = {"apiVersion": value.get("apiVersion"), "kind": kind.removesuffix("List")}
            every = [{**own, **each} for each in every]
            self._found.whole_lists.add(
                (split_api_version(str(own["apiVersion"] or ""))[0], str(own["kind"]))
            )
        self._found.lists.append(every)

    def _take_version(self, version: str) -> None:
        minor = _MINOR.match(version)
        if minor is not None:
            self._found.minor = int(minor[1])


def _parts(keys: set[str], key: str) -> bool:
    """Tell whether a key begins another document: objects and versions do not stand in one."""
    return bool(keys) and (key in _OF_VERSIONS) != bool(keys & _OF_VERSIONS)


def _full_name(name: str, api_version: str) -> str:
    group = split_api_version(api_version)[0]
    return f"{name}.{group}" if group else name
