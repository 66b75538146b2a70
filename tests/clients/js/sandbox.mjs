// The sandbox as this judge meets it: its admin API, and Microsoft's client for one person after the other.

import graph from "@microsoft/microsoft-graph-client";

import { front } from "./front.mjs";

export const ADA = "ada@contoso.com";
export const BEN = "ben@contoso.com";
export const MONDAY = "2026-11-23T00:00:00Z";
export const SATURDAY = "2026-11-28T00:00:00Z";
const WEDNESDAY = "2026-11-18T08:00:00+00:00"; // where the sandbox's clock stands; the seed fills the week after
const { ADMIN, PORT, KEY, CERTIFICATE } = process.env;

async function admin(method, path, body) {
  const headers = { "content-type": "application/json" };
  const answer = await fetch(`${ADMIN}/${path}`, { method, headers, body: body && JSON.stringify(body) });
  if (!answer.ok) throw new Error(`${method} ${path}: ${await answer.text()}`);
  const text = await answer.text();
  return text ? JSON.parse(text) : {};
}

const served = await front(Number(PORT), { key: KEY, certificate: CERTIFICATE });
export const { origin, close } = served;

/** The seeded world, without faults. */
export async function reset() {
  await admin("DELETE", "faults");
  await admin("POST", "reset", { now: WEDNESDAY });
}

/** Microsoft's client with the token of an account, or with a token given. */
export async function client(account, token) {
  const scopes = ["Calendars.Read", "Calendars.ReadWrite", "MailboxSettings.Read", "User.Read"];
  const held = token ?? (await admin("POST", "token", { account, scopes })).access_token;
  return graph.Client.init({
    baseUrl: origin,
    defaultVersion: "v1.0",
    customHosts: new Set(["127.0.0.1"]),
    authProvider: (done) => done(null, held),
  });
}

/** The next request to this path is answered 429 with Retry-After. */
export const throttle = (path, seconds) =>
  admin("POST", "faults", { kind: "graph", path, status: 429, retry_after: seconds, times: 1 });

/** The number that the next logged request will get. */
export const mark = async () => (await admin("GET", "log?since=0")).next;

/** Status of the requests since then to a path. */
export const statusesSince = async (number, path) =>
  (await admin("GET", `log?since=${number}`)).entries.filter((one) => one.path.includes(path)).map((one) => one.status);

/** Everything of a collection, page by page, by the client's own iterator; also the iterator, which knows the delta link. */
export async function all(ada, first, headers = {}) {
  const found = [];
  const pages = new graph.PageIterator(ada, first, (one) => found.push(one), { headers });
  await pages.iterate();
  return { found, pages };
}

/** What a rejected request was answered. */
export async function refusal(request) {
  try {
    await request;
  } catch (error) {
    if (error instanceof graph.GraphError) return error;
    throw error;
  }
  throw new Error("the request was not refused");
}
