/* The chart library keeps a browser busy for seconds: it is read when a chart comes near what the reader sees, or once
   nobody has touched the page for a while; and a chart is drawn when it comes near, or before paper is. */
(function () {
  "use strict";

  const NEAR = "600px 0px"; // above and below the window
  const QUIET_MS = 4000; // without a touch, before the library is read for charts further down
  const [PATIENCE_MS, STEP_MS, PAINT_MS] = [5000, 50, 200];
  const [PAPER_TURNS, PAPER_MS] = [50, 100];
  const TOUCHES = ["pointerdown", "pointermove", "keydown", "wheel", "scroll"];
  const { plotly } = JSON.parse(document.getElementById("shell-settings").textContent);
  const waiting = new Map(); // drawing → what draws it
  const drawn = new WeakSet();
  let touched = performance.now();
  let want;
  const wanted = new Promise((done) => { want = done; });

  const pause = (ms) => new Promise((done) => setTimeout(done, ms));

  /* Words and maps stand first: the library would keep them waiting. */
  async function afterTheRest() {
    const until = performance.now() + PATIENCE_MS;
    const isComing = () => document.querySelector(".waiting, [data-map]:not(:has(.map-drawing))");
    while (isComing() && performance.now() < until) await pause(STEP_MS);
    // painted too; a window in the background paints nothing
    await Promise.race([new Promise(requestAnimationFrame).then(() => pause(0)), pause(PAINT_MS)]);
  }

  // ── the library ───────────────────────────────────────────────────────────────────────────────────
  function load() {
    return new Promise((done, fail) => {
      // under an address with its version, which every browser may keep
      const script = document.createElement("script");
      Object.assign(script, { src: plotly, onload: () => done(window.Plotly), onerror: () => fail(new Error(plotly)) });
      document.body.append(script);
    });
  }

  /* Whoever asks for the library before it is there gets a promise of it; it puts itself in its place. */
  let promised = null;
  Object.defineProperty(window, "Plotly", {
    configurable: true,
    get: () => (promised = promised || wanted.then(afterTheRest).then(load)),
    set: (library) => Object.defineProperty(window, "Plotly", { value: patient(library), writable: true, configurable: true }),
  });

  /* The library as it is, but that a chart out of sight waits for its turn. */
  function patient(library) {
    const react = (node, ...rest) => {
      const frame = node.closest(".graph-frame");
      if (drawn.has(node) || !frame || frame.closest(".sheet")) return library.react(node, ...rest);
      [...waiting.keys()].filter((each) => !each.isConnected).forEach((each) => waiting.delete(each));
      return new Promise((done) => {
        waiting.set(node, () => done(library.react(node, ...rest)));
        near.unobserve(frame); // so that it is told anew where the frame stands
        near.observe(frame);
      });
    };
    return Object.create(library, { react: { value: react } });
  }

  function give(node) {
    const draw = waiting.get(node);
    if (!draw) return;
    waiting.delete(node);
    drawn.add(node);
    if (node.isConnected) draw();
  }

  // ── charts come near ──────────────────────────────────────────────────────────────────────────────
  const near = new IntersectionObserver((entries) => {
    entries.filter(({ isIntersecting }) => isIntersecting).forEach(({ target }) => {
      want();
      [...waiting.keys()].filter((node) => target.contains(node)).forEach((node) => {
        pause(0).then(() => give(node)); // one at a time, so that a click comes between
      });
    });
  }, { rootMargin: NEAR });

  const framesIn = (node) => node.querySelectorAll
    ? [...(node.matches(".graph-frame") ? [node] : []), ...node.querySelectorAll(".graph-frame")] : [];

  new MutationObserver((changes) => changes.forEach(({ addedNodes }) => addedNodes.forEach((node) => {
    framesIn(node).filter((frame) => !frame.dataset.map).forEach((frame) => {
      near.observe(frame);
      if (frame.closest(".sheet")) want(); // a summary is a sheet of paper: it is whole at once
      else whenQuiet();
    });
  }))).observe(document.documentElement, { subtree: true, childList: true });

  // ── nobody touches the page ───────────────────────────────────────────────────────────────────────
  TOUCHES.forEach((name) => window.addEventListener(name, () => { touched = performance.now(); }, { passive: true, capture: true }));

  let isWatching = false;
  async function whenQuiet() {
    if (isWatching) return;
    isWatching = true;
    do await pause(QUIET_MS); while (performance.now() - touched < QUIET_MS);
    want();
  }

  // ── paper has no lower part that is looked at later ───────────────────────────────────────────────
  function isBare() {
    const known = [...waiting.keys()];
    const frames = [...document.querySelectorAll(".graph-frame:not([data-map])")];
    return frames.some((frame) => !frame.querySelector(".js-plotly-plot") && !known.some((node) => frame.contains(node)));
  }

  /* Every chart that waits, at once. */
  function drawAll() {
    [...waiting.keys()].forEach(give);
  }

  /* The library is there, and every chart waits or stands; a reader waits for a broken one no longer than this. */
  async function whole() {
    if (!document.querySelector(".graph-frame:not([data-map])")) return;
    want();
    await window.Plotly;
    for (let turn = 0; turn < PAPER_TURNS && isBare(); turn += 1) await pause(PAPER_MS);
  }

  Object.assign(window.paper, { drawAll, whole });
})();
