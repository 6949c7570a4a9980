/* The panel beside a page takes the focus when it opens; Escape closes it and the focus goes back to where it was. */
(function () {
  "use strict";

  let opener = null; // address of the link that opened the panel, and which of the links with that address it was
  let shown = null; // what the panel last told of

  document.addEventListener("click", ({ target }) => {
    const link = target.closest("a[href*='why=']");
    if (!link || link.closest(".why")) return;
    const address = link.getAttribute("href");
    opener = { address, place: linksTo(address).indexOf(link) };
  }, true);

  document.addEventListener("keydown", (event) => {
    const close = event.key === "Escape" && document.querySelector(".why-close");
    if (close) close.click();
  });

  /* The page's own links; the page is drawn anew when its address changes, so that no element can be remembered. */
  function linksTo(address) {
    return [...document.querySelectorAll("main a[href*='why=']")].filter((link) => link.getAttribute("href") === address);
  }

  function goBack() {
    const link = opener && linksTo(opener.address)[opener.place];
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
