// The HTTP twin of the socket: the same events and frames for holes, blocked sockets and sources.

import { Refusal, reach } from './session.js';

export class Twin {
  #session;

  constructor(session) {
    this.#session = session;
  }

  /** One page of events; `where` is `{after}` or `{before}`. */
  events(where, limit = 200) {
    return this.#call(`/events?${new URLSearchParams({ ...where, limit })}`);
  }

  /** Delivers one writing frame and returns `{cid, seq, dup}`. */
  deliver({ type, cid, ...body }) {
    if (type !== 'send') return this.#post('/actions', { type, cid, ...body });
    return this.#post('/messages', body, { 'Idempotency-Key': cid });
  }

  /** The pinned text behind citation `n` of the answer `seq`. */
  source(seq, n) {
    return this.#call(`/events/${encodeURIComponent(seq)}/sources/${encodeURIComponent(n)}`);
  }

  #post(path, body, headers = {}) {
    return this.#call(path, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', ...headers },
      body: JSON.stringify(body),
    });
  }

  /** Asks with a ticket; a refused one is renewed once. */
  async #call(path, options = {}, again = true) {
    const token = await this.#session.token();
    const response = await reach(`${this.#session.base}/widget/v1${path}`, {
      ...options,
      headers: { ...options.headers, Authorization: `Bearer ${token}` },
    });
    if (response.status === 401 && again) {
      this.#session.distrust(token);
      return this.#call(path, options, false);
    }
    if (!response.ok) throw await Refusal.of(response);
    return response.json();
  }
}
