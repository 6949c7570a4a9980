/* The address decides, the server answers with bytes made once. No address is written here: links, options and map
   regions carry theirs, written by the server. */
(function () {
  "use strict";

  const settings = JSON.parse(document.getElementById("shell-settings").textContent);
  const shown = { place: null, skeleton: null, last: null, isError: false };
  const asked = new Map(); // panel name → number of the latest request, so that a late answer is recognised
  const given = new Map(); // choice name → the value that the server gave it: not chosen by the reader
  const DIM_AFTER_MS = 150;

  // ── asking ────────────────────────────────────────────────────────────────────────────────────────
  class Refusal extends Error {
    constructor(code, message) {
      super(message);
      this.code = code;
    }
  }

  function langOf(address) {
    return new URLSearchParams(address.split("?")[1] || "").get("lang") === "en" ? "en" : "zh";
  }

  function say(address, key) {
    return settings.words[langOf(address)][key];
  }

  function panelUrl(name, address) {
    const [path, query] = address.split("?");
    const rest = query ? "&" + query : "";
    const at = encodeURIComponent(path).replaceAll("%2F", "/");
    return `/panel/${settings.build}/${name}.json?at=${at}${rest}&v=${settings.release}`;
  }

  async function ask(url, address) {
    let response;
    try {
      response = await fetch(url, { credentials: "same-origin" });
    } catch {
      window.dispatchEvent(new CustomEvent("paper:offline"));
      throw new Refusal("offline", say(address, "errors.offline"));
    }
    if (response.ok) return response.text();
    const told = await response.json().then((body) => body.error, () => null);
    throw new Refusal(told ? told.code : "internal", told ? told.message : say(address, "errors.internal"));
  }

  async function read(name, address) {
    const build = settings.build;
    try {
      return await ask(panelUrl(name, address), address);
    } catch (refusal) {
      if (refusal.code !== "unknown_build") throw refusal;
      // the data were rebuilt while this page was open: go on with the new build
      const fresh = JSON.parse(await ask("/build.json", address)).build;
      if (fresh === build) throw refusal;
      settings.build = fresh;
      // what stands there already is of the old build: the whole page turns to the new one
      window.dispatchEvent(new CustomEvent("paper:build", { detail: fresh }));
      return ask(panelUrl(name, address), address);
    }
  }

  // ── what the other scripts may ask for ────────────────────────────────────────────────────────────
  /* Every panel of the present page once more; the reader stays where he is. */
  function redraw() {
    shown.place = null;
    window.dash_clientside.set_props("url", { href: location.href });
  }

  function renew(build) {
    settings.build = build;
    redraw();
  }

  function lead(address) {
    history.pushState({}, "", address);
    window.dispatchEvent(new CustomEvent("_dashprivate_pushstate")); // what the address component listens to
  }

  window.paper = { read, redraw, renew, go: lead };

  // ── drawing ───────────────────────────────────────────────────────────────────────────────────────
  function element(type, props) {
    return { type, namespace: "dash_html_components", props };
  }

  function errorState(address, refusal) {
    return element("Div", {
      className: "state state-error",
      role: "alert",
      children: [
        element("P", { className: "state-title", children: say(address, "states.error_title") }),
        element("P", { children: refusal.message }),
        element("P", { children: element("A", { href: address, children: say(address, "states.retry") }) }),
      ],
    });
  }

  function errorPage(address, refusal) {
    const home = element("A", { href: langOf(address) === "en" ? "/?lang=en" : "/", children: say(address, "states.home") });
    return element("Main", { className: "page error-page", children: [errorState(address, refusal), home] });
  }

  function dim(name, isWaiting) {
    // Dash writes a pattern id into the document as JSON with sorted keys
    const slot = document.getElementById(JSON.stringify({ name, type: "panel" }));
    if (!slot) return;
    slot.classList.toggle("is-waiting", isWaiting);
    slot.setAttribute("aria-busy", String(isWaiting));
  }

  function announce(tree) {
    document.title = tree.props["data-title"] || document.title;
    document.documentElement.lang = tree.props["data-lang"] || document.documentElement.lang;
  }

  // ── warming: the first answers are under way while the browser still loads the scripts ────────────
  function propsOf(type, node, found = []) {
    if (Array.isArray(node)) node.forEach((child) => propsOf(type, child, found));
    else if (node && node.props) {
      if (node.props.id && node.props.id.type === type) found.push(node.props);
      propsOf(type, node.props.children, found);
    }
    return found;
  }

  function noteChoices(tree) {
    propsOf("choice", tree).forEach((props) => given.set(props.id.name, props.value));
    return tree;
  }

  async function warm() {
    const address = location.pathname + location.search;
    const skeleton = JSON.parse(await read("page", placeOf(address)));
    await Promise.all(propsOf("panel", skeleton).map(async (props) => {
      const text = await ask(panelUrl(props.id.name, address), address);
      (text.match(/\/boundaries\/[^"]+\.geojson/g) || []).forEach((url) => fetch(url));
    }));
  }

  /* path and language: all that the skeleton of a page depends on */
  function placeOf(address) {
    return address.split("?")[0] + (langOf(address) === "en" ? "?lang=en" : "");
  }

  warm().catch(() => null); // a failure is shown by the callbacks that ask again

  // ── callbacks ─────────────────────────────────────────────────────────────────────────────────────
  const untouched = () => window.dash_clientside.no_update;

  async function page(href) {
    const url = new URL(href, location.origin);
    const address = url.pathname + url.search;
    const place = placeOf(address);
    if (place === shown.place) {
      window.dispatchEvent(new CustomEvent("paper:view"));
      return [untouched(), address];
    }
    shown.wanted = place;
    try {
      const text = await read("page", place);
      if (shown.wanted !== place) return [untouched(), untouched()];
      const isSame = text === shown.skeleton;
      const isElsewhere = shown.last !== null && shown.last !== place;
      Object.assign(shown, { place, skeleton: text, last: place, isError: false });
      const tree = noteChoices(JSON.parse(text));
      announce(tree);
      if (isElsewhere && !isSame) window.scrollTo(0, 0);
      window.dispatchEvent(new CustomEvent("paper:view"));
      return [isSame ? untouched() : tree, address];
    } catch (refusal) {
      // what was read of this very page stays while the connection is lost; it is drawn anew on its return
      if (refusal.code === "offline" && place === shown.last && !shown.isError) return [untouched(), untouched()];
      Object.assign(shown, { place: null, skeleton: null, isError: true });
      return [errorPage(address, refusal), untouched()];
    }
  }

  async function panel(address, id) {
    if (!address) return untouched();
    const turn = (asked.get(id.name) || 0) + 1;
    asked.set(id.name, turn);
    const timer = setTimeout(() => dim(id.name, true), DIM_AFTER_MS);
    let tree;
    try {
      tree = JSON.parse(await read(id.name, address));
    } catch (refusal) {
      tree = errorState(address, refusal);
    }
    clearTimeout(timer);
    if (asked.get(id.name) !== turn) return untouched();
    dim(id.name, false);
    return noteChoices(tree);
  }

  function targetOf({ prop_id, value }) {
    if (!value) return null;
    const { name } = JSON.parse(prop_id.slice(0, prop_id.lastIndexOf(".")));
    return value === given.get(name) ? null : value;
  }

  /* A choice leads to the address that it carries. */
  function go() {
    const target = window.dash_clientside.callback_context.triggered.map(targetOf).find(Boolean);
    return target ? new URL(target, location.origin).href : untouched();
  }

  /* What is typed into a choice replaces what stands there. */
  document.addEventListener("focusin", ({ target }) => {
    if (target.matches(".choice input")) target.select();
  });

  /* The other language's link keeps the rest of the view; keys stay sorted, as the server writes them. */
  function otherLanguage(address) {
    const url = new URL(address || location.href, location.origin);
    const english = langOf(url.pathname + url.search) === "en";
    url.searchParams.delete("lang");
    if (!english) url.searchParams.set("lang", "en");
    url.searchParams.sort();
    const query = url.searchParams.toString().replaceAll("%2F", "/").replaceAll("%2C", ",");
    return url.pathname + (query ? "?" + query : "");
  }

  window.dash_clientside = Object.assign(window.dash_clientside || {}, {
    shell: { page, panel, go, otherLanguage },
  });
})();
