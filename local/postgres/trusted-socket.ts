import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { giveToServer } from './account.ts';

/** The server's settings about sockets in the file system. */
export interface SocketSettings {
  readonly unix_socket_directories: string;
  readonly hba_file?: string;
}

export const noSocket: SocketSettings = { unix_socket_directories: '' };

/** Passwords by the network, as without it; by the socket everybody is who they say. */
const RULES = 'local all all trust\nhost all all 127.0.0.1/32 scram-sha-256\n';

/**
 * Makes the folder of a socket that only our own account and the server's may enter. Its address must be short: the
 * system takes 107 characters.
 */
export function trustedSocket(folder: string): SocketSettings {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const rules = path.join(folder, 'pg_hba.conf');
  writeFileSync(rules, RULES, { mode: 0o600 });
  for (const each of [folder, rules]) giveToServer(each);
  chmodSync(folder, 0o700);
  return { unix_socket_directories: folder, hba_file: rules };
}

/** The socket's own address. */
export function socketFile(folder: string, port: number): string {
  return path.join(folder, `.s.PGSQL.${port}`);
}
