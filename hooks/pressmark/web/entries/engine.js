/**
 * The script `engine.js`, for pages of others and for Node: on a page it makes `pressmark`, and
 * `require("./engine.js").open(readText)` gives the same `search` and `ready`. `readText` gives the
 * text of a file by its name below the index's folder.
 */

import { makeEngine } from "../engine.js";
import { scriptReader, textReader } from "../readers.js";

// On a page, `module` may be an element with that id.
if (typeof module === "object" && "exports" in module) {
  module.exports = {
    /** @param {(path: string) => string | Promise<string>} readText */
    open: (readText) => makeEngine(textReader(readText)),
  };
} else {
  const own = /** @type {HTMLScriptElement | null} */ (document.currentScript);
  const site = new URL("../../", own?.src || document.baseURI);
  const engine = makeEngine(scriptReader(new URL("search/", site).href));
  globalThis.pressmark = { ...globalThis.pressmark, ...engine, site: site.href };
}
