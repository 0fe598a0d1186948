"""JSON Schema of kinds that are not Kubernetes', through the jsonschema package."""

from __future__ import annotations

from mlkube.errors import MlkubeError

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Iterator

    from mlkube.core.json import Json, JsonObject


def schema_errors(schema: JsonObject, value: Json) -> Iterator[tuple[tuple[str | int, ...], str]]:
    """Yield path and message of each place where a value breaks a schema, in the order of the document.

    Raises:
        MlkubeError: the schema is none, or refers to something outside of it: nothing is fetched.

    """
    from jsonschema import exceptions, validators  # noqa: PLC0415  only for foreign schemas
    from referencing import Registry  # noqa: PLC0415  as above
    from referencing.exceptions import Unresolvable  # noqa: PLC0415  as above

    kind = validators.validator_for(schema)
    try:
        kind.check_schema(schema)
        errors = sorted(
            kind(schema, registry=Registry()).iter_errors(value),
            key=lambda error: [str(step) for step in error.absolute_path],
        )
    except exceptions.SchemaError as error:
        raise MlkubeError(f"no JSON Schema: {error.message}") from None
    except Unresolvable as error:
        raise MlkubeError(
            f"the schema refers to {error.ref}, which is not in it", hint="nothing is fetched"
        ) from None
    for found in errors:
        yield tuple(found.absolute_path), found.message
