// Where a figure comes from: the facts that it is made of, the line of the source for each, and the source itself.
async function showSource(view, at) {
  const { place, column } = view;
  const point = place.points[at];
  const detail = by('detail');
  const head = make('h3', {}, quoted(place.name), ` ${core.years[at]} · ${fullName(column)}`);
  if (point < 0) {
    detail.replaceChildren(head, make('p', {}, say(`seen_${place.seen[at]}`)), make('p', { class: 'faint' }, say('detail_none')));
    return;
  }
  const [figures, sources, quotes] = await Promise.all([
    unpack(`figures-${column.number}`),
    unpack('sources'),
    unpack(`quotes-${column.number}`),
  ]);
  if (view.stale()) return;
  const value = figures.value[point];
  const state = stateOf(figures.state[point]);
  const flags = flagsOf(point).map((flag) => say(`flag_${flag}`));
  const grade = figures.grade[point];
  const facts = [
    say(`state_${state}`),
    `${say('scope')}: ${say(`scope_${sources.scope[point]}`)}`,
    `${say('form')} ${sources.form[point]}`,
    ...(grade === '.' ? [] : [say(`grade_${grade}`)]),
    ...flags.map((flag) => `⚑ ${flag}`),
  ];
  detail.replaceChildren(
    head,
    make(
      'p',
      { class: 'figure' },
      value === null ? say('no_value') : `${figure(value)} `,
      value === null ? null : make('small', {}, column.unit),
    ),
    make('p', { class: 'faint' }, facts.join(' · ')),
    ...(quotes ? parts(quotes, point) : [make('p', {}, say('detail_left_out', { limit: core.quotes.limit / 1e6 }))]),
    origin(sources, point),
    make('p', { class: 'faint' }, say('detail_command')),
    make('code', { class: 'command' }, command(quotes, column, point, sources, at)),
  );
}

// The parts of a point, each with its line.
function parts(quotes, point) {
  const list = make('ul', { class: 'parts' });
  for (let part = quotes.first[point]; part < quotes.first[point + 1]; part++) {
    const [name, label, unit] = core.metrics[quotes.metric[part]];
    const state = stateOf(quotes.state[part]);
    const value = quotes.value[part];
    const read = quotes.read[part]?.map((text) => quotes.texts[text]);
    list.append(
      make(
        'li',
        {},
        make('span', { title: name }, language === 'zh' ? label : name),
        ' ',
        make('strong', {}, value === null ? say('no_value') : `${figure(value)} ${unit}`),
        ' ',
        make('small', {}, read ? say(`method_${read[0]}`) : say('detail_nothing', { state: say(`state_${state}`) })),
        read ? make('blockquote', { lang: 'zh' }, quoted(read[1]), make('mark', {}, read[2] || '␣'), quoted(read[3])) : null,
      ),
    );
  }
  return [list];
}

function origin(sources, point) {
  const of = (name) => sources[name][point];
  const rows = [
    ['agency', of('agency')],
    ['report_title', of('title')],
    ['file', of('source_path')],
    ['address', of('url')],
    ['published', of('published') === null ? null : new Date(Number(of('published')) * 86400000).toISOString().slice(0, 10)],
    ['report_id', of('report_id')],
  ];
  return make(
    'dl',
    {},
    rows
      .filter(([, text]) => text)
      .flatMap(([key, text]) => [make('dt', {}, say(key)), make('dd', {}, key === 'address' ? link(text) : quoted(text))]),
  );
}

// An address that a page gave is a link only if it leads to the web.
function link(text) {
  let address;
  try {
    address = new URL(text);
  } catch {
    return quoted(text);
  }
  if (!['http:', 'https:'].includes(address.protocol)) return quoted(text);
  return make('a', { href: address.href, rel: 'noopener noreferrer nofollow', target: '_blank' }, quoted(text));
}

// What asks the program for all that the page leaves out: of the metric that was read, or that the form has first.
function command(quotes, column, point, sources, at) {
  const read =
    quotes && quotes.first[point] < quotes.first[point + 1] ? quotes.metric[quotes.first[point]] : column.sums[sources.form[point]]?.[0];
  const metric = read === undefined ? 'METRIC' : core.metrics[read][0];
  return `nianbao explain --warehouse DIR --agency ${sources.report_id[point]} --year ${core.years[at]} --metric ${metric}`;
}
