// Filters the findings, keeps the filter in the address, copies commands. All is there to be read without it.

const page = document.documentElement;
const all = (selector, within = document) => [...within.querySelectorAll(selector)];
const by = (id) => document.getElementById(id);
const number = new Intl.NumberFormat("en");

page.classList.add("scripted");

const articles = all("article").map((element) => ({
  element,
  group: element.parentElement.id,
  verdict: element.className,
  accepted: "accepted" in element.dataset ? "only" : "no",
  breaks: element.dataset.breaks.split(" "),
  rules: element.dataset.rules.split(" "),
  resources: element.dataset.resources.split(" "),
  text: undefined, // read when somebody first looks for a text
}));
const groups = all("main > section");
const counters = all("[data-count]");
const boxes = all("input[name=verdict]");
const choices = all(".filters select");
const textField = by("filter-text");

// --- the filter: what the controls say, and the address ---------------------------------------------------------

function read() {
  const filter = { text: textField.value.trim() };
  const checked = boxes.filter((box) => box.checked).map((box) => box.value);
  filter.verdict = checked.length === boxes.length ? "" : checked.join(",") || "none";
  for (const choice of choices) filter[choice.name] = choice.value;
  return filter;
}

function write(filter) {
  textField.value = filter.get("text") ?? "";
  const verdicts = filter.get("verdict");
  for (const box of boxes) box.checked = !verdicts || verdicts.split(",").includes(box.value);
  for (const choice of choices) {
    const value = filter.get(choice.name) ?? "";
    choice.value = all("option", choice).some((option) => option.value === value) ? value : "";
  }
}

function address(filter) {
  const set = Object.entries(filter).filter(([, value]) => value);
  return set.length ? `#${new URLSearchParams(set)}` : "";
}

// A filter has "=" in it; the name of a place on the page has not.
const isFilter = () => location.hash.includes("=");

// --- showing ----------------------------------------------------------------------------------------------------

function fits(filter) {
  const words = filter.text.toLowerCase().split(/\s+/).filter(Boolean);
  const verdicts = filter.verdict && filter.verdict.split(",");
  return (one) =>
    (!verdicts || verdicts.includes(one.verdict)) &&
    (!filter.breaks || one.breaks.includes(filter.breaks)) &&
    (!filter.accepted || one.accepted === filter.accepted) &&
    (!filter.rule || one.rules.includes(filter.rule)) &&
    (!filter.resource || one.resources.some((name) => name === filter.resource || name.startsWith(`${filter.resource}.`))) &&
    words.every((word) => (one.text ??= one.element.textContent.toLowerCase()).includes(word));
}

function show() {
  const filter = read();
  const fit = fits(filter);
  const counts = Object.fromEntries(groups.map((group) => [group.id, 0]));
  for (const one of articles) {
    const hidden = !fit(one);
    if (one.element.hidden !== hidden) one.element.hidden = hidden;
    if (!hidden) counts[one.group] += 1;
  }
  for (const group of groups) group.hidden = counts[group.id] === 0;
  for (const counter of counters) counter.textContent = number.format(counts[counter.dataset.count]);
  const shown = Object.values(counts).reduce((sum, count) => sum + count, 0);
  by("shown").textContent = `${number.format(shown)} of ${number.format(articles.length)} findings shown`;
  by("none").hidden = shown > 0;
  return filter;
}

function changed() {
  history.replaceState(null, "", address(show()) || "#");
}

function clear() {
  write(new URLSearchParams());
  changed();
}

// A link leads to a finding even if the filter hides it.
function follow() {
  if (isFilter()) {
    write(new URLSearchParams(location.hash.slice(1)));
    show();
    by("findings").scrollIntoView();
    return;
  }
  const target = location.hash && by(location.hash.slice(1));
  if (target && target.closest("[hidden]")) {
    write(new URLSearchParams());
    show();
    target.scrollIntoView();
  }
}

// --- copying ----------------------------------------------------------------------------------------------------

async function copy(button) {
  const code = button.parentElement.querySelector("code");
  const says = button.textContent;
  try {
    await navigator.clipboard.writeText(code.textContent);
    button.textContent = "Copied";
  } catch (refused) {
    code.hidden = false;
    getSelection().selectAllChildren(code);
    button.textContent = "Selected: copy it with the keyboard";
    button.title = String(refused);
  }
  setTimeout(() => (button.textContent = says), 2000);
}

// --- keys, clicks, print ----------------------------------------------------------------------------------------

function onKey(event) {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  const typing = event.target.matches?.("input[type=search], select, textarea");
  if (event.key === "/" && !typing) {
    event.preventDefault();
    textField.focus();
    textField.select();
  } else if (event.key === "Escape") {
    clear();
  } else if (event.key === "Enter" && event.target === textField) {
    articles.find((one) => !one.element.hidden)?.element.querySelector(".permalink").focus();
  }
}

document.addEventListener("click", (event) => {
  const button = event.target.closest?.("button.copy");
  if (button) copy(button);
});

if (textField) {
  let waiting;
  textField.addEventListener("input", () => {
    cancelAnimationFrame(waiting);
    waiting = requestAnimationFrame(changed);
  });
  for (const control of [...boxes, ...choices]) control.addEventListener("change", changed);
  by("clear").addEventListener("click", clear);
  document.addEventListener("keydown", onKey);
  addEventListener("hashchange", follow);
  show();
  follow();
}

let opened = [];
addEventListener("beforeprint", () => {
  opened = all("details:not([open])");
  for (const details of opened) details.open = true;
});
addEventListener("afterprint", () => {
  for (const details of opened) details.open = false;
});
