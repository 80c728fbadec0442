// Puts the inbox together: the line to the desk, the list, the open conversation, the keys.

import { button, h, icon } from './elements.js';
import { SignedOut, fragment } from './fetching.js';
import { listen } from './keys.js';
import { LIVE, Line, SIGNED_OUT, STOPPED } from './line.js';
import { List } from './list.js';
import { Outgoing } from './outgoing.js';
import { Pane } from './pane.js';
import { addressOf, conversationIn, setup, word } from './setup.js';
import { Sound } from './sound.js';
import { giveBack } from './texts.js';
import { keepFresh } from './times.js';

const SAID_MS = 8000;
const POLL_MS = 15_000;

const root = document.getElementById('inbox-pane');
const said = document.getElementById('inbox-said');
const lineSays = document.getElementById('inbox-line');
const title = document.title;
const sound = new Sound(document.getElementById('inbox-sound'));
const socket = `${location.protocol === 'https:' ? 'wss:' : 'ws:'}//${location.host}${setup.socket}`;
const line = new Line(socket, { onFrame: hear, onState: lineIs });
let pane = null;
let waiting = null;
let opening = 0;

const desk = {
  line,
  outgoing: new Outgoing(line, settled),
  open: (href) => go(href),
  said: say,
  seen: () => list.soon(),
  waiting: countWaiting,
  signedOut: () => lineIs(SIGNED_OUT),
};
const list = new List(document.getElementById('inbox-side'), desk);

/** An answer belongs to the conversation on the page, or to one left behind since. */
function settled(item, answer) {
  if (pane?.conversation === item.conversation) pane.settled(item, answer);
  else if (answer.type === 'nack') {
    giveBack(item);
    say(word('notSentElsewhere'), { name: word('openIt'), run: () => go(addressOf(item.conversation)) });
  }
}

function hear(frame) {
  if (frame.type === 'queue') list.soon();
  if (frame.type === 'err' && frame.conversation === pane?.conversation) say(word('isGone'));
  pane?.hear(frame);
}

function lineIs(state) {
  lineSays.dataset.state = state;
  const says = { [LIVE]: 'live', [SIGNED_OUT]: 'signedOut', [STOPPED]: 'stopped', waiting: 'waitingShort' };
  const place = lineSays.querySelector('[data-word]');
  place.textContent = word(says[state] ?? 'connecting');
  place.title = state === 'waiting' ? word('waiting') : '';
  if (state === SIGNED_OUT) place.append(' ', h('a', { href: signInAddress() }, word('signIn')));
  if (state === STOPPED) place.append(' ', h('a', { href: location.href }, word('reload')));
  pane?.follow();
  if (state === LIVE) list.soon();
}

const signInAddress = () => `${setup.signIn}?next=${encodeURIComponent(location.pathname + location.search)}`;

function countWaiting(number) {
  if (waiting !== null && number > waiting) sound.ring();
  waiting = number;
  document.title = number > 0 ? `(${number > 99 ? '99+' : number}) ${title}` : title;
}

/** Says what happened, with something to do about it or nothing, and goes after a while. */
function say(sentence, act = null) {
  const close = button('inbox-button is-icon', () => said.replaceChildren(), { title: word('dismiss'), 'aria-label': word('dismiss') }, icon('close'));
  const offer = act && button('inbox-button', () => {
    said.replaceChildren();
    act.run();
  }, {}, act.name);
  const toast = h('div', { class: 'inbox-toast' }, h('span', {}, sentence), offer, close);
  said.replaceChildren(toast);
  if (!act) setTimeout(() => toast.remove(), SAID_MS);
}

/** Opens the conversation of an address inside this page. */
async function go(href, { remember = true } = {}) {
  const url = new URL(href, location.href);
  const conversation = conversationIn(url.pathname);
  const mine = (opening += 1);
  if (remember) history.pushState(null, '', url.pathname + url.search);
  list.mark(conversation);
  if (!conversation) return leave();
  try {
    const parts = await fragment(addressOf(conversation, 'pane'));
    if (mine === opening) enter(parts);
  } catch (failure) {
    if (failure instanceof SignedOut) desk.signedOut();
    else say(word('notLoaded'));
  }
}

function enter(parts) {
  pane?.close();
  root.replaceChildren(parts);
  root.removeAttribute('data-aside-open');
  pane = new Pane(root, desk);
  list.mark(pane.conversation);
  // Keys go on from the conversation; the list is free to move again.
  root.querySelector('[data-log]').focus({ preventScroll: true });
}

function leave() {
  pane?.close();
  pane = null;
  root.replaceChildren(document.getElementById('inbox-nothing').content.cloneNode(true));
}

listen(
  {
    j: () => list.step(1),
    k: () => list.step(-1),
    t: () => pane && pane.deeds.begin(pane.deeds.may('take') ? 'take' : 'step_in'),
    e: () => pane?.deeds.begin('resolve'),
    r: () => pane?.composer.write('reply'),
    n: () => pane?.composer.write('note'),
  },
  document.getElementById('inbox-keys'),
  document.getElementById('inbox-keys-button'),
);
root.addEventListener('click', (event) => {
  const link = event.target.closest('a[data-open]');
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  go(link.href);
});
addEventListener('popstate', () => go(location.href, { remember: false }));
document.addEventListener('visibilitychange', () => pane?.look());
setInterval(() => line.live || pane?.poll(), POLL_MS);
keepFresh();
if (root.querySelector('[data-conversation]')) pane = new Pane(root, desk);
list.mark(pane?.conversation ?? null);
line.connect();
