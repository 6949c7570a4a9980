/* The panel beside a page takes the focus when it opens; Escape closes it and the focus goes back to where it was. */
(function () {
  "use strict";

  let opener = null; // address of the link that opened the panel
  let shown = null; // what the panel last told of

  document.addEventListener("click", ({ target }) => {
    const link = target.closest("a[href*='why=']");
    if (link && !link.closest(".why")) opener = link.getAttribute("href");
  }, true);

  document.addEventListener("keydown", (event) => {
    const close = event.key === "Escape" && document.querySelector(".why-close");
    if (close) close.click();
  });

  function goBack() {
    const links = opener ? [...document.querySelectorAll("main a[href*='why=']")] : [];
    const link = links.find((each) => each.getAttribute("href") === opener);
    if (link) link.focus();
    opener = null;
  }

  new MutationObserver(() => {
    const panel = document.querySelector(".why");
    const told = panel ? panel.getAttribute("aria-label") : null;
    if (told === shown) return;
    shown = told;
    if (panel) {
      panel.scrollTop = 0;
      panel.focus();
    } else goBack();
  }).observe(document.documentElement, { subtree: true, childList: true, attributeFilter: ["aria-label"] });
})();
