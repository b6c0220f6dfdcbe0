/** @file How large a file may be, so that a hostile or mistaken one ends in an error and not in a lack of memory. */

const MIB = 1024 * 1024;

/** Bytes of a file that is read as a whole or whose marks are taken away: HTML, Markdown, subtitles, JSON. */
export const STRUCTURED_BYTES = 64 * MIB;

/** UTF-16 code units of one row of a table, of one line of JSON Lines. */
export const ROW_UNITS = 16 * MIB;

/** Bytes of all that is unpacked from one file. */
export const UNPACKED_BYTES = 512 * MIB;

/** What is unpacked may be so many times as large as it is packed, once it is larger than {@link RATIO_FROM}. */
export const RATIO = 200;
export const RATIO_FROM = 16 * MIB;

/** Files in an archive that are read. */
export const ENTRIES = 2000;

/** Elements inside one another. */
export const DEPTH = 10_000;
