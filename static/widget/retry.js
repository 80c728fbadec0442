// When to try again: full-jitter back-off, and what each close code of a socket asks for (pure).

const STOP = new Set([4400, 4403, 4413]);

/** Milliseconds before attempt number `attempt` (from 0): anywhere below 1, 2, 4 ... 30 seconds. */
export function backoff(attempt, random = Math.random) {
  return random() * Math.min(30, 2 ** attempt) * 1000;
}

/**
 * What to do after a socket closed: `retry` after `ms`, `renew` the session, `park` until the tab
 * is used, `forget` the visitor, or `stop` and say so.
 */
export function afterClose(code, { attempt, byeMs = null, renewed = false, random = Math.random }) {
  if (STOP.has(code)) return { then: 'stop' };
  if (code === 4401) return { then: renewed ? 'stop' : 'renew' };
  if (code === 4409) return { then: 'park' };
  if (code === 4410) return { then: 'forget', ms: backoff(attempt, random) };
  if (code === 4429) return { then: 'retry', ms: 30_000 };
  if (byeMs !== null) return { then: 'retry', ms: byeMs };
  if (code === 1012) return { then: 'retry', ms: random() * 5000 };
  return { then: 'retry', ms: backoff(attempt, random) };
}
