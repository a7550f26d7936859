// Files that were chosen are sent at once; the button for it is only needed where this script does not run.
// What stands in other forms of the page meanwhile is put back when the page has come again.
const place = `typed ${location.pathname}`;
const others = (form) => [...document.querySelectorAll("textarea")].filter((area) => area.form !== form);

const keep = (form) => {
  const typed = Object.fromEntries(others(form).map((area) => [area.name, area.value]));
  sessionStorage.setItem(place, JSON.stringify(typed));
};

const putBack = () => {
  const typed = JSON.parse(sessionStorage.getItem(place) || "{}");
  sessionStorage.removeItem(place);
  others(null).forEach((area) => {
    if (!area.value && typed[area.name]) area.value = typed[area.name];
  });
};

document.querySelectorAll("[data-picker]").forEach((picker) => {
  const send = picker.querySelector("[data-picker-send]");
  picker.classList.add("picker-live");
  picker.addEventListener("change", (event) => {
    if (event.target.type !== "file" || !event.target.files.length) return;
    picker.classList.add("picker-busy");
    keep(send.form);
    send.form.requestSubmit(send);
  });
});
putBack();
