"""Where every glyph of a PDF stands, read from the drawing operators of its pages."""

from collections.abc import Iterator
from dataclasses import dataclass

import pypdf
from pypdf.generic import ContentStream

IDENTITY = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)


@dataclass(frozen=True)
class Run:
    """One stretch of glyphs.

    Attributes:
        left: where it begins; ``right``: where its last glyph ends; points from the left edge of the page.
        baseline: points above the lower edge.
        size: of the type, in points.
        font: name without the prefix of its subset.
        glyphs: numbers in the font; 0 is the box for what it cannot draw.
    """

    left: float
    right: float
    baseline: float
    size: float
    font: str
    glyphs: tuple[int, ...]
    is_upright: bool


def runs(page: pypdf.PageObject, reader: pypdf.PdfReader) -> Iterator[Run]:
    """Every run of a page in the order of drawing; of forms that it draws too."""
    stream = ContentStream(page["/Contents"], reader)
    yield from _Walk(reader).of(stream, page["/Resources"], IDENTITY)


class _State:
    """Where the next glyph goes, and in which type."""

    def __init__(self, matrix, fonts) -> None:
        self.matrix, self.text, self.font, self.size = matrix, IDENTITY, None, 0.0
        self._fonts = fonts
        self._stack = []

    def change(self, operator, operands) -> None:
        match operator:
            case b"q":
                self._stack.append((self.matrix, self.font, self.size))
            case b"Q":
                self.matrix, self.font, self.size = self._stack.pop()
            case b"cm":
                self.matrix = _times(tuple(map(float, operands)), self.matrix)
            case b"BT":
                self.text = IDENTITY
            case b"Tm":
                self.text = tuple(map(float, operands))
            case b"Td":
                self.text = _times((1, 0, 0, 1, *map(float, operands)), self.text)
            case b"Tf":
                self.font, self.size = self._fonts[operands[0]].get_object(), float(operands[1])


class _Walk:
    def __init__(self, reader: pypdf.PdfReader) -> None:
        self._reader = reader
        self._widths: dict[str, dict[int, float]] = {}

    def of(self, stream, resources, start) -> Iterator[Run]:
        state = _State(start, resources.get("/Font", {}))
        for operands, operator in stream.operations:
            if operator in {b"TJ", b"Tj"}:
                parts = operands[0] if operator == b"TJ" else [operands[0]]
                yield self._run(parts, state.font, state.size, _times(state.text, state.matrix))
            elif operator == b"Do":
                yield from self._form(resources["/XObject"][operands[0]].get_object(), state.matrix)
            else:
                state.change(operator, operands)

    def _form(self, form, matrix) -> Iterator[Run]:
        if form["/Subtype"] == "/Form":
            own = tuple(map(float, form.get("/Matrix", IDENTITY)))
            inner = ContentStream(form, self._reader)
            yield from self.of(inner, form.get("/Resources", {}), _times(own, matrix))

    def _run(self, parts, font, size, matrix) -> Run:
        name = str(font["/BaseFont"]).partition("+")[2]
        widths = self._widths_of(name, font)
        advance, glyphs = 0.0, []
        for part in parts:
            if isinstance(part, int | float):
                advance -= float(part) / 1000 * size
                continue
            raw = part.original_bytes
            for place in range(0, len(raw), 2):
                glyph = int.from_bytes(raw[place : place + 2], "big")
                glyphs.append(glyph)
                advance += widths.get(glyph, 1000.0) / 1000 * size
        scale = abs(matrix[0])
        left = matrix[4]
        upright = abs(matrix[1]) < 1e-6
        return Run(
            left, left + advance * matrix[0], matrix[5], round(size * scale, 2), name, tuple(glyphs), upright
        )

    def _widths_of(self, name, font) -> dict[int, float]:
        if name not in self._widths:
            table = font["/DescendantFonts"][0].get_object().get("/W", [])
            self._widths[name] = dict(_read_widths(table))
        return self._widths[name]


def _read_widths(table) -> Iterator[tuple[int, float]]:
    """``/W``: ``first [w w w]`` or ``first last w``."""
    place = 0
    while place < len(table):
        first, second = int(table[place]), table[place + 1]
        second = second.get_object() if hasattr(second, "get_object") else second
        if isinstance(second, list):
            yield from ((first + n, float(width)) for n, width in enumerate(second))
            place += 2
        else:
            yield from ((glyph, float(table[place + 2])) for glyph in range(first, int(second) + 1))
            place += 3


def _times(one, other):
    a, b, c, d, e, f = one
    g, h, i, j, k, m = other
    return (a * g + b * i, a * h + b * j, c * g + d * i, c * h + d * j, e * g + f * i + k, e * h + f * j + m)
