// The page's messages, in the chosen language or the browser's.

const LANGUAGES = { en: 'English', es: 'Español' };

function remembered() {
  try {
    return localStorage.getItem('language');
  } catch {
    return null;
  }
}

/** The reader's language: the chosen one, else the browser's, else English. */
export function preferred() {
  const chosen = remembered();
  if (chosen in LANGUAGES) return chosen;
  return navigator.languages.map((language) => language.slice(0, 2)).find((language) => language in LANGUAGES) ?? 'en';
}

/** Keeps the reader's choice. */
export function remember(language) {
  try {
    localStorage.setItem('language', language);
  } catch { /* a browser that keeps nothing */ }
}

/**
 * The words of a language. `say(key, values)` puts values in the place of {name}; `count(key, n, values)` takes key.one or
 * key.other, by the language's rule, with {count} among the values.
 */
export async function load(language) {
  const answer = await fetch(`/page/words.${language}.json`);
  const words = await answer.json();
  const plural = new Intl.PluralRules(language);
  const numbers = new Intl.NumberFormat(language, { useGrouping: 'always' });
  const say = (key, values = {}) => (words[key] ?? key).replace(/\{(\w+)\}/g, (hole, name) => values[name] ?? hole);
  const count = (key, n, values = {}) => {
    const form = plural.select(n) === 'one' ? 'one' : 'other';
    return say(`${key}.${form}`, { count: numbers.format(n), ...values });
  };
  return { language, languages: LANGUAGES, say, count };
}
