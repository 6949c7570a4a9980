/* Reports are made in the background: the form asks, this watches how far it is, and the archive is read anew. */
(function () {
  "use strict";

  const EVERY_MS = 700;
  let watched = null; // number of the job on screen, so that a page opened anew is not watched twice
  let ended = null; // the last one that ended, told on until the reader leaves the page

  async function told(response) {
    const body = await response.json().catch(() => ({}));
    if (!response.ok) throw new Error(body.error ? body.error.message : String(response.status));
    return body;
  }

  function say(place, text) {
    const slot = place.querySelector("[role=status]");
    if (slot.textContent !== text) slot.textContent = text;
  }

  function show(box, job) {
    const bar = box.querySelector("progress");
    box.hidden = false;
    bar.max = job.of || 1;
    bar.value = job.done;
    box.querySelector("[data-cancel]").hidden = !job.open;
    box.dataset.job = job.id;
    say(box, job.told);
  }

  const present = () => document.querySelector(".report-job");
  const address = (box, rest) => box.dataset.jobs + rest + box.dataset.query;

  async function watch(id) {
    if (watched === id) return;
    watched = id;
    for (let job = { open: true }; job.open && present(); ) {
      const box = present();
      try {
        job = await told(await fetch(address(box, `/${id}.json`)));
        show(box, job);
      } catch { /* the connection is lost for a moment: the work goes on */ }
      if (job.open) await new Promise((resolve) => setTimeout(resolve, EVERY_MS));
      else {
        ended = job;
        window.paper.redraw();
      }
    }
    watched = null;
  }

  async function ask(form) {
    const box = present();
    try {
      const job = await told(await fetch(form.dataset.report, { method: "POST", body: new FormData(form) }));
      show(box, job);
      watch(job.id);
    } catch (error) {
      box.hidden = false;
      box.querySelector("[data-cancel]").hidden = true;
      say(box, error.message);
    }
  }

  async function verify(form) {
    try {
      const found = await told(await fetch(form.dataset.verify, { method: "POST", body: new FormData(form) }));
      say(form, found.told);
    } catch (error) {
      say(form, error.message);
    }
  }

  /* Reviewing, issuing, sending back: what has an edition made is watched like any other job. */
  async function act(form) {
    try {
      const done = await told(await fetch(form.dataset.act, { method: "POST", body: new FormData(form) }));
      if (done.id) {
        show(present(), done);
        watch(done.id);
      } else window.paper.redraw();
    } catch (error) {
      say(form, error.message);
    }
  }

  document.addEventListener("submit", (event) => {
    const form = event.target.closest("form[data-report], form[data-verify], form[data-act]");
    if (!form) return;
    event.preventDefault();
    if (form.dataset.report) ask(form);
    else if (form.dataset.act) act(form);
    else verify(form);
  });

  document.addEventListener("click", ({ target }) => {
    const button = target.closest("[data-cancel]");
    if (!button) return;
    const box = button.closest(".report-job");
    button.disabled = true;
    fetch(address(box, `/${box.dataset.job}/cancel`), { method: "POST" }).finally(() => { button.disabled = false; });
  });

  /* A page opened while something is being made goes on telling it. */
  new MutationObserver(() => {
    const box = present();
    if (!box || box.dataset.asked) return;
    box.dataset.asked = "yes";
    if (ended) show(box, ended);
    fetch(`${box.dataset.jobs}.json`).then(told).then((jobs) => jobs.slice(0, 1).forEach(watch)).catch(() => null);
  }).observe(document.documentElement, { subtree: true, childList: true });
})();
