// One place through the years against others: a line that stops where a figure is missing and where a definition breaks.
const MOST_LINES = 30;
const READ = ['printed', 'words'];

// The places that a place is held against.
function peersOf(place, against) {
  const same = places.filter((other) => other.level === place.level && other !== place && other.reports);
  if (against === 'siblings') return same.filter((other) => other.parent === place.parent);
  if (against === 'province') return same.filter((other) => province(other) === province(place));
  return against === 'country' ? same : [];
}

// Year by year what a place says in a column.
function said(place, column, figures, sources) {
  let form = null;
  return place.points.map((point) => {
    if (point < 0) return { point, value: null, state: 'absent', flags: [], cut: null };
    const now = sources.form[point];
    const grade = cutOf(column, point, form, now);
    if (figures.grade[point] !== '.') form = now;
    return {
      point,
      value: figures.value[point],
      state: stateOf(figures.state[point]),
      grade: figures.grade[point],
      form: now,
      scope: sources.scope[point],
      flags: flagsOf(point),
      cut: grade === 'A' ? null : grade,
    };
  });
}

// How a point stands to the one before: the panel knows what breaks for a county; elsewhere the forms tell.
function cutOf(column, point, before, now) {
  const grade = before === null || now === before ? 'A' : gradeBetween(column, before, now);
  const breaks = core.points.breaks[point];
  if (!breaks) return grade;
  return breaks.includes(column.number) ? 'C' : grade === 'B' ? 'B' : 'A';
}

// Values in stretches without a break: each is a line of its own, so that nothing is joined across.
function stretches(years) {
  const found = [];
  let line = null;
  years.forEach((year, at) => {
    if (year.cut === 'C' || !line) found.push((line = new Array(years.length).fill(null)));
    line[at] = year.value;
  });
  return found.filter((values) => values.some((value) => value !== null));
}

function drawSeries(view) {
  const { place, column, figures, sources } = view;
  const own = said(place, column, figures, sources);
  const peers = peersOf(place, view.against)
    .map((peer) => ({ place: peer, years: said(peer, column, figures, sources) }))
    .filter((peer) => peer.years.some((year) => year.value !== null));
  const sorted = core.years.map((_, at) =>
    peers
      .map((peer) => peer.years[at].value)
      .filter((value) => value !== null)
      .sort((a, b) => a - b),
  );
  const middle = sorted.map((values) => quantile(values, 0.5));
  const lines = peers.length <= MOST_LINES;
  const series = [{}];
  const data = [];
  const add = (values, about) => {
    data.push(values);
    series.push({ points: { show: false }, ...about });
  };
  const grey = { stroke: ink('peer'), width: 1.25 };
  if (lines)
    for (const peer of peers)
      for (const values of stretches(peer.years))
        add(values, { ...grey, points: { show: true, size: 3, fill: ink('peer'), stroke: ink('peer') } });
  else
    for (const q of [0.75, 0.25])
      add(
        sorted.map((values) => quantile(values, q)),
        { stroke: ink('band') },
      );
  const bands = lines ? [] : [{ series: [1, 2], fill: ink('band') }];
  if (peers.length)
    for (const values of stretches(middle.map((value, at) => ({ value, cut: breakOf(column, at) }))))
      add(values, { stroke: ink('muted'), width: 1.5, dash: [6, 4] });
  for (const values of stretches(own)) add(values, { stroke: ink('accent'), width: 2.5 });
  const tops = [...own.map((year) => year.value ?? 0), ...(lines ? sorted.flat() : sorted.map((values) => quantile(values, 0.75) ?? 0))];
  const high = Math.max(1, ...tops) * 1.1;

  const words = (at) => describe(view, own[at], at, sorted[at], middle[at]);
  const element = by('series');
  plot(element, {
    height: 340,
    low: 0,
    high,
    series,
    data,
    bands,
    bottom: 58,
    paint: (u) => {
      marks(u, own);
      strip(u, own);
    },
    point: (at) => (at < 0 ? tip(element, 0, null) : tip(element, leftOf(element.plot, at), words(at))),
    choose: view.show,
  });
  years(element, words, view.show);
  element.own = own;
  element.dataset.measure = `${column.table.name}.${column.name}`;
  const stated = own.filter((year) => year.value !== null).length;
  const reports = own.filter((year) => year.point >= 0).length;
  const about = { place: place.name, measure: fullName(column), unit: column.unit, n: reports, stated };
  const caption = [say(stated ? 'caption' : 'caption_none', about)];
  if (peers.length) caption.push(say(lines ? 'caption_peers' : 'caption_band', { n: peers.length }));
  by('series-caption').textContent = caption.join(' ');
  element.setAttribute('aria-label', caption.join(' '));
  fold('series-table', () => [seriesTable(view, own, sorted, middle), peers.length ? peerTable(view, peers) : null].filter(Boolean));
  return own;
}

// What a year has to say, line by line.
function describe(view, year, at, values, middle) {
  const first = make(
    'strong',
    {},
    `${core.years[at]}  `,
    year.value === null ? say('no_value') : `${figure(year.value)} ${view.column.unit}`,
  );
  if (year.point < 0) return [first, say(`seen_${view.place.seen[at]}`), ...peerLine(values, middle)];
  return [
    first,
    say(`state_${year.state}`),
    `${say('scope')}: ${say(`scope_${year.scope}`)} · ${say('form')} ${year.form}`,
    ...(year.cut ? [say(`grade_${year.cut}`)] : []),
    ...year.flags.map((flag) => `⚑ ${say(`flag_${flag}`)}`),
    ...(year.value === null || !values.length
      ? []
      : [say('rank', { rank: 1 + values.filter((value) => value > year.value).length, of: values.length + 1 })]),
    ...peerLine(values, middle),
  ];
}

function peerLine(values, middle) {
  return values.length ? [`${say('median')}: ${figure(middle)} (${values.length})`] : [];
}

// Breaks, then a mark at every value: its shape says how it was come by.
function marks(u, own) {
  own.forEach((year, at) => {
    if (year.cut) rule(u, at, ink(year.cut === 'C' ? 'alarm' : 'care'), year.cut === 'C' ? say('break') : 'B');
  });
  const dots = devicePixelRatio;
  own.forEach((year, at) => {
    if (year.value === null) return;
    const x = u.valToPos(core.years[at], 'x', true);
    const y = u.valToPos(year.value, 'y', true);
    const conflict = year.state === 'conflict';
    const read = READ.includes(year.state);
    const colour = conflict ? ink('alarm') : ink('accent');
    const { ctx } = u;
    ctx.save();
    ctx.lineWidth = 2 * dots;
    if (year.flags.length) circle(ctx, x, y, 8.5 * dots, null, ink('care'));
    if (conflict) triangle(ctx, x, y, 6 * dots, colour);
    else circle(ctx, x, y, 4.5 * dots, read ? colour : ink('paper'), colour);
    ctx.restore();
  });
}

function circle(ctx, x, y, radius, fill, stroke) {
  ctx.beginPath();
  ctx.arc(x, y, radius, 0, 2 * Math.PI);
  if (fill) {
    ctx.fillStyle = fill;
    ctx.fill();
  }
  ctx.strokeStyle = stroke;
  ctx.stroke();
}

function triangle(ctx, x, y, size, fill) {
  ctx.beginPath();
  ctx.moveTo(x, y - size);
  ctx.lineTo(x + size, y + size * 0.8);
  ctx.lineTo(x - size, y + size * 0.8);
  ctx.closePath();
  ctx.fillStyle = fill;
  ctx.fill();
}

// Below the years: full where there is a figure, hollow where a report gives none, a stroke where there is no report.
function strip(u, own) {
  const dots = devicePixelRatio;
  const { ctx } = u;
  const y = u.bbox.top + u.bbox.height + 40 * dots;
  const size = 11 * dots;
  ctx.save();
  ctx.lineWidth = 1.5 * dots;
  own.forEach((year, at) => {
    const x = u.valToPos(core.years[at], 'x', true);
    ctx.strokeStyle = ctx.fillStyle = year.point < 0 ? ink('peer') : ink('accent');
    if (year.value !== null) ctx.fillRect(x - size / 2, y - size / 2, size, size);
    else if (year.point >= 0) ctx.strokeRect(x - size / 2, y - size / 2, size, size);
    else ctx.fillRect(x - size / 2, y - dots, size, 2 * dots);
  });
  ctx.restore();
}

function seriesTable(view, own, sorted, middle) {
  const heads = ['year', 'value', 'state', 'scope', 'form', 'compare', 'flags', 'median', 'others', 'source'].map((key) => say(key));
  const rows = own.map((year, at) => [
    String(core.years[at]),
    figure(year.value),
    year.point < 0 ? say(`seen_${view.place.seen[at]}`) : say(`state_${year.state}`),
    year.point < 0 ? '' : say(`scope_${year.scope}`),
    year.form ?? '',
    year.cut ? say(`grade_${year.cut}`) : '',
    year.flags.map((flag) => say(`flag_${flag}`)).join(' · '),
    figure(middle[at]),
    figure(sorted[at].length),
    year.point < 0
      ? ''
      : make('button', { type: 'button', 'aria-label': `${say('show')} ${core.years[at]}`, onclick: () => view.show(at) }, say('show')),
  ]);
  return table(by('series-caption').textContent, heads, rows, [1, 7, 8]);
}

function peerTable(view, peers) {
  const heads = [say('of_peers'), ...core.years.map(String)];
  const rows = peers.map((peer) => [
    make('button', { type: 'button', class: 'link', onclick: () => view.choose(peer.place) }, quoted(peer.place.name)),
    ...peer.years.map((year) => figure(year.value)),
  ]);
  return table(
    say('of_peers'),
    heads,
    rows,
    core.years.map((_, at) => at + 1),
  );
}
