// Coverage as a table that is coloured: what eyes see and what a screen reader reads is one thing.

function drawCoverage(view) {
  const { region, byFigure, figures } = view;
  const what = (place, at) => {
    const seen = place.seen[at];
    if (!byFigure || seen !== 'r') return seen;
    return figures.value[place.points[at]] === null ? 's' : 'v';
  };
  const country = region === '';
  const rows = country ? places.filter((place) => place.parent === null) : below(places[region]);
  const cells = (place) => core.years.map((year, at) => (country ? share(place, at, what) : single(place, at, what)));
  const head = (place) =>
    make('button', { type: 'button', class: `link ${place.level}`, onclick: () => view.open(place, country) }, quoted(place.name));
  const body = make(
    'tbody',
    {},
    rows.map((place) =>
      make(
        'tr',
        {},
        make('th', { scope: 'row' }, head(place)),
        cells(place).map((cell, at) =>
          make(
            'td',
            {
              tabindex: '-1',
              class: cell.class,
              'data-place': place.at,
              'data-year': at,
              'aria-label': cell.label,
              title: cell.label,
            },
            cell.text,
          ),
        ),
      ),
    ),
  );
  const grid = make(
    'table',
    { role: 'grid', class: country ? 'country' : 'region' },
    make('caption', { class: 'unseen' }, say('coverage')),
    make(
      'thead',
      {},
      make(
        'tr',
        {},
        make('th', { scope: 'col' }, say('name')),
        core.years.map((year) => make('th', { scope: 'col' }, make('span', {}, String(year)))),
      ),
    ),
    body,
  );
  grid.querySelectorAll('td[data-year]').forEach((cell) => {
    if (country) cell.style.setProperty('--share', (parseInt(cell.textContent, 10) || 0) / 100);
  });
  const first = grid.querySelector('td');
  if (first) first.tabIndex = 0;
  grid.onclick = ({ target }) => {
    const cell = target.closest('td');
    if (cell) view.open(places[cell.dataset.place], country, Number(cell.dataset.year));
  };
  grid.onkeydown = (event) => moveInGrid(grid, event);
  by('coverage').replaceChildren(grid);
  const key = country
    ? [['ramp', say(byFigure ? 'share_figure' : 'share_report'), '']]
    : (byFigure ? ['v', 's', 'x', 'a', 'o', 'n', '.'] : ['r', 'x', 'a', 'o', 'n', '.']).map((letter) => [
        `cell ${kind(letter)}`,
        say(`seen_${letter}`),
        SIGNS[letter],
      ]);
  by('coverage-key').replaceChildren(
    ...key.map(([name, text, sign]) => make('span', {}, make('i', { class: name, 'aria-hidden': 'true' }, sign), text)),
  );
}

// A place and everything below it.
function below(place) {
  return [place, ...place.children.flatMap((child) => below(places[child]))];
}

const SIGNS = { r: '●', v: '●', s: '○', x: '×', a: '?', o: '–', n: '', '.': '' };

function kind(letter) {
  return { r: 'seen', v: 'seen', s: 'silent', x: 'refused', a: 'doubtful', o: 'partly', n: 'nothing', '.': 'nowhere' }[letter];
}

function single(place, at, what) {
  const letter = what(place, at);
  return {
    text: SIGNS[letter],
    class: kind(letter),
    label: say('cell_place', { place: place.name, year: core.years[at], what: say(`seen_${letter}`) }),
  };
}

// The share of the counties of a province; empty where it had none.
function share(root, at, what) {
  const counties = below(root).filter((place) => place.level === 'county' && place.seen[at] !== '.');
  const n = counties.filter((place) => ['r', 'v'].includes(what(place, at))).length;
  const text = counties.length ? String(Math.round((100 * n) / counties.length)) : '';
  const full = n > counties.length * 0.55 ? ' full' : '';
  return {
    text: n ? (text === '0' ? '<1' : text) : counties.length ? '·' : '',
    class: `share${full}${n ? '' : ' zero'}`,
    label: say('cell_share', { place: root.name, year: core.years[at], n, of: counties.length }),
  };
}

function moveInGrid(grid, event) {
  const cell = event.target.closest('td');
  if (!cell) return;
  const row = cell.parentElement;
  const at = [...row.cells].indexOf(cell);
  const to = {
    ArrowLeft: () => row.cells[at - 1],
    ArrowRight: () => row.cells[at + 1],
    Home: () => row.cells[1],
    End: () => row.cells[row.cells.length - 1],
    ArrowUp: () => row.previousElementSibling?.cells[at],
    ArrowDown: () => row.nextElementSibling?.cells[at],
  }[event.key]?.();
  if (to?.matches('td')) {
    event.preventDefault();
    cell.tabIndex = -1;
    to.tabIndex = 0;
    to.focus();
  } else if (event.key === 'Enter' || event.key === ' ') {
    event.preventDefault();
    cell.click();
  }
}
