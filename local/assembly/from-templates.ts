import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { withClient } from '../../services/db/with-client.ts';
import { roles } from '../../services/db/roles.ts';
import { createBackend } from '../backend.ts';
import { type Blueprint, type Place, type Started } from '../blueprint.ts';
import { openCertificate } from '../certificate.ts';
import { CannotStart } from '../cannot-start.ts';
import { type Closers } from '../closers.ts';
import { type Connection, type Role } from '../database.ts';
import { LOCAL_REGION } from '../events/bus-event.ts';
import { type LocalCredentials } from '../identity/sigv4.ts';
import { type LambdaFunction, startFunction } from '../lambda/function.ts';
import { startProcess } from '../lambda/process-container.ts';
import { makeMaster, MASTER, openMaster } from '../rds/master.ts';
import { startRds } from '../rds/server.ts';
import { DATABASE_HOST } from './attributes.ts';
import { type Assembly } from './assembly.ts';
import { deployDatabase } from './deploy.ts';
import { functionEnvironment, functionKeys, type StandIns } from './function-environment.ts';
import { readTemplates, type Templates } from './read-templates.ts';
import { type TemplateFunction } from './template-functions.ts';

/** What templates hold: their resolvers, and their functions as processes, from what is deployed with them. */
export function fromTemplates(assembly: Assembly, closers: Closers): Blueprint {
  const templates = readTemplates(assembly);
  const secret = (): string => randomBytes(24).toString('base64url');
  const keys = new Map(
    templates.functions.map(({ name }) => [name, functionKeys(name, secret)] as const),
  );
  const trustedSocket = mkdtempSync(path.join(tmpdir(), 'meetassist-socket-'));
  closers.add(() => rmSync(trustedSocket, { recursive: true, force: true }));
  const { zone, bucket, expiry, rules, rulePrefix, api } = templates;
  return {
    ...{ zone, bucket, expiry, rules, rulePrefix, trustedSocket },
    keys: [...keys.values()],
    build: async () => api,
    start: place => start(place, templates, keys, trustedSocket),
  };
}

async function start(
  place: Place,
  templates: Templates,
  keys: ReadonlyMap<string, LocalCredentials>,
  trustedSocket: string,
): Promise<Started> {
  const { directory, postgres, s3, eventsUrl, clock, closers, log } = place;
  const { database, prepared, api } = templates;
  const master = openMaster(directory.secrets);
  const superuser = { host: DATABASE_HOST, port: postgres.port, ...postgres.superuser };
  await withClient({ ...superuser, database: 'postgres' }, async client => {
    const { rows } = await client.query<{ rolname: string }>('select rolname from pg_roles');
    const names = rows.map(({ rolname }) => rolname);
    if (names.includes(roles.owner) && !names.includes(MASTER)) {
      throw new CannotStart(
        'The database of this data directory was made by a stack without --from; use another --data-dir.',
      );
    }
    await makeMaster(client, master);
    const { rowCount } = await client.query('select from pg_database where datname = $1', [
      database,
    ]);
    // The first one RDS makes itself.
    const name = client.escapeIdentifier(database);
    if (rowCount === 0) await client.query(`create database ${name} owner ${MASTER}`);
  });
  const certificate = await openCertificate(directory.secrets);
  const rds = await startRds({
    ...{ postgres, trustedSocket, certificate, log },
    host: DATABASE_HOST,
    region: LOCAL_REGION,
    clock: clock.now,
    keysOf: accessKeyId => databaseKeys(accessKeyId, templates.functions, keys),
  });
  closers.add(() => rds.close());
  const standIns: StandIns = {
    databasePort: rds.port,
    databaseAuthority: certificate.file,
    ...{ s3Url: s3.url, eventsUrl },
  };

  const made = (
    template: TemplateFunction,
    others: Record<string, string> = {},
  ): LambdaFunction => {
    const { name, file, exportName, timeoutMs, memoryMb, concurrency } = template;
    const environment = functionEnvironment(template, keysNamed(keys, name), standIns);
    const lambda = startFunction({
      ...{ name, file, exportName, timeoutMs, memoryMb, log },
      env: { ...environment, ...others },
      ...(concurrency !== undefined && { maxContainers: concurrency }),
      startContainer: startProcess,
    });
    lambda.setClockOffset(clock.offsetMs);
    return lambda;
  };
  const others = templates.functions.filter(each => each !== prepared.provider);
  const lambdas = Object.fromEntries(others.map(each => [each.name, made(each)]));
  const functions = Object.fromEntries(
    others.map(({ name, takesEvents }) => [
      name,
      { lambda: lambdaNamed(lambdas, name), takesEvents },
    ]),
  );
  const backend = createBackend(functions, api.sources, log);
  try {
    const { Data } = await deployDatabase({
      properties: prepared.properties,
      provider: endpoints => made(prepared.provider, endpoints),
      credentials: keysNamed(keys, prepared.provider.name),
      functions: lambdas,
      master,
      clock: clock.now,
    });
    if (Data?.['Restored']) log(`The deployment restored ${Data['Restored']}.`);
  } catch (cause) {
    await backend.close();
    throw cause;
  }
  return { database: connections(trustedSocket, postgres.port, database), backend };
}

/** What IAM knows of a function's keys: the users in the policies of its role. */
function databaseKeys(
  accessKeyId: string,
  functions: readonly TemplateFunction[],
  keys: ReadonlyMap<string, LocalCredentials>,
) {
  const found = functions.find(({ name }) => keys.get(name)?.accessKeyId === accessKeyId);
  return found && { ...keysNamed(keys, found.name), users: found.databaseUsers };
}

function keysNamed(keys: ReadonlyMap<string, LocalCredentials>, name: string): LocalCredentials {
  const found = keys.get(name);
  if (!found) throw new Error(`there are no keys of ${name}`);
  return found;
}

function lambdaNamed(
  lambdas: Readonly<Record<string, LambdaFunction>>,
  name: string,
): LambdaFunction {
  const found = lambdas[name];
  if (!found) throw new Error(`there is no function ${name}`);
  return found;
}

/** For the stack itself, by the socket at which nobody is asked for a password. */
function connections(
  socket: string,
  port: number,
  database: string,
): Readonly<Record<Role, Connection>> {
  const as = (role: Role): Connection => ({
    ...{ host: socket, port, database },
    user: roles[role],
    password: '',
  });
  return { owner: as('owner'), api: as('api'), archive: as('archive') };
}
