"use strict";
// Reads {folder, calls} from standard input and prints what each call gives, as JSON, a line each.
// A call is ["search", query, options], ["words", text], ["asked", text], ["phrase", text]
// or ["reads", kind]: how many files of a kind have been read so far.
const fs = require("node:fs");
const path = require("node:path");

const assets = path.resolve(__dirname, "../../hooks/pressmark/theme/assets/pressmark");
const { open } = require(path.join(assets, "engine.js"));

async function main() {
  const { folder, table, calls } = JSON.parse(fs.readFileSync(0, "utf8"));
  const names = [];
  const read = (name) => {
    names.push(path.basename(name));
    return fs.readFileSync(path.join(folder, name), "utf8");
  };
  const engine = folder && open(read);
  const reader = table && globalThis.pressmarkParts.makeWords(table);
  for (const [name, text, options] of calls) {
    let answer;
    try {
      if (name === "search") answer = await engine.search(text, options);
      else if (name === "reads") answer = names.filter((file) => file.startsWith(text)).length;
      else if (name === "words") answer = reader.words(text).map((word) => word.folded);
      else answer = reader[name](text);
    } catch (error) {
      answer = { error: error.name, kind: error.kind, chunk: error.chunk, message: error.message };
    }
    process.stdout.write(`${JSON.stringify(answer)}\n`);
  }
}

main();
