// The data of the page: blocks are unpacked when they are first asked for. Everything in them is text or numbers from the
// snapshot; it reaches the page as text only.
const unpacked = new Map();
let core, columns, places;

// The data block of a name; null where the page has none.
function unpack(name) {
  if (!unpacked.has(name)) unpacked.set(name, read(name));
  return unpacked.get(name);
}

async function read(name) {
  let element = document.getElementById(name);
  if (!element && document.readyState === 'loading') {
    await new Promise((ready) => document.addEventListener('DOMContentLoaded', ready, { once: true }));
    element = document.getElementById(name);
  }
  if (!element) return null;
  const packed = atob(element.textContent);
  const bytes = new Uint8Array(packed.length);
  for (let at = 0; at < packed.length; at++) bytes[at] = packed.charCodeAt(at);
  const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream('gzip'));
  return JSON.parse(await new Response(stream).text());
}

// Reads what the first picture needs and links places, points and columns.
async function open() {
  core = await unpack('core');
  columns = core.tables.flatMap((table) => table.columns.map((column) => ({ ...column, table })));
  columns.forEach((column, number) => {
    column.number = number;
  });
  const { code, name, level, parent, others, seen } = core.places;
  places = code.map((_, at) => ({
    at,
    code: code[at],
    name: name[at],
    level: level[at],
    parent: parent[at],
    others: others[at],
    seen: seen[at],
    points: new Array(core.years.length).fill(-1),
    reports: 0,
    children: [],
  }));
  for (const place of places) if (place.parent !== null) places[place.parent].children.push(place.at);
  core.points.place.forEach((place, point) => {
    places[place].points[core.points.year[point]] = point;
    places[place].reports += 1;
  });
}

// The province of a place, or the place itself.
function province(place) {
  let at = place;
  while (at.parent !== null) at = places[at.parent];
  return at;
}

// Province, prefecture and name in one text.
function pathOf(place) {
  const names = [place.name];
  for (let at = place; at.parent !== null;) {
    at = places[at.parent];
    names.unshift(at.name);
  }
  return names.join(' › ');
}

function columnName(column) {
  const own = column.name.replaceAll('_', ' ');
  return language === 'zh' ? column.label || own : own[0].toUpperCase() + own.slice(1);
}

function tableName(table) {
  return language === 'zh' ? table.label || table.name : table.name[0].toUpperCase() + table.name.slice(1);
}

// A column with its table, for where it stands alone.
function fullName(column) {
  return language === 'zh' ? columnName(column) : `${tableName(column.table)}: ${column.name.replaceAll('_', ' ')}`;
}

function stateOf(letter) {
  return letter === '.' ? 'none' : core.states[letter.charCodeAt(0) - 97];
}

function flagsOf(point) {
  return core.points.flags[point].map((flag) => core.flags[flag]);
}

// What must be said between two forms of a column, whichever came first: C breaks, B asks for care, by the worst grade of the
// forms passed.
function gradeBetween(column, one, other) {
  const [older, newer] = [one, other].sort();
  const passed = Object.keys(column.grades).filter((form) => form > older && form <= newer);
  const grades = passed.map((form) => column.grades[form]);
  return grades.sort().pop() || 'A';
}

// The value at a quantile of sorted numbers, between neighbours in proportion; null where there are none.
function quantile(sorted, q) {
  if (!sorted.length) return null;
  const at = (sorted.length - 1) * q;
  const low = Math.floor(at);
  const high = Math.min(low + 1, sorted.length - 1);
  return sorted[low] + (sorted[high] - sorted[low]) * (at - low);
}
