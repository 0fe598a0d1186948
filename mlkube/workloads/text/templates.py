"""Users' configuration files as jinja2 templates: sandboxed, strict about names, and never a manifest."""

from __future__ import annotations

from mlkube.errors import BuildError, Place

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from typing import Any

    from jinja2.sandbox import SandboxedEnvironment

    from mlkube.core.json import Json

_MOST_CHARACTERS = 1024 * 1024
_MOST_ROUNDS = 100_000
_WHILE_RENDERING = (ArithmeticError, LookupError, TypeError, ValueError, RecursionError, MemoryError)


def render_template(text: str, values: Mapping[str, Json], *, file: str) -> str:
    """Return the text of a template with the values in it.

    The template sees the values alone: no other file, no environment, no Python beyond plain data.

    Raises:
        BuildError: wrong syntax, a name that has no value, what the sandbox forbids, or what fails while
            rendering; `file` and the line are its place.

    """
    from jinja2 import (  # noqa: PLC0415  it takes 52 ms
        StrictUndefined,
        TemplateError,
        TemplateSyntaxError,
        UndefinedError,
    )
    from jinja2.exceptions import SecurityError  # noqa: PLC0415  as above
    from jinja2.sandbox import ImmutableSandboxedEnvironment  # noqa: PLC0415  as above

    environment = _bounded(ImmutableSandboxedEnvironment)(
        undefined=StrictUndefined,
        keep_trailing_newline=True,
        newline_sequence="\r\n" if "\r\n" in text else "\n",
        autoescape=False,
    )
    for chance in ("lipsum", "cycler", "joiner", "namespace"):
        environment.globals.pop(chance, None)
    environment.filters.pop("random", None)
    environment.globals["range"] = _counting_range()
    try:
        parts, size = [], 0
        for part in environment.from_string(text).generate(dict(values)):
            parts.append(part)
            size += len(part)
            if size > _MOST_CHARACTERS:
                raise OverflowError("the text is larger than a ConfigMap may be, 1 MiB")
        return "".join(parts)
    except TemplateSyntaxError as error:
        place, reason, hint = Place(file, error.lineno), _lowered(str(error.message)), ""
    except UndefinedError as error:
        place, reason = Place(file, _line(error)), str(error.message)
        known = f"known are {', '.join(sorted(values))}" if values else "give it under `values`"
        hint = known if str(error.message).endswith("is undefined") else ""
    except SecurityError as error:
        place, reason = Place(file, _line(error)), f"the template may not do this: {error}"
        hint = "templates see plain data only"
    except (TemplateError, *_WHILE_RENDERING) as error:
        place, reason, hint = Place(file, _line(error)), f"{type(error).__name__}: {error}".rstrip(": "), ""
    raise BuildError(reason, place=place, hint=hint)


def _counting_range() -> Callable[..., range]:
    """Return a `range` whose uses in one template are counted together: loops inside of loops end as well."""
    rounds = 0

    def bounded(*bounds: int) -> range:
        nonlocal rounds
        made = range(*bounds)
        rounds += len(made)
        if rounds > _MOST_ROUNDS:
            raise OverflowError(f"the template counts further than {_MOST_ROUNDS}")
        return made

    return bounded


def _bounded(sandbox: type[SandboxedEnvironment]) -> type[SandboxedEnvironment]:
    """Return a sandbox in which no loop counts far and no number grows without end."""

    class Bounded(sandbox):  # type: ignore[misc, valid-type]  # its base is imported when it is needed
        intercepted_binops = frozenset({"*", "**"})

        def call_binop(self, context: Any, operator: str, left: Any, right: Any) -> Any:  # noqa: ANN401  jinja2's
            if operator == "**" or not (isinstance(left, int | float) and isinstance(right, int | float)):
                raise OverflowError(f"{operator} is not for templates: compute it under `values`")
            return super().call_binop(context, operator, left, right)

    return Bounded


def _line(error: BaseException) -> int:
    """Return the line of the template at which rendering failed."""
    line = 0
    trace = error.__traceback__
    while trace is not None:
        if trace.tb_frame.f_code.co_filename == "<template>":
            line = trace.tb_lineno
        trace = trace.tb_next
    return line


def _lowered(text: str) -> str:
    return text[:1].lower() + text[1:]
