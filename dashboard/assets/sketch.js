/* A map stands before plotly does: its bundle keeps a browser busy for seconds, its polygons and colours are known at once.
   They are drawn here as they will be drawn there; the bundle is read afterwards, and its map takes their place. */
(function () {
  "use strict";

  const SVG = "http://www.w3.org/2000/svg";
  const PATIENCE_MS = 600; // for the polygons; then plotly begins all the same
  const FITS = 1; // of what the frame could hold
  const PAINT_MS = 200; // a window in the background paints nothing
  const HATCHED = { "#E6E6E6": "url(#hatch)", "#F2F2F2": "url(#hatch-outside)" };
  const { plotly } = JSON.parse(document.getElementById("shell-settings").textContent);
  const figures = new Map(); // panel name → its maps, in the order of the page
  const drawing = [];

  const pause = (ms) => new Promise((done) => setTimeout(done, ms));

  // ── plotly, once the maps stand: under an address with its version, which every browser may keep ───────────────────────────────────────────────────────────────────
  function load() {
    return new Promise((done, fail) => {
      const script = document.createElement("script");
      Object.assign(script, { src: plotly, onload: () => done(window.Plotly), onerror: () => fail(new Error(plotly)) });
      document.body.append(script);
    });
  }

  async function loadAfterMaps() {
    await pause(0); // what asks for it is just being put into the document
    await Promise.race([Promise.allSettled(drawing), pause(PATIENCE_MS)]);
    await Promise.race([new Promise(requestAnimationFrame).then(() => pause(0)), pause(PAINT_MS)]);
    return load();
  }

  /* Whoever asks for plotly before it is there gets a promise of it; the bundle puts itself in its place. */
  let promised = null;
  Object.defineProperty(window, "Plotly", {
    configurable: true,
    get: () => (promised = promised || loadAfterMaps()),
    set: (value) => Object.defineProperty(window, "Plotly", { value, writable: true, configurable: true }),
  });

  const isThere = () => "value" in Object.getOwnPropertyDescriptor(window, "Plotly");

  // ── maps ──────────────────────────────────────────────────────────────────────────────────────────
  function mapsOf(node, found = []) {
    if (Array.isArray(node)) node.forEach((child) => mapsOf(child, found));
    else if (node && node.props) {
      const { figure, children } = node.props;
      if (figure && figure.data && figure.data.some(({ type }) => type === "choropleth")) found.push(figure);
      mapsOf(children, found);
    }
    return found;
  }

  const projected = ([lon, lat]) => [(lon * Math.PI) / 180, -Math.log(Math.tan(Math.PI / 4 + (lat * Math.PI) / 360))];

  function ringsOf({ type, coordinates }) {
    return (type === "Polygon" ? [coordinates] : coordinates).flat().map((ring) => ring.map(projected));
  }

  async function areasOf(trace) {
    const { features } = await (await fetch(trace.geojson)).json();
    const rings = new Map(features.map(({ id, geometry }) => [id, ringsOf(geometry)]));
    return trace.locations.map((code, at) => ({
      rings: rings.get(code) || [],
      fill: trace.colorscale[2 * trace.z[at]][1],
      line: [trace.marker.line.color, trace.marker.line.width].map((each) => (Array.isArray(each) ? each[at] : each)),
      address: trace.customdata[at],
    }));
  }

  /* From projected degrees to the frame, with the air that plotly leaves around what it fits in. */
  function scaleInto(width, height, areas) {
    const points = areas.flatMap(({ rings }) => rings.flat());
    const [xs, ys] = [0, 1].map((axis) => points.map((point) => point[axis]));
    const bounds = [xs, ys].map((all) => [all.reduce((a, b) => Math.min(a, b)), all.reduce((a, b) => Math.max(a, b))]);
    const [[west, east], [north, south]] = bounds;
    const scale = Math.min(width / (east - west), height / (south - north)) * FITS;
    const place = (value, [first, last], room) => room / 2 + (value - (first + last) / 2) * scale;
    return ([x, y]) => [place(x, bounds[0], width).toFixed(1), place(y, bounds[1], height).toFixed(1)];
  }

  function svg(name, attributes, text = "") {
    const node = document.createElementNS(SVG, name);
    Object.entries(attributes).forEach(([key, value]) => node.setAttribute(key, value));
    node.textContent = text;
    return node;
  }

  function areaOf({ rings, fill, line: [stroke, width], address }, into) {
    const d = rings.map((ring) => `M${ring.map((point) => into(point).join(",")).join("L")}Z`).join("");
    const node = svg("path", { d, fill: HATCHED[fill.toUpperCase()] || fill, stroke, "stroke-width": width });
    if (address) node.addEventListener("click", () => window.paper.go(address));
    return node;
  }

  function labelsOf({ lon, lat, text, textposition, textfont }, into) {
    return text.map((name, at) => {
      const [x, y] = into(projected([lon[at], lat[at]]));
      const isBelow = textposition[at].startsWith("bottom");
      const place = { x, y, "dominant-baseline": isBelow ? "hanging" : "central", "font-size": textfont.size };
      const halo = { "paint-order": "stroke", stroke: "#fff", "stroke-width": 3, "stroke-linejoin": "round" };
      return svg("text", { ...place, ...halo, fill: textfont.color, "text-anchor": "middle" }, name);
    });
  }

  async function draw(frame, figure) {
    const areas = (await Promise.all(figure.data.filter(({ type }) => type === "choropleth").map(areasOf))).flat();
    const labels = figure.data.find(({ type }) => type === "scattergeo");
    const [width, height] = [frame.clientWidth, frame.clientHeight];
    if (isThere() || !areas.length || !width || frame.querySelector(".choroplethlayer path")) return;
    const into = scaleInto(width, height, areas);
    const sketch = svg("svg", { class: "map-sketch", viewBox: `0 0 ${width} ${height}`, "aria-hidden": "true" });
    sketch.append(...areas.map((area) => areaOf(area, into)), ...(labels ? labelsOf(labels, into) : []));
    frame.append(sketch);
    const watch = new MutationObserver(() => {
      if (!frame.querySelector(".choroplethlayer path")) return;
      sketch.remove();
      watch.disconnect();
    });
    watch.observe(frame, { subtree: true, childList: true });
  }

  // ── panels ────────────────────────────────────────────────────────────────────────────────────────
  function lookAt(slot) {
    const waiting = figures.get(slot.id);
    const frames = waiting ? [...slot.querySelectorAll(".graph-frame")].filter((each) => each.closest(".map-figure")) : [];
    if (!frames.length) return;
    figures.delete(slot.id);
    frames.forEach((frame, at) => waiting[at] && drawing.push(draw(frame, waiting[at])));
  }

  window.addEventListener("paper:panel", ({ detail: { id, tree } }) => {
    const found = isThere() ? [] : mapsOf(tree);
    if (found.length) figures.set(id, found);
  });

  const looking = new MutationObserver(() => {
    if (isThere()) looking.disconnect();
    else figures.forEach((_, id) => { const slot = document.getElementById(id); if (slot) lookAt(slot); });
  });
  looking.observe(document.documentElement, { subtree: true, childList: true });
})();
