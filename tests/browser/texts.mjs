/**
 * @file A text of our own whose figures are worked out by hand.
 *
 * The line is cut 我 爱 北京 天安门 。 北京 ！ 北京 ？, so a line has 6 tokens, 3 of them 北京, and 4 types;
 * 14 characters that are not white space, 11 of them Chinese.
 */

export const LINE = "我爱北京天安门。北京！北京？\n";

/** The line so many times. */
export const lines = (count) => LINE.repeat(count);

/** What the page shows of {@link lines} in sum. */
export const figuresOf = (count) => ({
  tokens: String(6 * count),
  types: "4",
  characters: String(14 * count),
  han: `${11 * count} Chinese`,
});

/** 20 lines: 120 tokens, so 60 times 北京 is 500,000 in a million and 20 times is 166,667. */
export const ROWS_OF_20 = [
  ["1", "北京", "ns", "60", "500,000"],
  ["2", "我", "r", "20", "166,667"],
  ["2", "爱", "v", "20", "166,667"],
  ["2", "天安门", "ns", "20", "166,667"],
];

/**
 * TF-IDF over the tokens of two characters or more: 北京 60/80 × 4.66740230872, 天安门 20/80 × 8.99540287354;
 * the factors are the inverse document frequencies of jieba.
 */
export const KEYWORDS_OF_20 = [
  ["北京", "3.5006"],
  ["天安门", "2.2489"],
];
