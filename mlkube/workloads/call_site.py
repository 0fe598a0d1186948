"""Where in a Python file a spec was written: its call, and each argument of it."""

from __future__ import annotations

from mlkube.core.shown_path import shown
from mlkube.errors import Place

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence
    from types import CodeType, FrameType
    from typing import Any


class CallSite:
    """A call in somebody's Python file, remembered cheaply and looked up only for messages."""

    __slots__ = ("_code", "_instruction")

    def __init__(self, frame: FrameType) -> None:
        self._code: CodeType = frame.f_code
        self._instruction = frame.f_lasti

    @property
    def file(self) -> str:
        """The file of the call."""
        return self._code.co_filename

    def place(self, path: Sequence[str | int] = (), resource: str = "") -> Place:
        """Return the place of the argument at the path, of the call where it has none.

        The path begins with the Python name of an argument.
        """
        from mlkube.core.field_path import format_path  # noqa: PLC0415  only messages need it
        from mlkube.workloads.spec import camel  # noqa: PLC0415  as above

        file = self._code.co_filename
        line, column = self._position(path)
        names = [camel(step) if isinstance(step, str) else step for step in path]
        return Place(shown(file), line, column, resource, format_path(names))

    def _position(self, path: Sequence[str | int]) -> tuple[int, int]:
        positions = list(self._code.co_positions())
        at = self._instruction // 2
        line, end_line, column, end_column = positions[at] if at < len(positions) else (None,) * 4
        if line is None:
            return 0, 0
        call = _call(self._code.co_filename, (line, column, end_line, end_column))
        node: Any = call
        for step in path:
            found = _below(node, step)
            if found is None:
                break
            node = found
        if node is None:
            return line, (column or 0) + 1
        return node.lineno, node.col_offset + 1


def _call(file: str, position: tuple[int | None, ...]) -> Any:  # noqa: ANN401  a node of ast
    import ast  # noqa: PLC0415  only messages need it

    try:
        with open(file, "rb") as opened:
            tree = ast.parse(opened.read())
    except (OSError, SyntaxError, ValueError):
        return None
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            found = (node.lineno, node.col_offset, node.end_lineno, node.end_col_offset)
            if found == position:
                return node
    return None


def _below(node: Any, step: str | int) -> Any:  # noqa: ANN401  nodes of ast
    """Return the node of an argument, an element or a key; None where it is not written so."""
    import ast  # noqa: PLC0415  only messages need it

    if isinstance(node, ast.keyword):
        node = node.value
    if isinstance(node, ast.Call) and isinstance(step, str):
        return next((keyword for keyword in node.keywords if keyword.arg == step), None)
    if isinstance(node, ast.List | ast.Tuple) and isinstance(step, int):
        return node.elts[step] if step < len(node.elts) else None
    if isinstance(node, ast.Dict):
        for key in node.keys:
            if isinstance(key, ast.Constant) and key.value == step:
                return key
    return None
