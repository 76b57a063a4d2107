/** What scripts find around them without importing it: all of it is here. */

import type { Engine } from "./engine.js";

declare global {
  // ---- What `make scripts` puts into the scripts, from Python's tables (hooks/tools).

  /** The format of the index that the engine reads. */
  const INDEX_FORMAT: number;
  /** Characters of a word that count. */
  const LONGEST_WORD: number;
  /** How dates are read and written: a pattern, and the names of months and of doubts. */
  const EDTF: {
    date: string;
    months: string[];
    qualifiers: Record<string, [before: string, after: string]>;
  };
  /** The facets of the search page and their names, in order. */
  const SEARCH_FACETS: [facet: string, name: string][];

  // ---- What pages share.

  /** The search, for any script of a page that loads an engine. */
  var pressmark: Engine & { site: string };
  /** Called by the files of the index, with a chunk's name and its data. */
  var pressmarkChunk: (name: string, data: string) => void;
  /** Where the site begins: set by the header, or by Material's script. */
  var __md_scope: URL;

  // ---- What only some have.

  /** Node's, where the engine is loaded with `require`. */
  var module: { exports: unknown } | undefined;
  interface Uint8ArrayConstructor {
    /** In browsers since 2025. */
    fromBase64?(text: string): Uint8Array<ArrayBuffer>;
  }
}
