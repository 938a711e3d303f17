"use strict";
(() => {
  const $ = (id) => document.getElementById(id);
  const made = (tag, name, text) => {
    const node = document.createElement(tag);
    if (name) node.className = name;
    if (text !== undefined) node.textContent = text;
    return node;
  };
  const body = document.body;
  let data = window.FLASHGEN;
  let shown = [];
  let rows = [];
  let at = 0;
  let turned = false;
  const sheet = made("style");
  sheet.textContent = window.CARDSTYLE;
  document.head.append(sheet);

  // ---- what is remembered through a reload
  const memory = (() => {
    try { return JSON.parse(sessionStorage.getItem("flashgen") || "{}"); } catch { return {}; }
  })();
  const SWITCHES = { night: "night", wide: "wide", both: "all", "all-remarks": "doubts" };
  const remember = () => {
    const state = { id: shown[at] && shown[at].id, turned, search: $("search").value, deck: $("deck").value, kind: $("kind").value, tag: $("tag").value };
    for (const name in SWITCHES) state[name] = body.classList.contains(name);
    try { sessionStorage.setItem("flashgen", JSON.stringify(state)); } catch { /* a page from a file may not remember */ }
  };

  // ---- the list and its filters
  const options = (select, name, values) => {
    const kept = select.value;
    select.replaceChildren(new Option(name, ""), ...values.map(([value, text]) => new Option(text, value)));
    if (values.some(([value]) => value === kept)) select.value = kept;
    select.hidden = values.length < 2;
  };
  const unique = (values) => [...new Set(values)].sort((a, b) => a.localeCompare(b, undefined, { numeric: true }));
  const className = (deck) => deck.split("::").slice(1).join(" › ") || deck;
  const tagName = (tag) => tag.replace(/::/g, " › ");
  const counted = (number, noun) => `${number.toLocaleString("en")} ${noun}${number === 1 ? "" : "s"}`;

  function filter(keep) {
    const words = $("search").value.toLowerCase().split(/\s+/).filter(Boolean);
    const id = keep || (shown[at] && shown[at].id);
    const was = shown[at];
    const [deck, kind, tag] = [$("deck").value, $("kind").value, $("tag").value];
    shown = data.cards.filter((card) =>
      (!deck || card.deck === deck || card.deck.startsWith(deck + "::")) && (!kind || card.kind === kind) &&
      (!tag || card.tags.some((t) => t === tag || t.startsWith(tag + "::"))) && words.every((word) => card.text.includes(word)));
    at = shown.findIndex((card) => card.id === id);
    if (at < 0 && was) at = shown.findIndex((card) => card.path === was.path && card.line >= was.line); // it has gone: its neighbour
    at = Math.max(0, at);
    list();
    show();
  }

  function list() {
    const troubled = new Map(); // path and line → severity
    for (const d of data.diagnostics) {
      const key = d.path + ":" + d.line;
      if (troubled.get(key) !== "error") troubled.set(key, d.severity);
    }
    const severity = (card) => {
      let worst = "";
      for (let line = card.line; line <= Math.max(card.end, card.line); line++) {
        const found = troubled.get(card.path + ":" + line);
        if (found) worst = worst === "error" ? worst : found;
      }
      return worst;
    };
    const nodes = [];
    rows = [];
    let deck = null;
    shown.forEach((card, index) => {
      if (card.deck !== deck) {
        deck = card.deck;
        nodes.push(made("h2", "", className(deck)));
      }
      const link = made("a");
      const found = troubled.size ? severity(card) : "";
      if (found) link.append(made("span", "sign " + found));
      link.append(made("span", "label", card.label), made("span", "asks", card.asks));
      link.dataset.index = index;
      link.title = `${card.kind} · ${card.path}:${card.line}`;
      rows.push(link);
      nodes.push(link);
    });
    $("list").replaceChildren(...nodes);
  }

  // ---- a card
  let setting = Promise.resolve();
  function typeset(nodes) {
    if (!window.MathJax || !window.MathJax.typesetPromise) return;
    const wanted = nodes.filter((node) => /\\[([]/.test(node.textContent));
    if (wanted.length) setting = setting.then(() => window.MathJax.typesetPromise(wanted)).catch(() => {});
  }

  function draw(holder, html, second) {
    if (window.MathJax && window.MathJax.typesetClear) window.MathJax.typesetClear([holder]);
    holder.className = "card" + (body.classList.contains("night") ? " nightMode night_mode" : "") + (second ? " second" : "");
    holder.innerHTML = html;
    for (const link of holder.querySelectorAll('a[href^="http"]')) { link.target = "_blank"; link.rel = "noopener noreferrer"; }
    typeset([holder]);
  }

  let current = null;
  function show() {
    const card = shown[at];
    $("device").querySelectorAll(".second").forEach((e) => e.remove());
    if (current) current.removeAttribute("aria-current");
    current = rows[at] || null;
    if (current) {
      current.setAttribute("aria-current", "true");
      current.scrollIntoView({ block: "nearest" });
    }
    if (!card) {
      $("holder").textContent = "";
      $("place").textContent = data.cards.length ? "No card like that." : "No cards yet.";
    } else {
      const both = body.classList.contains("both");
      draw($("holder"), turned && !both ? card.back : card.front);
      if (both) {
        const second = made("div");
        $("device").append(second);
        draw(second, card.back, true);
      }
      $("place").textContent = `${at + 1} of ${shown.length} · ${card.kind} · ${card.path}:${card.line}`;
    }
    remarks(card);
    remember();
  }

  // ---- remarks, beside the lines they concern
  const concerns = (d, card) => d.path === card.path && d.line >= card.line && d.line <= Math.max(card.line, card.end);

  function remark(d) {
    const box = made("div", "remark " + d.severity);
    const where = made("p", "where");
    const link = made("a", "", `${d.path}:${d.line}:${d.column}`);
    link.addEventListener("click", () => goto(d));
    where.append(link, ` · ${d.severity} ${d.code}`);
    box.append(where);
    if (d.source) {
      const source = made("div", "source");
      const code = made("code");
      const from = Math.min(d.column - 1, d.source.length);
      const letters = [...d.source];
      code.append(letters.slice(0, from).join(""), made("mark", "", letters.slice(from, Math.max(d.until, from + 1)).join("")), letters.slice(Math.max(d.until, from + 1)).join(""));
      source.append(made("span", "number", String(d.line)), code);
      box.append(source);
    }
    box.append(made("p", "", d.message));
    if (d.hint) box.append(made("p", "hint", d.hint));
    return box;
  }

  function remarks(card) {
    const all = body.classList.contains("all-remarks");
    const nodes = [];
    const group = (title, found) => { if (found.length) nodes.push(made("h2", "", title), ...found.slice(0, 200).map(remark)); };
    if (all || !card) {
      const paths = unique(data.diagnostics.map((d) => d.path));
      for (const path of paths.slice(0, 100)) group(path, data.diagnostics.filter((d) => d.path === path));
      if (!paths.length && all) nodes.push(made("p", "", "No remarks: everything was read."));
    } else {
      const here = data.diagnostics.filter((d) => concerns(d, card));
      const elsewhere = data.diagnostics.filter((d) => d.path === card.path && !here.includes(d));
      group("This card", here);
      group(`Elsewhere in ${card.path}`, elsewhere.slice(0, 20));
    }
    $("remarks").replaceChildren(...nodes);
  }

  function goto(d) {
    for (const id of ["search", "deck", "kind", "tag"]) $(id).value = "";
    const near = data.cards.filter((card) => card.path === d.path && card.line <= d.line).pop() || data.cards.find((card) => card.path === d.path);
    if (body.classList.contains("all-remarks") && near) toggle("all-remarks");
    if (near) { turned = false; filter(near.id); }
  }

  // ---- doing things
  function go(step) {
    if (!shown.length) return;
    at = (at + step + shown.length) % shown.length;
    turned = false;
    show();
  }
  function turn() {
    if (body.classList.contains("both")) return;
    turned = !turned;
    show();
    const box = $("holder").querySelector('input[id="typeans"]');
    if (box) box.focus({ preventScroll: true });
  }
  function toggle(name) {
    const on = body.classList.toggle(name);
    $(SWITCHES[name]).setAttribute("aria-pressed", String(on));
    show();
  }
  function take(fresh) {
    data = fresh;
    $("title").textContent = data.title;
    const errors = data.diagnostics.filter((d) => d.severity === "error").length;
    $("tally").textContent = counted(data.cards.length, "card") + (data.diagnostics.length ? ` · ${counted(data.diagnostics.length, "remark")}` : "");
    $("doubts").hidden = !data.diagnostics.length;
    $("doubts").textContent = errors ? `Remarks (${counted(errors, "error")})` : "Remarks";
    if (!data.diagnostics.length && body.classList.contains("all-remarks")) body.classList.remove("all-remarks");
    for (const card of data.cards) card.text = (card.label + " " + (card.front + card.back).replace(/<[^>]*>/g, " ") + " " + card.path + " " + card.tags.join(" ")).toLowerCase();
    options($("deck"), "All classes", unique(data.cards.map((c) => c.deck)).map((d) => [d, className(d)]));
    options($("kind"), "All kinds", unique(data.cards.map((c) => c.kind)).map((k) => [k, k]));
    options($("tag"), "All tags", unique(data.cards.flatMap((c) => c.tags)).filter((t) => !t.startsWith("flashgen::")).map((t) => [t, tagName(t)]));
    trouble(data.trouble || "");
  }
  function trouble(text) {
    $("trouble").textContent = text;
    $("trouble").hidden = !text;
  }

  take(data);
  for (const key of ["search", "deck", "kind", "tag"]) if (memory[key]) $(key).value = memory[key];
  for (const name in SWITCHES) if (memory[name] && !$(SWITCHES[name]).hidden) { body.classList.add(name); $(SWITCHES[name]).setAttribute("aria-pressed", "true"); }
  turned = Boolean(memory.turned);
  filter(memory.id);

  $("list").addEventListener("click", (event) => {
    const link = event.target.closest("a");
    if (!link) return;
    at = Number(link.dataset.index);
    turned = false;
    if (body.classList.contains("all-remarks")) toggle("all-remarks"); else show();
  });
  let typing = 0;
  const searched = () => { turned = false; filter(); };
  $("search").addEventListener("input", () => {
    clearTimeout(typing);
    if (data.cards.length > 2000) typing = setTimeout(searched, 180); else searched();
  });
  for (const id of ["deck", "kind", "tag"]) $(id).addEventListener("change", (event) => { turned = false; filter(); event.target.blur(); });
  for (const name in SWITCHES) $(SWITCHES[name]).addEventListener("click", (event) => { toggle(name); if (event.detail) event.target.blur(); });
  $("holder").addEventListener("click", (event) => { if (!event.target.closest("a[href], input, audio, video, summary") && !String(getSelection())) turn(); });
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const box = event.target.closest("input, select, textarea");
    if (box) {
      if (event.key === "Escape") box.blur();
      else if (event.key === "Enter" && box.id === "typeans") { box.blur(); turn(); }
      else if (event.key === "Enter" && box.id === "search") box.blur();
      return;
    }
    if ((event.key === " " || event.key === "Enter") && event.target.closest("button, a[href], summary, audio, video")) return;
    const keys = { " ": turn, Enter: turn, ArrowRight: () => go(1), j: () => go(1), ArrowDown: () => go(1), ArrowLeft: () => go(-1), k: () => go(-1), ArrowUp: () => go(-1), n: () => toggle("night"), w: () => toggle("wide"), a: () => toggle("both"), r: () => { if (data.diagnostics.length) toggle("all-remarks"); }, "/": () => { $("search").focus(); $("search").select(); } };
    if (keys[event.key]) { event.preventDefault(); keys[event.key](); }
  });

  // ---- on paper: every card that is listed, with its answer
  addEventListener("beforeprint", () => {
    $("sheet").replaceChildren(...shown.map((card) => { const one = made("div", "card"); one.innerHTML = card.back; return one; }));
    $("sheet").hidden = false;
    if (window.MathJax && window.MathJax.typeset) try { window.MathJax.typeset([$("sheet")]); } catch { /* it stays as it is written */ }
  });
  addEventListener("afterprint", () => { $("sheet").replaceChildren(); $("sheet").hidden = true; });

  // ---- live
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
            const [stage, list] = [$("stage").scrollTop, $("list").scrollTop];
            take(fresh);
            filter(id);
            [$("stage").scrollTop, $("list").scrollTop] = [stage, list];
          } else if (answer.status !== 204) throw new Error(String(answer.status));
          else trouble(data.trouble || "");
        } catch {
          trouble("The preview has ended: start it again with 'flashgen preview'. What you see is the last that it knew.");
          await new Promise((done) => setTimeout(done, 1500));
        }
      }
    };
    listen();
  }
})();
