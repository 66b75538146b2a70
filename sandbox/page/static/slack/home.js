// The Home tab of the app: the view that the bot published for this person, drawn anew when it publishes another.

import { renderBlocks } from "../blocks/blocks.js";
import { Values } from "../blocks/values.js";
import { ask } from "../confirm.js";
import { announce, fill, h } from "../dom.js";
import { keepFocus } from "../message_list.js";
import { clickView, keepInView, readOptions } from "./client.js";
import { complain, confirmTexts, selectorOf } from "./messages.js";

let shown = null;

/** Draws the person's Home tab into `root`; an unchanged one stays as it is. `given` as for messages. */
export function drawHome(root, person, view, given) {
  const print = JSON.stringify([person.key, view && { ...view, state: null, hash: null }]);
  if (shown?.print === print && root.firstChild) return;
  const isChange = shown?.person === person && shown.view && view;
  const values = isChange ? shown.values : new Values(view?.state.values);
  values.keepOnly(view?.blocks);
  shown = { print, person, view, values };
  const node = view ? draw(person, view, values, given) : h("p", { class: "home-empty" }, "Clearhour has shown nothing here yet.");
  const before = root.firstElementChild;
  if (before) keepFocus(before, node, selectorOf);
  fill(root, node);
  if (isChange) announce("The Home tab changed.");
}

function draw(person, view, values, given) {
  const warning = h("p", { class: "message-warning", role: "alert", hidden: true });
  const surface = {
    values,
    channels: given.channels,
    options: (block_id, action_id, typed) => readOptions(person, { view_id: view.id, block_id, action_id }, typed),
    keep: (action) => keepInView(person, view.id, action),
    async act(action, confirm) {
      if (confirm && !(await ask(confirmTexts(confirm)))) return;
      warning.hidden = true;
      complain(warning, await clickView(person, view.id, action));
      await given.afterAction();
    },
  };
  return h("div", { class: "home-view", tabindex: "-1", dataset: { testid: "home-view" } }, warning, renderBlocks(view.blocks, surface));
}
