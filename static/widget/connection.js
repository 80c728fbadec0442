// Keeps one socket alive: hello and welcome, close codes, silence, back-off, polling when sockets fail.

import { afterClose, backoff } from './retry.js';

const WELCOME_MS = 10_000;
const SILENCE_MS = 60_000;
const PONG_MS = 5_000;
const POLL_MS = 5_000;
const FAILED_SOCKETS = 3;

/**
 * `state` is idle, connecting, live, waiting, parked (another tab took its place) or stopped (see
 * `code`). The owner gives: `session`, `hello()` -> the fields of hello beside the token,
 * `onFrame(frame)`, `onState()`, `onForgotten()` and `poll()` -> a promise.
 */
export class Connection {
  state = 'idle';
  code = null;
  /** True while the HTTP twin stands in for the socket and works. */
  polling = false;
  #owner;
  #socket = null;
  #attempt = 0;
  #failed = 0;
  #renewed = false;
  #byeMs = null;
  #heard = 0;
  #timers = {};
  #wake = () => this.wake();
  #visible = () => document.visibilityState === 'visible' && (this.use(), this.wake());

  constructor(owner) {
    this.#owner = owner;
  }

  start() {
    if (this.state !== 'idle') return;
    addEventListener('online', this.#wake);
    addEventListener('offline', this.#wake);
    addEventListener('pageshow', this.#wake);
    document.addEventListener('visibilitychange', this.#visible);
    this.#connect();
  }

  end() {
    removeEventListener('online', this.#wake);
    removeEventListener('offline', this.#wake);
    removeEventListener('pageshow', this.#wake);
    document.removeEventListener('visibilitychange', this.#visible);
    this.#leave();
    this.#become('idle');
  }

  get live() {
    return this.state === 'live';
  }

  send(frame) {
    if (!this.live) return false;
    this.#socket.send(JSON.stringify(frame));
    return true;
  }

  /** The customer turned to this tab: a parked one comes back. */
  use() {
    if (this.state === 'parked') this.#connect();
  }

  /** The network or the page changed: make sure of a live socket, hurry a waiting one. */
  wake() {
    if (this.live) this.#ask();
    else if (this.state === 'waiting' && !this.#timers.slow) this.#connect();
  }

  /** Starts over on a new socket, at once. */
  reconnect() {
    if (this.state === 'stopped') return;
    this.#leave();
    this.#connect();
  }

  /** The server will not have us: stop, and keep its word for why. */
  refuse(code) {
    this.code = code;
    this.#leave();
    this.#become('stopped');
  }

  async #connect() {
    this.#leave();
    this.#become('connecting');
    const mine = (this.#timers.turn = Symbol('attempt'));
    try {
      const token = await this.#owner.session.token();
      if (this.#timers.turn !== mine) return;
      this.#open(token);
    } catch (refusal) {
      if (this.#timers.turn === mine) this.#refused(refusal);
    }
  }

  #open(token) {
    const socket = new WebSocket(this.#owner.session.ws);
    this.#socket = socket;
    this.#after('welcome', WELCOME_MS, () => this.#lost(1006));
    socket.onopen = () => socket.send(JSON.stringify({ type: 'hello', v: 1, token, ...this.#owner.hello() }));
    socket.onmessage = ({ data }) => this.#read(data);
    socket.onclose = ({ code }) => this.#lost(code, token);
  }

  #read(data) {
    this.#heard = Date.now();
    const frame = parse(data);
    if (frame?.type === 'welcome') this.#welcomed();
    if (frame?.type === 'bye') this.#bye(frame.retry_ms);
    if (frame) this.#owner.onFrame(frame);
  }

  #welcomed() {
    this.#clear('welcome');
    this.#attempt = 0;
    this.#failed = 0;
    this.#renewed = false;
    this.#listen();
    this.#become('live');
  }

  /** The server is about to go; should it forget to close, we do. */
  #bye(retryMs) {
    this.#byeMs = Math.max(0, Number(retryMs) || 0);
    this.#after('bye', this.#byeMs + 1000, () => this.#lost(1012));
  }

  #listen() {
    const quiet = Date.now() - this.#heard;
    if (quiet >= SILENCE_MS) this.#ask();
    else this.#after('silence', SILENCE_MS - quiet, () => this.#listen());
  }

  /** Pings, and gives the socket up when nothing at all is heard in time. */
  #ask() {
    const asked = Date.now();
    this.send({ type: 'ping', n: 1 });
    this.#after('pong', PONG_MS, () => (this.#heard >= asked ? this.#listen() : this.#lost(1006)));
  }

  #lost(code, token = null) {
    const byeMs = this.#byeMs;
    this.#failed += this.live ? 0 : 1;
    this.#leave();
    const next = afterClose(code, { attempt: this.#attempt, byeMs, renewed: this.#renewed });
    if (code === 4401) this.#owner.session.distrust(token);
    if (next.then === 'stop') return this.refuse(code);
    if (next.then === 'park') return this.#become('parked');
    if (next.then === 'forget') this.#owner.onForgotten();
    if (next.then === 'renew') {
      this.#renewed = true;
      return this.#connect();
    }
    this.#wait(next.ms, code === 4429);
  }

  #refused(refusal) {
    this.#failed += 1;
    if (refusal.permanent) return this.refuse(refusal.code);
    this.#wait(refusal.waitMs ?? backoff(this.#attempt), refusal.waitMs !== null);
  }

  /** `slow`: the server asked for this time, so neither a click nor the network shortens it. */
  #wait(ms, slow = false) {
    this.#attempt += 1;
    this.#become('waiting');
    this.#after(slow ? 'slow' : 'retry', ms, () => this.#connect());
    if (this.#failed >= FAILED_SOCKETS && !this.#timers.poll) this.#pollSoon(0);
  }

  #pollSoon(ms) {
    this.#after('poll', ms, async () => {
      this.polling = await this.#owner.poll().then(
        () => true,
        () => false,
      );
      if (this.live || !this.#timers.poll) return;
      this.#owner.onState();
      this.#pollSoon(POLL_MS + Math.random() * POLL_MS);
    });
  }

  /** Lets go of the socket; polling goes on until there is another. */
  #leave() {
    const socket = this.#socket;
    this.#socket = null;
    this.#byeMs = null;
    this.#timers.turn = null;
    for (const name of ['welcome', 'silence', 'pong', 'retry', 'slow', 'bye']) this.#clear(name);
    if (!socket) return;
    Object.assign(socket, { onopen: null, onmessage: null, onclose: null });
    socket.close();
  }

  #become(state) {
    if (state !== 'waiting' && state !== 'connecting') {
      this.#clear('poll');
      this.polling = false;
    }
    this.state = state;
    this.#owner.onState();
  }

  #after(name, ms, then) {
    this.#clear(name);
    this.#timers[name] = setTimeout(() => {
      if (name !== 'poll') this.#timers[name] = null;
      then();
    }, ms);
  }

  #clear(name) {
    clearTimeout(this.#timers[name]);
    this.#timers[name] = null;
  }
}

function parse(data) {
  try {
    const frame = JSON.parse(data);
    return typeof frame?.type === 'string' ? frame : null;
  } catch {
    return null;
  }
}
