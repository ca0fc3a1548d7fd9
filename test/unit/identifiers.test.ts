import { describe, expect, test } from 'vitest';
import { customerId, integerId } from '../../services/shared/identifiers.ts';

describe('integerId', () => {
  test.for([
    ['1', 1],
    ['42', 42],
    ['2147483647', 2_147_483_647],
  ] as const)('%s is a key', ([text, id]) => {
    expect(integerId('id', text)).toBe(id);
  });

  test.for([
    '',
    '0',
    '-1',
    '+1',
    '007',
    '1.0',
    '1e3',
    ' 1',
    '1\n',
    '0x10',
    '２',
    '2147483648',
    '9999999999',
    '99999999999999999999',
    'abc',
    "1' or '1'='1",
  ])('%j is none', text => {
    expect(() => integerId('filter.consultantId', text)).toThrow(
      expect.objectContaining({
        type: 'InvalidInput',
        message: expect.stringContaining('filter.consultantId'),
        info: { reason: 'BAD_ID', field: 'filter.consultantId' },
      }),
    );
  });
});

describe('customerId', () => {
  test.for(['1', 'zalo:123', 'Đặng', '🙂'.repeat(100), ' '])('%j is a key', text => {
    expect(customerId('id', text)).toBe(text);
  });

  test.for(['', 'x'.repeat(101)])('%j is none', text => {
    expect(() => customerId('id', text)).toThrow(
      expect.objectContaining({ info: { reason: 'BAD_ID', field: 'id' } }),
    );
  });
});
