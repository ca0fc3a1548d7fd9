import { LOCAL_CREDENTIALS } from '../../../local/identity/sigv4.ts';
import { type Role } from './allowed.ts';
import { type ApiClient, type HttpAnswer } from './client.ts';
import { forgery } from './forgery.ts';
import { sendSigned, type Signing } from './signed.ts';

/** Who a request comes from. */
export interface Principal {
  readonly name: string;
  /** What the service does with the request as a whole. */
  readonly admission: 'refused with 401' | 'refused with 403' | 'heard';
  /** Absent for one whose requests are not heard. */
  readonly role?: Role;
  send(body: string): Promise<HttpAnswer>;
}

interface Stack {
  readonly url: string;
  readonly dataDir: string;
}

/** Everybody who might call without a token that the user pool issued: with forged ones, with signatures, with nothing. */
export async function principals(api: ApiClient, stack: Stack): Promise<Principal[]> {
  const forge = await forgery(stack.dataDir);
  const sound = await api.token('admin');
  const [header = '', , signature = ''] = sound.split('.');
  const user = (name: string, role: Role, token: string): Principal => ({
    name,
    role,
    admission: 'heard',
    send: body => api.post(body, { authorization: token }),
  });
  const refused = (name: string, authorization: string | null): Principal => ({
    name,
    admission: 'refused with 401',
    send: body => api.post(body, { authorization }),
  });
  return [
    user('a user in an unknown group', 'nobody', await forge.signed({ groups: ['Admin', 'root'] })),
    user('a user whose group looks like a list', 'nobody', await forge.signed({ groups: 'admin' })),
    refused('nobody', null),
    refused('a garbled token', 'not.a.token'),
    refused('a token of three random parts', 'aGVhZGVy.cGF5bG9hZA.c2ln'),
    refused('a token without signature', forge.unsecured()),
    refused('a token that is signed with the public key', forge.confused()),
    refused('a token with claims of another', `${header}.${forge.claims()}.${signature}`),
    refused('an expired token', await forge.signed({ expiresIn: -1 })),
    refused('a foreign issuer', await forge.signed({ issuer: 'https://evil.example/pool' })),
    refused('another client', await forge.signed({ clientId: 'somebody-else' })),
    refused('a token that never expires', await forge.signed({ expiresIn: null })),
    refused('a token of another use', await forge.signed({ use: 'refresh' })),
    { ...refused('an API key', null), send: body => api.post(body, API_KEY) },
    ...machines(stack.url),
  ];
}

const API_KEY = { 'x-api-key': 'da2-abcdefghijklmnopqrstuvwxyz', authorization: null };

function machines(url: string): Principal[] {
  const { accessKeyId, secretAccessKey } = LOCAL_CREDENTIALS;
  const machine = (name: string, wishes: Partial<Signing>): Principal => ({
    name,
    admission: 'refused with 403',
    send: body => sendSigned(url, body, { accessKeyId, secretAccessKey, ...wishes }),
  });
  return [
    { ...machine('a machine', {}), admission: 'heard', role: 'machine' },
    machine('a machine with a wrong secret', { secretAccessKey: 'wrong' }),
    machine('a machine with an unknown key', { accessKeyId: 'AKIAUNKNOWN' }),
    machine('a machine whose body was changed', { signedBody: '{"query":"{ __typename }"}' }),
    machine('a machine with an old signature', { at: '20261120T020000Z' }),
    machine('a machine that signed for another service', { service: 's3' }),
  ];
}
