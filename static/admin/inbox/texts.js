// Texts that are being written, per conversation and panel; they outlive reloads of this tab.

const KEPT = 'atomdesk.inbox';

const key = (conversation, mode) => `${KEPT}.${conversation}.${mode}`;

export const kept = (conversation, mode) => read(key(conversation, mode)) ?? '';

export function keep(conversation, mode, text) {
  write(key(conversation, mode), text);
}

/** A text comes back because it could not be sent: before what was written since. */
export function giveBack({ conversation, mode, text }) {
  const since = kept(conversation, mode);
  keep(conversation, mode, since ? `${text}\n\n${since}` : text);
}

/** What was sent and not answered yet, oldest first. */
export const unanswered = () => JSON.parse(read(`${KEPT}.sending`) || '[]');

export function keepUnanswered(items) {
  write(`${KEPT}.sending`, items.length > 0 ? JSON.stringify(items) : '');
}

function read(name) {
  try {
    return sessionStorage.getItem(name);
  } catch {
    return null;
  }
}

/** A full or forbidden store costs only the memory of a text. */
function write(name, text) {
  try {
    if (text) sessionStorage.setItem(name, text);
    else sessionStorage.removeItem(name);
  } catch {
    return;
  }
}
