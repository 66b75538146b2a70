// A chat's messages in its pane: drawn anew only when they changed, with the focus and the place one read to kept.

const END_PX = 80;
const places = new Map(); // key -> {drawn: id -> what `draw` returned, top: how far it was read; null is to its end}

/**
 * Draws the messages of a conversation into `root`; `key` says whose it is and which. `draw(message, {old, stays, previous})`
 * returns {node} and whatever else it wants to get back as `old`; `stays` is true unless another conversation stood there.
 */
export function drawList(root, key, messages, idOf, draw) {
  const stays = root.dataset.place === key;
  if (!stays) leave(root);
  root.dataset.place = key;
  const { drawn, top } = places.get(key) ?? { drawn: new Map(), top: null };
  const atEnd = stays ? isAtEnd(root) : top === null;
  const shown = messages.map((message, index) => draw(message, { old: drawn.get(idOf(message)), stays, previous: messages[index - 1] }));
  places.set(key, { drawn: new Map(messages.map((message, index) => [idOf(message), shown[index]])), top });
  arrange(root, shown.map(({ node }) => node));
  if (atEnd) goToEnd(root);
  else if (!stays) root.scrollTop = top;
}

function leave(root) {
  const left = places.get(root.dataset.place);
  if (left) left.top = isAtEnd(root) ? null : root.scrollTop;
}

/** Is the newest message, or nearly, in sight? */
function isAtEnd(root) {
  return root.scrollHeight - root.scrollTop - root.clientHeight < END_PX;
}

/** Who sends something wants to see it, and its answer, wherever they read before. */
export function goToEnd(root) {
  root.scrollTop = root.scrollHeight;
}

/** Whoever reads the newest message still sees it when the window changes its size. */
export function stayAtEnd(root) {
  let atEnd = true;
  let width = root.clientWidth;
  root.addEventListener("scroll", () => {
    if (root.clientWidth !== width) return; // the browser moves the text it anchors before the observer is told
    atEnd = isAtEnd(root);
  });
  new ResizeObserver(() => {
    width = root.clientWidth;
    if (atEnd) goToEnd(root);
  }).observe(root);
}

/** Forgets what was drawn in all chats (after a reset the same ids may mean other messages). */
export function forgetDrawn() {
  places.clear();
}

/** Puts the nodes in order without touching those that already stand right, so focus and typing survive. */
function arrange(root, nodes) {
  const wanted = new Set(nodes);
  for (const child of [...root.children]) if (!wanted.has(child)) child.remove();
  nodes.forEach((node, index) => {
    if (root.children[index] !== node) root.insertBefore(node, root.children[index] ?? null);
  });
}

/** After a redraw the focus returns to the same control, found by `selectorOf(focused)`; when it is gone, to the message. */
export function keepFocus(before, after, selectorOf) {
  const focused = document.activeElement;
  if (!before.contains(focused)) return;
  const selector = selectorOf(focused);
  requestAnimationFrame(() => {
    const same = selector && after.querySelector(selector);
    (same ?? after).focus();
  });
}
