import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { root } from '../synthesis.ts';

/** There is no Cognito here: this takes the place of the AWS CLI, writes down what it is told, and answers as Cognito would. */
const AWS = `#!/usr/bin/env bash
printf '%s\\n' "$*" >> "$FOLDER/arguments"
case "$*" in
  *admin-initiate-auth*) cat /dev/stdin > "$FOLDER/parameters"; cat "$FOLDER/first" ;;
  *admin-respond-to-auth-challenge*) echo '{"AuthenticationResult":{"AccessToken":"behind.the.code"}}' ;;
  *describe-stacks*UserPoolClientId*) echo client ;;
  *describe-stacks*UserPoolId*) echo pool ;;
  *describe-stacks*GraphqlUrl*) echo https://api.example.org/graphql ;;
  *) exit 1 ;;
esac
`;

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'meetassist-sign-in-'));
  writeFileSync(path.join(folder, 'aws'), AWS, { mode: 0o755 });
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const told = (file: string): string => readFileSync(path.join(folder, file), 'utf8');

/** Signs in, typing these lines, where Cognito first answers so. */
function signIn(first: object, typed: readonly string[]) {
  writeFileSync(path.join(folder, 'first'), JSON.stringify(first));
  writeFileSync(path.join(folder, 'arguments'), '');
  const script =
    '. docs/deploy/commands.sh; sign_in me@example.org; echo "=$?"; printenv TOKEN ENDPOINT MEETASSIST_TOKEN';
  return new Promise<{ out: string; err: string }>(resolve => {
    const child = execFile(
      'bash',
      ['-c', script],
      {
        cwd: root,
        env: { PATH: `${folder}:${process.env['PATH']}`, FOLDER: folder, PREFIX: 'MeetAssist' },
      },
      (_, out, err) => resolve({ out, err }),
    );
    child.stdin?.end(typed.map(line => `${line}\n`).join(''));
  });
}

const PASSWORD = 'a "b" \\c, $d `e` %s\'';

test('a password arrives as it was typed, and in no argument', async () => {
  const { out } = await signIn({ AuthenticationResult: { AccessToken: 'at.o.nce' } }, [PASSWORD]);
  expect(JSON.parse(told('parameters'))).toEqual({
    USERNAME: 'me@example.org',
    PASSWORD,
  });
  expect(told('arguments')).not.toContain('$d');
  expect(out).toContain('=0\nat.o.nce\nhttps://api.example.org/graphql\nat.o.nce\n');
});

test('the code of the app is asked for where Cognito asks for it', async () => {
  const challenge = {
    ChallengeName: 'SOFTWARE_TOKEN_MFA',
    Session: 'the-session',
    ChallengeParameters: { USER_ID_FOR_SRP: 'the-id' },
  };
  const { out } = await signIn(challenge, [PASSWORD, '123456']);
  expect(told('arguments')).toContain(
    '--challenge-name SOFTWARE_TOKEN_MFA --session the-session --challenge-responses USERNAME=the-id,SOFTWARE_TOKEN_MFA_CODE=123456',
  );
  expect(out).toContain('=0\nbehind.the.code\n');
});

test('whoever has no password of their own yet is sent to the browser', async () => {
  const { out, err } = await signIn({ ChallengeName: 'NEW_PASSWORD_REQUIRED' }, [PASSWORD]);
  expect(err).toContain('NEW_PASSWORD_REQUIRED: sign in once in the browser first');
  expect(out).toContain('=1\n');
  expect(out).not.toContain('https://');
});
