/* A question with a number in it: the form carries the address, what is typed completes it. */
(function () {
  "use strict";

  document.addEventListener("submit", (event) => {
    const form = event.target.closest("form[data-ask]");
    if (!form) return;
    event.preventDefault();
    event.stopPropagation();
    const url = new URL(form.dataset.ask, location.origin);
    new FormData(form).forEach((value, key) => {
      if (String(value).trim()) url.searchParams.set(key, String(value).trim());
      else url.searchParams.delete(key);
    });
    url.searchParams.sort();
    const query = url.searchParams.toString().replaceAll("%2F", "/").replaceAll("%2C", ",");
    history.pushState({}, "", url.pathname + (query ? "?" + query : ""));
    window.dispatchEvent(new CustomEvent("_dashprivate_pushstate")); // what the address component listens to
    keep(form.querySelector("input"));
  }, true);

  /* An answer is drawn in the place of its question: the focus goes on where it was, so that the next figure
     or the next try needs no way back through the page. */
  let kept = null;

  function keep(element) {
    const panel = element && element.closest(".panel");
    if (panel) kept = { panel: panel.id, name: element.name, text: element.textContent };
  }

  function goBack() {
    if (!kept || document.activeElement !== document.body) return;
    const panel = document.getElementById(kept.panel);
    if (!panel) return;
    const same = ({ name, textContent }) => (kept.name ? name === kept.name : textContent === kept.text);
    const place = [...panel.querySelectorAll(kept.name ? ".ask input" : ".tries a")].find(same);
    if (place) place.focus({ preventScroll: true });
  }

  document.addEventListener("click", ({ target }) => {
    const link = target.closest(".what-if .tries a");
    if (link) keep(link);
  }, true);
  document.addEventListener("pointerdown", () => { kept = null; }, true);
  document.addEventListener("keydown", ({ key }) => { if (key !== "Enter") kept = null; }, true);
  new MutationObserver(goBack).observe(document.documentElement, { subtree: true, childList: true });
})();
