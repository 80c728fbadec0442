// The custom element: launcher and panel in a shadow root, opening, closing, focus, unread.

import { Chat } from './chat.js';
import { accentRules } from './colour.js';
import { button, h, icon } from './dom.js';
import { Words, choose, wishes } from './strings.js';
import { sheets } from './styles.js';
import { View } from './view.js';

const PHONE = '(max-width: 480px), (max-height: 420px)';

/** The class of `<atomdesk-chat>` for one desk and one site. */
export function elementFor({ base, site }) {
  return class AtomdeskChat extends HTMLElement {
    static observedAttributes = ['open'];
    #root = this.attachShadow({ mode: 'open' });
    #accent = new CSSStyleSheet();
    #chat = null;
    #view = null;
    #launcher = null;
    #badge = null;
    #words = null;
    #unread = 0;
    #complained = false;
    #fit = () => this.#fitPhone();
    #used = () => this.#chat.connection.use();
    #seen = () => this.#markSeen();

    connectedCallback() {
      this.#root.adoptedStyleSheets = [...sheets(), this.#accent];
      this.#chat = new Chat({ base, site, changed: (topic) => this.#changed(topic) });
      this.#build();
      this.addEventListener('pointerdown', this.#used);
      this.addEventListener('keydown', this.#used);
      this.addEventListener('keydown', this.#key);
      document.addEventListener('visibilitychange', this.#seen);
      visualViewport?.addEventListener('resize', this.#fit);
      this.#chat.begin();
      if (this.hasAttribute('open')) this.#show(false);
    }

    disconnectedCallback() {
      document.removeEventListener('visibilitychange', this.#seen);
      visualViewport?.removeEventListener('resize', this.#fit);
      this.#chat.end();
      this.#view = null;
      this.#root.replaceChildren();
    }

    attributeChangedCallback(_name, before, now) {
      if (!this.#view || (before === null) === (now === null)) return;
      if (now === null) this.#hide();
      else this.#show(true);
    }

    /** Opens the panel and puts the cursor into the composer. */
    open() {
      this.toggleAttribute('open', true);
    }

    close() {
      this.toggleAttribute('open', false);
    }

    /** How many messages of others the customer has not seen. */
    get unread() {
      return this.#unread;
    }

    #build() {
      this.#words = new Words(choose(wishes(this.#chat.config)));
      this.#view = new View({ chat: this.#chat, words: this.#words, onClose: () => this.close() });
      this.#badge = h('span', { class: 'badge', part: 'badge', 'aria-hidden': 'true', hidden: true });
      this.#launcher = button(
        'launcher',
        () => this.open(),
        { 'aria-haspopup': 'dialog', hidden: true },
        icon('chat'),
        this.#badge,
      );
      this.#view.element.addEventListener('cancel', (event) => {
        event.preventDefault();
        this.close();
      });
      const frame = h('div', { class: 'frame', lang: this.#words.language }, this.#launcher, this.#view.element);
      this.#root.replaceChildren(frame);
      this.#accent.replaceSync(accentRules(this.#chat.config?.accent));
      this.#count(0);
    }

    #changed(topic) {
      if (!this.#view) return;
      if (topic === 'config') this.#configured();
      this.#view.render(topic);
      this.#complain();
      this.#markSeen();
      this.#count(this.#chat.log.unread());
    }

    #configured() {
      if (choose(wishes(this.#chat.config)) !== this.#words.language) this.#build();
      this.#accent.replaceSync(accentRules(this.#chat.config.accent));
      // Shown only now: a chat that the site does not have must not offer itself.
      this.#launcher.hidden = this.hasAttribute('open');
      if (this.hasAttribute('open') && !this.#view.element.open) this.#show(false);
    }

    #show(takeFocus) {
      const panel = this.#view.element;
      this.#launcher.hidden = true;
      // `show()` would move the focus even where nobody asked for it.
      if (matchMedia(PHONE).matches) panel.showModal();
      else panel.setAttribute('open', '');
      this.#fitPhone();
      this.#chat.want();
      this.#view.shown();
      this.#markSeen();
      // A keyboard that slides in unasked would hide the greeting on a touch screen.
      if (matchMedia('(pointer: coarse)').matches) panel.focus();
      else if (takeFocus) this.#view.composer.focus();
    }

    #hide() {
      const panel = this.#view.element;
      const inside = this.#root.activeElement !== null;
      panel.close();
      this.#launcher.hidden = !this.#chat.config;
      if (inside) this.#launcher.focus();
    }

    #key = (event) => {
      if (event.key !== 'Escape' || event.isComposing || !this.hasAttribute('open')) return;
      event.stopPropagation();
      this.close();
    };

    /** While an on-screen keyboard is up, the panel is as high as what is left. */
    #fitPhone() {
      const { style } = this.#view.element;
      const phone = this.hasAttribute('open') && visualViewport && matchMedia(PHONE).matches;
      style.height = phone ? `${visualViewport.height}px` : '';
      style.top = phone ? `${visualViewport.offsetTop}px` : '';
    }

    #markSeen() {
      if (this.hasAttribute('open') && document.visibilityState === 'visible') this.#chat.readAll();
    }

    #count(unread) {
      const say = (key, values) => this.#words.say(key, values);
      this.#launcher.setAttribute('aria-label', unread > 0 ? say('open_unread', { n: unread }) : say('open'));
      this.#badge.hidden = unread === 0;
      this.#badge.textContent = unread > 9 ? '9+' : String(unread);
      if (unread === this.#unread) return;
      this.#unread = unread;
      this.dispatchEvent(
        new CustomEvent('atomdesk:unread', { bubbles: true, composed: true, detail: { count: unread } }),
      );
    }

    /** Tells the integrator, once, why there is no chat. A refused origin looks like a dead network. */
    #complain() {
      const { connection, away, config } = this.#chat;
      const refused = connection.state === 'stopped';
      if (this.#complained || !(refused || (away && !config))) return;
      this.#complained = true;
      const why = refused ? `refused this page (${connection.code})` : 'does not answer, or does not allow this origin';
      console.error(`Atomdesk: the desk at ${base} ${why}; site key "${site}", origin ${location.origin}.`);
    }
  };
}
