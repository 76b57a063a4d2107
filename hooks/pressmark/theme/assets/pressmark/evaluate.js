// @ts-check
"use strict";
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
 *
 * @typedef {object} Found what one part of a query comes to
 * @property {Uint8Array} mask 1 for a document that matches; 2 where the word is only a stop word
 *
 * @typedef {{node: WordNode, entries: Entry[], stop: boolean}} Resolved
 */
(() => {
  const UNIT = 4096;
  const MATCH = 1;
  const STOP = 2;

  const host = /** @type {any} */ (globalThis);
  /** @type {(index: Index, words: QueryWord[], range: TextRange) => Promise<number[]>} */
  const findPhrase = host.pressmarkParts.findPhrase;

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
  function makeEvaluator(index, columns, exact) {
    const total = index.root.documents;
    /** @type {Marks} */
    const marks = { weights: new Map(), clauses: new Map(), prefixes: [] };
    let clauses = 0;

    /** @param {string[]} names @param {number} weight @param {number} clause */
    function mark(names, weight, clause) {
      for (const name of names) {
        if (!marks.clauses.has(name)) marks.clauses.set(name, clause);
        marks.weights.set(name, Math.max(weight, marks.weights.get(name) ?? 0));
      }
    }

    /** @param {WordNode} node @returns {Promise<Resolved>} */
    async function resolve(node) {
      /** @type {Entry[]} */
      let entries = [];
      if (node.prefix) {
        entries = await index.starting(node.word);
      } else {
        const entry = await index.find(node.word);
        if (entry) entries = [entry];
        else if (node.last && node.word.length > 1) entries = await index.starting(node.word);
      }
      const links = entries.flatMap((entry) => entry.links);
      return { node, entries, stop: links.length > 0 && links.every((link) => link.stop) };
    }

    /**
     * The documents of one class, or of one form of it, with their impacts.
     * @param {Link} link @param {string} word @param {boolean} own
     */
    async function listed(link, word, own) {
      const cls = await index.postings(link.cls);
      const names = cls.names.length && !own ? cls.names : [word];
      if (!own || !cls.names.length) return { docs: cls.docs, impacts: cls.impacts, names };
      const { docs } = await index.formDocs(cls, word);
      const impacts = cls.impacts && new Uint8Array(docs.length);
      if (impacts && cls.impacts)
        for (let i = 0, k = 0; i < docs.length; i++) {
          while (cls.docs[k] < docs[i]) k++;
          impacts[i] = cls.impacts[k];
        }
      return { docs, impacts, names };
    }

    /** @param {Resolved} resolved @param {Float64Array} scores @returns {Promise<Found>} */
    async function word({ node, entries, stop }, scores) {
      const clause = clauses++;
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
      let documents = 0;
      for (const { docs, impacts, stop: weightless } of found)
        for (let i = 0; i < docs.length; i++) {
          const doc = docs[i];
          if (weightless && !stop) {
            mask[doc] ||= STOP;
            continue;
          }
          if (mask[doc] !== MATCH) documents++;
          mask[doc] = MATCH;
          if (impacts && impacts[i] > best[doc]) best[doc] = impacts[i];
        }
      const weight = rarity(total, documents);
      for (const { docs, names, stop: weightless } of found) {
        for (const doc of docs) {
          scores[doc] += weight * best[doc];
          best[doc] = 0;
        }
        if (!weightless || stop) mark(names, weight, clause);
      }
      if (node.star) marks.prefixes.push(node.word);
      return { mask };
    }

    /** @param {QueryWord[]} words @param {TextRange} range @param {Float64Array} scores */
    async function phrase(words, range, scores) {
      const docs = await findPhrase(index, words, range);
      const mask = new Uint8Array(total);
      for (const doc of docs) mask[doc] = MATCH;
      await addWithin(words, mask, scores, true);
      return { mask };
    }

    /**
     * Adds to `scores` what `words` weigh, for the documents of `mask` only.
     * @param {QueryWord[]} words @param {Uint8Array} mask @param {Float64Array} scores
     * @param {boolean} verbatim whether other forms of the words are left unmarked
     */
    async function addWithin(words, mask, scores, verbatim) {
      const entries = await Promise.all(words.map(({ word }) => index.find(word)));
      const alone = entries.every((entry) => !entry || entry.code > 0);
      for (const entry of entries) {
        if (!entry) continue;
        const clause = clauses++;
        for (const link of entry.links) {
          if (link.stop) continue;
          const { docs, impacts, names } = await listed(link, entry.word, false);
          const weight = rarity(total, docs.length);
          for (let i = 0; impacts && i < docs.length; i++)
            if (mask[docs[i]]) scores[docs[i]] += weight * impacts[i];
          mark(verbatim ? [entry.word] : names, weight, clause);
        }
        if (alone) mark([entry.word], 1, clause);
      }
    }

    /** @param {FieldNode} node @param {Float64Array} scores @returns {Promise<Found>} */
    async function field(node, scores) {
      if (node.field !== "title") return { mask: await columns.holding(node.field, node.words) };
      const range = { from: 0, to: index.root.titleSpace };
      if (node.phrase) return phrase(node.words, range, scores);
      const mask = new Uint8Array(total).fill(MATCH);
      for (const asked of node.words) {
        const here = new Uint8Array(total);
        for (const docs of await titled(asked)) for (const doc of docs) here[doc] = MATCH;
        for (let doc = 0; doc < total; doc++) mask[doc] &= here[doc];
      }
      await addWithin(node.words, mask, scores, exact);
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
      switch (node.type) {
        case "word":
          return word(await resolve(node), scores);
        case "phrase":
          return phrase(node.words, { from: 0, to: Infinity }, scores);
        case "field":
          return field(node, scores);
        case "dates":
          return { mask: await columns.dated(node.from, node.to) };
        case "not": {
          const { mask } = await evaluate(node.node, new Float64Array(total));
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
     * @param {QueryNode[]} nodes
     * @param {"any" | "all"} match
     * @returns {Promise<Evaluation>}
     */
    async function run(nodes, match) {
      const scores = new Float64Array(total);
      const keep = new Uint8Array(total).fill(1);
      const hits = new Uint8Array(total);
      const matched = new Uint8Array(total);
      const optional = nodes.filter(({ type }) => ["word", "or", "and"].includes(type));
      const required = nodes.filter((node) => !optional.includes(node));
      const stops = await Promise.all(
        optional.map(async (node) => node.type === "word" && (await resolve(node)).stop),
      );
      const quoted = required.some(({ type }) => type === "phrase");
      const content = optional.filter((_, i) => !stops[i]);
      const counted = content.length || quoted ? content : optional;
      for (const node of counted) {
        const { mask } = await evaluate(node, scores);
        for (let doc = 0; doc < total; doc++)
          if (mask[doc]) {
            hits[doc]++;
            if (mask[doc] === MATCH) matched[doc] = 1;
          }
      }
      for (const node of required) {
        const { mask } = await evaluate(node, scores);
        for (let doc = 0; doc < total; doc++) if (!mask[doc]) keep[doc] = 0;
      }
      const all = new Uint8Array(total);
      const need = match === "all" || !content.length ? counted.length : quoted ? 0 : 1;
      for (let doc = 0; doc < total; doc++) {
        const whole = hits[doc] === counted.length && (matched[doc] || !counted.length);
        all[doc] = keep[doc] && whole ? 1 : 0;
        const enough = match === "all" ? whole : need ? matched[doc] && hits[doc] >= need : true;
        if (!enough) keep[doc] = 0;
      }
      return { keep, all, scores, marks };
    }

    return run;
  }

  host.pressmarkParts = { ...host.pressmarkParts, makeEvaluator };
})();
