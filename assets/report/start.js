// What is chosen, and what is drawn again when it changes. The choice stands in the address behind `#`, so that it can be sent.
const chosen = { place: null, column: 0, against: 'siblings', region: null, byFigure: false, among: 'county', logarithmic: false };
let turn = 0;

function remember() {
  const address = `#place=${chosen.place?.code ?? ''}&level=${chosen.place?.level ?? ''}&measure=${columns[chosen.column].table.name}.${columns[chosen.column].name}`;
  try {
    history.replaceState(null, '', address);
  } catch {
    /* some browsers keep the address of a local file */
  }
}

function recall() {
  const asked = new URLSearchParams(location.hash.slice(1));
  const [table, name] = (asked.get('measure') ?? '').split('.');
  const column = columns.findIndex((own) => own.table.name === table && own.name === name);
  const most = core.stated.indexOf(Math.max(...core.stated));
  chosen.column = column >= 0 ? column : Math.max(0, most);
  const wanted = places.find((place) => place.code === asked.get('place') && place.level === asked.get('level'));
  const fullest = places.reduce((best, place) => (place.level === 'county' && place.reports > (best?.reports ?? 0) ? place : best), null);
  chosen.place = wanted ?? fullest ?? places.find((place) => place.reports) ?? null;
}

function choosePlace(place) {
  if (place) {
    chosen.place = place;
    if (!allowed().includes(chosen.against)) chosen.against = 'siblings';
    draw(true);
  }
  by('picker').value = chosen.place ? pathOf(chosen.place) : '';
}

// What a place may be held against.
function allowed() {
  const level = chosen.place?.level;
  return ['siblings', ...(level === 'county' ? ['province'] : []), ...(level === 'province' ? [] : ['country']), 'alone'];
}

function fillControls() {
  const grouped = core.tables.map((own) => ({
    label: tableName(own),
    entries: columns
      .filter((column) => column.table === own)
      .map((column) => [column.number, language === 'zh' ? columnName(column) : fullName(column)]),
  }));
  options(by('measure'), grouped, chosen.column);
  const { place } = chosen;
  const parent = place && place.parent !== null ? places[place.parent].name : say('country').split(/[（(]/)[0].trim();
  const names = {
    siblings: say('siblings', { region: parent }),
    province: say('province_wide', { region: place ? province(place).name : '' }),
    country: say('country_wide'),
    alone: say('alone'),
  };
  options(by('against'), [{ entries: allowed().map((name) => [name, names[name]]) }], chosen.against);
  options(
    by('region'),
    [{ entries: [['', say('country')], ...places.filter((own) => own.parent === null).map((own) => [own.at, own.name])] }],
    chosen.region ?? '',
  );
  options(
    by('colour'),
    [
      {
        entries: [
          ['report', say('colour_report')],
          ['figure', say('colour_figure', { measure: fullName(columns[chosen.column]) })],
        ],
      },
    ],
    chosen.byFigure ? 'figure' : 'report',
  );
  if (place) options(by('among'), [{ entries: groups(place).map(([name, text]) => [name, text]) }], chosen.among);
}

function words() {
  const { years, counts } = core;
  by('about').textContent = years.length
    ? say('about', {
        snapshot: core.snapshot,
        first: years[0],
        last: years[years.length - 1],
        reports: figure(counts.reports),
        facts: figure(counts.facts),
      })
    : say('about_none', { snapshot: core.snapshot });
  const left = core.quotes.left_out;
  by('left-out').textContent = left.length
    ? say('left_out', {
        limit: core.quotes.limit / 1e6,
        n: left.length,
        measures: left.map((number) => fullName(columns[number])).join(language === 'zh' ? '；' : '; '),
      })
    : '';
  if (!core.same_configuration) trouble(say('other_configuration'));
  const key = [
    ['dot', 'key_read'],
    ['dot hollow', 'key_inferred'],
    ['dot conflict', 'key_conflict'],
    ['dot flagged', 'key_flag'],
    ['dash alarm', 'key_break'],
    ['dash care', 'key_care'],
    ['box full', 'seen_v'],
    ['box', 'key_silent'],
    ['stroke', 'key_absent'],
  ];
  by('series-key').replaceChildren(...key.map(([name, text]) => make('span', {}, make('i', { class: name }), say(text))));
}

function trouble(text) {
  by('trouble').textContent = text;
  by('trouble').hidden = false;
}

// Draws all that depends on the choice. What was begun for an earlier choice stops.
async function draw(newSource) {
  const own = ++turn;
  const column = columns[chosen.column];
  fillControls();
  by('meaning').textContent = language === 'zh' ? '' : column.doc;
  by('meaning').hidden = language === 'zh';
  const [figures, sources] = await Promise.all([unpack(`figures-${column.number}`), unpack('sources')]);
  if (own !== turn) return;
  const stale = () => own !== turn;
  if (chosen.place) {
    const view = {
      place: chosen.place,
      column,
      figures,
      sources,
      against: chosen.against,
      stale,
      choose: choosePlace,
      among: chosen.among,
      logarithmic: chosen.logarithmic,
    };
    view.show = (at) => {
      chosen.year = at;
      showSource(view, at);
    };
    const years = drawSeries(view);
    if (!performance.getEntriesByName('first-chart').length) performance.mark('first-chart');
    const last = years.findLastIndex((year) => year.value !== null);
    if (newSource || chosen.year === undefined) chosen.year = last >= 0 ? last : years.findLastIndex((year) => year.point >= 0);
    if (chosen.year >= 0) view.show(chosen.year);
    else by('detail').replaceChildren(make('p', { class: 'faint' }, say('detail_none')));
    drawSpread(view);
  } else {
    by('series-caption').textContent = say('no_choice');
  }
  const open = (place, country, at) => {
    if (country) {
      chosen.region = place.at;
      draw(false);
      by('region').focus();
      return;
    }
    choosePlace(place);
    if (at !== undefined) {
      chosen.year = at;
      draw(false);
    }
    by('place-section').scrollIntoView({ block: 'start' });
  };
  drawCoverage({ region: chosen.region === null ? '' : chosen.region, byFigure: chosen.byFigure, figures, column, open });
  remember();
}

function speak() {
  translate();
  words();
  by('picker').value = chosen.place ? pathOf(chosen.place) : '';
  draw(false);
  drawQuality();
}

function listen() {
  by('language').onclick = () => {
    language = language === 'zh' ? 'en' : 'zh';
    speak();
  };
  by('measure').onchange = (event) => {
    chosen.column = Number(event.target.value);
    draw(false);
  };
  by('against').onchange = (event) => {
    chosen.against = event.target.value;
    draw(false);
  };
  by('region').onchange = (event) => {
    chosen.region = event.target.value === '' ? null : Number(event.target.value);
    draw(false);
  };
  by('colour').onchange = (event) => {
    chosen.byFigure = event.target.value === 'figure';
    draw(false);
  };
  by('among').onchange = (event) => {
    chosen.among = event.target.value;
    draw(false);
  };
  by('logarithmic').onchange = (event) => {
    chosen.logarithmic = event.target.checked;
    draw(false);
  };
  setUpPicker(choosePlace);
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', () => draw(false));
  let width = innerWidth;
  addEventListener('resize', () => {
    if (innerWidth !== width) {
      width = innerWidth;
      requestAnimationFrame(() => draw(false));
    }
  });
  // Ink on paper is dark, whatever the screen prefers.
  addEventListener('beforeprint', () => {
    document.documentElement.classList.add('print');
    draw(false);
  });
  addEventListener('afterprint', () => {
    document.documentElement.classList.remove('print');
    draw(false);
  });
}

translate();
if (typeof DecompressionStream === 'undefined') {
  trouble(say('too_old'));
} else {
  open()
    .then(() => {
      recall();
      listen();
      speak();
    })
    .catch((error) => trouble(say('broken', { why: error.message })));
}
