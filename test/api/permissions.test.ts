import { isNonNullType, type GraphQLField } from 'graphql';
import { beforeAll, describe, expect, inject, test } from 'vitest';
import { type AnswerError, answerOf, apiClient } from '../support/api/client.ts';
import { coordinates, questionFor, rootFields } from '../support/api/fields.ts';
import { insidesIn } from '../support/api/leaks.ts';
import { type Principal, principals, type Role } from '../support/api/principals.ts';
import { fieldNamed } from '../support/contract.ts';

const readers: readonly Role[] = ['admin', 'scheduler', 'analyst'];
const ofDatabase: readonly Role[] = ['admin', 'analyst'];
const planners: readonly Role[] = ['admin', 'scheduler'];
const admins: readonly Role[] = ['admin'];
const signedIn: readonly Role[] = ['admin', 'scheduler', 'analyst', 'nobody'];

/** The table "Who may do what" of docs/api.md. A field that is not listed is nobody's, and fails the test. */
const allowed: Readonly<Record<string, readonly Role[]>> = {
  'Query.me': signedIn,
  'Query.appointments': readers,
  'Query.appointment': readers,
  'Query.consultants': readers,
  'Query.consultant': readers,
  'Query.customers': readers,
  'Query.customer': readers,
  'Query.timeslots': readers,
  'Query.programs': readers,
  'Query.program': readers,
  'Query.feedback': readers,
  'Query.consultantCandidates': readers,
  'Query.overview': readers,
  'Query.dailySummaries': readers,
  'Query.consultantStatistics': readers,
  'Query.customerStatistics': readers,
  'Query.programStatistics': readers,
  'Query.databaseTables': ofDatabase,
  'Query.databaseTable': ofDatabase,
  'Query.auditEvents': admins,
  'Query.invariants': admins,
  'Query.archiveSchedule': readers,
  'Query.archiveStatus': readers,
  'Query.archiveRuns': readers,
  'Query.archiveRun': readers,
  'Query.archiveObject': admins,
  'Query.job': admins,
  'Query.jobs': admins,
  'Mutation.createAppointment': planners,
  'Mutation.updateAppointment': planners,
  'Mutation.rescheduleAppointment': planners,
  'Mutation.confirmAppointment': planners,
  'Mutation.completeAppointment': planners,
  'Mutation.cancelAppointment': planners,
  'Mutation.assignConsultant': planners,
  'Mutation.unassignConsultant': planners,
  'Mutation.autoAssignConsultant': planners,
  'Mutation.autoAssignDay': planners,
  'Mutation.createConsultant': admins,
  'Mutation.updateConsultant': admins,
  'Mutation.disableConsultant': admins,
  'Mutation.enableConsultant': admins,
  'Mutation.createCustomer': planners,
  'Mutation.updateCustomer': planners,
  'Mutation.disableCustomer': planners,
  'Mutation.enableCustomer': planners,
  'Mutation.anonymiseCustomer': admins,
  'Mutation.createTimeslot': planners,
  'Mutation.generateTimeslots': planners,
  'Mutation.updateTimeslot': planners,
  'Mutation.blockTimeslot': planners,
  'Mutation.openTimeslot': planners,
  'Mutation.deleteTimeslot': planners,
  'Mutation.createProgram': admins,
  'Mutation.updateProgram': admins,
  'Mutation.startProgram': admins,
  'Mutation.completeProgram': admins,
  'Mutation.disableProgram': admins,
  'Mutation.enableProgram': admins,
  'Mutation.registerParticipant': planners,
  'Mutation.cancelParticipant': planners,
  'Mutation.markAttended': planners,
  'Mutation.recordFeedback': admins,
  'Mutation.setArchiveSchedule': admins,
  'Mutation.runArchive': ['admin', 'machine'],
  'Mutation.announceArchiveRun': ['machine'],
  'Mutation.verifyArchive': admins,
  'Mutation.loadDays': admins,
  'Mutation.restoreDrill': admins,
  'Mutation.createImportUpload': admins,
  'Mutation.importOriginal': admins,
  'Mutation.exportOriginal': admins,
  'Mutation.exportCsv': admins,
  'Consultant.appointments': readers,
  'Consultant.timeslots': readers,
  'Consultant.workload': readers,
  'Customer.appointments': readers,
  'Customer.programs': readers,
  'Program.participants': readers,
  'AuditEvent.summary': admins,
};

const api = apiClient();
let everybody: Principal[];
beforeAll(async () => {
  everybody = await principals(api, inject('apiStack'));
});

describe('P-21: who is allowed what', () => {
  test('every field of the contract is in the list, and nothing else', () => {
    expect(Object.keys(allowed).sort()).toEqual([...coordinates].sort());
  });

  test.for(coordinates)('%s', async coordinate => {
    const { text, path } = questionFor(coordinate, '{ __typename }');
    const [root] = path;
    const typeName = coordinate.startsWith('Mutation.') ? 'Mutation' : 'Query';
    const body = JSON.stringify({ query: text });
    for (const principal of everybody) {
      const { status, ...answer } = await principal.send(body);
      if (principal.admission !== 'heard') {
        expect([principal.name, status]).toEqual([
          principal.name,
          Number(principal.admission.slice(-3)),
        ]);
        expectRefusal(answer.text);
        continue;
      }
      const { data, errors } = answerOf({ status, ...answer });
      expect([principal.name, status]).toEqual([principal.name, 200]);
      const denied = errors.filter(({ errorType }) => errorType === 'Unauthorized');
      const may = principal.role && allowed[coordinate]?.includes(principal.role);
      if (may) {
        const heard = coordinate.startsWith('Mutation.') ? errors.filter(isDenial) : errors;
        expect([principal.name, heard]).toEqual([principal.name, []]);
        continue;
      }
      // Whoever may not have a nested field may not have the objects it hangs on either.
      expect([principal.name, denied]).toEqual([
        principal.name,
        [
          {
            path: [root],
            data: null,
            errorType: 'Unauthorized',
            errorInfo: null,
            locations: [{ line: 1, column: text.indexOf(root) + 1, sourceName: null }],
            message: `Not Authorized to access ${root} on type ${typeName}`,
          },
        ],
      ]);
      expect(errors).toHaveLength(1);
      const nulls = isNonNullType(fieldNamed(`${typeName}.${root}`).type) ? null : { [root]: null };
      expect(data).toEqual(nulls);
    }
  });

  test('several fields in one request are refused one by one, and the others answered', async () => {
    const scheduler = everybody.find(({ role }) => role === 'scheduler');
    const query =
      '{ customers { totalCount } one: databaseTables { name } two: databaseTables { name } me { username } }';
    if (!scheduler) throw new Error('there is no scheduler');
    const { data, errors } = answerOf(await scheduler.send(JSON.stringify({ query })));
    expect(data).toEqual({
      customers: { totalCount: 3 },
      one: null,
      two: null,
      me: { username: 'scheduler' },
    });
    expect(errors.map(({ path, message }) => [path, message])).toEqual([
      [['one'], 'Not Authorized to access databaseTables on type Query'],
      [['two'], 'Not Authorized to access databaseTables on type Query'],
    ]);
  });
});

describe('P-22: the acting person is the subject of the token', () => {
  test.for([
    { variables: { sub: 'someone', username: 'admin', groups: ['admin'] } },
    { identity: { sub: 'someone', groups: ['admin'] }, 'cognito:groups': ['admin'] },
    { extensions: { identity: { groups: ['admin'] } } },
  ])('whatever else the body says: %j', async extra => {
    const query = '{ me { username sub personas permissions } databaseTables { name } }';
    const authorization = await api.token('scheduler');
    const headers = { authorization, 'x-groups': 'admin', 'cognito-groups': 'admin' };
    const answer = answerOf(await api.post(JSON.stringify({ query, ...extra }), headers));
    expect(answer.data).toMatchObject({
      me: { username: 'scheduler', personas: ['SCHEDULER'] },
      databaseTables: null,
    });
  });

  test('no argument of the contract takes a person who acts', () => {
    const argumentsOf = (field: GraphQLField<unknown, unknown>) => field.args.map(arg => arg.name);
    const names = new Set(rootFields.flatMap(argumentsOf));
    for (const name of ['actor', 'sub', 'username', 'user', 'userId', 'groups', 'as', 'by']) {
      expect(names).not.toContain(name);
    }
  });
});

function isDenial({ errorType }: AnswerError): boolean {
  return errorType === 'Unauthorized' || errorType === 'Forbidden' || errorType === 'Internal';
}

function expectRefusal(text: string): void {
  expect(JSON.parse(text)).toEqual({
    errors: [{ errorType: expect.stringMatching(/Exception$/), message: expect.any(String) }],
  });
  expect(insidesIn(text)).toEqual([]);
}
