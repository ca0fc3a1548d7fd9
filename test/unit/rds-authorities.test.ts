import { X509Certificate } from 'node:crypto';
import { expect, test } from 'vitest';
import { rdsAuthorities } from '../../build/rds-authorities.ts';

/** The certificates of one text. */
function certificatesIn(pem: string): X509Certificate[] {
  return pem
    .split(/(?<=-----END CERTIFICATE-----\n)/)
    .filter(text => text !== '')
    .map(text => new X509Certificate(text));
}

const authorities = rdsAuthorities();
const regions = [...authorities.keys()].filter(name => name !== 'proxy');

test('each region has the three authorities of its own, which are good for decades', () => {
  expect(regions).toEqual(expect.arrayContaining(['ap-southeast-1', 'eu-central-1', 'us-east-1']));
  expect(regions.length).toBeGreaterThanOrEqual(27);
  for (const region of regions) {
    const certificates = certificatesIn(authorities.get(region) ?? '');
    const names = certificates.map(({ subject }) => /CN=(.*)/.exec(subject)?.[1]).sort();
    expect(names).toEqual(
      ['ECC384', 'RSA2048', 'RSA4096'].map(kind => `Amazon RDS ${region} Root CA ${kind} G1`),
    );
    for (const { ca, validTo } of certificates) {
      expect(ca).toBe(true);
      expect(new Date(validTo).getUTCFullYear()).toBeGreaterThan(2060);
    }
  }
});

test('RDS Proxy has Amazon’s public authorities, and no region trusts them', () => {
  const proxy = certificatesIn(authorities.get('proxy') ?? '');
  expect(proxy.map(({ subject }) => /CN=(.*)/.exec(subject)?.[1])).toContain('Amazon Root CA 1');
  const fingerprints = new Set(proxy.map(({ fingerprint256 }) => fingerprint256));
  for (const region of regions) {
    const own = certificatesIn(authorities.get(region) ?? '');
    expect(own.some(({ fingerprint256 }) => fingerprints.has(fingerprint256))).toBe(false);
  }
});
