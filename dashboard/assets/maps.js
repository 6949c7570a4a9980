/* Maps are drawn here from their figure and their boundaries: polygons and colours are known at once, while the chart
   library keeps a browser busy for seconds. A click leads on, a pointer is told what stands below it. */
(function () {
  "use strict";

  const SVG = "http://www.w3.org/2000/svg";
  const HATCHED = { "#E6E6E6": "url(#hatch)", "#F2F2F2": "url(#hatch-outside)" };
  const TIP_OFF = 14; // pixels between pointer and words
  const boundaries = new Map(); // address → its polygons by code, asked once
  const drawn = new WeakMap(); // frame → the figure in it

  // ── polygons ──────────────────────────────────────────────────────────────────────────────────────
  const projected = ([lon, lat]) => [(lon * Math.PI) / 180, -Math.log(Math.tan(Math.PI / 4 + (lat * Math.PI) / 360))];

  function ringsOf({ type, coordinates }) {
    return (type === "Polygon" ? [coordinates] : coordinates).flat().map((ring) => ring.map(projected));
  }

  async function read(address) {
    const answer = await fetch(address);
    if (!answer.ok) throw new Error(`${address}: ${answer.status}`);
    const { features } = await answer.json();
    return new Map(features.map(({ id, geometry }) => [id, ringsOf(geometry)]));
  }

  function ringsAt(address) {
    if (!boundaries.has(address)) {
      const asked = read(address);
      asked.catch(() => boundaries.delete(address)); // asked again at the next look
      boundaries.set(address, asked);
    }
    return boundaries.get(address);
  }

  async function areasOf(trace) {
    const rings = await ringsAt(trace.geojson);
    return trace.locations.map((code, at) => ({
      rings: rings.get(code) || [],
      fill: trace.colorscale[2 * trace.z[at]][1],
      line: [trace.marker.line.color, trace.marker.line.width].map((each) => (Array.isArray(each) ? each[at] : each)),
      address: trace.customdata[at],
      told: trace.text[at],
    }));
  }

  /* From projected degrees to the frame. */
  function scaleInto(width, height, areas) {
    const points = areas.flatMap(({ rings }) => rings.flat());
    const [xs, ys] = [0, 1].map((axis) => points.map((point) => point[axis]));
    const bounds = [xs, ys].map((all) => [all.reduce((a, b) => Math.min(a, b)), all.reduce((a, b) => Math.max(a, b))]);
    const [[west, east], [north, south]] = bounds;
    const scale = Math.min(width / (east - west), height / (south - north));
    const place = (value, [first, last], room) => room / 2 + (value - (first + last) / 2) * scale;
    return ([x, y]) => [place(x, bounds[0], width).toFixed(1), place(y, bounds[1], height).toFixed(1)];
  }

  // ── drawing ───────────────────────────────────────────────────────────────────────────────────────
  function svg(name, attributes, text = "") {
    const node = document.createElementNS(SVG, name);
    Object.entries(attributes).forEach(([key, value]) => node.setAttribute(key, value));
    node.textContent = text;
    return node;
  }

  function areaOf({ rings, fill, line: [stroke, width], address, told }, into) {
    const d = rings.map((ring) => `M${ring.map((point) => into(point).join(",")).join("L")}Z`).join("");
    const node = svg("path", { d, fill: HATCHED[fill.toUpperCase()] || fill, stroke, "stroke-width": width });
    if (address) {
      node.classList.add("leads-on");
      node.addEventListener("click", () => window.paper.go(address));
    }
    node.addEventListener("pointermove", (event) => tell(told, event));
    node.addEventListener("pointerleave", hide);
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

  async function draw(frame) {
    const written = frame.dataset.map;
    const figure = JSON.parse(written);
    const traces = figure.data.filter(({ type }) => type === "choropleth");
    const areas = (await Promise.all(traces.map(areasOf))).flat();
    const [width, height] = [frame.clientWidth, frame.clientHeight];
    if (frame.dataset.map !== written || !width || !areas.length) return;
    const into = scaleInto(width, height, areas);
    const labels = figure.data.find(({ type }) => type === "scattergeo");
    const map = svg("svg", { class: "map-drawing", viewBox: `0 0 ${width} ${height}`, "aria-hidden": "true" });
    map.append(...areas.map((area) => areaOf(area, into)), ...(labels ? labelsOf(labels, into) : []));
    hide();
    frame.replaceChildren(map);
    drawn.set(frame, `${written} ${width} ${height}`);
  }

  // ── what a pointer is told ────────────────────────────────────────────────────────────────────────
  const tip = Object.assign(document.createElement("div"), { className: "map-tip", hidden: true });

  function tell(told, { clientX, clientY }) {
    if (tip.dataset.told !== told) {
      tip.dataset.told = told;
      tip.innerHTML = told; // written by the server, which escapes every name in it
    }
    if (!tip.isConnected) document.body.append(tip);
    tip.hidden = false;
    const isRight = clientX + TIP_OFF + tip.offsetWidth < document.documentElement.clientWidth;
    const isBelow = clientY + TIP_OFF + tip.offsetHeight < document.documentElement.clientHeight;
    tip.style.left = `${isRight ? clientX + TIP_OFF : Math.max(0, clientX - TIP_OFF - tip.offsetWidth)}px`;
    tip.style.top = `${isBelow ? clientY + TIP_OFF : Math.max(0, clientY - TIP_OFF - tip.offsetHeight)}px`;
  }

  function hide() {
    tip.hidden = true;
  }

  window.addEventListener("scroll", hide, { passive: true });

  // ── frames come, change their figure and their size ───────────────────────────────────────────────
  function lookAt(frame) {
    const { clientWidth: width, clientHeight: height } = frame;
    if (width && drawn.get(frame) !== `${frame.dataset.map} ${width} ${height}`) draw(frame).catch(() => null);
  }

  const sizes = new ResizeObserver((entries) => entries.forEach(({ target }) => lookAt(target)));

  function lookBelow(node) {
    if (!node.querySelectorAll) return;
    [...(node.matches("[data-map]") ? [node] : []), ...node.querySelectorAll("[data-map]")].forEach((frame) => {
      sizes.observe(frame);
      lookAt(frame);
    });
  }

  new MutationObserver((changes) => {
    changes.forEach(({ type, target, addedNodes }) => {
      if (type === "attributes") lookAt(target);
      else addedNodes.forEach(lookBelow);
    });
  }).observe(document.documentElement, { subtree: true, childList: true, attributes: true, attributeFilter: ["data-map"] });
})();
