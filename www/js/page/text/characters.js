/** Places in a string between whole characters, in UTF-16 code units. */

/** `at`, or the place before it where `at` is between the two halves of a surrogate pair. */
export function wholeCharacter(text, at) {
  const unit = text.charCodeAt(at);
  return unit >= 0xdc00 && unit <= 0xdfff ? at - 1 : at;
}
