/** The trace header's parts, one for each field that called a function: field, function, time, statements. */
export function readTrace(header: string): string[] {
  return header
    .split(/;\s*/)
    .map(part => part.trim().replaceAll('->', '→'))
    .filter(part => part !== '');
}
