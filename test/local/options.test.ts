import { expect, test } from 'vitest';
import { help, readOptions } from '../../local/options.ts';

const defaults = { port: 4000, dataDir: '.local', reset: false };

test.for([
  [[], {}],
  [['--port', '0'], { port: 0 }],
  [['--port=65535'], { port: 65_535 }],
  [['--port', '4100', '--port', '4200'], { port: 4200 }],
  [['--s3-port', '9000'], { s3Port: 9000 }],
  [['--port', '0', '--s3-port=0'], { port: 0, s3Port: 0 }],
  [['--data-dir', 'elsewhere'], { dataDir: 'elsewhere' }],
  [['--demo', 'large'], { demo: 'large' }],
  [['--demo', 'none', '--import', 'files'], { demo: 'none', importFrom: 'files' }],
  [['--import=files'], { importFrom: 'files' }],
  [['--restore', 's3://bucket'], { restoreFrom: 's3://bucket' }],
  [
    ['--restore', 'folder', '--days=1', '--demo=none'],
    { restoreFrom: 'folder', days: 1, demo: 'none' },
  ],
  [['--from', 'cdk.out'], { from: 'cdk.out', dataDir: '.local-deployed' }],
  [['--from=cdk.out', '--data-dir=here'], { from: 'cdk.out', dataDir: 'here' }],
  [['--reset'], { reset: true }],
  [['--tls'], { tls: true }],
  [['--now', '2025-03-01T08:30:00+07:00'], { now: new Date('2025-03-01T01:30:00Z') }],
  [['--now', '2024-02-29T23:59:59.5Z'], { now: new Date('2024-02-29T23:59:59.500Z') }],
  [['--now', '2025-12-31T23:30-08:00'], { now: new Date('2026-01-01T07:30:00Z') }],
] as const)('%j starts with what was asked for', ([args, expected]) => {
  expect(readOptions(args)).toEqual({ kind: 'start', options: { ...defaults, ...expected } });
});

test.for([
  [['--prot', '1'], 'There is no option --prot; see --help.'],
  [['-p', '1'], 'There is no option -p; see --help.'],
  [['--toString'], 'There is no option --toString; see --help.'],
  [['4000'], '4000 is no option; see --help.'],
  [['--port'], '--port needs a value; see --help.'],
  [['--port='], '--port needs a value; see --help.'],
  [['--data-dir', ''], '--data-dir needs a value; see --help.'],
  [['--reset=yes'], '--reset takes no value; see --help.'],
  [['--tls=on'], '--tls takes no value; see --help.'],
  [['--port', 'http'], '--port is http; use a number from 0 to 65535.'],
  [['--port', '65536'], '--port is 65536; use a number from 0 to 65535.'],
  [['--port=-1'], '--port is -1; use a number from 0 to 65535.'],
  [['--port', '4e3'], '--port is 4e3; use a number from 0 to 65535.'],
  [['--days=-1'], '--days is -1; use a number from 0 to 9999.'],
  [['--days', 'two'], '--days is two; use a number from 0 to 9999.'],
  [
    ['--restore', 'a', '--import', 'b'],
    '--restore and --import would fill the same database; use one of them.',
  ],
  [
    ['--restore', 'a', '--demo', 'small'],
    '--restore and --demo small would fill the same database; use one of them.',
  ],
  [['--s3-port', '70000'], '--s3-port is 70000; use a number from 0 to 65535.'],
  [['--demo', 'huge'], '--demo is huge; use small, medium, large, none.'],
  [
    ['--import', 'files', '--demo', 'small'],
    '--import and --demo small would fill the same database; use one of them.',
  ],
  ...[
    '2025-03-01',
    '2025-03-01T08:30:00',
    '2025-02-30T08:30:00Z',
    '2025-03-01T25:00:00Z',
    'now',
  ].map(
    text =>
      [
        ['--now', text],
        `--now is ${text}; use an instant with its offset, such as 2025-03-01T08:30:00+07:00.`,
      ] as const,
  ),
] as const)('%j is refused: %s', ([args, sentence]) => {
  expect(readOptions(args)).toEqual({ kind: 'refused', sentence });
});

test('--help wins over everything that is right beside it, and names every option', () => {
  expect(readOptions(['--port', '1', '--help'])).toEqual({ kind: 'help' });
  for (const option of [
    '--port',
    '--s3-port',
    '--data-dir',
    '--demo',
    '--reset',
    '--import',
    '--now',
    '--help',
  ]) {
    expect(help).toContain(`  ${option}`);
  }
});
