"""The frame of plain forms: a page of its own, written by the server, that needs no script."""

from collections.abc import Callable, Mapping
from typing import Any, Final
from urllib.parse import urlencode

from flask import Response, redirect, request
from jinja2 import Environment, PackageLoader, StrictUndefined

from dashboard.text import LANGS, Lang, words
from dashboard.web.byte_responses import NEVER_KEPT
from dashboard.web.refusals import request_lang

_STYLES: Final = ("fonts.css", "paper.css", "forms.css", "desk.css")


class FormFrame:
    """Writes pages with forms."""

    def __init__(self, urls: Mapping[str, str], product: Callable[[str], str]) -> None:
        """Prepare the templates.

        Args:
            urls: addresses of the style sheets.
            product: the product's title by language.
        """
        self._urls = urls
        self._product = product
        self._templates = Environment(
            loader=PackageLoader("dashboard.web"), autoescape=True, undefined=StrictUndefined
        )

    def page(self, template: str, lang: str, *, status: int, title: str, **facts: Any) -> Response:
        """A page from its template."""
        other = next(one for one in LANGS if one != lang)
        query = {key: value for key, value in request.args.items() if key != "lang"}
        other_language = urlencode({**query, **lang_query(other)})
        body = self._templates.get_template(template).render(
            html_lang="zh-CN" if lang == "zh" else "en",
            lang=lang,
            say=words(lang),
            title=title,
            product=self._product(lang),
            styles=[self._urls[name] for name in _STYLES],
            icon=self._urls["favicon.svg"],
            other_language=f"{request.path}?{other_language}".rstrip("?"),
            **facts,
        )
        return Response(body, status, mimetype="text/html", headers={"Cache-Control": NEVER_KEPT})


def form_lang() -> Lang:
    """The language of a form, from its hidden field or its address."""
    return "en" if (request.form.get("lang") or request_lang()) == "en" else "zh"


def lang_query(lang: str) -> dict[str, str]:
    """The language as a query; the first language is understood."""
    return {} if lang == LANGS[0] else {"lang": lang}


def led_to(place: str) -> Any:
    """On to a page, asked for with GET so that going back sends nothing again."""
    answer = redirect(place, 303)
    answer.headers["Cache-Control"] = NEVER_KEPT
    return answer
