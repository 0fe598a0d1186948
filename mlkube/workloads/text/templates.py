"""Users' configuration files as jinja2 templates: sandboxed, strict about names, and never a manifest."""

from __future__ import annotations

from mlkube.errors import BuildError, Place

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Mapping

    from mlkube.core.json import Json


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

    environment = ImmutableSandboxedEnvironment(
        undefined=StrictUndefined,
        keep_trailing_newline=True,
        autoescape=False,
    )
    try:
        return environment.from_string(text).render(dict(values))
    except TemplateSyntaxError as error:
        place, reason, hint = Place(file, error.lineno), _lowered(str(error.message)), ""
    except UndefinedError as error:
        place, reason = Place(file, _line(error)), str(error.message)
        hint = f"known are {', '.join(sorted(values))}" if values else "give it under `values`"
    except SecurityError as error:
        place, reason = Place(file, _line(error)), f"the template may not do this: {error}"
        hint = "templates see plain data only"
    except (TemplateError, ArithmeticError, LookupError, TypeError, ValueError, RecursionError) as error:
        place, reason, hint = Place(file, _line(error)), f"{type(error).__name__}: {error}", ""
    raise BuildError(reason, place=place, hint=hint)


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
