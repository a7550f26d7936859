// A second click must not send a form twice. The server recognises repeats as well; this only spares the wait.
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (event.defaultPrevented || form.method !== "post") return;
  // A file comes as the answer: the page stays as it is, and the next file may be asked for at once.
  if (form.hasAttribute("data-file") || event.submitter?.hasAttribute("data-file")) return;
  if (form.dataset.sending) {
    event.preventDefault();
    return;
  }
  form.dataset.sending = "yes";
  form.setAttribute("aria-busy", "true");
  // Not `disabled`: a disabled button's own name and value would not be sent.
  form.querySelectorAll("button:not([type=button])").forEach((button) => button.setAttribute("aria-disabled", "true"));
});

// Coming back with the Back button shows the page as it was left; it must be sendable again.
window.addEventListener("pageshow", () => {
  document.querySelectorAll("form[data-sending]").forEach((form) => {
    delete form.dataset.sending;
    form.removeAttribute("aria-busy");
    form.querySelectorAll("[aria-disabled]").forEach((button) => button.removeAttribute("aria-disabled"));
  });
});

document.addEventListener("htmx:afterRequest", (event) => {
  const form = event.target.closest ? event.target.closest("form[data-sending]") : null;
  if (form) {
    delete form.dataset.sending;
    form.removeAttribute("aria-busy");
  }
});
