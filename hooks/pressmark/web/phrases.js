/**
 * Finds phrases. Words have positions, each with the codes of up to three common words before and
 * after it; common words have none. A row of two or three common words is a "gram" with documents
 * of its own, one of three with positions too. So every phrase is exact and none needs the
 * positions of a word like "the".
 *
 * @typedef {object} Placed the occurrences of one word of the phrase, languages taken together
 * @property {number} offset its place in the phrase
 * @property {Int32Array} row for every document its place in `starts`, or -1
 * @property {Int32Array} docs
 * @property {Int32Array} starts
 * @property {Int32Array} ends
 * @property {Int32Array} at
 * @property {Int32Array[]} near
 *
 * @typedef {object} CommonWord
 * @property {number} offset
 * @property {number} code
 *
 * @typedef {object} TextRange positions that count: from `from` to before `to`
 * @property {number} from
 * @property {number} to
 */

/**
 * @import { Entry } from "./dictionary.js"
 * @import { Index, Positions } from "./index.js"
 * @import { QueryWord } from "./words.js"
 */

/**
 * @param {Index} index
 * @param {{cls: number, word: string}[]} forms
 * @param {number} offset
 * @returns {Promise<Placed>}
 */
async function placed(index, forms, offset) {
  const total = index.root.documents;
  const parts = await Promise.all(
    forms.map(async ({ cls, word }) => {
      const postings = await index.postings(cls);
      return index.positions(postings, word);
    }),
  );
  const { docs, starts, at, near } = parts.length === 1 ? parts[0] : united(parts);
  const row = new Int32Array(total).fill(-1);
  docs.forEach((doc, n) => (row[doc] = n));
  return { offset, row, docs, starts, ends: starts.subarray(1), at, near };
}

/**
 * A word in several languages, which a document may have side by side.
 * @param {Positions[]} parts in one language each
 * @returns {Positions}
 */
function united(parts) {
  const spots = parts.flatMap(({ docs, starts, at: all }, part) =>
    Array.from(docs).flatMap((doc, n) =>
      Array.from(all.subarray(starts[n], starts[n + 1]), (at, i) => ({
        ...{ doc, at, part },
        place: starts[n] + i,
      })),
    ),
  );
  spots.sort((a, b) => a.doc - b.doc || a.at - b.at);
  const first = spots.map(({ doc }, i) => doc !== spots[i - 1]?.doc);
  const starts = spots.flatMap((_, i) => (first[i] ? [i] : []));
  const wide = Math.max(0, ...parts.map(({ near }) => near.length));
  return {
    docs: Int32Array.from(starts, (i) => spots[i].doc),
    starts: Int32Array.from([...starts, spots.length]),
    at: Int32Array.from(spots, ({ at }) => at),
    near: Array.from({ length: wide }, (_, column) =>
      Int32Array.from(spots, ({ part, place }) => parts[part].near[column]?.[place] ?? 0),
    ),
  };
}

/** @param {Placed} word @param {number} doc @param {number} position @returns {number} or -1 */
function occurrence(word, doc, position) {
  const n = word.row[doc];
  if (n < 0) return -1;
  for (let i = word.starts[n]; i < word.ends[n] && word.at[i] <= position; i++)
    if (word.at[i] === position) return i;
  return -1;
}

/** @param {Entry} entry */
const formsOf = (entry) => entry.links.map((link) => ({ cls: link.cls, word: entry.word }));

/**
 * The documents that hold a phrase.
 * @param {Index} index
 * @param {QueryWord[]} words
 * @param {TextRange} range
 * @returns {Promise<number[]>} sorted
 */
export async function findPhrase(index, words, range) {
  const plain = words.map(({ word }) => word);
  const place = remembered(index);
  if (!words[words.length - 1].prefix) return exactly(index, plain, range, place);
  /** @type {Set<number>} */
  const out = new Set();
  for (const { word } of await index.starting(plain[plain.length - 1]))
    for (const doc of await exactly(index, [...plain.slice(0, -1), word], range, place)) out.add(doc);
  return Array.from(out).sort((a, b) => a - b);
}

/**
 * @param {Index} index
 * @returns {(entry: Entry, offset: number) => Promise<Placed>}
 */
function remembered(index) {
  /** @type {Map<string, Promise<Placed>>} */
  const known = new Map();
  return (entry, offset) => {
    const key = `${offset} ${entry.word}`;
    const found = known.get(key) ?? placed(index, formsOf(entry), offset);
    known.set(key, found);
    return found;
  };
}

/**
 * @param {Index} index
 * @param {string[]} words
 * @param {TextRange} range
 * @param {(entry: Entry, offset: number) => Promise<Placed>} place
 * @returns {Promise<number[]>}
 */
async function exactly(index, words, range, place) {
  /** @type {CommonWord[]} */
  const common = [];
  /** @type {[Entry, number][]} */
  const others = [];
  const entries = await Promise.all(words.map((word) => index.find(word)));
  for (const [offset, entry] of entries.entries()) {
    if (!entry) return [];
    if (entry.code) common.push({ offset, code: entry.code });
    else others.push([entry, offset]);
  }
  const content = await Promise.all(others.map(([entry, offset]) => place(entry, offset)));
  if (!content.length) return commonOnly(index, words, range, place);
  const checks = await commonChecks(index, content, common, words, place);
  if (!checks) return [];
  const [rarest, ...rest] = content.sort((a, b) => a.docs.length - b.docs.length);
  return Array.from(rarest.docs)
    .sort((a, b) => a - b)
    .filter((doc) => {
      if (rest.some((word) => word.row[doc] < 0)) return false;
      const n = rarest.row[doc];
      for (let i = rarest.starts[n]; i < rarest.ends[n]; i++) {
        const start = rarest.at[i] - rarest.offset;
        if (start < range.from || start + words.length > range.to) continue;
        if (rest.some((word) => occurrence(word, doc, start + word.offset) < 0)) continue;
        if (checks.every((check) => check(doc, start))) return true;
      }
      return false;
    });
}

/**
 * For each common word of a phrase with other words: whether it stands where it should.
 * @param {Index} index
 * @param {Placed[]} content
 * @param {CommonWord[]} common
 * @param {string[]} words
 * @param {(entry: Entry, offset: number) => Promise<Placed>} place
 * @returns {Promise<((doc: number, start: number) => boolean)[] | null>} null where none can
 */
async function commonChecks(index, content, common, words, place) {
  const { neighbours } = index.root.parameters;
  const isCommon = new Set(common.map(({ offset }) => offset));
  const checks = [];
  for (const { offset, code } of common) {
    const near = content.find(
      (word) => Math.abs(word.offset - offset) <= neighbours && !between(word.offset, offset),
    );
    if (near) {
      const away = offset - near.offset;
      const column = away < 0 ? -away - 1 : neighbours + away - 1;
      checks.push((/** @type {number} */ doc, /** @type {number} */ start) => {
        const i = occurrence(near, doc, start + near.offset);
        return i >= 0 && near.near[column][i] === code;
      });
      continue;
    }
    const first = [offset - 2, offset - 1, offset].find(
      (from) => isCommon.has(from) && isCommon.has(from + 1) && isCommon.has(from + 2),
    );
    if (first === undefined) return null;
    const gram = await index.findGram(words.slice(first, first + 3).join(" "));
    if (!gram) return null;
    const triple = await place(gram, first);
    checks.push(
      (/** @type {number} */ doc, /** @type {number} */ start) =>
        occurrence(triple, doc, start + first) >= 0,
    );
  }
  return checks;

  /** Whether a word that isn't common stands between two places. */
  function between(/** @type {number} */ a, /** @type {number} */ b) {
    return content.some((word) => word.offset > Math.min(a, b) && word.offset < Math.max(a, b));
  }
}

/**
 * A phrase of common words only. One or two of them have no positions, but it is known whether
 * they stand in the title.
 * @param {Index} index
 * @param {string[]} words
 * @param {TextRange} range
 * @param {(entry: Entry, offset: number) => Promise<Placed>} place
 * @returns {Promise<number[]>}
 */
async function commonOnly(index, words, range, place) {
  const count = words.length;
  if (count < 3) {
    const entry = await (count === 1 ? index.find(words[0]) : index.findGram(words.join(" ")));
    const docs = await Promise.all(
      (entry ? formsOf(entry) : []).map(async ({ cls, word }) => {
        const found = await index.formDocs(await index.postings(cls), word);
        return Array.from(range.to < Infinity ? found.titled : found.docs);
      }),
    );
    return docs.flat().sort((a, b) => a - b);
  }
  /** @type {Placed[]} */
  const triples = [];
  for (let first = 0; first < count; first += 3) {
    const from = Math.min(first, count - 3);
    const gram = await index.findGram(words.slice(from, from + 3).join(" "));
    if (!gram) return [];
    triples.push(await place(gram, from));
  }
  const [head, ...others] = triples;
  return Array.from(head.docs).filter((doc, n) =>
    head.at
      .subarray(head.starts[n], head.ends[n])
      .some(
        (start) =>
          start >= range.from &&
          start + count <= range.to &&
          others.every((word) => occurrence(word, doc, start + word.offset) >= 0),
      ),
  );
}
