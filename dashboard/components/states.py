"""A panel before its answer, and a panel with nothing to say."""

from dash import html

from dashboard import ids
from dashboard.text import words


def panel_slot(name: str, lang: str, *, kind: str = "text") -> html.Section:
    """The place of a panel on its page; the browser fills it for the present address.

    Args:
        name: the panel.
        lang: language of the word that stands there meanwhile.
        kind: ``text``, ``map``, ``chart`` or ``table``: the height kept free, so that nothing jumps.
    """
    waiting = html.P(words(lang)("states.loading"), className="waiting")
    return html.Section(waiting, id=ids.panel(name), className=f"panel panel-{kind}")


def empty_state(lang: str, *, reason: str, action: str = "", address: str | None = None) -> html.Div:
    """Nothing to show, why, and what can be done about it.

    Args:
        lang: language of the words.
        reason: why there is nothing, such as 未采集.
        action: what to do, such as 下载导入模板.
        address: where the action is done.
    """
    done_at = html.A(action, href=address) if address else action
    return html.Div(
        [
            html.P(["○ ", words(lang)("states.empty")], className="state-title"),
            html.P(reason),
            *([html.P(done_at)] if action else []),
        ],
        className="state state-empty",
    )
