// One customer's chat: joins session, connection, log and outbox, and gives the view verbs and a state.

import { Connection } from './connection.js';
import { Log } from './log.js';
import { Outbox } from './outbox.js';
import { backoff } from './retry.js';
import { Session } from './session.js';
import { Store, uuid } from './store.js';
import { Sync } from './sync.js';
import { Twin } from './twin.js';

const BLINK_MS = 700;
const TYPING_MS = 3000;
const TYPING_SHOWN_MS = 6000;

/** `changed(topic)` is called with config, status, events, drafts, outbox or votes. */
export class Chat {
  log = new Log();
  votes = new Map();
  /** Who else is writing right now ('' when nameless), or null. */
  typing = null;
  /** True when the server has been out of reach for longer than a blink. */
  away = false;
  /** True once there has been a welcome. */
  met = false;
  /** True when the last wish for a person was refused. */
  personRefused = false;
  #changed;
  #wanted = false;
  #ended = false;
  #attempt = 0;
  #typedAt = null;
  #timers = {};
  #tab = uuid();
  #sync;

  constructor({ base, site, changed }) {
    const prefix = `atomdesk:${new URL(base).host}:${site}:`;
    this.#changed = changed;
    this.store = new Store(() => sessionStorage, prefix);
    this.session = new Session({ base, site, store: new Store(() => localStorage, prefix) });
    this.twin = new Twin(this.session);
    this.outbox = new Outbox(this.store);
    this.connection = new Connection({
      session: this.session,
      hello: () => ({ ...this.log.cursor(), tab: this.#tab }),
      onFrame: (frame) => this.#frame(frame),
      onState: () => this.#connectionChanged(),
      onForgotten: () => this.#forgotten(),
      poll: () => this.#sync.poll(),
    });
    const { log, outbox, twin, connection } = this;
    this.#sync = new Sync({ log, outbox, twin, connection, changed, refused: (entry) => this.#refused(entry) });
  }

  get config() {
    return this.session.config;
  }

  /** Asks for the site's settings; a socket is opened only for a chat that exists or is wanted. */
  async begin() {
    try {
      await this.session.token();
    } catch (refusal) {
      return this.#beginLater(refusal);
    }
    if (this.#ended) return;
    this.away = false;
    this.#changed('config');
    if (this.session.conversation || this.outbox.busy || this.#wanted) this.connection.start();
  }

  /** The panel is open or something is to be sent: be connected. */
  want() {
    this.#wanted = true;
    if (this.config) this.connection.start();
    this.connection.use();
  }

  end() {
    this.#ended = true;
    this.#sync.end();
    this.connection.end();
    for (const timer of Object.values(this.#timers)) clearTimeout(timer);
  }

  send(text) {
    this.#add('send', { text });
  }

  askForPerson() {
    this.personRefused = false;
    if (!this.outbox.has('person')) this.#add('person', {});
  }

  vote(seq, helpful) {
    if (this.votes.get(seq) === helpful) return;
    this.votes.set(seq, helpful);
    this.#changed('votes');
    this.#add('feedback', { seq, helpful });
  }

  retry(cid) {
    this.outbox.retry(cid);
    this.#changed('outbox');
    this.want();
    this.#sync.settle();
  }

  /** Takes a message that was refused back for editing. */
  edit(cid) {
    const text = this.outbox.take(cid);
    this.#changed('outbox');
    return text;
  }

  /** The turn that is being answered now, or null. */
  get turn() {
    return this.log.drafts.list().at(-1)?.turn ?? null;
  }

  stop() {
    if (this.turn) this.connection.send({ type: 'stop', turn: this.turn });
  }

  /** People are told that the customer writes; the bot would not care. */
  writes(on) {
    const now = Date.now();
    if (!['human', 'waiting'].includes(this.log.state)) return;
    if (on ? now - this.#typedAt < TYPING_MS : this.#typedAt === null) return;
    this.#typedAt = on ? now : null;
    this.connection.send({ type: 'typing', on });
  }

  /** Everything up to here was seen. */
  readAll() {
    const news = this.log.unread() > 0;
    if (!this.log.markRead(this.log.last)) return;
    if (news) this.connection.send({ type: 'read', seq: this.log.last });
    this.#changed('status');
  }

  /** Gets what came before; the answer puts it into the list when the view is ready for it. */
  async earlier() {
    const page = await this.twin.events({ before: this.log.before() }, 50);
    return () => {
      this.log.earlier(page);
      this.#changed('events');
    };
  }

  #frame(frame) {
    if (Object.hasOwn(this.#read, frame.type)) this.#read[frame.type](frame, Date.now());
    this.#sync.settle();
  }

  #read = {
    welcome: (frame, now) => {
      this.met = true;
      const told = this.log.welcome(frame, now);
      this.#sync.echoes(this.log.events());
      // What was read while the socket was away is told now.
      if (this.log.read > told) this.connection.send({ type: 'read', seq: this.log.read });
      this.#changed('events');
    },
    ev: (frame, now) => {
      if (this.log.receive(frame, now) === 'ignored') return;
      this.#sync.echoes([frame]);
      this.#changed('events');
    },
    hb: (frame, now) => this.log.sawHead(frame.head, now),
    ack: (frame) => {
      this.outbox.ack(frame.cid);
      this.#changed('outbox');
    },
    nack: (frame) => this.#sync.nack(frame.cid, frame),
    delta: (frame, now) => {
      const turn = this.log.drafts.delta(frame, now);
      if (turn) this.connection.send({ type: 'snapshot', turn });
      this.#changed('drafts');
    },
    turn: (frame) => {
      this.log.drafts.turn(frame);
      this.#changed('drafts');
    },
    typing: (frame) => this.#someoneTypes(frame),
    read: (frame) => {
      if (frame.who === 'customer' && this.log.markRead(frame.seq)) this.#changed('status');
    },
    resync: () => {
      this.log.resync();
      this.connection.reconnect();
    },
  };

  #add(type, body) {
    this.outbox.add(type, body, Date.now());
    this.#changed('outbox');
    this.want();
    this.#sync.settle();
  }

  #refused({ type, body }) {
    if (type === 'person') this.personRefused = true;
    if (type === 'feedback') this.votes.delete(body.seq);
    this.#changed('votes');
  }

  #connectionChanged() {
    const calm = this.connection.live || this.connection.polling;
    if (!this.connection.live) this.outbox.dropped();
    if (calm) {
      this.#timers.away = clearTimeout(this.#timers.away) ?? null;
      this.away = false;
    } else {
      this.#timers.away ??= setTimeout(() => {
        this.away = true;
        this.#changed('status');
      }, BLINK_MS);
    }
    this.#changed('status');
  }

  #forgotten() {
    this.session.forget();
    this.log.clear();
    this.outbox.keepOnlyMessages();
    this.#changed('events');
    this.#changed('outbox');
  }

  #beginLater(refusal) {
    if (this.#ended) return;
    if (refusal.permanent) return this.connection.refuse(refusal.code);
    this.away = true;
    this.#timers.begin = setTimeout(() => this.begin(), refusal.waitMs ?? 500 + backoff(this.#attempt++));
    this.#changed('status');
  }

  #someoneTypes({ who, name, on }) {
    if (who === 'customer') return;
    clearTimeout(this.#timers.typing);
    this.typing = on ? (name ?? this.log.answering ?? '') : null;
    if (on) this.#timers.typing = setTimeout(() => this.#someoneTypes({ who, on: false }), TYPING_SHOWN_MS);
    this.#changed('status');
  }
}
