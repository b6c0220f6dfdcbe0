/** @file The encoding that a file says it is in. */

const LABEL = /<\?xml[^>]*\bencoding\s*=\s*["']([\w-]+)|<meta[^>]*\bcharset\s*=\s*["']?\s*([\w-]+)/i;

/**
 * @param {Uint8Array} head The first bytes of an HTML or XML file.
 * @returns {string | undefined} As `TextDecoder` names it. UTF-16 cannot be, where these letters are bytes.
 */
export function declaredEncoding(head) {
  const [, xml, meta] = LABEL.exec(new TextDecoder("windows-1252").decode(head)) ?? [];
  try {
    const { encoding } = new TextDecoder(xml ?? meta ?? "");
    return encoding.startsWith("utf-") ? undefined : encoding;
  } catch {
    return undefined;
  }
}
