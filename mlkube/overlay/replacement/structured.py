"""Fields inside of a string that holds YAML or JSON: the path goes on where the string's own path ends."""

from __future__ import annotations

from mlkube.errors import YamlError
from mlkube.overlay.fields.field_lookup import FieldPathError, look_up
from mlkube.overlay.replacement.draft import Draft, settle
from mlkube.overlay.replacement.embedded_json import embedded_json
from mlkube.overlay.replacement.matching import match_fields
from mlkube.overlay.scalar_text import STRING, RawScalar, node_of, tag_of, text_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from mlkube.overlay.replacement.draft import Steps
    from mlkube.overlay.scalar_text import Node
    from mlkube.yamlio.styled import Plain


def write_inside_text(draft: Draft, parts: list[str], kind: str, value: Node, writer: str) -> bool:
    """Write the value into the text that the first parts lead to, at the place that the others mean there.

    JSON stays JSON (keys sorted, indented by two where it was indented), YAML keeps its comments and quotes.
    `delimiter` has no effect here. Returns False, and changes nothing, where the path leads to no such text.
    Source: setValueInStructuredData in kustomize 5.8.1's api/filters/replacement/replacement.go.
    """
    found = _find_text(draft, parts)
    if found is None:
        return False
    steps, rest = found
    old = draft.get(steps)
    text = text_of(old)
    try:
        if text.strip()[:1] in {"{", "["}:
            new = _changed_json(text, rest, kind, value)
        else:
            new = _changed_yaml(text, rest, kind, value)
    except (FieldPathError, YamlError):
        return False
    if new is None:
        return False
    tag = tag_of(old)
    draft.put(steps, new if tag == STRING else RawScalar(new, tag, writer))
    return True


def _find_text(draft: Draft, parts: list[str]) -> tuple[list[str | int], list[str]] | None:
    """Return the steps to the first scalar on the path, and the parts behind it."""
    for size in range(1, len(parts)):
        try:
            found = look_up(draft.root, parts[:size])
        except FieldPathError:
            continue
        if found is not None and not isinstance(found[0], dict | list):
            return found[1], parts[size:]
    return None


def _changed_json(text: str, rest: list[str], kind: str, value: Node) -> str | None:
    from mlkube.yamlio import load_all  # noqa: PLC0415  not every text is JSON

    draft = Draft(node_of(load_all(text.encode())[0]))
    _write(draft, rest, kind, value)
    data, wrong = draft.settled()
    if wrong:
        return None
    return embedded_json(data, indented="\n" in text and "  " in text)


def _changed_yaml(text: str, rest: list[str], kind: str, value: Node) -> str | None:
    from mlkube.yamlio.styled import StyledDocument  # noqa: PLC0415  few paths go into a text

    document = StyledDocument.parse(text)
    if document is None:
        return None
    draft = _Recorder(_plain(document.plain()))
    _write(draft, rest, kind, value)
    for steps, new in draft.writes:
        if isinstance(new, RawScalar):
            document.put_text(steps, new.text)
        else:
            document.put(steps, settle(new))
    return document.to_text().strip()


class _Recorder(Draft):
    """A draft that remembers what is written to it, in order."""

    __slots__ = ("writes",)

    def __init__(self, root: Node) -> None:
        super().__init__(root)
        self.writes: list[tuple[list[str | int], Node]] = []

    def put(self, steps: Steps, value: Node) -> None:
        """Set the node under a path, and remember it."""
        self._holds_raw = True
        self.writes.append(([*steps], value))
        super().put(steps, value)


def _plain(node: Plain) -> Node:
    """Return a styled document's plain form with its (text, tag) pairs as raw scalars."""
    if isinstance(node, dict):
        return {key: _plain(value) for key, value in node.items()}
    if isinstance(node, list):
        return [_plain(value) for value in node]
    text, tag = node
    return RawScalar(text, tag)


def _write(draft: Draft, parts: list[str], kind: str, value: Node) -> None:
    for steps in match_fields(draft, parts, kind):
        old = draft.get(steps)
        if isinstance(old, dict | list) or (isinstance(old, RawScalar) and old.tag == "alias"):
            draft.put(steps, value)
        else:
            tag = tag_of(old)
            text = text_of(value)
            draft.put(steps, text if isinstance(old, str) and tag == STRING else RawScalar(text, tag))
