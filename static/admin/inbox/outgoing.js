// Replies and notes on their way: each has one id for ever, so sending it again changes nothing.

import { uuid } from './line.js';
import { keepUnanswered, unanswered } from './texts.js';

/** `settled(item, answer)` is called with the ack or nack of each. */
export class Outgoing {
  #line;
  #settled;
  #items = [];

  constructor(line, settled) {
    this.#line = line;
    this.#settled = settled;
    // A reload in mid-air: the desk may have stored them, and says so.
    for (const item of unanswered()) this.#ask(item);
  }

  send({ conversation, mode, text, step_in = false }) {
    const item = { cid: uuid(), conversation, mode, text, step_in };
    this.#ask(item);
    return item;
  }

  of(conversation) {
    return this.#items.filter((item) => item.conversation === conversation);
  }

  async #ask(item) {
    this.#items.push(item);
    keepUnanswered(this.#items);
    const { mode, step_in, ...frame } = item;
    const answer = await this.#line.ask(mode === 'note' ? { type: 'note', ...frame } : { type: 'send', ...frame, step_in });
    this.#items = this.#items.filter((other) => other !== item);
    keepUnanswered(this.#items);
    this.#settled(item, answer);
  }
}
