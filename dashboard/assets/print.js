/* A button that prints the page it stands on, and the keys that do: every chart is drawn before. */
(function () {
  "use strict";

  const print = () => window.paper.whole().then(() => window.print());

  document.addEventListener("click", (event) => {
    if (event.target.closest("[data-print]")) print();
  });
  document.addEventListener("keydown", (event) => {
    if (event.key.toLowerCase() !== "p" || !(event.ctrlKey || event.metaKey) || event.shiftKey || event.altKey) return;
    event.preventDefault();
    print();
  });

  /* What a topic or a section folds away is on paper all the same. */
  window.addEventListener("beforeprint", () => {
    document.querySelectorAll("details:is(.topic, .fold):not([open])").forEach((topic) => {
      topic.dataset.folded = "";
      topic.open = true;
    });
    window.paper.drawAll();
  });
  window.addEventListener("afterprint", () => {
    document.querySelectorAll("details[data-folded]").forEach((topic) => {
      delete topic.dataset.folded;
      topic.open = false;
    });
  });
})();
