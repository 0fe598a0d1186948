"""CEL through a kept library, with the functions that Kubernetes adds.

The library evaluates CEL's own language; addresses, ranges, quantities and URLs, which are types of their own in
Kubernetes, stand here as texts, and their methods take texts.

Source: kubernetes.io, Common Expression Language in Kubernetes, "Kubernetes CEL libraries".
"""  # noqa: E501 the server's words

from __future__ import annotations

from functools import cache

from mlkube.validation.custom.cel_functions import FUNCTIONS

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Any


class CelError(Exception):
    """An expression that cannot be compiled, or evaluated for a value."""


@cache
def _program(expression: str) -> Any:  # noqa: ANN401  the library's own type
    import cel  # noqa: PLC0415  costs 0.1 s; few definitions have rules

    return cel.compile(expression)


def evaluate(expression: str, self: Any) -> Any:  # noqa: ANN401  any JSON
    """Return the value of an expression about `self`.

    Raises:
        CelError: the expression is none, or asks for what this library does not have.

    """
    import cel  # noqa: PLC0415  as above

    try:
        program = _program(expression)
        names = [name for name in program.functions() if name in FUNCTIONS]
        if not names:
            return program.execute({"self": self})
        context = cel.Context({"self": self})
        for name in names:
            context.add_function(name, FUNCTIONS[name])
        return program.execute(context)
    except (ValueError, RuntimeError, TypeError, ArithmeticError, LookupError, AttributeError) as error:
        raise CelError(str(error).partition("\n")[0]) from None
