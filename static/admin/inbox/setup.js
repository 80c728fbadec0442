// What the page says about itself: addresses, the user's name and every sentence of this script.

export const setup = JSON.parse(document.getElementById('inbox-setup').textContent);

/** A sentence in the language of the page, its %(name)s places filled. */
export function word(key, values = {}) {
  const text = setup.words[key] ?? key;
  return text.replace(/%\((\w+)\)s/g, (_, name) => String(values[name] ?? ''));
}

export const hasWord = (key) => Object.hasOwn(setup.words, key);

/** An address of one conversation: `addressOf(id, 'pane')`. */
export const addressOf = (id, part = '') => setup.conversation.replace(setup.anybody, id) + part;

/** The conversation in an address of the inbox, or null. */
export function conversationIn(path) {
  const rest = path.startsWith(setup.inbox) ? path.slice(setup.inbox.length) : '';
  const id = rest.split('/')[0];
  return /^[0-9a-f-]{36}$/.test(id) ? id : null;
}

export const token = () => document.querySelector('#inbox [name=csrfmiddlewaretoken]').value;
