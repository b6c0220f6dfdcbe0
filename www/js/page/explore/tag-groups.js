/** Parts of speech in so few groups that colours tell them apart. */

export const TAG_GROUPS = ["name", "noun", "verb", "quality", "time", "other"];

/** @param {string} tag */
export function tagGroup(tag) {
  if (/^n[rstz]/.test(tag)) return "name";
  if (/^n/.test(tag)) return "noun";
  if (/^v/.test(tag)) return "verb";
  if (/^[abdz]/.test(tag)) return "quality";
  if (/^[tsfm]/.test(tag)) return "time";
  return "other";
}
