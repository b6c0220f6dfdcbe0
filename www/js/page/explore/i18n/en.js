const plural = (n, one, many = `${one}s`) => (n === 1 ? one : many);

/** Sentences of the views of the work area. */
export const en = {
  formula: "How it is computed",
  asList: "As a list",
  asTable: "As a table",
  picture: "Picture",
  wordCount: ({ n, count }) => `${count} ${plural(n, "word")}`,
  rowCount: ({ n, count }) => `${count} ${plural(n, "row")}`,

  "about.cloud": "The most frequent words, or those that say most of the texts; click one to choose it.",
  "formula.cloud":
    "The area of a word goes with its figure: the count, or TF-IDF as in the keywords. The colour is its part of speech. Where there is no room for a word it is left out of the picture; the list has all.",
  cloudLabel: "Word cloud of {n} words; size: {size}",
  "option.size": "Size",
  "option.size.count": "Count",
  "option.size.tfidf": "TF-IDF",
  "option.words": "Words",
  "option.stopWords": "Stop words",
  "option.stopWords.show": "Show",
  "option.stopWords.hide": "Hide",
  "option.stopWords.only": "Only these",
  "tagGroup.name": "Names",
  "tagGroup.noun": "Nouns",
  "tagGroup.verb": "Verbs",
  "tagGroup.quality": "Adjectives, adverbs",
  "tagGroup.time": "Time, place, number",
  "tagGroup.other": "Other",
};
