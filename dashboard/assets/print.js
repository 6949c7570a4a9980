/* A button that prints the page it stands on. */
document.addEventListener("click", (event) => {
  if (event.target.closest("[data-print]")) window.print();
});

/* What a topic folds away is on paper all the same. */
window.addEventListener("beforeprint", () => {
  document.querySelectorAll("details.topic:not([open])").forEach((topic) => {
    topic.dataset.folded = "";
    topic.open = true;
  });
});
window.addEventListener("afterprint", () => {
  document.querySelectorAll("details.topic[data-folded]").forEach((topic) => {
    delete topic.dataset.folded;
    topic.open = false;
  });
});
