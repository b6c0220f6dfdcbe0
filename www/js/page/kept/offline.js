/**
 * The page on a host without its host: a service worker keeps the files of one build, and serves those alone.
 *
 * The page that is open goes on with the build that it began with. A new build is fetched beside it, and takes over when the
 * reader reloads this one page, or when every page is closed.
 */

const SCRIPT = "hanlens-offline.js";

/** Caches of this page begin so; another copy of the page in another folder has a name of its own. */
const cachesOf = (scope) => `hanlens ${scope} `;

/** The single file needs no host, and pages without HTTPS get no service worker. */
const canWork = () => document.getElementById("hanlens-wasm") === null && "serviceWorker" in navigator && isSecureContext;

const address = () => new URL(SCRIPT, document.baseURI);

/**
 * @param {() => Promise<void>} flush Writes what the page has not written yet.
 */
export async function workOffline(page, flush) {
  if (!canWork()) return;
  let registration;
  try {
    registration = await navigator.serviceWorker.register(page.trusted(address()), { updateViaCache: "none" });
  } catch {
    // A browser that allows none, or a host that does not have the file: the page works as before, with its host.
    return;
  }
  // A browser, or a tool, may refuse without an error.
  if (!registration) return;
  const { store } = page;
  const tell = (key, worker) => store.set({ notice: { key, action: { key: "offlineReload", run: () => takeOver(worker) } } });
  /** Takes over if this page is the only one; the page is then loaded again. */
  const takeOver = async (worker) => {
    await flush();
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = () => tell("offlineOthers", worker);
    worker.postMessage("take over", [port2]);
  };
  /** Tells it once, when there is no other news. */
  const offer = (worker) => {
    let isTold = false;
    const once = () => {
      if (isTold || store.state.notice !== null || worker.state !== "installed") return;
      isTold = true;
      tell("offlineNew", worker);
    };
    store.on(["notice"], once);
    once();
  };
  if (registration.waiting && navigator.serviceWorker.controller) offer(registration.waiting);
  registration.addEventListener("updatefound", () => {
    const worker = registration.installing;
    worker.addEventListener("statechange", () => {
      if (worker.state === "installed" && navigator.serviceWorker.controller) offer(worker);
    });
  });
  // Another build answers from here on: this page must ask it for nothing.
  let isGoing = false;
  navigator.serviceWorker.addEventListener("controllerchange", () => {
    if (isGoing) return;
    isGoing = true;
    location.reload();
  });
}

/** Takes the service worker and the files that it keeps away. */
export async function forgetOffline() {
  if (!canWork()) return;
  const registration = await navigator.serviceWorker.getRegistration(document.baseURI);
  if (!registration) return;
  const worker = registration.active ?? registration.waiting ?? registration.installing;
  if (!worker || new URL(worker.scriptURL).href !== address().href) return;
  // One that is still at fetching the files would put them into a cache again.
  await registration.unregister();
  const names = (await caches.keys()).filter((name) => name.startsWith(cachesOf(registration.scope)));
  await Promise.all(names.map((name) => caches.delete(name)));
}
