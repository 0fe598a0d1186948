"""A variable of `vars`: its name, the object and field that it reads from, and where it was written."""

from __future__ import annotations

from mlkube.core.resource import split_api_version

TYPE_CHECKING = False
if TYPE_CHECKING:
    from mlkube.core.json import JsonObject
    from mlkube.errors import Place

_DEFAULT_FIELD_PATH = "metadata.name"


class Variable:
    """One entry of `vars`; `api_version`, `kind`, `object_name` and `namespace`, if any, mean an object."""

    __slots__ = ("api_version", "field_path", "kind", "name", "namespace", "object_name", "place")

    def __init__(
        self,
        name: str,
        *,
        api_version: str = "v1",
        kind: str,
        object_name: str,
        namespace: str = "",
        field_path: str = _DEFAULT_FIELD_PATH,
        place: Place | None = None,
    ) -> None:
        self.name = name
        self.api_version = api_version
        self.kind = kind
        self.object_name = object_name
        self.namespace = namespace
        self.field_path = field_path
        self.place = place

    @classmethod
    def from_json(cls, data: JsonObject, place: Place | None = None) -> Variable:
        """Return the variable of a checked entry: `{name: X, objref: {...}, fieldref: {fieldPath: a.b}}`.

        `apiVersion` wins over `group` and `version`, which older kustomizations write.
        """
        reference, field = data.get("objref"), data.get("fieldref")
        fields = {key: str(value) for key, value in reference.items()} if isinstance(reference, dict) else {}
        group, version = fields.get("group", ""), fields.get("version", "")
        api_version = fields.get("apiVersion", "")
        if api_version.count("/") == 1:
            group, version = split_api_version(api_version)
        elif api_version and "/" not in api_version:
            version = api_version
        path = field.get("fieldPath") if isinstance(field, dict) else None
        return cls(
            str(data.get("name") or ""),
            api_version=f"{group}/{version}" if group else version,
            kind=fields.get("kind", ""),
            object_name=fields.get("name", ""),
            namespace=fields.get("namespace", ""),
            field_path=str(path or _DEFAULT_FIELD_PATH),
            place=place,
        )

    def __str__(self) -> str:
        """Return what it reads and where it was written: `data.a of ConfigMap/settings (app/...)`."""
        namespace = f" in {self.namespace}" if self.namespace else ""
        file = f" ({self.place})" if self.place is not None and str(self.place) else ""
        return f"{self.field_path} of {self.kind}/{self.object_name}{namespace}{file}"

    def __repr__(self) -> str:
        return f"<Variable {self.name}: {self}>"
