/**
 * Decodes the index: words, classes, documents, positions, columns and texts. Its format is described
 * in `docs/guide/search-format.md`.
 *
 * @typedef {object} ClassPostings
 * @property {number} number
 * @property {number} firstForm number of its first form
 * @property {string[]} names its forms; empty where it has only one
 * @property {Int32Array} docs
 * @property {Uint8Array | null} impacts 0 to 255, one a document; none for stop words and grams
 * @property {Int32Array} titled those of `docs` that have it in their title
 *
 * @typedef {object} FormDocs
 * @property {Int32Array} docs
 * @property {Int32Array} titled those of them that have it in their title
 *
 * @typedef {object} Positions of a form
 * @property {Int32Array} docs
 * @property {Int32Array} starts where the positions of each document of the form begin, and the end
 * @property {Int32Array} at
 * @property {Int32Array[]} near codes of the common words next to each position: those before it,
 *   nearest first, and as many after it; empty for grams
 *
 * @typedef {object} Column
 * @property {string[]} values
 * @property {Int32Array} starts where the values of each document begin, and the end
 * @property {Int32Array} numbers
 *
 * @typedef {object} Dates days since 0001-01-01; -1 for none
 * @property {Int32Array} first
 * @property {Int32Array} last
 *
 * @typedef {[string, string, string | null, string | null, string | null, string | null, string]}
 *   Shown id, url, title, label, date, publisher, text
 *
 * @typedef {object} Root
 * @property {number} format
 * @property {number} documents
 * @property {[number, number] | null} span first and last day
 * @property {number} titleSpace positions below it are the title's
 * @property {{folder: string, dictionary: string[], grams: string[], postings: number[],
 *   forms: number[], positions: number[], affixes: Affix[]}} words
 * @property {{folder: string, in: Record<string, number>}} columns
 * @property {{folder: string, documents: number[]}[]} texts documents in each chunk of a folder
 * @property {Parameters} parameters
 * @property {CharacterTable} characters
 *
 * @typedef {object} Parameters how the index was written
 * @property {number} longestWord characters of a word that count
 * @property {number} neighbours common words that are kept on each side of a position
 * @property {{bitmap: number, impacts: number, titles: number}} flags of a list of documents
 * @property {string[]} facets columns whose values are counted
 * @property {string[]} filters columns that narrow a search without being counted
 *
 * @typedef {object} Index
 * @property {Root} root
 * @property {(word: string) => Promise<Entry | null>} find
 * @property {(gram: string) => Promise<Entry | null>} findGram
 * @property {(word: string) => Promise<Entry | null>} related for a word that no document has, one
 *   that most likely has its stem
 * @property {(prefix: string) => Promise<Entry[]>} starting words with a prefix, the most frequent
 * @property {(words: string[], most: number) => Promise<Entry[]>} around all words of the chunks, at
 *   most so many, in which the given words stand or would stand, and of those beside the first
 * @property {(cls: number) => Promise<ClassPostings>} postings
 * @property {(cls: ClassPostings, word: string) => Promise<FormDocs>} formDocs documents with this
 *   very form
 * @property {(cls: ClassPostings, word: string) => Promise<Positions>} positions
 * @property {(classes: number[]) => void} begin loads what `postings` is going to need
 * @property {(name: string) => Promise<Column | null>} column
 * @property {(name: string) => Promise<unknown>} load a column, so that it is there when it is needed
 * @property {(name: string) => boolean} has whether there is such a column
 * @property {(name: string) => boolean} near whether it comes with the dates, which are always read
 * @property {() => Promise<Dates | null>} dates
 * @property {(doc: number) => Promise<Shown>} shown
 */

/**
 * @import { Chunks } from "./chunks.js"
 * @import { Affix, Entry } from "./dictionary.js"
 * @import { CharacterTable } from "./words.js"
 */

import { Cursor, place, summed } from "./bytes.js";
import { dictionaryChunk, likelyStems } from "./dictionary.js";
import { PressmarkError } from "./errors.js";

/** Chunks of the dictionary that a prefix is looked up in. */
const PREFIX_CHUNKS = 4;
/** Chunks of the dictionary that a word which no document has is looked up in by its stem. */
const RELATED_CHUNKS = 4;
/** Words that a prefix stands for at most. */
const PREFIX_WORDS = 64;
const utf8 = new TextDecoder();

/** @param {Uint8Array} bytes @returns {Uint8Array[]} */
function recordChunk(bytes) {
  const cursor = new Cursor(bytes);
  const lengths = cursor.numbers(cursor.number());
  return Array.from(lengths, (length) => cursor.take(length));
}

/**
 * @param {Chunks} chunks
 * @returns {Promise<Index>}
 */
export async function openIndex(chunks) {
  /** @type {Root} */
  const root = JSON.parse(utf8.decode(await chunks.get("root")));
  if (root.format !== INDEX_FORMAT || !root.parameters) {
    const format = root.format + (root.parameters ? "" : " without parameters");
    const message = `The search index has format ${format}; this page reads ${INDEX_FORMAT}.`;
    throw new PressmarkError("format", "root", message);
  }
  const total = root.documents;
  const { flags: FLAG, neighbours } = root.parameters;
  const starts = {
    p: summed(root.words.postings),
    f: summed(root.words.forms),
    x: summed(root.words.positions),
  };
  const texts = root.texts.flatMap(({ folder, documents }) =>
    documents.map((count, number) => ({ name: `${folder}/${number}`, count })),
  );
  let before = 0;
  const textStarts = texts.map(({ count }) => (before += count) - count);
  /** @type {WeakMap<Uint8Array, any>} */
  const decoded = new WeakMap();

  /**
   * @template T
   * @param {string} name
   * @param {(bytes: Uint8Array) => T} decode
   * @returns {Promise<T>}
   */
  async function part(name, decode) {
    const bytes = await chunks.get(name);
    let found = decoded.get(bytes);
    if (found === undefined) decoded.set(bytes, (found = decode(bytes)));
    return found;
  }

  /** @param {"d" | "g"} kind @param {number} number @returns {Promise<Entry[]>} */
  const entries = (kind, number) =>
    part(`${root.words.folder}/${kind}${number}`, dictionaryChunk);

  /** @param {"d" | "g"} kind @param {string[]} firsts @param {string} word */
  async function lookUp(kind, firsts, word) {
    const number = place(firsts, word);
    if (number < 0) return null;
    const found = await entries(kind, number);
    let low = 0;
    let high = found.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (found[middle].word < word) low = middle + 1;
      else high = middle;
    }
    return found[low]?.word === word ? found[low] : null;
  }

  /** @param {"p" | "f" | "x"} kind @param {number} number of a record */
  function recordName(kind, number) {
    const first = starts[kind][place(starts[kind], number)];
    return { first, name: `${root.words.folder}/${kind}${first}` };
  }

  /** @param {"p" | "f" | "x"} kind @param {number} number */
  async function record(kind, number) {
    const { first, name } = recordName(kind, number);
    const records = await part(name, recordChunk);
    return new Cursor(records[number - first]);
  }

  /** @param {Cursor} cursor @param {number} flags @returns {Int32Array} */
  function titles(cursor, flags) {
    if (!(flags & FLAG.titles)) return new Int32Array(0);
    const bitmap = cursor.number() === FLAG.bitmap;
    return cursor.documents(bitmap, cursor.number(), total);
  }

  /** @param {number} cls @returns {Promise<ClassPostings>} */
  async function postings(cls) {
    const cursor = await record("p", cls);
    /** @type {string[]} */
    const names = [];
    let count = cursor.number();
    /** @type {Uint8Array} */
    let spelled = new Uint8Array(0);
    if (count > 1)
      for (; count > 0; count--) names.push(utf8.decode((spelled = cursor.word(spelled))));
    const firstForm = cursor.number();
    const flags = cursor.number();
    const held = cursor.number();
    const docs = cursor.documents((flags & FLAG.bitmap) > 0, held, total);
    const impacts = flags & FLAG.impacts ? unpacked(cursor.number(), cursor.take(held)) : null;
    return { number: cls, firstForm, names, docs, impacts, titled: titles(cursor, flags) };
  }

  /** @param {number} levels that impacts were rounded to @param {Uint8Array} rounded */
  const unpacked = (levels, rounded) =>
    rounded.map((level) => Math.floor((level * 255 + (levels >> 1)) / levels));

  /** @param {ClassPostings} cls @param {string} word */
  const formNumber = (cls, word) => cls.firstForm + Math.max(0, cls.names.indexOf(word));

  /** @param {ClassPostings} cls @param {string} word @returns {Promise<FormDocs>} */
  async function formDocs(cls, word) {
    if (!cls.names.length) return cls;
    const cursor = await record("f", formNumber(cls, word));
    const flags = cursor.number();
    const docs = cursor.documents((flags & FLAG.bitmap) > 0, cursor.number(), total);
    return { docs, titled: titles(cursor, flags) };
  }

  /** @param {ClassPostings} cls @param {string} word @returns {Promise<Positions>} */
  async function positions(cls, word) {
    const [cursor, { docs }] = await Promise.all([
      record("x", formNumber(cls, word)),
      formDocs(cls, word),
    ]);
    const documents = docs.length;
    const counts = cursor.numbers(documents);
    const begin = new Int32Array(documents + 1);
    for (let i = 0; i < documents; i++) begin[i + 1] = begin[i] + counts[i];
    const at = cursor.numbers(begin[documents]);
    for (let i = 0; i < documents; i++)
      for (let k = begin[i] + 1; k < begin[i + 1]; k++) at[k] += at[k - 1];
    /** @type {Int32Array[]} */
    const near = [];
    for (let side = 0; side < 2 && cursor.at < cursor.bytes.length; side++) {
      for (let step = 0; step < neighbours; step++) {
        const column = new Int32Array(at.length);
        const nearer = step ? near[near.length - 1] : null;
        for (let i = 0; i < column.length; i++)
          if (!nearer || nearer[i]) column[i] = cursor.number();
        near.push(column);
      }
    }
    return { docs, starts: begin, at, near };
  }

  /** @param {Uint8Array} bytes @returns {Map<string, Uint8Array>} */
  function columnChunk(bytes) {
    const cursor = new Cursor(bytes);
    /** @type {Map<string, Uint8Array>} */
    const out = new Map();
    while (cursor.at < bytes.length) {
      const name = utf8.decode(cursor.take(cursor.number()));
      out.set(name, cursor.take(cursor.number()));
    }
    return out;
  }

  /** @param {string} name */
  async function columnBytes(name) {
    const number = root.columns.in[name];
    if (number === undefined) return null;
    const columns = await part(`${root.columns.folder}/c${number}`, columnChunk);
    return columns.get(name) ?? null;
  }

  /** @param {Uint8Array} bytes @returns {Column} */
  function valueColumn(bytes) {
    const cursor = new Cursor(bytes);
    const [several, values] = JSON.parse(utf8.decode(cursor.take(cursor.number())));
    const begin = new Int32Array(total + 1);
    /** @type {number[]} */
    const numbers = [];
    for (let doc = 0; doc < total; doc++) {
      const head = cursor.number();
      if (several) for (let i = 0; i < head; i++) numbers.push(cursor.number());
      else if (head) numbers.push(head - 1);
      begin[doc + 1] = numbers.length;
    }
    return { values, starts: begin, numbers: Int32Array.from(numbers) };
  }

  /** @param {Uint8Array} bytes @returns {Dates} */
  function dateColumn(bytes) {
    const cursor = new Cursor(bytes);
    const first = new Int32Array(total).fill(-1);
    const last = new Int32Array(total).fill(-1);
    let day = 0;
    for (let doc = 0; doc < total; doc++) {
      const step = cursor.number() - 1;
      if (step >= 0) first[doc] = day += step & 1 ? -(step + 1) / 2 : step / 2;
    }
    for (let doc = 0; doc < total; doc++)
      if (first[doc] >= 0) last[doc] = first[doc] + cursor.number();
    return { first, last };
  }

  /**
   * @template T
   * @param {string} name
   * @param {(bytes: Uint8Array) => T} decode
   * @returns {Promise<T | null>}
   */
  async function decodedColumn(name, decode) {
    const bytes = await columnBytes(name);
    if (!bytes) return null;
    let found = decoded.get(bytes);
    if (found === undefined) decoded.set(bytes, (found = decode(bytes)));
    return found;
  }

  /** @param {string} word @returns {Promise<Entry | null>} */
  async function find(word) {
    const entry = await lookUp("d", root.words.dictionary, word);
    return entry && entry.links.length ? entry : null;
  }

  return {
    root,
    find,
    async related(word) {
      if (/[0-9]/.test(word)) return null;
      /** @type {Set<number>} */
      const read = new Set();
      for (const stem of likelyStems(word, root.words.affixes)) {
        const chunk = place(root.words.dictionary, stem);
        if (read.size === RELATED_CHUNKS && !read.has(chunk)) continue;
        read.add(chunk);
        const entry = await lookUp("d", root.words.dictionary, stem);
        if (entry?.instead) return find(entry.instead);
        if (entry?.links.some(({ stop }) => !stop)) return entry;
      }
      return null;
    },
    findGram: (gram) => lookUp("g", root.words.grams, gram),
    async starting(prefix) {
      const firsts = root.words.dictionary;
      const from = Math.max(0, place(firsts, prefix));
      const numbers = firsts
        .map((_, number) => number)
        .slice(from, from + PREFIX_CHUNKS)
        .filter((number) => number === from || firsts[number].startsWith(prefix));
      const found = (await Promise.all(numbers.map((number) => entries("d", number)))).flat();
      /** @param {Entry} entry */
      const held = (entry) => entry.links.reduce((sum, link) => sum + link.documents, 0);
      return found
        .filter((entry) => entry.links.length && entry.word.startsWith(prefix))
        .sort((a, b) => held(b) - held(a) || (a.word < b.word ? -1 : 1))
        .slice(0, PREFIX_WORDS);
    },
    async around(words, most) {
      const firsts = root.words.dictionary;
      const numbers = new Set(words.map((word) => Math.max(0, place(firsts, word))));
      const [own] = numbers;
      for (let step = 1; step < most && numbers.size < most; step++)
        for (const number of [own - step, own + step])
          if (number >= 0 && number < firsts.length) numbers.add(number);
      const read = Array.from(numbers).filter((number) => number < firsts.length);
      return (await Promise.all(read.slice(0, most).map((number) => entries("d", number)))).flat();
    },
    postings,
    formDocs,
    positions,
    begin(classes) {
      // The load that needs it reports an error.
      for (const cls of classes) chunks.get(recordName("p", cls).name).catch(() => undefined);
    },
    load: columnBytes,
    has: (name) => name in root.columns.in,
    near: (name) => root.columns.in[name] === root.columns.in.date,
    column: (name) => decodedColumn(name, valueColumn),
    dates: () => decodedColumn("date", dateColumn),
    async shown(doc) {
      const number = place(textStarts, doc);
      /** @type {Shown[]} */
      const group = await part(texts[number].name, (bytes) => JSON.parse(utf8.decode(bytes)));
      const [id, url, title, label, ...rest] = group[doc - textStarts[number]];
      return [id, url, title, label ?? title, ...rest];
    },
  };
}
