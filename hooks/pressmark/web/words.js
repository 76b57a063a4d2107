/**
 * From text to the words that are looked for. The rules are those of `pressmark/search/words.py`,
 * which describes them; the table of characters comes with the index, so that the index decides
 * how a character is read, and not the browser's version of Unicode.
 *
 * @typedef {object} CharacterTable
 * @property {number[]} word ranges as gap, length, gap, length …
 * @property {Record<string, number[]>} units
 * @property {number[]} attached
 * @property {number[]} dropped
 * @property {[number, number, number, number][]} lower
 * @property {number[]} digits
 * @property {Record<string, string>} letters
 * @property {string} apostrophes
 * @property {string} hidden
 * @property {string} parting
 * @property {number[]} cursive
 * @property {string[]} elisions
 *
 * @typedef {object} TextWord
 * @property {string} folded
 * @property {number} start where it stands in the text, in UTF-16 units
 * @property {number} end
 *
 * @typedef {object} QueryWord
 * @property {string} word folded
 * @property {boolean} prefix whether every word that starts with it is meant
 *
 * @typedef {object} Words
 * @property {(text: string) => string} fold
 * @property {(text: string) => TextWord[]} words of a document
 * @property {(text: string) => QueryWord[]} asked of a query, in any order
 * @property {(text: string) => QueryWord[]} phrase of a query, word for word
 */

/**
 * @param {number[]} ranges
 * @returns {[number, number][]} first and last
 */
function pairs(ranges) {
  /** @type {[number, number][]} */
  const out = [];
  let at = 0;
  for (let i = 0; i < ranges.length; i += 2) {
    at += ranges[i];
    out.push([at, at + ranges[i + 1] - 1]);
    at += ranges[i + 1];
  }
  return out;
}

/** @param {[number, number][]} ranges */
const inside = (ranges) =>
  ranges.map(([a, z]) => `\\u{${a.toString(16)}}-\\u{${z.toString(16)}}`).join("");

/** @param {string} characters */
const listed = (characters) =>
  Array.from(characters, (c) => `\\u{${c.codePointAt(0)?.toString(16)}}`).join("");

/**
 * @param {[number, number][]} ranges
 * @param {[number, number][]} taken
 */
function without(ranges, taken) {
  /** @type {[number, number][]} */
  const out = [];
  for (let [first, last] of ranges) {
    for (const [low, high] of taken) {
      if (high < first || low > last) continue;
      if (low > first) out.push([first, low - 1]);
      first = high + 1;
    }
    if (first <= last) out.push([first, last]);
  }
  return out;
}

/**
 * All matches. `matchAll` makes a copy of the pattern for each text, which takes longer than most
 * texts do: ours list thousands of characters.
 * @param {RegExp} pattern that matches something, if it matches
 * @param {string} text
 */
function matches(pattern, text) {
  /** @type {RegExpExecArray[]} */
  const out = [];
  pattern.lastIndex = 0;
  for (let match = pattern.exec(text); match; match = pattern.exec(text)) out.push(match);
  return out;
}

/** @param {CharacterTable} table */
function foldMap(table) {
  /** @type {Map<string, string>} */
  const map = new Map();
  const of = String.fromCodePoint;
  for (const [first, count, step, change] of table.lower)
    for (let i = 0; i < count; i++) map.set(of(first + i * step), of(first + i * step + change));
  for (const zero of table.digits) for (let i = 0; i < 10; i++) map.set(of(zero + i), String(i));
  for (const [a, z] of pairs(table.dropped)) for (let c = a; c <= z; c++) map.set(of(c), "");
  for (const [letter, to] of Object.entries(table.letters)) map.set(letter, to);
  for (const c of table.hidden) map.set(c, "");
  return map;
}

const PLAIN = /^[\x00-\x7f]*$/;
/** What stands between ASCII characters that are in no word: no word goes on beyond them. */
const RUN = /[0-9A-Za-z'\x80-\uffff]+/g;
const PLAIN_WORD = /^[0-9A-Za-z]+$/;
const PLAIN_PIECE = /[0-9A-Za-z]+(?:'+[0-9A-Za-z]+)*/g;

/**
 * What it takes to read more than ASCII: patterns and a map of thousands of characters.
 * @param {CharacterTable} table
 */
function everyScript(table) {
  const word = pairs(table.word);
  const scripts = Object.values(table.units).map(pairs);
  const units = scripts.flat().sort((a, b) => a[0] - b[0]);
  const attached = inside(pairs(table.attached));
  const spaced = `[${inside(without(word, units))}]`;
  const between = listed(table.apostrophes + table.hidden);
  const cursive = inside(pairs(table.cursive));
  return {
    PIECE: new RegExp(
      [
        `${spaced}+(?:[${between}]+${spaced}+)*`,
        ...scripts.map((script) => `(?:[${inside(script)}][${attached}]*)+`),
      ].join("|"),
      "gu",
    ),
    UNIT: new RegExp(`[${inside(units)}][${attached}]*`, "gu"),
    IS_UNIT: new RegExp(`^[${inside(units)}]`, "u"),
    LETTERS: new RegExp(`[${inside(word)}]+`, "gu"),
    PARTED: new RegExp(`(?<=[${cursive}])[${listed(table.parting)}]+(?=[${cursive}])`, "gu"),
    map: foldMap(table),
  };
}

/**
 * @param {CharacterTable} table
 * @param {number} longest characters of a word that count
 * @returns {Words}
 */
export function makeWords(table, longest) {
  const APOSTROPHE = new RegExp(`[${listed(table.apostrophes)}]+`, "gu");
  const HIDDEN = new RegExp(`[${listed(table.hidden)}]`, "gu");
  const elisions = new Set(table.elisions);
  /** @type {ReturnType<typeof everyScript> | null} */
  let made = null;
  /** Made when there is something to read with it: it takes a browser a tenth of its first search. */
  const more = () => (made ??= everyScript(table));

  /** @param {string} text */
  function fold(text) {
    if (PLAIN.test(text)) return text.toLowerCase();
    const { map } = more();
    let out = "";
    for (const c of text.normalize("NFKD")) out += map.get(c) ?? c;
    return out.normalize("NFC");
  }

  /** @param {string} word */
  const cut = (word) =>
    word.length > longest ? Array.from(word).slice(0, longest).join("") : word;

  /** @param {string} raw of a piece */
  const folded = (raw) =>
    (PLAIN.test(raw) ? raw && [raw.toLowerCase()] : fold(raw).match(more().LETTERS)) || [];

  /**
   * @param {string} piece
   * @param {number} at where it stands
   * @param {TextWord[]} out
   */
  function spacedPiece(piece, at, out) {
    let start = 0;
    if (!PLAIN.test(piece))
      for (const { 0: parting, index } of matches(more().PARTED, piece)) {
        spacedWords(piece.slice(start, index), at + start, out);
        start = index + parting.length;
      }
    spacedWords(piece.slice(start), at + start, out);
  }

  /**
   * @param {string} piece
   * @param {number} at where it stands
   * @param {TextWord[]} out
   */
  function spacedWords(piece, at, out) {
    /** @type {TextWord[]} */
    const parts = [];
    let start = 0;
    for (const match of matches(APOSTROPHE, piece)) {
      parts.push({ folded: piece.slice(start, match.index), start, end: match.index });
      start = match.index + match[0].length;
    }
    parts.push({ folded: piece.slice(start), start, end: piece.length });
    for (const part of parts) part.folded = part.folded.replace(HIDDEN, "");
    if (parts.length > 1 && fold(parts[parts.length - 1].folded) === "s") parts.pop();
    while (parts.length > 1 && elisions.has(fold(parts[0].folded))) add(parts.splice(0, 1));
    add(parts);

    /** @param {TextWord[]} joined */
    function add(joined) {
      const begin = at + joined[0].start;
      const end = at + joined[joined.length - 1].end;
      for (const found of folded(joined.map((part) => part.folded).join("")))
        out.push({ folded: cut(found), start: begin, end });
    }
  }

  /**
   * @param {string} piece
   * @param {number} at
   * @param {TextWord[]} out
   */
  function unitWords(piece, at, out) {
    const found = matches(more().UNIT, piece).map((match) => ({
      folded: fold(match[0]),
      start: at + match.index,
      end: at + match.index + match[0].length,
    }));
    found.forEach((unit, i) => {
      const next = found[i + 1];
      out.push(next ? { ...unit, folded: unit.folded + next.folded, end: next.end } : unit);
    });
  }

  /** @param {string} text */
  const isUnit = (text) => !PLAIN.test(text) && more().IS_UNIT.test(text);

  /** @param {string} text */
  function words(text) {
    /** @type {TextWord[]} */
    const out = [];
    for (const { 0: run, index } of matches(RUN, text)) {
      if (PLAIN_WORD.test(run)) {
        out.push({ folded: cut(run.toLowerCase()), start: index, end: index + run.length });
        continue;
      }
      for (const { 0: piece, index: at } of matches(
        PLAIN.test(run) ? PLAIN_PIECE : more().PIECE,
        run,
      ))
        (isUnit(piece) ? unitWords : spacedPiece)(piece, index + at, out);
    }
    return out;
  }

  /**
   * Whether a run of a script without spaces ends at each word of `found`, and if so, whether the
   * run is that one character.
   * @param {string} text
   * @param {TextWord[]} found
   */
  function runEnds(text, found) {
    return found.map((word, i) => {
      const previous = found[i - 1];
      const pair = previous !== undefined && previous.end === word.end && previous.start < word.start;
      const raw = text.slice(word.start, word.end);
      const single = isUnit(raw) && (raw.match(more().UNIT) ?? []).length === 1;
      return { ends: single, alone: single && !pair };
    });
  }

  /** @param {string} text */
  function asked(text) {
    const found = words(text);
    const ends = runEnds(text, found);
    return found
      .map((word, i) => ({ word: word.folded, prefix: ends[i].alone }))
      .filter((_, i) => !ends[i].ends || ends[i].alone);
  }

  /** @param {string} text */
  function phrase(text) {
    const found = words(text);
    const last = runEnds(text, found)[found.length - 1];
    const out = found.map((word) => ({ word: word.folded, prefix: false }));
    if (last?.alone) out[out.length - 1].prefix = true;
    else if (last?.ends) out.pop();
    return out;
  }

  return { fold, words, asked, phrase };
}
