// Every word of the widget, by language; a new language is one more object with the same keys.

export const CATALOGUE = {
  en: {
    open: 'Open chat',
    open_unread: 'Open chat, {n} unread',
    close: 'Close chat',
    conversation: 'Conversation',
    messages: 'Messages',
    earlier: 'Show earlier messages',
    earlier_failed: 'Earlier messages could not be loaded. Try again',
    latest: 'Go to the latest message',
    suggestions: 'Suggested questions',
    bot_answers: '{name} answers at once',
    bot_busy: '{name} is busy',
    person_answers: '{name} answers',
    somebody: 'A person',
    assistant: 'Assistant',
    you: 'You',
    waiting: 'Waiting for a person',
    waiting_line: 'Waiting for a person. You can keep writing.',
    waiting_position: 'Waiting for a person. You are number {n} in line.',
    in_line: 'You are number {n} in line',
    ended: 'Chat ended',
    ended_line: 'This chat has ended. You can always ask a new question.',
    joined: '{name} joined',
    back_to_bot: '{name} answers again',
    thinking: 'Looking for an answer',
    writing: '{name} is writing',
    stopped_here: 'Stopped here',
    erased: 'This message was removed',
    placeholder: 'Write a message…',
    placeholder_ended: 'Ask a new question…',
    send: 'Send',
    stop: 'Stop answering',
    person: 'Talk to a person',
    person_asked: 'Asking for a person…',
    person_refused: 'Nobody could be called. Please try again.',
    count: '{n} of {limit} characters',
    too_long_now: '{over} characters too many',
    too_long: 'The message is too long to send.',
    unsent: 'Not sent yet',
    not_sent: 'Not sent.',
    retry: 'Try again',
    edit: 'Edit',
    connecting: 'Connecting…',
    reconnecting: 'Reconnecting… You can keep writing.',
    parked: 'This chat is open in other tabs. Write here to go on.',
    stopped: 'The chat cannot go on. Reload the page to try again.',
    refused: 'Chat is not available on this page.',
    helpful: 'Helpful',
    not_helpful: 'Not helpful',
    thanks: 'Thank you',
    confidence_3: 'Sure',
    confidence_2: 'Fairly sure',
    confidence_1: 'Not sure',
    confidence_hint: 'How well the sources support this answer',
    sources: 'Sources',
    source: 'Source {n}',
    source_version: 'Version {n}',
    source_loading: 'Loading the source…',
    source_failed: 'The source could not be loaded.',
    source_open: 'Open the page',
    quoted: 'Quoted passage',
    step_done: 'Step {n} done',
    copy: 'Copy',
    copied: 'Copied',
    copy_by_hand: 'Selected: copy it with your keyboard',
    today: 'Today',
    yesterday: 'Yesterday',
    why_too_long: 'It is too long.',
    why_empty: 'It is empty.',
    why_forbidden: 'This chat does not take messages.',
    why_closed: 'This chat is closed.',
    why_other: 'The server did not take it.',
  },
  de: {
    open: 'Chat öffnen',
    open_unread: 'Chat öffnen, {n} ungelesen',
    close: 'Chat schließen',
    conversation: 'Unterhaltung',
    messages: 'Nachrichten',
    earlier: 'Frühere Nachrichten zeigen',
    earlier_failed: 'Frühere Nachrichten ließen sich nicht laden. Noch einmal versuchen',
    latest: 'Zur neuesten Nachricht',
    suggestions: 'Fragen zum Anfangen',
    bot_answers: '{name} antwortet sofort',
    bot_busy: '{name} ist beschäftigt',
    person_answers: '{name} antwortet',
    somebody: 'Ein Mensch',
    assistant: 'Assistent',
    you: 'Sie',
    waiting: 'Gleich antwortet ein Mensch',
    waiting_line: 'Ein Mensch ist gerufen. Sie können weiterschreiben.',
    waiting_position: 'Ein Mensch ist gerufen. Sie sind Nummer {n} in der Reihe.',
    in_line: 'Sie sind Nummer {n} in der Reihe',
    ended: 'Chat beendet',
    ended_line: 'Dieser Chat ist beendet. Fragen Sie gern wieder.',
    joined: '{name} ist jetzt da',
    back_to_bot: '{name} antwortet wieder',
    thinking: 'Sucht nach einer Antwort',
    writing: '{name} schreibt',
    stopped_here: 'Hier abgebrochen',
    erased: 'Diese Nachricht wurde entfernt',
    placeholder: 'Nachricht schreiben…',
    placeholder_ended: 'Neue Frage stellen…',
    send: 'Senden',
    stop: 'Antwort abbrechen',
    person: 'Mit einem Menschen sprechen',
    person_asked: 'Ein Mensch wird gerufen…',
    person_refused: 'Es ließ sich niemand rufen. Bitte noch einmal versuchen.',
    count: '{n} von {limit} Zeichen',
    too_long_now: '{over} Zeichen zu viel',
    too_long: 'Die Nachricht ist zu lang zum Senden.',
    unsent: 'Noch nicht gesendet',
    not_sent: 'Nicht gesendet.',
    retry: 'Noch einmal',
    edit: 'Ändern',
    connecting: 'Verbindet…',
    reconnecting: 'Verbindet neu… Sie können weiterschreiben.',
    parked: 'Dieser Chat ist in anderen Tabs offen. Schreiben Sie hier, um fortzufahren.',
    stopped: 'Der Chat kann nicht weitergehen. Bitte die Seite neu laden.',
    refused: 'Auf dieser Seite gibt es keinen Chat.',
    helpful: 'Hilfreich',
    not_helpful: 'Nicht hilfreich',
    thanks: 'Danke',
    confidence_3: 'Sicher',
    confidence_2: 'Ziemlich sicher',
    confidence_1: 'Unsicher',
    confidence_hint: 'Wie gut die Quellen diese Antwort stützen',
    sources: 'Quellen',
    source: 'Quelle {n}',
    source_version: 'Fassung {n}',
    source_loading: 'Quelle wird geladen…',
    source_failed: 'Die Quelle ließ sich nicht laden.',
    source_open: 'Seite öffnen',
    quoted: 'Zitierte Stelle',
    step_done: 'Schritt {n} erledigt',
    copy: 'Kopieren',
    copied: 'Kopiert',
    copy_by_hand: 'Ausgewählt: bitte mit der Tastatur kopieren',
    today: 'Heute',
    yesterday: 'Gestern',
    why_too_long: 'Sie ist zu lang.',
    why_empty: 'Sie ist leer.',
    why_forbidden: 'Dieser Chat nimmt keine Nachrichten an.',
    why_closed: 'Dieser Chat ist geschlossen.',
    why_other: 'Der Server hat sie nicht angenommen.',
  },
};

/** The first of the wished languages that there is a catalogue for, with its region where one is named. */
export function choose(wished) {
  const tags = wished.filter((tag) => tag && Object.hasOwn(CATALOGUE, base(tag)));
  if (tags.length === 0) return 'en';
  return tags.find((tag) => base(tag) === base(tags[0]) && tag.includes('-')) ?? tags[0];
}

const base = (tag) => tag.toLowerCase().split('-')[0];

/** What the page, the browser and at last the site's settings say about the reader. */
export function wishes(config) {
  return [document.documentElement.lang, ...(navigator.languages ?? []), config?.language];
}

/** Words, times and days in one language. */
export class Words {
  constructor(language) {
    this.language = language;
    this.catalogue = CATALOGUE[base(language)];
    this.clock = new Intl.DateTimeFormat(language, { hour: '2-digit', minute: '2-digit' });
    this.exact = new Intl.DateTimeFormat(language, { dateStyle: 'full', timeStyle: 'medium' });
    this.date = new Intl.DateTimeFormat(language, { weekday: 'long', day: 'numeric', month: 'long' });
    this.numbers = new Intl.NumberFormat(language);
  }

  say(key, values = {}) {
    const text = this.catalogue[key] ?? CATALOGUE.en[key] ?? '';
    return text.replace(/\{(\w+)\}/g, (_, name) => {
      const value = values[name];
      return typeof value === 'number' ? this.numbers.format(value) : String(value ?? '');
    });
  }

  /** "Today", "Yesterday" or the date. */
  day(date, now = new Date()) {
    const days = Math.round((midnight(now) - midnight(date)) / 86_400_000);
    if (days === 0) return this.say('today');
    return days === 1 ? this.say('yesterday') : this.date.format(date);
  }
}

const midnight = (date) => new Date(date.getFullYear(), date.getMonth(), date.getDate());
