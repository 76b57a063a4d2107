/**
 * Facets, dates and filters: what the columns of the index say of the documents of a result.
 *
 * @typedef {Record<string, string[]>} Filters facet → values, any of which will do
 * @typedef {{filters: Filters, from: string, to: string}} Narrowing
 * @typedef {{value: string, count: number}} Count
 *
 * @typedef {object} Narrowed
 * @property {Uint8Array} keep 1 for every document that passes the filters
 * @property {Int8Array} failed for each document the one filter that it fails: -1 for none, -2 for
 *   several, or where it wasn't found at all
 * @property {string[]} names of the filters
 *
 * @typedef {object} Selected
 * @property {string[]} uncounted facets that weren't asked for
 * @property {Record<string, Count[]>} facets what each value would give, its own facet's filter
 *   left aside; most frequent first, years newest first
 * @property {{unit: "month" | "year" | "decade", bars: Count[]} | null} histogram documents by date,
 *   the range of dates left aside
 *
 * @typedef {object} Columns
 * @property {(field: string, words: QueryWord[]) => Promise<Uint8Array>} holding
 * @property {(from: string, to: string) => Promise<Uint8Array>} dated
 * @property {(keep: Uint8Array, narrowing: Narrowing) => Promise<Narrowed>} narrow
 * @property {(narrowed: Narrowed, wanted: string[] | null) => Promise<Selected>} count
 *   `wanted` names the facets to count, null all; those that cost nothing are counted anyway
 * @property {() => Promise<Int32Array | null>} years 0 for no date
 * @property {(wanted: string[] | null, families: boolean) => void} begin loads what `count` is
 *   going to need, beside what the words need
 */

/**
 * @import { Column, Index } from "./index.js"
 * @import { QueryWord, Words } from "./words.js"
 */

import { turn } from "./turn.js";

/** 1970-01-01, in days since 0001-01-01. */
const UNIX = 719162;
const DAY = 86400000;
/** Days from 0000-03-01 to 0001-01-01, and in 400 years. */
const MARCH = 306;
const ERA = 146097;

/** @param {number} year @param {number} month from 0 @param {number} day */
function dayNumber(year, month, day) {
  const date = new Date(0);
  date.setUTCFullYear(year, month, day);
  return Math.floor(date.getTime() / DAY) + UNIX;
}

/**
 * By whole numbers alone: a `Date` for each document takes longer than the rest of the counting.
 * Hinnant, chrono-Compatible Low-Level Date Algorithms (2021), civil_from_days; its years begin
 * in March, so that the day a leap year has more is the last one.
 * @param {number} day
 * @returns {number} months from January of the year 0
 */
function monthOf(day) {
  const since = day + MARCH;
  const era = Math.floor(since / ERA);
  const inEra = since - era * ERA;
  const year = Math.floor(
    (inEra - Math.floor(inEra / 1460) + Math.floor(inEra / 36524) - Math.floor(inEra / 146096)) /
      365,
  );
  const inYear = inEra - (365 * year + Math.floor(year / 4) - Math.floor(year / 100));
  const month = (Math.floor((5 * inYear + 2) / 153) + 2) % 12;
  return (era * 400 + year + (month < 2 ? 1 : 0)) * 12 + month;
}

/** @param {number} day */
const yearOf = (day) => Math.floor(monthOf(day) / 12);

/** @param {number} year @returns {string} as facets and bars have it */
const yearText = (year) => String(year).padStart(4, "0");

/**
 * @param {string} text year, month or day, as 2025, 2025-03, 2025-03-01
 * @returns {[number, number] | null} first and last day that it means
 */
function dayRange(text) {
  const match = /^\s*([0-9]{4})(?:-([0-9]{1,2})(?:-([0-9]{1,2}))?)?\s*$/.exec(text);
  if (!match) return null;
  const [year, month, day] = [match[1], match[2], match[3]].map((part) => Number(part ?? 0));
  if (month > 12 || day > 31) return null;
  const first = dayNumber(year, (month || 1) - 1, day || 1);
  if (day) return [first, first];
  return [first, dayNumber(month ? year : year + 1, month ? month : 0, 1) - 1];
}

/**
 * @param {Index} index
 * @param {Words} reader
 * @returns {Columns}
 */
export function makeColumns(index, reader) {
  const total = index.root.documents;
  const { facets: facetColumns, filters: uncountedColumns } = index.root.parameters;
  /** @type {Promise<Int32Array | null> | null} */
  let yearsOnce = null;

  async function findYears() {
    const dates = await index.dates();
    return dates && dates.first.map((day) => (day < 0 ? 0 : yearOf(day)));
  }
  /** A failure isn't kept, so that a search can be tried again. */
  const years = () =>
    (yearsOnce ??= findYears().catch((error) => {
      yearsOnce = null;
      throw error;
    }));

  /** @param {string} from @param {string} to */
  async function dated(from, to) {
    const out = new Uint8Array(total);
    const dates = await index.dates();
    const low = from.trim() ? dayRange(from)?.[0] : -Infinity;
    const high = to.trim() ? dayRange(to)?.[1] : Infinity;
    if (!dates || low === undefined || high === undefined) return out;
    for (let doc = 0; doc < total; doc++)
      if (dates.first[doc] >= 0 && dates.last[doc] >= low && dates.first[doc] <= high) out[doc] = 1;
    return out;
  }

  /** @param {Column} column @param {(value: string) => boolean} wanted */
  function withValue(column, wanted) {
    const numbers = column.values.map((value) => (wanted(value) ? 1 : 0));
    const out = new Uint8Array(total);
    for (let doc = 0; doc < total; doc++)
      for (let i = column.starts[doc]; i < column.starts[doc + 1]; i++)
        if (numbers[column.numbers[i]]) out[doc] = 1;
    return out;
  }

  /** @param {string} field @param {QueryWord[]} words */
  async function holding(field, words) {
    const column = await index.column(field);
    if (!column) return new Uint8Array(total);
    return withValue(column, (value) => {
      const held = reader.words(value).map(({ folded }) => folded);
      return words.every(({ word, prefix }) =>
        held.some((part) => (prefix ? part.startsWith(word) : part === word)),
      );
    });
  }

  /** @param {Filters} filters @param {string} from @param {string} to */
  async function tests(filters, from, to) {
    /** @type {Map<string, Uint8Array>} */
    const out = new Map();
    for (const facet of [...facetColumns, ...uncountedColumns]) {
      const wanted = new Set(filters[facet] ?? []);
      if (!wanted.size) continue;
      const column = await index.column(facet);
      const none = new Uint8Array(total);
      out.set(facet, column ? withValue(column, (value) => wanted.has(value)) : none);
    }
    const wantedYears = new Set(filters.year ?? []);
    if (wantedYears.size) {
      const found = await years();
      const mask = new Uint8Array(total);
      for (let doc = 0; found && doc < total; doc++)
        if (found[doc] && wantedYears.has(yearText(found[doc]))) mask[doc] = 1;
      out.set("year", mask);
    }
    if (from || to) out.set("dates", await dated(from, to));
    return out;
  }

  /** @param {Uint8Array} keep @param {Narrowing} narrowing @returns {Promise<Narrowed>} */
  async function narrow(keep, { filters, from, to }) {
    const passed = await tests(filters, from, to);
    const masks = Array.from(passed.values());
    const out = new Uint8Array(total);
    const failed = new Int8Array(total).fill(-2);
    for (let doc = 0; doc < total; doc++) {
      if (!keep[doc]) continue;
      let fails = -1;
      for (let i = 0; i < masks.length && fails !== -2; i++)
        if (!masks[i][doc]) fails = fails === -1 ? i : -2;
      failed[doc] = fails;
      if (fails === -1) out[doc] = 1;
    }
    return { keep: out, failed, names: Array.from(passed.keys()) };
  }

  /** @param {Narrowed} narrowed @param {string[] | null} wanted @returns {Promise<Selected>} */
  async function count({ failed, names }, wanted) {
    /** @type {Record<string, Count[]>} */
    const facets = {};
    /** @type {string[]} */
    const uncounted = [];
    for (const facet of facetColumns) {
      await turn();
      const asked = !wanted || wanted.includes(facet) || names.includes(facet);
      if (!asked && !index.near(facet)) {
        if (index.has(facet)) uncounted.push(facet);
        continue;
      }
      const column = await index.column(facet);
      if (!column) continue;
      const aside = names.indexOf(facet);
      const counts = new Int32Array(column.values.length);
      for (let doc = 0; doc < total; doc++)
        if (failed[doc] === -1 || (aside >= 0 && failed[doc] === aside))
          for (let i = column.starts[doc]; i < column.starts[doc + 1]; i++)
            counts[column.numbers[i]]++;
      facets[facet] = counted(column.values, counts);
    }
    const found = await years();
    if (found) facets.year = byYear(found, failed, names.indexOf("year"));
    await turn();
    const bars = await histogram(failed, names.indexOf("dates"));
    return { facets, uncounted, histogram: bars };
  }

  /** @param {string[]} values @param {Int32Array} counts @returns {Count[]} */
  const counted = (values, counts) =>
    values
      .map((value, i) => ({ value, count: counts[i] }))
      .filter(({ count }) => count > 0)
      .sort((a, b) => b.count - a.count || (a.value < b.value ? -1 : 1));

  /** @param {Int32Array} found @param {Int8Array} failed @param {number} aside */
  function byYear(found, failed, aside) {
    /** @type {Map<number, number>} */
    const counts = new Map();
    for (let doc = 0; doc < total; doc++)
      if (found[doc] && (failed[doc] === -1 || (aside >= 0 && failed[doc] === aside)))
        counts.set(found[doc], (counts.get(found[doc]) ?? 0) + 1);
    return Array.from(counts)
      .sort((a, b) => b[0] - a[0])
      .map(([year, count]) => ({ value: yearText(year), count }));
  }

  /** @param {Int8Array} failed @param {number} aside @returns {Promise<Selected["histogram"]>} */
  async function histogram(failed, aside) {
    const dates = await index.dates();
    const { span } = index.root;
    if (!dates || !span) return null;
    const [low, high] = span.map(monthOf);
    const years = Math.floor(high / 12) - Math.floor(low / 12);
    const unit = high - low < 36 ? "month" : years < 120 ? "year" : "decade";
    const size = { month: 1, year: 12, decade: 120 }[unit];
    const first = Math.floor(low / size);
    const counts = new Int32Array(Math.floor(high / size) - first + 1);
    for (let doc = 0; doc < total; doc++) {
      const day = dates.first[doc];
      if (day < 0 || !(failed[doc] === -1 || (aside >= 0 && failed[doc] === aside))) continue;
      counts[Math.floor(monthOf(day) / size) - first]++;
    }
    /** @param {number} i */
    const label = (i) => {
      const month = (first + i) * size;
      const year = yearText(Math.floor(month / 12));
      return unit === "month" ? `${year}-${String((month % 12) + 1).padStart(2, "0")}` : year;
    };
    return { unit, bars: Array.from(counts, (count, i) => ({ value: label(i), count })) };
  }

  /** @param {string[] | null} wanted @param {boolean} families */
  function begin(wanted, families) {
    const facets = facetColumns.filter((facet) => !wanted || wanted.includes(facet));
    const names = ["date", ...facets, ...(families ? ["family"] : [])];
    // The load that needs it reports an error.
    for (const name of names) index.load(name).catch(() => undefined);
  }

  return { holding, dated, narrow, count, years, begin };
}
