// What went wrong, as tables with bars in them: the numbers can be read, the bars only show them.
async function drawQuality() {
  const quality = await unpack('quality');
  const tiles = ['files', 'reports', 'duplicates', 'superseded', 'refused', 'facts'];
  by('tiles').replaceChildren(
    ...tiles.map((name) => make('li', {}, make('strong', {}, figure(core.counts[name])), make('span', {}, say(`tile_${name}`)))),
  );
  drawRefusals(quality.files.filter((kind) => kind.state === 'refused').sort((a, b) => b.count - a.count));
  drawRules(quality.rules);
  const findings = [...quality.findings].sort((a, b) => b[2] - a[2]);
  by('findings').replaceChildren(
    findings.length
      ? table(
          say('findings'),
          [say('code'), say('severity'), say('count'), ''],
          findings.map(([code, severity, count]) => [
            say(`issue_${code}`),
            say(`severity_${severity}`),
            figure(count),
            bar(count, findings[0][2]),
          ]),
          [2],
        )
      : make('p', { class: 'faint' }, say('nothing_found')),
  );
}

function bar(part, whole) {
  const element = make('span', { class: 'bar', 'aria-hidden': 'true' });
  element.style.setProperty('--part', whole ? part / whole : 0);
  return element;
}

// Under each row its examples, folded.
function rowsWithExamples(caption, heads, rows) {
  const columns = heads.length;
  return make(
    'table',
    { class: 'bars' },
    make('caption', { class: 'unseen' }, caption),
    make(
      'thead',
      {},
      make(
        'tr',
        {},
        heads.map(([head, numeric]) => make('th', { scope: 'col', class: numeric ? 'number' : null }, head)),
      ),
    ),
    make(
      'tbody',
      {},
      rows.flatMap(({ cells, examples }) => {
        const more = examples && make('tr', { class: 'examples', hidden: true }, make('td', { colspan: columns }, ''));
        const button =
          examples &&
          make(
            'button',
            {
              type: 'button',
              class: 'link',
              'aria-expanded': 'false',
              onclick: () => {
                more.hidden = !more.hidden;
                button.setAttribute('aria-expanded', String(!more.hidden));
                if (!more.hidden) more.firstChild.replaceChildren(make('div', { class: 'scroll' }, examples()));
              },
            },
            cells[0],
          );
        const row = make(
          'tr',
          {},
          make('th', { scope: 'row' }, button || cells[0]),
          cells.slice(1).map((cell, at) => make('td', { class: heads[at + 1][1] ? 'number' : null }, cell)),
        );
        return more ? [row, more] : [row];
      }),
    ),
  );
}

function drawRefusals(kinds) {
  by('refusals').replaceChildren(
    kinds.length
      ? rowsWithExamples(
          say('refusals'),
          [[say('reason')], [say('count'), true], ['']],
          kinds.map((kind) => ({
            cells: [say(`reason_${kind.reason}`), figure(kind.count), bar(kind.count, kinds[0].count)],
            examples: () =>
              table(
                say('examples'),
                [say('file'), say('reason')],
                kind.examples.map((example) => example.map(quoted)),
              ),
          })),
        )
      : make('p', { class: 'faint' }, say('nothing_refused')),
  );
}

function drawRules(rules) {
  const counted = rules
    .map((rule) => {
      const [holds, fails, solved, unknown] = [0, 1, 2, 3].map((verdict) => rule.verdicts.reduce((sum, year) => sum + year[verdict], 0));
      return { ...rule, holds, fails, solved, unknown, judged: holds + fails + solved };
    })
    .sort((a, b) => b.fails - a.fails || b.judged - a.judged);
  const heads = [
    [say('rule')],
    [say('fails'), true],
    [say('share'), true],
    [''],
    [say('holds'), true],
    [say('solved'), true],
    [say('unknown'), true],
  ];
  by('rules').replaceChildren(
    counted.length
      ? rowsWithExamples(
          say('rules'),
          heads,
          counted.map((rule) => ({
            cells: [
              make('span', {}, language === 'zh' && rule.what ? rule.what : rule.rule),
              figure(rule.fails),
              rule.judged ? `${((100 * rule.fails) / rule.judged).toFixed(1)}%` : '',
              bar(rule.fails, rule.judged),
              figure(rule.holds),
              figure(rule.solved),
              figure(rule.unknown),
            ],
            examples: rule.examples.length
              ? () =>
                  table(
                    say('examples'),
                    ['agency', 'year', 'facet', 'left', 'right', 'suspect', 'file'].map((key) => say(key)),
                    rule.examples.map(([agency, year, facet, left, right, suspect, path]) => [
                      quoted(agency),
                      String(year),
                      facet ?? '',
                      figure(left),
                      figure(right),
                      quoted(suspect),
                      quoted(path),
                    ]),
                    [3, 4],
                  )
              : null,
          })),
        )
      : make('p', { class: 'faint' }, say('nothing_checked')),
  );
}
