// Threads: a conversation shows what began them, with how many answers there are; one thread at a time is shown alone.

/** The messages of a conversation without the answers in threads, each that has some with their number and the newest's time. */
export function withoutAnswers(messages) {
  const answers = Map.groupBy(messages.filter(isAnswer), ({ thread_ts }) => thread_ts);
  return messages
    .filter((message) => !isAnswer(message) || !messages.some(({ ts }) => ts === message.thread_ts))
    .map((message) => (answers.has(message.ts) ? { ...message, answers: answers.get(message.ts).length } : message));
}

/** What began a thread, and its answers. */
export function inThread(messages, ts) {
  return messages.filter((message) => message.ts === ts || message.thread_ts === ts);
}

export function isAnswer({ ts, thread_ts }) {
  return Boolean(thread_ts) && thread_ts !== ts;
}
