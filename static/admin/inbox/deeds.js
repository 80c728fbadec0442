// Taking over, stepping in, handing back, releasing, resolving: asked for, then said what happened.

import { show } from './elements.js';
import { word } from './setup.js';

const FRAMES = {
  take: { type: 'take' },
  step_in: { type: 'take', step_in: true },
  hand_back: { type: 'release', to: 'bot' },
  release: { type: 'release', to: 'queue' },
  resolve: { type: 'resolve' },
};
const REFUSALS = { forbidden: 'notAllowed', closed: 'isOver', conflict: 'notAllowed', not_found: 'isGone' };

/** The owner gives `conversation`, `line`, `head()`, `leads()`, `said(sentence, act?)`, `moved()`. */
export class Deeds {
  #owner;
  #busy = false;

  constructor(owner) {
    this.#owner = owner;
  }

  /** Whether the page offers it now. */
  may(deed) {
    return this.#owner.head().dataset.may.split(' ').includes(deed);
  }

  /** Asks first where the customer would notice; carries out the rest at once. */
  begin(deed) {
    if (!this.may(deed)) return;
    if (deed === 'resolve') this.#confirm(true);
    else this.carryOut(deed);
  }

  click({ target }) {
    const button = target.closest('[data-do], [data-cancel]');
    if (!button) return;
    if ('cancel' in button.dataset) this.#confirm(false);
    else if ('sure' in button.dataset) this.carryOut(button.dataset.do);
    else this.begin(button.dataset.do);
  }

  async carryOut(deed) {
    if (this.#busy) return;
    this.#busy = true;
    this.#owner.head().setAttribute('aria-busy', 'true');
    const { conversation, line } = this.#owner;
    const answer = await line.ask({ ...FRAMES[deed], conversation });
    this.#busy = false;
    this.#owner.head().removeAttribute('aria-busy');
    this.#confirm(false);
    if (answer.type === 'ack') this.#owner.said(word(`did.${deed}`));
    else this.#refused(answer);
    this.#owner.moved();
  }

  #refused({ code, holder }) {
    if (code !== 'conflict' || !holder) {
      this.#owner.said(word(REFUSALS[code] ?? 'didNotWork'));
      return;
    }
    const act = this.#owner.leads() ? { name: word('stepIn'), run: () => this.carryOut('step_in') } : null;
    this.#owner.said(word('heldBy', { name: holder }), act);
  }

  #confirm(asks) {
    const bar = this.#owner.head().querySelector('[data-confirm]');
    if (!bar || bar.hidden === !asks) return;
    show(bar, asks);
    const place = asks ? bar.querySelector('[data-sure]') : this.#owner.head().querySelector('[data-do=resolve]');
    place?.focus();
  }
}
