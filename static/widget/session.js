// A visit: exchanges the site's key and the remembered visitor for a short ticket, and renews it.

const FRESH_MS = 10 * 60 * 1000;
const VISITOR = 'visitor';

/** A refusal by the server or the network; `code` is one of the protocol's words. */
export class Refusal extends Error {
  constructor(status, code, waitMs = null) {
    super(`${status} ${code}`);
    Object.assign(this, { status, code, waitMs });
  }

  /** Asking again with the same words would be refused again. */
  get permanent() {
    return [400, 403, 404, 409, 410, 413, 422].includes(this.status) || this.code === 'bad_identity';
  }

  /** Reads `{code}` and `Retry-After` from an answer that is not a success. */
  static async of(response) {
    const body = await response.json().catch(() => ({}));
    const seconds = Number(response.headers.get('Retry-After'));
    return new Refusal(response.status, body.code ?? 'error', seconds > 0 ? seconds * 1000 : null);
  }
}

/** `fetch` that turns a lost network into a Refusal like any other, and never waits for ever. */
export async function reach(url, options = {}) {
  const patience = new AbortController();
  const timer = setTimeout(() => patience.abort(), 20_000);
  try {
    return await fetch(url, { ...options, signal: patience.signal, credentials: 'omit', cache: 'no-store' });
  } catch {
    throw new Refusal(0, 'unreachable');
  } finally {
    clearTimeout(timer);
  }
}

export class Session {
  config = null;
  conversation = null;
  ws = null;
  #site;
  #store;
  #token = null;
  #since = 0;
  #opening = null;

  constructor({ base, site, store }) {
    this.base = base;
    this.#site = site;
    this.#store = store;
  }

  /** A ticket that is good for a while yet. Its age is measured here, as clocks of customers are wrong. */
  async token() {
    const young = performance.now() - this.#since < FRESH_MS;
    if (!this.#token || !young) await this.renew();
    return this.#token;
  }

  /** Gets a new ticket; two callers at once share one request. */
  renew() {
    this.#opening ??= this.#open().finally(() => (this.#opening = null));
    return this.#opening;
  }

  /** The ticket was refused: the next `token` asks for another, unless it was replaced meanwhile. */
  distrust(token) {
    if (this.#token === token) this.#token = null;
  }

  /** The server knows this visitor no longer. */
  forget() {
    this.#store.remove(VISITOR);
    this.#token = null;
    this.conversation = null;
  }

  async #open() {
    const visitor = this.#store.get(VISITOR);
    const response = await reach(`${this.base}/widget/v1/sessions`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify(visitor ? { site: this.#site, visitor } : { site: this.#site }),
    });
    if (!response.ok) throw await Refusal.of(response);
    const answer = await response.json();
    if (answer.visitor) this.#store.set(VISITOR, answer.visitor);
    this.#token = answer.token;
    this.#since = performance.now();
    this.ws = answer.ws;
    this.conversation = answer.conversation;
    this.config = answer.config;
  }
}
