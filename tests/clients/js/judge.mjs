// @microsoft/microsoft-graph-client judges the sandbox, over https. One test a step.

import assert from "node:assert/strict";
import { after, beforeEach, test } from "node:test";

import graph from "@microsoft/microsoft-graph-client";

import { ADA, BEN, MONDAY, SATURDAY, all, client, close, mark, origin, refusal, reset, statusesSince, throttle } from "./sandbox.mjs";

const WEEK = { startDateTime: MONDAY, endDateTime: SATURDAY };
const IMMUTABLE = { Prefer: 'IdType="ImmutableId"' };
const at = (hour) => ({ dateTime: `2026-11-23T${String(hour).padStart(2, "0")}:00:00`, timeZone: "UTC" });
const meeting = (subject, ...invited) => ({
  subject,
  start: at(10),
  end: at(11),
  attendees: invited.map((address) => ({ type: "required", emailAddress: { address } })),
});

let ada;
beforeEach(async () => {
  await reset();
  ada = await client(ADA);
});
after(close);

async function named(whose, subject) {
  const first = await whose.api("/me/events").top(5).get();
  return (await all(whose, first)).found.find((one) => one.subject === subject);
}

test("it knows who signed in", async () => {
  const me = await ada.api("/me").select("displayName,userPrincipalName").get();
  assert.equal(me.userPrincipalName, ADA);
  assert.equal(me.displayName, "Ada Lindqvist");
});

test("it pages through the calendars by links over https", async () => {
  const whole = (await ada.api("/me/calendars").top(50).get()).value;
  const first = await ada.api("/me/calendars").top(2).get();
  assert.equal(first.value.length, 2);
  assert.ok(first["@odata.nextLink"].startsWith(`${origin}/v1.0/me/calendars?`), first["@odata.nextLink"]);
  const { found } = await all(ada, first);
  assert.deepEqual(found.map((one) => one.id), whole.map((one) => one.id));
  assert.deepEqual(found.filter((one) => one.isDefaultCalendar).map((one) => one.canEdit), [true]);
});

test("it pages through a calendar view, with the id in quotes", async () => {
  const { id } = await ada.api("/me/calendar").get();
  const view = () => ada.api(`/me/calendars('${id}')/calendarView`).query(WEEK).select("subject,start,type").orderby("start/dateTime");
  const whole = (await view().top(100).get()).value;
  const { found } = await all(ada, await view().top(3).get());
  assert.ok(whole.length > 6);
  assert.deepEqual(found.map((one) => one.id), whole.map((one) => one.id));
  assert.deepEqual(Object.keys(found[0]).sort(), ["@odata.etag", "id", "start", "subject", "type"]);
  assert.equal(found.find((one) => one.subject === "Product review (moved)").type, "exception");
});

test("it follows a calendar by delta", async () => {
  const { id } = await ada.api("/me/calendar").get();
  const headers = { Prefer: 'odata.maxpagesize=3, IdType="ImmutableId"' };
  const first = await ada.api(`/me/calendars/${id}/calendarView/delta`).query(WEEK).headers(headers).get();
  assert.equal(first.value.length, 3);
  const { found, pages } = await all(ada, first, headers);
  assert.ok(found.length > 6);
  assert.ok(pages.getDeltaLink());
  const made = await ada.api("/me/events").headers(IMMUTABLE).post(meeting("New"));
  const lunch = found.find((one) => one.subject === "Lunch walk");
  await ada.api(`/me/events/${lunch.id}`).delete();
  const changed = await all(ada, await ada.api(pages.getDeltaLink()).headers(headers).get(), headers);
  assert.deepEqual(new Set(changed.found.map((one) => one.id)), new Set([made.id, lunch.id]));
  assert.deepEqual(changed.found.find((one) => one.id === lunch.id)["@removed"], { reason: "deleted" });
  const quiet = await ada.api(changed.pages.getDeltaLink()).headers(headers).get();
  assert.deepEqual(quiet.value, []);
  assert.ok(quiet["@odata.deltaLink"]);
});

test("a delta link that nobody gave out is refused", async () => {
  const error = await refusal(ada.api("/me/calendarView/delta").query({ $deltatoken: "nonsense" }).get());
  assert.deepEqual([error.statusCode, error.code], [400, "BadRequest"]);
});

test("it creates, changes and deletes an event", async () => {
  const made = await ada.api("/me/events").post(meeting("Judged"));
  assert.deepEqual([made.start.dateTime, made.start.timeZone], ["2026-11-23T10:00:00.0000000", "UTC"]);
  const changed = await ada.api(`/me/events/${made.id}`).patch({ subject: "Judged again", end: at(12) });
  assert.equal(changed.subject, "Judged again");
  assert.notEqual(changed["@odata.etag"], made["@odata.etag"]);
  const berlin = { Prefer: 'outlook.timezone="W. Europe Standard Time"' };
  const read = await ada.api(`/me/events/${made.id}`).headers(berlin).get();
  assert.deepEqual([read.end.dateTime, read.end.timeZone], ["2026-11-23T13:00:00.0000000", "W. Europe Standard Time"]);
  await ada.api(`/me/events/${made.id}`).delete();
  const error = await refusal(ada.api(`/me/events/${made.id}`).get());
  assert.deepEqual([error.statusCode, error.code], [404, "ErrorItemNotFound"]);
  assert.ok(error.requestId);
});

test("an invitation is accepted and the organizer sees it", async () => {
  const ben = await client(BEN);
  const made = await ben.api("/me/events").post(meeting("Please come", ADA));
  const invited = await named(ada, "Please come");
  assert.deepEqual([invited.responseStatus.response, invited.showAs, invited.isOrganizer], ["notResponded", "tentative", false]);
  await ada.api(`/me/events/${invited.id}/accept`).post({ comment: "Gladly", sendResponse: true });
  assert.equal((await ada.api(`/me/events/${invited.id}`).get()).responseStatus.response, "accepted");
  const seen = await ben.api(`/me/events/${made.id}`).get();
  assert.deepEqual(seen.attendees.map((one) => [one.emailAddress.address, one.status.response]), [[ADA, "accepted"]]);
});

test("a cancelled meeting is marked for whoever was invited", async () => {
  const ben = await client(BEN);
  const made = await ada.api("/me/events").post(meeting("Off again", BEN));
  await ada.api(`/me/events/${made.id}/cancel`).post({ comment: "Something came up" });
  const marked = await named(ben, "Canceled: Off again");
  assert.deepEqual([marked.isCancelled, marked.showAs], [true, "free"]);
  assert.equal(await named(ada, "Off again"), undefined);
});

test("it reads schedules and is told who has none", async () => {
  const asked = {
    schedules: [ADA, BEN, "nobody@contoso.com"],
    startTime: { dateTime: "2026-11-25T08:00:00", timeZone: "UTC" },
    endTime: { dateTime: "2026-11-25T12:00:00", timeZone: "UTC" },
    availabilityViewInterval: 60,
  };
  const [mine, bens, nobody] = (await ada.api("/me/calendar/getSchedule").post(asked)).value;
  assert.equal(mine.availabilityView, "2220");
  assert.deepEqual(mine.scheduleItems.map((one) => one.subject), ["Roadmap writing"]);
  assert.equal(bens.availabilityView, "0200");
  assert.equal(bens.scheduleItems[0].subject, undefined);
  assert.equal(nobody.error.responseCode, "5016");
});

test("an immutable id is another than the default one and opens the same event", async () => {
  const plain = await named(ada, "Roadmap writing");
  const fixed = await ada.api(`/me/events/${plain.id}`).headers(IMMUTABLE).get();
  assert.notEqual(fixed.id, plain.id);
  assert.equal((await ada.api(`/me/events/${fixed.id}`).get()).iCalUId, plain.iCalUId);
});

test("a batch is answered part by part, in the order asked", async () => {
  const ask = (path, method = "GET", body = undefined) =>
    new Request(`${origin}${path}`, { method, body: body && JSON.stringify(body), headers: { "Content-Type": "application/json" } });
  const batch = new graph.BatchRequestContent([
    { id: "make", request: ask("/me/events", "POST", meeting("In a batch")) },
    { id: "read", request: ask("/me/events?$filter=subject eq 'In a batch'"), dependsOn: ["make"] },
    { id: "missing", request: ask("/me/calendars/nonsense"), dependsOn: ["read"] },
    { id: "never", request: ask("/me/calendars"), dependsOn: ["missing"] },
  ]);
  const answer = new graph.BatchResponseContent(await ada.api("/$batch").post(await batch.getContent()));
  const statuses = ["make", "read", "never"].map((id) => answer.getResponseById(id).status);
  assert.deepEqual(statuses, [201, 200, 424]);
  assert.equal(Math.floor(answer.getResponseById("missing").status / 100), 4);
  const [made, read] = await Promise.all(["make", "read"].map((id) => answer.getResponseById(id).json()));
  assert.deepEqual(read.value.map((one) => one.id), [made.id]);
});

test("a view without a window is refused with a code", async () => {
  const error = await refusal(ada.api("/me/calendar/calendarView").get());
  assert.deepEqual([error.statusCode, error.code], [400, "ErrorInvalidParameter"]);
});

test("a token that is none is refused", async () => {
  const nobody = await client(ADA, "no.such.token");
  const error = await refusal(nobody.api("/me/calendars").get());
  assert.deepEqual([error.statusCode, error.code], [401, "InvalidAuthenticationToken"]);
});

test("it waits as long as a 429 says and then succeeds", async () => {
  await throttle("/me/calendars", 1);
  const [number, began] = [await mark(), performance.now()];
  assert.ok((await ada.api("/me/calendars").get()).value.length);
  assert.deepEqual(await statusesSince(number, "/me/calendars"), [429, 200]);
  assert.ok(performance.now() - began >= 1000);
});
