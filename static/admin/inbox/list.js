// The queues and the list: fetched again when something changed, never reordered under a cursor.

import { show } from './elements.js';
import { SignedOut, fragment } from './fetching.js';
import { setup, word } from './setup.js';
import { refresh } from './times.js';

const SOON_MS = 300;
const POLL_MS = 15_000;

/** The desk gives `line`, `open(href)`, `waiting(n)` and `signedOut()`. */
export class List {
  queue;
  #wanted;
  #root;
  #desk;
  #soon = null;
  #asked = 0;
  #pending = null;
  #open = null;

  constructor(root, desk) {
    this.#root = root;
    this.#desk = desk;
    this.queue = this.#wanted = this.#part('list').dataset.queue;
    this.#desk.waiting(Number(this.#part('list').dataset.waiting));
    root.addEventListener('click', (event) => this.#click(event));
    root.addEventListener('pointerleave', () => this.#release());
    root.addEventListener('focusout', () => setTimeout(() => this.#release()));
    setInterval(() => this.#desk.line.live || this.fetch(), POLL_MS);
  }

  /** Something changed: ask in a moment, once for a burst. */
  soon() {
    this.#soon ??= setTimeout(() => {
      this.#soon = null;
      this.fetch();
    }, SOON_MS);
  }

  /** Asks for the queue that was turned to last: news while it is on its way do not turn back. */
  async fetch() {
    const queue = this.#wanted;
    const mine = (this.#asked += 1);
    try {
      const parts = await fragment(`${setup.list}?queue=${queue}`);
      if (this.#asked === mine) this.#take(parts, queue);
    } catch (failure) {
      if (failure instanceof SignedOut) this.#desk.signedOut();
    }
  }

  /** Marks which conversation is open. */
  mark(conversation) {
    this.#open = conversation;
    for (const item of this.#items()) {
      const current = item.dataset.id === conversation;
      const row = item.querySelector('a');
      if (current) row.setAttribute('aria-current', 'true');
      else row.removeAttribute('aria-current');
      if (current && !document.hidden) item.classList.remove('is-unread');
    }
  }

  /** Moves the focus down or up the list. */
  step(by) {
    const rows = this.#items().map((item) => item.querySelector('a'));
    const here = rows.indexOf(document.activeElement);
    const from = here >= 0 ? here : rows.findIndex((row) => row.hasAttribute('aria-current'));
    const next = from < 0 ? 0 : Math.min(rows.length - 1, Math.max(0, from + by));
    rows[next]?.focus();
    rows[next]?.scrollIntoView({ block: 'nearest' });
  }

  #click(event) {
    if (event.target.closest('[data-new]')) {
      this.#put(this.#pending);
      return;
    }
    const link = event.target.closest('a');
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.button > 0) return;
    event.preventDefault();
    if (link.dataset.queue) this.#turnTo(link);
    else this.#desk.open(link.href);
  }

  #turnTo(link) {
    history.replaceState(null, '', `?queue=${link.dataset.queue}`);
    this.#wanted = link.dataset.queue;
    this.fetch();
  }

  #take(parts, queue) {
    this.#desk.waiting(Number(parts.querySelector('[data-part=list]').dataset.waiting));
    this.#count(parts);
    if (queue !== this.queue || !this.#held()) this.#put(parts);
    else this.#merge(parts);
  }

  /** Whether somebody points at the list or moves in it. */
  #held() {
    const list = this.#part('list');
    return list.matches(':hover') || list.contains(document.activeElement);
  }

  #release() {
    if (this.#pending && !this.#held()) this.#put(this.#pending);
  }

  #put(parts) {
    if (!parts) return;
    const fresh = parts.querySelector('[data-part=list]');
    const old = this.#part('list');
    const focused = old.contains(document.activeElement) ? this.#idOf(document.activeElement) : null;
    const top = fresh.dataset.queue === this.queue ? old.querySelector('[data-rows]').scrollTop : 0;
    this.#pending = null;
    this.queue = fresh.dataset.queue;
    old.replaceWith(fresh);
    fresh.querySelector('[data-rows]').scrollTop = top;
    this.#settle();
    if (focused) (this.#item(focused) ?? this.#items()[0])?.querySelector('a').focus({ preventScroll: true });
  }

  /** Rows stay where they are: their words are renewed, new ones wait behind a button. */
  #merge(parts) {
    const fresh = new Map([...parts.querySelectorAll('[data-id]')].map((item) => [item.dataset.id, item]));
    const known = new Set(this.#items().map((item) => item.dataset.id));
    for (const item of this.#items()) renew(item, fresh.get(item.dataset.id));
    const news = [...fresh.keys()].filter((id) => !known.has(id)).length;
    this.#pending = parts.cloneNode(true);
    const offer = this.#root.querySelector('[data-new]');
    offer.textContent = news === 1 ? word('newOne') : word('newMany', { n: news });
    show(offer, news > 0);
    this.#settle();
  }

  #settle() {
    refresh(this.#root);
    this.mark(this.#open);
  }

  /** The doors keep their elements, so that a focused one stays focused. */
  #count(parts) {
    for (const door of this.#root.querySelectorAll('[data-queue][href]')) {
      const fresh = parts.querySelector(`a[data-queue=${door.dataset.queue}]`);
      door.querySelector('[data-count]').replaceChildren(...fresh.querySelector('[data-count]').cloneNode(true).childNodes);
      if (fresh.hasAttribute('aria-current')) door.setAttribute('aria-current', 'page');
      else door.removeAttribute('aria-current');
    }
  }

  #part(name) {
    return this.#root.querySelector(`[data-part=${name}]`);
  }

  #items() {
    return [...this.#root.querySelectorAll('[data-id]')];
  }

  #item(id) {
    return this.#items().find((item) => item.dataset.id === id);
  }

  #idOf(element) {
    return element.closest('[data-id]')?.dataset.id ?? null;
  }
}

function renew(item, fresh) {
  const row = item.querySelector('a');
  if (!fresh) {
    const moved = row.querySelector('[data-moved]');
    moved.textContent = word('moved');
    show(moved, true);
    item.classList.add('is-moved');
    return;
  }
  item.className = fresh.className;
  row.replaceChildren(...fresh.querySelector('a').cloneNode(true).childNodes);
}

