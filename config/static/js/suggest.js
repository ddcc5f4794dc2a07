// Suggestions under a search box: ARIA's editable combobox.
"use strict";
{
  const { box, url, list: label, count: of, found: told } = document.currentScript.dataset;
  const input = document.getElementById(box);
  const make = (tag, properties) => Object.assign(document.createElement(tag), properties);
  const list = make("ul", { id: `${box}-list`, className: "suggest", role: "listbox", ariaLabel: label });
  const status = make("p", { className: "vh", role: "status" });
  const moves = { ArrowDown: ["nextSibling", "firstChild"], ArrowUp: ["previousSibling", "lastChild"] };
  let active, request;

  const mark = (option) => {
    if (active) active.ariaSelected = false;
    active = option;
    if (!option) return input.removeAttribute("aria-activedescendant");
    option.ariaSelected = true;
    option.scrollIntoView({ block: "nearest" });
    input.setAttribute("aria-activedescendant", option.id);
  };
  const show = (options, message) => {
    request?.abort();
    mark();
    list.replaceChildren(...options);
    list.hidden = !options.length;
    input.ariaExpanded = !list.hidden;
    status.textContent = message;
  };
  const close = () => show([], "");
  const option = ({ name, note, kind_label: tag, count, url }, number) => {
    const item = make("li", { id: list.id + number, role: "option" });
    const parts = { name, note, tag, c: count && of.replace("{}", count) };
    for (const [className, textContent] of Object.entries(parts))
      item.append(make("span", { className, textContent, lang: /[ぁ-鿿]/.test(textContent) ? "ja" : "en" }), " ");
    item.onclick = () => location.assign(url);
    return item;
  };
  const ask = async () => {
    const q = input.value.trim();
    if (!q) return close();
    request?.abort();
    mark();
    const { signal } = (request = new AbortController());
    await new Promise((over) => setTimeout(over, 150));
    try {
      const answer = await fetch(`${url}?${new URLSearchParams({ q })}`, { signal });
      const found = (await answer.json()).suggestions.map(option);
      show(found, told.replace("{}", found.length));
    } catch {
      if (!signal.aborted) close();
    }
  };

  input.oninput = ({ isComposing }) => (isComposing ? close() : ask());
  input.addEventListener("compositionend", ask);
  input.onblur = close;
  input.onkeydown = (event) => {
    const { key } = event;
    // 229: Safari's Enter that ends a composition
    if (event.isComposing || event.keyCode === 229) return;
    const [next, first] = moves[key] ?? [];
    if (next && list.hidden) ask();
    else if (next) mark(active?.[next] ?? list[first]);
    else if (key === "Enter" && active) active.click();
    else if (key === "Escape" && !list.hidden) close();
    else return void (/Home|End|Arrow/.test(key) && mark());
    event.preventDefault();
  };
  list.onmousedown = (event) => event.preventDefault();

  Object.assign(input, { role: "combobox", autocomplete: "off", ariaAutoComplete: "list" });
  input.setAttribute("aria-controls", list.id);
  input.after(list, status);
  close();
}
