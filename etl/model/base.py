"""The base of every declaration: frozen, no key that nobody reads, and one door by which it is read."""

from typing import Annotated, Any, Self, dataclass_transform

from msgspec import Meta, Struct, StructMeta, field, to_builtins

from etl.plain_values.read import read_as

Identifier = Annotated[str, Meta(pattern=r"^[a-z][a-z0-9_]*(\.[a-z0-9_]+)?\Z")]
Text = Annotated[str, Meta(min_length=1)]


class _ByName(StructMeta):
    """Fields are given by name, so that one which must be there may stand below one which need not."""

    def __new__(
        mcs, name: str, bases: tuple[type, ...], namespace: dict[str, Any], **config: Any
    ) -> "_ByName":
        return super().__new__(mcs, name, bases, namespace, kw_only=True, **config)


@dataclass_transform(kw_only_default=True, frozen_default=True, field_specifiers=(field,))
class Declaration(Struct, metaclass=_ByName, frozen=True, forbid_unknown_fields=True):
    """A frozen declaration; an unknown key is an error, not a silent no-op.

    Its constructor takes what it is given, as it is; what comes from outside goes through :meth:`read`.
    """

    @classmethod
    def read(cls, value: object, *, is_text: bool = False) -> Self:
        """A declaration out of plain values; one that is read already stays as it is.

        Args:
            value: a mapping, as YAML or JSON gives it.
            is_text: whether numbers and words like ``true`` come as text, as in the cells of a table.

        Raises:
            DeclarationError: something is wrong with it; tells every fault.
        """
        return value if isinstance(value, cls) else read_as(cls, value, is_text=is_text)

    def plain(self) -> dict[str, Any]:
        """The same as plain values, as JSON and YAML write it; :meth:`read` takes it again."""
        told: dict[str, Any] = to_builtins(self, enc_hook=str)
        return told


class Bilingual(Declaration):
    """Words in both languages; neither may be empty."""

    zh: Text
    en: Text

    def __getitem__(self, lang: str) -> str:
        return self.en if lang == "en" else self.zh
