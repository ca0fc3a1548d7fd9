import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { generate } from 'selfsigned';

export interface Certificate {
  /** PEM. */
  readonly key: string;
  readonly cert: string;
  /** Where the certificate is, for clients that shall trust it. */
  readonly file: string;
}

const YEARS = 10;

/** The certificate of this machine's names, made at the first start and kept. The key is for our own account alone. */
export async function openCertificate(directory: string): Promise<Certificate> {
  const file = path.join(directory, 'tls-certificate.pem');
  const keyFile = path.join(directory, 'tls-key.pem');
  if (!existsSync(file) || !existsSync(keyFile)) {
    const notBeforeDate = new Date();
    const notAfterDate = new Date(notBeforeDate);
    notAfterDate.setFullYear(notAfterDate.getFullYear() + YEARS);
    const made = await generate([{ name: 'commonName', value: 'localhost' }], {
      keySize: 2048,
      algorithm: 'sha256',
      notBeforeDate,
      notAfterDate,
      extensions: [
        { name: 'basicConstraints', cA: true },
        {
          name: 'subjectAltName',
          altNames: [
            { type: 2, value: 'localhost' },
            { type: 7, ip: '127.0.0.1' },
          ],
        },
      ],
    });
    // The certificate last: it says that its key is there.
    writeFileSync(keyFile, made.private, { mode: 0o600 });
    writeFileSync(file, made.cert, { mode: 0o600 });
  }
  return { key: readFileSync(keyFile, 'utf8'), cert: readFileSync(file, 'utf8'), file };
}
