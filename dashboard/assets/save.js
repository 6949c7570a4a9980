/* A chart saved as a picture carries what stands around it on the page: its sentence, its notes, its source, the data
   version, and the words across a demonstration. Everything is drawn here; nobody else is asked. */
(function () {
  "use strict";

  const SVG = "http://www.w3.org/2000/svg";
  const { build } = JSON.parse(document.getElementById("shell-settings").textContent);
  const MARGIN = 24;
  const SCALE = 2; // dots of the picture per point of the page
  const HATCH =
    '<pattern id="hatch" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">' +
    '<rect width="6" height="6" fill="#E6E6E6"/><rect width="1" height="6" fill="#B9BEC3"/></pattern>' +
    '<pattern id="hatch-outside" width="8" height="8" patternUnits="userSpaceOnUse" patternTransform="rotate(-45)">' +
    '<rect width="8" height="8" fill="#F2F2F2"/><rect width="1" height="8" fill="#C9CED3"/></pattern>';

  // ── words ─────────────────────────────────────────────────────────────────────────────────────────
  const measure = document.createElement("canvas").getContext("2d");

  function textOf(figure, selector) {
    return [...figure.querySelectorAll(selector)].map((each) => each.textContent.trim()).filter(Boolean);
  }

  /* Lines no wider than the drawing; Chinese breaks between any two characters, Latin between words. */
  function wrapped(text, font, width) {
    measure.font = font;
    const lines = [];
    let line = "";
    for (const piece of text.match(/[\u2e80-\uffee]|[^\s\u2e80-\uffee]+|\s+/g) || []) {
      if (line && measure.measureText(line + piece).width > width) {
        lines.push(line.trimEnd());
        line = piece.trimStart();
      } else line += piece;
    }
    return line ? [...lines, line] : lines;
  }

  function block(texts, size, weight, colour, width, top) {
    const family = getComputedStyle(document.body).fontFamily;
    const step = Math.round(size * 1.5);
    const lines = texts.flatMap((text) => wrapped(text, `${weight} ${size}px ${family}`, width));
    const nodes = lines.map((line, index) => {
      const node = document.createElementNS(SVG, "text");
      node.setAttribute("x", MARGIN);
      node.setAttribute("y", top + size + index * step);
      node.setAttribute("style", `font: ${weight} ${size}px ${family}; fill: ${colour}`);
      node.textContent = line;
      return node;
    });
    return { nodes, bottom: top + lines.length * step };
  }

  /* What the colours mean, as it stands below a map: swatch and words, side by side while there is room. */
  function legendOf(figure, width, top) {
    const SWATCH = 14;
    const [gap, step] = [24, 22];
    const family = getComputedStyle(document.body).fontFamily;
    const entries = [...figure.querySelectorAll(".legend li")].filter((each) => each.querySelector(".swatch"));
    const nodes = [];
    let [x, y] = [0, top + 8];
    entries.forEach((entry) => {
      const swatch = entry.querySelector(".swatch");
      const words = entry.textContent.trim();
      measure.font = `400 12px ${family}`;
      const room = SWATCH + 6 + measure.measureText(words).width;
      if (x && x + room > width) [x, y] = [0, y + step];
      const box = document.createElementNS(SVG, "rect");
      const hatch = { "swatch-missing": "url(#hatch)", "swatch-outside": "url(#hatch-outside)" };
      const kind = Object.keys(hatch).find((name) => swatch.classList.contains(name));
      const fill = kind ? hatch[kind] : getComputedStyle(swatch).backgroundColor;
      Object.entries({ x: x + MARGIN, y, width: SWATCH, height: SWATCH, fill, stroke: "#D5DADF" })
        .forEach(([name, value]) => box.setAttribute(name, value));
      const label = block([words], 12, 400, "#1C1F23", Infinity, y).nodes[0];
      label.setAttribute("x", x + MARGIN + SWATCH + 6);
      nodes.push(box, label);
      x += room + gap;
    });
    return { nodes, bottom: entries.length ? y + step : top };
  }

  // ── drawing ───────────────────────────────────────────────────────────────────────────────────────
  async function plotted(div) {
    const { offsetWidth: width, offsetHeight: height } = div;
    const layout = { ...div.layout, width, height, autosize: false };
    const picture = { data: div.data, layout };
    const url = await window.Plotly.toImage(picture, { format: "svg", width, height });
    const text = decodeURIComponent(url.slice(url.indexOf(",") + 1));
    const node = new DOMParser().parseFromString(text, "image/svg+xml").documentElement;
    return { node, width, height };
  }

  function copied(svg) {
    const { width, height } = svg.getBoundingClientRect();
    return { node: svg.cloneNode(true), width, height };
  }

  /* Every drawing of a figure where it stands on the page. */
  async function drawings(area) {
    const origin = area.getBoundingClientRect();
    const found = [...area.querySelectorAll(".js-plotly-plot, svg.small-chart, svg.map-drawing")];
    return Promise.all(found.map(async (each) => {
      const at = each.getBoundingClientRect();
      const drawn = each.matches("svg") ? copied(each) : await plotted(each);
      return { ...drawn, x: at.left - origin.left, y: at.top - origin.top };
    }));
  }

  // ── letters ───────────────────────────────────────────────────────────────────────────────────────
  /* The slices of our own font that this browser needed, so that the picture shows Han characters anywhere. */
  async function fontsFor(text) {
    const letters = new Set([...text].map((letter) => letter.codePointAt(0)));
    const rules = [...document.styleSheets].flatMap((sheet) => [...sheet.cssRules]);
    const faces = rules.filter((rule) => rule instanceof CSSFontFaceRule && isNeeded(rule, letters));
    return (await Promise.all(faces.map(embedded))).join("");
  }

  function isNeeded(rule, letters) {
    const range = rule.style.getPropertyValue("unicode-range");
    const family = rule.style.getPropertyValue("font-family").replaceAll('"', "");
    const isLoaded = [...document.fonts].some((face) =>
      face.status === "loaded" && face.family.replaceAll('"', "") === family && face.unicodeRange === range);
    return isLoaded && range.split(",").some((part) => {
      const [first, last] = part.trim().slice(2).split("-").map((code) => parseInt(code, 16));
      return [...letters].some((letter) => letter >= first && letter <= (last || first));
    });
  }

  async function embedded(rule) {
    const address = rule.style.getPropertyValue("src").match(/url\("?([^")]+)"?\)/)[1];
    const bytes = await (await fetch(new URL(address, rule.parentStyleSheet.href))).blob();
    const data = await new Promise((resolve) => {
      const reader = new FileReader();
      reader.onload = () => resolve(reader.result);
      reader.readAsDataURL(bytes);
    });
    return rule.cssText.replace(/url\("?[^")]+"?\)/, `url("${data}")`);
  }

  // ── the picture ───────────────────────────────────────────────────────────────────────────────────
  async function pictureOf(figure) {
    const area = figure.querySelector(".chart-drawing, .graph-frame");
    const parts = await drawings(area);
    const width = Math.max(...parts.map((part) => part.x + part.width), 320);
    const watermark = textOf(document, ".watermark");
    const title = block(textOf(figure, "figcaption.figure-title"), 18, 700, "#1C1F23", width, MARGIN);
    const axis = block(textOf(figure, ".axis-title"), 13, 400, "#55606B", width, title.bottom);
    const top = axis.bottom + 8;
    const below = top + Math.max(...parts.map((part) => part.y + part.height));
    const legend = legendOf(figure, width, below);
    const told = [...textOf(figure, ".chart-note, .note > p"), ...textOf(figure, ".chart-source"), versionLine()];
    const foot = block(told, 12, 400, "#55606B", width, legend.bottom + 8);
    const mark = block(watermark, 14, 700, "#A33525", width, foot.bottom);
    const svg = document.createElementNS(SVG, "svg");
    const size = { width: width + 2 * MARGIN, height: mark.bottom + MARGIN };
    svg.setAttribute("xmlns", SVG);
    svg.setAttribute("width", size.width);
    svg.setAttribute("height", size.height);
    svg.setAttribute("viewBox", `0 0 ${size.width} ${size.height}`);
    parts.forEach(({ node, x, y, width: w, height: h }) => {
      Object.entries({ x: x + MARGIN, y: y + top, width: w, height: h })
        .forEach(([name, value]) => node.setAttribute(name, value));
      svg.append(document.importNode(node, true));
    });
    svg.append(...title.nodes, ...axis.nodes, ...legend.nodes, ...foot.nodes, ...mark.nodes);
    const style = document.createElementNS(SVG, "style");
    style.textContent = (await fontsFor(svg.textContent)) +
      ".scatterlayer text, .small-chart text { paint-order: stroke; stroke: #fff; stroke-width: 3px; stroke-linejoin: round }";
    const defs = document.createElementNS(SVG, "defs");
    defs.innerHTML = HATCH;
    const ground = document.createElementNS(SVG, "rect");
    Object.entries({ width: "100%", height: "100%", fill: "#fff" })
      .forEach(([name, value]) => ground.setAttribute(name, value));
    svg.prepend(style, defs, ground);
    return { text: new XMLSerializer().serializeToString(svg), ...size };
  }

  function versionLine() {
    const foot = document.querySelector(".foot [title]");
    return foot ? foot.parentElement.textContent : build;
  }

  async function asPng({ text, width, height }) {
    const image = new Image();
    image.src = URL.createObjectURL(new Blob([text], { type: "image/svg+xml" }));
    await image.decode();
    const canvas = Object.assign(document.createElement("canvas"), { width: width * SCALE, height: height * SCALE });
    canvas.getContext("2d").drawImage(image, 0, 0, canvas.width, canvas.height);
    URL.revokeObjectURL(image.src);
    return new Promise((resolve) => canvas.toBlob(resolve, "image/png"));
  }

  function keep(blob, name) {
    const link = Object.assign(document.createElement("a"), { href: URL.createObjectURL(blob), download: name });
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 60000);
  }

  async function save(button) {
    const figure = button.closest("figure");
    const [title] = textOf(figure, "figcaption.figure-title");
    const picture = await pictureOf(figure);
    const kind = button.dataset.save;
    const blob = kind === "png" ? await asPng(picture) : new Blob([picture.text], { type: "image/svg+xml" });
    keep(blob, `${title.replace(/[\\/:*?"<>|\s]+/g, "_").slice(0, 60)}-${build.slice(0, 12)}.${kind}`);
  }

  document.addEventListener("click", ({ target }) => {
    const button = target.closest("[data-save]");
    if (!button) return;
    button.disabled = true;
    save(button).finally(() => { button.disabled = false; });
  });
})();
