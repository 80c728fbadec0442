// Writing a reply or a note: two panels that cannot be mistaken, and text that is never lost.

import { show } from './elements.js';
import { uuid } from './line.js';
import { word } from './setup.js';

const LONGEST = 5000;
const TYPING_MS = 3000;

/**
 * The owner gives `said(sentence)`, `leads()` and `moved()`, called when a colleague or the state
 * was in the way. Each text waits in sessionStorage with the id it will be sent under, so that
 * sending it again after a reload is the same message.
 */
export class Composer {
  #root;
  #line;
  #conversation;
  #owner;
  #panels = new Map();
  #typedAt = 0;
  #mode = 'reply';

  constructor(root, { line, conversation, owner }) {
    this.#root = root;
    this.#line = line;
    this.#conversation = conversation;
    this.#owner = owner;
    for (const form of root.querySelectorAll('[data-panel]')) this.#prepare(form);
    for (const tab of this.#tabs()) this.#prepareTab(tab);
    this.#choose(this.#restored('note') && !this.#restored('reply') ? 'note' : 'reply');
  }

  /** Opens a panel and puts the cursor into it. */
  write(mode) {
    this.#choose(mode);
    this.#panels.get(mode).text.focus();
  }

  /** Takes what may be written now; whether the desk can be reached is asked of the line. */
  refresh(may) {
    for (const [mode, panel] of this.#panels) {
      panel.text.disabled = !may.has(mode);
      show(panel.send, may.has(mode));
      panel.send.disabled = !this.#line.live || panel.sending;
      this.#say(panel, panel.word);
    }
  }

  /** Nobody types here any more. */
  leave() {
    this.#typing(false);
  }

  #tabs() {
    return [...this.#root.querySelectorAll('[role=tab]')];
  }

  #prepare(form) {
    const mode = form.dataset.panel;
    const text = form.querySelector('[data-text]');
    const send = form.querySelector('[data-send]');
    const panel = { mode, form, text, send, says: form.querySelector('[data-word]'), word: null, sending: false };
    this.#panels.set(mode, panel);
    text.value = this.#restored(mode)?.text ?? '';
    form.addEventListener('submit', (event) => {
      event.preventDefault();
      this.#send(panel);
    });
    text.addEventListener('input', () => this.#changed(panel));
    text.addEventListener('blur', () => this.#typing(false));
    text.addEventListener('keydown', (event) => {
      if (event.key !== 'Enter' || event.shiftKey || event.isComposing) return;
      event.preventDefault();
      this.#send(panel);
    });
  }

  #prepareTab(tab) {
    tab.addEventListener('click', () => this.write(tab.dataset.mode));
    tab.addEventListener('keydown', ({ key }) => {
      if (key !== 'ArrowLeft' && key !== 'ArrowRight') return;
      const other = this.#tabs().find((candidate) => candidate !== tab);
      this.#choose(other.dataset.mode);
      other.focus();
    });
  }

  #choose(mode) {
    this.#mode = mode;
    this.#root.dataset.mode = mode;
    for (const tab of this.#tabs()) {
      const chosen = tab.dataset.mode === mode;
      tab.setAttribute('aria-selected', String(chosen));
      tab.tabIndex = chosen ? 0 : -1;
    }
    for (const panel of this.#panels.values()) show(panel.form, panel.mode === mode);
  }

  #changed(panel) {
    const text = panel.text.value;
    this.#keep(panel.mode, text);
    const over = [...text].length - LONGEST;
    this.#say(panel, over > 0 ? { text: word('tooLong', { n: over }) } : null);
    // Notes are nobody's business but ours: the customer is told about replies only.
    if (panel.mode === 'reply') this.#typing(text !== '');
  }

  async #send(panel, extra = {}) {
    const text = panel.text.value.trim();
    if (!text || panel.sending || panel.send.disabled || [...text].length > LONGEST) return;
    const { cid } = this.#keep(panel.mode, panel.text.value);
    this.#sending(panel, true);
    this.#typing(false);
    const type = panel.mode === 'reply' ? 'send' : 'note';
    const answer = await this.#line.ask({ type, conversation: this.#conversation, cid, text, ...extra });
    this.#sending(panel, false);
    if (answer.type === 'ack') this.#sent(panel);
    else this.#refused(panel, answer);
  }

  #sent(panel) {
    panel.text.value = '';
    sessionStorage.removeItem(this.#key(panel.mode));
    this.#say(panel, null);
    if (panel.mode === 'note') this.#owner.said(word('noteAdded'));
    if (this.#mode === panel.mode && this.#root.isConnected) panel.text.focus();
  }

  /** What was typed stays, under a new id: the old one may never be stored with other rights. */
  #refused(panel, { code, holder }) {
    this.#keep(panel.mode, panel.text.value, uuid());
    const text =
      code === 'conflict' && holder
        ? word('heldReply', { name: holder })
        : word({ forbidden: 'refused', closed: 'closed', conflict: 'refused', not_found: 'isGone' }[code] ?? 'failed');
    const offers = code === 'conflict' && this.#owner.leads();
    const act = offers ? { name: word('stepInAndSend'), run: () => this.#send(panel, { step_in: true }) } : null;
    this.#say(panel, { text, act });
    this.#owner.moved();
  }

  #sending(panel, on) {
    panel.sending = on;
    panel.text.readOnly = on;
    panel.send.disabled = on || !this.#line.live;
    panel.form.setAttribute('aria-busy', String(on));
  }

  /** A sentence under the text; without one, whether the desk can be reached. */
  #say(panel, message) {
    panel.word = message;
    const text = message?.text ?? (this.#line.live || panel.text.disabled ? '' : word('kept'));
    if (panel.says.dataset.text === text) return;
    panel.says.dataset.text = text;
    panel.says.replaceChildren(text);
    if (!message?.act) return;
    const act = document.createElement('button');
    act.type = 'button';
    act.className = 'inbox-button';
    act.textContent = message.act.name;
    act.addEventListener('click', () => {
      this.#say(panel, null);
      message.act.run();
    });
    panel.says.append(' ', act);
  }

  #typing(on) {
    const now = Date.now();
    if (on && now - this.#typedAt < TYPING_MS) return;
    if (!on && this.#typedAt === 0) return;
    this.#typedAt = on ? now : 0;
    this.#line.tell({ type: 'typing', conversation: this.#conversation, on });
  }

  #key(mode) {
    return `atomdesk.inbox.${this.#conversation}.${mode}`;
  }

  #restored(mode) {
    try {
      return JSON.parse(sessionStorage.getItem(this.#key(mode)));
    } catch {
      return null;
    }
  }

  /** Remembers a text; other words get another id. */
  #keep(mode, text, cid = null) {
    const before = this.#restored(mode);
    const kept = { text, cid: cid ?? (before?.text === text ? before.cid : uuid()) };
    try {
      if (text) sessionStorage.setItem(this.#key(mode), JSON.stringify(kept));
      else sessionStorage.removeItem(this.#key(mode));
    } catch {
      // A full or forbidden store costs only the memory of a text.
    }
    return kept;
  }
}
