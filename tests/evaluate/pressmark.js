"use strict";
// Reads {folder, queries, depth} from standard input and prints for each query the ids of what the
// engine finds, best first, as JSON, a line each.
const fs = require("node:fs");
const path = require("node:path");

const assets = path.resolve(__dirname, "../../hooks/pressmark/theme/assets/pressmark");
const { open } = require(path.join(assets, "engine.js"));

/**
 * A thousand texts a query would take most of the time to unpack and to read: each is unpacked and
 * cut into words once, and no excerpt is made, since ranks don't depend on it.
 */
function spareTexts(parts) {
  const { makeWords, openIndex } = parts;
  parts.makeExcerpt = () => ({ html: "", marked: [] });
  parts.openIndex = async (chunks) => {
    const index = await openIndex(chunks);
    return { ...index, shown: once(index.shown) };
  };
  parts.makeWords = (table) => {
    const reader = makeWords(table);
    return { ...reader, words: once(reader.words) };
  };
}

/** `read`, asked only once for each thing. */
function once(read) {
  const known = new Map();
  return (asked) => {
    if (!known.has(asked)) known.set(asked, read(asked));
    return known.get(asked);
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
