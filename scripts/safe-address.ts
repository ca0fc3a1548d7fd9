/**
 * The address in its usual form. Null when it is none, or would send a token over a network in the clear: `local` is for
 * this machine only.
 */
export function addressOf(text: string, safe: string, local: string): string | null {
  const url = URL.parse(text);
  if (url === null || url.username !== '' || url.search !== '' || url.hash !== '') return null;
  const isHere = ['127.0.0.1', 'localhost', '[::1]'].includes(url.hostname);
  return url.protocol === safe || (url.protocol === local && isHere) ? url.href : null;
}
