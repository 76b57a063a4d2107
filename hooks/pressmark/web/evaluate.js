/**
 * Which documents a query means, and how much each weighs. A document's score is the sum, over the
 * words of the query, of a whole number for how rare the word is times the document's impact; whole
 * numbers add up to the same everywhere.
 *
 * @typedef {object} Evaluation
 * @property {Uint8Array} keep 1 for every document that the query means
 * @property {Uint8Array} all 1 for those of them that hold all its words
 * @property {Float64Array} scores
 * @property {Marks} marks
 * @property {string[]} loose phrases, as typed, that weigh but needn't be there
 *
 * @typedef {object} Found what one part of a query comes to
 * @property {Uint8Array} mask 1 for a document that matches; 2 where the word is only a stop word
 * @property {number} [clause] of a word
 *
 * @typedef {{node: QueryNode, resolved: Resolved | null, times: number}} Ranked a part of a query
 *   that documents needn't hold, and how often the query has it
 */

/**
 * @import { Columns } from "./columns.js"
 * @import { Marks } from "./excerpt.js"
 * @import { Index } from "./index.js"
 * @import { TextRange } from "./phrases.js"
 * @import { FieldNode, GroupNode, PhraseNode, QueryNode } from "./query.js"
 * @import { Resolved } from "./resolve.js"
 * @import { QueryWord } from "./words.js"
 */

import { findPhrase } from "./phrases.js";
import { makeResolver } from "./resolve.js";
import { turn } from "./turn.js";

const UNIT = 4096;
const MATCH = 1;
const STOP = 2;
/** How soon a word that the query repeats stops weighing more: BM25's k3. */
const K3 = 20;
/** What a word of one letter counts for: mostly it is an initial, or a part of “e.g.”. */
const LETTER = 1 / 2;
/** Words outside of quotation marks that make a sentence, if there are stop words among them. */
const SENTENCE = 5;

/**
 * How much a word counts that is in `documents` of `total`: BM25's idf, as Lucene has it.
 * @param {number} total
 * @param {number} documents
 */
const rarity = (total, documents) =>
  Math.round(UNIT * Math.log(1 + (total - documents + 0.5) / (documents + 0.5)));

/**
 * @param {Index} index
 * @param {Columns} columns
 * @param {boolean} exact whether words stand for themselves only, not for their other forms
 */
export function makeEvaluator(index, columns, exact) {
  const total = index.root.documents;
  const { resolve, listed, identity, classesOf } = makeResolver(index, exact);
  /** @type {Marks} */
  const marks = { weights: new Map(), clauses: new Map(), prefixes: [], parts: [], order: [] };
  /** Whether what is evaluated mustn't be there, and so has nothing to be marked. */
  let denied = false;

  /** @returns {number} a new clause */
  const opened = () => marks.parts.push(0) - 1;

  /** @param {string[]} names @param {number} weight @param {number} clause */
  function mark(names, weight, clause) {
    if (denied) return;
    marks.parts[clause] = Math.max(weight, marks.parts[clause]);
    for (const name of names) {
      if (!marks.clauses.has(name)) marks.clauses.set(name, clause);
      marks.weights.set(name, Math.max(weight, marks.weights.get(name) ?? 0));
    }
  }

  /**
   * @param {Resolved} resolved @param {Float64Array} scores
   * @param {number} times how often the query has the word
   * @returns {Promise<Found>}
   */
  async function word({ node, entries, stop }, scores, times) {
    const clause = opened();
    const mask = new Uint8Array(total);
    const best = new Uint8Array(total);
    const own = exact || node.star;
    /** @type {Map<string, Promise<{stop: boolean, docs: Int32Array, impacts: Uint8Array | null, names: string[]}>>} */
    const lists = new Map();
    for (const entry of entries)
      for (const link of entry.links) {
        if (link.stop && !stop && entries.length > 1) continue;
        const key = own ? `${link.cls} ${entry.word}` : String(link.cls);
        if (!lists.has(key))
          lists.set(
            key,
            listed(link, entry.word, own).then((found) => ({ ...found, stop: link.stop })),
          );
      }
    const found = await Promise.all(lists.values());
    // A word is as rare as all documents that have it say, whatever it is to each of them.
    let documents = 0;
    for (const { docs, impacts, stop: weightless } of found)
      for (let i = 0; i < docs.length; i++) {
        const doc = docs[i];
        if (!mask[doc]) documents++;
        if (weightless && !stop) {
          mask[doc] ||= STOP;
          continue;
        }
        mask[doc] = MATCH;
        if (impacts && impacts[i] > best[doc]) best[doc] = impacts[i];
      }
    const rare = rarity(total, documents);
    const often = (times * (K3 + 1)) / (times + K3);
    const letter = !node.prefix && Array.from(node.word).length === 1;
    const weight = Math.round(rare * often * (letter ? LETTER : 1));
    for (const { docs, names, stop: weightless } of found) {
      for (const doc of docs) {
        scores[doc] += weight * best[doc];
        best[doc] = 0;
      }
      if (!weightless || stop) mark(names, rare, clause);
    }
    if (node.star) marks.prefixes.push(node.word);
    return { mask, clause };
  }

  /** @param {QueryWord[]} words @param {TextRange} [range] @returns {Promise<Uint8Array>} */
  async function holding(words, range = { from: 0, to: Infinity }) {
    const mask = new Uint8Array(total);
    for (const doc of await findPhrase(index, words, range)) mask[doc] = MATCH;
    return mask;
  }

  /**
   * Adds to `scores` what `words` weigh, for the documents of `mask` only.
   * @param {QueryWord[]} words @param {Uint8Array} mask @param {Float64Array} scores
   * @param {"forms" | "verbatim" | "nothing"} marked all forms of the words, or the words alone
   */
  async function addWithin(words, mask, scores, marked) {
    const entries = await Promise.all(words.map(({ word }) => index.find(word)));
    const alone = entries.every((entry) => !entry || entry.code > 0);
    for (const entry of entries) {
      if (!entry) continue;
      const clause = marked === "nothing" ? -1 : opened();
      for (const link of entry.links) {
        if (link.stop) continue;
        const { docs, impacts, names } = await listed(link, entry.word, false);
        const weight = rarity(total, docs.length);
        for (let i = 0; impacts && i < docs.length; i++)
          if (mask[docs[i]]) scores[docs[i]] += weight * impacts[i];
        if (clause >= 0) mark(marked === "forms" ? names : [entry.word], weight, clause);
      }
      if (alone && clause >= 0) mark([entry.word], 1, clause);
    }
  }

  /** @param {FieldNode} node @param {Float64Array} scores @returns {Promise<Found>} */
  async function field(node, scores) {
    if (node.field !== "title") return { mask: await columns.holding(node.field, node.words) };
    const range = { from: 0, to: index.root.titleSpace };
    if (node.phrase) {
      const mask = await holding(node.words, range);
      await addWithin(node.words, mask, scores, "verbatim");
      return { mask };
    }
    const mask = new Uint8Array(total).fill(MATCH);
    for (const asked of node.words) {
      const here = new Uint8Array(total);
      for (const docs of await titled(asked)) for (const doc of docs) here[doc] = MATCH;
      for (let doc = 0; doc < total; doc++) mask[doc] &= here[doc];
    }
    await addWithin(node.words, mask, scores, exact ? "verbatim" : "forms");
    return { mask };
  }

  /** @param {QueryWord} asked @returns {Promise<Int32Array[]>} documents with it in their title */
  async function titled({ word, prefix }) {
    const entry = await index.find(word);
    const entries = prefix ? await index.starting(word) : entry ? [entry] : [];
    const links = entries.flatMap((each) => each.links.map(({ cls }) => ({ cls, form: each.word })));
    return Promise.all(
      links.map(async ({ cls, form }) => {
        const found = await index.postings(cls);
        return prefix || exact ? (await index.formDocs(found, form)).titled : found.titled;
      }),
    );
  }

  /** @param {QueryNode} node @param {Float64Array} scores @returns {Promise<Found>} */
  async function evaluate(node, scores) {
    await turn();
    switch (node.type) {
      case "word":
        return word(await resolve(node), scores, 1);
      case "phrase": {
        const mask = await holding(node.words);
        await addWithin(node.words, mask, scores, "verbatim");
        return { mask };
      }
      case "field":
        return field(node, scores);
      case "dates":
        return { mask: await columns.dated(node.from, node.to) };
      case "not": {
        const before = denied;
        denied = true;
        const { mask } = await evaluate(node.node, new Float64Array(total));
        denied = before;
        for (let doc = 0; doc < total; doc++) mask[doc] = mask[doc] ? 0 : MATCH;
        return { mask };
      }
      default:
        return group(node, scores);
    }
  }

  /** @param {GroupNode} node @param {Float64Array} scores @returns {Promise<Found>} */
  async function group(node, scores) {
    const any = node.type === "or";
    const mask = new Uint8Array(total).fill(any ? 0 : MATCH);
    const own = new Float64Array(total);
    for (const part of any ? node.nodes : await weighty(node.nodes)) {
      const found = (await evaluate(part, own)).mask;
      for (let doc = 0; doc < total; doc++)
        if (any ? found[doc] : !found[doc]) mask[doc] = any ? MATCH : 0;
    }
    for (let doc = 0; doc < total; doc++) if (mask[doc]) scores[doc] += own[doc];
    return { mask };
  }

  /**
   * Leaves out stop words, unless there is nothing else.
   * @param {QueryNode[]} nodes
   */
  async function weighty(nodes) {
    const stops = await Promise.all(
      nodes.map(async (node) => node.type === "word" && (await resolve(node)).stop),
    );
    const kept = nodes.filter((_, i) => !stops[i]);
    return kept.length ? kept : nodes;
  }

  /**
   * The phrases that don't filter: those that no document holds, and all of a sentence, which
   * quotes rather than asks. A phrase by itself always filters.
   * @param {QueryNode[]} nodes
   * @param {Map<QueryNode, Uint8Array>} holders
   * @returns {Promise<PhraseNode[]>}
   */
  async function loosened(nodes, holders) {
    const words = nodes.filter((node) => node.type === "word");
    const plain = nodes.length === words.length + holders.size && words.every(({ star }) => !star);
    const long = plain && words.length >= SENTENCE;
    const sentence = long && (await Promise.all(words.map(resolve))).some(({ stop }) => stop);
    const phrases = nodes.filter((node) => node.type === "phrase");
    if (sentence || !nodes.some(optional)) return sentence ? phrases : [];
    return phrases.filter((node) => !holders.get(node)?.includes(MATCH));
  }

  /** @param {QueryNode} node whether documents may lack it where any word will do */
  const optional = ({ type }) => type === "word" || type === "or" || type === "and";

  /**
   * @param {QueryNode} node
   * @param {boolean} loose
   * @returns {(QueryNode | null)[]} the parts of it that may be lacking; null for one that mayn't
   */
  function parts(node, loose) {
    if (node.type !== "phrase" || !loose) return [optional(node) ? node : null];
    return node.words.map((word) => ({ type: "word", ...word, star: false, last: false }));
  }

  /**
   * What documents needn't hold, each thing once, without stop words unless there is nothing
   * else; in the order of the query, for which marks are told who stands next to whom.
   * @param {(QueryNode | null)[]} nodes
   * @param {boolean} quoted whether there is a phrase that filters
   */
  async function ranked(nodes, quoted) {
    const resolved = await Promise.all(
      nodes.map(async (node) => (node?.type === "word" ? resolve(node) : null)),
    );
    const content = nodes.some((node, i) => node && !resolved[i]?.stop);
    /** @type {Map<string, Ranked>} */
    const out = new Map();
    /** @type {(Ranked | null)[]} */
    const order = [];
    for (const [i, node] of nodes.entries()) {
      const word = resolved[i];
      if (!node) order.push(null);
      if (!node || (word?.stop && (content || quoted))) continue;
      const key = word ? identity(word) : `part ${i}`;
      const found = out.get(key) ?? { node, resolved: word, times: 0 };
      found.times++;
      out.set(key, found);
      order.push(found);
    }
    return { counted: Array.from(out.values()), order, content };
  }

  /**
   * @param {QueryNode[]} nodes
   * @param {"any" | "all"} match
   * @returns {Promise<Evaluation>}
   */
  async function run(nodes, match) {
    const scores = new Float64Array(total);
    const keep = new Uint8Array(total).fill(1);
    const hits = new Uint8Array(total);
    const matched = new Uint8Array(total);
    /** @type {Map<QueryNode, Uint8Array>} */
    const holders = new Map();
    for (const node of nodes)
      if (node.type === "phrase") holders.set(node, await holding(node.words));
    const loose = match === "all" ? [] : await loosened(nodes, holders);
    const quoted = holders.size > loose.length;
    const { counted, order, content } = await ranked(
      nodes.flatMap((node) => parts(node, loose.some((phrase) => phrase === node))),
      quoted,
    );
    index.begin(counted.flatMap(({ resolved }) => classesOf(resolved)));
    /** @type {Map<Ranked | null, number>} */
    const clauses = new Map();
    for (const each of counted) {
      const { node, resolved, times } = each;
      const found = resolved ? await word(resolved, scores, times) : await evaluate(node, scores);
      clauses.set(each, found.clause ?? -1);
      for (let doc = 0; doc < total; doc++)
        if (found.mask[doc]) {
          hits[doc]++;
          if (found.mask[doc] === MATCH) matched[doc] = 1;
        }
    }
    marks.order = order.map((each) => clauses.get(each) ?? -1);
    const all = new Uint8Array(total).fill(1);
    for (const node of nodes) {
      if (optional(node)) continue;
      const mask = holders.get(node) ?? (await evaluate(node, scores)).mask;
      const isLoose = loose.some((phrase) => phrase === node);
      // Where it stands as quoted, a loose phrase weighs a second time.
      if (node.type === "phrase")
        await addWithin(node.words, mask, scores, isLoose ? "nothing" : "verbatim");
      for (let doc = 0; doc < total; doc++) {
        if (mask[doc]) continue;
        all[doc] = 0;
        if (!isLoose) keep[doc] = 0;
      }
    }
    for (let doc = 0; doc < total; doc++) {
      const whole = hits[doc] === counted.length && (matched[doc] || !counted.length);
      if (!whole || !keep[doc]) all[doc] = 0;
      const enough = match === "all" || !content ? whole : quoted || matched[doc];
      if (!enough) keep[doc] = 0;
    }
    return { keep, all, scores, marks, loose: loose.map(({ text }) => text) };
  }

  return run;
}
