/** What the benchmark says: lines for people, and at the end which bars were missed. */
export interface Report {
  line(text?: string): void;
  /** A measured value against its bar. */
  bar(
    title: string,
    value: number,
    limit: number,
    kind: 'at most' | 'more than',
    unit?: string,
  ): void;
  /** Bars that were missed. */
  missed(): number;
}

export function createReport(write: (line: string) => void): Report {
  let missed = 0;
  return {
    line: (text = '') => write(text),
    bar: (title, value, limit, kind, unit = '') => {
      const met = kind === 'at most' ? value <= limit : value > limit;
      if (!met) missed++;
      write(
        `  ${met ? 'met   ' : 'MISSED'} ${title}: ${value.toFixed(2)}${unit}, bar ${kind} ${limit}${unit}`,
      );
    },
    missed: () => missed,
  };
}
