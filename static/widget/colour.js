// The site's accent colour made safe to read: what to write on it, and how it looks as text (pure).

const FALLBACK = '#117162';
const LIGHT = '#f1f3f4';
const DARK = '#24292d';
const READABLE = 4.6;

/** The style sheet that gives a widget its accent; anything but `#rrggbb` is ignored. */
export function accentRules(accent) {
  const base = /^#[0-9a-f]{6}$/i.test(accent ?? '') ? accent : FALLBACK;
  const on = contrast(base, '#ffffff') >= READABLE ? '#ffffff' : best(base);
  return `:host {
    --accent: ${base}; --on-accent: ${on};
    --accent-text: ${towards(base, '#000000', LIGHT)}; --accent-text-dark: ${towards(base, '#ffffff', DARK)};
  }`;
}

/** Contrast ratio of two colours after WCAG, 1 to 21. */
export function contrast(one, other) {
  const [low, high] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (high + 0.05) / (low + 0.05);
}

const best = (base) => (contrast(base, '#ffffff') > contrast(base, '#000000') ? '#ffffff' : '#000000');

/** Moves a colour towards black or white until it reads as text on the ground. */
function towards(colour, end, ground) {
  for (let share = 0; share < 1; share += 0.04) {
    const mixed = mix(colour, end, share);
    if (contrast(mixed, ground) >= READABLE) return mixed;
  }
  return end;
}

function mix(colour, end, share) {
  const other = channels(end);
  const mixed = channels(colour).map((value, at) => Math.round(value + (other[at] - value) * share));
  return `#${mixed.map((value) => value.toString(16).padStart(2, '0')).join('')}`;
}

const channels = (colour) => [1, 3, 5].map((at) => Number.parseInt(colour.slice(at, at + 2), 16));

function luminance(colour) {
  const [red, green, blue] = channels(colour).map((value) => {
    const part = value / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}
