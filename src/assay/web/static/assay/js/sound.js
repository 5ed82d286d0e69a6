// Sounds and spoken words for people who do not see the screen, both only if they asked for them. Nothing leaves the device:
// a voice that speaks through somebody's server is never used.

const CUES = {
  change: [[660, 0, 0.07]],
  good: [[660, 0, 0.07], [880, 0.1, 0.1]],
  tick: [[880, 0, 0.06]],
  shot: [[1320, 0, 0.03], [440, 0.05, 0.05]],
};

export class Sound {
  #wishes;
  #context = null;

  constructor(root, wishes) {
    this.#wishes = wishes;
    const offer = () => {
      for (const part of root.querySelectorAll("[data-voice]")) part.hidden = !voice();
    };
    offer();
    globalThis.speechSynthesis?.addEventListener?.("voiceschanged", offer);
  }

  /** Play "change", "good", "tick" or "shot". */
  cue(name) {
    if (!this.#wishes.has("sound") || !globalThis.AudioContext) return;
    this.#context ??= new AudioContext();
    this.#context.resume();
    for (const [pitch, after, long] of CUES[name]) this.#note(pitch, this.#context.currentTime + after, long);
  }

  #note(pitch, at, long) {
    const tone = this.#context.createOscillator();
    const loudness = this.#context.createGain();
    tone.frequency.value = pitch;
    loudness.gain.setValueAtTime(0.2, at);
    loudness.gain.exponentialRampToValueAtTime(0.001, at + long);
    tone.connect(loudness).connect(this.#context.destination);
    tone.start(at);
    tone.stop(at + long);
  }

  speak(words) {
    const speaker = voice();
    if (!words || !speaker || !this.#wishes.has("voice")) return;
    const said = new SpeechSynthesisUtterance(words);
    said.voice = speaker;
    said.lang = speaker.lang;
    speechSynthesis.cancel();
    speechSynthesis.speak(said);
  }

  end() {
    globalThis.speechSynthesis?.cancel();
    this.#context?.close();
    this.#context = null;
  }
}

/** A voice of this device in the page's language, if there is one. */
function voice() {
  const language = document.documentElement.lang.split("-")[0];
  return globalThis.speechSynthesis?.getVoices().find((one) => one.localService && one.lang.split(/[-_]/)[0] === language);
}
