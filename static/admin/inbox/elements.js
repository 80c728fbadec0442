// Small makers of elements; text is always set as text.

import { h } from '../../widget/dom.js';

export { h };

/** An icon of the admin's font; silent to screen readers. */
export const icon = (name) => h('span', { class: 'material-symbols-outlined', 'aria-hidden': 'true' }, name);

export const hidden = (text) => h('span', { class: 'inbox-hidden' }, text);

/** A button; `properties` are those of `h`. */
export const button = (kind, onclick, properties, ...children) =>
  h('button', { type: 'button', class: kind, onclick, ...properties }, ...children);

export const show = (element, shown) => {
  if (element) element.hidden = !shown;
};
