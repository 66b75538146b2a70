// The live stream of one person: every event, in order; reconnects by itself.

/** Opens the stream. `onEvent` gets each event with its type, `onBack` is called after a lost connection came back. */
export function openStream(person, onEvent, onBack) {
  const source = new EventSource(`/page/api/slack/stream?person=${encodeURIComponent(person)}`);
  let lost = false;
  source.onerror = () => {
    lost = true;
  };
  source.onopen = () => {
    if (lost) onBack();
    lost = false;
  };
  const take = (message) => {
    const event = JSON.parse(message.data);
    onEvent({ type: message.type, ...event });
  };
  for (const type of TYPES) source.addEventListener(type, take);
  return () => source.close();
}

const TYPES = [
  "message", "message_changed", "message_deleted", "ephemeral", "view", "trace", "outlook_changed", "reset", "clock",
];
