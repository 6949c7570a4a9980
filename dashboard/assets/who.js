/* Who is signed in stands in the first document, never in the answers that readers share. */
(function () {
  "use strict";

  const { who, words } = JSON.parse(document.getElementById("shell-settings").textContent);

  function element(type, props) {
    return { type, namespace: "dash_html_components", props };
  }

  function show(address) {
    const { pathname, searchParams } = new URL(address || location.href, location.origin);
    const lang = searchParams.get("lang") === "en" ? "en" : "zh";
    const say = (key) => words[lang][key];
    if (!who) {
      const query = new URLSearchParams({ next: pathname + (searchParams.size ? "?" + searchParams : "") });
      if (lang === "en") query.set("lang", "en");
      return element("A", { href: "/sign-in?" + query, children: say("who.sign_in") });
    }
    const tongue = lang === "en" ? "?lang=en" : "";
    const system = who.system
      ? [element("A", { href: "/system" + tongue, children: say("pages.system") })]
      : [];
    return [
      ...system,
      element("A", { href: "/password" + tongue, title: say("who.password"), children: who.name }),
      element("Form", {
        action: "/sign-out" + tongue,
        method: "post",
        children: element("Button", { type: "submit", children: say("who.sign_out") }),
      }),
    ];
  }

  window.dash_clientside = Object.assign(window.dash_clientside || {}, { who: { show } });
})();
