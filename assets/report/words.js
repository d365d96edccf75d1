// The page's own words, Chinese and English; what reports say is never translated.
const WORDS = JSON.parse(document.getElementById('words').textContent);
let language = document.documentElement.dataset.language === 'en' ? 'en' : 'zh';

// The text of a key, `{name}` replaced; a key without a text is its own last word.
function say(key, parts = {}) {
  const text = WORDS[key] ? WORDS[key][language] : key.replace(/^[a-z]+_/, '').replaceAll('_', ' ');
  return text.replace(/\{(\w+)\}/g, (whole, name) => (name in parts ? String(parts[name]) : whole));
}

// A number with its thousands parted; up to six decimals, as the warehouse has them.
function figure(value) {
  return value === null || value === undefined ? '' : value.toLocaleString('en-US', { maximumFractionDigits: 6 });
}

function translate() {
  document.documentElement.lang = language === 'zh' ? 'zh-Hans' : 'en';
  for (const element of document.querySelectorAll('[data-word]')) element.textContent = say(element.dataset.word);
  for (const element of document.querySelectorAll('[data-word-label]')) element.setAttribute('aria-label', say(element.dataset.wordLabel));
  const button = document.getElementById('language');
  button.textContent = say('other_language');
  button.lang = language === 'zh' ? 'en' : 'zh-Hans';
}
