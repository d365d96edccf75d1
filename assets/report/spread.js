// How the figures of one level spread in each year: boxes, and a dot for the place that is shown above.
const STEPS = [0.1, 0.25, 0.5, 0.75, 0.9];

// Whom the boxes may be made of.
function groups(place) {
  const root = province(place);
  return [
    ['county', say('all_counties'), (other) => other.level === 'county'],
    ['in', say('counties_of', { region: root.name }), (other) => other.level === 'county' && province(other) === root],
    ['prefecture', say('all_prefectures'), (other) => other.level === 'prefecture'],
    ['province', say('all_provinces'), (other) => other.level === 'province'],
  ];
}

function drawSpread(view) {
  const { place, column, figures, sources, logarithmic } = view;
  const [, among, member] = groups(place).find(([name]) => name === view.among);
  const members = places.filter((other) => other.reports && member(other));
  const boxes = core.years.map((_, at) => {
    const points = members.map((other) => other.points[at]).filter((point) => point >= 0);
    const values = points
      .map((point) => figures.value[point])
      .filter((value) => value !== null)
      .sort((a, b) => a - b);
    return {
      n: values.length,
      reports: points.length,
      zeros: values.filter((value) => value === 0).length,
      steps: STEPS.map((q) => quantile(values, q)),
    };
  });
  const own = said(place, column, figures, sources).map((year) => year.value);
  const high = Math.max(1, ...boxes.map((box) => box.steps[4] ?? 0), ...own.map((value) => value ?? 0)) * 1.08;
  const words = (at) => {
    const box = boxes[at];
    const head = make('strong', {}, `${core.years[at]}  ${say('stated')}: ${figure(box.n)} / ${figure(box.reports)}`);
    if (!box.n) return [head];
    const lines = STEPS.map(
      (q, step) => `${q === 0.5 ? say('median') : say('quantile', { q: q * 100 })}: ${figure(box.steps[step])}`,
    ).reverse();
    return [head, ...lines, `${say('zeros')}: ${figure(box.zeros)}`, ...(own[at] === null ? [] : [`${place.name}: ${figure(own[at])}`])];
  };
  const element = by('spread');
  const hidden = { points: { show: false }, stroke: null, width: 0 };
  plot(element, {
    height: 300,
    low: 0,
    high,
    bottom: 34,
    scale: logarithmic ? { distr: 4 } : {},
    series: [{}, hidden],
    data: [boxes.map((box) => box.steps[4])],
    bands: [],
    paint: (u) => {
      breaks(u, column);
      boxes.forEach((box, at) => drawBox(u, box, at, own[at]));
    },
    point: (at) => (at < 0 ? tip(element, 0, null) : tip(element, leftOf(element.plot, at), words(at))),
  });
  years(element, words);
  const caption = `${say('spread_caption', { measure: fullName(column), unit: column.unit, among })} ${say('spread_place', { place: place.name })}`;
  by('spread-caption').textContent = caption;
  element.setAttribute('aria-label', caption);
  fold('spread-table', () =>
    table(
      caption,
      [
        say('year'),
        say('stated'),
        say('zeros'),
        ...STEPS.map((q) => (q === 0.5 ? say('median') : say('quantile', { q: q * 100 }))),
        place.name,
      ],
      boxes.map((box, at) => [
        String(core.years[at]),
        figure(box.n),
        figure(box.zeros),
        ...box.steps.map((step) => figure(step === null ? null : Math.round(step * 100) / 100)),
        figure(own[at]),
      ]),
      [1, 2, 3, 4, 5, 6, 7, 8],
    ),
  );
}

// The grade of a year that begins a form, for many places at once; late adopters are marked in their own series.
function breakOf(column, at) {
  const form = String(core.years[at]);
  const before = Object.keys(column.grades)
    .filter((own) => own < form)
    .sort()
    .pop();
  return at > 0 && before && form in column.grades ? column.grades[form] : null;
}

function breaks(u, column) {
  core.years.forEach((_, at) => {
    if (breakOf(column, at) === 'C') rule(u, at, ink('alarm'), say('break'));
  });
}

function drawBox(u, box, at, own) {
  const { ctx } = u;
  const dots = devicePixelRatio;
  const x = u.valToPos(core.years[at], 'x', true);
  const width = Math.min(26 * dots, 0.55 * (u.bbox.width / core.years.length));
  ctx.save();
  ctx.lineWidth = 1.25 * dots;
  ctx.strokeStyle = ink('box-line');
  ctx.fillStyle = ink('box');
  if (box.n) {
    const [low, first, middle, third, high] = box.steps.map((step) => u.valToPos(step, 'y', true));
    ctx.beginPath();
    ctx.moveTo(x, low);
    ctx.lineTo(x, first);
    ctx.moveTo(x, third);
    ctx.lineTo(x, high);
    for (const end of [low, high]) {
      ctx.moveTo(x - width / 4, end);
      ctx.lineTo(x + width / 4, end);
    }
    ctx.stroke();
    ctx.fillRect(x - width / 2, third, width, first - third);
    ctx.strokeRect(x - width / 2, third, width, first - third);
    ctx.lineWidth = 2.5 * dots;
    ctx.beginPath();
    ctx.moveTo(x - width / 2, middle);
    ctx.lineTo(x + width / 2, middle);
    ctx.stroke();
  }
  ctx.lineWidth = 1.5 * dots;
  if (own !== null) circle(ctx, x, u.valToPos(own, 'y', true), 4.5 * dots, ink('accent'), ink('paper'));
  ctx.restore();
}
