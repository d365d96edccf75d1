// Small pieces of page. Text goes in as text: nothing here reads markup.
const by = (id) => document.getElementById(id);

function make(tag, about = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(about)) {
    if (value === null || value === undefined || value === false) continue;
    if (name.startsWith('on')) element.addEventListener(name.slice(2), value);
    else element.setAttribute(name, value === true ? '' : value);
  }
  for (const child of children.flat()) if (child !== null && child !== undefined) element.append(child);
  return element;
}

// Words of a scraped page: apart from the direction and the language of the text around them.
function quoted(text) {
  return make('bdi', { lang: 'zh' }, text ?? '');
}

// A table from heads and rows of cells; a cell is text or an element.
function table(caption, heads, rows, numeric = []) {
  const kind = (at) => (numeric.includes(at) ? 'number' : null);
  return make(
    'table',
    {},
    make('caption', { class: 'unseen' }, caption),
    make(
      'thead',
      {},
      make(
        'tr',
        {},
        heads.map((head, at) => make('th', { scope: 'col', class: kind(at) }, head)),
      ),
    ),
    make(
      'tbody',
      {},
      rows.map((row) =>
        make(
          'tr',
          {},
          row.map((cell, at) => (at === 0 ? make('th', { scope: 'row', class: kind(at) }, cell) : make('td', { class: kind(at) }, cell))),
        ),
      ),
    ),
  );
}

// Fills a fold when it is open, now or later.
function fold(id, fill) {
  const details = by(id);
  const show = () => {
    if (details.open) details.querySelector('div').replaceChildren(...[fill()].flat());
  };
  details.ontoggle = show;
  show();
}

function options(select, groups, chosen) {
  select.replaceChildren(
    ...groups.flatMap(({ label, entries }) => {
      const made = entries.map(([value, text]) => make('option', { value, selected: String(value) === String(chosen) }, text));
      return label ? [make('optgroup', { label }, made)] : made;
    }),
  );
}

// A colour of the style sheet, as it is now.
function ink(name) {
  return getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim();
}

// Shows words at a place of a chart; the screen reader hears them when the keyboard moved there.
function tip(chart, left, lines) {
  let box = chart.querySelector('.tip');
  if (!box) chart.append((box = make('div', { class: 'tip', 'aria-hidden': 'true' })));
  box.hidden = !lines;
  if (!lines) return;
  box.replaceChildren(...lines.map((line) => make('div', {}, line)));
  const room = chart.clientWidth - box.offsetWidth - 4;
  box.style.left = `${Math.max(0, Math.min(left + 12 > room ? left - box.offsetWidth - 12 : left + 12, room))}px`;
}

function announce(chart, lines) {
  let live = chart.parentElement.querySelector('.live');
  if (!live) chart.parentElement.append((live = make('div', { class: 'unseen live', 'aria-live': 'assertive' })));
  live.textContent = lines.map((line) => line.textContent ?? line).join('; ');
}

// Arrow keys over the years of a chart.
function walk(chart, { move, choose }) {
  chart.onkeydown = (event) => {
    const step = { ArrowLeft: -1, ArrowRight: 1, Home: -1000, End: 1000 }[event.key];
    if (step) {
      event.preventDefault();
      move(step);
    }
    if ((event.key === 'Enter' || event.key === ' ') && choose) {
      event.preventDefault();
      choose();
    }
    if (event.key === 'Escape') tip(chart, 0, null);
  };
  chart.onblur = () => tip(chart, 0, null);
}
