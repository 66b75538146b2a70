// The live stream: tells that something happened. Reconnects by itself.

/** Opens the stream of one person; `onBack` is called when a lost connection is there again. Returns a closer. */
export function openStream(person, onEvent, onBack) {
  const source = new EventSource(`/page/api/live?person=${encodeURIComponent(person)}`);
  let lost = false;
  source.onerror = () => {
    lost = true;
  };
  source.onopen = () => {
    if (lost) onBack();
    lost = false;
  };
  source.onmessage = (message) => onEvent(JSON.parse(message.data));
  return () => source.close();
}
