// The panel: paints what the chat knows, piece by piece, and turns clicks into its verbs.

import { Composer } from './composer.js';
import { button, h, icon } from './dom.js';
import { Follow } from './follow.js';
import { dayNode, draftNode, eventNode, pendingNode } from './messages.js';
import { standing, statusLine } from './status.js';

const SUGGESTIONS = 4;

export class View {
  #chat;
  #words;
  #context;
  #parts = {};
  #follow;
  #generation = -1;
  #shownSeq = 0;
  #previous = null;
  #refreshers = [];
  #drafts = new Map();
  #place = null;

  constructor({ chat, words, onClose }) {
    this.#chat = chat;
    this.#words = words;
    this.#context = {
      words,
      botName: chat.config?.bot_name || words.say('assistant'),
      store: chat.store,
      loadSource: (seq, n) => chat.twin.source(seq, n),
      askForPerson: () => chat.askForPerson(),
      mayAskForPerson: () => this.#botAnswers(),
      vote: (seq, helpful) => chat.vote(seq, helpful),
      voteOf: (seq) => chat.votes.get(seq),
      retry: (cid) => chat.retry(cid),
      edit: (cid) => this.composer.put(chat.edit(cid) ?? ''),
    };
    this.composer = new Composer({
      words,
      store: chat.store,
      onSend: (text) => this.#send(text),
      onTyping: (on) => chat.writes(on),
    });
    this.element = this.#build(onClose);
    this.#follow = new Follow(this.#parts.scroller, (away) => (this.#parts.down.hidden = !away));
    this.render('config');
  }

  /** Paints what one topic is about; everything for `config`. */
  render(topic) {
    const focused = this.element.getRootNode().activeElement ?? null;
    const all = topic === 'config';
    if (all) this.#greet();
    if (all || topic === 'events') this.#events();
    if (all || topic === 'outbox' || topic === 'status') this.#pending();
    if (all || topic === 'events' || topic === 'drafts') this.#paintDrafts();
    for (const refresh of this.#refreshers) refresh();
    this.#status();
    if (topic !== 'status' && topic !== 'votes') this.#follow.settle();
    // A button that did its work and left must not take the keyboard with it.
    if (this.element.open && focused && (!focused.isConnected || focused.closest('[hidden]'))) this.composer.focus();
  }

  /** The panel came into sight. */
  shown() {
    this.composer.fit();
    this.#follow.pin();
  }

  #build(onClose) {
    const say = (key) => this.#words.say(key);
    const chat = this.#chat;
    const parts = this.#parts;
    parts.title = h('h2', { id: 'title', part: 'title' });
    parts.who = h('p', { class: 'who', part: 'who' });
    parts.greeting = h('div', { class: 'greeting' });
    // Only whole messages stand in the live region; what is still being written stands beside it.
    parts.log = h('div', {
      class: 'log',
      part: 'log',
      role: 'log',
      'aria-live': 'polite',
      'aria-label': say('messages'),
    });
    parts.pending = h('div', { class: 'log pending-list' });
    parts.drafts = h('div', { class: 'log drafts' });
    parts.suggestions = h('ul', { class: 'suggestions', 'aria-label': say('suggestions') });
    parts.earlier = button('earlier', () => this.#earlier(), {}, say('earlier'));
    parts.scroller = h(
      'div',
      { class: 'scroller', part: 'scroller', tabindex: 0, role: 'group', 'aria-label': say('conversation') },
      parts.earlier,
      parts.greeting,
      parts.log,
      parts.pending,
      parts.drafts,
      parts.suggestions,
    );
    parts.place = h('p', { class: 'hidden', part: 'place', role: 'status' });
    parts.status = h('p', { class: 'status', part: 'status', role: 'status' });
    parts.down = button('down', () => this.#follow.toEnd(), { 'aria-label': say('latest') }, icon('down'));
    parts.personText = h('span', {}, say('person'));
    parts.person = button('person', () => chat.askForPerson(), {}, icon('person'), parts.personText);
    parts.stop = button('stop', () => chat.stop(), {}, icon('stop'), say('stop'));
    const close = button('close', onClose, { 'aria-label': say('close'), title: say('close') }, icon('close'));
    const heading = h('header', { part: 'header' }, h('div', { class: 'heading' }, parts.title, parts.who), close);
    const foot = h('div', { class: 'foot' }, parts.person, parts.stop);
    return h(
      'dialog',
      { class: 'panel', part: 'panel', 'aria-labelledby': 'title', tabindex: -1 },
      heading,
      h('div', { class: 'middle' }, parts.scroller, parts.down),
      parts.place,
      parts.status,
      this.composer.element,
      foot,
    );
  }

  #greet() {
    const { config } = this.#chat;
    const { title, greeting, suggestions } = this.#parts;
    title.textContent = config?.name ?? '';
    this.#context.botName = config?.bot_name || this.#words.say('assistant');
    greeting.replaceChildren(...(config?.greeting ? [h('p', { class: 'bubble' }, config.greeting)] : []));
    const ask = (text) =>
      h(
        'li',
        {},
        button('suggestion', () => this.#send(text), {}, text),
      );
    suggestions.replaceChildren(...(config?.suggestions ?? []).slice(0, SUGGESTIONS).map(ask));
  }

  /** Adds what is new; starts over when the list did. */
  #events() {
    const { log } = this.#chat;
    if (log.generation !== this.#generation) this.#startOver();
    const fresh = log.events().filter(({ seq }) => seq > this.#shownSeq);
    // A history is read at leisure, not read out.
    this.#parts.log.setAttribute('aria-live', fresh.length > 3 ? 'off' : 'polite');
    for (const event of fresh) this.#show(event);
    this.#parts.earlier.hidden = log.before() === null || log.events().length === 0;
  }

  #show(event) {
    this.#shownSeq = event.seq;
    const shown = eventNode(event, this.#previous, this.#context);
    if (!shown) return;
    const day = dayNode(event, this.#previous, this.#words);
    this.#parts.log.append(...[day, shown.node].filter(Boolean));
    if (shown.refresh) this.#refreshers.push(shown.refresh);
    this.#previous = event;
  }

  #startOver() {
    this.#generation = this.#chat.log.generation;
    this.#shownSeq = 0;
    this.#previous = null;
    this.#refreshers = [];
    this.#parts.log.replaceChildren();
  }

  #pending() {
    const { outbox, away } = this.#chat;
    const box = this.#parts.pending;
    const wanted = outbox.messages().map((entry) => ({ entry, face: `${entry.cid} ${entry.status} ${away}` }));
    if (wanted.map(({ face }) => face).join() === box.dataset.faces) return;
    box.dataset.faces = wanted.map(({ face }) => face).join();
    box.replaceChildren(...wanted.map(({ entry }) => pendingNode(entry, { ...this.#context, away })));
  }

  #paintDrafts() {
    const drafts = this.#chat.log.drafts.list();
    const live = new Set(drafts.map(({ turn }) => turn));
    for (const [turn, { node }] of this.#drafts) {
      if (live.has(turn)) continue;
      node.remove();
      this.#drafts.delete(turn);
    }
    for (const draft of drafts) {
      if (!this.#drafts.has(draft.turn)) {
        const made = draftNode(draft.turn, this.#context);
        this.#drafts.set(draft.turn, made);
        this.#parts.drafts.append(made.node);
      }
      this.#drafts.get(draft.turn).paint(draft);
    }
    this.#readPlace(this.#chat.log.drafts.position());
  }

  /** Read out when the waiting begins and when it is nearly over; the steps between are only shown. */
  #readPlace(position) {
    if (position === this.#place) return;
    const news = position === 1 || (position && this.#place === null);
    this.#place = position;
    set(this.#parts.place, news ? this.#words.say('in_line', { n: position }) : '');
  }

  #status() {
    const { log, outbox } = this.#chat;
    const { who, status, person, personText, stop, suggestions } = this.#parts;
    const { state, text } = standing(this.#chat, this.#words, this.#context.botName);
    who.dataset.state = state;
    set(who, text);
    set(status, statusLine(this.#chat, this.#words));
    const asked = outbox.has('person');
    person.hidden = !this.#botAnswers();
    // Still focusable while it waits: a disabled button would throw the focus away.
    person.setAttribute('aria-disabled', String(asked));
    set(personText, this.#words.say(asked ? 'person_asked' : 'person'));
    stop.hidden = !(this.#chat.turn && this.#chat.connection.live);
    suggestions.hidden = log.events().length > 0 || outbox.messages().length > 0 || !this.#chat.config;
    this.composer.prompt(log.state === 'resolved' ? 'placeholder_ended' : 'placeholder');
  }

  #botAnswers() {
    return ['new', 'bot'].includes(this.#chat.log.state);
  }

  #send(text) {
    this.#chat.send(text);
    this.#follow.pin();
  }

  async #earlier() {
    const { earlier, scroller } = this.#parts;
    earlier.setAttribute('aria-disabled', 'true');
    try {
      this.#follow.hold(await this.#chat.earlier());
      set(earlier, this.#words.say('earlier'));
      if (earlier.hidden) scroller.focus({ preventScroll: true });
    } catch {
      set(earlier, this.#words.say('earlier_failed'));
    }
    earlier.removeAttribute('aria-disabled');
  }
}

/** Live regions speak on every write, also when the words stay the same. */
function set(element, text) {
  if (element.textContent !== text) element.textContent = text;
}
