/**
 * @file The entities of HTML 4 and of XML, for the parser of markup.
 *
 * The build puts this module in the place of `entities/decode`, whose table of all 2,231 names of HTML 5 would be a
 * third of the reader of files. The names beyond HTML 4 are of mathematics for the most part, and hardly stand in texts;
 * such a reference stays as it is written.
 */

/** Runs of names whose code points follow one another: the first code point to the base of 36, then the names. */
const NAMES =
  "4g nbsp iexcl cent pound curren yen brvbar sect uml copy ordf laquo not shy reg macr deg plusmn sup2 sup3 acute " +
  "micro para middot cedil sup1 ordm raquo frac14 frac12 frac34 iquest Agrave Aacute Acirc Atilde Auml Aring AElig " +
  "Ccedil Egrave Eacute Ecirc Euml Igrave Iacute Icirc Iuml ETH Ntilde Ograve Oacute Ocirc Otilde Ouml times Oslash " +
  "Ugrave Uacute Ucirc Uuml Yacute THORN szlig agrave aacute acirc atilde auml aring aelig ccedil egrave eacute " +
  "ecirc euml igrave iacute icirc iuml eth ntilde ograve oacute ocirc otilde ouml divide oslash ugrave uacute ucirc " +
  "uuml yacute thorn yuml; y quot; 12 amp apos; 1o lt; 1q gt; 9e OElig oelig; 9s Scaron scaron; ag Yuml; b6 fnof; " +
  "jq circ; kc tilde; pd Alpha Beta Gamma Delta Epsilon Zeta Eta Theta Iota Kappa Lambda Mu Nu Xi Omicron Pi Rho; " +
  "pv Sigma Tau Upsilon Phi Chi Psi Omega; q9 alpha beta gamma delta epsilon zeta eta theta iota kappa lambda mu nu " +
  "xi omicron pi rho sigmaf sigma tau upsilon phi chi psi omega; r5 thetasym upsih; ra piv; 6bm ensp emsp; 6bt " +
  "thinsp; 6bw zwnj zwj lrm rlm; 6c3 ndash mdash; 6c8 lsquo rsquo sbquo; 6cc ldquo rdquo bdquo; 6cg dagger Dagger " +
  "bull; 6cm hellip; 6cw permil; 6cy prime Prime; 6d5 lsaquo rsaquo; 6da oline; 6dg frasl; 6gc euro; 6j5 image; 6jc " +
  "weierp; 6jg real; 6jm trade; 6k5 alefsym; 6mo larr uarr rarr darr harr; 6np crarr; 6og lArr uArr rArr dArr hArr; " +
  "6ps forall; 6pu part exist; 6px empty; 6pz nabla isin notin; 6q3 ni; 6q7 prod; 6q9 sum minus; 6qf lowast; 6qi " +
  "radic; 6ql prop infin; 6qo ang; 6qv and or cap cup int; 6r8 there4; 6rg sim; 6rp cong; 6rs asymp; 6sg ne equiv; " +
  "6sk le ge; 6te sub sup nsub; 6ti sube supe; 6tx oplus; 6tz otimes; 6ud perp; 6v9 sdot; 6x4 lceil rceil lfloor " +
  "rfloor; 6y1 lang rang; 7gq loz; 7kw spades; 7kz clubs; 7l1 hearts diams";

/** @type {Map<string, number>} */
const CODE_POINTS = new Map();
for (const run of NAMES.split("; ")) {
  const [first, ...names] = run.split(" ");
  names.forEach((name, index) => CODE_POINTS.set(name, Number.parseInt(first, 36) + index));
}

/** Names that pages write without a semicolon. */
const BARE = new Set(["amp", "lt", "gt", "quot", "nbsp", "copy", "reg"]);

/** The longest reference that is looked at, without its ends. */
const LONGEST = 16;

const isPart = (unit) => unit === 35 || (unit >= 48 && unit <= 57) || ((unit | 32) >= 97 && (unit | 32) <= 122);

/** The code point of a reference without its ends, or undefined. */
function codePointOf(reference) {
  const [, hex, decimal] = /^#(?:x([\da-f]+)|(\d+))$/i.exec(reference) ?? [];
  if (!hex && !decimal) return CODE_POINTS.get(reference);
  const number = hex ? Number.parseInt(hex, 16) : Number.parseInt(decimal, 10);
  if (number >= 0x80 && number < 0xa0) return new TextDecoder("windows-1252").decode(Uint8Array.of(number)).codePointAt(0);
  const isCharacter = number > 0 && number <= 0x10ffff && (number & 0xfffff800) !== 0xd800;
  return isCharacter ? number : 0xfffd;
}

/** What the parser asks for; both names stand for the table above. */
export const DecodingMode = { Legacy: 0, Strict: 1, Attribute: 2 };
export const htmlDecodeTree = undefined;
export const xmlDecodeTree = undefined;

/** Takes one reference after the other, in chunks, from behind the ampersand. */
export class EntityDecoder {
  #emit;
  #mode = DecodingMode.Strict;
  #reference = "";

  /** @param {unknown} _ @param {(codePoint: number, consumed: number) => void} emit */
  constructor(_, emit) {
    this.#emit = emit;
  }

  startEntity(mode) {
    this.#mode = mode;
    this.#reference = "";
  }

  /** @returns {number} How many units were consumed, with the ampersand; 0: it is no reference; -1: more is needed. */
  write(input, offset) {
    for (let at = offset; at < input.length; at++) {
      const unit = input.charCodeAt(at);
      if (!isPart(unit)) return this.#finish(unit === 59 ? 1 : 0);
      this.#reference += input[at];
      if (this.#reference.length > LONGEST) return 0;
    }
    return -1;
  }

  end() {
    return this.#finish(0);
  }

  #finish(semicolon) {
    const reference = this.#reference;
    const mayBeBare = this.#mode === DecodingMode.Legacy && (BARE.has(reference) || reference.startsWith("#"));
    const codePoint = semicolon === 1 || mayBeBare ? codePointOf(reference) : undefined;
    if (codePoint === undefined) return 0;
    const consumed = 1 + reference.length + semicolon;
    this.#emit(codePoint, consumed);
    return consumed;
  }
}

/**
 * @param {string} text
 * @returns {string} The text with its references replaced.
 */
export const decodeHTML = (text) =>
  text.replace(/&(#?[\da-z]+);/gi, (whole, reference) => {
    const codePoint = codePointOf(reference);
    return codePoint === undefined ? whole : String.fromCodePoint(codePoint);
  });
