"""Owns the comments of a styled document: where they stand in the text, and which node each belongs to."""

from __future__ import annotations

from bisect import bisect_right

TYPE_CHECKING = False
if TYPE_CHECKING:
    from mlkube.yamlio.styled import StyledNode


class _Item:
    """An entry of a mapping or an element of a list: `node` holds its comments."""

    __slots__ = ("column", "line", "node", "parent")

    def __init__(self, node: StyledNode, line: int, column: int, parent: _Item | None) -> None:
        self.node = node
        self.line = line
        self.column = column
        self.parent = parent


class _Group:
    """Comment lines that follow each other at one column."""

    __slots__ = ("column", "first", "last", "texts")

    def __init__(self, line: int, column: int, text: str) -> None:
        self.first = self.last = line
        self.column = column
        self.texts = [text]


def attach_comments(root: StyledNode, text: str) -> tuple[list[str], list[str]]:
    """Give every comment to its node; return those of the document itself, above and below.

    Source: the rules of go-yaml v3's parser, as far as `kubectl kustomize` shows them in its messages.
    """
    if "#" not in text:
        return [], []
    lines = text.split("\n")
    own, trailing = _comments(root, lines)
    items = _items(root)
    _attach_trailing(root, trailing, items)
    groups = _groups(own)
    head = _take_document_head(groups, items, lines)
    starts = [item.line for item in items]
    foot: list[str] = []
    for group in groups:
        behind = bisect_right(starts, group.first)
        following = items[behind] if behind < len(items) else None
        previous = items[behind - 1] if behind else None
        if following is None and (previous is None or (group.column == 0 and _is_apart(group, lines))):
            foot += ["", *group.texts] if foot else group.texts
        else:
            _attach(group, previous, following, lines)
    return head, foot


def _comments(root: StyledNode, lines: list[str]) -> tuple[list[tuple[int, int, str]], dict[int, str]]:
    """Return the comments on lines of their own, with line and column, and those behind something."""
    spans = sorted(_span(node, lines) for node in _leaves(root))
    starts = [start for start, _ in spans]
    own: list[tuple[int, int, str]] = []
    trailing: dict[int, str] = {}
    offset = 0
    for number, line in enumerate(lines):
        position = line.find("#")
        while position >= 0:
            if (position == 0 or line[position - 1] in " \t") and not _inside(
                offset + position, spans, starts
            ):
                comment = line[position:].rstrip()
                if line[:position].strip():
                    trailing[number] = comment
                else:
                    own.append((number, position, comment))
                break
            position = line.find("#", position + 1)
        offset += len(line) + 1
    return own, trailing


def _span(node: StyledNode, lines: list[str]) -> tuple[int, int]:
    """Return where in the text no comment of the block can be: in a scalar's text, in a flow collection.

    The comment behind a `|` is one; what stands inside of `[]` and `{}` is dropped.
    """
    if node.style in {"|", ">"}:
        return node.start + len(lines[node.line_number]) - node.column, node.end
    return node.start, node.end


def _inside(index: int, spans: list[tuple[int, int]], starts: list[int]) -> bool:
    behind = bisect_right(starts, index)
    return behind > 0 and index < spans[behind - 1][1]


def _leaves(node: StyledNode) -> list[StyledNode]:
    """Return the scalars and flow collections of a node in block style."""
    if node.kind in {"scalar", "alias"} or node.flow:
        return [node]
    children = [child for pair in node.pairs for child in pair] if node.kind == "mapping" else node.items
    return [leaf for child in children for leaf in _leaves(child)]


def _items(root: StyledNode) -> list[_Item]:
    """Return the entries and elements in block style, in the order of the text."""
    found: list[_Item] = []

    def walk(node: StyledNode, parent: _Item | None) -> None:
        if node.flow:
            return
        for key, value in node.pairs:
            item = _Item(key, key.line_number, key.column, parent)
            found.append(item)
            walk(value, item)
        for element in node.items:
            item = _Item(element, element.line_number, node.column, parent)
            found.append(item)
            walk(element, item)

    walk(root, None)
    return found


def _groups(own: list[tuple[int, int, str]]) -> list[_Group]:
    groups: list[_Group] = []
    for line, column, text in own:
        if groups and groups[-1].last == line - 1 and groups[-1].column == column:
            groups[-1].last = line
            groups[-1].texts.append(text)
        else:
            groups.append(_Group(line, column, text))
    return groups


def _take_document_head(groups: list[_Group], items: list[_Item], lines: list[str]) -> list[str]:
    """Remove the groups above everything that a blank line closes; they are the document's own."""
    first = items[0].line if items else len(lines)
    head: list[str] = []
    while groups and groups[0].last < first and not lines[groups[0].last + 1].strip():
        group = groups.pop(0)
        head += ["", *group.texts] if head else group.texts
    return head


def _attach(group: _Group, previous: _Item | None, following: _Item | None, lines: list[str]) -> None:
    adjacent = not _is_apart(group, lines)
    closed = group.last + 1 >= len(lines) or not lines[group.last + 1].strip()
    adjacent = adjacent and not lines[group.first - 1].lstrip().startswith("#")
    if previous is not None and (following is None or following.parent is not previous):
        if following is None or group.column > following.column:
            _set_foot(group, previous if adjacent else _at_column(previous, group.column))
            return
        if adjacent and closed:
            owner: _Item | None = previous
            while owner is not None and owner.column != group.column:
                owner = owner.parent
            if owner is not None:
                _set_foot(group, owner)
                return
    if following is not None:
        head = following.node.head
        following.node.head = [*head, "", *group.texts] if head else group.texts


def _is_apart(group: _Group, lines: list[str]) -> bool:
    """Tell whether a blank line, or nothing, stands above a group."""
    return group.first == 0 or not lines[group.first - 1].strip()


def _at_column(item: _Item, column: int) -> _Item:
    while item.column > column and item.parent is not None:
        item = item.parent
    return item


def _set_foot(group: _Group, item: _Item) -> None:
    item.node.foot += group.texts
    item.node.loose_foot = group.column > item.column


def _attach_trailing(root: StyledNode, trailing: dict[int, str], items: list[_Item]) -> None:
    """Give the comment at the end of a line to the node that the line ends with."""
    if not trailing:
        return
    last: dict[int, StyledNode] = {}

    def walk(node: StyledNode) -> None:
        if node.kind in {"scalar", "alias"} or node.flow:
            last[node.line_number if node.style in {"|", ">"} else node.end_line] = node
            return
        for key, value in node.pairs:
            last[key.end_line] = key
            walk(value)
        for element in node.items:
            walk(element)

    walk(root)
    for line, comment in trailing.items():
        owner = last.get(line)
        if owner is None:
            # A dash alone: the element begins in a later line.
            owner = next((item.node for item in items if item.line > line), None)
        if owner is not None:
            owner.line = comment
