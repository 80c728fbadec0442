// The agents' socket: kept alive, and what is written over it is answered exactly once.

import { backoff } from '../../widget/retry.js';

const SILENCE_MS = 60_000;
const PONG_MS = 5_000;
const AGAIN_MS = 1_000;
const MOST_TRIES = 5;
const STOP = new Set([4400, 4403, 4413]);

export const LIVE = 'live';
export const SIGNED_OUT = 'signedOut';
export const STOPPED = 'stopped';

/** The owner gives `onFrame(frame)` and `onState(state)`. Writing frames wait for each other. */
export class Line {
  state = 'connecting';
  #owner;
  #url;
  #socket = null;
  #attempt = 0;
  #refused = 0;
  #byeMs = null;
  #silence = null;
  #retry = null;
  #writing = [];

  constructor(url, owner) {
    this.#url = url;
    this.#owner = owner;
    addEventListener('online', () => this.#hurry());
    document.addEventListener('visibilitychange', () => document.hidden || this.#hurry());
  }

  get live() {
    return this.state === LIVE;
  }

  connect() {
    clearTimeout(this.#retry);
    const socket = new WebSocket(this.#url);
    this.#socket = socket;
    this.#listen(10_000, () => this.#lost(socket, 1006));
    socket.onopen = () => socket.send(JSON.stringify({ type: 'hello', v: 1, tab: uuid() }));
    socket.onmessage = ({ data }) => this.#socket === socket && this.#read(socket, data);
    socket.onclose = ({ code }) => this.#lost(socket, code);
  }

  /** Says something that may be lost. */
  tell(frame) {
    if (this.live) this.#socket.send(JSON.stringify(frame));
  }

  /** Asks for something to be done; the promise is its ack or nack, however long that takes. */
  ask(frame) {
    return new Promise((resolve) => {
      this.#writing.push({ frame: { cid: uuid(), ...frame }, resolve, tries: 0 });
      if (this.#writing.length === 1) this.#write();
    });
  }

  #write() {
    const [first] = this.#writing;
    if (first && this.live) this.#socket.send(JSON.stringify(first.frame));
  }

  #read(socket, data) {
    const frame = parse(data);
    if (!frame) return;
    this.#listen(SILENCE_MS, () => this.#askForLife(socket));
    if (frame.type === 'welcome') this.#welcomed();
    if (frame.type === 'bye') this.#byeMs = Number(frame.retry_ms) || 0;
    if (frame.type === 'ack' || frame.type === 'nack') this.#answered(frame);
    this.#owner.onFrame(frame);
  }

  #welcomed() {
    this.#attempt = 0;
    this.#refused = 0;
    this.#become(LIVE);
    this.#write();
  }

  #answered(frame) {
    const [first] = this.#writing;
    if (!first || first.frame.cid !== frame.cid) return;
    first.tries += 1;
    if (frame.type === 'nack' && frame.retry && first.tries < MOST_TRIES) {
      setTimeout(() => this.#write(), AGAIN_MS * first.tries);
      return;
    }
    this.#writing.shift();
    first.resolve(frame);
    this.#write();
  }

  #listen(ms, then) {
    clearTimeout(this.#silence);
    this.#silence = setTimeout(then, ms);
  }

  #askForLife(socket) {
    this.tell({ type: 'ping', n: 1 });
    this.#listen(PONG_MS, () => this.#lost(socket, 1006));
  }

  #lost(socket, code) {
    if (this.#socket !== socket) return;
    Object.assign(socket, { onopen: null, onmessage: null, onclose: null });
    socket.close();
    this.#socket = null;
    clearTimeout(this.#silence);
    if (STOP.has(code)) return this.#become(STOPPED);
    // Signing out elsewhere closes every socket of this person: ask once whether we still may.
    if (code === 4401) this.#refused += 1;
    if (this.#refused > 1) return this.#become(SIGNED_OUT);
    this.#become('waiting');
    this.#retry = setTimeout(() => this.connect(), this.#pause(code));
    this.#attempt += 1;
    this.#byeMs = null;
  }

  #pause(code) {
    if (code === 4429) return 30_000;
    if (code === 1012) return this.#byeMs ?? Math.random() * 5000;
    return this.#byeMs ?? Math.max(200, backoff(this.#attempt));
  }

  /** The network is back, or somebody looks: do not sit out the whole pause. */
  #hurry() {
    if (this.state === 'waiting' && this.#socket === null && this.#attempt > 1) this.connect();
  }

  #become(state) {
    if (this.state === state) return;
    this.state = state;
    this.#owner.onState(state);
  }
}

/** `crypto.randomUUID` is missing where a desk is served without TLS in a local network. */
export function uuid() {
  if (crypto.randomUUID) return crypto.randomUUID();
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 0x0f) | 0x40;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
}

function parse(data) {
  try {
    const frame = JSON.parse(data);
    return typeof frame?.type === 'string' ? frame : null;
  } catch {
    return null;
  }
}
