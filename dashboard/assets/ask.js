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
  }, true);
})();
