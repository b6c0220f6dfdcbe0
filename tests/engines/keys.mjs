/** @file Keys and pointer as actions of WebDriver, which its classic and its bidirectional form share. */

/** The code points by which WebDriver names the keys without a character of their own. */
const KEYS = {
  Backspace: "\ue003", Tab: "\ue004", Enter: "\ue007", Shift: "\ue008", Control: "\ue009", Alt: "\ue00a", Escape: "\ue00c",
  PageUp: "\ue00e", PageDown: "\ue00f", End: "\ue010", Home: "\ue011", ArrowLeft: "\ue012", ArrowUp: "\ue013",
  ArrowRight: "\ue014", ArrowDown: "\ue015", Delete: "\ue017", Meta: "\ue03d",
};

const keyboard = (actions) => [{ type: "key", id: "keyboard", actions }];
const pointer = (actions) => [{ type: "pointer", id: "mouse", parameters: { pointerType: "mouse" }, actions }];
const move = ({ x, y }) => ({ type: "pointerMove", x: Math.round(x), y: Math.round(y), duration: 0, origin: "viewport" });
const PRESSED = [{ type: "pointerDown", button: 0 }, { type: "pointerUp", button: 0 }];

/** Presses a key, with others held: `Shift+Tab`. */
export function press(chord) {
  const keys = chord.split("+").map((name) => KEYS[name] ?? name.toLowerCase());
  // A letter alone is typed as it is written.
  if (keys.length === 1 && chord.length === 1) keys[0] = chord;
  return keyboard([
    ...keys.map((value) => ({ type: "keyDown", value })),
    ...keys.toReversed().map((value) => ({ type: "keyUp", value })),
  ]);
}

/** Moves the pointer to a point and presses it so many times. */
export const click = (point, times = 1) => pointer([move(point), ...Array.from({ length: times }, () => PRESSED).flat()]);

export const moveTo = (point) => pointer([move(point)]);

/** Turns the wheel over a point, in CSS pixels. */
export const wheel = ({ x, y }, deltaX, deltaY) => [
  {
    type: "wheel",
    id: "wheel",
    actions: [{ type: "scroll", x: Math.round(x), y: Math.round(y), deltaX, deltaY, duration: 0, origin: "viewport" }],
  },
];
