/**
 * The search page: a form, what was found, and what narrows it down.
 */

/**
 * @import { Answer } from "./answer.js"
 * @import { PageState, Whereabouts } from "./search-address.js"
 * @import { ResultContext } from "./search-results.js"
 */

import * as address from "./search-address.js";
import { searchHelp } from "./search-help.js";
import {
  browseLink,
  errorNotice,
  isOfAnotherBuild,
  nothingFound,
  reloadOnce,
  remarkText,
  statusText,
} from "./search-messages.js";
import { narrowPanel } from "./search-narrow.js";
import { resultList } from "./search-results.js";
import { searchTools } from "./search-tools.js";
import {
  FACET_NAMES,
  chipItems,
  counted,
  element,
  followed,
  rangeText,
  valueText,
} from "./search-view.js";

/** Milliseconds without a key after which what was typed is searched for. */
const PAUSE = 140;
/** Milliseconds after which the page says that it is searching. */
const PATIENCE = 250;
/** Milliseconds after which a screen reader is told: a reader who types is not to be talked over. */
const QUIET = 1000;
const SOON = 100;
/** Near-copies that are listed at once. */
const COPIES = 20;

/** @param {HTMLElement} app what the page is drawn into */
export function searchPage(app) {
  const wide = matchMedia("(min-width: 48em)");

  /** @type {PageState} */
  let state = address.read();
  let run = 0;
  let typing = 0;
  let saying = 0;
  let scrolling = 0;
  /** The search whose results are on the page. */
  let listed = "";

  // ---- The parts of the page

  const input = element("input", {
    type: "search",
    name: "q",
    "aria-label": "Search the archive",
    placeholder: "Search the archive",
    autocomplete: "off",
    dir: "auto",
    enterkeyhint: "search",
    input: type,
    compositionend: type,
  });
  const form = element(
    "form",
    { class: "pm-search pm-search--big", role: "search", "aria-label": "This page", submit },
    input,
    element("button", { type: "submit" }, "Search"),
  );
  const { opener, dialog } = searchHelp(
    (q) => address.href({ ...state, q, filters: {}, from: "", to: "" }),
    (q) => {
      input.value = q;
      input.focus();
      search({ q, filters: {}, from: "", to: "", match: "auto" }, true);
    },
  );
  const instead = element("span", {}, browseLink("Browse instead"));
  const hint = element("p", { class: "pm-hint pm-small pm-line" }, opener, instead);
  const controls = searchTools((changes) => search(changes, true));
  const tools = controls.node;
  const chips = element("ul", { class: "pm-chips", role: "list", "aria-label": "Narrowed to" });
  const status = element("p", { class: "pm-status", tabindex: "-1" });
  const live = element("p", { class: "pm-live", role: "status" });
  const remark = element("p", { class: "pm-remark pm-small" });
  const notice = element("div", { class: "pm-notice" });
  const found = resultList(showMore);
  const panel = narrowPanel(address.FACETS, { choose, chooseDates, say, again: () => show({}) });
  const narrow = panel.node;
  const main = element("div", {}, notice, found.node);
  const body = element("div", { class: "pm-search-body" }, main);

  /** Beside the results there is room; above them, on a phone, it is folded. */
  function lay() {
    narrow.open = wide.matches;
    if (wide.matches) body.append(narrow);
    else body.prepend(narrow);
  }

  // ---- What the reader does

  /** @param {Partial<PageState>} changes @param {boolean} step whether back undoes it */
  function search(changes, step, typed = false) {
    // What was typed a moment ago counts, though it hasn't been searched for yet.
    clearTimeout(typing);
    state = { ...state, q: input.value, show: address.FIRST, unfolded: [], ...changes };
    address.write(state, step);
    return show({ typed });
  }

  /** @param {Event} event */
  function type(event) {
    if (event instanceof InputEvent && event.isComposing) return;
    clearTimeout(typing);
    typing = setTimeout(() => search({ q: input.value }, false, true), PAUSE);
  }

  /** @param {Event} event */
  function submit(event) {
    event.preventDefault();
    // On a phone, the keyboard would cover what was found.
    if (matchMedia("(pointer: coarse)").matches) input.blur();
    search({ q: input.value }, true);
  }

  /** @param {number} count */
  function showMore(count) {
    state = { ...state, show: count };
    address.write(state, false);
    void show({ more: true });
  }

  /** @param {string} facet @param {string} value @param {boolean} on */
  function choose(facet, value, on) {
    const others = (state.filters[facet] ?? []).filter((other) => other !== value);
    search({ filters: { ...state.filters, [facet]: on ? [...others, value] : others } }, true);
  }

  /** @param {string} from @param {string} to */
  function chooseDates(from, to) {
    if (from !== state.from || to !== state.to) search({ from, to }, true);
  }

  /** @param {string} family @param {boolean} on */
  function unfold(family, on) {
    const others = state.unfolded.filter((other) => other !== family);
    state = { ...state, unfolded: on ? [...others, family] : others };
    address.write(state, false);
  }

  const filters = () =>
    Object.entries(state.filters).flatMap(([facet, values]) =>
      values.map((value) => ({ facet, value })),
    );
  const filtered = () => Boolean(state.from || state.to || filters().length);
  const clear = () => search({ filters: {}, from: "", to: "" }, true);
  const searchAny = () => search({ match: "auto" }, true);

  // ---- What the page says

  /** @param {string} text @param {boolean} [typed] whether the reader is typing */
  function say(text, typed = false) {
    clearTimeout(saying);
    live.textContent = "";
    saying = setTimeout(() => (live.textContent = text), typed ? QUIET : SOON);
  }

  /** @param {string} q a query that finds more @returns {Node[]} a link that keeps all else */
  function didYouMean(q) {
    const link = element(
      "a",
      {
        href: address.href({ ...state, q, show: address.FIRST, unfolded: [] }),
        click: followed(() => {
          input.value = q;
          input.focus({ preventScroll: true });
          search({ q }, true);
        }),
      },
      element("bdi", {}, q),
    );
    return [document.createTextNode(" Did you mean "), link, document.createTextNode("?")];
  }

  /** What narrows the search, above the results. */
  function showChips() {
    /** @param {() => Promise<void>} change @returns {() => void} and the focus goes to what is next */
    const removing = (change) => () => {
      const at = Array.from(chips.querySelectorAll("button")).findIndex(
        (chip) => chip === document.activeElement,
      );
      void change();
      const left = chips.querySelectorAll("button");
      (left[Math.min(at, left.length - 1)] ?? status).focus();
    };
    const list = filters().map(({ facet, value }) => ({
      name: FACET_NAMES.get(facet) ?? facet,
      text: valueText(facet, value),
      remove: removing(async () => choose(facet, value, false)),
    }));
    if (state.from || state.to)
      list.unshift({
        name: "Date",
        text: rangeText(state.from, state.to),
        remove: removing(async () => chooseDates("", "")),
      });
    chips.replaceChildren(...chipItems(list, removing(clear)));
    chips.hidden = !list.length;
    panel.name(list.length);
  }

  /** @param {Answer} answer @returns {ResultContext} */
  const contextOf = ({ totalAll, total, match }) => ({
    tell: totalAll > 0 && totalAll < total,
    unfolded: state.unfolded,
    unfold,
    async copies({ id, family }, offset) {
      const within = { ...state.filters, family: [family ?? ""] };
      const options = { ...optionsOf(state), match, filters: within, limit: offset + COPIES + 1 };
      const { results } = await pressmark.search(state.q, { ...options, facets: [] });
      return results.filter((copy) => copy.id !== id).slice(offset, offset + COPIES);
    },
  });

  /** @param {PageState} of */
  const optionsOf = ({ filters, from, to, match, sort }) => ({ filters, from, to, match, sort });

  /** @returns {HTMLElement} where a reader goes on whose place has gone */
  const startingPoint = () => found.stops()[0] ?? notice.querySelector("button") ?? input;

  /** @param {unknown} error @param {number} mine */
  async function showError(error, mine) {
    const renewed = await isOfAnotherBuild(error);
    if (mine !== run) return;
    if (renewed && reloadOnce()) {
      status.textContent = "The archive has been published anew. Loading the page again …";
      say(status.textContent);
      return;
    }
    listed = "";
    say("");
    status.textContent = remark.textContent = "";
    found.clear();
    narrow.hidden = tools.hidden = true;
    body.hidden = false;
    const { known, nodes } = errorNotice(error, async () => {
      await show({});
      startingPoint().focus();
    }, renewed);
    notice.replaceChildren(...nodes);
    if (!known) throw error;
  }

  /**
   * @param {{typed?: boolean, more?: boolean, place?: Whereabouts | null}} how whether the reader is
   *   typing; whether results are added to those that are there; where the reader was before
   */
  async function show({ typed = false, more: adding = false, place = null }) {
    const mine = ++run;
    const inside = body.contains(document.activeElement);
    if (input.value !== state.q && document.activeElement !== input) input.value = state.q;
    controls.update(state);
    document.title = document.title.replace(/^(?:.*? – )?/u, state.q ? `${state.q} – ` : "");
    showChips();
    if (!state.q.trim() && !filtered()) {
      say("");
      status.textContent = remark.textContent = "";
      notice.replaceChildren();
      body.hidden = tools.hidden = true;
      listed = "";
      instead.hidden = false;
      return;
    }
    instead.hidden = true;
    const waiting = setTimeout(() => {
      if (mine !== run) return;
      status.textContent = "Searching …";
      app.setAttribute("aria-busy", "true");
      say("Searching …", typed);
    }, PATIENCE);
    try {
      const key = address.text({ ...state, show: address.FIRST, unfolded: [] });
      const have = adding && listed === key ? found.count() : 0;
      const slice = { offset: have, limit: state.show - have, group: !state.apart };
      const answer = await pressmark.search(state.q, {
        ...optionsOf(state),
        ...slice,
        facets: panel.wanted(),
      });
      if (mine !== run) return;
      if (answer.unread.length && (await pressmark.renewed()) && reloadOnce()) return;
      // What was found is said from here on, however long near-copies take to be listed.
      clearTimeout(waiting);
      const { suggestion, total } = answer;
      status.replaceChildren(statusText(answer, state), ...(suggestion ? didYouMean(suggestion) : []));
      remark.textContent = remarkText(answer, state);
      remark.hidden = !remark.textContent;
      notice.replaceChildren(...(total ? [] : nothingFound(answer, state, filtered(), searchAny)));
      body.hidden = false;
      narrow.hidden = !total && !filtered();
      tools.hidden = !total && state.match === "auto";
      controls.offerCopies(answer.folded > 0 || state.apart);
      listed = key;
      const showing = found.show(answer, have > 0, contextOf(answer));
      // What narrows the search is drawn once the results are seen.
      await new Promise((resolve) => setTimeout(resolve));
      if (mine === run) panel.update(answer, state);
      const nodes = await showing;
      if (mine !== run) return;
      if (have) nodes[0]?.querySelector("a")?.focus();
      if (place) found.restore(place);
      const added = have ? `${counted(nodes.length, "more result", "more results")}. ` : "";
      say(added + [status, remark].map((part) => part.textContent).join(" "), typed);
    } catch (error) {
      if (mine === run) await showError(error, mine);
    } finally {
      clearTimeout(waiting);
      if (mine === run) {
        app.removeAttribute("aria-busy");
        // A reader who went to the results before they changed isn't left nowhere.
        if (inside && document.activeElement === document.body) startingPoint().focus();
      }
    }
  }

  // ---- Keys, history, links

  /** @param {KeyboardEvent} event */
  function keys(event) {
    if (event.altKey || event.ctrlKey || event.metaKey || event.isComposing) return;
    const stops = found.stops();
    const at = stops.findIndex((stop) => stop === document.activeElement);
    const inInput = document.activeElement === input;
    if (event.key === "Escape" && (inInput || found.node.contains(document.activeElement))) {
      if (inInput) {
        input.value = "";
        search({ q: "" }, false);
      }
      input.focus();
    } else if (event.key === "ArrowDown" && (inInput || at >= 0)) {
      stops[Math.min(at + 1, stops.length - 1)]?.focus();
    } else if (event.key === "ArrowUp" && at >= 0) {
      (stops[at - 1] ?? input).focus();
    } else return;
    event.preventDefault();
  }

  function fromAddress() {
    clearTimeout(typing);
    state = address.read();
    input.value = state.q;
    void show({ place: address.whereabouts() });
  }

  // Results come after the page is loaded: the browser would scroll before they are there.
  history.scrollRestoration = "manual";
  body.hidden = tools.hidden = true;
  lay();
  app.replaceChildren(form, hint, tools, chips, status, remark, body, live, dialog);
  wide.addEventListener("change", lay);
  app.addEventListener("keydown", keys);
  addEventListener("scroll", () => {
    clearTimeout(scrolling);
    scrolling = setTimeout(() => address.remember(), QUIET / 2);
  });
  addEventListener("popstate", () => {
    // A place on the page was gone to, or the fragment was changed from here.
    if (address.text(address.read()) !== address.text(state)) fromAddress();
  });
  fromAddress();
  if (!state.q) input.focus({ preventScroll: true });
}
