"""Field paths as replacements and variables write them (`spec.ports.0.port`), and reading by them."""

from __future__ import annotations

from mlkube.errors import BuildError
from mlkube.overlay.scalar_text import RawScalar, text_of

TYPE_CHECKING = False
if TYPE_CHECKING:
    from mlkube.overlay.scalar_text import Node

_LAST = "-"
_WILDCARD = "*"
_HINT = "a field path reads like `spec.template.spec.containers.[name=web].image` or `spec.ports.0.port`"


class FieldPathError(BuildError):
    """A field path that does not fit the object; without a place, which the caller knows."""


def split_path(path: str) -> list[str]:
    r"""Return the parts of a path: `spec.containers.[name=a.b].image` gives four.

    A dot belongs to the key after a backslash (`data.app\.conf`) and inside brackets (`data.[app.conf]`);
    brackets with `=` choose elements of a list and stay. One leading dot is dropped.
    Source: kustomize's kyaml/utils/pathsplitter.go.
    """
    if "\\" not in path and "[" not in path:
        parts = path.split(".")
        return parts[1:] if len(parts) > 1 and not parts[0] else parts
    return _join_brackets(_split_escaped(path))


def _split_escaped(path: str) -> list[str]:
    pieces = path.split(".")
    if len(pieces) > 1 and not pieces[0]:
        del pieces[0]
    parts = pieces[:1]
    for piece in pieces[1:]:
        if parts[-1].endswith("\\"):
            parts[-1] = f"{parts[-1][:-1]}.{piece}"
        else:
            parts.append(piece)
    return parts


def _join_brackets(parts: list[str]) -> list[str]:
    result: list[str] = []
    position = 0
    while position < len(parts):
        part = parts[position]
        position += 1
        if not part.startswith("[") or part.endswith("]"):
            result.append(part)
            continue
        pieces = [part]
        while position < len(parts) and not pieces[-1].endswith("]"):
            pieces.append(parts[position])
            position += 1
        joined = ".".join(pieces)
        result.append(joined if "=" in joined else joined.strip("[]"))
    return result


def list_index(part: str) -> int | None:
    """Return the number that a part is, as Go's `strconv.Atoi` reads it; None for anything else."""
    digits = part[1:] if part[:1] in {"+", "-"} else part
    return int(part) if digits.isascii() and digits.isdigit() else None


def is_element_choice(part: str) -> bool:
    """Tell whether a part stands in brackets and so chooses elements of a list."""
    return part.startswith("[") and part.endswith("]")


def element_choice(part: str) -> tuple[str, str]:
    """Return field and value of `[name=web]`; the field of `[=value]`, for lists of scalars, is empty.

    Raises:
        FieldPathError: there is no `=`.

    """
    field, equals, value = part.removesuffix("]").removeprefix("[").partition("=")
    if not equals:
        raise FieldPathError(
            f"`{part}` chooses no element of a list", hint="write the index (`.0`) or `[field=value]`"
        )
    return field, value


def kind_name(node: Node) -> str:
    """Return what a message calls the node: a mapping, a list, null or a scalar."""
    if isinstance(node, dict):
        return "a mapping"
    if isinstance(node, list):
        return "a list"
    return "null" if node is None else f"the scalar `{_shortened(text_of(node))}`"


def _shortened(text: str) -> str:
    line = text.partition("\n")[0]
    longest = 40
    return line if line == text and len(text) <= longest else f"{line[:longest]}..."


def expect_mapping(node: Node, part: str) -> None:
    """Check that a key can be looked up here.

    Raises:
        FieldPathError: it is a list or a scalar.

    """
    if not isinstance(node, dict):
        hint = (
            "choose an element by index (`.0`), `[field=value]` or `*`" if isinstance(node, list) else _HINT
        )
        raise FieldPathError(f"there is no `{part}` in {kind_name(node)}", hint=hint)


def expect_list(node: Node, part: str) -> None:
    """Check that an element can be chosen here.

    Raises:
        FieldPathError: it is a mapping or a scalar.

    """
    if not isinstance(node, list):
        hint = "a number is always a list index; no path names a key of digits"
        raise FieldPathError(
            f"`{part}` chooses an element of a list, this is {kind_name(node)}",
            hint=hint if isinstance(node, dict) and list_index(part) is not None else _HINT,
        )


def look_up(node: Node, parts: list[str]) -> tuple[Node, list[str | int]] | None:
    """Return the node under a path with the keys and indices that lead to it; None where there is none.

    A path has one meaning here: no wildcard, `[name=web]` is the first element whose name is exactly
    `web`, `-` is the last element. Blank parts are skipped.

    Raises:
        FieldPathError: a part that does not fit its node, such as a key in a list.

    Source: PathGetter in kustomize's kyaml/yaml/fns.go.

    """
    steps: list[str | int] = []
    for part in (each.strip() for each in parts):
        if not part:
            continue
        if node is None or (isinstance(node, RawScalar) and node.is_null):
            return None
        number = list_index(part)
        key: str | int | None
        if number is not None and number < 0:
            raise FieldPathError(f"the list index `{part}` is negative", hint="`-` is the last element")
        if number is not None or part == _LAST or is_element_choice(part):
            expect_list(node, part)
            elements = node if isinstance(node, list) else []
            key = _index_of(elements, part, number)
        elif part == _WILDCARD:
            raise FieldPathError(
                "`*` has no single value", hint="choose one element, by index or `[field=value]`"
            )
        else:
            expect_mapping(node, part)
            key = part if isinstance(node, dict) and part in node else None
        if key is None:
            return None
        node = node[key]  # type: ignore[index]  # key and node were checked to fit above
        steps.append(key)
    return node, steps


def _index_of(elements: list[Node], part: str, number: int | None) -> int | None:
    if number is not None:
        return number if number < len(elements) else None
    if part == _LAST:
        if not elements:
            raise FieldPathError("the list is empty, so it has no last element (`-`)")
        return len(elements) - 1
    field, value = element_choice(part)
    for index, element in enumerate(elements):
        if field:
            if isinstance(element, dict) and field in element and _equals(element[field], value):
                return index
        elif _equals(element, value):
            return index
    return None


def _equals(node: Node, value: str) -> bool:
    # A mapping or list has the empty text as its value in kyaml.
    return ("" if isinstance(node, dict | list) else text_of(node)) == value
