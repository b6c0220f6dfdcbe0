/** Small tables that the page itself has, as a file's text; the engine writes all others. */

/** A cell that a spreadsheet would run as a formula becomes text. */
const guarded = (value) => (typeof value === "string" && /^"*[=+\-@\t\r\n＝＋－＠]/.test(value) ? `'${value}` : String(value));

const quoted = (text) => (/[",\t\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);

/**
 * @param {"csv" | "tsv" | "json"} format
 * @param {object[]} rows all with the same keys
 */
export function rowsAs(format, rows) {
  if (format === "json") return `${JSON.stringify(rows, null, 2)}\n`;
  const [between, end] = format === "csv" ? [",", "\r\n"] : ["\t", "\n"];
  const lines = [Object.keys(rows[0] ?? {}), ...rows.map(Object.values)];
  return lines.map((line) => line.map((value) => quoted(guarded(value))).join(between) + end).join("");
}
