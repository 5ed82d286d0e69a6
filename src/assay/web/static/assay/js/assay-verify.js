// <assay-verify>: one piece of a verification. On our own pages `piece` says which one, and the page has its words and buttons;
// on another site `token` lets the whole way be shown in a frame. Only what is needed is loaded.

class AssayVerify extends HTMLElement {
  #piece = null;

  async connectedCallback() {
    if (this.hasAttribute("token")) {
      const { embed } = await import("./embed.js");
      embed(this);
      return;
    }
    const { begin } = await (this.getAttribute("piece") === "challenge_clip" ? import("./challenge.js") : import("./photo.js"));
    if (this.isConnected) this.#piece = begin(this);
  }

  disconnectedCallback() {
    this.#piece?.end();
  }
}

customElements.define("assay-verify", AssayVerify);
