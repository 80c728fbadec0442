// A second wall behind the server's sanitiser: HTML becomes nodes through an allow-list of our own.

import { h, safeUrl } from './dom.js';

const KEPT = new Set(
  'a b blockquote br code dd del dl dt em h1 h2 h3 h4 h5 h6 hr i kbd li mark ol p pre s samp strong sub sup table tbody td tfoot th thead tr ul var'.split(
    ' ',
  ),
);
/** The desk's own pictures; its modules lie two folders below it. */
const PICTURE = /^\/pictures\/[0-9a-f]{64}\.(png|jpg|gif|webp)$/;
/** Gone with all they hold; other unknown elements only lose their tags. */
const DROPPED = new Set(
  'applet audio base button canvas embed form frame frameset head iframe img input link math meta noscript object option picture script select style svg template textarea title video'.split(
    ' ',
  ),
);
/** What only the desk's renderer of sources adds: elements, class names, labels and roles of a table. */
const SHAPED = new Set(['div', 'section', 'span']);
const OUR_CLASS = /^shape(-[a-z]+)*$/;
const OUR_ROLES = new Set(['table', 'rowgroup', 'row', 'columnheader', 'cell']);
const NUMBERS = { ol: ['start'], li: ['value'], td: ['colspan', 'rowspan'], th: ['colspan', 'rowspan'] };

/** A page may demand Trusted Types; where it also forbids our policy, the text is shown plain. */
const policy = (() => {
  try {
    return globalThis.trustedTypes?.createPolicy('atomdesk', { createHTML: (html) => html }) ?? null;
  } catch {
    return null;
  }
})();

/** Safe nodes of an HTML text, or the plain text where there is no HTML. */
export const nodesOf = (html, text = '') => cleaned(html, text, false);

/** The same for the text of a source, which has the look of its type. */
export const shapedNodesOf = (html, text = '') => cleaned(html, text, true);

function cleaned(html, text, shaped) {
  const clean = document.createDocumentFragment();
  const raw = html ? parse(html) : null;
  if (!raw) {
    clean.append(h('p', { class: 'plain' }, text));
    return clean;
  }
  copy(raw, clean, shaped);
  return clean;
}

/** Parsed in a template, whose document never loads or runs anything. */
function parse(html) {
  const template = document.createElement('template');
  try {
    template.innerHTML = policy ? policy.createHTML(html) : html;
    return template.content;
  } catch {
    return null;
  }
}

function copy(from, to, shaped) {
  for (const node of from.childNodes) {
    if (node.nodeType === Node.TEXT_NODE) to.append(node.data);
    if (node.nodeType === Node.ELEMENT_NODE) copyElement(node, to, shaped);
  }
}

function copyElement(node, to, shaped) {
  const tag = node.localName;
  if (tag === 'img' && PICTURE.test(node.getAttribute('src') ?? '')) {
    picture(node, to);
    return;
  }
  if (DROPPED.has(tag)) return;
  const kept = KEPT.has(tag) || (shaped && SHAPED.has(tag));
  if (!kept || node.namespaceURI !== 'http://www.w3.org/1999/xhtml') {
    copy(node, to, shaped);
    return;
  }
  const element = h(tag);
  for (const name of NUMBERS[tag] ?? []) {
    if (/^\d{1,4}$/.test(node.getAttribute(name) ?? '')) element.setAttribute(name, node.getAttribute(name));
  }
  const language = tag === 'pre' ? (node.dataset.language ?? '') : '';
  if (/^[\w.+#-]{1,20}$/.test(language)) element.dataset.language = language;
  if (tag === 'a') link(element, node.getAttribute('href'));
  if (shaped) shape(element, node);
  copy(node, element, shaped);
  const wide = tag === 'table' && !element.className;
  to.append(wide ? h('div', { class: 'wide', tabindex: 0 }, element) : element);
}

function shape(element, node) {
  const names = [...node.classList].filter((name) => OUR_CLASS.test(name));
  if (names.length > 0) element.className = names.join(' ');
  if (OUR_ROLES.has(node.getAttribute('role'))) element.setAttribute('role', node.getAttribute('role'));
  if (node.hasAttribute('data-label')) element.setAttribute('data-label', node.getAttribute('data-label'));
}

/** As wide as there is room; a click opens it whole, unless it stands in a link already. */
function picture(node, to) {
  const src = new URL(`../..${node.getAttribute('src')}`, import.meta.url).href;
  const alt = node.getAttribute('alt') ?? '';
  const image = h('img', { src, loading: 'lazy', decoding: 'async' });
  image.alt = alt;
  const inLink = node.closest('a') || !alt;
  to.append(inLink ? image : h('a', { href: src, target: '_blank', rel: 'noopener noreferrer' }, image));
}

/** Only absolute addresses of three schemes: a relative one would point into the host's page. */
function link(element, href) {
  const url = safeUrl(href, ['https:', 'http:', 'mailto:']);
  if (!url) return;
  element.setAttribute('href', url);
  element.setAttribute('target', '_blank');
  element.setAttribute('rel', 'noopener noreferrer nofollow');
}

/** The text nodes below a node, in order; those inside `skip` elements left out. */
export function texts(root, skip = '') {
  const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
  const found = [];
  while (walker.nextNode()) {
    if (!skip || !walker.currentNode.parentElement?.closest(skip)) found.push(walker.currentNode);
  }
  return found;
}

/** Turns each `[n]` of the numbers given into the element that `make(n)` returns. */
export function replaceMarkers(root, numbers, make) {
  for (const node of texts(root, 'pre, code, a')) {
    const found = [...node.data.matchAll(/(\S{0,24}\s?)\[(\d{1,3})\]([.,;:!?)]*)/g)].filter(([, , n]) =>
      numbers.has(Number(n)),
    );
    const pieces = [];
    let from = 0;
    for (const match of found) {
      const [all, word, n, after] = match;
      // Word, marker and full stop stay on one line.
      const knot = h('span', { class: 'knot' }, word, make(Number(n)), after);
      pieces.push(node.data.slice(from, match.index), knot);
      from = match.index + all.length;
    }
    if (found.length > 0) node.replaceWith(...pieces, node.data.slice(from));
  }
}
