/* A button that prints the page it stands on. */
document.addEventListener("click", (event) => {
  if (event.target.closest("[data-print]")) window.print();
});

/* What a topic or a section folds away is on paper all the same. */
window.addEventListener("beforeprint", () => {
  document.querySelectorAll("details:is(.topic, .fold):not([open])").forEach((topic) => {
    topic.dataset.folded = "";
    topic.open = true;
  });
});
window.addEventListener("afterprint", () => {
  document.querySelectorAll("details[data-folded]").forEach((topic) => {
    delete topic.dataset.folded;
    topic.open = false;
  });
});
