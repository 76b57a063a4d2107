// Reads {folder, table, longest, calls, constants} from standard input and prints what each call
// gives, as JSON, a line each. A call is ["search", query, options], ["words", text],
// ["asked", text], ["phrase", text] or ["reads", kind]: how many files of a kind have been read so
// far. `table` and `longest` say how to read words where there is no index.
import fs from "node:fs";
import path from "node:path";
import { makeEngine } from "../../hooks/pressmark/web/engine.js";
import { textReader } from "../../hooks/pressmark/web/readers.js";
import { makeWords } from "../../hooks/pressmark/web/words.js";

const { folder, table, longest, calls, constants } = JSON.parse(fs.readFileSync(0, "utf8"));
// What the bundler puts into the scripts.
Object.assign(globalThis, constants);

const names = [];
const read = (name) => {
  names.push(path.basename(name));
  return fs.readFileSync(path.join(folder, name), "utf8");
};
const engine = folder && makeEngine(textReader(read));
const reader = table && makeWords(table, longest);
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
