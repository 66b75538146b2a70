// A modal or dialog opens in the window where it was asked for: the same person may have a second device open.

const KEPT = 30;
const READING_MS = 3000; // it may take as long to hear of what was opened

/** What of one chat was opened in this window. `lingerMs`: how long after an answer it may still open something. */
export class Here {
  constructor(name, lingerMs) {
    this.name = `here-${name}`;
    this.lingerMs = lingerMs + READING_MS;
    this.acting = new Map(); // person -> how many of their actions are under way here
    this.until = new Map(); // person -> the moment from which nothing they did here opens anything
    this.elsewhere = new Set();
  }

  /** Waits for what a person does here. */
  async during(person, work) {
    this.acting.set(person.key, (this.acting.get(person.key) ?? 0) + 1);
    try {
      return await work;
    } finally {
      this.acting.set(person.key, this.acting.get(person.key) - 1);
      this.until.set(person.key, Date.now() + this.lingerMs);
    }
  }

  /** Was this one, which is open for the person now, asked for in this window? What was once seen as another's stays that. */
  isMine(person, id) {
    const key = `${person.key} ${id}`;
    if (this.kept().includes(key)) return true;
    if (this.elsewhere.has(key)) return false;
    const mine = this.acting.get(person.key) > 0 || Date.now() <= (this.until.get(person.key) ?? 0);
    if (mine) sessionStorage.setItem(this.name, JSON.stringify([...this.kept(), key].slice(-KEPT)));
    else this.elsewhere.add(key);
    return mine;
  }

  kept() {
    return JSON.parse(sessionStorage.getItem(this.name) ?? "[]");
  }
}
