/**
 * What the search page says of an answer, or of why there is none.
 */

/**
 * @import { Answer } from "./answer.js"
 * @import { PageState } from "./search-address.js"
 */

import { isPressmarkError } from "./errors.js";
import { button, counted, element } from "./search-view.js";

/** @param {string} text */
export const browseLink = (text) =>
  element("a", { class: "pm-link", href: new URL("browse/index.html", pressmark.site).href }, text);

/**
 * By date, a document with one of several words would come before those that are meant.
 * @param {Pick<Answer, "match">} answer
 * @param {PageState} state
 */
const narrowed = ({ match }, state) =>
  match === "all" && state.match !== "all" && /\S\s+\S/u.test(state.q);

/** @param {Answer} answer @param {PageState} state */
export function statusText({ total, totalAll, folded, match }, state) {
  if (!total) return "Nothing found.";
  const copies = counted(folded, "near-copy is folded.", "near-copies are folded.");
  const after = folded ? ` ${copies}` : "";
  const all = counted(total, "document", "documents");
  if (state.match === "all" || narrowed({ match }, state)) return `${all} with all the words.${after}`;
  if (totalAll === total || match === "all") return `${all}.${after}`;
  const with_ = totalAll ? counted(totalAll, "has", "have") : "none has";
  return `${all}; ${with_} all the words.${after}`;
}

/**
 * @param {Answer} answer
 * @param {PageState} state
 * @returns {string} what a reader wouldn't expect of the result, or nothing
 */
export function remarkText(answer, state) {
  const out = [];
  if (answer.total && narrowed(answer, state))
    out.push("By date, only documents with all the words are listed.");
  if (answer.total && answer.loose.length) {
    const one = answer.loose.length === 1;
    const quoted = answer.loose.map((phrase) => `“${phrase}”`).join(", ");
    out.push(`${quoted} ${one ? "counts" : "count"}, but needn't stand there word for word.`);
  }
  return out.join(" ");
}

/**
 * @param {Answer} answer
 * @param {PageState} state
 * @param {boolean} filtered
 * @param {() => void} searchAny
 * @returns {Node[]} what may help
 */
export function nothingFound({ suggestion }, state, filtered, searchAny) {
  const advice = filtered
    ? "Fewer filters may find more."
    : "Check the spelling, or try fewer or more general words.";
  const out = [];
  if (!suggestion) out.push(element("p", {}, advice));
  if (state.match === "all") out.push(button("Search for any of the words", { click: searchAny }));
  out.push(element("p", {}, browseLink("Browse the archive"), "."));
  return out;
}

/**
 * @param {unknown} error
 * @param {() => void} again
 * @param {boolean} renewed whether page and index are of different builds
 * @returns {{known: boolean, nodes: Node[]}} whether the engine says itself what is wrong
 */
export function errorNotice(error, again, renewed) {
  const old = !("DecompressionStream" in globalThis);
  const known = old || isPressmarkError(error);
  let reason = "Something went wrong.";
  if (old) reason = "This browser is too old for it.";
  else if (renewed)
    reason = "The archive has been published anew, and this page is of the older edition.";
  else if (known) reason = /** @type {Error} */ (error).message;
  const nodes = [
    element("p", { role: "alert" }, `The search could not be finished. ${reason}`),
    renewed
      ? button("Load the page again", { click: () => location.reload() })
      : button("Try again", { click: again }),
    element("p", {}, "You can also ", browseLink("browse the archive"), "."),
  ];
  return { known, nodes };
}

/**
 * Whether an error comes of a page and an index of different builds: the host has a new edition,
 * and the browser kept some files of the old one.
 * @param {unknown} error
 * @returns {Promise<boolean>}
 */
export async function isOfAnotherBuild(error) {
  if (!isPressmarkError(error)) return false;
  const { kind, chunk } = error;
  return kind === "format" || (chunk !== "root" && pressmark.renewed());
}

/**
 * Loads the page again, unless it has been loaded again already: so it never does so twice in a
 * row, without anything that a page on a disk may not keep.
 * @returns {boolean} whether it does
 */
export function reloadOnce() {
  const entries = performance.getEntriesByType("navigation");
  const [entry] = /** @type {PerformanceNavigationTiming[]} */ (entries);
  if (!entry || entry.type === "reload") return false;
  location.reload();
  return true;
}
