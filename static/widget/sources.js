// The sources of an answer: listed below it, opened in place with the quoted passage lit.

import { button, h, hidden, icon, safeUrl } from './dom.js';
import { shapedNodesOf } from './markup.js';
import { light } from './quote.js';
import { equip, ticksOf } from './shapes.js';

let serial = 0;

/** The list of one answer's sources; `load(n)` gets the text, `open(n)` is for the markers in the answer. */
export class Sources {
  #words;
  #load;
  #store;
  #rows = new Map();

  constructor({ citations, words, load, store }) {
    this.#words = words;
    this.#load = load;
    this.#store = store;
    this.numbers = new Set(citations.map(({ n }) => n));
    this.element = h('ul', { class: 'sources', part: 'sources', 'aria-label': words.say('sources') });
    for (const citation of citations) this.element.append(this.#row(citation));
  }

  /** A button in the answer's text that opens source `n`. */
  marker(n) {
    const spoken = hidden(this.#words.say('source', { n }));
    return button('marker', () => this.open(n), { 'data-n': n }, spoken, h('span', { 'aria-hidden': 'true' }, n));
  }

  open(n) {
    const row = this.#rows.get(n);
    if (!row.isOpen()) row.toggle();
    row.head.focus({ preventScroll: true });
    row.head.parentElement.scrollIntoView({ block: 'nearest' });
  }

  #row({ n, title, section, url, atom, version }) {
    const ticks = ticksOf(this.#store, { atom, version });
    const id = `source-${(serial += 1)}`;
    const text = h('div', { class: 'source-text', part: 'source-text', id, role: 'region', 'aria-label': title });
    text.hidden = true;
    const isOpen = () => !text.hidden;
    const toggle = () => {
      text.hidden = isOpen();
      head.setAttribute('aria-expanded', String(isOpen()));
      if (isOpen() && !text.hasChildNodes()) this.#fill(text, n, url, ticks);
    };
    const number = h('span', { class: 'number' }, hidden(this.#words.say('source', { n: '' })), n);
    const name = h('span', { class: 'source-name' }, h('span', { class: 'source-title' }, title));
    if (section) name.append(h('span', { class: 'section' }, section));
    const says = { 'data-n': n, 'aria-expanded': 'false', 'aria-controls': id };
    const head = button('source', toggle, says, number, name, icon('chevron'));
    this.#rows.set(n, { head, isOpen, toggle });
    return h('li', {}, head, text);
  }

  async #fill(box, n, url, ticks) {
    const words = this.#words;
    box.replaceChildren(h('p', { class: 'quiet', role: 'status' }, words.say('source_loading')));
    try {
      box.replaceChildren(...this.#content(await this.#load(n), url, ticks));
      showQuote(box);
    } catch {
      const again = button('retry', () => this.#fill(box, n, url, ticks), { class: 'link' }, words.say('retry'));
      box.replaceChildren(h('p', { class: 'quiet', role: 'status' }, words.say('source_failed'), ' ', again));
    }
  }

  #content({ html, text, quote, section, version }, url, ticks) {
    const words = this.#words;
    const body = h('div', { class: 'prose', dir: 'auto' }, shapedNodesOf(html, text ?? quote));
    // A passage that the rendered text does not hold is still shown: it is what the answer rests on.
    const missing = quote && !light(body, quote);
    equip(body, { say: (key, values) => words.say(key, values), ticks });
    const address = safeUrl(url);
    return [
      missing ? h('p', { class: 'prose' }, hidden(words.say('quoted')), h('mark', { part: 'quote' }, quote)) : null,
      body,
      h(
        'p',
        { class: 'quiet source-foot' },
        [section, version ? words.say('source_version', { n: version }) : null].filter(Boolean).join(' · '),
        address
          ? h('a', { href: address, target: '_blank', rel: 'noopener noreferrer' }, words.say('source_open'))
          : null,
      ),
    ].filter(Boolean);
  }
}

/** Brings the box into sight, and the lit passage into the box's own window. */
function showQuote(box) {
  const mark = box.querySelector('mark');
  if (mark) box.scrollTop = Math.max(0, mark.offsetTop - 24);
  box.parentElement.scrollIntoView({ block: 'nearest' });
}
