// The live stream: tells that something happened. Reconnects by itself.

/** Opens the stream of some people; `onBack` is called when a lost connection is there again. Returns a closer. */
export function openStream(people, onEvent, onBack) {
  const query = new URLSearchParams(people.map(({ key }) => ["person", key]));
  const source = new EventSource(`/page/api/live?${query}`);
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
