// The summary of errors gets the focus, so that screen readers begin with it.
const focusFirst = () => {
  const summary = document.querySelector("[data-focus]");
  if (summary) summary.focus();
};
focusFirst();
document.addEventListener("htmx:afterSwap", focusFirst);
