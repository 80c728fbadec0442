// What a reader can do with a source of a certain type: tick steps off, copy a template.

import { h } from './dom.js';

const COPIED_MS = 2000;

/** Adds the tools to a rendered source; without `ticks` (`has(n)`, `set(n, done)`) steps are only numbered. */
export function equip(root, { say, ticks = null }) {
  for (const code of root.querySelectorAll('.shape-template .shape-code')) code.append(copyButton(code, say));
  if (ticks) [...root.querySelectorAll('.shape-list > li')].forEach((step, at) => step.prepend(tick(at, say, ticks)));
}

/** Adds the same tools to an answer: code can be copied, steps ticked off; a warning looks like one. */
export function equipAnswer(root, { say, ticks = null }) {
  root.classList.add('shape');
  for (const pre of root.querySelectorAll('pre')) {
    const code = h('div', { class: 'shape-code' });
    pre.replaceWith(code);
    code.append(pre, copyButton(code, say));
  }
  for (const quote of root.querySelectorAll('blockquote')) {
    if (quote.textContent.trim().startsWith('\u26a0')) quote.classList.add('caution');
  }
  const steps = [...root.querySelectorAll('ol > li')].filter((step) => !step.parentElement.closest('li'));
  if (!ticks || steps.length < 2) return;
  steps.forEach((step, at) => {
    step.parentElement.classList.add('shape-list');
    step.prepend(tick(at, say, ticks));
  });
}

/** Which steps of a text are done, remembered for as long as the tab is open. */
export function ticksOf(store, { atom, version }) {
  const name = `steps:${atom}:${version}`;
  const done = () => new Set(store.get(name)?.split(' '));
  return {
    has: (n) => done().has(String(n)),
    set: (n, ticked) => {
      const now = done();
      if (ticked) now.add(String(n));
      else now.delete(String(n));
      store.set(name, now.size > 0 ? [...now].join(' ') : null);
    },
  };
}

function tick(at, say, ticks) {
  const label = say('step_done', { n: at + 1 });
  const box = h('input', { type: 'checkbox', class: 'tick', part: 'tick', 'aria-label': label });
  box.checked = ticks.has(at);
  box.addEventListener('change', () => ticks.set(at, box.checked));
  return box;
}

function copyButton(code, say) {
  const told = h('span', { role: 'status' });
  const button = h('button', { type: 'button', class: 'copy', part: 'copy' }, say('copy'), told);
  const text = code.querySelector('pre');
  button.addEventListener('click', async () => {
    const done = await copied(text);
    button.firstChild.data = '';
    told.textContent = say(done ? 'copied' : 'copy_by_hand');
    setTimeout(() => {
      button.firstChild.data = say('copy');
      told.textContent = '';
    }, COPIED_MS);
  });
  return button;
}

/** Puts the code on the clipboard; where the browser forbids that, it is selected instead. */
async function copied(text) {
  try {
    await navigator.clipboard.writeText(text.textContent);
    return true;
  } catch {
    getSelection().selectAllChildren(text);
    return false;
  }
}
