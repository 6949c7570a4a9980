/* Tables of many cells come as one piece of markup, written and escaped by the server: as components of their own the
   cells would cost the browser seconds. Links in it lead on without loading the document anew, but for forms, which are documents
   of their own. */
(function () {
  "use strict";

  const shown = new WeakMap();

  function fill(node) {
    const markup = node.dataset.markup;
    if (shown.get(node) === markup) return;
    shown.set(node, markup);
    node.innerHTML = markup;
  }

  function fillBelow(node) {
    if (!node.querySelectorAll) return;
    if (node.matches("[data-markup]")) fill(node);
    node.querySelectorAll("[data-markup]").forEach(fill);
  }

  new MutationObserver((changes) => {
    changes.forEach((change) => {
      if (change.type === "attributes") fill(change.target);
      else change.addedNodes.forEach(fillBelow);
    });
  }).observe(document.documentElement, {
    subtree: true,
    childList: true,
    attributes: true,
    attributeFilter: ["data-markup"],
  });

  document.addEventListener("click", (event) => {
    const link = event.target.closest("[data-markup] a[href^='/']");
    if (!link || /^\/(act|report)\//.test(link.pathname) || event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    history.pushState({}, "", link.getAttribute("href"));
    window.dispatchEvent(new CustomEvent("_dashprivate_pushstate")); // what the address component listens to
  });
})();
