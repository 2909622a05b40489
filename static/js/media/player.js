// Two elements that work without script as well: the browser's own player with the words under
// it, and a link to a video elsewhere.

// Makes a button of each line of the transcript, and marks the one that is spoken.
class VideoPlayer extends HTMLElement {
  connectedCallback() {
    const video = this.querySelector("video");
    if (!video || this.lines) return;
    this.lines = [...this.querySelectorAll(".cues > [data-at]")].map((line) => {
      const button = document.createElement("button");
      button.type = "button";
      button.dataset.at = line.dataset.at;
      button.append(...line.childNodes);
      button.addEventListener("click", () => {
        video.currentTime = Number(button.dataset.at);
        video.play().catch(() => {});
      });
      line.replaceWith(button);
      return button;
    });
    video.addEventListener("timeupdate", () => this.mark(video.currentTime));
  }

  mark(now) {
    for (const list of this.querySelectorAll(".cues")) {
      const lines = [...list.children];
      const spoken = lines.findLast((line) => Number(line.dataset.at) <= now + 0.05);
      for (const line of lines) {
        if (line === spoken) line.setAttribute("aria-current", "true");
        else line.removeAttribute("aria-current");
      }
    }
  }
}

// Asks the provider for its player once the reader has pressed play, and for nothing before.
class VideoFrame extends HTMLElement {
  connectedCallback() {
    this.addEventListener("click", (event) => {
      const link = event.target instanceof Element && event.target.closest(".start");
      if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
      event.preventDefault();
      const frame = document.createElement("iframe");
      frame.src = this.dataset.address;
      frame.title = this.dataset.title;
      frame.allow = "autoplay; encrypted-media; fullscreen; picture-in-picture";
      frame.allowFullscreen = true;
      // The providers refuse to play for pages that do not say which site they are on.
      frame.referrerPolicy = "strict-origin-when-cross-origin";
      const player = this.querySelector(".player");
      player.classList.remove("closed");
      player.replaceChildren(frame);
      frame.focus();
    });
  }
}

if (!customElements.get("video-player")) customElements.define("video-player", VideoPlayer);
if (!customElements.get("video-frame")) customElements.define("video-frame", VideoFrame);
