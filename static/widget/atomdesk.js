// Entry of the chat widget: <script type="module" src="BASE/widget/v1/atomdesk.js?site=KEY">.

import { elementFor } from './element.js';

const TAG = 'atomdesk-chat';
const address = new URL(import.meta.url);
const site = address.searchParams.get('site') ?? '';
const base = address.origin + address.pathname.replace(/\/widget\/v1\/[^/]*$/, '');

/** One chat per page, however often and under whatever key the script is loaded. */
function start() {
  if (!document.querySelector(TAG)) document.body.append(document.createElement(TAG));
}

if (!site) console.error('Atomdesk: the script address needs the key of a site, as in atomdesk.js?site=KEY.');
else if (!customElements.get(TAG)) {
  customElements.define(TAG, elementFor({ base, site }));
  if (document.body) start();
  else addEventListener('DOMContentLoaded', start, { once: true });
}
