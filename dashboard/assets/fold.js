/* What a reader has opened or closed stays so when the panel around it is drawn anew for another choice. */
(function () {
  "use strict";

  const FOLDS = "details:is(.fold, .topic)";
  const chosen = new Map(); // page, panel and place in it → whether it stands open

  function keyOf(fold) {
    const panel = fold.closest(".panel");
    return panel && [location.pathname, panel.id, [...panel.querySelectorAll(FOLDS)].indexOf(fold)].join(" ");
  }

  document.addEventListener("click", ({ target }) => {
    const fold = target.closest("summary")?.parentElement;
    if (fold?.matches(FOLDS)) chosen.set(keyOf(fold), !fold.open); // the browser turns it after this event
  });

  function restore(node) {
    if (!chosen.size || !node.querySelectorAll) return;
    [...(node.matches(FOLDS) ? [node] : []), ...node.querySelectorAll(FOLDS)].forEach((fold) => {
      const isOpen = chosen.get(keyOf(fold));
      if (isOpen !== undefined) fold.open = isOpen;
    });
  }

  new MutationObserver((changes) => changes.forEach(({ addedNodes }) => addedNodes.forEach(restore)))
    .observe(document.documentElement, { subtree: true, childList: true });
})();
