/** @file The real code with a small memory, so that it really runs out of it. */

const MEMORY_SECTION = 5;
const HEADER_BYTES = 8;
const PAGE = 64 * 1024;

/**
 * The same module with at most so many bytes of memory.
 * @param {ArrayBuffer | Uint8Array} wasm
 * @param {number} bytes
 * @returns {Uint8Array}
 */
export function withMemoryLimit(wasm, bytes) {
  const module = new Uint8Array(wasm);
  for (let at = HEADER_BYTES; at < module.length; ) {
    const id = module[at];
    const [size, body] = readNumber(module, at + 1);
    if (id === MEMORY_SECTION) {
      const section = limitedSection(module, body, Math.floor(bytes / PAGE));
      return concatenate(module.subarray(0, at), section, module.subarray(body + size));
    }
    at = body + size;
  }
  throw new Error("the module has no memory of its own");
}

function limitedSection(module, body, pages) {
  const HAS_MAXIMUM = 1;
  const [count, limits] = readNumber(module, body);
  if (count !== 1) throw new Error(`the module has ${count} memories`);
  const [minimum] = readNumber(module, limits + 1);
  if (minimum > pages) throw new Error(`the module begins with ${minimum} pages`);
  const content = [count, HAS_MAXIMUM, ...writeNumber(minimum), ...writeNumber(pages)];
  return Uint8Array.from([MEMORY_SECTION, ...writeNumber(content.length), ...content]);
}

/** An unsigned LEB128 number and where it ends. */
function readNumber(module, at) {
  let value = 0;
  for (let shift = 0; ; shift += 7) {
    const byte = module[at++];
    value += (byte & 0x7f) * 2 ** shift;
    if (byte < 0x80) return [value, at];
  }
}

function writeNumber(value) {
  const bytes = [];
  for (; value >= 0x80; value = Math.floor(value / 0x80)) bytes.push((value & 0x7f) | 0x80);
  return [...bytes, value];
}

function concatenate(...parts) {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
