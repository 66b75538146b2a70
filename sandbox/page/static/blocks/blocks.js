// Block Kit blocks to elements. What an element does is given from outside (see `surface`).

import { h } from "../dom.js";
import { mrkdwn, plain, textObject } from "../mrkdwn.js";
import { renderElement } from "./elements.js";
import { inputBlock } from "./input_block.js";

/**
 * All blocks of a message or view. A surface is
 *   values: what the person typed and chose so far (see values.js),
 *   act(action, confirm): tells the bot {block_id, action_id, value?}, after the confirm question if there is one,
 *   keep(action): hands over an entry the bot learns of with the next click,
 *   channels(): conversations to choose from,
 *   options(block_id, action_id, query): asks the bot for the options of an external select.
 */
export function renderBlocks(blocks, surface) {
  return (blocks ?? []).map((block, index) => renderBlock(block, surface, block.block_id ?? `block-${index}`));
}

function renderBlock(block, surface, blockId) {
  const draw = BLOCKS[block.type];
  const content = draw
    ? draw(block, surface, blockId)
    : h("p", { class: "unknown-block" }, `This page can't draw a “${block.type}” block.`);
  content.classList.add("block", `block-${block.type}`);
  content.dataset.blockId = blockId;
  return content;
}

const BLOCKS = {
  header: (block) => h("h3", {}, textObject(block.text)),
  divider: () => h("hr"),
  image: (block) => figure(block),
  markdown: (block) => h("div", {}, mrkdwn(block.text)),
  section,
  context: (block) => h("div", {}, block.elements.map(contextElement)),
  actions: (block, surface, blockId) =>
    h("div", {}, block.elements.map((element) => renderElement(element, { surface, blockId, live: true }))),
  input: inputBlock,
};

function section(block, surface, blockId) {
  const text = h("div", { class: "section-text" }, textObject(block.text));
  const fields = block.fields
    ? h("div", { class: "fields" }, block.fields.map((field) => h("div", { class: "field" }, textObject(field))))
    : null;
  const accessory = block.accessory;
  if (!accessory) return h("div", {}, block.text ? text : null, fields);
  const drawn =
    accessory.type === "image"
      ? h("img", { src: accessory.image_url, alt: accessory.alt_text, class: "thumb" })
      : renderElement(accessory, { surface, blockId, live: true, label: block.text ? plain(block.text.text) : "" });
  return h("div", { class: "with-accessory" }, h("div", {}, text, fields), h("div", { class: "accessory" }, drawn));
}

function contextElement(element) {
  if (element.type === "image") return h("img", { src: element.image_url, alt: element.alt_text, class: "context-image" });
  return h("span", {}, textObject(element));
}

function figure(block) {
  return h(
    "figure",
    {},
    block.title ? h("figcaption", {}, textObject(block.title)) : null,
    h("img", { src: block.image_url, alt: block.alt_text, loading: "lazy" }),
  );
}
