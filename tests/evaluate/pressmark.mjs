// Reads {folder, queries, depth, constants} from standard input and prints for each query the ids of
// what the engine finds, best first, as JSON, a line each.
import fs from "node:fs";
import path from "node:path";
import { searchArchive } from "../../hooks/pressmark/web/answer.js";
import { openArchive } from "../../hooks/pressmark/web/engine.js";
import { textReader } from "../../hooks/pressmark/web/readers.js";

/** `read`, asked only once for each thing. */
function once(read) {
  const known = new Map();
  return (asked) => {
    if (!known.has(asked)) known.set(asked, read(asked));
    return known.get(asked);
  };
}

const { folder, queries, depth, constants } = JSON.parse(fs.readFileSync(0, "utf8"));
// What the bundler puts into the scripts.
Object.assign(globalThis, constants);
const read = (name) => fs.readFileSync(path.join(folder, name), "utf8");
const archive = await openArchive(textReader(read));
// A thousand texts a query would take most of the time: each is unpacked and cut into words once.
archive.index.shown = once(archive.index.shown);
archive.reader.words = once(archive.reader.words);
for (const query of queries) {
  const { results } = await searchArchive(archive, query, { limit: depth });
  process.stdout.write(`${JSON.stringify(results.map(({ id }) => id))}\n`);
}
