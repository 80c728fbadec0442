// Keeps list and outbox moving: fetches what is missing, sends what waits, polls when there is no socket.

const FETCH_AGAIN_MS = 2000;

/** The owner gives `log`, `outbox`, `twin`, `connection`, `changed(topic)` and `refused(entry)`. */
export class Sync {
  #owner;
  #fetching = false;
  #fetchAt = 0;
  #alarm = null;
  #ended = false;

  constructor(owner) {
    this.#owner = owner;
  }

  /** Does what is due now and sets one alarm for what is due later. */
  settle() {
    if (this.#ended) return;
    const { connection, outbox } = this.#owner;
    const now = Date.now();
    const fetch = this.#fetchDelay(now);
    if (fetch === 0) this.#fetch();
    const frame = connection.live ? outbox.next(now) : null;
    if (frame) connection.send(frame);
    const send = connection.live ? outbox.delay(now) : null;
    clearTimeout(this.#alarm);
    const next = Math.min(fetch || Infinity, send ?? Infinity);
    if (next < Infinity) this.#alarm = setTimeout(() => this.settle(), next + 1);
  }

  end() {
    this.#ended = true;
    clearTimeout(this.#alarm);
  }

  /** Messages whose events are in the list need no bubble of their own any more. */
  echoes(events) {
    let seen = false;
    for (const { cid } of events) if (cid && this.#owner.outbox.seen(cid)) seen = true;
    if (seen) this.#owner.changed('outbox');
  }

  nack(cid, refusal) {
    const given = this.#owner.outbox.nack(cid, refusal, Date.now());
    if (given) this.#owner.refused(given);
    this.#owner.changed('outbox');
  }

  /** One round over HTTP while sockets fail: what is new, then what is unsent. */
  async poll() {
    const { log, outbox, changed } = this.#owner;
    const page = await this.#pages();
    log.drafts.only(page.turn ?? null);
    changed('drafts');
    for (let frame = outbox.next(Date.now()); frame; frame = outbox.next(Date.now())) {
      await this.#deliver(frame);
    }
  }

  #fetchDelay(now) {
    const delay = this.#fetching ? null : this.#owner.log.fetchDelay(now);
    return delay === null ? null : Math.max(delay, this.#fetchAt - now, 0);
  }

  /** Gets what is missing over HTTP; a server that is behind or away is not asked without pause. */
  async #fetch() {
    this.#fetching = true;
    this.#fetchAt = Date.now() + FETCH_AGAIN_MS;
    await this.#pages().catch(() => null);
    this.#fetching = false;
    this.settle();
  }

  async #pages() {
    const { log, twin, changed } = this.#owner;
    for (;;) {
      const page = await twin.events({ after: log.after() });
      const more = log.page(page, Date.now());
      this.echoes(log.events());
      changed('events');
      if (!more) return page;
    }
  }

  async #deliver(frame) {
    const { outbox, twin, changed } = this.#owner;
    try {
      await twin.deliver(frame);
      outbox.ack(frame.cid);
      changed('outbox');
    } catch (refusal) {
      const { code, permanent, waitMs } = refusal;
      this.nack(frame.cid, { code, retry: !permanent, waitMs });
      if (!refusal.status) throw refusal;
    }
  }
}
