/**
 * Answers a query from an open index.
 *
 * @typedef {object} Archive an index that is open, and what reads words and columns by it
 * @property {Index} index
 * @property {Words} reader
 * @property {Columns} columns
 *
 * @typedef {object} SearchOptions
 * @property {Filters} [filters] publisher, language, place, tag, year, family → values
 * @property {string} [from] first year, month or day, as 2025, 2025-03, 2025-03-01
 * @property {string} [to] last one
 * @property {"relevance" | "newest" | "oldest"} [sort]
 * @property {number} [offset]
 * @property {number} [limit] 10 unless said otherwise, 1000 at most
 * @property {"auto" | "all" | "any"} [match] `any`: documents with any of the words; `all`: with all;
 *   `auto`: any by relevance, all where the order is by date and some have all
 * @property {boolean} [exact] words stand for themselves only, not for their other forms
 * @property {string[]} [facets] to count; all unless said otherwise. Those that cost nothing to
 *   count are counted anyway
 * @property {boolean} [group] near-copies are folded under the first of them
 *
 * @typedef {object} Result
 * @property {string} id
 * @property {string} url relative to the root of the site
 * @property {string | null} title null when the text has none; `label` stands in for it
 * @property {string} label the title or the first words
 * @property {string | null} date EDTF
 * @property {string | null} publisher
 * @property {number} score what its words weigh
 * @property {string} excerpt HTML: escaped text and `<mark>`
 * @property {boolean} allWords
 * @property {string[]} marks the words found in the text, as written there
 * @property {number} copies near-copies folded under it
 * @property {string | null} family what they have in common, as a filter takes it; null without any
 *
 * @typedef {object} Answer
 * @property {number} total documents
 * @property {number} totalAll documents that hold all the words
 * @property {number} folded how many of the documents are near-copies, folded under another
 * @property {Result[]} results
 * @property {Record<string, Count[]>} facets
 * @property {string[]} uncounted facets that weren't asked for
 * @property {Selected["histogram"]} histogram
 * @property {string | null} suggestion the query with words that are spelt otherwise, where
 *   that finds more
 * @property {"any" | "all"} match what `auto` came to
 * @property {string[]} loose phrases, as typed, that weigh but needn't be there
 * @property {PressmarkFault[]} unread why results are lacking: one for each that can't be read among
 *   the blocks of ten which `results` come from
 *
 * @typedef {{kind: string, chunk: string, message: string}} PressmarkFault
 */

/**
 * @import { Columns, Count, Filters, Selected } from "./columns.js"
 * @import { Index } from "./index.js"
 * @import { QueryNode } from "./query.js"
 * @import { Words } from "./words.js"
 */

import { makeEvaluator } from "./evaluate.js";
import { makeExcerpt, makeReading } from "./excerpt.js";
import { familyOf, fold, inBlocks, ordered } from "./ordering.js";
import { LONGEST_QUERY, parseQuery } from "./query.js";
import { respelt } from "./suggest.js";
import { turn } from "./turn.js";

const SCALE = 4096 * 255;
const MOST = 1000;

/** @param {unknown} value @returns {string} empty where it is neither text nor a number */
const asText = (value) =>
  typeof value === "string" || typeof value === "number" ? String(value) : "";

/** @param {unknown} value @param {number} otherwise */
const whole = (value, otherwise) => {
  const number = Math.floor(Number(asText(value) || otherwise));
  return Number.isFinite(number) && number >= 0 ? number : otherwise;
};

/** @param {unknown} value @returns {Filters} */
const asFilters = (value) =>
  Object.fromEntries(
    Object.entries(value && typeof value === "object" ? value : {}).map(([facet, values]) => [
      facet,
      (Array.isArray(values) ? values : [values]).map(asText),
    ]),
  );

/**
 * @param {Archive} archive
 * @param {string} query
 * @param {SearchOptions} [options]
 * @returns {Promise<Answer>}
 */
export async function searchArchive({ index, reader, columns }, query, options = {}) {
  const { facets: fields } = index.root.parameters;
  const asked = options ?? {};
  const sort = ["newest", "oldest"].includes(asked.sort ?? "") ? asked.sort : "relevance";
  const typed = asText(query).slice(0, LONGEST_QUERY);
  const narrowing = {
    filters: asFilters(asked.filters),
    from: asText(asked.from),
    to: asText(asked.to),
  };
  const facetsAsked = Array.isArray(asked.facets) ? asked.facets.map(asText) : null;
  columns.begin(facetsAsked, asked.group === true);

  /** @param {"any" | "all"} match @param {QueryNode[]} nodes */
  async function attempt(match, nodes) {
    const evaluation = await makeEvaluator(index, columns, asked.exact === true)(nodes, match);
    const narrowed = await columns.narrow(evaluation.keep, narrowing);
    let totalAll = 0;
    let total = 0;
    narrowed.keep.forEach((kept, doc) => {
      total += kept;
      totalAll += kept & evaluation.all[doc];
    });
    return { evaluation, narrowed, total, totalAll, match };
  }

  /**
   * @param {QueryNode[]} nodes
   * @param {{total: number, totalAll: number, match: "any" | "all"}} than what they find
   * @returns {Promise<string | null>} a query that finds more
   */
  async function suggested(nodes, than) {
    const other = await respelt(index, reader, typed, nodes);
    if (other === null) return null;
    const { total, totalAll } = await attempt(than.match, parseQuery(other, reader, fields));
    const more = totalAll - than.totalAll || total - than.total;
    return more > 0 ? other : null;
  }

  const auto = asked.match !== "all" && asked.match !== "any";
  const nodes = parseQuery(typed, reader, fields);
  let found = await attempt(asked.match === "all" ? "all" : "any", nodes);
  const first = found;
  if (auto && sort !== "relevance" && found.totalAll) found = await attempt("all", nodes);
  const { evaluation, narrowed, total, totalAll, match } = found;
  const years = sort === "oldest" ? await columns.years() : null;
  const families = asked.group ? await index.column("family") : null;
  await turn();
  const { docs, copies } = fold(
    ordered(evaluation, narrowed.keep, sort ?? "", years),
    families,
  );
  const readText = makeReading(reader, evaluation.marks);
  const offset = whole(asked.offset, 0);
  const limit = Math.min(MOST, whole(asked.limit, 10));
  const texts = inBlocks(docs, offset, limit, sort === "relevance", async (doc) => {
    const shown = await index.shown(doc);
    await turn();
    const reading = readText(shown[2], shown[6]);
    return { doc, shown, reading, weight: evaluation.scores[doc] * (1 + reading.closeness) };
  });
  // While the texts are on their way.
  const [{ chosen, unread }, { facets, uncounted, histogram }, suggestion] = await Promise.all([
    texts,
    columns.count(narrowed, facetsAsked),
    suggested(nodes, first),
  ]);
  const results = chosen.map(({ doc, shown, reading }) => {
    const [id, url, title, label, date, publisher] = shown;
    const excerpt = makeExcerpt(reading);
    return {
      id,
      url,
      title,
      label: label ?? "",
      date,
      publisher,
      score: evaluation.scores[doc] / SCALE,
      excerpt: excerpt.html,
      allWords: evaluation.all[doc] === 1,
      marks: excerpt.marked,
      copies: copies.get(doc) ?? 0,
      family: families && copies.has(doc) ? (familyOf(families, doc) ?? null) : null,
    };
  });
  const { loose } = evaluation;
  const folded = total - docs.length;
  return {
    ...{ total, totalAll, folded, results },
    ...{ facets, uncounted, histogram, suggestion, match, loose },
    unread: unread.map(({ kind, chunk, message }) => ({ kind, chunk, message })),
  };
}
