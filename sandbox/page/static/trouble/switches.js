// The sandbox's admin API, as the panel uses it: what is wrong right now, and the levers.

import { getJson, postJson, sendJson } from "../api.js";
import { readCalendars } from "../outlook/graph.js";
import { page } from "../state.js";

const at = (path) => `${page.config.admin}${path}`;

/** Everything that is in force now; nothing of it is remembered here. */
export async function readFacts() {
  const [{ faults }, { grants }, { subscriptions }, notifications, consent] = await Promise.all(
    ["/faults", "/grants", "/subscriptions", "/notifications", "/entra/consent"].map((path) => getJson(at(path))));
  return { faults, grants, subscriptions, notifications, consent };
}

/** What the facts hold of one account, and the panel's own faults of it by name. */
export function factsOf({ faults, grants, subscriptions, notifications, consent }, account) {
  const mine = faults.filter((fault) => fault.account === account);
  return {
    account,
    fault: (name) => mine.find((fault) => fault.name === name),
    signIns: grants.filter((grant) => grant.account === account),
    subscriptions: subscriptions.filter((one) => one.account === account),
    drops: notifications.switches,
    lost: notifications.lost,
    closed: consent.closed_tenants.length > 0,
    approved: Object.values(consent.approved).some((scopes) => scopes.length > 0),
  };
}

/** The calendars of an account as its Outlook lists them: {id, name}. */
export const calendarsOf = (account) => readCalendars(account);

/** Answers Clearhour's requests for this account so, until `mend`; this page's own requests are spared. */
export const plant = (account, name, rule) => postJson(at("/faults"), { kind: "graph", grant: "any", ...rule, name, account });

export const mend = (account, name) => sendJson("DELETE", at(`/faults?${new URLSearchParams({ account, name })}`));

/** Ends all sign-ins of an account; access tokens that are out already are refused as well. */
export async function revoke(account, signIns) {
  await postJson(at("/entra/revoke"), { account });
  for (const { grant } of signIns) await plant(account, "revoked", { grant, status: 401, message: "The session was revoked." });
}

export const setNotifications = (switches) => postJson(at("/notifications"), switches);

/** Ends the subscriptions of an account; `told` says so at their lifecycle address. */
export const endSubscriptions = (account, told) =>
  told ? postJson(at("/subscriptions/lifecycle"), { event: "subscriptionRemoved", account }) : postJson(at("/subscriptions/expire"), { account });

/** Whether people of the office's organisation may allow Clearhour themselves. What was approved before is withdrawn. */
export const setUserConsent = (allowed) => postJson(at("/entra/consent"), { user_consent: allowed, withdraw: true });

/** Microsoft says that it lost notifications, so Clearhour reads this account's calendars now and not at the next round. */
export const tellToLook = (account) => postJson(at("/subscriptions/lifecycle"), { event: "missed", account });
