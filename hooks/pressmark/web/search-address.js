/**
 * What the search page shows is in its address, all of it: a link shares a search, and back returns
 * to the one before. Where the reader was on the page is in the history of the window, so that back
 * returns to the same place.
 *
 * @typedef {object} PageState
 * @property {string} q
 * @property {Filters} filters
 * @property {string} from
 * @property {string} to
 * @property {"relevance" | "newest" | "oldest"} sort
 * @property {"auto" | "all"} match
 * @property {boolean} apart near-copies are results of their own
 * @property {string[]} unfolded families of near-copies that are listed under their result
 * @property {number} show how many results
 *
 * @typedef {{scroll: number, link: string}} Whereabouts how far down, and the address of the last link
 *   that was followed
 */

/**
 * @import { Filters } from "./columns.js"
 */

import { FACET_NAMES } from "./search-view.js";

export const FACETS = Array.from(FACET_NAMES.keys());
/** Results that a search shows at first. */
export const FIRST = 10;
/** Results that are shown at all; who has read so many had better narrow the search. */
export const MOST = 1000;
const KEY = "pressmarkPlace";

// Some browsers refuse to change the query of a page on a disk; the fragment does as well there.
let byFragment = location.hash.startsWith("#?");

/** @returns {PageState} */
export function read() {
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
    apart: given.get("copies") === "apart",
    unfolded: given.getAll("unfold").filter(Boolean),
    show: Math.min(MOST, Math.max(FIRST, Math.floor(Number(given.get("show"))) || FIRST)),
  };
}

/** @param {PageState} state @returns {string} its part of the address; empty for no search */
export function text(state) {
  const given = new URLSearchParams();
  if (state.q) given.set("q", state.q);
  for (const facet of FACETS)
    for (const value of state.filters[facet] ?? []) given.append(facet, value);
  if (state.from) given.set("from", state.from);
  if (state.to) given.set("to", state.to);
  if (state.sort !== "relevance") given.set("sort", state.sort);
  if (state.match !== "auto") given.set("match", state.match);
  if (state.apart) given.set("copies", "apart");
  for (const family of state.unfolded) given.append("unfold", family);
  if (state.show !== FIRST) given.set("show", String(state.show));
  return given.size ? `?${given}` : "";
}

/** @param {PageState} state @returns {string} what a link to it says */
export const href = (state) => (byFragment ? `#${text(state)}` : text(state) || location.pathname);

/** @param {PageState} state @param {boolean} step whether back should return to what was before */
export function write(state, step) {
  const query = text(state);
  if (step && query === text(read())) return;
  if (step) remember();
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

/** @returns {Whereabouts | null} where the reader was when this address was left */
export const whereabouts = () => history.state?.[KEY] ?? null;

/** @param {string} [link] the link that is being followed */
export function remember(link) {
  const known = { scroll: scrollY, link: link ?? whereabouts()?.link ?? "" };
  try {
    history.replaceState({ ...history.state, [KEY]: known }, "");
  } catch {
    // Some browsers limit how often it may be changed: then the place is a little out of date.
  }
}
