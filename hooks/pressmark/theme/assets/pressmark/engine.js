// @ts-check
"use strict";
/**
 * Search over the archive, on a page or in Node.
 *
 * On a page, `pressmark.search(query, options)` returns a promise of an answer; `pressmark.ready` is
 * a promise that is kept once the index is open. In Node, `require("./engine.js").open(readText)`
 * returns the same two; `readText` gives the text of a file by its name below the index's folder.
 * Both reject with a `PressmarkError` (`kind`: `missing`, `damaged` or `format`; `chunk`: the file)
 * where a file can't be read, never with a result that lacks something. Where only some of the texts
 * can't be read, the answer has the other results, and says which files are at fault.
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
 *
 * @typedef {object} Engine
 * @property {(query: string, options?: SearchOptions) => Promise<Answer>} search
 * @property {Promise<void>} ready
 * @property {() => Promise<boolean>} renewed whether the index has been replaced since it was opened
 */
(() => {
  const SCALE = 4096 * 255;
  const MOST = 1000;
  /** Results that are put in order among themselves by what their texts say. */
  const BLOCK = 10;
  /** What the engine is made of, in the order in which a page loads it. */
  const PARTS = "turn words chunks bytes dictionary query index phrases columns resolve evaluate excerpt suggest".split(" ");

  const host = /** @type {any} */ (globalThis);
  // @ts-ignore: Node's; a page loads these files before this one.
  const inNode = typeof module === "object" && typeof require === "function";
  // The published file holds all its parts.
  if (inNode && !host.pressmarkParts) {
    // @ts-ignore: Node's.
    const load = require;
    for (const part of PARTS) load(`./${part}.js`);
  }

  /**
   * @param {Evaluation} evaluation
   * @param {Uint8Array} keep
   * @param {string} sort
   * @param {Int32Array | null} years
   * @returns {number[]} documents, first result first
   */
  function ordered({ scores }, keep, sort, years) {
    /** @type {number[]} */
    const docs = [];
    for (let doc = 0; doc < keep.length; doc++) if (keep[doc]) docs.push(doc);
    if (sort === "oldest")
      return docs.filter((doc) => years?.[doc]).concat(docs.filter((doc) => !years?.[doc]));
    if (sort === "newest") return docs.reverse();
    // Score and document in one number, so that ties fall to the newer and numbers sort fast.
    const scale = 2 ** Math.ceil(Math.log2(keep.length + 1));
    const keys = Float64Array.from(docs, (doc) => scores[doc] * scale + doc).sort();
    return Array.from(keys.reverse(), (key) => key % scale);
  }

  /** @returns {boolean} whether the page was loaded again, and so wants no file of a cache */
  const comesAnew = () =>
    !inNode &&
    performance
      .getEntriesByType("navigation")
      .some((entry) => /** @type {PerformanceNavigationTiming} */ (entry).type === "reload");

  /** @param {Column} families @param {number} doc @returns {string | undefined} */
  const familyOf = ({ starts, numbers, values }, doc) =>
    starts[doc] === starts[doc + 1] ? undefined : values[numbers[starts[doc]]];

  /**
   * @param {number[]} docs
   * @param {Column | null} families
   * @returns {{docs: number[], copies: Map<number, number>}} the first of each family
   */
  function fold(docs, families) {
    /** @type {Map<number, number>} */
    const copies = new Map();
    if (!families) return { docs, copies };
    /** @type {Map<string, number>} */
    const first = new Map();
    const kept = docs.filter((doc) => {
      const family = familyOf(families, doc);
      if (family === undefined) return true;
      const head = first.get(family);
      if (head === undefined) first.set(family, doc);
      else copies.set(head, (copies.get(head) ?? 0) + 1);
      return head === undefined;
    });
    return { docs: kept, copies };
  }

  /**
   * Results as they are shown. Blocks of ten are put in order by what their texts say too, which
   * costs nothing to load, since these texts are shown; blocks begin at the first result, so that
   * every page of a search agrees with the others.
   * @template {{weight: number}} T
   * @param {number[]} docs
   * @param {number} offset
   * @param {number} limit
   * @param {boolean} close whether to put them in order
   * @param {(doc: number) => Promise<T>} read
   * @returns {Promise<{chosen: T[], unread: PressmarkFault[]}>} those from `offset` on, at most
   *   `limit`, and all of their blocks that can't be read. Rejects where nothing can be read
   */
  async function inBlocks(docs, offset, limit, close, read) {
    const block = close ? BLOCK : 1;
    const first = offset - (offset % block);
    const last = limit ? Math.ceil((offset + limit) / block) * block : first;
    const found = await Promise.allSettled(docs.slice(first, last).map(read));
    /** @param {PromiseSettledResult<T>} each */
    const weight = (each) => (each.status === "fulfilled" ? each.value.weight : -1);
    const out = [];
    for (let at = 0; at < found.length; at += block)
      out.push(...found.slice(at, at + block).sort((a, b) => weight(b) - weight(a)));
    /** @type {T[]} */
    const chosen = [];
    /** @type {PressmarkFault[]} */
    const unread = [];
    for (const [at, each] of out.entries()) {
      const within = at >= offset - first && at < offset - first + limit;
      if (each.status === "fulfilled") chosen.push(...(within ? [each.value] : []));
      else if (each.reason instanceof host.pressmarkParts.PressmarkError) unread.push(each.reason);
      else throw each.reason;
    }
    if (unread.length && !chosen.length) throw unread[0];
    return { chosen, unread };
  }
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
   * @param {ReadChunk} read
   * @returns {Engine}
   */
  function makeEngine(read) {
    const { makeWords, makeChunks, parseQuery, openIndex, makeColumns, makeEvaluator } =
      host.pressmarkParts;
    const { makeReading, makeExcerpt } = host.pressmarkParts;
    const { respelt, turn, LONGEST_QUERY } = host.pressmarkParts;
    /** @type {Promise<{index: Index, reader: Words, columns: Columns}> | null} */
    let opening = null;
    /** The data of the root that was opened. */
    let root = "";

    /** @type {ReadChunk} */
    async function readNoting(name) {
      const chunk = await read(name, name === "root" && comesAnew());
      if (name === "root") root = chunk[1];
      return chunk;
    }

    async function open() {
      /** @type {Index} */
      const index = await openIndex(makeChunks(readNoting));
      /** @type {Words} */
      const reader = makeWords(index.root.characters);
      /** @type {Columns} */
      const columns = makeColumns(index, reader);
      return { index, reader, columns };
    }

    function opened() {
      opening ??= open().catch((error) => {
        opening = null;
        throw error;
      });
      return opening;
    }

    /**
     * @param {string} query
     * @param {SearchOptions} [options]
     * @returns {Promise<Answer>}
     */
    async function search(query, options = {}) {
      const { index, reader, columns } = await opened();
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
        /** @type {Evaluation} */
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
        /** @type {string | null} */
        const other = await respelt(index, reader, typed, nodes);
        if (other === null) return null;
        const { total, totalAll } = await attempt(than.match, parseQuery(other, reader));
        const more = totalAll - than.totalAll || total - than.total;
        return more > 0 ? other : null;
      }

      const auto = asked.match !== "all" && asked.match !== "any";
      /** @type {QueryNode[]} */
      const nodes = parseQuery(typed, reader);
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
      /** @type {(title: string | null, text: string) => Reading} */
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
        /** @type {Excerpt} */
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

    const ready = Promise.resolve()
      .then(opened)
      .then(() => undefined);
    ready.catch(() => undefined);

    async function renewed() {
      try {
        return (await read("root", true))[1] !== root;
      } catch {
        return false;
      }
    }

    return { search, ready, renewed };
  }

  if (inNode) {
    // @ts-ignore: Node's.
    const own = module;
    own.exports = {
      /** @param {(path: string) => string | Promise<string>} readText @returns {Engine} */
      open: (readText) => makeEngine(host.pressmarkParts.textReader(readText)),
    };
  } else {
    const own = /** @type {HTMLScriptElement | null} */ (document.currentScript);
    const site = new URL("../../", own?.src || document.baseURI);
    const engine = makeEngine(host.pressmarkParts.scriptReader(new URL("search/", site).href));
    host.pressmark = { ...host.pressmark, ...engine, site: site.href };
  }
})();
