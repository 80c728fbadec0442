// Answers that are still being written, by turn: deltas put together by code point offset (pure).

const ASK_AGAIN_MS = 2000;
const OVER = new Set(['cancelled', 'failed', 'superseded']);

export class Drafts {
  #drafts = new Map();
  #ended = new Set();

  /** The drafts to paint, oldest first. */
  list() {
    return [...this.#drafts.values()].map(({ turn, text, state, position }) => ({ turn, text, state, position }));
  }

  /** The customer's number in the line for an answer, or null when no answer has to wait. */
  position() {
    return this.list().find(({ position }) => position)?.position ?? null;
  }

  /** Takes one delta; the answer is the turn whose snapshot is needed, or null. */
  delta({ turn, off, text }, now) {
    if (this.#ended.has(turn) || typeof text !== 'string' || !Number.isInteger(off)) return null;
    const draft = this.#draft(turn);
    draft.state = 'streaming';
    draft.position = null;
    draft.early.push({ off, text });
    catchUp(draft);
    if (draft.early.length === 0 || now - draft.askedAt < ASK_AGAIN_MS) return null;
    draft.askedAt = now;
    return turn;
  }

  /** Takes a turn's state, with or without the text so far. */
  turn({ id, state, text, position, replaces }) {
    if (replaces) this.end(replaces);
    if (OVER.has(state)) return this.end(id);
    if (this.#ended.has(id)) return;
    // A finished turn whose message is already here was ended by it; a late `done` opens no draft.
    if (state === 'done' && !this.#drafts.has(id)) return;
    const draft = this.#draft(id);
    draft.state = state ?? (text ? 'streaming' : draft.state);
    draft.position = draft.state === 'queued' && position >= 1 ? position : null;
    if (typeof text !== 'string') return;
    const points = length(text);
    if (points >= draft.points) Object.assign(draft, { text, points });
    catchUp(draft);
  }

  /** The turn is over: its draft goes, and whatever still arrives for it is ignored. */
  end(turn) {
    this.#ended.add(turn);
    this.#drafts.delete(turn);
  }

  /** What the server says is being written now is all that is being written. */
  only(turn) {
    for (const id of [...this.#drafts.keys()]) if (id !== turn?.id) this.end(id);
    if (turn) this.turn(turn);
  }

  clear() {
    this.#drafts.clear();
    this.#ended.clear();
  }

  #draft(turn) {
    if (!this.#drafts.has(turn)) {
      this.#drafts.set(turn, {
        turn,
        text: '',
        points: 0,
        state: 'queued',
        position: null,
        early: [],
        askedAt: -Infinity,
      });
    }
    return this.#drafts.get(turn);
  }
}

const length = (text) => {
  let points = 0;
  for (const _ of text) points += 1;
  return points;
};

/** Appends every waiting delta that now meets the end of the text, and drops what it already holds. */
function catchUp(draft) {
  draft.early.sort((one, other) => one.off - other.off);
  while (draft.early.length > 0 && draft.early[0].off <= draft.points) {
    const { off, text } = draft.early.shift();
    const fresh = [...text].slice(draft.points - off);
    draft.text += fresh.join('');
    draft.points += fresh.length;
  }
}
