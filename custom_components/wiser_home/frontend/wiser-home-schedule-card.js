/** Draw the week of a Wiser schedule as coloured bars, and edit it by dragging. */

const NAME = "wiser-home-schedule-card";
const DOMAINS = ["climate", "calendar", "switch", "light", "cover", "water_heater"];
const DAYS = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];
const STEP = 5;
const LAST = 24 * 60 - STEP;
const TEXTS = {
  en: {
    save: "Save", undo: "Undo", delete: "Delete", add: "Add", copy: "Copy to…", all: "All days",
    on: "On", off: "Off", time: "Time", value: "Value", less: "Less", more: "More",
    description: "The week of a Wiser schedule, to look at and to edit",
  },
  fr: {
    save: "Enregistrer", undo: "Annuler", delete: "Supprimer", add: "Ajouter", copy: "Copier vers…",
    all: "Tous les jours", on: "Marche", off: "Arrêt", time: "Heure", value: "Valeur",
    less: "Moins", more: "Plus",
    description: "La semaine d'un programme Wiser, à consulter et à modifier",
  },
};
const STYLE = `
  .body { padding: 0 16px 16px; color: var(--primary-text-color); }
  .row { display: flex; align-items: center; margin: 3px 0; }
  .day { flex: 0 0 3.2em; font-size: .9em; color: var(--secondary-text-color); }
  .today { color: var(--primary-text-color); font-weight: 600; }
  .track { position: relative; flex: 1; height: 30px; border-radius: 6px; overflow: hidden;
    background: var(--secondary-background-color); }
  .bar { position: absolute; top: 0; bottom: 0; padding: 0 0 0 7px; border: 0; font: inherit;
    font-size: .8em; text-align: start; white-space: nowrap; overflow: hidden; cursor: pointer;
    box-shadow: inset 1px 0 var(--card-background-color); }
  .bar:disabled { cursor: default; }
  .bar:focus-visible, .chosen { outline: 2px solid var(--primary-text-color);
    outline-offset: -2px; }
  .handle { position: absolute; top: 0; bottom: 0; width: 14px; margin-inline-start: -7px;
    cursor: ew-resize; touch-action: none; z-index: 1; }
  .handle:hover { background: color-mix(in srgb, var(--primary-text-color) 35%, transparent); }
  .now { position: absolute; top: 0; bottom: 0; width: 2px; z-index: 2; pointer-events: none;
    background: var(--primary-text-color); }
  .hours { position: relative; flex: 1; height: 1em; color: var(--secondary-text-color); }
  .hours span { position: absolute; font-size: .75em; transform: translateX(-50%); }
  .hours span:first-child { transform: none; }
  .hours span:last-child { transform: translateX(-100%); }
  .tools { display: flex; flex-wrap: wrap; gap: 8px; align-items: center; margin-top: 10px; }
  .tools button, .tools input, .tools select { font: inherit; padding: 4px 10px; min-height: 34px;
    color: var(--primary-text-color); background: var(--secondary-background-color);
    border: 1px solid var(--divider-color); border-radius: 6px; cursor: pointer; }
  .tools button:disabled { opacity: .5; cursor: default; }
  .tools input[type=number] { width: 4.5em; }
  .tools button.main, .tools button[aria-pressed=true] { color: var(--text-primary-color);
    background: var(--primary-color); border-color: var(--primary-color); }
  .error { margin-top: 10px; color: var(--error-color); }
`;

const copied = (value) => JSON.parse(JSON.stringify(value));
const clamp = (value, low, high) => Math.min(Math.max(value, low), high);
const clock = (at) =>
  `${String(Math.floor(at / 60)).padStart(2, "0")}:${String(at % 60).padStart(2, "0")}`;
const minutes = (text) => {
  const [hours, rest] = text.split(":").map(Number);
  return hours * 60 + rest;
};
const sunny = (time) => ({ sunrise: "☀↑", sunset: "☀↓" })[time] ?? "";
const percent = (at) => `${(at / 1440) * 100}%`;

/** Make an element; children are elements or text, never markup. */
function el(tag, properties = {}, ...children) {
  const made = document.createElement(tag);
  const { style, data, aria, ...rest } = properties;
  Object.assign(made, rest);
  Object.assign(made.style, style);
  Object.assign(made.dataset, data);
  for (const [name, value] of Object.entries(aria ?? {})) made.setAttribute(`aria-${name}`, value);
  made.append(...children.filter((child) => child !== null));
  return made;
}

class WiserHomeScheduleCard extends HTMLElement {
  static getConfigForm() {
    const filter = [{ integration: "wiser_home", domain: DOMAINS }];
    return {
      schema: [
        { name: "entity", required: true, selector: { entity: { filter } } },
        { name: "title", selector: { text: {} } },
      ],
    };
  }

  static getStubConfig(hass) {
    const ours = Object.values(hass.entities).filter((one) => one.platform === "wiser_home");
    const ids = ours.map((one) => one.entity_id).filter((id) => hass.states[id]);
    const has = (domain) => ids.find((id) => id.startsWith(`${domain}.`));
    return { entity: has("climate") ?? has("calendar") ?? "" };
  }

  constructor() {
    super();
    this.attachShadow({ mode: "open" });
    this._card = document.createElement("ha-card");
    this._rows = el("div");
    this._rows.addEventListener("pointermove", (event) => this._drag(event));
    this._rows.addEventListener("pointerup", () => this._drop());
    this._rows.addEventListener("pointercancel", () => this._drop());
    this._rows.addEventListener("dblclick", (event) => this._insertAt(event));
    this._below = el("div");
    this._card.append(el("div", { className: "body" }, this._rows, this._below));
    this.shadowRoot.append(el("style", { textContent: STYLE }), this._card);
    this._asked = 0;
  }

  setConfig(config) {
    if (!config.entity) throw new Error("entity");
    this._config = config;
    Object.assign(this, { _told: null, _week: null, _saved: null, _seen: null, _chosen: null });
    if (this._hass) this.hass = this._hass;
  }

  set hass(hass) {
    this._hass = hass;
    if (!this._config) return;
    const state = hass.states[this._config.entity] ?? null;
    const isNew = this._seen === null || state !== this._seen;
    if (isNew && !this._edits()) {
      this._seen = state;
      this._load();
    }
  }

  connectedCallback() {
    // The hub's change of another day changes nothing about the entity.
    this._timer = setInterval(() => this._edits() ? !this._drags && this._draw() : this._load(), 60_000);
  }

  disconnectedCallback() {
    clearInterval(this._timer);
  }

  getCardSize() {
    return 6;
  }

  getGridOptions() {
    return { columns: 12, min_columns: 6 };
  }

  _text(key) {
    return (TEXTS[this._hass.language?.split("-")[0]] ?? TEXTS.en)[key];
  }

  _call(service, data = {}, answers = false) {
    return this._hass.callWS({
      type: "call_service",
      domain: "wiser_home",
      service,
      service_data: data,
      target: { entity_id: this._config.entity },
      return_response: answers,
    });
  }

  /** Read the schedule; what is edited meanwhile is worth more than what comes back. */
  async _load() {
    const asked = ++this._asked;
    try {
      const answer = await this._call("get_schedule", {}, true);
      if (asked !== this._asked) return;
      if (this._edits()) return (this._seen = null);
      this._told = answer.response[this._config.entity];
      this._week = copied(this._told.days);
      this._saved = copied(this._told.days);
      this._error = null;
      if (this._chosen && !this._event(this._chosen)) this._chosen = null;
    } catch (error) {
      if (asked !== this._asked) return;
      this._error = await this._words(error);
    }
    this._draw();
  }

  async _save() {
    this._busy = true;
    this._draw();
    try {
      const days = Object.fromEntries(this._changed().map((day) => [day, this._week[day]]));
      await this._call("set_schedule", { days });
      this._saved = copied(this._week);
      this._error = null;
    } catch (error) {
      this._error = await this._words(error);
    }
    this._busy = false;
    if (this._error) this._draw();
    else await this._load();
  }

  async _undo() {
    this._week = copied(this._saved);
    this._chosen = null;
    await this._load();
  }

  /** Return what Home Assistant says of an error, in the user's language where it can. */
  async _words(error) {
    const { translation_domain: domain, translation_key: key } = error;
    if (domain && key) {
      const localize = await this._hass.loadBackendTranslation("exceptions", domain);
      const path = `component.${domain}.exceptions.${key}.message`;
      const said = localize(path, error.translation_placeholders);
      if (said) return said;
    }
    return error.message ?? String(error);
  }

  _edits() {
    return this._drags || this._busy || this._changed().length > 0;
  }

  _changed() {
    if (!this._week) return [];
    const differ = (day) => JSON.stringify(this._week[day]) !== JSON.stringify(this._saved[day]);
    return DAYS.filter(differ);
  }

  /** Return the minute of every event of a day; the sun's are as Home Assistant knows them. */
  _positions(day) {
    let before = 0;
    return this._week[day].map(({ time }) => {
      before = Math.max(before, time.includes(":") ? minutes(time) : this._sun(time));
      return before;
    });
  }

  _sun(which) {
    const attributes = this._hass.states["sun.sun"]?.attributes ?? {};
    const next = which === "sunrise" ? attributes.next_rising : attributes.next_setting;
    if (next) return this._now(new Date(next)).at;
    // Without the sun integration nobody knows better than the equinox.
    return (which === "sunrise" ? 6 : 18) * 60;
  }

  /** Return the day and the minute in the house, wherever the browser is. */
  _now(date = new Date()) {
    const format = new Intl.DateTimeFormat("en-GB", {
      timeZone: this._hass.config.time_zone,
      weekday: "long", hour: "2-digit", minute: "2-digit", hourCycle: "h23",
    });
    const parts = Object.fromEntries(format.formatToParts(date).map((one) => [one.type, one.value]));
    return { day: parts.weekday.toLowerCase(), at: minutes(`${parts.hour}:${parts.minute}`) };
  }

  _day(day, weekday) {
    const format = new Intl.DateTimeFormat(this._hass.locale.language, { weekday, timeZone: "UTC" });
    return format.format(Date.UTC(2024, 0, 1 + DAYS.indexOf(day))); // 2024 began on a Monday
  }

  _written(value) {
    if (value === "on" || value === "off") return this._text(value);
    return `${value.toLocaleString(this._hass.locale.language)} ${this._heats() ? "°C" : "%"}`;
  }

  _heats() {
    return this._told.kind === "heating";
  }

  _colour(value) {
    if (value === "off") return { background: "#9e9e9e", color: "#000" };
    if (value === "on") return { background: "#ffb300", color: "#000" };
    if (!this._heats()) {
      return { background: `color-mix(in srgb, #fdd835 ${value}%, #9e9e9e)`, color: "#000" };
    }
    const share = clamp((value - 5) / 25, 0, 1);
    return { background: `oklch(0.55 0.14 ${260 - 235 * share})`, color: "#fff" };
  }

  /** Return the last event before a day begins, of the days before it. */
  _carried(day) {
    for (let back = 1; back <= 7; back += 1) {
      const before = DAYS[(DAYS.indexOf(day) + 14 - back) % 7];
      if (this._week[before].length) return { day: before, index: this._week[before].length - 1 };
    }
    return null;
  }

  _event({ day, index }) {
    return this._week[day][index];
  }

  _draw() {
    if (!this._hass || !this._config) return;
    this._card.header = this._config.title ?? this._told?.name ?? undefined;
    const focused = this.shadowRoot.activeElement?.dataset.key;
    const marks = [0, 6, 12, 18, 24].map((hour) =>
      el("span", { style: { left: percent(hour * 60) } }, `${hour}`));
    const hours = this._line("day", "", el("div", { className: "hours" }, ...marks));
    const rows = this._told ? [...DAYS.map((day) => this._row(day)), hours] : [];
    this._rows.replaceChildren(...rows);
    this._drawBelow();
    if (focused) this.shadowRoot.querySelector(`[data-key="${focused}"]`)?.focus();
  }

  _drawBelow() {
    for (const bar of this._rows.querySelectorAll(".bar")) {
      const { day, index } = bar.owner;
      const chosen = this._chosen?.day === day && this._chosen.index === index;
      bar.classList.toggle("chosen", chosen);
      bar.setAttribute("aria-pressed", chosen);
    }
    this._below.replaceChildren();
    if (this._chosen) this._below.append(this._editor());
    if (this._changed().length) {
      this._below.append(el("div", { className: "tools" },
        this._button("save", () => this._save(), "main"),
        this._button("undo", () => this._undo())));
    }
    if (this._error) {
      this._below.append(el("div", { className: "error", role: "alert" }, this._error));
    }
  }

  _row(day) {
    const positions = this._positions(day);
    const now = this._now();
    const owners = [this._carried(day), ...positions.map((_, index) => ({ day, index }))];
    const starts = [0, ...positions, 1440];
    const track = el("div", { className: "track", data: { day } });
    owners.forEach((owner, number) => {
      const [start, end] = [starts[number], starts[number + 1]];
      if (!owner || end <= start) return;
      const { time, value } = this._event(owner);
      const sun = number ? sunny(time) : "";
      const said = `${this._day(day, "long")} ${clock(start)} ${this._written(value)}`;
      track.append(el("button", {
        className: "bar", title: `${sun} ${said}`, owner, aria: { label: said },
        data: { key: `${day}-${number}` },
        style: { left: percent(start), width: percent(end - start), ...this._colour(value) },
        // Not drawn anew, for a bar that is another one at the second click is no double click.
        onclick: () => { this._chosen = owner; this._drawBelow(); },
      }, `${sun} ${this._written(value)}`));
      if (!number || !time.includes(":")) return;
      track.append(el("div", {
        className: "handle", data: { day, index: number - 1 }, style: { left: percent(start) },
        onpointerdown: (event) => this._grab(event, owner),
      }));
    });
    if (now.day === day) {
      track.append(el("div", { className: "now", style: { left: percent(now.at) } }));
    }
    return this._line(now.day === day ? "day today" : "day", this._day(day, "short"), track);
  }

  _line(className, name, content) {
    return el("div", { className: "row" }, el("div", { className }, name), content);
  }

  _button(key, onclick, className = "") {
    return el("button", { onclick, className, disabled: !!this._busy, data: { key } }, this._text(key));
  }

  /** Return what changes the chosen event. */
  _editor() {
    const { day, index } = this._chosen;
    const { time, value } = this._event(this._chosen);
    const set = (change) => { Object.assign(this._event(this._chosen), change); this._draw(); };
    const at = el("input", {
      type: "time", step: STEP * 60, value: time, data: { key: "time" }, aria: { label: this._text("time") },
      onchange: () => { if (at.value) this._move(this._chosen, minutes(at.value)); this._draw(); },
    });
    const tools = el("div", { className: "tools" },
      el("strong", {}, this._day(day, "long")), time.includes(":") ? at : sunny(time));
    const choices = this._told.kind === "on_off" ? ["on", "off"] : this._heats() ? ["off"] : [];
    if (this._told.kind !== "on_off") {
      const [low, high, step] = this._heats() ? [5, 30, 0.5] : [0, 100, 5];
      const number = value === "off" ? null : value;
      const give = (wanted) => set({ value: clamp(wanted, low, high) });
      const input = el("input", {
        type: "number", min: low, max: high, step, value: number ?? "", data: { key: "value" },
        aria: { label: this._text("value") },
        onchange: () => input.value === "" ? this._draw() : give(Number(input.value)),
      });
      const sign = (text, key, by) => el("button", {
        onclick: () => give((number ?? low) + by), data: { key }, aria: { label: this._text(key) },
      }, text);
      tools.append(sign("−", "less", -step), input, sign("+", "more", step));
    }
    for (const choice of choices) {
      const button = this._button(choice, () => set({ value: choice }));
      button.setAttribute("aria-pressed", value === choice);
      tools.append(button);
    }
    const target = el("select", { data: { key: "copy" }, aria: { label: this._text("copy") } },
      new Option(this._text("copy"), ""), new Option(this._text("all"), "all"),
      ...DAYS.filter((one) => one !== day).map((one) => new Option(this._day(one, "long"), one)));
    target.onchange = () => {
      for (const one of target.value === "all" ? DAYS : [target.value]) {
        this._week[one] = copied(this._week[day]);
      }
      this._draw();
    };
    const remove = () => { this._week[day].splice(index, 1); this._chosen = null; this._draw(); };
    const halve = () => {
      const positions = this._positions(day);
      this._insert(day, (positions[index] + (positions[index + 1] ?? 1440)) / 2);
    };
    tools.append(this._button("add", halve), this._button("delete", remove), target);
    return tools;
  }

  /** Move an event, not beyond those before and after it. */
  _move({ day, index }, wanted) {
    const positions = this._positions(day);
    const low = index ? Math.ceil((positions[index - 1] + 1) / STEP) * STEP : 0;
    const next = positions[index + 1] ?? 1440;
    const high = Math.min(Math.floor((next - 1) / STEP) * STEP, LAST);
    if (low > high) return;
    this._week[day][index].time = clock(clamp(Math.round(wanted / STEP) * STEP, low, high));
  }

  /** Add an event that goes on with what holds then, ready to be changed. */
  _insert(day, wanted) {
    const at = clamp(Math.round(wanted / STEP) * STEP, 0, LAST);
    const positions = this._positions(day);
    if (positions.includes(at)) return;
    const index = positions.filter((one) => one < at).length;
    const owner = index ? { day, index: index - 1 } : this._carried(day);
    const first = { heating: 20, on_off: "on" }[this._told.kind] ?? 100;
    const value = owner ? this._event(owner).value : first;
    this._week[day].splice(index, 0, { time: clock(at), value });
    this._chosen = { day, index };
    this._draw();
  }

  _insertAt({ clientX, clientY }) {
    for (const track of this._rows.querySelectorAll(".track")) {
      const box = track.getBoundingClientRect();
      if (clientY >= box.top && clientY <= box.bottom && clientX >= box.left && !this._busy) {
        this._insert(track.dataset.day, ((clientX - box.left) / box.width) * 1440);
      }
    }
  }

  _grab(event, owner) {
    if (this._busy || event.button) return;
    event.preventDefault();
    const box = event.target.parentElement.getBoundingClientRect();
    this._drags = { owner, box };
    this._chosen = owner;
    // The handles are drawn anew while one is dragged; what holds them stays.
    this._rows.setPointerCapture(event.pointerId);
  }

  _drag({ clientX }) {
    if (!this._drags) return;
    const { owner, box } = this._drags;
    this._move(owner, ((clientX - box.left) / box.width) * 1440);
    this._draw();
  }

  _drop() {
    if (!this._drags) return;
    this._drags = null;
    this._draw();
  }
}

if (!customElements.get(NAME)) customElements.define(NAME, WiserHomeScheduleCard);
window.customCards = window.customCards ?? [];
window.customCards.push({
  type: NAME,
  name: "Wiser schedule",
  description: (TEXTS[navigator.language.split("-")[0]] ?? TEXTS.en).description,
});
