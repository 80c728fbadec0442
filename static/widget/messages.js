// Events, unsent messages and drafts as elements; customer on the right, everybody else on the left.

import { button, h, hidden, icon, safeUrl } from './dom.js';
import { nodesOf, replaceMarkers } from './markup.js';
import { equipAnswer, ticksOf } from './shapes.js';
import { Sources } from './sources.js';

const GROUP_MS = 5 * 60 * 1000;
const LINES = {
  __proto__: null,
  state: ({ state, before }, { words, botName }) => {
    if (state === 'resolved') return words.say('ended');
    return state === 'bot' && (before === 'human' || before === 'waiting')
      ? words.say('back_to_bot', { name: botName })
      : null;
  },
  assigned: ({ name }, { words }) => (name ? words.say('joined', { name }) : null),
  notice: ({ text }) => text || null,
};

/** What is written in one event: bubble, line or nothing. `previous` is the last event that is shown. */
export function eventNode(event, previous, context) {
  const bubble = !event.erased && bubbleAuthor(event);
  if (bubble && bubble !== 'system') return message(event, bubble, previous, context);
  const text = event.erased ? context.words.say('erased') : bubble ? event.text : LINES[event.kind]?.(event, context);
  if (!text) return null;
  const line = h(
    'div',
    { class: 'line', part: 'message', ...marks(event, 'system') },
    h('p', {}, text, ' ', time(event.at, context.words)),
  );
  return { node: line, refresh: offer(line, event, context) };
}

/** A line that names the day, when it is not the day of the event before. */
export function dayNode(event, previous, words) {
  const day = new Date(event.at);
  const before = previous ? new Date(previous.at) : new Date();
  if (Number.isNaN(day.getTime()) || day.toDateString() === before.toDateString()) return null;
  return h('p', { class: 'line day' }, words.day(day));
}

/** A message of this tab that has no event yet. */
export function pendingNode({ cid, body, status, code }, { words, away, retry, edit }) {
  const failed = status === 'failed';
  const why = failed ? words.say(WHY[code] ?? 'why_other') : '';
  const link = (key, run) => button(key, () => run(cid), { class: 'link' }, words.say(key));
  const foot = failed
    ? h(
        'p',
        { class: 'state failed' },
        h('span', { class: 'why' }, icon('warning'), `${words.say('not_sent')} ${why}`),
        link('retry', retry),
        link('edit', edit),
      )
    : away && status === 'waiting' && h('p', { class: 'state' }, words.say('unsent'));
  return h(
    'div',
    {
      class: `message from-customer first pending ${failed ? 'refused' : ''}`,
      part: 'message',
      'data-author': 'customer',
      'data-cid': cid,
      'data-status': status,
    },
    h('div', { class: 'bubble', part: 'bubble' }, hidden(words.say('you')), h('p', { class: 'plain' }, body.text)),
    foot || null,
  );
}

/** An answer that is being written; `paint` is called again with every change. */
export function draftNode(turn, { words, botName }) {
  const text = h('p', { class: 'plain' });
  const dots = h(
    'p',
    { class: 'thinking' },
    h('span', { class: 'dots', 'aria-hidden': 'true' }, h('i'), h('i'), h('i')),
    h('span', { class: 'thinking-text' }),
  );
  const bubble = h('div', { class: 'bubble', part: 'bubble' }, text, dots);
  const node = h(
    'div',
    { class: 'message from-bot first draft', part: 'draft', 'data-author': 'bot', 'data-turn': turn },
    h('p', { class: 'meta' }, botName),
    bubble,
  );
  const paint = (draft) => {
    if (text.textContent !== draft.text) text.textContent = draft.text;
    text.hidden = draft.text === '';
    dots.hidden = draft.text !== '';
    dots.lastChild.textContent = draft.position ? words.say('in_line', { n: draft.position }) : words.say('thinking');
  };
  return { node, paint };
}

const WHY = { too_long: 'why_too_long', empty: 'why_empty', forbidden: 'why_forbidden', closed: 'why_closed' };

const bubbleAuthor = ({ kind, author }) => (kind === 'partial' ? 'bot' : kind === 'message' ? author : null);

const marks = ({ seq, kind }, author) => ({ 'data-seq': seq, 'data-kind': kind, 'data-author': author });

function message(event, author, previous, context) {
  const first = !continues(event, previous);
  const name =
    { customer: context.words.say('you'), bot: context.botName }[author] ?? event.name ?? context.words.say('somebody');
  const node = h('div', {
    class: `message from-${author} ${first ? 'first' : ''}`,
    part: 'message',
    ...marks(event, author),
  });
  if (first)
    node.append(
      h(
        'p',
        { class: 'meta' },
        author === 'customer' ? hidden(name) : h('span', { class: 'name' }, name),
        time(event.at, context.words),
      ),
    );
  else node.append(hidden(name));
  const bubble = h('div', { class: 'bubble', part: `bubble bubble-${author}` });
  node.append(bubble);
  if (author === 'customer') bubble.append(h('p', { class: 'plain' }, event.text));
  else written(bubble, event, context);
  bubble.append(...(event.files ?? []).map(file));
  const refreshers = author === 'bot' ? botTools(node, bubble, event, context) : [];
  return { node, refresh: () => refreshers.forEach((refresh) => refresh()) };
}

/** Text with its markers as buttons, and the sources they open. */
function written(bubble, event, { words, loadSource, store }) {
  const prose = h('div', { class: 'prose' }, nodesOf(event.html, event.text));
  bubble.append(prose);
  const citations = (event.citations ?? []).filter(({ n, title }) => Number.isInteger(n) && title);
  const ticks = citations.length > 0 ? ticksOf(store, citations[0]) : null;
  if (event.author === 'bot') equipAnswer(prose, { say: (key, values) => words.say(key, values), ticks });
  if (citations.length === 0) return;
  const sources = new Sources({ citations, words, load: (n) => loadSource(event.seq, n), store });
  replaceMarkers(prose, sources.numbers, (n) => sources.marker(n));
  bubble.append(sources.element);
}

/** Offer of a person, feedback and confidence; returns what brings them up to date. */
function botTools(node, bubble, event, context) {
  const { words } = context;
  if (event.kind === 'partial') {
    node.append(h('p', { class: 'state' }, words.say('stopped_here')));
    return [];
  }
  const { votes, refresh } = feedback(event.seq, context);
  node.append(h('div', { class: 'tools' }, votes, confidence(event.confidence, words)));
  return [offer(bubble, event, context), refresh];
}

/** What the desk offers to do next, where it still can be done; returns what keeps that true. */
function offer(box, { actions }, { words, askForPerson, mayAskForPerson }) {
  if (!actions?.includes('person')) return () => {};
  const ask = button(
    'action',
    askForPerson,
    { class: 'offer', 'data-action': 'person' },
    icon('person'),
    words.say('person'),
  );
  box.append(ask);
  return () => (ask.hidden = !mayAskForPerson());
}

function feedback(seq, { words, vote, voteOf }) {
  const thumb = (key, image, helpful) => {
    const says = { 'data-helpful': String(helpful), 'aria-label': words.say(key), title: words.say(key) };
    return button('vote', () => vote(seq, helpful), says, icon(image));
  };
  const [yes, no] = [thumb('helpful', 'up', true), thumb('not_helpful', 'notup', false)];
  const thanks = h('span', { class: 'thanks', role: 'status' });
  const refresh = () => {
    const value = voteOf(seq);
    yes.setAttribute('aria-pressed', String(value === true));
    no.setAttribute('aria-pressed', String(value === false));
    const text = value === undefined ? '' : words.say('thanks');
    if (thanks.textContent !== text) thanks.textContent = text;
  };
  return { votes: h('span', { class: 'votes' }, yes, no, thanks), refresh };
}

/** A word with three dots. */
function confidence(value, words) {
  const level = { low: 1, medium: 2, high: 3 }[value];
  if (!level) return null;
  const dots = [1, 2, 3].map((at) => h('i', { class: at <= level ? 'on' : '' }));
  return h(
    'span',
    { class: 'confidence', part: 'confidence', 'data-level': level, title: words.say('confidence_hint') },
    words.say(`confidence_${level}`),
    h('span', { class: 'levels', 'aria-hidden': 'true' }, dots),
  );
}

function file({ name, url }) {
  const address = safeUrl(url);
  return h(
    'p',
    { class: 'file' },
    address ? h('a', { href: address, target: '_blank', rel: 'noopener noreferrer' }, name) : name,
  );
}

function continues(event, previous) {
  if (!previous || previous.erased || bubbleAuthor(previous) !== bubbleAuthor(event)) return false;
  if ((previous.name ?? null) !== (event.name ?? null)) return false;
  return Date.parse(event.at) - Date.parse(previous.at) < GROUP_MS;
}

function time(at, words) {
  const date = new Date(at);
  if (Number.isNaN(date.getTime())) return null;
  return h('time', { datetime: at, title: words.exact.format(date) }, words.clock.format(date));
}
