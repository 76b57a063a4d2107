"use strict";
// Reads {texts, queries, depth} from standard input and prints for each query the ids of what Lunr
// finds, best first, as JSON, a line each. Queries are plain words here, with none of Lunr's syntax,
// and pass the trimmer and the stop words as texts do: without them "aircraft." would find nothing.
const fs = require("node:fs");
const lunr = require("lunr");

const { texts, queries, depth } = JSON.parse(fs.readFileSync(0, "utf8"));
const index = lunr((builder) => {
  builder.ref("id");
  builder.field("title");
  builder.field("text");
  builder.searchPipeline.before(lunr.stemmer, lunr.trimmer);
  builder.searchPipeline.before(lunr.stemmer, lunr.stopWordFilter);
  for (const text of texts) builder.add(text);
});
for (const query of queries) {
  const found = index.query((asked) => asked.term(lunr.tokenizer(query)));
  process.stdout.write(`${JSON.stringify(found.slice(0, depth).map(({ ref }) => ref))}\n`);
}
