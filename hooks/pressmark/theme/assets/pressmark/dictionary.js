// @ts-check
"use strict";
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
(() => {
  /** Characters that a stem has at least. */
  const STEM = 3;

  const host = /** @type {any} */ (globalThis);
  /** @type {{Cursor: CursorClass}} */
  const { Cursor } = host.pressmarkParts;
  const utf8 = new TextDecoder();

  /** @param {Uint8Array} bytes @returns {Entry[]} */
  function dictionaryChunk(bytes) {
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

    /** @param {Uint8Array} before @param {number} same @param {number} rest */
    function longer(before, same, rest) {
      const word = new Uint8Array(same + rest);
      word.set(before.subarray(0, same));
      word.set(cursor.take(rest), same);
      return word;
    }

    /** @type {Entry[]} */
    const out = [];
    /** @type {[Entry, Uint8Array][]} */
    const alone = [];
    let spelled = new Uint8Array(0);
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
      const entry = { word: utf8.decode(spelled), code: codes[i], links };
      if (!heads[i]) alone.push([entry, spelled]);
      out.push(entry);
    }
    alone.forEach(([entry, stem], i) => {
      entry.instead = utf8.decode(longer(stem, also[i], others[i]));
    });
    return out;
  }

  /**
   * @param {string} word
   * @param {Affix[]} affixes
   * @returns {Set<string>} what its stem may be, the likeliest first
   */
  function likelyStems(word, affixes) {
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

  host.pressmarkParts = { ...host.pressmarkParts, dictionaryChunk, likelyStems };
})();
