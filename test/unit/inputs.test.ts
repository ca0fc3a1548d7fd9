import { isInputObjectType } from 'graphql';
import { expect, test } from 'vitest';
import { contract } from '../support/contract.ts';

test('P-32: no input of a change has a status, an instant of a change, or a version', () => {
  const inputs = Object.values(contract.getTypeMap()).filter(isInputObjectType);
  const changing = inputs.filter(({ name }) => /^(Create|Update)/.test(name));
  expect(changing.map(({ name }) => name)).toContain('UpdateAppointmentInput');
  const kept = changing.flatMap(type =>
    Object.keys(type.getFields())
      .filter(field => /status|outcome|version|(ed|d)At$/i.test(field))
      .map(field => `${type.name}.${field}`),
  );
  expect(kept).toEqual([]);
});
