import { readFileSync } from 'node:fs';
import { Kind, parse, type ConstDirectiveNode, type FieldDefinitionNode } from 'graphql';
import { describe, expect, test } from 'vitest';
import { type Permission } from '../../generated/graphql.ts';
import { resolvers } from '../../resolvers/manifest.ts';
import { callerOf, demand } from '../../services/identity/caller.ts';
import { groups, machinePermissions, permissionsOf } from '../../services/identity/permissions.ts';
import { isRoot } from '../support/contract.ts';
import { operationOf } from '../support/operations.ts';
import { people } from '../support/service.ts';

const COGNITO = 'aws_cognito_user_pools';
const types = new Map(
  parse(readFileSync(new URL('../../schema.graphql', import.meta.url), 'utf8')).definitions.flatMap(
    node => (node.kind === Kind.OBJECT_TYPE_DEFINITION ? [[node.name.value, node] as const] : []),
  ),
);

function fieldNode(typeName: string, fieldName: string): FieldDefinitionNode {
  const node = types.get(typeName)?.fields?.find(field => field.name.value === fieldName);
  if (!node) throw new Error(`${typeName}.${fieldName} is not in schema.graphql`);
  return node;
}

/** The groups that a directive admits; null for everybody who is signed in; undefined when there is no directive. */
function admitted(
  directives: readonly ConstDirectiveNode[] = [],
): readonly string[] | null | undefined {
  const directive = directives.find(node => node.name.value === COGNITO);
  if (!directive) return undefined;
  const list = directive.arguments?.find(node => node.name.value === 'cognito_groups')?.value;
  if (!list) return null;
  if (list.kind !== Kind.LIST) throw new Error('cognito_groups is no list');
  return list.values.map(node => (node.kind === Kind.STRING ? node.value : ''));
}

function groupsWith(permission: Permission): string[] {
  return groups.filter(group => permissionsOf[group].includes(permission));
}

/** What a mutation's caller saw is delivered as it is, personal data included where there are any. */
const delivered: Readonly<Record<string, Permission>> = {
  onAppointmentChanged: 'READ_PERSONAL_DATA',
  onArchiveRunChanged: 'READ',
};

describe('P-21: directives admit exactly the groups that have the permission', () => {
  test.for(resolvers.map(({ typeName, fieldName }) => [typeName, fieldName] as const))(
    '%s.%s',
    ([typeName, fieldName]) => {
      const permission =
        typeName === 'Subscription'
          ? delivered[fieldName]
          : operationOf(`${typeName}.${fieldName}`)?.permission;
      const ofField = admitted(fieldNode(typeName, fieldName).directives);
      if (fieldName === 'announceArchiveRun') {
        // For machines alone.
        expect(ofField).toBeUndefined();
      } else if (permission === undefined) {
        expect(`${typeName}.${fieldName}`).toBe('Query.me');
        expect(ofField).toBeNull();
      } else if (isRoot(typeName)) {
        expect(ofField).toEqual(groupsWith(permission));
      } else {
        // Nested fields are reached through objects, and those through a root field, which readers alone may ask for.
        expect(admitted(types.get(typeName)?.directives)).not.toBeUndefined();
        expect(groupsWith(permission)).toEqual(ofField ?? groupsWith('READ'));
      }
    },
  );

  test('no root field and no type is without a directive', () => {
    for (const [name, node] of types) {
      for (const field of isRoot(name) ? (node.fields ?? []) : []) {
        const isOpen = admitted(field.directives) !== undefined || isForMachines(field);
        expect(isOpen, `${name}.${field.name.value}`).toBe(true);
      }
      if (!isRoot(name)) expect(admitted(node.directives), name).not.toBeUndefined();
    }
  });

  test('only Query.me is open to those in no group', () => {
    const open = (types.get('Query')?.fields ?? []).filter(
      field => admitted(field.directives) === null,
    );
    expect(open.map(field => field.name.value)).toEqual(['me']);
  });

  test('machines may call what runs the archive, see what it gives, and nothing else', () => {
    const fields = [...types].flatMap(([name, node]) =>
      (node.fields ?? []).filter(isForMachines).map(field => `${name}.${field.name.value}`),
    );
    expect(fields.sort()).toEqual(['Mutation.announceArchiveRun', 'Mutation.runArchive']);
    for (const name of fields) {
      expect(operationOf(name)?.permission).toBe('RUN_ARCHIVE');
    }
    const open = [...types].filter(([, node]) => isForMachines(node)).map(([name]) => name);
    expect(open.sort()).toEqual([
      'ArchivePartition',
      'ArchiveRun',
      'ArchiveRunTable',
      'ArchiveSuspicion',
    ]);
  });

  test('nothing is open to keys and other kinds of callers', () => {
    const text = readFileSync(new URL('../../schema.graphql', import.meta.url), 'utf8');
    expect(text).not.toMatch(/@aws_(api_key|oidc|lambda)/);
  });
});

function isForMachines({
  directives = [],
}: {
  directives?: readonly ConstDirectiveNode[];
}): boolean {
  return directives.some(node => node.name.value === 'aws_iam');
}

describe('the table of "Who may do what"', () => {
  test.for([
    ['READ', ['admin', 'scheduler', 'analyst']],
    ['READ_PERSONAL_DATA', ['admin', 'scheduler']],
    ['READ_AUDIT', ['admin']],
    ['READ_DATABASE', ['admin', 'analyst']],
    ['WRITE_APPOINTMENTS', ['admin', 'scheduler']],
    ['WRITE_CATALOGUE', ['admin']],
    ['MANAGE_ARCHIVE', ['admin']],
    ['RUN_ARCHIVE', ['admin']],
  ] as const)('%s: %j', ([permission, allowed]) => {
    expect(groupsWith(permission)).toEqual(allowed);
  });

  test('machines may run the archive and nothing else', () => {
    expect(machinePermissions).toEqual(['RUN_ARCHIVE']);
  });
});

describe('P-22: the caller is who the token says', () => {
  test('a user has what their groups may do together; unknown groups give nothing', () => {
    const caller = callerOf({ sub: 's', username: 'u', groups: ['analyst', 'scheduler', 'root'] });
    expect(caller.groups).toEqual(['scheduler', 'analyst']);
    expect([...caller.permissions].sort()).toEqual([
      'READ',
      'READ_DATABASE',
      'READ_PERSONAL_DATA',
      'WRITE_APPOINTMENTS',
    ]);
  });

  test('a user in no group may do nothing', () => {
    for (const list of [null, undefined, [], ['constructor', '__proto__']]) {
      expect(callerOf({ sub: 's', groups: list }).permissions.size).toBe(0);
    }
  });

  test('a signed machine is no user, whatever else its identity says', () => {
    const caller = callerOf({ ...people.machine, sub: 's', groups: ['admin'] });
    expect(caller.kind).toBe('machine');
    expect([...caller.permissions]).toEqual(['RUN_ARCHIVE']);
  });

  test.for([null, undefined, {}, { username: 'admin', groups: ['admin'] }])(
    '%j is no identity',
    identity => {
      expect(() => callerOf(identity)).toThrow(
        expect.objectContaining({ type: 'Forbidden', info: { reason: 'NO_IDENTITY' } }),
      );
    },
  );

  test('a permission that the caller lacks is named', () => {
    expect(() => demand(callerOf(people.analyst), 'READ_AUDIT')).toThrow(
      expect.objectContaining({
        type: 'Forbidden',
        info: { reason: 'NOT_PERMITTED', permission: 'READ_AUDIT' },
      }),
    );
  });
});
