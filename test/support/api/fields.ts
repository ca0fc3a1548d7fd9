import { Kind } from 'graphql';
import { resolvers } from '../../../resolvers/manifest.ts';
import { contract, fieldNamed, isRoot } from '../contract.ts';
import { OFFICE_RUN, OFFICE_VERIFICATION } from './jobs.ts';

export const rootFields = [contract.getQueryType(), contract.getMutationType()].flatMap(type =>
  Object.values(type?.getFields() ?? {}),
);

/** `Type.field` of every root field of the contract, and of every other field with a resolver. */
export const coordinates: readonly string[] = [
  ...[contract.getQueryType(), contract.getMutationType()].flatMap(type =>
    Object.keys(type?.getFields() ?? {}).map(name => `${type?.name}.${name}`),
  ),
  ...resolvers.flatMap(({ typeName, fieldName }) =>
    isRoot(typeName) ? [] : [`${typeName}.${fieldName}`],
  ),
];

/** Those that only read. */
export const readable = coordinates.filter(coordinate => !coordinate.startsWith('Mutation.'));

/** A question for one field, with arguments of things that the office has; a mutation's come to nothing. */
export interface FieldQuestion {
  readonly text: string;
  /** Where the field is in the answer: the root field, and the way to the nested one if it is one. */
  readonly path: readonly [string, ...string[]];
}

export function questionFor(coordinate: string, selection: string): FieldQuestion {
  const [type = '', name = ''] = coordinate.split('.');
  if (type === 'Query') {
    return { text: `{ ${name}${needed[name] ?? ''} ${selection} }`, path: [name] };
  }
  if (type === 'Mutation') {
    const given = inVain[name];
    if (given === undefined) throw new Error(`no arguments are known that ${name} refuses`);
    return { text: `mutation { ${name}${given} ${selection} }`, path: [name] };
  }
  if (type === 'AuditEvent') {
    return {
      text: `{ auditEvents { items { ${name} } } }`,
      path: ['auditEvents', 'items', '0', name],
    };
  }
  const way = ways[type];
  if (way === undefined) throw new Error(`no way is known to a ${type}`);
  return { text: `{ ${way}${needed[way]} { ${name} ${selection} } }`, path: [way, name] };
}

/** Whether the contract admits a group to a field of the type Query. */
export function admits(name: string, group: string): boolean {
  const directives = fieldNamed(`Query.${name}`).astNode?.directives ?? [];
  const groups = directives.flatMap(({ arguments: given }) => given ?? []).map(arg => arg.value);
  if (groups.length === 0) return true;
  return groups.some(
    list =>
      list.kind === Kind.LIST &&
      list.values.some(value => value.kind === Kind.STRING && value.value === group),
  );
}

/** Arguments that the field cannot do without. */
const needed: Readonly<Record<string, string>> = {
  appointment: '(id: "1")',
  consultant: '(id: "1")',
  customer: '(id: "zalo-1001")',
  program: '(id: "1")',
  consultantCandidates: '(appointmentId: "5")',
  dailySummaries: '(from: "2026-11-01", to: "2026-11-02")',
  databaseTable: '(name: "feedback")',
  archiveRun: `(id: "${OFFICE_RUN}")`,
  archiveObject: '(table: PROGRAM)',
  job: `(id: "${OFFICE_VERIFICATION}")`,
};

/** Arguments with which a mutation is heard and refused, so that asking changes nothing. */
const inVain: Readonly<Record<string, string>> = {
  createAppointment: '(input: { customerId: "nobody", date: "2026-12-01", startTime: "08:15" })',
  updateAppointment: '(id: "4711", input: { description: "in vain" })',
  rescheduleAppointment: '(id: "4711", date: "2026-12-01", startTime: "08:15")',
  confirmAppointment: '(id: "4711")',
  completeAppointment: '(id: "4711", outcome: ATTENDED)',
  cancelAppointment: '(id: "4711", reason: "in vain")',
  assignConsultant: '(appointmentId: "4711", consultantId: "1")',
  unassignConsultant: '(appointmentId: "4711")',
  autoAssignConsultant: '(appointmentId: "4711")',
  // Nobody asks for a meeting that day.
  autoAssignDay: '(date: "2020-01-01")',
  createConsultant: '(input: { fullName: " " })',
  updateConsultant: '(id: "4711", input: { qualifications: "in vain" })',
  disableConsultant: '(id: "4711")',
  enableConsultant: '(id: "4711")',
  createCustomer: '(input: { id: "zalo-1001", fullName: "in vain" })',
  updateCustomer: '(id: "nobody", input: { notes: "in vain" })',
  disableCustomer: '(id: "nobody")',
  enableCustomer: '(id: "nobody")',
  anonymiseCustomer: '(id: "nobody", confirm: true)',
  createTimeslot:
    '(input: { consultantId: "4711", date: "2026-11-24", startTime: "09:00", endTime: "10:00" })',
  generateTimeslots: '(input: { consultantIds: ["4711"], from: "2026-11-24", to: "2026-11-24" })',
  updateTimeslot: '(id: "4711", input: { endTime: "10:00" })',
  blockTimeslot: '(id: "4711")',
  openTimeslot: '(id: "4711")',
  deleteTimeslot: '(id: "4711")',
  createProgram: '(input: { name: " ", date: "2026-12-05" })',
  updateProgram: '(id: "4711", input: { content: "in vain" })',
  startProgram: '(id: "4711")',
  completeProgram: '(id: "4711")',
  disableProgram: '(id: "4711")',
  enableProgram: '(id: "4711")',
  registerParticipant: '(programId: "4711", customerId: "nobody")',
  cancelParticipant: '(programId: "4711", customerId: "nobody")',
  markAttended: '(programId: "4711", customerIds: ["nobody"])',
  runArchive: '(clientToken: " ")',
  announceArchiveRun: '(key: "in vain")',
  verifyArchive: '(clientToken: " ")',
  loadDays: '(from: "2026-11-20", to: "2026-11-19")',
  restoreDrill: '(clientToken: " ")',
  // Gives a link, and changes nothing.
  createImportUpload: '(file: CUSTOMER)',
  importOriginal: '(input: { files: [] })',
  exportOriginal: '(clientToken: " ")',
  exportCsv: '(input: { query: CUSTOMERS }, clientToken: " ")',
  recordFeedback: '(appointmentId: "4711", rating: 4)',
  // As it is already.
  setArchiveSchedule: '(enabled: false)',
};

/** The root field that leads to an object on which nested fields hang. */
const ways: Readonly<Record<string, string>> = {
  Consultant: 'consultant',
  Customer: 'customer',
  Program: 'program',
};
