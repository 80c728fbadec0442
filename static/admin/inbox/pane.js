// One open conversation: its events in order, its head and panel fresh, what was read remembered.

import { Composer } from './composer.js';
import { Correction } from './correction.js';
import { Deeds } from './deeds.js';
import { button, h, icon } from './elements.js';
import { fragment, json } from './fetching.js';
import { HOLD_MS, StaffLog } from './log.js';
import { addressOf, token, word } from './setup.js';
import { refresh } from './times.js';
import { giveBack } from './texts.js';
import { Transcript } from './transcript.js';

const READ_MS = 400;
const MOVED_MS = 100;
const TYPING_MS = 6000;

/** The desk gives `line`, `outgoing`, `said(sentence, act?)` and `seen()`. */
export class Pane {
  conversation;
  line;
  deeds;
  composer;
  #root;
  #desk;
  #log = new StaffLog();
  #transcript;
  #timers = {};
  #correction;
  #read = 0;
  /** The event that the address names, until it is shown. */
  #wanted = Number(/^#event-(\d{1,9})$/.exec(location.hash)?.[1] ?? 0);

  constructor(root, desk) {
    const article = root.querySelector('[data-conversation]');
    this.#root = root;
    this.#desk = desk;
    this.line = desk.line;
    this.conversation = article.dataset.conversation;
    this.name = article.dataset.name;
    this.#transcript = new Transcript(article, {
      conversation: this.conversation,
      name: this.name,
      why: Boolean(article.dataset.why),
    });
    this.deeds = new Deeds(this);
    this.#correction = new Correction(root, this);
    this.composer = new Composer(article.querySelector('[data-composer]'), this);
    this.#furnish();
    this.opened(JSON.parse(root.querySelector('#inbox-opened').textContent));
    for (const item of desk.outgoing.of(this.conversation)) this.#transcript.pend(item);
    requestAnimationFrame(() => this.#transcript.speak());
    this.follow();
  }

  head() {
    return this.#root.querySelector('[data-part=head]');
  }

  leads() {
    return Boolean(this.head().dataset.leads);
  }

  said(sentence, act) {
    this.#desk.said(sentence, act);
  }

  /** Sends a reply or a note; it is shown as on its way until its event is here. */
  send(mode, text, stepIn) {
    const { conversation } = this;
    this.#transcript.pend(this.#desk.outgoing.send({ conversation, mode, text, step_in: stepIn }));
  }

  settled(item, answer) {
    if (answer.type === 'ack') {
      this.#transcript.stored(item, answer.seq ?? 0, this.#log.last);
      if (item.mode === 'note') this.said(word('noteAdded'));
      return;
    }
    this.#transcript.unpend(item);
    giveBack(item);
    this.composer.refused(item, answer);
    this.moved();
  }

  /** Follows on the socket; what came meanwhile is in the answer. */
  follow() {
    this.line.tell({ type: 'open', conversation: this.conversation, last: this.#log.last });
    this.composer.refresh(this.#may());
  }

  close() {
    this.composer.leave();
    this.line.tell({ type: 'close', conversation: this.conversation });
    for (const timer of Object.values(this.#timers)) clearTimeout(timer);
  }

  /** The socket is down: ask over HTTP for what it would have said. */
  async poll() {
    await Promise.all([this.moved(), this.#fetch()]);
  }

  hear(frame) {
    if (frame.conversation && frame.conversation !== this.conversation) return;
    FRAMES[frame.type]?.(this, frame);
  }

  opened(frame) {
    const before = this.#log.generation;
    const events = this.#log.opened(frame);
    if (this.#log.generation !== before) this.#transcript.clear();
    this.#show(events);
  }

  event(frame) {
    if (frame.kind === 'message' && frame.author === 'customer') this.typing(false);
    this.#show(this.#log.receive(frame));
    if (CHANGES.has(frame.kind)) this.#later('moved', MOVED_MS, () => this.moved());
  }

  beat(heads) {
    this.#log.sawHead(heads?.[this.conversation]);
    this.#mind();
  }

  draft(frame) {
    if (frame.type === 'turn') this.#log.drafts.turn(frame);
    else if (this.#log.drafts.delta(frame, Date.now())) this.follow();
    this.#transcript.paint(this.#log.drafts.list());
  }

  typing(on) {
    const line = this.#root.querySelector('[data-typing]');
    line.textContent = on ? word('typing', { name: this.name }) : '';
    this.#later('typing', TYPING_MS, () => (line.textContent = ''));
  }

  /** Fetches the head and the customer's panel again: the server knows what may be done now. */
  async moved() {
    try {
      const parts = await fragment(addressOf(this.conversation, 'around'));
      for (const name of ['head', 'advice', 'brief', 'about']) this.#replace(name, parts);
      if (!this.#correction.busy()) this.#replace('triage', parts);
      refresh(this.#root);
      this.composer.refresh(this.#may());
    } catch {
      // The next event or poll asks again.
    }
  }

  /** Tells the server how far this was read, when somebody looks. */
  look() {
    if (document.hidden || this.#log.last <= this.#read) return;
    this.#later('read', READ_MS, () => this.#tellRead(this.#log.last));
  }

  #furnish() {
    this.#root.querySelector('[data-conversation]').addEventListener('click', (event) => {
      if (event.target.closest('[data-part=head]')) this.deeds.click(event);
      if (event.target.closest('[data-context]')) this.#toggleAside();
    });
  }

  #toggleAside() {
    const open = this.#root.toggleAttribute('data-aside-open');
    this.#root.querySelector('[data-context]').setAttribute('aria-expanded', String(open));
  }

  #may() {
    return new Set(this.head().dataset.may.split(' ').filter(Boolean));
  }

  #show(events) {
    if (events.length > 0) this.#transcript.add(events);
    if (this.#wanted && this.#transcript.point(this.#wanted)) this.#wanted = 0;
    this.#transcript.paint(this.#log.drafts.list());
    this.#listSources();
    this.#mind();
    this.look();
  }

  /** Events are missing: give them a moment, then ask for everything after the last. */
  #mind() {
    if (!this.#log.behind) return;
    this.#later('behind', HOLD_MS, () => this.#log.behind && this.follow());
  }

  async #fetch() {
    try {
      this.opened(await json(addressOf(this.conversation, `events?seq=${this.#log.last}`)));
    } catch {
      // The line above says that the desk is not reached; the next poll asks again.
    }
  }

  /** Puts a fresh part in its place, unless nothing changed: focus and selection stay. */
  #replace(name, parts) {
    const fresh = parts.querySelector(`[data-part=${name}]`);
    const old = this.#root.querySelector(`[data-part=${name}]`);
    if (!fresh || !old || plain(fresh) === plain(old)) return;
    const focused = old.contains(document.activeElement) ? document.activeElement.dataset.do : null;
    old.replaceWith(fresh);
    if (focused) (fresh.querySelector(`[data-do=${focused}]`) ?? this.#root.querySelector('[data-log]')).focus();
  }

  #listSources() {
    const used = [...this.#transcript.used.values()];
    const rows = used.map(({ title, section, open }) =>
      h('li', {}, button('inbox-used-button', open, {}, icon('description'), h('span', {}, section ? `${title} · ${section}` : title))),
    );
    const none = h('li', { class: 'inbox-quiet' }, word('noSources'));
    this.#root.querySelector('[data-used]').replaceChildren(...(rows.length ? rows : [none]));
  }

  async #tellRead(seq) {
    this.#read = seq;
    const body = new URLSearchParams({ seq: String(seq) });
    const headers = { 'X-CSRFToken': token() };
    try {
      await fetch(addressOf(this.conversation, 'read'), { method: 'POST', body, headers });
      this.#desk.seen();
    } catch {
      this.#read = 0;
    }
  }

  #later(name, ms, then) {
    clearTimeout(this.#timers[name]);
    this.#timers[name] = setTimeout(then, ms);
  }
}

const CHANGES = new Set(['state', 'takeover', 'assigned', 'triage', 'notice']);
/** Relative times change by themselves and are no news. */
const plain = (element) => element.outerHTML.replace(/>[^<]*<\/time>/g, '></time>').replace(/ aria-(busy|expanded)="\w+"/g, '');

const FRAMES = {
  opened: (pane, frame) => pane.opened(frame),
  ev: (pane, frame) => pane.event(frame),
  delta: (pane, frame) => pane.draft(frame),
  turn: (pane, frame) => pane.draft(frame),
  typing: (pane, { who, on }) => who === 'customer' && pane.typing(on),
  hb: (pane, { heads }) => pane.beat(heads),
};
