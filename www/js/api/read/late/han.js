/** @file How much Chinese there is in a text. */

/**
 * @param {string} text
 * @returns {number} UTF-16 code units that are Chinese characters, or their first halves.
 */
export function hanUnits(text) {
  let count = 0;
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    if ((unit >= 0x3400 && unit <= 0x9fff) || (unit >= 0xf900 && unit <= 0xfaff) || (unit >= 0xd840 && unit <= 0xd88f)) count++;
  }
  return count;
}

/** How much of a file is looked at to choose a column or a field, in UTF-16 code units. */
export const LOOK_UNITS = 1024 * 1024;

/** What parts the texts of two rows. */
export const BETWEEN_ROWS = "\n\n";
