"use strict";
(() => {
  const $ = (id) => document.getElementById(id);
  let data = window.FLASHGEN;
  let shown = [];
  let at = 0;
  let turned = false;
  const sheet = document.createElement("style");
  sheet.textContent = window.CARDSTYLE;
  document.head.append(sheet);

  const memory = (() => {
    try { return JSON.parse(sessionStorage.getItem("flashgen") || "{}"); } catch { return {}; }
  })();
  const remember = () => {
    const state = { id: shown[at] && shown[at].id, turned, night: document.body.classList.contains("night"), wide: document.body.classList.contains("wide"), both: document.body.classList.contains("both"), search: $("search").value, deck: $("deck").value, kind: $("kind").value, tag: $("tag").value };
    try { sessionStorage.setItem("flashgen", JSON.stringify(state)); } catch { /* a page from a file may not remember */ }
  };

  const options = (select, name, values) => {
    const kept = select.value;
    select.replaceChildren(new Option(name, ""), ...values.map((v) => new Option(v, v)));
    if (values.includes(kept)) select.value = kept;
  };
  const unique = (values) => [...new Set(values)].sort((a, b) => a.localeCompare(b));

  function filter(keep) {
    const words = $("search").value.toLowerCase().split(/\s+/).filter(Boolean);
    const id = keep || (shown[at] && shown[at].id);
    shown = data.cards.filter((card) =>
      (!$("deck").value || card.deck === $("deck").value) && (!$("kind").value || card.kind === $("kind").value) &&
      (!$("tag").value || card.tags.includes($("tag").value)) &&
      words.every((word) => card.text.includes(word)));
    at = Math.max(0, shown.findIndex((card) => card.id === id));
    list();
    show();
  }

  function list() {
    const troubled = new Set(data.diagnostics.map((d) => d.path + ":" + d.line));
    const rows = [];
    let deck = null;
    shown.forEach((card, index) => {
      if (card.deck !== deck) {
        deck = card.deck;
        const head = document.createElement("h2");
        head.textContent = deck.split("::").slice(1).join(" › ") || deck;
        rows.push(head);
      }
      const link = document.createElement("a");
      link.textContent = card.label;
      link.dataset.index = index;
      link.title = `${card.kind} · ${card.path}:${card.line}`;
      if (troubled.has(card.path + ":" + card.line)) {
        const sign = document.createElement("span");
        sign.className = "warn";
        sign.textContent = "! ";
        link.prepend(sign);
      }
      rows.push(link);
    });
    $("list").replaceChildren(...rows);
  }

  function draw(holder, html) {
    holder.className = "card" + (document.body.classList.contains("night") ? " nightMode night_mode" : "") + (holder === $("holder") ? "" : " second");
    holder.innerHTML = html;
    if (window.MathJax && window.MathJax.typesetPromise && /\\[([]/.test(html)) window.MathJax.typesetPromise([holder]).catch(() => {});
  }

  function show() {
    const card = shown[at];
    document.querySelectorAll("#device .second").forEach((e) => e.remove());
    for (const link of $("list").querySelectorAll("a")) {
      const here = Number(link.dataset.index) === at;
      link.setAttribute("aria-current", String(here));
      if (here) link.scrollIntoView({ block: "nearest" });
    }
    if (!card) {
      $("holder").textContent = "";
      $("place").textContent = data.cards.length ? "No card like that." : "No cards yet.";
    } else {
      const both = document.body.classList.contains("both");
      draw($("holder"), turned && !both ? card.back : card.front);
      if (both) {
        const second = document.createElement("div");
        $("device").append(second);
        draw(second, card.back);
      }
      $("place").textContent = `${at + 1} of ${shown.length} · ${card.kind} · ${card.path}:${card.line}`;
    }
    const here = data.diagnostics.filter((d) => !card || d.path === card.path || !shown.length);
    $("remarks").replaceChildren(...here.map((d) => {
      const box = document.createElement("div");
      box.className = "remark " + d.severity;
      box.textContent = `${d.path}:${d.line} ${d.severity}[${d.code}]: ${d.message}` + (d.hint ? ` (${d.hint})` : "");
      if (d.source) {
        const line = document.createElement("code");
        line.textContent = d.source;
        box.append(line);
      }
      return box;
    }));
    remember();
  }

  function go(step) {
    if (!shown.length) return;
    at = (at + step + shown.length) % shown.length;
    turned = false;
    show();
  }
  function toggle(name) {
    const on = document.body.classList.toggle(name);
    $({ night: "night", wide: "wide", both: "all" }[name]).setAttribute("aria-pressed", String(on));
    show();
  }
  function take(fresh) {
    data = fresh;
    $("title").textContent = data.title;
    for (const card of data.cards) card.text = (card.label + " " + card.front.replace(/<[^>]*>/g, " ") + " " + card.back.replace(/<[^>]*>/g, " ") + " " + card.path).toLowerCase();
    options($("deck"), "All classes", unique(data.cards.map((c) => c.deck)));
    options($("kind"), "All kinds", unique(data.cards.map((c) => c.kind)));
    options($("tag"), "All tags", unique(data.cards.flatMap((c) => c.tags)));
  }

  take(data);
  for (const key of ["search", "deck", "kind", "tag"]) if (memory[key]) $(key).value = memory[key];
  for (const name of ["night", "wide", "both"]) if (memory[name]) toggle(name);
  filter(memory.id);
  if (memory.turned) { turned = true; show(); }

  $("list").addEventListener("click", (event) => {
    const link = event.target.closest("a");
    if (link) { at = Number(link.dataset.index); turned = false; show(); }
  });
  for (const id of ["search", "deck", "kind", "tag"]) $(id).addEventListener("input", () => { turned = false; filter(); });
  $("night").onclick = () => toggle("night");
  $("wide").onclick = () => toggle("wide");
  $("all").onclick = () => toggle("both");
  $("holder").addEventListener("click", (event) => { if (!event.target.closest("a, input, audio, video")) { turned = !turned; show(); } });
  document.addEventListener("keydown", (event) => {
    if (event.target.matches("input, select, textarea")) {
      if (event.key === "Escape") event.target.blur();
      return;
    }
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const keys = { " ": () => { turned = !turned; show(); }, Enter: () => { turned = !turned; show(); }, ArrowRight: () => go(1), j: () => go(1), ArrowLeft: () => go(-1), k: () => go(-1), ArrowDown: () => go(1), ArrowUp: () => go(-1), n: () => toggle("night"), w: () => toggle("wide"), a: () => toggle("both"), "/": () => $("search").focus() };
    if (keys[event.key] && !(event.key === "Enter" && event.target.matches("button"))) { event.preventDefault(); keys[event.key](); }
  });

  if (data.live) {
    const listen = async () => {
      let version = data.version;
      for (;;) {
        try {
          const answer = await fetch(`changes?since=${version}`);
          if (answer.status === 200) {
            const fresh = await answer.json();
            version = fresh.version;
            const id = shown[at] && shown[at].id;
            take(fresh);
            filter(id);
          } else if (answer.status !== 204) throw new Error(String(answer.status));
        } catch { await new Promise((done) => setTimeout(done, 1500)); }
      }
    };
    listen();
  }
})();
