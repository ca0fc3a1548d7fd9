import { spawn } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import { describe, expect, test } from 'vitest';

const commands = path.join(import.meta.dirname, '../../../docs/runbook/commands.sh');

/** Runs a script in a shell that has loaded the runbook's commands; resolves with what it wrote. */
async function shell(script: string, env: Readonly<Record<string, string>> = {}): Promise<string> {
  const child = spawn('bash', ['-c', `set -eu; . ${commands}\n${script}`], {
    env: { PATH: process.env['PATH'], PREFIX: 'MeetAssist-blue', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const [written, complaints, [code]] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    once(child, 'close') as Promise<[number]>,
  ]);
  expect(complaints).toBe('');
  expect(code).toBe(0);
  return written;
}

/** Stands for the AWS CLI, which asks the account: tells how it was called, where a test can read it. */
const aws = `
sleep() { :; }
date() { echo 100000; }
aws() {
  printf '%s|' "$@" >&3; echo >&3
  case "$1 $2 $*" in
    *queryString) printf 'filter requestId = "the id of the request"\\n| sort @timestamp asc' ;;
    *logGroupNames) printf 'one\\ttwo' ;;
    'logs start-query'*) echo query-1 ;;
    *'--query status') cat "$STATUS"; echo Complete > "$STATUS" ;;
    'logs get-query-results'*) echo the-result ;;
  esac
}
STATUS=$(mktemp); trap 'rm -f "$STATUS"' EXIT; echo Running > "$STATUS"
exec 3>&1
`;

describe('the commands of the runbook', () => {
  test('run a saved query of this deployment with an id in its place, and wait for its end', async () => {
    const written = await shell(`${aws} query 'Functions/One request' 30 request-12`);
    const lines = written.split('\n');
    expect(written).toContain("queryDefinitions[?name == 'MeetAssist-blue/Functions/One request']");
    expect(written).toContain(
      'start-query|--log-group-names|one|two|--query-string|filter requestId = "request-12"\n| sort @timestamp asc|',
    );
    expect(written).toContain('--start-time|98200|--end-time|100000|');
    expect(lines.filter(line => line.endsWith('--query|status|'))).toHaveLength(2);
    expect(lines.at(-2)).toBe('the-result');
  });

  test('show the alarms of this deployment alone, when it is the one without a name and copies are beside it', async () => {
    const written = await shell(
      `aws() { printf 'MeetAssist-%s\\tsince\\twhy\\n' blue-DatabaseDown DatabaseDown x1-FunctionErrors-api; }
      alarms`,
      { PREFIX: 'MeetAssist' },
    );
    expect(written).toBe('MeetAssist-DatabaseDown\tsince\twhy\n');
  });

  test('ask for the alarms of this deployment alone', async () => {
    const written = await shell(`${aws} alarms; watched FunctionErrors-api; history_of ArchiveAge`);
    expect(written).toContain('--alarm-name-prefix|MeetAssist-blue-|');
    expect(written).toContain('describe-alarms|--alarm-names|MeetAssist-blue-FunctionErrors-api|');
    expect(written).toContain('--alarm-name|MeetAssist-blue-ArchiveAge|');
  });

  test('send the API a document as it is written, with its quotes and lines', async () => {
    const document = '{ customers(filter: { search: "a\\"b" })\n{ totalCount } }';
    const written = await shell(
      `curl() { cat; printf '%s\\n' "$@"; }
graphql '${document}'`,
      { ENDPOINT: 'https://api.example.org/graphql', TOKEN: 'a-token' },
    );
    const sent = written.split('\n');
    expect(sent).toContain('https://api.example.org/graphql');
    // By its input, not as an argument.
    expect(sent[0]).toBe('Authorization: a-token');
    const body: unknown = JSON.parse(sent[sent.indexOf('--data') + 1] ?? '');
    expect(body).toEqual({ query: document.replace('\n', ' ') });
  });
});
