// @ts-check
"use strict";
/**
 * The search page: a form, what was found, and what narrows it down. Its whole state is in its
 * address, so that back works and a link shares a search.
 *
 * @typedef {object} PageState
 * @property {string} q
 * @property {Filters} filters
 * @property {string} from
 * @property {string} to
 * @property {"relevance" | "newest" | "oldest"} sort
 * @property {"auto" | "all"} match
 * @property {number} show how many results
 */
(() => {
  const STEP = 10;
  const PAUSE = 140;
  const PATIENCE = 250;

  const host = /** @type {any} */ (globalThis);
  const { FACETS, element, counted, resultItem, facetGroup, histogramBars } = host.pressmarkView;
  const root = document.getElementById("pm-search-app");
  if (!root) return;
  const app = root;

  // Some browsers refuse to change the query of a page on a disk; the fragment does as well there.
  let byFragment = location.hash.startsWith("#?");

  /** @returns {PageState} */
  function readAddress() {
    const text = location.hash.startsWith("#?") ? location.hash.slice(1) : location.search;
    const given = new URLSearchParams(text);
    /** @type {Filters} */
    const filters = {};
    for (const facet of FACETS) filters[facet] = given.getAll(facet).filter(Boolean);
    const sort = given.get("sort") ?? "";
    return {
      q: given.get("q") ?? "",
      filters,
      from: given.get("from") ?? "",
      to: given.get("to") ?? "",
      sort: sort === "newest" || sort === "oldest" ? sort : "relevance",
      match: given.get("match") === "all" ? "all" : "auto",
      show: Math.min(1000, Math.max(STEP, Number(given.get("show")) || STEP)),
    };
  }

  /** @param {PageState} state @returns {string} its part of the address; empty for no search */
  function asAddress(state) {
    const given = new URLSearchParams();
    if (state.q) given.set("q", state.q);
    for (const facet of FACETS)
      for (const value of state.filters[facet] ?? []) given.append(facet, value);
    if (state.from) given.set("from", state.from);
    if (state.to) given.set("to", state.to);
    if (state.sort !== "relevance") given.set("sort", state.sort);
    if (state.match !== "auto") given.set("match", state.match);
    if (state.show !== STEP) given.set("show", String(state.show));
    return given.size ? `?${given}` : "";
  }

  /** @param {PageState} state @param {boolean} step whether back should return to what was before */
  function writeAddress(state, step) {
    const query = asAddress(state);
    const change = step ? "pushState" : "replaceState";
    if (!byFragment) {
      try {
        history[change](null, "", query || location.pathname);
        return;
      } catch {
        byFragment = true;
      }
    }
    const fragment = query ? `#${query}` : "#";
    if (step) location.hash = fragment;
    else location.replace(fragment);
  }

  let state = readAddress();
  let run = 0;
  let timer = 0;
  /** @type {Set<string>} */
  const opened = new Set();

  const input = element("input", {
    type: "search",
    name: "q",
    "aria-label": "Search the archive",
    placeholder: "Search the archive",
    autocomplete: "off",
    enterkeyhint: "search",
    input: () => {
      clearTimeout(timer);
      timer = setTimeout(() => change({ q: input.value, show: STEP }, false), PAUSE);
    },
  });
  const form = element(
    "form",
    {
      class: "pm-search pm-search--big",
      role: "search",
      "aria-label": "This page",
      submit: (/** @type {Event} */ event) => {
        event.preventDefault();
        clearTimeout(timer);
        change({ q: input.value, show: STEP }, true);
      },
    },
    input,
    element("button", { type: "submit" }, "Search"),
  );
  const status = element("p", { class: "pm-status", role: "status" });
  const notice = element("div", { class: "pm-notice" });
  const sort = element("select", {
    id: "pm-sort",
    change: () => change({ sort: sort.value, show: STEP }, true),
  });
  for (const [value, name] of [
    ["relevance", "Best match"],
    ["newest", "Newest first"],
    ["oldest", "Oldest first"],
  ])
    sort.append(element("option", { value }, name));
  const allWords = element("input", {
    type: "checkbox",
    change: () => change({ match: allWords.checked ? "all" : "auto", show: STEP }, true),
  });
  const tools = element(
    "div",
    { class: "pm-tools" },
    element("label", {}, allWords, "Only with all the words"),
    element("label", { for: "pm-sort" }, "Order "),
    sort,
  );
  const results = element("ol", { class: "pm-results" });
  const more = element(
    "button",
    { type: "button", class: "pm-more", click: showMore },
    "Show more",
  );
  const facets = element("div", { class: "pm-facets" });
  const narrow = element(
    "details",
    { class: "pm-narrow", open: matchMedia("(min-width: 48em)").matches },
    element("summary", {}, "Narrow down"),
    facets,
  );
  const found = element("div", { class: "pm-found" }, results, more);
  const body = element("div", { class: "pm-search-body" }, found, narrow);
  const help = element(
    "p",
    { class: "pm-help pm-small" },
    "Words find their other forms too. “Quotes” keep a phrase together, -word leaves out, " +
      "OR gives a choice, pre* completes. title:, publisher:, place:, tag: and " +
      "date:2024-01..2024-03 look in one field.",
  );

  /** @param {Partial<PageState>} changes @param {boolean} step */
  function change(changes, step) {
    state = { ...state, ...changes };
    writeAddress(state, step);
    void show();
  }

  function showMore() {
    change({ show: state.show + STEP }, false);
  }

  /** @param {string} facet @param {string} value @param {boolean} on */
  function choose(facet, value, on) {
    const others = (state.filters[facet] ?? []).filter((/** @type {string} */ v) => v !== value);
    const filters = { ...state.filters, [facet]: on ? [...others, value] : others };
    change({ filters, show: STEP }, true);
  }

  const filtered = () =>
    Boolean(state.from || state.to || Object.values(state.filters).some((values) => values.length));

  function dateFields() {
    /** @param {"from" | "to"} name @param {string} label */
    const field = (name, label) =>
      element(
        "label",
        {},
        `${label} `,
        element("input", {
          type: "text",
          inputmode: "numeric",
          placeholder: "YYYY-MM-DD",
          value: state[name],
          size: "10",
          autocomplete: "off",
          "data-key": name,
          change: (/** @type {any} */ event) => change({ [name]: event.target.value.trim(), show: STEP }, true),
        }),
      );
    return element("div", { class: "pm-dates" }, field("from", "From"), field("to", "To"));
  }

  /** @param {Answer} answer */
  function showFacets(answer) {
    const active = /** @type {HTMLElement | null} */ (document.activeElement);
    const key = facets.contains(active) ? active?.dataset.key : undefined;
    facets.replaceChildren();
    if (answer.histogram) {
      const dates = element("fieldset", { class: "pm-facet" }, element("legend", {}, "Date"));
      const bars = histogramBars(answer.histogram, (/** @type {string} */ from, /** @type {string} */ to) =>
        change({ from, to, show: STEP }, true),
      );
      if (bars) dates.append(bars);
      dates.append(dateFields());
      facets.append(dates);
    }
    for (const facet of FACETS) {
      const chosen = state.filters[facet] ?? [];
      const group = facetGroup(facet, answer.facets[facet] ?? [], chosen, opened, choose);
      if (group) facets.append(group);
    }
    if (filtered()) {
      const clear = () => change({ filters: {}, from: "", to: "", show: STEP }, true);
      facets.append(element("button", { type: "button", click: clear }, "Clear all"));
    }
    for (const field of facets.querySelectorAll("input"))
      if (key !== undefined && field.dataset.key === key) field.focus();
  }

  /** @param {Answer} answer */
  function statusText(answer) {
    if (!answer.total) return "Nothing found.";
    const all = counted(answer.total, "document", "documents");
    if (state.match === "all" || answer.match === "all") return `${all} with all the words.`;
    if (answer.totalAll === answer.total) return `${all}.`;
    const with_ = answer.totalAll ? counted(answer.totalAll, "has", "have") : "none has";
    return `${all}; ${with_} all the words.`;
  }

  /** @param {string} q a query that finds more @returns {Node[]} a link that keeps all else */
  function didYouMean(q) {
    const query = asAddress({ ...state, q, show: STEP });
    const link = element(
      "a",
      {
        href: byFragment ? `#${query}` : query,
        click: (/** @type {MouseEvent} */ event) => {
          if (event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
          event.preventDefault();
          input.value = q;
          input.focus({ preventScroll: true });
          change({ q, show: STEP }, true);
        },
      },
      element("bdi", {}, q),
    );
    return [document.createTextNode(" Did you mean "), link, document.createTextNode("?")];
  }

  /** @param {Answer} answer */
  function showAnswer(answer) {
    const { suggestion } = answer;
    status.replaceChildren(statusText(answer), ...(suggestion ? didYouMean(suggestion) : []));
    const site = host.pressmark.site;
    const tell = answer.totalAll > 0 && answer.totalAll < answer.total;
    results.replaceChildren(...answer.results.map((/** @type {Result} */ result) => resultItem(result, site, tell)));
    more.hidden = answer.results.length < state.show || answer.results.length >= answer.total;
    showFacets(answer);
    notice.replaceChildren();
    if (!answer.total && !suggestion)
      notice.append(
        element(
          "p",
          {},
          filtered()
            ? "Fewer filters may find more."
            : "Check the spelling, or try fewer or more general words.",
        ),
      );
    body.hidden = !answer.total && !filtered();
    tools.hidden = !answer.total && state.match === "auto";
  }

  /** @param {unknown} error */
  function showError(error) {
    const known = error instanceof host.pressmarkParts.PressmarkError;
    const reason = known ? /** @type {Error} */ (error).message : "Something went wrong.";
    status.textContent = "";
    results.replaceChildren();
    body.hidden = true;
    tools.hidden = true;
    const again = element("button", { type: "button", click: () => location.reload() }, "Reload");
    const text = `The search could not be finished. ${reason} Reloading the page may help.`;
    notice.replaceChildren(element("p", { role: "alert" }, text), again);
    if (!known) throw error;
  }

  async function show() {
    const mine = ++run;
    if (input.value !== state.q && document.activeElement !== input) input.value = state.q;
    sort.value = state.sort;
    allWords.checked = state.match === "all";
    document.title = document.title.replace(/^(?:.*? – )?/u, state.q ? `${state.q} – ` : "");
    if (!state.q.trim() && !filtered()) {
      status.textContent = "";
      notice.replaceChildren();
      body.hidden = tools.hidden = true;
      help.hidden = false;
      return;
    }
    const waiting = setTimeout(() => {
      if (mine === run) status.textContent = "Searching …";
    }, PATIENCE);
    try {
      const { q, filters, from, to, match } = state;
      const options = { filters, from, to, match, sort: state.sort, limit: state.show, group: true };
      /** @type {Answer} */
      const answer = await host.pressmark.search(q, options);
      if (mine !== run) return;
      help.hidden = true;
      showAnswer(answer);
    } catch (error) {
      if (mine === run) showError(error);
    } finally {
      clearTimeout(waiting);
    }
  }

  /** @param {KeyboardEvent} event */
  function keys(event) {
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    const links = Array.from(results.querySelectorAll("a"));
    const at = links.findIndex((link) => link === document.activeElement);
    const inInput = document.activeElement === input;
    if (event.key === "Escape" && (inInput || at >= 0)) {
      if (inInput) {
        clearTimeout(timer);
        input.value = "";
        change({ q: "", show: STEP }, false);
      }
      input.focus();
    } else if (event.key === "ArrowDown" && (inInput || at >= 0)) {
      links[Math.min(at + 1, links.length - 1)]?.focus();
    } else if (event.key === "ArrowUp" && at >= 0) {
      (links[at - 1] ?? input).focus();
    } else return;
    event.preventDefault();
  }

  function fromAddress() {
    state = readAddress();
    input.value = state.q;
    void show();
  }

  body.hidden = tools.hidden = true;
  app.replaceChildren(form, help, tools, status, notice, body);
  app.addEventListener("keydown", keys);
  addEventListener("popstate", fromAddress);
  fromAddress();
  if (!state.q) input.focus({ preventScroll: true });
})();
