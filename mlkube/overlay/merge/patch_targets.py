"""The objects that patches are applied to, found by id, by name or by selector however many there are."""

from __future__ import annotations

from mlkube.core.resource import Resource
from mlkube.errors import BuildError
from mlkube.overlay.identity import all_keys, current_key, index_by_any_id, index_by_current_id
from mlkube.overlay.selection.selectors import select

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import Sequence

    from mlkube.core.json import JsonObject
    from mlkube.errors import Place
    from mlkube.overlay.identity import Key
    from mlkube.overlay.selection.selectors import Selector


class PatchTargets:
    """The objects while patches change them; what is deleted leaves None behind, so that indices stay."""

    __slots__ = ("_before", "_by_id", "_by_name", "resources")

    def __init__(self, resources: Sequence[Resource]) -> None:
        self.resources: list[Resource | None] = list(resources)
        self._by_id: dict[Key, list[int]] | None = None
        self._by_name: dict[str, list[int]] | None = None
        self._before: dict[int, Resource] = {}

    def take_changes(self) -> list[tuple[Resource, Resource | None]]:
        """Return what has changed since it was asked last: before and after, None for what was deleted."""
        changes = [(old, self.resources[at]) for at, old in self._before.items()]
        self._before = {}
        return changes

    def remaining(self) -> list[Resource]:
        """Return the objects that are left."""
        return [resource for resource in self.resources if resource is not None]

    def selected(self, selector: Selector) -> list[int]:
        """Return the indices of the objects that a selector selects, ascending."""
        name = selector.literal("name")
        if name:
            candidates = self._named(name)
            return [at for at in candidates if (each := self.resources[at]) and selector.matches(each)]
        kept = self._kept()
        return [kept[at] for at in select(self.remaining(), selector)]

    def only_match(self, body: JsonObject, place: Place) -> int:
        """Return the index of the one object that has, or had, the id that a body carries.

        Raises:
            BuildError: there is none, or there are several.

        """
        if self._by_id is None:
            kept = self._kept()
            index = index_by_any_id(self.remaining())
            self._by_id = {key: [kept[at] for at in found] for key, found in index.items()}
        wanted = Resource(body)
        found = self._with_id(current_key(wanted))
        if not found and not wanted.namespace:
            # What a description builds outside of namespaces is known as such; a patch cannot say it.
            found = self._with_id(current_key(wanted.replace(cluster_scoped=True)))
        if len(found) == 1:
            return found[0]
        place = place.within(resource=str(wanted))
        if found:
            raise BuildError(f"the patch matches {len(found)} objects", place=place, hint="give it a target")
        raise BuildError("the patch matches no object", place=place, hint=self._near(wanted))

    def _with_id(self, key: Key) -> list[int]:
        found = self._by_id.get(key, []) if self._by_id is not None else []
        return [at for at in found if self.resources[at] is not None]

    def put(self, at: int, new: Resource | None) -> None:
        """Put the new state of an object in place, None for a deleted one, and keep the indexes right."""
        old = self.resources[at]
        self.resources[at] = new
        if old is not None and old is not new:
            self._before.setdefault(at, old)
        if old is None or new is None or old is new:
            return
        if current_key(old) == current_key(new) and new.former == old.former:
            return
        if self._by_name is not None and new.name != old.name:
            named = self._by_name.setdefault(new.name, [])
            self._by_name[new.name] = sorted({*named, at})  # the old name may stay: a match is checked anyhow
        if self._by_id is not None:
            before, after = set(all_keys(old)), set(all_keys(new))
            if not before <= after:
                self._by_id = None
                return
            for key in after - before:
                self._by_id.setdefault(key, []).append(at)

    def refuse_twins(self, place: Place) -> None:
        """Refuse two objects with the same id, as kustomize does after patches that have a target.

        Raises:
            BuildError: there are two.

        """
        remaining = self.remaining()
        for found in index_by_current_id(remaining).values():
            if len(found) > 1:
                raise BuildError(
                    f"the patch gives {len(found)} objects the same id",
                    place=place.within(resource=str(remaining[found[1]])),
                    hint="select one object, or leave name and kind alone",
                )

    def _kept(self) -> list[int]:
        return [at for at, each in enumerate(self.resources) if each is not None]

    def _named(self, name: str) -> list[int]:
        """Return the indices of the objects that have the name, or had it first."""
        if self._by_name is None:
            self._by_name = {}
            for at, resource in enumerate(self.resources):
                if resource is not None:
                    for each in {resource.name, resource.former[0][1] if resource.former else resource.name}:
                        self._by_name.setdefault(each, []).append(at)
        return self._by_name.get(name, [])

    def _near(self, wanted: Resource) -> str:
        """Return a hint that names objects which differ from the wanted one in one point only."""
        near = [
            f"apiVersion {each.api_version}, namespace {each.namespace or 'default'}"
            for each in self.remaining()
            if each.kind == wanted.kind and each.name == wanted.name
        ]
        if near:
            return f"{wanted} has {' or '.join(near)}"
        named = [str(each) for each in self.remaining() if each.name == wanted.name]
        return f"did you mean {' or '.join(named)}?" if named else ""
