// The sources under an answer: listed, and opened in place with the quoted words lit.

import { light } from '../../widget/quote.js';
import { dress } from '../knowledge/shapes.js';
import { button, h, icon } from './elements.js';
import { fragment } from './fetching.js';
import { addressOf, word } from './setup.js';

let serial = 0;

export class Citations {
  /** Their numbers, for the marks in the answer's text. */
  numbers;
  element;
  #load;
  #buttons = new Map();

  constructor(conversation, seq, citations) {
    this.numbers = new Set(citations.map(({ n }) => n));
    this.#load = (n) => fragment(addressOf(conversation, `sources/${seq}/${n}`));
    this.element = h('ul', { class: 'inbox-sources', 'aria-label': word('sources') });
    this.element.append(...citations.map((citation) => this.#item(citation)));
  }

  /** The button that stands in the text for `[n]`. */
  mark(n) {
    const opens = () => this.open(n);
    return button('inbox-mark', opens, { 'aria-label': `${word('sources')} ${n}` }, String(n));
  }

  open(n) {
    const head = this.#buttons.get(n);
    if (head.getAttribute('aria-expanded') !== 'true') head.click();
    head.focus({ preventScroll: true });
    head.scrollIntoView({ block: 'nearest' });
  }

  #item({ n, title, section }) {
    const id = `inbox-source-${(serial += 1)}`;
    const box = h('div', { id, hidden: true });
    const toggle = () => this.#toggle(head, box, n);
    const head = button(
      'inbox-source-button',
      toggle,
      { 'aria-expanded': 'false', 'aria-controls': id, title: word('openSource', { n, title }) },
      h('span', { class: 'inbox-source-number' }, String(n)),
      h('span', { class: 'inbox-source-title' }, section ? `${title} · ${section}` : title),
      icon('expand_more'),
    );
    this.#buttons.set(n, head);
    return h('li', {}, head, box);
  }

  async #toggle(head, box, n) {
    const opens = box.hidden;
    head.setAttribute('aria-expanded', String(opens));
    box.hidden = !opens;
    if (!opens || box.hasChildNodes()) return;
    try {
      box.append(await this.#load(n));
      this.#prepare(head, box);
    } catch {
      box.replaceChildren(h('p', { class: 'inbox-quiet' }, word('sourceGone')));
    }
  }

  /** Lights the quote where it stands; above the text it is only needed when it does not. */
  #prepare(head, box) {
    const text = box.querySelector('[data-source]');
    const quote = box.querySelector('[data-quote]');
    const lit = quote && light(text, quote.textContent);
    dress(text);
    if (lit) {
      quote.hidden = true;
      text.scrollTop = lit.offsetTop - 40;
    }
    box.querySelector('[data-shut]').addEventListener('click', () => {
      head.click();
      head.focus();
    });
  }
}
