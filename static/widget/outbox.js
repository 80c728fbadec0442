// What the customer did and the server has not confirmed yet: in order, one at a time, kept over reloads (pure).

import { uuid } from './store.js';

const NO_ANSWER_MS = 10_000;
const NAME = 'outbox';

export class Outbox {
  #store;
  #entries;
  #sentAt = null;
  #holdUntil = 0;
  #refusals = 0;

  constructor(store) {
    this.#store = store;
    this.#entries = read(store);
  }

  /** Puts a writing frame at the end and gives it its cid. */
  add(type, body, now) {
    const entry = { cid: uuid(), type, body, at: now, status: 'waiting' };
    this.#entries.push(entry);
    this.#save();
    return entry.cid;
  }

  /** The frame to send now, or null: nothing newer goes out before the first has its answer. */
  next(now) {
    const entry = this.#first();
    if (!entry || now < this.#holdUntil) return null;
    if (this.#sentAt !== null && now - this.#sentAt < NO_ANSWER_MS) return null;
    this.#sentAt = now;
    return { type: entry.type, cid: entry.cid, ...entry.body };
  }

  /** Milliseconds until `next` may have something, or null. */
  delay(now) {
    if (!this.#first()) return null;
    const due = this.#sentAt === null ? now : this.#sentAt + NO_ANSWER_MS;
    return Math.max(0, due - now, this.#holdUntil - now);
  }

  /** The connection went away: what was on its way is sent again, first and with the same cid. */
  dropped() {
    this.#sentAt = null;
  }

  /** Stored on the server. A message stays on the screen until its event is here. */
  ack(cid) {
    const entry = this.#settle(cid);
    if (!entry) return;
    if (entry.type === 'send') entry.status = 'stored';
    else this.#remove(cid);
    this.#save();
  }

  /** Refused. The answer is the entry that is given up, or null when it will be tried again. */
  nack(cid, { code, retry, waitMs = null }, now, random = Math.random) {
    const entry = this.#entries.find((one) => one.cid === cid);
    if (!entry) return null;
    if (retry) {
      this.#sentAt = null;
      this.#refusals += 1;
      const wait = Math.min(15_000, 500 * 2 ** this.#refusals);
      this.#holdUntil = now + (waitMs ?? wait / 2 + (random() * wait) / 2);
      return null;
    }
    this.#settle(cid);
    if (entry.type === 'send') Object.assign(entry, { status: 'failed', code });
    else this.#remove(cid);
    this.#save();
    return entry;
  }

  /** The event of this cid is in the list, so it was stored, acknowledged or not. */
  seen(cid) {
    if (!this.#settle(cid)) return false;
    this.#remove(cid);
    this.#save();
    return true;
  }

  /** Sends a refused message once more, behind everything that waits. */
  retry(cid) {
    const entry = this.#entries.find((one) => one.cid === cid && one.status === 'failed');
    if (!entry) return;
    this.#remove(cid);
    this.#entries.push({ ...entry, status: 'waiting', code: undefined });
    this.#save();
  }

  /** Takes a refused message out again and gives its text back for editing (it gets a new cid later). */
  take(cid) {
    const entry = this.#entries.find((one) => one.cid === cid && one.status === 'failed');
    if (!entry) return null;
    this.#remove(cid);
    this.#save();
    return entry.body.text;
  }

  /** The conversation is gone: votes and the like point at nothing, words are kept. */
  keepOnlyMessages() {
    this.#entries = this.#entries.filter((entry) => entry.type === 'send' && entry.status !== 'stored');
    this.#sentAt = null;
    this.#save();
  }

  /** Messages without an event, in order, for painting: waiting, stored or failed. */
  messages() {
    return this.#entries.filter((entry) => entry.type === 'send');
  }

  has(type) {
    return this.#entries.some((entry) => entry.type === type);
  }

  /** Whether anything still has to reach the server. */
  get busy() {
    return this.#first() !== undefined;
  }

  #first() {
    return this.#entries.find((entry) => entry.status === 'waiting');
  }

  /** Frees the way for the next frame when this was the one in flight. */
  #settle(cid) {
    if (this.#first()?.cid === cid) {
      this.#sentAt = null;
      this.#holdUntil = 0;
      this.#refusals = 0;
    }
    return this.#entries.find((entry) => entry.cid === cid);
  }

  #remove(cid) {
    this.#entries = this.#entries.filter((entry) => entry.cid !== cid);
  }

  #save() {
    const kept = this.#entries.filter((entry) => entry.status !== 'stored');
    this.#store.set(NAME, kept.length ? JSON.stringify(kept) : null);
  }
}

function read(store) {
  try {
    const entries = JSON.parse(store.get(NAME) ?? '[]');
    return entries.filter((entry) => entry.cid && entry.type && entry.body);
  } catch {
    return [];
  }
}
