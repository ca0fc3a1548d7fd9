import { privateTexts } from './office.ts';

/** Signs of what only this API's inside knows. An answer to a client never shows one. */
const inside: readonly (readonly [string, RegExp])[] = [
  ['SQL', /\b(select|insert|update|delete)\b.+\b(from|into|set|where)\b|\border by\b|\$\d/i],
  [
    'a relation, column or constraint',
    /\b(program_participant|audit_event|pg_catalog|pg_\w+|search_(all|name|description)|folded_\w+|(customer|consultant|timeslot|appointment|feedback|assignment)_[a-z]\w+|is_disabled|full_name)\b/,
  ],
  [
    'a message of the database',
    /invalid (input syntax|byte sequence)|violates|relation "|column "|SQLSTATE|out of range for type|unterminated|deadlock/i,
  ],
  [
    'a file or a stack',
    /\bat \S+ \(|node:|node_modules|\.(ts|mjs|js):\d|\/(tmp|work|home|root|var|usr)\//,
  ],
  ['an error of the machine', /ECONN\w+|EPIPE|ENOENT|(Type|Range|Reference|Syntax)Error/],
];

/** What a text for clients tells of the inside; empty when nothing. P-27 */
export function insidesIn(text: string): string[] {
  return inside.flatMap(([what, pattern]) => {
    const found = pattern.exec(text);
    return found ? [`${what}: ${found[0].slice(0, 80)}`] : [];
  });
}

/** Texts that tests type into searches and arguments, to be looked for in logs. */
export const typedTexts = ['Tìm kẻ giấu mặt', 'bi.mat@tim-kiem.vn', '0999888777'] as const;

const TOKEN = /eyJ[\w-]{10,}\.[\w-]*/;
const EMAIL = /[\w.+-]+@[\w-]+\.[a-z]{2,}/i;

/** Lines of a log that hold a token, an address, or anything of the office's private texts. P-23 */
export function leaksIn(log: string): string[] {
  const secrets = [...privateTexts(), ...typedTexts];
  return log.split('\n').filter(line => {
    if (TOKEN.test(line) || EMAIL.test(line)) return true;
    return secrets.some(secret => line.includes(secret));
  });
}
