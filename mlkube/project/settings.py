"""The settings of a project: `mlkube.toml`, or `[tool.mlkube]` of pyproject.toml, as a frozen value."""

from __future__ import annotations

import os

from mlkube.core.suggest import suggest
from mlkube.errors import FileAccessError, MlkubeError, Place, SettingsError, raise_all
from mlkube.overlay.files import read_file, shown
from mlkube.project.toml_places import line_of, split_place
from mlkube.schema import target_version

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

SETTINGS_FILE = "mlkube.toml"
PYPROJECT_FILE = "pyproject.toml"
_MERGES = ("kustomize", "lossless")


class DeclaredTarget:
    """A target of `[targets]`: its bases (None: the project's default ones) and components, in order."""

    __slots__ = ("bases", "components", "line", "name")

    def __init__(
        self, name: str, bases: tuple[str, ...] | None, components: tuple[str, ...], line: int = 0
    ) -> None:
        self.name = name
        self.bases = bases
        self.components = components
        self.line = line

    def __repr__(self) -> str:
        return f"DeclaredTarget({self.name!r}, bases={self.bases!r}, components={self.components!r})"


class DeclaredSkip:
    """A finding or object to leave out, as `[[validate.skip]]` says it."""

    __slots__ = ("file", "kind", "line", "reason", "rule")

    def __init__(
        self, *, rule: str = "", kind: str = "", file: str = "", reason: str = "", line: int = 0
    ) -> None:
        self.rule = rule
        self.kind = kind
        self.file = file
        self.reason = reason
        self.line = line


class ValidateSettings:
    """The table `[validate]`: what to leave out, and what the cluster brings (`Kind/name`)."""

    __slots__ = ("external", "ignore_missing_schemas", "skips")

    def __init__(
        self,
        *,
        external: tuple[str, ...] = (),
        ignore_missing_schemas: bool = False,
        skips: tuple[DeclaredSkip, ...] = (),
    ) -> None:
        self.external = external
        self.ignore_missing_schemas = ignore_missing_schemas
        self.skips = skips


class Settings:
    """What a project says about itself; an empty `file` means that it says nothing.

    `kubernetes` is the version to merge for (`1.36`) and `merge` is `kustomize` or `lossless`; both are
    None where the settings leave them open. `on_demand` are bases that only `--base` and `--all` render;
    `on_demand_line` is where they stand. `validate` is the table of that name. `python` says whether `.py` files under `resources` are run.
    """  # noqa: E501 the server's words

    __slots__ = (
        "file",
        "kubernetes",
        "merge",
        "on_demand",
        "on_demand_line",
        "python",
        "targets",
        "validate",
    )

    def __init__(
        self,
        *,
        file: str = "",
        kubernetes: str | None = None,
        merge: str | None = None,
        on_demand: tuple[str, ...] = (),
        on_demand_line: int = 0,
        python: bool = False,
        targets: Mapping[str, DeclaredTarget] | None = None,
        validate: ValidateSettings | None = None,
    ) -> None:
        self.validate = validate or ValidateSettings()
        self.file = file
        self.kubernetes = kubernetes
        self.merge = merge
        self.on_demand = on_demand
        self.on_demand_line = on_demand_line
        self.python = python
        self.targets = targets or {}


def has_settings(folder: str) -> bool:
    """Say whether settings stand in the folder: `mlkube.toml`, or a pyproject.toml with `[tool.mlkube]`."""
    if os.path.isfile(os.path.join(folder, SETTINGS_FILE)):
        return True
    return _pyproject_table(os.path.join(folder, PYPROJECT_FILE)) is not None


def read_settings(folder: str) -> Settings:
    """Return the settings that stand in the folder, empty ones where it has none.

    Raises:
        SettingsError: text that is no TOML; unknown keys, wrong types, unknown values: all of them at once.
        FileAccessError: a settings file that cannot be read.

    """
    own = os.path.join(folder, SETTINGS_FILE)
    pyproject = os.path.join(folder, PYPROJECT_FILE)
    in_pyproject = _pyproject_table(pyproject)
    if not os.path.isfile(own):
        if in_pyproject is None:
            return Settings()
        table, text = in_pyproject
        return _Reader(shown(pyproject), text, ("tool", "mlkube")).read(table)
    if in_pyproject is not None:
        raise SettingsError(
            f"settings stand in {SETTINGS_FILE} and in [tool.mlkube] of {PYPROJECT_FILE}",
            place=Place(shown(own)),
            hint="keep one of them",
        )
    text = _decode(_read(own), own)
    return _Reader(shown(own), text, ()).read(_parse(text, own))


def _pyproject_table(file: str) -> tuple[dict[str, object], str] | None:
    """Return `[tool.mlkube]` of a pyproject.toml and its text; None where there is none."""
    if not os.path.isfile(file):
        return None
    data = _read(file)
    if b"mlkube" not in data:
        return None  # most pyproject files: no need to parse them
    text = _decode(data, file)
    tool = _parse(text, file).get("tool")
    table = tool.get("mlkube") if isinstance(tool, dict) else None
    if table is None:
        return None
    if not isinstance(table, dict):
        raise SettingsError("tool.mlkube must be a table", place=Place(shown(file)))
    return table, text


def _decode(data: bytes, file: str) -> str:
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise SettingsError("settings must be UTF-8 text", place=Place(shown(file))) from None


def _read(file: str) -> bytes:
    try:
        return read_file(file)
    except OSError as error:
        raise FileAccessError(
            f"cannot read the settings: {error.strerror}", place=Place(shown(file))
        ) from None


def _parse(text: str, file: str) -> dict[str, object]:
    import tomllib  # noqa: PLC0415  costs typing; only for projects with settings

    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        reason, line, column = split_place(str(error))
        raise SettingsError(f"no valid TOML: {reason}", place=Place(shown(file), line, column)) from None
    except ValueError:  # of an integer with thousands of digits
        raise SettingsError("no valid TOML: a number is too long", place=Place(shown(file))) from None
    except RecursionError:
        raise SettingsError("no valid TOML: it is nested too deeply", place=Place(shown(file))) from None


class _Reader:
    """Turns a parsed table into `Settings` and collects everything that is wrong with it."""

    def __init__(self, file: str, text: str, prefix: tuple[str, ...]) -> None:
        self._file = file
        self._text = text
        self._prefix = prefix
        self._errors: list[MlkubeError] = []

    def read(self, table: dict[str, object]) -> Settings:
        """Return the settings of the table.

        Raises:
            SettingsError: for everything wrong at once.

        """
        known: dict[str, Callable[[object], object]] = {
            "kubernetes": self._kubernetes,
            "merge": self._merge,
            "on_demand": lambda value: self._names(("on_demand",), value),
            "python": self._python,
            "targets": self._targets,
            "validate": self._validate,
        }
        values: dict[str, object] = {}
        for key, value in table.items():
            if key in known:
                values[key] = known[key](value)
            else:
                self._unknown((key,), key, known)
        raise_all(self._errors)
        line = self._line(("on_demand",))
        return Settings(file=self._file, on_demand_line=line, **values)  # type: ignore[arg-type]  # as read above

    def _fail(self, path: tuple[str, ...], reason: str, hint: str = "") -> None:
        self._errors.append(SettingsError(reason, place=Place(self._file, self._line(path)), hint=hint))

    def _line(self, path: tuple[str, ...]) -> int:
        return line_of(self._text, (*self._prefix, *path))

    def _unknown(self, path: tuple[str, ...], key: str, known: Mapping[str, object]) -> None:
        close = suggest(key, known)
        hint = f'did you mean "{close}"?' if close else f"known keys: {', '.join(known)}"
        self._fail(path, f'unknown key "{key}"', hint)

    def _kubernetes(self, value: object) -> str | None:
        if not isinstance(value, str):
            self._fail(("kubernetes",), "kubernetes must be a text", 'write it in quotes, such as "1.36"')
            return None
        try:
            return target_version(value)
        except SettingsError as error:
            self._fail(("kubernetes",), error.reason, error.hint)
            return None

    def _merge(self, value: object) -> str | None:
        if isinstance(value, str) and value in _MERGES:
            return value
        shown = f'"{value}"' if isinstance(value, str) else "this value"
        close = suggest(value, _MERGES) if isinstance(value, str) else None
        hint = f'did you mean "{close}"?' if close else f"known are {' and '.join(_MERGES)}"
        self._fail(("merge",), f"unknown way to merge: {shown}", hint)
        return None

    def _python(self, value: object) -> bool:
        if not isinstance(value, bool):
            self._fail(("python",), "python must be true or false")
            return False
        return value

    def _names(self, path: tuple[str, ...], value: object) -> tuple[str, ...]:
        if isinstance(value, list) and all(isinstance(name, str) for name in value):
            return tuple(value)
        self._fail(path, f"{'.'.join(path)} must be a list of names")
        return ()

    def _targets(self, value: object) -> dict[str, DeclaredTarget]:
        if not isinstance(value, dict):
            self._fail(("targets",), "targets must be a table of targets")
            return {}
        targets = {}
        for name, table in value.items():
            path = ("targets", name)
            if not _is_target_name(name):
                self._fail(path, f'a target cannot be named "{name}"', "use a name without `/`")
            elif isinstance(table, dict):
                targets[name] = self._target(name, path, table)
            else:
                self._fail(
                    path, f"target {name} must be a table", 'write it as { components = ["gpu", "prod"] }'
                )
        return targets

    def _target(self, name: str, path: tuple[str, ...], table: dict[str, object]) -> DeclaredTarget:
        known = ("bases", "components")
        for key in table:
            if key not in known:
                self._unknown((*path, key), key, dict.fromkeys(known))
        bases = self._names((*path, "bases"), table["bases"]) if "bases" in table else None
        components = self._names((*path, "components"), table.get("components", []))
        return DeclaredTarget(name, bases, components, self._line(path))

    def _validate(self, value: object) -> ValidateSettings:
        path = ("validate",)
        if not isinstance(value, dict):
            self._fail(path, "validate must be a table")
            return ValidateSettings()
        known = ("external", "ignore_missing_schemas", "skip")
        for key in value:
            if key not in known:
                self._unknown((*path, key), key, dict.fromkeys(known))
        ignore = value.get("ignore_missing_schemas", False)
        if not isinstance(ignore, bool):
            self._fail((*path, "ignore_missing_schemas"), "ignore_missing_schemas must be true or false")
        external = self._names((*path, "external"), value.get("external", []))
        for name in external:
            if "/" not in name:
                self._fail((*path, "external"), f'"{name}" names no object', "write it as Secret/name")
        return ValidateSettings(
            external=external, ignore_missing_schemas=ignore is True, skips=self._skips(value.get("skip", []))
        )

    def _skips(self, value: object) -> tuple[DeclaredSkip, ...]:
        path = ("validate", "skip")
        if not isinstance(value, list) or not all(isinstance(each, dict) for each in value):
            self._fail(path, "validate.skip must be a list of tables", "write [[validate.skip]]")
            return ()
        known = ("rule", "kind", "file", "reason")
        skips = []
        for each in value:
            for key, text in each.items():
                if key not in known:
                    self._unknown((*path, key), key, dict.fromkeys(known))
                elif not isinstance(text, str):
                    self._fail(path, f"{key} of validate.skip must be a text")
            texts = {key: text for key, text in each.items() if key in known and isinstance(text, str)}
            if not texts.keys() & {"rule", "kind", "file"}:
                self._fail(path, "a skip needs a rule, a kind or a file")
            skips.append(DeclaredSkip(**texts, line=self._line(path)))
        return tuple(skips)


def _is_target_name(name: str) -> bool:
    return bool(name) and name not in {".", "..", "-"} and "/" not in name and os.sep not in name
