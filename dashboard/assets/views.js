/* The views looked at last, and those kept: in this browser only, apart for each deployment, so that a demonstration
   never stands among the real ones. */
(function () {
  "use strict";

  const { place } = JSON.parse(document.getElementById("shell-settings").textContent);
  const KEY = `paper-views:${place}`;
  const MOST_RECENT = 12;
  const MOST_PINNED = 30;
  const SETTLED_MS = 1500; // the sentence of a page stands there by then
  const LONGEST = 60;

  function stored() {
    try {
      const found = JSON.parse(localStorage.getItem(KEY)) || {};
      const ours = (list) => (list || []).filter((each) => String(each.address).startsWith("/"));
      return { recent: ours(found.recent), pinned: ours(found.pinned) };
    } catch { // a browser that keeps nothing, or another program's words under our name
      return { recent: [], pinned: [] };
    }
  }

  function store(views) {
    try {
      localStorage.setItem(KEY, JSON.stringify(views));
    } catch { // full or forbidden: the page works without
    }
  }

  const here = () => location.pathname + location.search;

  function nameOf() {
    const heading = document.querySelector("h1");
    const lead = document.querySelector("main .lead");
    const sentence = lead ? lead.textContent.trim() : "";
    const cut = sentence.length > LONGEST ? `${sentence.slice(0, LONGEST)}…` : sentence;
    return { title: heading ? heading.textContent.trim() : document.title, note: cut };
  }

  /* A view is kept as soon as it stands: whoever goes on at once finds it all the same. Its sentence follows. */
  function note(address) {
    if (address !== here()) return;
    if (!document.querySelector("main .panel, main section") || document.querySelector("main.error-page")) return;
    const views = stored();
    const entry = { address, ...nameOf() };
    views.recent = [entry, ...views.recent.filter((each) => each.address !== address)].slice(0, MOST_RECENT);
    views.pinned = views.pinned.map((each) => (each.address === address ? entry : each));
    store(views);
    draw();
  }

  function isPinned(views) {
    return views.pinned.some((each) => each.address === here());
  }

  function pin() {
    const views = stored();
    views.pinned = isPinned(views)
      ? views.pinned.filter((each) => each.address !== here())
      : [{ address: here(), ...nameOf() }, ...views.pinned].slice(0, MOST_PINNED);
    store(views);
    draw();
  }

  function forget() {
    store({ ...stored(), recent: [] });
    draw();
  }

  // ── drawing ───────────────────────────────────────────────────────────────────────────────────────
  function line(entry) {
    const item = document.createElement("li");
    const link = Object.assign(document.createElement("a"), { href: entry.address, textContent: entry.title });
    const told = Object.assign(document.createElement("small"), { textContent: entry.note });
    item.append(link, told);
    return item;
  }

  function fill(box, name, entries) {
    const list = box.querySelector(`[data-list=${name}]`);
    list.replaceChildren(...entries.map(line));
    box.querySelector(`[data-none=${name}]`).hidden = entries.length > 0;
  }

  function draw() {
    const box = document.querySelector(".views");
    if (!box || !box.querySelector("[data-list]")) return;
    const views = stored();
    fill(box, "pinned", views.pinned);
    fill(box, "recent", views.recent.filter((each) => each.address !== here()));
    const button = box.querySelector("[data-pin]");
    button.textContent = isPinned(views) ? button.dataset.unpin : button.dataset.pin;
    button.setAttribute("aria-pressed", String(isPinned(views)));
  }

  document.addEventListener("click", (event) => {
    const { target } = event;
    if (target.closest(".views [data-pin]")) pin();
    else if (target.closest(".views [data-forget]")) forget();
    const box = document.querySelector(".views details[open]");
    const link = target.closest(".views li a");
    if (box && (!target.closest(".views") || link)) box.open = false;
    if (link && !event.ctrlKey && !event.metaKey && !event.shiftKey) {
      event.preventDefault();
      window.paper.go(link.getAttribute("href"));
    }
  });
  /* The one-page summary is of the view as it stands: its address takes the rest of the query along. */
  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[data-brief]");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    const url = new URL(link.getAttribute("href"), location.origin);
    new URLSearchParams(location.search).forEach((value, key) => {
      if (key !== "why") url.searchParams.set(key, value);
    });
    url.searchParams.sort();
    const query = url.searchParams.toString().replaceAll("%2F", "/").replaceAll("%2C", ",");
    window.paper.go(url.pathname + (query ? `?${query}` : ""));
  });
  document.addEventListener("toggle", ({ target }) => {
    if (target.closest && target.closest(".views") && target.open) draw();
  }, true);
  document.addEventListener("keydown", ({ key }) => {
    const box = document.querySelector(".views details[open]");
    if (key !== "Escape" || !box) return;
    box.open = false;
    box.querySelector("summary").focus();
  });

  let timer = null;
  window.addEventListener("paper:view", () => {
    const address = here();
    clearTimeout(timer);
    requestAnimationFrame(() => setTimeout(note, 0, address)); // its heading is painted by then
    timer = setTimeout(note, SETTLED_MS, address);
  });
})();
