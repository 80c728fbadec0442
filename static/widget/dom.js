// Small makers of elements and icons; nothing here takes markup, so nothing here can inject any.

const SVG = 'http://www.w3.org/2000/svg';

const ICONS = {
  chat: 'M4 5h16v11H9l-5 4z',
  close: 'M6 6l12 12M18 6L6 18',
  send: 'M12 20V5M5 12l7-7 7 7',
  down: 'M12 5v14M5 12l7 7 7-7',
  chevron: 'M9 6l6 6-6 6',
  stop: 'M7 7h10v10H7z',
  warning: 'M12 4l9 16H3zM12 10v4M12 17v.5',
  person: 'M12 12a4 4 0 1 0 0-8 4 4 0 0 0 0 8zM4 20c1-4 4-5 8-5s7 1 8 5',
  up: 'M7 10v10H4V10zM7 11l4-8c2 0 3 1 2.500 3.500L13 9h6c1 0 2 1 1.700 2l-1.700 7c-.300 1-1 2-2 2H7',
  notup: 'M7 14V4H4v10zM7 13l4 8c2 0 3-1 2.500-3.500L13 15h6c1 0 2-1 1.700-2L19 6c-.300-1-1-2-2-2H7',
};

/** Makes an element. Keys that start with `on` are listeners, `null` and `false` values are left out. */
export function h(tag, properties = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (value === null || value === undefined || value === false) continue;
    if (name.startsWith('on')) element.addEventListener(name.slice(2), value);
    else element.setAttribute(name, value === true ? '' : String(value));
  }
  element.append(...children.flat().filter((child) => child !== null && child !== undefined));
  return element;
}

/** Makes a button that is styled, themed and tested by one name. */
export function button(name, onclick, properties = {}, ...children) {
  return h('button', { type: 'button', class: name, part: name, onclick, ...properties }, ...children);
}

/** Makes a 24-unit line icon that takes the colour of its text and is silent to screen readers. */
export function icon(name) {
  const svg = document.createElementNS(SVG, 'svg');
  svg.setAttribute('viewBox', '0 0 24 24');
  svg.setAttribute('class', `icon icon-${name}`);
  svg.setAttribute('aria-hidden', 'true');
  const path = document.createElementNS(SVG, 'path');
  path.setAttribute('d', ICONS[name]);
  svg.append(path);
  return svg;
}

/** Text for screen readers only. */
export const hidden = (text) => h('span', { class: 'hidden' }, text);

/** An address that may be followed from somebody else's page, or null. */
export function safeUrl(value, schemes = ['https:', 'http:']) {
  try {
    const url = new URL(String(value));
    return schemes.includes(url.protocol) ? url.href : null;
  } catch {
    return null;
  }
}
