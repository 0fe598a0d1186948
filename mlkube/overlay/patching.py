"""Patches as the fields and plugins of a kustomization give them: their texts, and what they merge by."""

from __future__ import annotations

from mlkube.errors import KustomizationError, MlkubeError, Place, raise_all
from mlkube.overlay.definitions import TargetSchema
from mlkube.overlay.entries import Entries
from mlkube.overlay.merge.patch_text import JSON6902, PATCHES, STRATEGIC_MERGE
from mlkube.overlay.options import LOSSLESS, BuildOptions
from mlkube.overlay.steps.patches import PatchContext, PatchText, apply_patches
from mlkube.schema import KUSTOMIZE_VERSION, load_schema

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from mlkube.core.json import JsonObject
    from mlkube.core.resource import Resource
    from mlkube.overlay.builtins import Apply, Field
    from mlkube.overlay.layer import Layer
    from mlkube.overlay.session import Session


def patch_transformer(layer: Layer, arguments: JsonObject, field: Field) -> Apply:
    """Return the transformation of one entry of `patches`.

    Raises:
        MlkubeError: it has both a path and a text, or neither, or the file cannot be read.

    """
    text = _text(layer, arguments, "patch", field, PATCHES)
    return _transformation(layer, [text])


def json6902_transformer(layer: Layer, arguments: JsonObject, field: Field) -> Apply:
    """Return the transformation of one entry of `patchesJson6902`, whose inline text is called `jsonOp` here.

    Raises:
        MlkubeError: as `patch_transformer`.

    """
    text = _text(layer, arguments, "jsonOp", field, JSON6902)
    return _transformation(layer, [text])


def strategic_merge_transformer(layer: Layer, arguments: JsonObject, field: Field) -> Apply:
    """Return the transformation of `patchesStrategicMerge`: `paths` are files or texts, `patches` is a text.

    Raises:
        MlkubeError: there is no patch, or a file cannot be read; all of them.

    """
    paths = arguments.get("paths")
    entries = [entry for entry in paths if isinstance(entry, str)] if isinstance(paths, list) else []
    inline = arguments.get("patches")
    if not entries and not inline:
        raise layer.placed(KustomizationError("neither paths nor patches are given"), *field)
    errors: list[MlkubeError] = []
    texts: list[PatchText] = []
    for index, entry in enumerate(entries):
        try:
            texts.append(_path_or_text(layer, entry, (*field, index)))
        except MlkubeError as error:
            errors.append(error)
    raise_all(errors)
    if isinstance(inline, str) and inline:
        texts.append(PatchText(inline.encode(), layer.place(*field), field=STRATEGIC_MERGE))
    return _transformation(layer, texts)


def _path_or_text(layer: Layer, entry: str, field: Field) -> PatchText:
    """Return an entry as kustomize takes it: a text where it reads as an object, else the path of a file."""
    if "\n" in entry or ":" in entry:
        return PatchText(entry.encode(), layer.place(*field), field=STRATEGIC_MERGE)
    content = layer.read(entry, *field)
    return PatchText(content, Place(layer.shown(entry)), field=STRATEGIC_MERGE)


def _text(layer: Layer, arguments: JsonObject, inline_name: str, field: Field, kind: str) -> PatchText:
    path, inline = arguments.get("path"), arguments.get(inline_name)
    inline = inline if isinstance(inline, str) and inline.strip() else None
    if bool(path) == bool(inline):
        reason = "both a path and a text" if path else "neither a path nor a text"
        raise layer.placed(KustomizationError(f"the patch has {reason}", hint="give one of them"), *field)
    target = arguments.get("target")
    options = arguments.get("options")
    wanted = target if isinstance(target, dict) else None
    allowed = options if isinstance(options, dict) else None
    if path:
        content = layer.read(str(path), *field, "path")
        return PatchText(content, Place(layer.shown(str(path))), wanted, allowed, kind)
    place = layer.place(*field, "patch")
    return PatchText(str(inline).encode(), place, wanted, allowed, kind)


def _transformation(layer: Layer, texts: Sequence[PatchText]) -> Apply:
    session = layer.session

    def run(resources: list[Resource], patches: Sequence[PatchText]) -> list[Resource]:
        changed, warnings = apply_patches(resources, patches, _context(session))
        session.warnings.extend(warnings)
        return changed

    return Entries("patches", run, texts)


def _context(session: Session) -> PatchContext:
    """Return what patches merge by now: a kustomization with `openapi` changes it during a build."""
    schema = session.schema
    context = session.patch_context
    if context is None or context.schema is not schema:
        options = session.options
        context = session.patch_context = PatchContext(
            schema,
            session.target_schema,
            lossless=options.merge == LOSSLESS,
            strict=options.strict_patches,
            read=session.source_text,
            addressing=session.addressing,
            built_by=session.built_by(),
        )
    return context


def patch_resources(
    resources: Sequence[Resource], patch: str, target: JsonObject | None, options: BuildOptions | None
) -> tuple[list[Resource], list[tuple[Place, str]]]:
    """Return objects with one patch applied, and its warnings; for patches outside of a build.

    Raises:
        MlkubeError: the patch cannot be read, or matches nothing.

    """
    chosen = options or BuildOptions()
    context = PatchContext(
        load_schema(KUSTOMIZE_VERSION),
        TargetSchema(chosen.kubernetes_version, chosen.definitions),
        lossless=chosen.merge == LOSSLESS,
        strict=chosen.strict_patches,
    )
    text = PatchText(patch.encode(), Place("patch"), target)
    return apply_patches(resources, [text], context)
