// Search, theme and copy buttons. Nothing here is needed to read a page.
(() => {
  "use strict";
  const html = document.documentElement;
  const root = html.dataset.root;

  // Theme: before the first paint, so that nothing flashes. Storage may be forbidden.
  const store = (key, value) => {
    try {
      return value === undefined ? localStorage.getItem(key) : localStorage.setItem(key, value);
    } catch {
      return null;
    }
  };
  const theme = store("theme");
  if (theme === "light" || theme === "dark") html.dataset.theme = theme;

  const make = (name, properties, ...children) => {
    const node = Object.assign(document.createElement(name), properties);
    node.append(...children);
    return node;
  };

  const addThemeButton = () => {
    const isDark = () =>
      html.dataset.theme ? html.dataset.theme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
    const button = make("button", { type: "button", className: "button" });
    const label = () => {
      button.textContent = isDark() ? "Light" : "Dark";
      button.setAttribute("aria-label", `Switch to ${isDark() ? "light" : "dark"} theme`);
    };
    button.onclick = () => {
      html.dataset.theme = isDark() ? "light" : "dark";
      store("theme", html.dataset.theme);
      label();
    };
    label();
    document.querySelector(".menu").before(button);
  };

  const addCopyButtons = () => {
    for (const pre of document.querySelectorAll(".code")) {
      const button = make("button", { type: "button", className: "copy", textContent: "Copy" });
      button.onclick = async () => {
        const text = pre.querySelector("code").textContent;
        try {
          await navigator.clipboard.writeText(text);
          button.textContent = "Copied";
        } catch {
          getSelection().selectAllChildren(pre.querySelector("code"));
          button.textContent = "Selected";
        }
        setTimeout(() => (button.textContent = "Copy"), 1500);
      };
      pre.append(button);
    }
  };

  // An address may name something inside folded details.
  const unfold = () => {
    const target = location.hash && document.getElementById(decodeURIComponent(location.hash.slice(1)));
    for (let it = target && target.parentElement; it; it = it.parentElement) if (it.tagName === "DETAILS") it.open = true;
    if (target && target.closest("details")) target.scrollIntoView();
  };

  // Exact names first, then beginnings, then parts, then words of the text; short names before long ones.
  const score = (page, terms) => {
    let total = 0;
    for (const term of terms) {
      const title = page.title;
      const at = title.indexOf(term);
      const inTitle =
        title === term || page.flat === term ? 100
        : at === 0 || page.flat.startsWith(term) ? 60
        : at > 0 && !/[a-z0-9]/.test(title[at - 1]) ? 40
        : at > 0 || page.flat.includes(term) ? 30
        : 0;
      const inText = inTitle ? 0 : page.kind === term ? 15 : page.words.includes(term) ? 10 : 0;
      if (!inTitle && !inText) return 0;
      total += inTitle + inText;
    }
    return total - Math.min(page.title.length, 60) / 10;
  };

  const loadIndex = () =>
    new Promise((resolve, reject) => {
      const script = make("script", { src: `${root}search-index.js`, onerror: reject });
      script.onload = () => {
        const { apis, pages } = window.searchIndex;
        resolve(
          pages.map(([name, kind, api, path, words]) => {
            const title = name.toLowerCase();
            return { name, title, flat: title.replace(/[^\p{L}\p{N}]/gu, ""), kind: kind.toLowerCase(), label: kind, api: apis[api], path, words };
          }),
        );
      };
      document.head.append(script);
    });

  const addSearch = () => {
    const input = document.getElementById("search");
    const list = make("ul", { id: "results", className: "results", hidden: true });
    list.setAttribute("role", "listbox");
    list.setAttribute("aria-label", "Search results");
    const status = make("p", { className: "hidden" });
    status.setAttribute("role", "status");
    input.form.after(list, status);
    for (const [name, value] of Object.entries({ role: "combobox", "aria-autocomplete": "list", "aria-controls": "results", "aria-expanded": "false" })) {
      input.setAttribute(name, value);
    }
    let index;
    let shown = [];
    let chosen = 0;

    const choose = (at) => {
      chosen = (at + shown.length) % shown.length;
      [...list.children].forEach((it, n) => it.setAttribute("aria-selected", n === chosen));
      input.setAttribute("aria-activedescendant", `result-${chosen}`);
      list.children[chosen].scrollIntoView({ block: "nearest" });
    };
    const close = () => {
      list.hidden = true;
      input.setAttribute("aria-expanded", "false");
      input.removeAttribute("aria-activedescendant");
    };
    const open = (page) => (location.href = `${root}${page.path}.html`);
    const search = async () => {
      const terms = input.value.toLowerCase().split(/\s+/).filter(Boolean);
      if (!terms.length) return close();
      const pages = await (index ??= loadIndex());
      if (!input.value.trim()) return close();
      const found = [];
      for (const page of pages) {
        const points = score(page, terms);
        if (points > 0) found.push([points, page]);
      }
      found.sort((a, b) => b[0] - a[0]);
      shown = found.slice(0, 30).map((it) => it[1]);
      status.textContent = `${found.length} results`;
      list.replaceChildren(
        ...shown.map((page, n) => {
          const kind = make("span", { className: `badge ${/^[a-z]+$/.test(page.kind) ? page.kind : ""}`, textContent: page.label });
          const item = make("li", { id: `result-${n}` }, kind, " ", make("b", { textContent: page.name }), " ", make("small", { textContent: page.api }));
          item.setAttribute("role", "option");
          item.onmousemove = () => chosen !== n && choose(n);
          item.onmousedown = (event) => event.preventDefault();
          item.onclick = () => open(page);
          return item;
        }),
      );
      list.hidden = !shown.length;
      input.setAttribute("aria-expanded", String(!list.hidden));
      if (shown.length) choose(0);
    };

    input.addEventListener("focus", () => (index ??= loadIndex()));
    input.addEventListener("input", search);
    input.addEventListener("blur", close);
    input.addEventListener("keydown", (event) => {
      if (event.key === "Escape") {
        input.value = "";
        close();
        input.blur();
      }
      if (list.hidden) return;
      if (event.key === "ArrowDown") choose(chosen + 1);
      else if (event.key === "ArrowUp") choose(chosen - 1);
      else if (event.key === "Enter") open(shown[chosen]);
      else return;
      event.preventDefault();
    });
    document.addEventListener("keydown", (event) => {
      const typing = /^(INPUT|TEXTAREA|SELECT)$/.test(event.target.tagName) || event.target.isContentEditable;
      const slash = event.key === "/" && !typing;
      if (!(slash || (event.key === "k" && (event.ctrlKey || event.metaKey)))) return;
      event.preventDefault();
      input.focus();
      input.select();
    });
  };

  addEventListener("DOMContentLoaded", () => {
    addThemeButton();
    addCopyButtons();
    addSearch();
    unfold();
    addEventListener("hashchange", unfold);
    // The page shown is in view in the navigation, without moving the page itself.
    const side = document.querySelector(".side");
    const current = side.querySelector("[aria-current]");
    if (current) side.scrollTop = current.offsetTop - side.clientHeight / 3;
  });
})();
