/**
 * Dates for readers, word for word as `pressmark/edtf.py` writes them on the other pages.
 */

const { months, qualifiers } = EDTF;
const DATE = new RegExp(`^(?:${EDTF.date})$`);

/** @param {string} text one EDTF date */
function single(text) {
  const found = DATE.exec(text);
  if (!found) return text;
  const [, year = "", month, day, qualifier = ""] = found;
  let shown = year;
  if (year === "XXXX") shown = "year unknown";
  else if (year.endsWith("X")) shown = `${year.replaceAll("X", "0")}s`;
  if (month && month !== "XX") {
    const name = months[Number(month) - 1];
    const named = day && day !== "XX" ? `${Number(day)} ${name}` : name;
    shown = year === "XXXX" ? `${named}, ${shown}` : `${named} ${shown}`;
  }
  const [before, after] = qualifiers[qualifier] ?? ["", ""];
  return before + shown + after;
}

/**
 * @param {string} text EDTF: a date or an interval
 * @returns {string} `2 February 2025`, `1890s`, `about 1897` …
 */
export function readableDate(text) {
  const slash = text.indexOf("/");
  if (slash < 0) return single(text);
  const [start, end] = [text.slice(0, slash), text.slice(slash + 1)];
  if (start === "" || start === "..") return `until ${single(end)}`;
  return end === "" || end === ".." ? `${single(start)} or later` : `${single(start)} to ${single(end)}`;
}
