// Storage of the host page under this desk's own prefix, or memory where the browser denies it.

/** A random UUID; `crypto.randomUUID` does not exist on pages served over plain HTTP. */
export function uuid() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 0x0f) | 0x40;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('');
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}

export class Store {
  #area;
  #prefix;
  #memory = new Map();

  /** `area` is a function, because merely touching `localStorage` can throw. */
  constructor(area, prefix) {
    this.#prefix = prefix;
    try {
      this.#area = area();
    } catch {
      this.#area = null;
    }
  }

  get(name) {
    if (this.#memory.has(name)) return this.#memory.get(name);
    try {
      return this.#area?.getItem(this.#prefix + name) ?? null;
    } catch {
      return null;
    }
  }

  set(name, value) {
    if (value === null) return this.remove(name);
    try {
      this.#area.setItem(this.#prefix + name, value);
      this.#memory.delete(name);
    } catch {
      this.#memory.set(name, value);
    }
  }

  remove(name) {
    this.#memory.delete(name);
    try {
      this.#area?.removeItem(this.#prefix + name);
    } catch {
      // Denied storage holds nothing of ours either.
    }
  }
}
