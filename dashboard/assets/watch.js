/* A new data version and a lost connection are noticed while a page is open. The page is drawn anew as a whole, so that
   no two versions ever stand beside each other; what happened is said above it. */
(function () {
  "use strict";

  const { build, words, watch, made, stale } = JSON.parse(document.getElementById("shell-settings").textContent);
  const EVERY_MS = watch * 1000;
  const AGAIN_MS = Math.min(EVERY_MS, 5000);
  let known = build;
  let isLost = false;
  let losses = 0;
  let timer = null;

  const say = (key) => words[document.documentElement.lang.startsWith("en") ? "en" : "zh"][key];

  function clock() {
    return new Date().toLocaleTimeString(undefined, { hour: "2-digit", minute: "2-digit", hour12: false });
  }

  function notice(kind, text) {
    let bar = document.querySelector(".notice");
    if (!bar) {
      bar = document.createElement("div");
      bar.setAttribute("role", "status");
      document.body.prepend(bar);
    }
    bar.className = `notice notice-${kind}`;
    const told = Object.assign(document.createElement("span"), { textContent: text });
    const button = Object.assign(document.createElement("button"), { type: "button", textContent: say("notice.close") });
    button.addEventListener("click", () => bar.remove());
    bar.replaceChildren(told, button);
  }

  function lose() {
    if (!isLost) {
      notice("lost", say("notice.lost").replace("{time}", clock()));
      losses += 1;
    }
    isLost = true;
    plan(AGAIN_MS);
  }

  function regain() {
    if (!isLost) return;
    isLost = false;
    notice("back", say("notice.back").replace("{time}", clock()));
    window.paper.redraw();
  }

  function turn(fresh) {
    known = fresh;
    notice("new", say("notice.new").replace("{build}", fresh.slice(0, 12)).replace("{time}", clock()));
    window.paper.renew(fresh);
  }

  async function look() {
    clearTimeout(timer);
    const before = losses;
    try {
      const response = await fetch("/build.json", { cache: "no-store", credentials: "same-origin" });
      if (!response.ok) throw new Error(String(response.status));
      const { build: fresh } = await response.json();
      if (losses !== before) return; // asked before the connection was lost: no word of its return
      const isNew = fresh !== known;
      if (isNew) {
        isLost = false;
        turn(fresh);
      } else regain();
      plan(EVERY_MS);
    } catch {
      lose();
    }
  }

  function plan(wait) {
    clearTimeout(timer);
    timer = setTimeout(() => (document.hidden ? plan(EVERY_MS) : look()), wait);
  }

  window.addEventListener("online", look);
  window.addEventListener("offline", lose);
  window.addEventListener("paper:offline", lose);
  window.addEventListener("paper:build", ({ detail }) => {
    if (detail !== known) turn(detail);
  });
  document.addEventListener("visibilitychange", () => {
    if (!document.hidden) look();
  });
  const DAY_MS = 86400000;
  const age = made ? Math.floor((Date.now() - made * 1000) / DAY_MS) : 0;
  if (age >= stale) {
    const day = new Date(made * 1000).toLocaleDateString("sv"); // as 2026-03-02
    notice("old", say("notice.old").replace("{day}", day).replace("{age}", age));
  }
  plan(EVERY_MS);
})();
