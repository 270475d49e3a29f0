// A price row in words.

/** The fallback rows, and their names. */
export const STAND_INS = { '(fallback)': 'receipt.fallback', '(dearest)': 'receipt.dearest' };

const TOKENS = ['input', 'cached_input', 'output'];
const OTHERS = ['audio_hour', 'speech_million_characters', 'per_thousand_uses', 'per_hour'];

/** The row's prices as [unit in words, digits] pairs; those of tokens or all others. */
export function pricesOf({ words: { say } }, row, tokens) {
  return (tokens ? TOKENS : OTHERS).filter((measure) => row[measure] !== undefined)
    .map((measure) => [say(`prices.unit.${measure}`), row[measure]]);
}
