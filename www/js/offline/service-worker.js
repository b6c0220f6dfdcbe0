/**
 * @file The service worker of the hosted page: it keeps the files of one build and answers with those alone.
 *
 * Before this code stands `self.hanlens`, the build's name and the hash of each file, written by the build. A build with any
 * other file is another service worker, with a cache of its own. It is kept whole or not at all, so that what the page gets
 * is never of two builds.
 */

/** @type {{ build: string, files: Record<string, string> }} */
const { build, files } = self.hanlens;
const { scope } = self.registration;

const CACHES = `hanlens ${scope} `;
const CACHE = CACHES + build;

/** The page itself, which a host also gives for its folder. */
const PAGE = "index.html";

/** What a request for an address of the page's folder asks for, or undefined. */
function nameOf(address) {
  const { origin, pathname } = new URL(address);
  const folder = new URL(scope);
  if (origin !== folder.origin || !pathname.startsWith(folder.pathname)) return undefined;
  const name = pathname.slice(folder.pathname.length) || PAGE;
  return Object.hasOwn(files, name) ? name : undefined;
}

const addressOf = (name) => new URL(name, scope).href;

/** A file of this build from the host, or an error: the browser checks the hash. */
const ask = (name, cache) => fetch(addressOf(name), { cache, integrity: `sha256-${files[name]}` });

/** The same, from what the browser has kept by itself where that is of this build. */
async function load(name) {
  const answer = await ask(name, "default").catch(() => ask(name, "reload"));
  if (!answer.ok) throw new Error(`${name}: status ${answer.status}`);
  // Made anew: a page may not be an answer that came by a redirection, and its bytes are unpacked already.
  const headers = new Headers(answer.headers);
  for (const header of ["Content-Encoding", "Content-Length"]) headers.delete(header);
  return new Response(await answer.arrayBuffer(), { headers });
}

async function install() {
  // After a host went back to a build its files may be here still; each was checked when it came.
  if (await isWhole()) return;
  try {
    const cache = await caches.open(CACHE);
    await Promise.all(Object.keys(files).map(async (name) => cache.put(addressOf(name), await load(name))));
  } catch (error) {
    await caches.delete(CACHE);
    throw error;
  }
}

/** Whether every file is there: someone else may delete what a browser keeps. */
async function isWhole() {
  const cache = (await caches.has(CACHE)) ? await caches.open(CACHE) : null;
  return cache !== null && (await cache.keys()).length === Object.keys(files).length;
}

async function activate() {
  const names = await caches.keys();
  const others = names.filter((name) => name.startsWith(CACHES) && name !== CACHE);
  await Promise.all(others.map((name) => caches.delete(name)));
}

/** The page, if it is kept whole; else the host's, and nothing is kept any longer. */
async function answerWithPage(request) {
  if (await isWhole()) return (await caches.open(CACHE)).match(addressOf(PAGE));
  await caches.delete(CACHE);
  await self.registration.unregister();
  return fetch(request);
}

/** A file for the page. Other pages in the folder, and the workers that they start, get what the host has. */
async function answer({ request, clientId }, name) {
  if (!(await isOfPage(clientId)) || !(await caches.has(CACHE))) return fetch(request);
  return (await (await caches.open(CACHE)).match(addressOf(name))) ?? load(name);
}

/** The page asks for its worker by an address of its own, so its worker is told from those of others. */
async function isOfPage(clientId) {
  const client = await self.clients.get(clientId);
  return client === undefined || nameOf(client.url) === PAGE || new URL(client.url).search === "?page";
}

/** Takes over now, if the page that asks is the only one that is open. */
async function takeOver(port) {
  const windows = await self.clients.matchAll({ type: "window", includeUncontrolled: true });
  if (windows.filter(({ url }) => nameOf(url) === PAGE).length > 1) port.postMessage("others");
  else await self.skipWaiting();
}

self.addEventListener("install", (event) => event.waitUntil(install()));
self.addEventListener("activate", (event) => event.waitUntil(activate()));
self.addEventListener("fetch", (event) => {
  const { request } = event;
  const name = request.method === "GET" ? nameOf(request.url) : undefined;
  if (name === undefined) return;
  if (request.mode !== "navigate") event.respondWith(answer(event, name));
  else if (name === PAGE) event.respondWith(answerWithPage(request));
});
self.addEventListener("message", (event) => {
  if (event.data === "take over") event.waitUntil(takeOver(event.ports[0]));
});
