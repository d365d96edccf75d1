// What both charts share: axes over years, lines where a definition breaks, the pointer. Knows no place.
const FONT = '12px system-ui, "Noto Sans CJK SC", "PingFang SC", "Microsoft YaHei", sans-serif';

// A uPlot over the years of the snapshot in an element; what was drawn there before goes.
function plot(element, { height, low, high, scale, series, data, bands, paint, bottom, point, choose }) {
  element.plot?.destroy();
  element.querySelectorAll('.tip').forEach((old) => old.remove());
  const years = core.years;
  const narrow = element.clientWidth < 560;
  const axis = {
    stroke: ink('muted'),
    font: FONT,
    grid: { stroke: ink('grid'), width: 1 },
    ticks: { stroke: ink('grid'), width: 1, size: 4 },
  };
  const drawn = new uPlot(
    {
      width: element.clientWidth,
      height,
      legend: { show: false },
      scales: { x: { time: false, range: [years[0] - 0.6, years[years.length - 1] + 0.6] }, y: { range: [low, high], ...scale } },
      axes: [
        {
          ...axis,
          splits: () => years,
          size: bottom,
          grid: { show: false },
          gap: 6,
          values: (_, splits) =>
            splits.map((year) => {
              if (!narrow) return String(year);
              const step = years.length > 14 ? 3 : 2;
              return (year - years[years.length - 1]) % step === 0 ? String(year) : '';
            }),
        },
        { ...axis, size: narrow ? 44 : 60, values: (_, splits) => splits.map((value) => (value === null ? '' : short(value))) },
      ],
      cursor: { y: false, points: { show: false }, drag: { x: false, y: false, setScale: false } },
      series,
      bands,
      hooks: {
        draw: [paint],
        setCursor: [
          (u) => {
            if (u.cursor.event) point(u.cursor.idx ?? -1);
          },
        ],
      },
    },
    [years, ...data],
    element,
  );
  element.plot = drawn;
  drawn.over.onclick = () => {
    if (drawn.cursor.idx !== null && choose) choose(drawn.cursor.idx);
  };
  drawn.over.onmouseleave = () => tip(element, 0, null);
  return drawn;
}

// The middle of a year's column, in pixels of the page.
function leftOf(drawn, at) {
  return drawn.over.offsetLeft + drawn.valToPos(core.years[at], 'x');
}

// A number on an axis.
function short(value) {
  const units =
    language === 'zh'
      ? [
          [1e8, '亿'],
          [1e4, '万'],
        ]
      : [
          [1e9, 'bn'],
          [1e6, 'm'],
          [1e3, 'k'],
        ];
  const [size, unit] = units.find(([size]) => Math.abs(value) >= size) || [1, ''];
  return `${+(value / size).toFixed(2)}${unit}`;
}

// A dashed line before a year, with a word at its head.
function rule(drawn, at, colour, word) {
  const { ctx, bbox } = drawn;
  const dots = devicePixelRatio;
  const x = Math.round(drawn.valToPos(core.years[at] - 0.5, 'x', true));
  ctx.save();
  ctx.strokeStyle = ctx.fillStyle = colour;
  ctx.lineWidth = 1.5 * dots;
  ctx.setLineDash([5 * dots, 4 * dots]);
  ctx.beginPath();
  ctx.moveTo(x, bbox.top);
  ctx.lineTo(x, bbox.top + bbox.height);
  ctx.stroke();
  ctx.font = FONT.replace('12px', `${11 * dots}px`);
  ctx.textAlign = 'left';
  ctx.textBaseline = 'top';
  ctx.fillText(word, x + 4 * dots, bbox.top + 2 * dots);
  ctx.restore();
}

// Keyboard over the years of a chart: the pointer follows, and the words are said.
function years(element, words, choose) {
  let at = core.years.length - 1;
  const show = () => {
    element.plot.setCursor({ left: element.plot.valToPos(core.years[at], 'x'), top: 0 });
    tip(element, leftOf(element.plot, at), words(at));
    announce(element, words(at));
  };
  walk(element, {
    move: (step) => {
      at = Math.max(0, Math.min(core.years.length - 1, at + step));
      show();
    },
    choose: choose && (() => choose(at)),
  });
}
