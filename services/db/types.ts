import pg from 'pg';

const { builtins, getTypeParser } = pg.types;

/** Calendar values stay text, as stored: `pg` would make local-time Date objects of them. */
const asText = new Set<number>([
  builtins.DATE,
  builtins.TIME,
  builtins.TIMESTAMP,
  builtins.TIMESTAMPTZ,
]);
const asNumber = new Set<number>([builtins.INT8, builtins.NUMERIC]);

/** Type parsers of every connection. Counts and sums are exact numbers up to 2^53. */
export const typeParsers: pg.CustomTypesConfig = {
  getTypeParser: ((oid: number, format?: 'text' | 'binary') => {
    if (asText.has(oid)) return (text: string) => text;
    if (asNumber.has(oid)) return Number;
    return getTypeParser(oid, format as 'text');
  }) as typeof getTypeParser,
};
