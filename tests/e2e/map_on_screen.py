"""A map on the screen: its polygons, points inside them, colours of pixels as the browser decodes them."""

import base64

from playwright.sync_api import expect

CITY_COUNT = 14
POLYGONS = ".map-drawing path"


def wait_for_map(page, count=CITY_COUNT):
    expect(page.locator(POLYGONS)).to_have_count(count)
    expect(page.locator(".waiting")).to_have_count(0)  # what comes later moves the map


INNER_POINT = """index => {
    const path = document.querySelectorAll(".map-drawing path")[index];
    const box = path.getBoundingClientRect();
    const texts = [...document.querySelectorAll(".map-drawing text")];
    const labels = texts.map(text => text.getBoundingClientRect());
    const isFree = (x, y) => labels.every(
        label => x < label.left - 5 || x > label.right + 5 || y < label.top - 5 || y > label.bottom + 5);
    const toPath = path.getScreenCTM().inverse();
    const isInside = (x, y) => [[0, 0], [9, 0], [-9, 0], [0, 9], [0, -9]].every(
        ([dx, dy]) => path.isPointInFill(new DOMPoint(x + dx, y + dy).matrixTransform(toPath)));
    for (const fx of [.5, .4, .6, .3, .7, .25, .75])
        for (const fy of [.25, .75, .4, .6, .3, .7, .5]) {
            const x = Math.round(box.x + fx * box.width), y = Math.round(box.y + fy * box.height);
            if (isFree(x, y) && isInside(x, y)) return [x, y];
        }
    return null;
}"""
PIXELS = """async ([png, x, y, width, height]) => {
    const bytes = Uint8Array.from(atob(png), letter => letter.charCodeAt(0));
    const image = await createImageBitmap(new Blob([bytes], {type: "image/png"}));
    const canvas = new OffscreenCanvas(image.width, image.height).getContext("2d");
    canvas.drawImage(image, 0, 0);
    return [...canvas.getImageData(x, y, width, height).data];
}"""


def inner_point(page, index):
    """A point of the screen well inside a polygon and away from the labels."""
    return page.evaluate(INNER_POINT, index)


def colours(page, point, size=1):
    """Colours of a square of the screen around a point, decoded by the browser itself."""
    png = base64.b64encode(page.screenshot()).decode()
    x, y = (place - size // 2 for place in point)
    values = page.evaluate(PIXELS, [png, x, y, size, size])
    return [
        f"#{red:02X}{green:02X}{blue:02X}"
        for red, green, blue in zip(*(values[n::4] for n in range(3)), strict=True)
    ]
