// Where the customer writes: grows to five lines, sends on Enter, counts near the end, loses nothing.

import { h, icon } from './dom.js';

const LIMIT = 5000;
const COUNT_FROM = 4500;
const LINES = 5;
const KEPT = 'composer';

export class Composer {
  #input;
  #send;
  #count;
  #alarm;
  #words;
  #store;
  #onSend;
  #onTyping;

  constructor({ words, store, onSend, onTyping }) {
    this.#words = words;
    this.#store = store;
    this.#onSend = onSend;
    this.#onTyping = onTyping;
    this.#input = h('textarea', {
      part: 'composer',
      rows: 1,
      autocomplete: 'off',
      enterkeyhint: 'send',
      'aria-describedby': 'count',
      oninput: () => this.#changed(),
      onkeydown: (event) => this.#key(event),
      onblur: () => this.#onTyping(false),
    });
    this.#send = h(
      'button',
      { type: 'submit', class: 'send', part: 'send', 'aria-label': words.say('send'), title: words.say('send') },
      icon('send'),
    );
    this.#count = h('p', { class: 'count', part: 'count', id: 'count' });
    this.#alarm = h('p', { class: 'hidden', role: 'status' });
    this.element = h(
      'form',
      { class: 'composer', novalidate: true, onsubmit: (event) => this.#submit(event) },
      h('div', { class: 'box' }, this.#input, this.#send),
      this.#count,
      this.#alarm,
    );
    this.#input.value = store.get(KEPT) ?? '';
    this.prompt('placeholder');
    this.#changed();
  }

  focus() {
    this.#input.focus();
  }

  /** Says what the customer may write next. */
  prompt(key) {
    this.#input.placeholder = this.#words.say(key);
    this.#input.setAttribute('aria-label', this.#words.say(key));
  }

  /** Puts text in front of what is there, so that neither is lost. */
  put(text) {
    this.#input.value = [text, this.#input.value].filter(Boolean).join('\n');
    this.#changed();
    this.focus();
  }

  /** Fits the height to the text; needed again when the panel was hidden while the text changed. */
  fit() {
    const { style } = this.#input;
    style.height = 'auto';
    const { lineHeight, paddingTop, paddingBottom } = getComputedStyle(this.#input);
    const most =
      LINES * Number.parseFloat(lineHeight) + Number.parseFloat(paddingTop) + Number.parseFloat(paddingBottom);
    if (this.#input.scrollHeight === 0) return;
    style.height = `${Math.min(this.#input.scrollHeight, most)}px`;
    style.overflowY = this.#input.scrollHeight > most + 1 ? 'auto' : 'hidden';
  }

  #changed() {
    const text = this.#input.value;
    this.#store.set(KEPT, text || null);
    this.fit();
    const length = [...text.trim()].length;
    this.#send.disabled = length === 0 || length > LIMIT;
    this.#say(length);
    if (length > 0) this.#onTyping(true);
  }

  #say(length) {
    const over = length - LIMIT;
    const counted = this.#words.say('count', { n: length, limit: LIMIT });
    const text = over > 0 ? `${counted}: ${this.#words.say('too_long_now', { over })}` : counted;
    this.#count.textContent = length >= COUNT_FROM ? text : '';
    // The figure changes with every key; only that it is too much is spoken.
    this.#alarm.textContent = over > 0 ? this.#words.say('too_long') : '';
    this.#count.classList.toggle('over', over > 0);
    this.#input.setAttribute('aria-invalid', String(over > 0));
  }

  /** Enter sends; with Shift, or while an input method composes a word, it belongs to the text. */
  #key(event) {
    if (event.key !== 'Enter' || event.shiftKey || event.isComposing || event.keyCode === 229) return;
    this.#submit(event);
  }

  #submit(event) {
    event.preventDefault();
    if (this.#send.disabled) return;
    const text = this.#input.value.trim();
    this.#input.value = '';
    this.#changed();
    this.#onTyping(false);
    this.#onSend(text);
    this.focus();
  }
}
