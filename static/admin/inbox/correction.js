// Correcting what triage says of a conversation; the form comes with the page and is sent by hand.

import { addressOf, token, word } from './setup.js';

export class Correction {
  #root;
  #pane;

  constructor(root, pane) {
    this.#root = root;
    this.#pane = pane;
    // The form is replaced whenever the conversation moves; its surroundings stay.
    root.querySelector('[data-aside]').addEventListener('submit', (event) => {
      if (!event.target.matches('[data-correct]')) return;
      event.preventDefault();
      this.#send(event.target);
    });
  }

  /** Somebody is choosing: what came meanwhile must not take the form away. */
  busy() {
    return Boolean(this.#root.querySelector('.inbox-correct[open]'));
  }

  async #send(form) {
    const said = form.querySelector('[data-correct-word]');
    said.textContent = '';
    try {
      const headers = { 'X-CSRFToken': token() };
      const body = new URLSearchParams(new FormData(form));
      const answer = await fetch(addressOf(this.#pane.conversation, 'triage'), { method: 'POST', body, headers });
      if (!answer.ok) throw new Error(String(answer.status));
    } catch {
      said.textContent = word('triageFailed');
      return;
    }
    form.closest('details').open = false;
    this.#pane.said(word('triageKept'));
    await this.#pane.moved();
    this.#root.querySelector('.inbox-correct summary')?.focus();
  }
}
