// Reading and changing the value of one element where it stands.

import { initialValue } from "./values.js";

/** What the person left in this element, else what the bot put there; undefined when neither. */
export function valueOf(element, place) {
  return place.surface.values.get(place.blockId, element.action_id) ?? initialValue(element);
}

/** Keeps the person's value; where the element stands live the bot is told at once, else with the next click. */
export function changed(element, place, value) {
  place.surface.values.set(place.blockId, element.action_id, value);
  return place.live ? send(element, place, value) : place.surface.keep({ block_id: place.blockId, action_id: element.action_id, value });
}

/** Sends the element's action to the bot, after its confirm dialog if it has one. */
export function send(element, place, value) {
  return place.surface.act({ block_id: place.blockId, action_id: element.action_id, value }, element.confirm);
}
