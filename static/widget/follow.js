// Keeps the newest message in sight while the reader is at the end, and stays still when they are not.

const NEAR = 40;

export class Follow {
  #scroller;
  #onMove;
  #pinned = true;
  #target = 0;

  constructor(scroller, onMove) {
    this.#scroller = scroller;
    this.#onMove = onMove;
    scroller.addEventListener('scroll', () => this.#scrolled(), { passive: true });
    // A picture has its height only when it is there; `load` does not bubble.
    scroller.addEventListener('load', () => this.settle(), true);
    new ResizeObserver(() => this.settle()).observe(scroller);
  }

  /** After a change: goes to the end, but never past the top of the newest message of another. */
  settle() {
    const { scrollHeight, clientHeight } = this.#scroller;
    if (clientHeight === 0) return;
    if (this.#pinned) {
      this.#target = Math.max(0, Math.min(scrollHeight - clientHeight, this.#newestTop()));
      this.#scroller.scrollTop = this.#target;
    }
    this.#onMove(this.away);
  }

  /** The customer did something that ends in the newest message: go there whatever was being read. */
  pin() {
    this.#pinned = true;
    this.settle();
  }

  toEnd() {
    this.#scroller.scrollTop = this.#scroller.scrollHeight;
  }

  /** Keeps the same words in sight while something is put in above them. */
  hold(change) {
    const fromEnd = this.#scroller.scrollHeight - this.#scroller.scrollTop;
    this.#pinned = false;
    change();
    this.#scroller.scrollTop = this.#scroller.scrollHeight - fromEnd;
  }

  /** True when there is more below than the reader sees. */
  get away() {
    const { scrollHeight, clientHeight, scrollTop } = this.#scroller;
    return scrollHeight - clientHeight - scrollTop > NEAR;
  }

  #scrolled() {
    this.#pinned = !this.away || Math.abs(this.#scroller.scrollTop - this.#target) < 2;
    this.#onMove(this.away);
  }

  #newestTop() {
    const newest = [...this.#scroller.querySelectorAll('.message')].at(-1);
    if (!newest || newest.classList.contains('from-customer')) return Infinity;
    const before = newest.getBoundingClientRect().top - this.#scroller.getBoundingClientRect().top;
    return this.#scroller.scrollTop + before - 12;
  }
}
