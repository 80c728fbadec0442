// A short tone when somebody new waits; off until an agent asks for it.

import { word } from './setup.js';

const KEPT = 'atomdesk.inbox.sound';
const TONES = [660, 880];

export class Sound {
  #button;
  #context = null;

  constructor(button) {
    this.#button = button;
    button.addEventListener('click', () => this.#turn(!this.on));
    this.#draw();
  }

  get on() {
    try {
      return localStorage.getItem(KEPT) === '1';
    } catch {
      return false;
    }
  }

  ring() {
    if (!this.on) return;
    const context = (this.#context ??= new AudioContext());
    const gain = context.createGain();
    gain.connect(context.destination);
    gain.gain.setValueAtTime(0.06, context.currentTime);
    gain.gain.exponentialRampToValueAtTime(0.0001, context.currentTime + 0.35);
    TONES.forEach((frequency, n) => {
      const tone = context.createOscillator();
      tone.frequency.value = frequency;
      tone.connect(gain);
      tone.start(context.currentTime + n * 0.12);
      tone.stop(context.currentTime + n * 0.12 + 0.12);
    });
  }

  #turn(on) {
    try {
      localStorage.setItem(KEPT, on ? '1' : '0');
    } catch {
      return;
    }
    this.#draw();
    // The click is what lets a browser make sounds at all; hearing one says that it works.
    this.ring();
  }

  #draw() {
    this.#button.setAttribute('aria-pressed', String(this.on));
    this.#button.querySelector('[data-word]').textContent = word(this.on ? 'soundOn' : 'soundOff');
    this.#button.querySelector('[data-icon]').textContent = this.on ? 'notifications_active' : 'notifications_off';
  }
}
