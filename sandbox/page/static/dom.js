// Builds elements without ever parsing markup, so no text from a bot or a calendar can become code.

/** One element. Props: class, on* listeners, dataset, attributes; null, undefined and false are left out. */
export function h(tag, props = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(props)) setProp(element, name, value);
  element.append(...children.flat(Infinity).filter(isShown));
  return element;
}

function setProp(element, name, value) {
  if (value === null || value === undefined || value === false) return;
  if (name === "dataset") Object.assign(element.dataset, value);
  else if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
  else if (name === "value") element.value = value;
  else element.setAttribute(name, value === true ? "" : value);
}

function isShown(child) {
  return child !== null && child !== undefined && child !== false && child !== "";
}

/** Replaces everything inside an element. */
export function fill(element, ...children) {
  element.replaceChildren(...children.flat(Infinity).filter(isShown));
}

let lastId = 0;

/** An id no other element of the page has. */
export function freshId(prefix) {
  lastId += 1;
  return `${prefix}-${lastId}`;
}

/** Says something to a screen reader without showing it. */
export function announce(text) {
  const live = document.getElementById("live");
  live.append(h("p", {}, text));
  while (live.children.length > 5) live.firstChild.remove();
}

/** Calls through only after `ms` without another call; `flush` calls at once when one is waiting. */
export function settled(ms, call) {
  let timer = null;
  const run = () => {
    timer = null;
    call();
  };
  const wait = () => {
    clearTimeout(timer);
    timer = setTimeout(run, ms);
  };
  wait.flush = () => {
    if (timer === null) return;
    clearTimeout(timer);
    run();
  };
  return wait;
}

/** One `work()`, which is async, at a time: calls that come while it runs end in one more run, and resolve after that. */
export function oneAtATime(work) {
  let running = null;
  let again = false;
  const run = async () => {
    try {
      while (again) {
        again = false;
        await work();
      }
    } finally {
      running = null;
    }
  };
  return () => {
    again = true;
    running ??= run();
    return running;
  };
}

let pressed = false;
document.addEventListener("pointerdown", () => (pressed = true), true);
for (const end of ["pointerup", "pointercancel"]) document.addEventListener(end, () => setTimeout(() => (pressed = false)), true);

/** Calls now, or after the mouse button is released: what closes under a pressed button would move its target away. */
export function afterPress(call) {
  if (!pressed) return call();
  const ends = new AbortController();
  const once = () => {
    ends.abort();
    setTimeout(call);
  };
  for (const end of ["pointerup", "pointercancel"]) document.addEventListener(end, once, { capture: true, signal: ends.signal });
}

/** Resolves when no mouse button is pressed: a card drawn anew under one would swallow the click. */
export function released() {
  return new Promise((resolve) => afterPress(resolve));
}
