/**
 * A text that another page sends, by the bookmarklet: `#receive=` and the sender's origin in the address.
 *
 * Nothing is taken but from the window that opened this one, from the origin that the address names, and when the reader
 * agrees. The reader sees who sends it and what.
 */

import { createDialog } from "./dialogs/dialog.js";
import { h } from "./dom.js";
import { formatNumber, t } from "./i18n/index.js";

const FORM = /^#receive=([^&]+)$/;

/** How much of the text the reader is shown, in UTF-16 code units. */
const EXCERPT = 200;

/**
 * @param {(name: string, text: string) => void} take Called when the reader agrees.
 */
export function listenForSender(take) {
  const origin = senderOf(location.hash);
  if (!origin || !opener) return;
  // Once is enough: the address that is kept or shared is the plain one.
  history.replaceState(null, "", location.pathname + location.search);
  const end = new AbortController();
  const hear = ({ source, origin: from, data }) => {
    if (source !== opener || from !== origin || data?.hanlens !== 1 || typeof data.text !== "string" || data.text.trim() === "") return;
    end.abort();
    ask(origin, data.text, () => take(typeof data.title === "string" ? data.title : "", data.text));
  };
  addEventListener("message", hear, { signal: end.signal });
  opener.postMessage("hanlens-ready", origin);
}

/** The origin that an address names, in the form in which browsers write it; "" when it names none. */
function senderOf(hash) {
  try {
    const named = decodeURIComponent(FORM.exec(hash)?.[1] ?? "");
    return /^https?:/.test(named) && new URL(named).origin === named ? named : "";
  } catch {
    return "";
  }
}

function ask(origin, text, agree) {
  const excerpt = text.length > EXCERPT ? `${text.slice(0, EXCERPT)}…` : text;
  const button = (key, act) => {
    const onclick = () => {
      dialog.element.close();
      act?.();
    };
    return h("button", { type: "button", class: "button", id: `receive-${key}`, i18n: `receive.${key}`, onclick });
  };
  const dialog = createDialog(
    "receive",
    "receive",
    [
      h("p", null, t("receive.from", { origin, n: formatNumber(text.length) })),
      h("blockquote", { class: "help" }, excerpt),
      h("p", null, button("take", agree), " ", button("refuse")),
    ],
    { onClose: () => dialog.element.remove() },
  );
  document.body.append(dialog.element);
  dialog.open();
}
