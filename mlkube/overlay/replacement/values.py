"""What a replacement reads and writes: the source's value of now, pieces of texts, types that stay."""

from __future__ import annotations

from mlkube.overlay.fields.field_lookup import FieldPathError
from mlkube.overlay.scalar_text import STRING, RawScalar, tag_of, text_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from mlkube.overlay.replacement.draft import Draft, Steps
    from mlkube.overlay.replacement.entries import Options
    from mlkube.overlay.scalar_text import Node


class Value:
    """What a replacement writes: something fixed, or a field that is read anew for every target.

    kustomize copies from the live object, so a target that changes the source changes what the next ones get;
    a target that replaces a mapping around the source leaves the value as it was.
    """

    __slots__ = ("_drafts", "_fixed", "_position", "_steps")

    def __init__(
        self, fixed: Node, drafts: dict[int, Draft] | None = None, position: int = 0, steps: Steps = ()
    ) -> None:
        self._fixed = fixed
        self._drafts = drafts
        self._position = position
        self._steps = steps

    def read(self) -> Node:
        """Return the value of now."""
        draft = self._drafts.get(self._position) if self._drafts is not None else None
        if draft is None:
            return self._fixed
        value = draft.get(self._steps)
        if isinstance(value, dict | list):
            draft.share()
        return value

    def before_write(self, draft: Draft, steps: Steps) -> None:
        """Keep the value where a write is about to cut it off from its object."""
        if (
            self._drafts is not None
            and self._drafts.get(self._position) is draft
            and len(steps) < len(self._steps)
            and list(self._steps[: len(steps)]) == list(steps)
        ):
            self._fixed = self.read()
            self._drafts = None


def written(old: Node, value: Node, options: Options, writer: str) -> Node:
    """Return what the field holds afterwards: a scalar keeps its type and takes the text of the value.

    Raises:
        FieldPathError: a delimiter where the field is a mapping or a list.

    """
    if isinstance(old, dict | list):
        if options.delimiter:
            raise FieldPathError("`delimiter` works on text, this is a mapping or a list")
        return RawScalar(value.text, value.tag, writer) if isinstance(value, RawScalar) else value
    text = text_of(value)
    if options.delimiter:
        text = _spliced(text_of(old), text, options)
    tag = tag_of(old)
    return text if tag == STRING else RawScalar(text, tag, writer)


def _spliced(old: str, text: str, options: Options) -> str:
    """Return the old text with one piece replaced; a negative index puts one first, one past the end last."""
    pieces = old.split(options.delimiter)
    if options.index < 0:
        pieces.insert(0, text)
    elif options.index >= len(pieces):
        pieces.append(text)
    else:
        pieces[options.index] = text
    return options.delimiter.join(pieces)


def piece(value: Node, options: Options) -> Node:
    """Return the piece of the source that the options name; it keeps the source's type.

    Raises:
        FieldPathError: the source is no scalar, or has fewer pieces.

    """
    if isinstance(value, dict | list):
        raise FieldPathError("`delimiter` works on text, this is a mapping or a list")
    text = text_of(value)
    pieces = text.split(options.delimiter)
    if not 0 <= options.index < len(pieces):
        raise FieldPathError(
            f"`{text}` has no piece {options.index} between `{options.delimiter}`",
            hint=f"the index of a source goes from 0 to {len(pieces) - 1} here",
        )
    tag = tag_of(value)
    return pieces[options.index] if tag == STRING else RawScalar(pieces[options.index], tag)


def is_same(old: Node, new: Node) -> bool:
    """Tell whether nothing changes: the same object, or a string of the same text."""
    return old is new or (type(old) is str and type(new) is str and old == new)
