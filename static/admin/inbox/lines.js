// System lines of a transcript: which events become one, and in which words.

import { hasWord, word } from './setup.js';

/** The line of an event as {icon, text, detail}, or null when other events say it already. */
export function systemLine(event, before) {
  const make = LINES[event.kind];
  return make ? make(event, before) : null;
}

const LINES = {
  takeover: ({ name, from }) => line('person_add', word(known(`taken.${from}`, 'taken.queued'), named(name))),
  state: stateLine,
  notice(event) {
    // What a hand-over says to the customer stands in the detail; colleagues want the reason.
    if (event.code === 'guarded') return line('shield', `${event.text} (${seen(event.params.kinds)})`);
    if (event.code !== 'handed_off') return line('info', event.text);
    if (event.rule) return line('support_agent', word('handedByRule', { rule: event.rule }), event.text);
    const reason = word(known(`reason.${event.reason}`, 'reason.unknown'));
    return line('support_agent', word('handed', { reason }), event.text);
  },
  // What the desk itself finds stands beside the transcript; in it only what people said.
  triage(event) {
    if (!event.name) return null;
    const labels = [word(`category.${event.category}`), word(`priority.${event.priority}`)];
    if (event.needs_person) labels.push(word('needsPerson'));
    return line('sell', word('triaged', { name: event.name, labels: labels.join(', ') }));
  },
  csat: ({ score, comment }) => line('star', word('rated', { score }), comment),
};

/** A takeover says `human` in its own line, a hand-over says `waiting` in its notice. */
function stateLine({ state, reason }, before) {
  if (state === 'resolved') return line('check_circle', word('resolved'));
  if (state === 'bot') return line('smart_toy', word(before === 'resolved' ? 'reopened' : 'backToBot'));
  if (state === 'waiting' && !reason) return line('hourglass_top', word('backToQueue'));
  return null;
}

/** What the guard saw, one kind after the other, in words. */
const seen = (kinds) => kinds.map((kind) => (hasWord(`guard.${kind}`) ? word(`guard.${kind}`) : kind)).join(' · ');
const line = (icon, text, detail = '') => ({ icon, text, detail });
const known = (key, otherwise) => (hasWord(key) ? key : otherwise);
const named = (name) => ({ name: name || word('somebody') });
