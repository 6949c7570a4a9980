"""The differences of two builds as lines of text; each section ends with what to do."""

from collections.abc import Iterator

from etl.catalog.catalog import Catalog
from etl.errors import say
from etl.model.formula_text import number_text
from etl.publish.exports import cell_text
from etl.store.difference import BuildDifference, Change, Key, SourceDifference


def difference_lines(
    difference: BuildDifference, catalog: Catalog, lang: str = "en", most: int = 20
) -> Iterator[str]:
    """The differences for the command line.

    Args:
        difference: what differs.
        catalog: gives the titles of sources.
        lang: ``en`` or ``zh``.
        most: how many figures of each kind are printed; the others are counted.
    """
    causes = [say(f"diff_cause_{cause}", lang) for cause in difference.causes]
    listed = ("、" if lang == "zh" else ", ").join(causes) or say("diff_cause_none", lang)
    yield say("diff_title", lang, before=difference.before, after=difference.after, causes=listed)
    if not difference.sources:
        yield say("diff_nothing", lang)
    for each in difference.sources:
        yield from _section(each, catalog, lang, most)


def _section(each: SourceDifference, catalog: Catalog, lang: str, most: int) -> Iterator[str]:
    title = catalog.sources[each.source].title[lang] if each.source in catalog.sources else each.source
    numbers = {"new": len(each.new), "gone": len(each.gone), "changed": len(each.changed)}
    yield say("diff_source", lang, title=title, source=each.source, **numbers)
    for change in each.changed[:most]:
        yield f"  {_change_line(change, lang)}"
    yield from _rest(len(each.changed), most, lang)
    for word, keys in (("diff_gone", each.gone), ("diff_new", each.new)):
        for key in keys[:most]:
            yield f"  {say(word, lang, figure=_figure(key))}"
        yield from _rest(len(keys), most, lang)
    yield f"  {say(f'diff_action_{each.action}', lang)}"


def _figure(key: Key) -> str:
    return " ".join(key)


def _change_line(change: Change, lang: str) -> str:
    was, now = ("—" if value is None else number_text(value) for value in (change.was, change.now))
    return say(
        "diff_changed",
        lang,
        figure=_figure(change.key),
        was=was,
        now=now,
        kind=say(f"diff_kind_{change.kind.value}", lang),
        cell=cell_text(change.cell),
    )


def _rest(count: int, most: int, lang: str) -> Iterator[str]:
    if count > most:
        yield f"  {say('diff_rest', lang, count=count - most)}"
