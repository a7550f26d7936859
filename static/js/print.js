// Buttons marked data-print appear where the browser can print.
const show = () => document.querySelectorAll("[data-print]").forEach((button) => (button.hidden = false));
show();
document.addEventListener("htmx:afterSwap", show);
document.addEventListener("click", (event) => {
  if (event.target.closest("[data-print]")) window.print();
});
