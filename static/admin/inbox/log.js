// The events of one conversation by full seq: what to apply, ignore, and when to ask again (pure).

import { Drafts } from '../../widget/drafts.js';

export const HOLD_MS = 300;

export class StaffLog {
  last = 0;
  head = 0;
  drafts = new Drafts();
  /** Rises when the list begins anew, so that a view does too. */
  generation = 0;
  #held = new Map();

  /** Takes an `opened`; the answer is the events that are new, in order. */
  opened(frame) {
    if (frame.head < this.last) this.#restart();
    this.head = frame.head;
    const fresh = (frame.events ?? []).flatMap((event) => this.receive(event));
    this.drafts.only(frame.turn ?? null);
    return fresh;
  }

  /** Takes one event; the answer is those that can be shown now: none, it, or it and held ones. */
  receive(event) {
    if (!Number.isInteger(event.seq) || event.seq <= this.last) return [];
    this.#held.set(event.seq, event);
    const fresh = [];
    while (this.#held.has(this.last + 1)) {
      const next = this.#held.get(this.last + 1);
      this.#held.delete(next.seq);
      this.last = next.seq;
      this.#endDraft(next);
      fresh.push(next);
    }
    this.head = Math.max(this.head, event.seq);
    return fresh;
  }

  sawHead(head) {
    if (Number.isInteger(head)) this.head = Math.max(this.head, head);
  }

  /** Whether events are missing that the server has. */
  get behind() {
    return this.#held.size > 0 || this.head > this.last;
  }

  #endDraft({ kind, turn, state }) {
    if (turn) this.drafts.end(turn);
    // Whoever answers now, it is not the bot: what it was writing must not stay in sight.
    if (kind === 'state' && state !== 'bot') this.drafts.only(null);
  }

  #restart() {
    this.last = 0;
    this.generation += 1;
    this.#held.clear();
    this.drafts.clear();
  }
}
