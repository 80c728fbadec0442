// Finds a quoted passage in rendered text, whatever its marks and spacing, and lights it.

import { h } from './dom.js';
import { texts } from './markup.js';

/** Letters that a piece of a quote needs, so that it is not found just anywhere. */
const SHORTEST = 12;

/** Wraps the passage in `mark` elements and returns the first of them, or null when it is not there. */
export function light(root, quote) {
  const spots = map(root);
  const whole = find(spots, quote);
  const pieces = [...quote.split(/\n+/), ...quote.split(/(?<=[.!?])\s+/)];
  const ranges = whole ? [whole] : pieces.map((piece) => find(spots, piece, SHORTEST)).filter(Boolean);
  if (ranges.length === 0) return null;
  return paint(ranges.map(([start, end]) => spots.places.slice(start, end)));
}

/** The letters and digits of all text, each with its place: marks of markdown and spaces do not count. */
function map(root) {
  const places = [];
  let letters = '';
  for (const node of texts(root)) {
    for (let at = 0; at < node.data.length; at += 1) {
      const letter = plain(node.data[at]);
      letters += letter;
      for (let unit = 0; unit < letter.length; unit += 1) places.push({ node, at });
    }
  }
  return { letters, places };
}

const plain = (text) =>
  text
    .toLowerCase()
    .replace(/[\ud800-\udfff]/g, '')
    .replace(/[^\p{L}\p{N}]+/gu, '');

function find({ letters }, text, shortest = 1) {
  const wanted = plain(text);
  if (wanted.length < shortest) return null;
  const start = letters.indexOf(wanted);
  return start < 0 ? null : [start, start + wanted.length];
}

/** One mark per text node; between two nodes of a passage the spaces and stops at their edges count too. */
function paint(passages) {
  const spans = new Map();
  for (const places of passages) {
    for (const [node, [from, to]] of edges(places)) {
      const [before, after] = spans.get(node) ?? [from, to];
      spans.set(node, [Math.min(before, from), Math.max(after, to)]);
    }
  }
  const marks = [...spans].map(([node, [from, to]]) => {
    const middle = node.splitText(from);
    middle.splitText(to - from);
    const mark = h('mark', { part: 'quote' });
    middle.replaceWith(mark);
    mark.append(middle);
    return mark;
  });
  return marks[0];
}

/** For each text node of one passage, where its light begins and ends. */
function edges(places) {
  const [first, last] = [places[0], places.at(-1)];
  const nodes = new Set(places.map(({ node }) => node));
  return [...nodes].map((node) => [
    node,
    [node === first.node ? first.at : 0, node === last.node ? last.at + 1 : node.length],
  ]);
}
