"""Colours by meaning. A verdict is a word, a shape and a colour; nothing is said by colour alone.

``fill`` paints areas, ``ink`` writes text on white (at least 4.5 : 1). The three levels stay apart for those
who see no red, no green or no blue. The status colours mean status and are used for nothing else.
"""

from typing import Final, assert_never

from msgspec import Struct

from etl.model.vocabulary import Result

PAPER: Final = "#FFFFFF"
INK: Final = "#1C1F23"
QUIET_INK: Final = "#55606B"
RULE: Final = "#D5DADF"
DEEP_BLUE: Final = "#1F4E79"
MISSING_FILL: Final = "#E6E6E6"
OUTSIDE_FILL: Final = "#F2F2F2"
"""Of what the reader may not see: hatched the other way than what is missing."""
BORDER: Final = "#FFFFFF"

VALUE_CLASSES: Final = ("#EAF1F8", "#BFD5EA", "#8DB2D6", "#4F86B8", "#1F4E79")
"""Five classes of one hue for maps of values, lowest first. Dark means more, not better."""

FONT: Final = (
    '"PingFang SC", "Microsoft YaHei", "Source Han Sans SC", "Source Han Sans CN", "Noto Sans CJK SC", '
    '"Noto Sans SC", "Noto Sans SC Web", sans-serif'
)

CHECK_MARKS: Final = {"holds": "✓", "fails": "✗", "unknown": "○"}
"""Shapes of the counter-checks of a flag; each stands beside its words."""


class Mark(Struct, frozen=True):
    """How a verdict looks: colour of its area, colour of its text, and its shape."""

    key: str
    fill: str
    ink: str
    shape: str


LEVEL_1: Final = Mark("level-1", fill="#B5402F", ink="#A33525", shape="■")
LEVEL_2: Final = Mark("level-2", fill="#E3A72F", ink="#8A5A00", shape="▲")
LEVEL_3: Final = Mark("level-3", fill="#2A8C82", ink="#1B746B", shape="●")
UNASSESSED: Final = Mark("unassessed", fill=MISSING_FILL, ink="#55606B", shape="○")

PEAK_MARKS: Final = {
    "rebounding": Mark("rebounding", fill=LEVEL_1.fill, ink=LEVEL_1.ink, shape="■"),
    "not_peaked": Mark("not-peaked", fill="#A3C1DE", ink=DEEP_BLUE, shape="◆"),
    "plateau": Mark("plateau", fill=LEVEL_2.fill, ink=LEVEL_2.ink, shape="▲"),
    "peaked": Mark("peaked", fill=LEVEL_3.fill, ink=LEVEL_3.ink, shape="●"),
    "passive": Mark("passive", fill="#6FB8AE", ink=LEVEL_3.ink, shape="◐"),
    "undetermined": Mark("undetermined", fill="#C3C8CD", ink=UNASSESSED.ink, shape="◇"),
}
"""Where emissions stand towards their peak. Not yet peaked is no failing: it has the blue of structure."""


def mark_of(result: Result) -> Mark:
    """The look of a verdict; met and not met are of the family of levels 3 and 1."""
    match result:
        case Result.LEVEL_1 | Result.NOT_MET:
            return LEVEL_1
        case Result.LEVEL_2:
            return LEVEL_2
        case Result.LEVEL_3 | Result.MET:
            return LEVEL_3
        case Result.UNASSESSED:
            return UNASSESSED
        case _:
            assert_never(result)
