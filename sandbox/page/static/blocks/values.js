// What a person typed and chose in one message or modal, by block and action: {block_id: {action_id: value}}.

export class Values {
  /** `slackState` is state.values as the local Slack keeps it, so a reload shows what was entered before. */
  constructor(slackState = {}) {
    this.blocks = {};
    for (const [blockId, actions] of Object.entries(slackState)) {
      for (const [actionId, state] of Object.entries(actions)) this.set(blockId, actionId, plainValue(state));
    }
  }

  /** The value the person left, or undefined when they never touched the element. */
  get(blockId, actionId) {
    return this.blocks[blockId]?.[actionId];
  }

  set(blockId, actionId, value) {
    this.blocks[blockId] = { ...this.blocks[blockId], [actionId]: value };
  }

  /** Only the elements these blocks still have; a changed block id or action id starts anew, as in Slack. */
  keepOnly(blocks) {
    const kept = {};
    for (const block of blocks ?? []) {
      for (const element of elementsOf(block)) {
        const value = this.get(block.block_id, element.action_id);
        if (value !== undefined) kept[block.block_id] = { ...kept[block.block_id], [element.action_id]: value };
      }
    }
    this.blocks = kept;
  }
}

/** Every interactive element of a block. */
export function elementsOf(block) {
  return [...(block.elements ?? []), block.accessory, block.element].filter((element) => element?.action_id);
}

/** The value an element starts with, in the same form in which a person's choice is kept. */
export function initialValue(element) {
  const one = (option) => option?.value;
  const many = (options) => options?.map(one);
  const byType = {
    static_select: () => one(element.initial_option),
    external_select: () => one(element.initial_option),
    radio_buttons: () => one(element.initial_option),
    checkboxes: () => many(element.initial_options),
    multi_static_select: () => many(element.initial_options),
    multi_external_select: () => many(element.initial_options),
    users_select: () => element.initial_user,
    multi_users_select: () => element.initial_users,
    conversations_select: () => element.initial_conversation,
    datepicker: () => element.initial_date,
    timepicker: () => element.initial_time,
    plain_text_input: () => element.initial_value,
    email_text_input: () => element.initial_value,
    url_text_input: () => element.initial_value,
    number_input: () => element.initial_value,
  };
  return byType[element.type]?.();
}

/** Slack's state of one element ({type, selected_option: …}) as the plain value the page works with. */
function plainValue(state) {
  const [, chosen] = Object.entries(state ?? {}).find(([name]) => name === "value" || name.startsWith("selected_")) ?? [];
  if (Array.isArray(chosen)) return chosen.map((one) => one?.value ?? one);
  return chosen?.value ?? chosen ?? undefined;
}
