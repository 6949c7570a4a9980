/* The search box on every page: regions, indicators and firms by Chinese, pinyin in full or by initials, English or
   code. What can be found comes once per data version and language; how characters are read comes with it. The same
   rules stand in dashboard/views/name_search.py. */
(function () {
  "use strict";

  const MOST_SHOWN = 12;
  const catalogues = new Map(); // language → promise of what can be found

  // ── what is meant ─────────────────────────────────────────────────────────────────────────────────
  function plain(text) {
    return text.normalize("NFKC").toLowerCase().replace(/ü/g, "v").normalize("NFD").replace(/\p{Mn}/gu, "")
      .replace(/['’]/g, "");
  }

  /* Whether the beginning of a text can be typed so, each character by a reading, its initial or itself. */
  function isRead(word, text, readings) {
    if (!word) return true;
    if (!text) return false;
    const known = readings[text[0]];
    if (!known) {
      if (text[0] === word[0]) return isRead(word.slice(1), text.slice(1), readings);
      return !/[\p{L}\p{N}]/u.test(text[0]) && isRead(word, text.slice(1), readings);
    }
    const forms = new Set([text[0], ...known, ...known.map((reading) => reading[0])]);
    return [...forms].some((form) => (word.startsWith(form)
      ? isRead(word.slice(form.length), text.slice(1), readings)
      : form.startsWith(word)));
  }

  function isIn(word, text, readings) {
    if (text.includes(word)) return true;
    for (let start = 0; start < text.length; start += 1) if (isRead(word, text.slice(start), readings)) return true;
    return false;
  }

  /* 0 where a name begins with it, 1 where it stands inside, null where it is not meant. */
  function rank(entry, typed, readings) {
    const texts = entry.plain || (entry.plain = entry.names.map(plain));
    const words = plain(typed).split(/\s+/).filter(Boolean);
    if (!words.length || !words.every((word) => texts.some((text) => isIn(word, text, readings)))) return null;
    return texts.some((text) => text.startsWith(words[0]) || isRead(words[0], text, readings)) ? 0 : 1;
  }

  function found(catalogue, typed) {
    return catalogue.entries
      .map((entry, place) => ({ entry, place, rank: rank(entry, typed, catalogue.readings) }))
      .filter((each) => each.rank !== null)
      .sort((a, b) => a.rank - b.rank || a.place - b.place)
      .slice(0, MOST_SHOWN)
      .map((each) => each.entry);
  }

  // ── the box ───────────────────────────────────────────────────────────────────────────────────────
  const boxOf = (node) => node.closest && node.closest(".search");
  const isInput = (node) => node.matches && node.matches(".search-input");

  async function catalogueOf(box) {
    const { lang } = box.dataset;
    if (!catalogues.has(lang)) {
      const address = lang === "en" ? "/?lang=en" : "/";
      const asked = window.paper.read("search", address).then((text) => {
        const given = JSON.parse(text);
        const readings = Object.fromEntries(Object.entries(given.readings).map(([one, all]) => [one, all.split(" ")]));
        return { entries: given.entries, readings };
      });
      asked.catch(() => catalogues.delete(lang)); // a later try asks again
      catalogues.set(lang, asked);
    }
    return catalogues.get(lang);
  }

  function close(box) {
    const input = box.querySelector(".search-input");
    box.querySelector(".search-list").hidden = true;
    input.setAttribute("aria-expanded", "false");
    input.removeAttribute("aria-activedescendant");
  }

  function option(entry, index) {
    const node = document.createElement("li");
    node.id = `search-option-${index}`;
    node.setAttribute("role", "option");
    node.dataset.address = entry.address;
    const name = document.createElement("span");
    name.textContent = entry.label;
    const kind = document.createElement("small");
    kind.textContent = entry.kind;
    node.append(name, kind);
    return node;
  }

  function show(box, entries, typed) {
    const list = box.querySelector(".search-list");
    const nothing = document.createElement("li");
    nothing.className = "search-nothing";
    nothing.textContent = box.dataset.nothing;
    list.replaceChildren(...(entries.length ? entries.map(option) : [nothing]));
    list.hidden = !typed;
    box.querySelector(".search-input").setAttribute("aria-expanded", String(Boolean(typed)));
    box.querySelector(".search-count").textContent = typed ? box.dataset.count.replace("{count}", entries.length) : "";
    mark(box, entries.length ? 0 : -1);
  }

  function mark(box, index) {
    const options = [...box.querySelectorAll("[role=option]")];
    options.forEach((node, at) => node.setAttribute("aria-selected", String(at === index)));
    const input = box.querySelector(".search-input");
    if (options[index]) {
      input.setAttribute("aria-activedescendant", options[index].id);
      options[index].scrollIntoView({ block: "nearest" });
    } else input.removeAttribute("aria-activedescendant");
  }

  async function update(box) {
    const typed = box.querySelector(".search-input").value.trim();
    if (!typed) {
      close(box);
      return;
    }
    try {
      const catalogue = await catalogueOf(box);
      if (box.querySelector(".search-input").value.trim() === typed) show(box, found(catalogue, typed), typed);
    } catch {
      show(box, [], typed);
    }
  }

  function choose(box, node) {
    if (!node) return;
    const input = box.querySelector(".search-input");
    input.value = "";
    close(box);
    input.blur();
    window.paper.go(node.dataset.address);
  }

  function step(box, by) {
    const options = [...box.querySelectorAll("[role=option]")];
    const at = options.findIndex((node) => node.getAttribute("aria-selected") === "true");
    if (options.length) mark(box, (at + by + options.length) % options.length);
  }

  document.addEventListener("focusin", ({ target }) => {
    if (isInput(target)) catalogueOf(boxOf(target)).catch(() => null);
  });
  document.addEventListener("input", ({ target }) => {
    if (isInput(target)) update(boxOf(target));
  });
  document.addEventListener("focusout", ({ target, relatedTarget }) => {
    if (isInput(target) && !(relatedTarget && boxOf(relatedTarget))) close(boxOf(target));
  });
  document.addEventListener("mousedown", (event) => { // before the input loses the focus
    const node = event.target.closest(".search-list [role=option]");
    if (!node) return;
    event.preventDefault();
    choose(boxOf(node), node);
  });
  document.addEventListener("keydown", (event) => {
    if (isInput(event.target)) {
      const box = boxOf(event.target);
      if (event.isComposing) return; // the input method is still at work
      if (event.key === "ArrowDown") step(box, 1);
      else if (event.key === "ArrowUp") step(box, -1);
      else if (event.key === "Enter") choose(box, box.querySelector("[aria-selected=true]"));
      else if (event.key === "Escape") close(box);
      else return;
      event.preventDefault();
    } else if (event.key === "/" && !/^(INPUT|TEXTAREA|SELECT)$/.test(event.target.tagName) && !event.ctrlKey && !event.metaKey && !event.altKey) {
      const input = document.querySelector(".search-input");
      if (!input) return;
      event.preventDefault();
      input.focus();
    }
  });
})();
