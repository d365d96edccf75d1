// The place picker: a combobox over all places, grouped by province. Knows what was typed; whoever picks says what follows.
const MOST_CHOICES = 200;
let active = -1;

// Places whose name or code, of any year, holds what was typed; without anything typed, those with reports.
function matching(typed) {
  const wanted = typed.trim().toLowerCase();
  if (!wanted) return places.filter((place) => place.reports);
  const words = wanted.split(/[\s›]+/).filter(Boolean);
  const holds = (place, word) => [place.name, place.code, ...place.others].some((own) => own.toLowerCase().includes(word));
  const holdsPath = (place, word) => {
    for (let at = place; ; at = places[at.parent]) {
      if (holds(at, word)) return true;
      if (at.parent === null) return false;
    }
  };
  const last = words[words.length - 1];
  return places.filter((place) => holds(place, last) && words.every((word) => holdsPath(place, word)));
}

function fillPicker(pick) {
  const input = by('picker');
  const list = by('choices');
  const found = matching(input.dataset.fresh ? '' : input.value);
  const shown = found.slice(0, MOST_CHOICES);
  const groups = new Map();
  for (const place of shown) {
    const root = province(place);
    if (!groups.has(root)) groups.set(root, []);
    groups.get(root).push(place);
  }
  let number = 0;
  list.replaceChildren(
    ...[...groups].map(([root, members]) =>
      make(
        'div',
        { role: 'group', 'aria-label': root.name },
        make('div', { class: 'group', 'aria-hidden': 'true' }, quoted(root.name)),
        members.map((place) =>
          make(
            'div',
            {
              role: 'option',
              id: `choice-${number++}`,
              'data-place': place.at,
              'aria-selected': 'false',
              onmousedown: (event) => {
                event.preventDefault();
                pick(place);
              },
            },
            make('span', {}, quoted(place.name), place.others.length ? make('small', {}, ' ', quoted(place.others.join(' '))) : null),
            make('small', {}, `${place.code} · ${say('years_of', { n: place.reports })}`),
          ),
        ),
      ),
    ),
  );
  const rest = found.length - shown.length;
  if (!found.length || rest) list.append(make('div', { class: 'group' }, found.length ? say('more', { n: rest }) : say('nobody')));
  activate(-1);
  announce(input, [say('found', { n: found.length })]);
}

function activate(number) {
  const choices = by('choices').querySelectorAll('[role=option]');
  choices[active]?.setAttribute('aria-selected', 'false');
  active = choices.length ? Math.max(-1, Math.min(number, choices.length - 1)) : -1;
  const choice = choices[active];
  choice?.setAttribute('aria-selected', 'true');
  choice?.scrollIntoView({ block: 'nearest' });
  if (choice) by('picker').setAttribute('aria-activedescendant', choice.id);
  else by('picker').removeAttribute('aria-activedescendant');
}

function setUpPicker(choose) {
  const input = by('picker');
  const list = by('choices');
  const close = () => {
    list.hidden = true;
    input.setAttribute('aria-expanded', 'false');
    activate(-1);
  };
  // What is typed next replaces the name that stands there.
  const pick = (place) => {
    close();
    choose(place);
    input.dataset.fresh = 'yes';
    if (document.activeElement === input) input.select();
  };
  const show = () => {
    list.hidden = false;
    input.setAttribute('aria-expanded', 'true');
    fillPicker(pick);
  };
  input.onfocus = () => {
    input.dataset.fresh = 'yes';
    input.select();
  };
  input.onclick = show;
  input.oninput = () => {
    delete input.dataset.fresh;
    show();
  };
  input.onblur = () => {
    close();
    choose(null);
  };
  input.onkeydown = (event) => {
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      event.preventDefault();
      if (list.hidden) show();
      activate(event.key === 'ArrowDown' ? active + 1 : Math.max(0, active - 1));
    } else if (event.key === 'Enter' && !list.hidden) {
      event.preventDefault();
      const choice = list.querySelectorAll('[role=option]')[Math.max(0, active)];
      if (choice) pick(places[choice.dataset.place]);
    } else if (event.key === 'Escape') {
      pick(null);
    }
  };
}
