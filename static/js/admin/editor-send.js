// Sends one file and tells how far it is; fetch cannot tell that of an upload.
function messageOf(request, words) {
  try {
    const { error } = JSON.parse(request.responseText);
    if (error?.message) return error.message;
  } catch {
    // An answer that is no JSON comes from before the view: too long, signed out, refused.
  }
  if (request.status === 413) return words.tooLarge;
  if ([401, 403].includes(request.status) || request.responseURL.includes("/accounts/")) {
    return words.notAllowed;
  }
  return words.failed;
}

export function send(address, file, { signal, onProgress, words }) {
  return new Promise((resolve) => {
    const request = new XMLHttpRequest();
    const form = new FormData();
    form.append("file", file, file.name);
    request.open("POST", address);
    request.setRequestHeader("X-Requested-With", "XMLHttpRequest");
    request.setRequestHeader("Accept", "application/json");
    const { CSRF_HEADER_NAME, CSRF_TOKEN } = window.wagtailConfig ?? {};
    request.setRequestHeader(CSRF_HEADER_NAME ?? "X-CSRFToken", CSRF_TOKEN ?? "");
    request.upload.addEventListener("progress", (event) => {
      if (event.lengthComputable) onProgress(event.loaded / event.total);
    });
    request.addEventListener("load", () => {
      let answer = {};
      try {
        answer = JSON.parse(request.responseText);
      } catch {
        // Told below.
      }
      if (request.status === 200 && answer.block) resolve(answer);
      else {
        // The same file is refused again; a limit or a broken server may not.
        const mayRetry = request.status === 429 || request.status >= 500;
        resolve({ message: messageOf(request, words), mayRetry });
      }
    });
    request.addEventListener("error", () => resolve({ message: words.offline, mayRetry: true }));
    request.addEventListener("abort", () => resolve({ isCancelled: true }));
    signal.addEventListener("abort", () => request.abort());
    request.send(form);
  });
}
