/** @file Text as it flows through markup: white space collapses, elements part lines and paragraphs. */

/** What parts two pieces of text; a stronger one wins over the weaker ones beside it. */
export const GAP = { none: 0, space: 1, sourceLine: 2, cell: 3, line: 4, paragraph: 5 };

const WRITTEN = ["", " ", " ", "\t", "\n", "\n\n"];

const PIECES = /[ \t\r\n\f]+|[^ \t\r\n\f]+/g;

const WIDE = "[\\p{Script=Han}\\u3000-\\u30ff\\uff00-\\uffef\\u2018-\\u201d\\u2026]";
const ENDS_WIDE = new RegExp(`${WIDE}$`, "u");
const BEGINS_WIDE = new RegExp(`^${WIDE}`, "u");

export class Flow {
  #out = "";
  #gap = GAP.none;
  #last = "";

  /** Text in which white space only parts words. */
  text(data) {
    for (const [piece] of data.matchAll(PIECES)) {
      if (/^[ \t\r\n\f]/.test(piece)) this.part(/[\r\n]/.test(piece) ? GAP.sourceLine : GAP.space);
      else this.#put(piece);
    }
  }

  /** Text in which white space counts. */
  exact(data) {
    if (data !== "") this.#put(data.replace(/\r\n?/g, "\n"));
  }

  /** @param {number} gap One of {@link GAP}. */
  part(gap) {
    this.#gap = Math.max(this.#gap, gap);
  }

  /** What has come since it was last asked. */
  take() {
    const out = this.#out;
    this.#out = "";
    return out;
  }

  #put(piece) {
    if (this.#last !== "") this.#out += this.#between(piece);
    this.#out += piece;
    this.#last = piece.slice(-2);
    this.#gap = GAP.none;
  }

  /** A line of the source that ends between two Chinese characters parts nothing, as in a browser. */
  #between(piece) {
    const joins = this.#gap === GAP.sourceLine && ENDS_WIDE.test(this.#last) && BEGINS_WIDE.test(piece);
    return joins ? "" : WRITTEN[this.#gap];
  }
}

/**
 * Texts one after another, with a blank line between.
 * @param {Iterable<AsyncIterable<string> | Iterable<string>>} texts
 * @returns {AsyncGenerator<string>}
 */
export async function* inTurn(texts) {
  let begun = false;
  for (const text of texts) {
    let isFirst = true;
    for await (const part of text) {
      if (part === "") continue;
      yield isFirst && begun ? `${WRITTEN[GAP.paragraph]}${part}` : part;
      isFirst = false;
      begun = true;
    }
  }
}
