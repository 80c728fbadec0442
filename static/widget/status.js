// Which words say how the chat stands: who answers, and the quiet line above the composer.

const REFUSED = new Set([4403, 'unknown_site', 'origin_not_allowed', 'bad_identity']);

/** Who answers now: `state` names the shape beside the words. */
export function standing({ log, typing }, words, botName) {
  if (typing !== null && log.state === 'human')
    return { state: 'human', text: words.say('writing', { name: typing || words.say('somebody') }) };
  if (log.state === 'waiting') return { state: 'waiting', text: words.say('waiting') };
  if (log.state === 'resolved') return { state: 'resolved', text: words.say('ended') };
  if (log.state === 'human') {
    return { state: 'human', text: words.say('person_answers', { name: log.answering ?? words.say('somebody') }) };
  }
  return { state: 'bot', text: words.say(log.drafts.position() ? 'bot_busy' : 'bot_answers', { name: botName }) };
}

/** One line of news, the most pressing first; '' when all is well. */
export function statusLine(chat, words) {
  return trouble(chat, words) ?? news(chat, words) ?? '';
}

function trouble({ connection, away, met }, words) {
  if (connection.state === 'stopped') return words.say(REFUSED.has(connection.code) ? 'refused' : 'stopped');
  if (connection.state === 'parked') return words.say('parked');
  if (!away) return null;
  return words.say(met ? 'reconnecting' : 'connecting');
}

function news({ log, personRefused }, words) {
  if (personRefused && log.state !== 'human' && log.state !== 'waiting') return words.say('person_refused');
  if (log.state === 'resolved') return words.say('ended_line');
  if (log.state !== 'waiting') return null;
  return log.position ? words.say('waiting_position', { n: log.position }) : words.say('waiting_line');
}
