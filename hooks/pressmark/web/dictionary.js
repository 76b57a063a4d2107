/**
 * The words of the index as `pressmark/search/dictionary.py` writes them, and the rules of
 * `pressmark/search/affixes.py`, which stand in for the stemmers.
 *
 * @typedef {object} Link a word in one language (or in none)
 * @property {number} cls its class
 * @property {number} documents that hold this form of the class
 * @property {boolean} stop
 *
 * @typedef {object} Entry a line of the dictionary
 * @property {string} word
 * @property {number} code of a common word, which has no positions of its own; else 0
 * @property {Link[]} links none where the word is only a stem
 * @property {string} [instead] a word that has this stem
 *
 * @typedef {[string, string, string]} Affix what a word begins with and ends with beside its stem,
 *   and what its stem ends with instead
 */

import { Cursor } from "./bytes.js";

/** Characters that a stem has at least. */
const STEM = 3;

const utf8 = new TextDecoder();

/** @typedef {string | Uint8Array} Spelled a word, or its bytes in UTF-8 */

/**
 * Puts words together of what they share with the one before and what follows, which is read from
 * `letters`, one word after the other.
 * @param {Uint8Array} letters
 * @returns {{longer: (before: Spelled, same: number, more: number) => Spelled,
 *   text: (word: Spelled) => string}}
 */
function speller(letters) {
  const all = utf8.decode(letters);
  let at = 0;
  // Decoding words one by one takes ten times as long, but a shared part may end inside of
  // a character.
  if (/^[\x00-\x7f]*$/.test(all))
    return {
      longer: (before, same, more) => before.slice(0, same) + all.slice(at, (at += more)),
      text: String,
    };
  return {
    longer(before, same, more) {
      const word = new Uint8Array(same + more);
      if (typeof before !== "string") word.set(before.subarray(0, same));
      word.set(letters.subarray(at, (at += more)), same);
      return word;
    },
    text: (word) => (typeof word === "string" ? word : utf8.decode(word)),
  };
}

/** @param {Uint8Array} bytes @returns {Entry[]} */
export function dictionaryChunk(bytes) {
  const cursor = new Cursor(bytes);
  const count = cursor.number();
  let expected = cursor.number();
  const shared = cursor.numbers(count);
  const rests = cursor.numbers(count);
  const heads = cursor.numbers(count);
  const codes = heads.map((head) => head & 1);
  for (let i = 0; i < count; i++) if (codes[i]) codes[i] = cursor.number();
  const linked = heads.reduce((sum, head) => sum + (head >> 1), 0);
  const steps = cursor.numbers(linked);
  const held = cursor.numbers(linked);
  const stems = heads.reduce((sum, head) => sum + (head ? 0 : 1), 0);
  const also = cursor.numbers(stems);
  const others = cursor.numbers(stems);

  const { longer, text } = speller(cursor.take(bytes.length - cursor.at));
  /** @type {Entry[]} */
  const out = [];
  /** @type {[Entry, Spelled][]} */
  const alone = [];
  /** @type {Spelled} */
  let spelled = "";
  for (let i = 0, link = 0; i < count; i++) {
    spelled = longer(spelled, shared[i], rests[i]);
    /** @type {Link[]} */
    const links = [];
    for (let end = link + (heads[i] >> 1); link < end; link++) {
      const step = steps[link];
      const cls = expected + (step & 1 ? -(step + 1) / 2 : step / 2);
      expected = Math.max(expected, cls + 1);
      links.push({ cls, documents: held[link] >> 1, stop: (held[link] & 1) === 1 });
    }
    const entry = { word: text(spelled), code: codes[i], links };
    if (!heads[i]) alone.push([entry, spelled]);
    out.push(entry);
  }
  alone.forEach(([entry, stem], i) => {
    entry.instead = text(longer(stem, also[i], others[i]));
  });
  return out;
}

/**
 * @param {string} word
 * @param {Affix[]} affixes
 * @returns {Set<string>} what its stem may be, the likeliest first
 */
export function likelyStems(word, affixes) {
  /** @type {Set<string>} */
  const out = new Set();
  for (const [head, tail, instead] of affixes) {
    const rest = word.length - head.length - tail.length;
    if (rest + instead.length < STEM || rest < 1) continue;
    if (word.startsWith(head) && word.endsWith(tail))
      out.add(word.slice(head.length, head.length + rest) + instead);
  }
  return out;
}
