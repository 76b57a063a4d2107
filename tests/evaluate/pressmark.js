"use strict";
// Reads {folder, queries, depth} from standard input and prints for each query the ids of what the
// engine finds, best first, as JSON, a line each.
const fs = require("node:fs");
const path = require("node:path");

const assets = path.resolve(__dirname, "../../hooks/pressmark/theme/assets/pressmark");
const { open } = require(path.join(assets, "engine.js"));

/**
 * Ranks don't depend on what is shown of a document, and a thousand excerpts a query would take
 * most of the time: none is made, and a document's texts are unpacked once.
 */
function spareTexts(parts) {
  const { openIndex } = parts;
  parts.makeExcerpt = () => ({ html: "", marked: [] });
  parts.openIndex = async (chunks) => {
    const index = await openIndex(chunks);
    const texts = new Map();
    const shown = (doc) => {
      if (!texts.has(doc)) texts.set(doc, index.shown(doc));
      return texts.get(doc);
    };
    return { ...index, shown };
  };
}

async function main() {
  const { folder, queries, depth } = JSON.parse(fs.readFileSync(0, "utf8"));
  spareTexts(globalThis.pressmarkParts);
  const engine = open((name) => fs.readFileSync(path.join(folder, name), "utf8"));
  for (const query of queries) {
    const { results } = await engine.search(query, { limit: depth });
    process.stdout.write(`${JSON.stringify(results.map(({ id }) => id))}\n`);
  }
}

main();
