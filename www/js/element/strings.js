/** @file What the element says, in both its languages. */

const plural = (n, one) => `${number(n)} ${one}${n === 1 ? "" : "s"}`;

const en = {
  table: "The most frequent words",
  keywords: "Keywords",
  cloud: "Words by their frequency",
  text: "The text, with its keywords marked",
  concordance: ({ word }) => `“${word}” in context`,
  word: "Word",
  count: "Count",
  perMillion: "Per million",
  tag: "Part of speech",
  left: "Before",
  right: "After",
  starting: "Loading…",
  done: ({ tokens, types }) => `${plural(tokens, "token")}, ${plural(types, "type")}`,
  empty: "There is no text.",
  nothing: "No words.",
  times: ({ word, count }) => `${word}: ${plural(count, "time")}`,
  failed: ({ message }) => `The text cannot be analysed. ${message}`,
};

const zh = {
  table: "出现最多的词",
  keywords: "关键词",
  cloud: "按词频排列的词",
  text: "标出关键词的原文",
  concordance: ({ word }) => `“${word}”的上下文`,
  word: "词",
  count: "次数",
  perMillion: "每百万词",
  tag: "词性",
  left: "前文",
  right: "后文",
  starting: "正在载入…",
  done: ({ tokens, types }) => `${number(tokens)} 词，${number(types)} 种`,
  empty: "没有文本。",
  nothing: "没有词。",
  times: ({ word, count }) => `${word}：${number(count)} 次`,
  failed: ({ message }) => `无法分析这段文本。${message}`,
};

/** A number with its thousands marked: both languages write 1,234.5. */
export function number(value, digits = 0) {
  const [whole, decimals] = value.toFixed(digits).split(".");
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, ",");
  return decimals ? `${grouped}.${decimals}` : grouped;
}

/** Chinese where the element, or what it stands in, is Chinese; else English. */
export const languageOf = (element) => (/^zh\b/i.test(element.closest("[lang]")?.lang || element.ownerDocument.documentElement.lang) ? "zh" : "en");

/**
 * @param {Element} element
 * @returns {(key: keyof typeof en, values?: object) => string}
 */
export function speak(element) {
  const table = languageOf(element) === "zh" ? zh : en;
  return (key, values) => (typeof table[key] === "function" ? table[key](values) : table[key]);
}
