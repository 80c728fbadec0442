// Writing a reply or a note: two panels that cannot be mistaken, and text that is never lost.

import { button, show } from './elements.js';
import { word } from './setup.js';
import { keep, kept } from './texts.js';

const LONGEST = 5000;
const TYPING_MS = 3000;
const REFUSALS = { forbidden: 'refused', conflict: 'refused', closed: 'closed', not_found: 'isGone' };

/** The owner gives `conversation`, `line`, `leads()` and `send(mode, text, stepIn)`. */
export class Composer {
  #root;
  #owner;
  #panels = new Map();
  #typedAt = 0;

  constructor(root, owner) {
    this.#root = root;
    this.#owner = owner;
    for (const form of root.querySelectorAll('[data-panel]')) this.#prepare(form);
    for (const tab of this.#tabs()) this.#prepareTab(tab);
    this.#choose(this.#kept('note') && !this.#kept('reply') ? 'note' : 'reply');
  }

  /** Opens a panel and puts the cursor into it. */
  write(mode) {
    this.#choose(mode);
    const { text } = this.#panels.get(mode);
    text.focus();
    text.setSelectionRange(text.value.length, text.value.length);
  }

  /** Takes what may be written now; whether the desk can be reached is asked of the line. */
  refresh(may) {
    for (const [mode, panel] of this.#panels) {
      panel.text.readOnly = !may.has(mode);
      show(panel.send, may.has(mode));
      panel.send.disabled = !this.#owner.line.live;
      this.#say(panel, panel.message);
    }
  }

  /** A text was not stored: it is back in its panel, with the reason and what can be done. */
  refused({ mode, text }, { code, holder }) {
    const panel = this.#panels.get(mode);
    panel.text.value = this.#kept(mode);
    const held = code === 'conflict' && holder;
    const reason = held ? word('heldReply', { name: holder }) : word(REFUSALS[code] ?? 'failed');
    const offers = code === 'conflict' && this.#owner.leads();
    const act = offers ? () => this.#send(panel, true) : null;
    this.#say(panel, { text: reason, act });
    if (!panel.text.readOnly && text) this.write(mode);
  }

  /** Nobody types here any more. */
  leave() {
    this.#typing(false);
  }

  #tabs() {
    return [...this.#root.querySelectorAll('[role=tab]')];
  }

  #kept(mode) {
    return kept(this.#owner.conversation, mode);
  }

  #prepare(form) {
    const mode = form.dataset.panel;
    const text = form.querySelector('[data-text]');
    const panel = { mode, form, text, send: form.querySelector('[data-send]'), says: form.querySelector('[data-word]'), message: null };
    this.#panels.set(mode, panel);
    text.value = this.#kept(mode);
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
    keep(this.#owner.conversation, panel.mode, text);
    const over = [...text.trim()].length - LONGEST;
    this.#say(panel, over > 0 ? { text: word(over === 1 ? 'tooLongOne' : 'tooLong', { n: over }) } : null);
    // Notes are nobody's business but ours: the customer is told about replies only.
    if (panel.mode === 'reply') this.#typing(text !== '');
  }

  #send(panel, stepIn = false) {
    const text = panel.text.value.trim();
    const barred = panel.send.disabled || (panel.text.readOnly && !stepIn);
    if (!text || barred || [...text].length > LONGEST) return;
    panel.text.value = '';
    keep(this.#owner.conversation, panel.mode, '');
    this.#say(panel, null);
    this.#typing(false);
    this.#owner.send(panel.mode, text, stepIn);
  }

  /** A sentence under the text; without one, whether the desk can be reached. */
  #say(panel, message) {
    panel.message = message;
    const reachable = this.#owner.line.live || panel.text.readOnly;
    const text = message?.text ?? (reachable ? '' : word('kept'));
    if (panel.says.dataset.text === text && !message?.act) return;
    panel.says.dataset.text = text;
    panel.says.replaceChildren(text);
    if (message?.act) panel.says.append(' ', button('inbox-button', message.act, {}, word('stepInAndSend')));
  }

  #typing(on) {
    const { conversation, line } = this.#owner;
    const now = Date.now();
    if (on && now - this.#typedAt < TYPING_MS) return;
    if (!on && this.#typedAt === 0) return;
    this.#typedAt = on ? now : 0;
    line.tell({ type: 'typing', conversation, on });
  }
}
