// Asks the engine what nobody would ask. Reads {folder, documents, runs, seed, constants} from standard
// input: an index, the text of each of its documents by id, how many queries, a seed or null for any,
// and what the bundler puts into the scripts.
// Prints as JSON {fault, samples}: what fast-check found (its smallest case; null where all is
// well), and some of the queries, for a page to be asked.
import fs from "node:fs";
import path from "node:path";
import { isDeepStrictEqual } from "node:util";
import fc from "fast-check";
import { makeEngine } from "../../hooks/pressmark/web/engine.js";
import { textReader } from "../../hooks/pressmark/web/readers.js";

const SAMPLES = 60;
const LONGEST_SAMPLE = 4000;

const GRAMMAR = [
  ...['"', "“", "”", "„", "«", "»", "-", "--", "OR", " OR ", "|", " | ", "(", ")", "*", "**", ":"],
  ...["..", "…", " ", "\t", "\n", "\u00a0", "\u3000", "\u2028", '-"', "-(", '("', "-title:", "or"],
  ...["title:", "publisher:", "place:", "language:", "tag:", "date:", "year:", "TITLE:", "nosuch:"],
  ...["date:2000..2020", "date:..", "date:2001-05..", "date:9999..0000", "date:2024-99-99"],
  ...["year:0", "year:0000", "date:-1", "date:1e3", "date:2024-02-30", "date:99999999999-01"],
];

const WORDS = [
  ...["press", "printing", "printed", "the", "of", "who", "mainz", "library", "p", "prntign", "b"],
  ...["图书馆", "图", "東京", "タワー", "ー", "كِتَابًا", "المكتبات", "ـ", "l’état", "don't", "press's", "'s"],
  ...["ﬁ", "İ", "ß", "Ǆ", "２０１５", "٢٠١٥", "Ⅷ", "㎏", "ไทย", "ខ្មែរ", "한국어", "हिन्दी", "𝔭𝔯𝔢𝔰𝔰"],
];

const NASTY = [
  ...["<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "<mark>", "</mark>", "<!--"],
  ...["{{7*7}}", "${7*7}", "{% raw %}", "javascript:alert(1)", "\" onfocus=alert(1) x=\"", "&lt;b&gt;"],
  ...["__proto__", "constructor", "prototype", "toString", "valueOf", "hasOwnProperty", "then"],
  ...["publisher:__proto__", "tag:constructor", "title:toString", "__proto__*", '"constructor"'],
  ...[".*", "(a+)+$", "[^]", "[", "\\", "\\u{1F600}", "$&", "$1", "$`", "(?<a>", "%", "%00", "%E0%A4%A"],
  ...["\0", "\u0007", "\ufeff", "\ufffd", "\uffff", "\u200b", "\u200d", "\u2060", "\u00ad", "\u202e"],
  ...["\u2066", "\u200f", "\ud800", "\udfff", "\ud83c", "🏛️", "👩‍👩‍👧", "\u{10ffff}", "\u{e0041}"],
  ...["null", "undefined", "NaN", "true", "[object Object]", "0", "-0", "1e999", "'; DROP TABLE x"],
];

const any = (/** @type {string[]} */ list) => fc.constantFrom(...list);
const surrogate = fc.integer({ min: 0xd800, max: 0xdfff }).map((unit) => String.fromCharCode(unit));
const unicode = fc.oneof(
  fc.string({ unit: "binary", maxLength: 8 }),
  fc.string({ unit: "grapheme", maxLength: 8 }),
  surrogate,
);
const piece = fc.oneof(
  { weight: 4, arbitrary: any(GRAMMAR) },
  { weight: 4, arbitrary: any(WORDS) },
  { weight: 3, arbitrary: any(NASTY) },
  { weight: 2, arbitrary: unicode },
);
const joined = fc
  .tuple(fc.array(piece, { maxLength: 14 }), fc.constantFrom("", " ", " "))
  .map(([pieces, between]) => pieces.join(between));
const repeated = fc
  .tuple(fc.oneof(piece, joined), fc.integer({ min: 2, max: 3000 }))
  .map(([part, times]) => part.repeat(Math.min(times, Math.ceil(20000 / (part.length || 1)))));
const nested = fc
  .tuple(
    fc.constantFrom("(", "-(", '"', "(a ", "(the OR ", "-(press | ", "title:("),
    joined,
    fc.constantFrom(")", " x)", '"', ""),
    fc.integer({ min: 1, max: 1000 }),
  )
  .map(([before, inside, after, depth]) => before.repeat(depth) + inside + after.repeat(depth));
const text = fc.oneof(
  { weight: 40, arbitrary: joined },
  { weight: 1, arbitrary: repeated },
  { weight: 1, arbitrary: nested },
);

/** What isn't a string, as a program may hand it over by mistake. */
const thing = fc.oneof(
  fc.constantFrom(null, undefined, NaN, Infinity, -1, 1e300, 2 ** 53, true, 0n, Symbol("a"), Math.max),
  fc.constantFrom([], {}, [null], [["press"]], Object.create(null), new Date(NaN), /press/g, new Map()),
  fc.constantFrom({ toString: null, valueOf: null }, { length: 3 }, new Proxy({}, {}), new Error("no")),
  fc.anything({ withNullPrototype: true }),
);
const odd = fc.oneof({ weight: 3, arbitrary: piece }, { weight: 2, arbitrary: thing });

const filters = fc.dictionary(
  fc.oneof(
    fc.constantFrom("publisher", "language", "place", "tag", "year", "dates", "__proto__", "length"),
    piece,
  ),
  fc.oneof(odd, fc.array(fc.oneof(any(["Press Club", "en", "Mainz", "2024", "1999"]), odd))),
  { maxKeys: 3 },
);
const options = fc.oneof(
  { weight: 3, arbitrary: fc.constant(undefined) },
  {
    weight: 6,
    arbitrary: fc.record(
      {
        filters: fc.oneof({ weight: 4, arbitrary: filters }, { weight: 1, arbitrary: odd }),
        from: fc.oneof(any(["2000", "2001-05", "..", "0000", "-1"]), odd),
        to: fc.oneof(any(["2020", "2024-02-30", "9999-12-31"]), odd),
        sort: fc.oneof(any(["relevance", "newest", "oldest"]), odd),
        match: fc.oneof(any(["auto", "all", "any"]), odd),
        offset: fc.oneof(fc.nat(20), odd),
        limit: fc.oneof(fc.nat(20), odd),
        exact: fc.oneof(fc.boolean(), odd),
        group: fc.oneof(fc.boolean(), odd),
        nosuch: odd,
      },
      { requiredKeys: [] },
    ),
  },
  { weight: 1, arbitrary: thing },
);

const TEXT = "(?:[^<>&\"']|&(?:amp|lt|gt|quot|#39);)";
const EXCERPT = new RegExp(`^(?:${TEXT}|<mark>${TEXT}+</mark>)*$`, "u");

/** @param {boolean} holds @param {string} what @param {unknown} [found] */
function must(holds, what, found) {
  if (!holds) throw new Error(`${what}: ${JSON.stringify(found)}`);
}

/** @param {any} value */
const isCount = (value) => Number.isInteger(value) && value >= 0;
/** @param {any} value */
const isText = (value) => typeof value === "string";
/** @param {any} value */
const isTextOrNull = (value) => value === null || isText(value);

/** @param {any[]} counts @param {string} what @param {number} least */
function checkCounts(counts, what, least) {
  must(Array.isArray(counts), what, counts);
  for (const { value, count } of counts) {
    must(isText(value), `${what}: a value`, value);
    must(isCount(count) && count >= least, `${what}: a count`, count);
  }
  must(new Set(counts.map(({ value }) => value)).size === counts.length, `${what}: twice`, counts);
}

/** @param {any} answer @param {Record<string, string>} documents */
function checkAnswer(answer, documents) {
  const { total, totalAll, results, facets, histogram, suggestion, match } = answer;
  must(isCount(total) && total <= Object.keys(documents).length, "total", total);
  must(isCount(totalAll) && totalAll <= total, "totalAll", totalAll);
  must(isTextOrNull(suggestion), "suggestion", suggestion);
  must(match === "any" || match === "all", "match", match);
  must(Array.isArray(results) && results.length <= total, "results", results);
  must(new Set(results.map(({ id }) => id)).size === results.length, "a result twice", results);
  must(results.filter(({ allWords }) => allWords).length <= totalAll, "all words", results);
  for (const result of results) checkResult(result, documents);
  must(facets && typeof facets === "object", "facets", facets);
  for (const [facet, counts] of Object.entries(facets)) checkCounts(counts, facet, 1);
  must(["month", "year", "decade"].includes(histogram.unit), "unit", histogram);
  checkCounts(histogram.bars, "bars", 0);
}

/** @param {any} result @param {Record<string, string>} documents */
function checkResult(result, documents) {
  must(Object.hasOwn(documents, result.id), "id", result.id);
  must(isText(result.url) && result.url.endsWith(".html"), "url", result.url);
  must(isText(result.label) && result.label !== "", "label", result.label);
  for (const name of ["title", "date", "publisher"]) must(isTextOrNull(result[name]), name, result);
  must(Number.isFinite(result.score) && result.score >= 0, "score", result.score);
  must(EXCERPT.test(result.excerpt), "excerpt", result.excerpt);
  must(typeof result.allWords === "boolean", "allWords", result.allWords);
  must(isCount(result.copies), "copies", result.copies);
  must(Array.isArray(result.marks), "marks", result.marks);
  for (const mark of result.marks)
    must(isText(mark) && mark !== "" && documents[result.id].includes(mark), "mark", mark);
}

async function main() {
  const { folder, documents, runs, seed, constants } = JSON.parse(fs.readFileSync(0, "utf8"));
  Object.assign(globalThis, constants);
  const read = (name) => fs.readFileSync(path.join(folder, name), "utf8");
  const { search } = makeEngine(textReader(read));

  const property = fc.asyncProperty(
    fc.oneof({ weight: 12, arbitrary: text }, { weight: 1, arbitrary: thing }),
    options,
    async (query, how) => {
      const answer = await search(query, how);
      checkAnswer(answer, documents);
      must(isDeepStrictEqual(await search(query, how), answer), "another answer", answer);
      const { suggestion } = answer;
      if (suggestion === null) return;
      must(suggestion !== query, "what was asked is suggested", suggestion);
    },
  );
  const details = await fc.check(property, { numRuns: runs, ...(seed === null ? {} : { seed }) });
  must(Object.keys(Object.prototype).length === 0, "what all objects hold", Object.prototype);
  const report = () => `${fc.defaultReportMessage(details)}\n${details.errorInstance}`;
  const fault = details.failed ? report() : null;
  const samples = fc.sample(text.map((query) => query.slice(0, LONGEST_SAMPLE)), { numRuns: SAMPLES, seed: seed ?? 1 });
  process.stdout.write(JSON.stringify({ fault, samples }));
}

await main();
