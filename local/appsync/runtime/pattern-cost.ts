import { type TranslatedPattern } from './java-pattern.ts';

/**
 * How many ways a pattern may try to match a text of a length, at most: what a matcher that goes back does in the worst
 * case. Infinity where repetitions are nested, or repeat alternatives. Never less than the truth, often far more.
 */
export function mostAttempts({ source, flags }: TranslatedPattern, length: number): number {
  const reader: Reader = { source, at: 0, length };
  let attempts = sequence(reader);
  const anchored = source.startsWith('^') && !flags.includes('m') && reader.at === source.length;
  attempts += furtherAlternatives(reader);
  // What is left after a bracket too many is no pattern; the matcher itself will say so.
  if (reader.at < source.length) return Infinity;
  return anchored ? attempts : attempts * (length + 1);
}

interface Reader {
  readonly source: string;
  at: number;
  readonly length: number;
}

function alternatives(reader: Reader): number {
  return sequence(reader) + furtherAlternatives(reader);
}

function furtherAlternatives(reader: Reader): number {
  let attempts = 0;
  while (reader.source[reader.at] === '|') {
    reader.at += 1;
    attempts += sequence(reader);
  }
  return attempts;
}

function sequence(reader: Reader): number {
  let attempts = 1;
  while (reader.at < reader.source.length && !'|)'.includes(reader.source[reader.at] ?? '')) {
    attempts *= repeated(atom(reader), reader);
  }
  return attempts;
}

/** In how many ways one piece matches where it is tried. */
function atom(reader: Reader): number {
  const rest = reader.source.slice(reader.at);
  if (rest.startsWith('(')) {
    reader.at += /^\((?:\?(?:[:=!]|<[=!]|<\w+>))?/.exec(rest)?.[0].length ?? 1;
    const attempts = alternatives(reader);
    reader.at += 1;
    return attempts;
  }
  const piece = PIECE.exec(rest);
  reader.at += piece?.[0].length ?? 1;
  return 1;
}

/** An escape, a class, or any other character. */
const PIECE =
  /^(?:\\u\{[0-9A-Fa-f]+\}|\\[pP]\{[^}]*\}|\\k<[^>]*>|\\[^]|\[(?:\\[^]|[^\]\\])*\]|[^])/;

function repeated(attempts: number, reader: Reader): number {
  const found = QUANTIFIER.exec(reader.source.slice(reader.at));
  if (!found) return attempts;
  reader.at += found[0].length;
  const { symbol, least = '0', comma, most } = found.groups ?? {};
  if (symbol === '?') return attempts + 1;
  const exactly = symbol === undefined && comma === undefined;
  const from = Number(least);
  const to = exactly ? from : most ? Number(most) : reader.length;
  if (attempts > 1) return attempts ** to;
  return Math.max(1, Math.min(to, reader.length) - from + 1);
}

/** Lazy ones try the same in another order. */
const QUANTIFIER = /^(?:(?<symbol>[*+?])|\{(?<least>\d+)(?:(?<comma>,)(?<most>\d*))?\})\??/;
