// A deed on many atoms while it is under way: shows every second how far it is.

const EVERY = 1000;

async function look() {
  const response = await fetch(location.href, { credentials: 'same-origin' });
  if (!response.ok) return false;
  const page = new DOMParser().parseFromString(await response.text(), 'text/html');
  const fresh = page.querySelector('[data-errand]');
  if (!fresh) return false;
  if (fresh.dataset.errand === 'done') {
    location.reload();
    return true;
  }
  document.querySelector('[data-errand]').replaceChildren(...fresh.childNodes);
  return false;
}

async function follow() {
  // A lost connection comes back: the work goes on without this page.
  const done = await look().catch(() => false);
  if (!done) setTimeout(follow, EVERY);
}

setTimeout(follow, EVERY);
