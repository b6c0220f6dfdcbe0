/** The engine of the hosted page. Its parts are files beside the page's script. */

import { HanLens } from "../../api/hanlens.js";
import { trusted } from "../../api/trust.js";

/** By the query the service worker knows the worker of this page from those of others in the folder. */
const address = () => trusted(new URL("./hanlens-worker.js?page", import.meta.url));

export const beginEngine = () => HanLens.begin({ worker: address() });
