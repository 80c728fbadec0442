// The events of one conversation by seq: what to apply, ignore, hold and fetch, and what is unread (pure).

import { Drafts } from './drafts.js';

const HOLD_MS = 300;
const BEHIND_MS = 1000;
const TAIL = 50;

export class Log {
  id = null;
  last = 0;
  floor = 0;
  head = 0;
  read = 0;
  state = 'new';
  position = null;
  answering = null;
  /** Rises whenever the list is emptied or grows at its beginning, so that a view starts over. */
  generation = 0;
  /** How many applied events were of a kind that this client does not know. */
  unknown = 0;
  drafts = new Drafts();
  #events = [];
  #held = new Map();
  #heldSince = null;
  #behindSince = null;
  #restart = false;
  #tail = false;

  /** The fields of `hello` that say where to go on. */
  cursor() {
    this.#tail = this.last === 0 || this.#restart;
    if (this.#tail) return { last: 0, tail: TAIL };
    return this.id ? { last: this.last, log: this.id } : { last: this.last };
  }

  /** The seq after which events are to be asked for. */
  after() {
    return this.#restart ? 0 : this.last;
  }

  /** The list was replaced on the server: the next answer is taken from its beginning. */
  resync() {
    this.#restart = true;
  }

  /** Takes a welcome; the answer is how far the server believes that the customer has read. */
  welcome(frame, now) {
    this.#take(frame, now, this.#tail);
    this.#tail = false;
    const told = frame.read?.customer ?? 0;
    this.markRead(told);
    this.drafts.only(frame.turn ?? null);
    if (frame.state) this.state = frame.state;
    return told;
  }

  /** A page of the HTTP twin, asked for with `after`. True when another one should follow. */
  page(page, now) {
    const before = this.last;
    const reset = this.#take(page, now, this.#restart || this.last === 0);
    if (this.last >= this.head) {
      if (page.turn) this.drafts.turn(page.turn);
      if (page.state) this.state = page.state;
    }
    return this.last < this.head && (reset || this.last > before);
  }

  /** A page of earlier events, asked for with `before`. */
  earlier(page) {
    const first = this.#events[0]?.seq ?? this.last + 1;
    const older = (page.events ?? []).filter((event) => event.seq < first);
    this.floor = Math.max(this.floor, page.floor ?? 0);
    // An empty answer means that there is nothing earlier, whatever the floor says.
    if (older.length === 0) this.floor = first - 1;
    this.#events = [...older.sort(bySeq), ...this.#events];
    this.generation += 1;
  }

  /** Takes one live event: 'applied', 'ignored' or 'held'. */
  receive(event, now) {
    if (!Number.isInteger(event.seq) || event.seq <= this.last) return 'ignored';
    if (event.seq > this.last + 1) {
      this.#held.set(event.seq, event);
      this.#heldSince ??= now;
      return 'held';
    }
    this.#apply(event);
    this.#release();
    return 'applied';
  }

  sawHead(head, now) {
    if (!Number.isInteger(head)) return;
    this.head = Math.max(this.head, head);
    this.#behindSince = this.head > this.last ? (this.#behindSince ?? now) : null;
  }

  /** Milliseconds until the missing events should be fetched, or null when none are missing. */
  fetchDelay(now) {
    const due = [];
    if (this.#heldSince !== null) due.push(this.#heldSince + HOLD_MS - now);
    if (this.#behindSince !== null) due.push(this.#behindSince + BEHIND_MS - now);
    return due.length ? Math.max(0, Math.min(...due)) : null;
  }

  events() {
    return this.#events;
  }

  /** The seq before which the server still has events, or null. */
  before() {
    const first = this.#events[0]?.seq ?? this.last + 1;
    return first > this.floor + 1 ? first : null;
  }

  unread() {
    return this.#events.filter((event) => event.seq > this.read && speaks(event)).length;
  }

  /** True when the mark moved. */
  markRead(seq) {
    if (!(seq > this.read)) return false;
    this.read = seq;
    return true;
  }

  clear() {
    Object.assign(this, {
      id: null,
      last: 0,
      floor: 0,
      head: 0,
      read: 0,
      state: 'new',
      position: null,
      answering: null,
    });
    this.generation += 1;
    this.#events = [];
    this.#held.clear();
    this.#heldSince = null;
    this.#behindSince = null;
    this.#restart = false;
    this.drafts.clear();
  }

  /** Takes a run of events that starts where we asked it to; true when the list began anew. */
  #take(frame, now, jump) {
    const other = this.id !== null && frame.log !== undefined && frame.log !== this.id;
    const reset = Boolean(frame.reset) || other || this.#restart;
    if (reset) this.clear();
    this.id = frame.log ?? this.id;
    const events = [...(frame.events ?? [])].sort(bySeq);
    this.floor = Math.max(this.floor, frame.floor ?? 0);
    this.last = Math.max(this.last, this.floor);
    // The answer to `tail` begins later than at `last`; what lies before it is fetched on demand.
    if (jump && events.length > 0) this.last = Math.max(this.last, events[0].seq - 1);
    for (const event of events) this.receive(event, now);
    this.head = frame.head ?? this.head;
    this.#release();
    this.#behindSince = this.head > this.last ? now - BEHIND_MS : null;
    return reset;
  }

  /** Applies what was held and now follows; what stays held waits its time anew. */
  #release() {
    for (const seq of [...this.#held.keys()].sort((one, other) => one - other)) {
      if (seq > this.last + 1) break;
      const event = this.#held.get(seq);
      this.#held.delete(seq);
      if (seq === this.last + 1) this.#apply(event);
    }
    if (this.#held.size === 0) this.#heldSince = null;
    if (this.last >= this.head) this.#behindSince = null;
  }

  #apply(event) {
    this.last = event.seq;
    this.head = Math.max(this.head, event.seq);
    this.#events.push(event);
    const effect = EFFECTS[event.kind];
    if (effect) effect(this, event);
    else this.unknown += 1;
  }
}

const bySeq = (one, other) => one.seq - other.seq;

const speaks = ({ kind, author, erased }) =>
  !erased && (kind === 'partial' || (kind === 'message' && (author === 'bot' || author === 'agent')));

const EFFECTS = {
  __proto__: null,
  message(log, { author, name, turn }) {
    if (turn) log.drafts.end(turn);
    if (author === 'agent' && name) log.answering = name;
  },
  partial(log, { turn }) {
    if (turn) log.drafts.end(turn);
  },
  state(log, event) {
    const { state, position } = event;
    event.before = log.state;
    if (state) log.state = state;
    log.position = position ?? null;
    // Whoever answers now, it is not the bot: what it was writing must not stay in sight.
    if (state !== 'bot') log.drafts.only(null);
    if (state !== 'human') log.answering = null;
  },
  assigned(log, { name }) {
    log.answering = name ?? null;
  },
  notice() {},
  csat() {},
};
