// Times as people say them: short and relative in lists, by the clock in transcripts.

import { setup, word } from './setup.js';

const EVERY_MS = 20_000;
// The page's language, as this browser's region writes it: English has more than one clock.
const language = navigator.languages.find((one) => one.split('-')[0] === setup.language) ?? setup.language;
const clockFormat = new Intl.DateTimeFormat(language, { hour: '2-digit', minute: '2-digit' });
const dayFormat = new Intl.DateTimeFormat(language, { day: 'numeric', month: 'long', year: 'numeric' });
const fullFormat = new Intl.DateTimeFormat(language, { dateStyle: 'full', timeStyle: 'medium' });

export const clock = (at) => clockFormat.format(new Date(at));
export const exact = (at) => fullFormat.format(new Date(at));
export const sameDay = (one, other) => new Date(one).toDateString() === new Date(other).toDateString();

export function day(at) {
  const yesterday = new Date();
  yesterday.setDate(yesterday.getDate() - 1);
  if (sameDay(at, Date.now())) return word('today');
  return sameDay(at, yesterday) ? word('yesterday') : dayFormat.format(new Date(at));
}

/** The same steps as the server's, so that nothing moves when the script takes over. */
export function ago(at, now = Date.now()) {
  const minutes = Math.floor((now - new Date(at).getTime()) / 60_000);
  if (minutes < 1) return word('now');
  if (minutes < 60) return word('minutes', { n: minutes });
  if (minutes < 48 * 60) return word('hours', { n: Math.floor(minutes / 60) });
  return word('days', { n: Math.floor(minutes / (24 * 60)) });
}

export function refresh(root = document) {
  for (const time of root.querySelectorAll('time[data-ago]')) {
    const text = ago(time.dateTime);
    if (time.textContent !== text) time.textContent = text;
  }
}

export function keepFresh() {
  setInterval(refresh, EVERY_MS);
}
