/** An XML document or a part of it: a list repeats its element, undefined leaves it out. */
export interface XmlNode {
  readonly [element: string]: XmlValue | readonly XmlValue[];
}
type XmlValue = XmlNode | string | number | boolean | undefined;

/** The document with its declaration; its root is in the namespace of S3 except for errors, which have none. */
export function toXml(document: XmlNode): string {
  const text = elements(document).replace(/^<(?!Error>)(\w+)>/, `<$1 xmlns="${NAMESPACE}">`);
  return `<?xml version="1.0" encoding="UTF-8"?>\n${text}`;
}

const NAMESPACE = 'http://s3.amazonaws.com/doc/2006-03-01/';

function elements(node: XmlNode): string {
  return Object.entries(node)
    .flatMap(([name, value]) =>
      (isList(value) ? value : [value]).map(one =>
        one === undefined ? '' : `<${name}>${content(one)}</${name}>`,
      ),
    )
    .join('');
}

function isList(value: XmlValue | readonly XmlValue[]): value is readonly XmlValue[] {
  return Array.isArray(value);
}

function content(value: XmlNode | string | number | boolean): string {
  return typeof value === 'object' ? elements(value) : escape(String(value));
}

function escape(text: string): string {
  // XML 1.0 cannot say most control characters; S3 writes them as references all the same.
  return text.replace(/[&<>"\u0000-\u001f\u007f-\u009f\ufffe\uffff]/g, c => {
    return ESCAPES[c] ?? `&#x${c.charCodeAt(0).toString(16)};`;
  });
}

const ESCAPES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
};

/** The insides of every element of this name, in order. Elements of that name do not lie in each other. */
export function elementsOf(xml: string, name: string): string[] {
  return [...xml.matchAll(new RegExp(`<${name}(?:\\s[^>]*)?>(.*?)</${name}>`, 'gs'))].map(
    ([, inside = '']) => inside,
  );
}

/** The text of the first element of this name; undefined when there is none. */
export function textOf(xml: string, name: string): string | undefined {
  const [inside] = elementsOf(xml, name);
  return inside?.replace(/&(?:#x([0-9a-f]{1,6})|#(\d{1,7})|(\w+));/gi, unescape);
}

function unescape(all: string, hex?: string, decimal?: string, name?: string): string {
  if (name !== undefined) return NAMED[name] ?? all;
  const code = hex === undefined ? Number(decimal) : Number.parseInt(hex, 16);
  return code <= 0x10ffff ? String.fromCodePoint(code) : all;
}

const NAMED: Readonly<Record<string, string>> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
};
