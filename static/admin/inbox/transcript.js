// The transcript: messages in groups, notes, system lines, and the answer that is being written.

import { nodesOf, replaceMarkers } from '../../widget/markup.js';
import { Citations } from './citations.js';
import { h, hidden, icon, show } from './elements.js';
import { systemLine } from './lines.js';
import { addressOf, word } from './setup.js';
import { clock, day, exact, sameDay } from './times.js';

const GROUP_MS = 5 * 60_000;
const NEAR_PX = 80;

/** `root` holds the log and the button below it; `name` is the customer's. */
export class Transcript {
  /** Citations by atom and version, for the list beside the transcript. */
  used = new Map();
  #log;
  #below;
  #conversation;
  #name;
  #why;
  #drafts = h('div', { class: 'inbox-drafts', 'aria-live': 'off' });
  #pending = new Map();
  #last = null;
  #state = null;
  #atEnd = true;

  constructor(root, { conversation, name, why }) {
    this.#log = root.querySelector('[data-log]');
    this.#below = root.querySelector('[data-below]');
    this.#conversation = conversation;
    this.#name = name;
    this.#why = why;
    this.#log.append(this.#drafts);
    this.#below.append(icon('arrow_downward'), word('below'));
    this.#below.addEventListener('click', () => this.toEnd());
    this.#log.addEventListener('scroll', () => this.#scrolled(), { passive: true });
    new ResizeObserver(() => this.#atEnd && this.toEnd()).observe(this.#log);
  }

  clear() {
    this.#log.replaceChildren(this.#drafts, ...[...this.#pending.values()].map(({ entry }) => entry));
    this.#last = this.#state = null;
    this.used.clear();
  }

  /** From now on new messages are read out. */
  speak() {
    this.#log.setAttribute('aria-live', 'polite');
  }

  add(events) {
    const follow = this.#atEnd;
    for (const event of events) {
      this.#one(event);
      for (const [cid, { seq }] of this.#pending) if (seq && seq <= event.seq) this.unpend({ cid });
    }
    this.#settle(follow, events.length > 0);
  }

  /** Shows what is on its way; one's own words are always followed. */
  pend({ cid, mode, text }) {
    const kind = mode === 'note' ? 'note' : 'agent';
    const by = h('p', { class: 'inbox-by' }, kind === 'note' ? icon('lock') : null, word('sending'));
    const entry = h('div', { class: `inbox-entry is-${kind} is-pending` }, by, h('div', { class: 'inbox-bubble' }, text));
    this.#pending.set(cid, { entry, seq: null });
    this.#log.append(entry);
    this.toEnd();
  }

  /** The desk has it as event `seq`; it goes when that event is shown, and not before. */
  stored({ cid }, seq, last) {
    const pending = this.#pending.get(cid);
    if (pending) pending.seq = seq;
    if (seq <= last) this.unpend({ cid });
  }

  unpend({ cid }) {
    this.#pending.get(cid)?.entry.remove();
    this.#pending.delete(cid);
  }

  /** Paints the drafts as plain text: nothing in them has been checked as a whole. */
  paint(drafts) {
    const follow = this.#atEnd;
    const rows = drafts.map(({ text }) =>
      h(
        'div',
        { class: 'inbox-entry is-bot is-draft' },
        h('p', { class: 'inbox-by' }, icon('smart_toy'), word(text ? 'writing' : 'queued')),
        text ? h('div', { class: 'inbox-bubble' }, text) : null,
      ),
    );
    this.#drafts.replaceChildren(...rows);
    this.#settle(follow, false);
  }

  toEnd() {
    this.#log.scrollTop = this.#log.scrollHeight;
    this.#atEnd = true;
    show(this.#below, false);
  }

  /** Brings the event `seq` into view, lights it and moves the focus there; false while it is not here. */
  point(seq) {
    const entry = this.#log.querySelector(`[data-seq="${seq}"]`);
    if (!entry) return false;
    entry.classList.add('is-wanted');
    entry.tabIndex = -1;
    this.#atEnd = false;
    entry.scrollIntoView({ block: 'center' });
    entry.focus({ preventScroll: true });
    return true;
  }

  #settle(follow, news) {
    if (follow) this.toEnd();
    else if (news) show(this.#below, true);
  }

  #scrolled() {
    const { scrollHeight, scrollTop, clientHeight } = this.#log;
    this.#atEnd = scrollHeight - scrollTop - clientHeight < NEAR_PX;
    if (this.#atEnd) show(this.#below, false);
  }

  #one(event) {
    const line = systemLine(event, this.#state);
    if (event.kind === 'state') this.#state = event.state;
    const entry = line ? this.#line(event, line) : this.#said(event);
    if (!entry) return;
    if (!this.#last || !sameDay(this.#last.at, event.at)) this.#put(h('p', { class: 'inbox-day' }, day(event.at)));
    entry.dataset.seq = event.seq;
    this.#put(entry);
    this.#last = { at: event.at, by: line ? null : speaker(event) };
  }

  #put(element) {
    this.#drafts.before(element);
  }

  #line(event, { icon: name, text, detail }) {
    const time = h('time', { datetime: event.at, title: exact(event.at) }, clock(event.at));
    const more = detail ? h('span', { class: 'inbox-system-detail' }, `“${detail}”`) : null;
    return h('p', { class: 'inbox-system' }, icon(name), h('span', {}, text), time, more);
  }

  #said(event) {
    const kind = KINDS[event.kind]?.(event);
    if (!kind) return null;
    const same = this.#last?.by === speaker(event) && new Date(event.at) - new Date(this.#last.at) < GROUP_MS;
    const entry = h('div', { class: `inbox-entry is-${kind}${same ? ' is-same' : ''}` });
    const bubble = this.#bubble(event);
    entry.append(this.#by(event, kind, same), bubble, ...this.#under(event, bubble));
    return entry;
  }

  /** Who and when, once per group; a note always says that it is one. */
  #by(event, kind, same) {
    const name = kind === 'customer' ? this.#name : event.name || word(kind === 'bot' ? 'bot' : 'system');
    const time = h('time', { datetime: event.at, title: exact(event.at) }, clock(event.at));
    if (kind === 'note') {
      const by = event.name || word('somebody');
      return h('p', { class: 'inbox-by' }, icon('lock'), h('b', {}, word('note')), hidden(word('noteBy', { name: by })), h('span', { 'aria-hidden': 'true' }, by), time);
    }
    const cut = event.kind === 'partial' ? h('span', { class: 'inbox-cut' }, word('interrupted')) : null;
    if (same && !cut) return h('p', { class: 'inbox-hidden' }, name);
    return h('p', { class: 'inbox-by' }, kind === 'bot' ? icon('smart_toy') : null, h('b', {}, name), time, cut);
  }

  #bubble(event) {
    const bubble = h('div', { class: 'inbox-bubble inbox-prose', title: exact(event.at) });
    if (event.erased) bubble.append(h('em', {}, word('erased')));
    else bubble.append(nodesOf(event.html, event.text));
    return bubble;
  }

  /** Below a bot's answer: its sources, how sure it was, and why it said so. */
  #under(event, bubble) {
    if (event.author !== 'bot') return [];
    const rows = [];
    if (event.citations?.length) rows.push(this.#sources(event, bubble));
    const facts = h('p', { class: 'inbox-under' });
    if (DOTS[event.confidence]) facts.append(sure(event.confidence));
    if (event.actions?.includes('person')) facts.append(h('span', {}, word('offered')));
    if (event.turn && this.#why) {
      const href = addressOf(this.#conversation, `turns/${event.turn}/why`);
      facts.append(h('a', { href, title: word('whyLong') }, word('why')));
    }
    if (facts.hasChildNodes()) rows.push(facts);
    return rows;
  }

  #sources(event, bubble) {
    const citations = new Citations(this.#conversation, event.seq, event.citations);
    replaceMarkers(bubble, citations.numbers, (n) => citations.mark(n));
    for (const citation of event.citations) {
      const key = `${citation.atom} ${citation.version}`;
      this.used.set(key, { ...citation, open: () => citations.open(citation.n) });
    }
    return citations.element;
  }
}

const speaker = ({ kind, author, name }) => `${kind === 'partial' ? 'bot' : (author ?? kind)} ${name ?? ''}`;

const DOTS = { high: '●●●', medium: '●●○', low: '●○○' };
const sure = (level) =>
  h('span', { title: word('sureLong') }, word(`sure.${level}`), ' ', h('span', { 'aria-hidden': 'true' }, DOTS[level]));

const KINDS = {
  message: ({ author }) => author,
  partial: () => 'bot',
  note: () => 'note',
};
